"""A person labels mails in a terminal, those first of which the model is least sure."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mailflow.classify import replacing
from mailflow.classify.examples import Example
from mailflow.classify.model import Classifier, Floats, Head
from mailflow.classify.vectors import Encoded

LINES = 15
SKIP, END = "-", "q"
Ask = Callable[[str], str]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A mail to be labelled, and what the model thinks of it: by head its labels, the likeliest first."""

    mail: Example
    guesses: Mapping[str, Sequence[tuple[str, float]]]


def questions(classifier: Classifier, mails: Sequence[Example], encoded: Encoded | None) -> list[Question]:
    """One for each mail that lacks labels, the least sure first: by the smallest lead of any head's likeliest label."""
    heads, chances = classifier.best([mail.text for mail in mails], encoded)
    lead = np.min([_lead(chances[:, head.columns()]) for head in heads], axis=0)
    return [
        Question(mail=mails[place], guesses=_guesses(heads, chances[place]))
        for place in np.argsort(lead, kind="stable")
        if any(head.name not in mails[place].labels for head in heads)
    ]


def _lead(chances: Floats) -> Floats:
    best = np.sort(chances, axis=1)
    return best[:, -1] - best[:, -2]


def _guesses(heads: Sequence[Head], chances: Floats) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for head in heads:
        pairs = [(label, float(p)) for label, p in zip(head.labels, chances[head.columns()], strict=True)]
        found[head.name] = sorted(pairs, key=lambda pair: -pair[1])
    return found


def label(asked: Sequence[Question], ask: Ask, say: Say) -> Iterator[Example]:
    """Each mail that got its labels, as soon as it has them; ends when the person ends it."""
    for number, question in enumerate(asked, start=1):
        body = "\n".join(question.mail.body.strip().splitlines()[:LINES])
        say(f"\n{number} of {len(asked)}: {question.mail.subject}\n\n{body}\n")
        given = dict(question.mail.labels)
        for head, guesses in question.guesses.items():
            answer = _answer(head, guesses, ask) if head not in given else given[head]
            if answer in (SKIP, END):
                break
            given[head] = answer
        else:
            yield replace(question.mail, labels=given)
            continue
        if answer == END:
            return


def _answer(head: str, guesses: Sequence[tuple[str, float]], ask: Ask) -> str:
    """A label in full; a beginning that fits only one is enough, and an empty answer takes the likeliest."""
    shown = ", ".join(f"{name} {chance:.0%}" if chance >= 0.01 else name for name, chance in guesses)
    while True:
        text = ask(f"{head} ({shown}; Enter: {guesses[0][0]}, {SKIP}: skip, {END}: end): ").strip().lower()
        if not text or text in (SKIP, END):
            return text or guesses[0][0]
        fitting = [name for name, _ in guesses if name.lower().startswith(text)]
        if len(fitting) == 1 or text in fitting:
            return text if text in fitting else fitting[0]


def write(file: Path, mails: Sequence[Example]) -> None:
    """The mails as JSONL, in the form of the starter set, in place of what was there."""
    replacing.replace(file, "".join(json.dumps(_row(mail), ensure_ascii=False) + "\n" for mail in mails))


def _row(mail: Example) -> dict[str, Any]:
    row: dict[str, Any] = {"lang": mail.language, "subject": mail.subject, "body": mail.body, **mail.labels}
    return row | ({"family": mail.family} if mail.family else {})
