"""Which words of a mail spoke for a label: those without which the first reading would believe it less."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailflow.classify.model import Classifier

MOST_WORDS = 120
LEAST_LOSS = 0.005
BESIDE_THE_FIRST = 0.15
"""So much of the most telling word's loss a word must cause to be told."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def reasons(classifier: Classifier, mail: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """By head the words that spoke for what was answered, shaped as `judge.predict` gives it."""
    text = str(mail.get("subject") or ""), str(mail.get("body") or "")
    given = {head.name: str(answer[head.name]["label"]) for head in classifier.heads if head.name in answer}
    return words(classifier, text, given)


def words(
    classifier: Classifier, text: tuple[str, str], given: Mapping[str, str], *, limit: int = 5
) -> dict[str, list[str]]:
    """By head the words as written that spoke for its label, the most telling first; none where no single one matters.

    A label that the model does not know (a person may have given it) has no words.
    """
    different = list(dict.fromkeys(word.casefold() for part in text for word in _WORD.findall(part)))[:MOST_WORDS]
    chances = classifier.chances([text, *(_without(text, word) for word in different)]).astype(np.float64)
    found: dict[str, list[str]] = {}
    for head in (each for each in classifier.heads if each.name in given):
        known = given[head.name] in head.labels
        places = _telling(chances[:, head.start + head.labels.index(given[head.name])])[:limit] if known else []
        found[head.name] = [_as_written(text, different[place]) for place in places]
    return found


def _telling(chances: NDArray[np.float64]) -> list[int]:
    """The places of the words without which a label is believed less; the first chance is that of the whole mail."""
    odds = np.log(np.maximum(chances, 1e-9)) - np.log(np.maximum(1 - chances, 1e-9))
    loss, lost = odds[0] - odds[1:], chances[0] - chances[1:]
    least = max(LEAST_LOSS, BESIDE_THE_FIRST * float(loss.max(initial=0)))
    return [int(place) for place in np.argsort(-loss, kind="stable") if lost[place] > 0 and loss[place] > least]


def _without(text: tuple[str, str], word: str) -> tuple[str, str]:
    gone = [_WORD.sub(lambda found: "" if found[0].casefold() == word else found[0], part) for part in text]
    return gone[0], gone[1]


def _as_written(text: Sequence[str], word: str) -> str:
    return next(str(found) for part in text for found in _WORD.findall(part) if found.casefold() == word)
