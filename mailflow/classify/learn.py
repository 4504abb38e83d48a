"""From scores out of fold to heads: calibration, lines, coefficients, figures. The same for both readings.

Start at `out_of_fold`, then `head`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from mailflow.classify import calibrate, ridge, scores
from mailflow.classify.calibrate import Calibration
from mailflow.classify.examples import Example
from mailflow.classify.judge import mark
from mailflow.classify.model import Head
from mailflow.classify.ridge import Learnt
from mailflow.classify.stack import Floats, nearness
from mailflow.classify.vocabulary import Tally, Vocabulary

LEAST_MAILS = 2
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The rows that are seen, and those held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The examples as numbers: grams, the group that must not be split, and the weight (near-copies count once).

    `directions` are the vectors seen from their center; None where mails are read once only.
    """

    examples: Sequence[Example]
    tally: Tally
    group: NDArray[np.int64]
    weight: NDArray[np.float64]
    directions: Floats | None = None

    def rows_of(self, head: str) -> NDArray[np.int64]:
        return np.array([row for row, each in enumerate(self.examples) if head in each.labels], dtype=np.int64)

    def truth(self, head: str, rows: NDArray[np.int64]) -> NDArray[np.str_]:
        return np.array([self.examples[row].labels[head] for row in rows], dtype=np.str_)

    def words(self, known: Vocabulary) -> csr_matrix:
        """The mails by these grams."""
        rows = known.weigh_tally(self.tally)
        return csr_matrix((rows.values, rows.columns, rows.starts), shape=(self.tally.size, len(known.hashes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one head asks: its labels, and the rows that it has one of."""

    name: str
    labels: NDArray[np.str_]
    rows: NDArray[np.int64]
    truth: NDArray[np.str_]

    @classmethod
    def of(cls, lesson: Lesson, name: str) -> "Question":
        rows = lesson.rows_of(name)
        truth = lesson.truth(name, rows)
        return cls(name=name, labels=np.unique(truth), rows=rows, truth=truth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One head, learnt: what it asks, how its scores are turned into chances, and what the manifest tells of it."""

    head: Head
    calibration: Calibration
    facts: dict[str, Any]


def lessons(lesson: Lesson, questions: Sequence[Question], words: csr_matrix) -> ridge.Lessons:
    """What is to be learnt of all questions, side by side."""
    size = len(lesson.examples)
    wanted = [np.full((size, len(each.labels)), -1, dtype=np.float32) for each in questions]
    known = [np.zeros((size, len(each.labels)), dtype=np.bool_) for each in questions]
    for each, target, flags in zip(questions, wanted, known, strict=True):
        target[each.rows, np.searchsorted(each.labels, each.truth)] = 1
        flags[each.rows] = True
    return ridge.Lessons(
        words=words,
        directions=lesson.directions,
        wanted=np.hstack(wanted),
        known=np.hstack(known),
        weight=lesson.weight,
    )


def out_of_fold(
    lesson: Lesson, questions: Sequence[Question], folds: Sequence[Fold], step: Callable[[], None]
) -> tuple[Floats, Floats | None]:
    """The scores of every mail, by each reading, of a model that saw neither it nor a near-copy of it."""
    width = sum(len(each.labels) for each in questions)
    first, second = (np.zeros((len(lesson.examples), width), dtype=np.float32) for _ in range(2))
    for seen, held in folds:
        words = lesson.words(lesson.tally.learn(seen, least=LEAST_MAILS))
        once, twice = ridge.learn(lessons(lesson, questions, words).only(seen))
        first[held] = once.scores(words[held], None)
        if twice is not None and lesson.directions is not None:
            second[held] = twice.scores(words[held], nearness(lesson.directions[held], lesson.directions[seen]))
        step()
    return first, None if lesson.directions is None else second


def heads(
    lesson: Lesson, questions: Sequence[Question], unseen: Floats, folds: Sequence[Fold], step: Callable[[], None]
) -> list[Piece]:
    """The heads of these questions, calibrated and judged on scores out of fold, which stand side by side."""
    fold = np.zeros(len(lesson.examples), dtype=np.int64)
    for number, (_, held) in enumerate(folds):
        fold[held] = number
    pieces: list[Piece] = []
    start = 0
    for each in questions:
        own = unseen[each.rows, start : start + len(each.labels)].astype(np.float64)
        pieces.append(_head(lesson, each, own, fold[each.rows], start))
        start += len(each.labels)
        step()
    return pieces


def _head(lesson: Lesson, asked: Question, unseen: NDArray[np.float64], fold: NDArray[np.int64], start: int) -> Piece:
    chosen = calibrate.choose(unseen, np.searchsorted(asked.labels, asked.truth), fold)
    head = calibrate.decide(asked.name, tuple(asked.labels.tolist()), chosen, asked.truth, start)
    marked = mark(head, chosen.chances.astype(np.float32), asked.truth.tolist())
    figures = scores.score(marked, [lesson.examples[row].language for row in asked.rows])
    told = {"method": chosen.method, "sure_from": list(head.sure_from), "cut": head.cut}
    facts = {"labels": list(head.labels), "calibration": told, "scores": figures}
    return Piece(head=head, calibration=chosen, facts=facts)


def calibrated(learnt: Learnt, pieces: Sequence[Piece]) -> Learnt:
    """The same, with each head's calibration worked into its coefficients."""
    width = len(learnt.intercepts)
    turn, shift = np.zeros((width, width)), np.zeros(width)
    for each in pieces:
        place = each.head.columns()
        turn[place, place], shift[place] = each.calibration.turn, each.calibration.shift
    return Learnt(
        words=np.asarray(learnt.words @ turn, dtype=np.float32),
        shares=None if learnt.shares is None else np.asarray(learnt.shares @ turn, dtype=np.float32),
        intercepts=np.asarray(learnt.intercepts @ turn + shift, dtype=np.float32),
    )
