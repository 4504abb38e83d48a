"""Learning one head after the other from numbers: out-of-fold scores, calibration, coefficients, figures.

The same for words (sparse) and for what the second reading weighs (dense). Start at `learn`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from mailflow.classify import calibrate, scores
from mailflow.classify.calibrate import Calibration
from mailflow.classify.examples import Example
from mailflow.classify.grams import Grams
from mailflow.classify.judge import mark
from mailflow.classify.model import Head

ENOUGH = 1e-3
"""Half the time of the library's own tolerance, and no worse out of fold."""
Matrix = Any
"""Rows of features, sparse or dense."""
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The rows that are seen, and those held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The examples as numbers: grams, the group that must not be split, and the weight (near-copies count once)."""

    examples: Sequence[Example]
    counted: Grams
    group: NDArray[np.int64]
    weight: NDArray[np.float64]

    def rows_of(self, head: str) -> NDArray[np.int64]:
        return np.array([row for row, each in enumerate(self.examples) if head in each.labels], dtype=np.int64)

    def truth(self, head: str, rows: NDArray[np.int64]) -> NDArray[np.str_]:
        return np.array([self.examples[row].labels[head] for row in rows], dtype=np.str_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Out-of-fold scores of one head for all mails; `rows` are those that it has a label of."""

    name: str
    labels: NDArray[np.str_]
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    fold: NDArray[np.int64]

    @classmethod
    def empty(cls, lesson: Lesson, name: str) -> "Unseen":
        rows = lesson.rows_of(name)
        labels = np.unique(lesson.truth(name, rows))
        size = len(lesson.examples)
        return cls(
            name=name,
            labels=labels,
            rows=rows,
            scores=np.zeros((size, len(labels))),
            fold=np.zeros(size, dtype=np.int64),
        )

    def fill(
        self, lesson: Lesson, matrix: Matrix, strength: float, seen: NDArray[Any], held: NDArray[Any], fold: int
    ) -> None:
        rows = self.rows[np.isin(self.rows, seen)]
        coefficients, intercepts = _fit(
            matrix[rows], lesson.truth(self.name, rows), lesson.weight[rows], self.labels, strength
        )
        self.scores[held] = matrix[held] @ coefficients + intercepts
        self.fold[held] = fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One head, learnt: what it asks, its columns, and what is told of it in the manifest.

    `chances` are those of all mails, out of fold.
    """

    head: Head
    chances: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    facts: dict[str, Any]


def learn(
    lesson: Lesson,
    unseen: Mapping[str, Unseen],
    matrix: Matrix,
    step: Callable[[], None],
    strength: float,
) -> list[Piece]:
    pieces: list[Piece] = []
    for each in unseen.values():
        pieces.append(_learn_head(lesson, matrix, each, strength, sum(len(piece.head.labels) for piece in pieces)))
        step()
    return pieces


def _learn_head(lesson: Lesson, matrix: Matrix, unseen: Unseen, strength: float, start: int) -> Piece:
    rows = unseen.rows
    truth = lesson.truth(unseen.name, rows)
    chosen = calibrate.choose(unseen.scores[rows], np.searchsorted(unseen.labels, truth), unseen.fold[rows])
    head = calibrate.decide(unseen.name, tuple(unseen.labels.tolist()), chosen, truth, start)
    coefficients, intercepts = _fit(matrix[rows], truth, lesson.weight[rows], unseen.labels, strength)
    marked = mark(head, chosen.chances.astype(np.float32), truth.tolist())
    figures = scores.score(marked, [lesson.examples[row].language for row in rows])
    return Piece(
        head=head,
        chances=softmax(unseen.scores * chosen.scale + chosen.shift, axis=1),
        coefficients=coefficients * chosen.scale,
        intercepts=intercepts * chosen.scale + chosen.shift,
        facts={"labels": list(head.labels), "calibration": _told(chosen, head), "scores": figures},
    )


def _told(chosen: Calibration, head: Head) -> dict[str, Any]:
    return {
        "method": chosen.method,
        "scale": round(chosen.scale, 4),
        "sure_from": list(head.sure_from),
        "cut": head.cut,
    }


def _fit(
    matrix: Matrix,
    truth: NDArray[np.str_],
    weight: NDArray[np.float64],
    labels: NDArray[np.str_],
    strength: float,
) -> tuple[Any, Any]:
    """Coefficients (one column a label) and intercepts; a label that these mails lack gets a score that never wins."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=300, tol=ENOUGH).fit(
        matrix, truth, sample_weight=weight
    )
    half = len(model.classes_) == 2
    coefficients = np.vstack([-model.coef_ / 2, model.coef_ / 2]) if half else model.coef_
    intercepts = np.concatenate([-model.intercept_ / 2, model.intercept_ / 2]) if half else model.intercept_
    place = np.searchsorted(labels, model.classes_)
    full, base = np.zeros((matrix.shape[1], len(labels))), np.full(len(labels), -20.0)
    full[:, place], base[place] = coefficients.T, intercepts
    return full, base
