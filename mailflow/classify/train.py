"""From labelled mails to a candidate: heads on one shared vocabulary, calibrated and judged on answers out of fold.

The first reading learns from words, the second, where there are sentence vectors, from words and vectors together.
Every figure in the manifest comes from mails that the judged part had not seen; near-copies never stand on both sides.
The same examples give the same file, byte for byte.
"""

import platform
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
import skops
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from mailflow.classify import alike, examples, grams, ridge, scope, vocabulary, writing
from mailflow.classify.examples import Example
from mailflow.classify.learn import LEAST_MAILS, Fold, Lesson, Piece, Question, calibrated, heads, lessons, out_of_fold
from mailflow.classify.model import reader_fingerprint
from mailflow.classify.ridge import Learnt
from mailflow.classify.stack import away
from mailflow.classify.vectors import Encoded
from mailflow.classify.vocabulary import Vocabulary

FOLDS = 5
LEAST_OF_A_LABEL = 5
LEAST_SITUATIONS = 20
SPARE = 64
Progress = Callable[[int, int], None]


class TrainingError(Exception):
    """The examples are too few or too uniform to learn from; the sentence says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One reading, learnt: its heads, and its coefficients with their calibration worked in."""

    pieces: Sequence[Piece]
    learnt: Learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vectors:
    """What the second reading takes of a mail's vector."""

    encoder: str
    center: NDArray[np.float32]
    axes: NDArray[np.float32]
    directions: NDArray[np.float32]


def train(
    mails: Sequence[Example],
    *,
    out: Path,
    encoded: Encoded | None = None,
    progress: Progress = lambda done, total: None,
) -> dict[str, Any]:
    """Learns a model and writes it with its manifest to the folder `out`, which must not exist; returns the manifest.

    `encoded` are the mails' vectors in their order; without them the model reads once only. A mail without any label
    is none of ours, and teaches where our mails end.
    Raises TrainingError where mails are too few or too alike, or no head has two labels of five mails each, and
    FileExistsError where `out` is taken.
    """
    if out.exists():
        raise FileExistsError(f"{out} is there already; choose another name")
    if len(mails) < LEAST_SITUATIONS:
        raise TrainingError(f"{len(mails)} mails are too few; {LEAST_SITUATIONS} different ones are the least")
    with threadpool_limits(limits=1):  # sums must not depend on the machine's cores
        return _train(mails, out, encoded, progress)


def _train(mails: Sequence[Example], out: Path, encoded: Encoded | None, progress: Progress) -> dict[str, Any]:
    vectors = _vectors(mails, encoded) if encoded else None
    lesson = _prepare(mails, vectors)
    if len(set(lesson.group.tolist())) < LEAST_SITUATIONS:
        raise TrainingError(f"fewer than {LEAST_SITUATIONS} different mails: near-copies count once")
    asked = [question for question in map(partial(Question.of, lesson), _heads_of(mails)) if _is_learnable(question)]
    if not asked:
        raise TrainingError(f"no head has two labels with at least {LEAST_OF_A_LABEL} mails each")
    count = _Count(progress, FOLDS + len(asked) * (2 if encoded else 1) + 2)
    folds = _split(lesson, asked)
    unseen = out_of_fold(lesson, asked, folds, count.step)
    known = lesson.tally.learn(np.arange(len(mails)), least=LEAST_MAILS)
    learnt = ridge.learn(lessons(lesson, asked, lesson.words(known)))
    count.step()
    readings = [
        _reading(heads(lesson, asked, scores, folds, count.step), coefficients)
        for scores, coefficients in zip(unseen, learnt, strict=True)
        if scores is not None and coefficients is not None
    ]
    manifest = _write(out, lesson, known, readings, vectors, folds)
    count.step()
    return manifest


def _reading(pieces: Sequence[Piece], learnt: Learnt) -> _Reading:
    return _Reading(pieces=pieces, learnt=calibrated(learnt, pieces))


class _Count:
    """Tells the progress, one step after the other."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


def _vectors(mails: Sequence[Example], encoded: Encoded) -> _Vectors:
    center = encoded.vectors.mean(axis=0)
    axes = _axes(encoded.vectors, np.array([each.language for each in mails]))
    return _Vectors(encoder=encoded.encoder, center=center, axes=axes, directions=away(encoded.vectors, center, axes))


def _axes(vectors: NDArray[np.float32], languages: NDArray[np.str_]) -> NDArray[np.float32]:
    """The directions in which the languages' centers differ; none where so few dimensions have none to spare."""
    known = [each for each in np.unique(languages) if each and (languages == each).sum() >= LEAST_SITUATIONS]
    if len(known) * SPARE > vectors.shape[1] or len(known) < 2:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    centers = np.array([vectors[languages == each].mean(axis=0) for each in known])
    axes = np.linalg.svd(centers - centers.mean(axis=0), full_matrices=False)[2]
    return np.asarray(axes[: len(known) - 1], dtype=np.float32)


