"""A model before the bench: its figures on labelled mails, and for which classes one model is worse than another."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import scores
from mailflow.classify.categories import HEAD
from mailflow.classify.encode import Encoder
from mailflow.classify.examples import Example
from mailflow.classify.model import Answer, Classifier, Floats, Head
from mailflow.classify.scores import Marked
from mailflow.classify.vectors import Encoded, encode

BATCH = 50
RESAMPLES = 500
ONE_SIDED = 0.95


def judge(classifier: Classifier, examples: Sequence[Example], encoded: Encoded | None = None) -> dict[str, Any]:
    """The figures of every head that both the model and the examples have, and the time that one text took.

    With vectors of the model's encoder they are those of the second reading, without the time of encoding.
    """
    started = time.perf_counter()
    marked = marks(classifier, examples, encoded)
    seconds = time.perf_counter() - started
    heads = {name: scores.score(found, [mail.language for mail in mails]) for name, (found, mails) in marked.items()}
    twice = encoded is not None and encoded.encoder == classifier.encoder
    return {
        "n": len(examples),
        "encoder": classifier.encoder if twice else "",
        "heads": heads,
        "us_per_text": round(seconds / max(1, len(examples)) * 1e6, 1),
    }


def marks(
    classifier: Classifier, examples: Sequence[Example], encoded: Encoded | None = None
) -> dict[str, tuple[Marked, list[Example]]]:
    """By head the answers beside the truth, and those mails."""
    heads, chances = classifier.best(_texts(examples), encoded)
    found: dict[str, tuple[Marked, list[Example]]] = {}
    for head in heads:
        if rows := _labelled(head.name, examples):
            truth = [examples[row].labels[head.name] for row in rows]
            marked = mark(head, chances[rows][:, head.columns()], truth)
            found[head.name] = marked, [examples[row] for row in rows]
    return found


def predict(
    classifier: Classifier, mails: Iterable[Mapping[str, Any]], encoder: Encoder | None = None
) -> Iterator[dict[str, Any]]:
    """For each {"subject", "body"} the model's heads, shaped as in `explain --json`; read as a stream, in batches.

    With the model's own encoder each is read twice.
    """
    rest = iter(mails)
    twice = encoder is not None and encoder.name == classifier.encoder
    while batch := list(islice(rest, BATCH)):
        texts = [(str(mail.get("subject") or ""), str(mail.get("body") or "")) for mail in batch]
        yield from map(_shown, classifier.answer(texts, encode(texts, encoder) if encoder and twice else None))


def mark(head: Head, chances: Floats, truth: Sequence[str]) -> Marked:
    """The head's answers beside the truth. Of a head with a cut the claim is that the rare label is true."""
    known = {label.casefold(): label for label in head.labels}
    true = np.array([known.get(label.casefold(), label) for label in truth], dtype=np.str_)
    best = np.array([head.choose(row)[0] for row in chances], dtype=np.int64)
    given = np.array(head.labels, dtype=np.str_)[best]
    top = chances[np.arange(len(best)), best]
    rare = head.cut is not None
    return Marked(
        truth=true,
        given=given,
        claim=np.asarray(chances[:, 1] if rare else top, dtype=np.float64),
        hit=true == head.labels[1] if rare else true == given,
        sure=top >= np.array(head.sure_from)[best],
    )


def worse_classes(
    candidate: Classifier, serving: Classifier, examples: Sequence[Example], encoded: Encoded | None = None
) -> list[str]:
    """The classes ("kind: request") whose F1 falls with the candidate beyond noise (paired bootstrap, 95 %).

    Each is judged by the best reading that the vectors allow it. Categories of the candidate's own are not compared.
    """
    new_heads, ours = candidate.best(_texts(examples), encoded)
    old_heads, theirs = serving.best(_texts(examples), encoded)
    heads = {head.name: head for head in new_heads}
    return [
        f"{before.name}: {label}"
        for before in old_heads
        if before.name != HEAD or not _has_others(heads.get(HEAD), before, candidate)
        for label in _worse(heads.get(before.name), ours, before, theirs, examples)
    ]


def _has_others(after: Head | None, before: Head, candidate: Classifier) -> bool:
    return "categories" in candidate.manifest and after is not None and set(after.labels) != set(before.labels)


def _worse(after: Head | None, ours: Floats, before: Head, theirs: Floats, examples: Sequence[Example]) -> list[str]:
    if after is None:
        return list(before.labels)
    rows = _labelled(before.name, examples)
    truth = [examples[row].labels[before.name] for row in rows]
    new = mark(after, ours[rows][:, after.columns()], truth)
    old = mark(before, theirs[rows][:, before.columns()], truth)
    return [str(label) for label in np.unique(old.truth) if _falls(new, old, label)]


def _falls(new: Marked, old: Marked, label: str) -> bool:
    """True if in at least 95 % of resamples of the same mails the new F1 of a label lies below the old."""
    draw = np.random.default_rng(0).integers(0, len(old.truth), size=(RESAMPLES, len(old.truth)))
    true = old.truth == label
    lost = _f1(true[draw], (new.given == label)[draw]) < _f1(true[draw], (old.given == label)[draw])
    return bool(lost.mean() >= ONE_SIDED)


def _f1(true: NDArray[np.bool_], given: NDArray[np.bool_]) -> NDArray[np.float64]:
    both = (true & given).sum(axis=1)
    return np.asarray(2 * both / np.maximum(1, true.sum(axis=1) + given.sum(axis=1)), dtype=np.float64)


def _texts(examples: Sequence[Example]) -> list[tuple[str, str]]:
    return [example.text for example in examples]


def _labelled(head: str, examples: Sequence[Example]) -> list[int]:
    return [row for row, example in enumerate(examples) if head in example.labels]


def _shown(answers: Mapping[str, Answer]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: {"label": each.guess.label, "p": each.guess.p} for name, each in answers.items()}
    if breach := shown.pop("breach", None):
        shown["personal_data_breach"] = {"label": breach["label"] == "true", "p": breach["p"]}
    sure = [each.guess.sure for name, each in answers.items() if name in {"kind", "category"}]
    return {**shown, "sure": all(sure)}
