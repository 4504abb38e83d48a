"""Which words of a mail spoke for a label: those without which the first reading would believe it less."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mailflow.classify.model import Classifier

MOST_WORDS = 120
LEAST_LOSS = 0.005
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def reasons(classifier: Classifier, mail: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """By head the words that spoke for what was answered, shaped as `judge.predict` gives it."""
    text = str(mail.get("subject") or ""), str(mail.get("body") or "")
    given = {head.name: answer[head.name]["label"] for head in classifier.heads if head.name in answer}
    return {head: words(classifier, text, head, label) for head, label in given.items()}


def words(classifier: Classifier, text: tuple[str, str], head: str, label: str, *, limit: int = 5) -> list[str]:
    """The words as written, the most telling first; none where no single word matters."""
    asked = next(each for each in classifier.heads if each.name == head)
    column = asked.start + asked.labels.index(label)
    different = list(dict.fromkeys(word.casefold() for part in text for word in _WORD.findall(part)))[:MOST_WORDS]
    chances = classifier.chances([text, *(_without(text, word) for word in different)])[:, column].astype(np.float64)
    odds = np.log(np.maximum(chances, 1e-9)) - np.log(np.maximum(1 - chances, 1e-9))
    loss, lost = odds[0] - odds[1:], chances[0] - chances[1:]
    order = [
        int(place) for place in np.argsort(-loss, kind="stable")[:limit] if lost[place] > 0 and loss[place] > LEAST_LOSS
    ]
    return [_as_written(text, different[place]) for place in order]


def _without(text: tuple[str, str], word: str) -> tuple[str, str]:
    gone = [_WORD.sub(lambda found: "" if found[0].casefold() == word else found[0], part) for part in text]
    return gone[0], gone[1]


def _as_written(text: Sequence[str], word: str) -> str:
    return next(str(found) for part in text for found in _WORD.findall(part) if found.casefold() == word)