def _prepare(mails: Sequence[Example], vectors: _Vectors | None = None) -> Lesson:
    counted = grams.count([each.text for each in mails])
    group, copies = alike.copies(counted)
    return Lesson(
        examples=mails,
        tally=vocabulary.tally(counted),
        group=alike.join_families(group, [each.family for each in mails]),
        weight=np.array([each.weight for each in mails]) / copies,
        directions=vectors.directions if vectors else None,
    )


def _heads_of(mails: Sequence[Example]) -> list[str]:
    named = dict.fromkeys(head for example in mails for head in example.labels)
    usual = [head for head in examples.HEADS if head in named]
    return [*usual, *(head for head in named if head not in usual)]


def _is_learnable(asked: Question) -> bool:
    counts = np.unique(asked.truth, return_counts=True)[1]
    return len(counts) > 1 and int(np.sort(counts)[-2]) >= LEAST_OF_A_LABEL


def _split(lesson: Lesson, asked: Sequence[Question]) -> list[Fold]:
    splits = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    strata = _strata(lesson, max(asked, key=lambda each: len(each.labels)).name)
    return [(np.asarray(seen), np.asarray(held)) for seen, held in splits.split(strata, strata, lesson.group)]


def _strata(lesson: Lesson, head: str) -> list[str]:
    """The labels by which folds are balanced; those too rare to stand in every fold are thrown together."""
    labels = [example.labels.get(head, "") for example in lesson.examples]
    counts = Counter(labels)
    return [label if counts[label] >= FOLDS else "" for label in labels]


def _write(
    out: Path,
    lesson: Lesson,
    known: Vocabulary,
    readings: Sequence[_Reading],
    vectors: _Vectors | None,
    folds: Sequence[Fold],
) -> dict[str, Any]:
    parts = {"hashes": known.hashes, "idf": known.idf, **_parts(readings[0])}
    facts = {
        "reader": reader_fingerprint(),
        "data": _data(lesson),
        "libraries": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
            "skops": skops.__version__,
        },
        "judged": f"{FOLDS} folds; near-copies (cosine {alike.NEAR} or more) and families never split; seed 0",
        "heads": _facts(readings[0]),
    }
    if vectors is not None:
        ours = np.array([bool(each.labels) for each in lesson.examples])
        parts |= _second_parts(readings[1], vectors, ours, folds)
        facts["second"] = {"encoder": vectors.encoder, "heads": _facts(readings[1])}
    return writing.write(out, parts, facts)


def _data(lesson: Lesson) -> dict[str, Any]:
    languages = [example.language for example in lesson.examples]
    return {
        "fingerprint": examples.fingerprint(lesson.examples),
        "mails": len(lesson.examples),
        "situations": len(set(lesson.group.tolist())),
        "by_language": {each: languages.count(each) for each in sorted(set(languages))},
    }


def _facts(reading: _Reading) -> dict[str, Any]:
    return {piece.head.name: piece.facts for piece in reading.pieces}


def _parts(reading: _Reading) -> dict[str, Any]:
    """Half floats: the sums of hundreds of them lose nothing that calibrated chances would show."""
    return {
        "heads": writing.heads_as_text([piece.head for piece in reading.pieces]),
        "coefficients": reading.learnt.words.astype(np.float16),
        "intercepts": reading.learnt.intercepts,
    }


def _second_parts(
    reading: _Reading, vectors: _Vectors, ours: NDArray[np.bool_], folds: Sequence[Fold]
) -> dict[str, Any]:
    """No head that is learnt asks where a vector points, but those that are described do."""
    parts = _parts(reading)
    return {
        "second_encoder": vectors.encoder,
        "second_heads": parts["heads"],
        "second_center": vectors.center,
        "second_axes": vectors.axes,
        "second_words": parts["coefficients"],
        "second_mails": vectors.directions.astype(np.float16),
        "second_shares": reading.learnt.shares,
        "second_coefficients": np.zeros((len(vectors.center), len(reading.learnt.intercepts)), dtype=np.float16),
        "second_intercepts": parts["intercepts"],
        "second_ours": ours.astype(np.uint8),
        "second_line": np.array([scope.line(vectors.directions, ours, folds)], dtype=np.float32),
    }
