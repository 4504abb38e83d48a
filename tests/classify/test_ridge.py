"""Least squares with kernels: words and vectors, labels that are not known of every mail, and many mails in parts."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from mailflow.classify import ridge
from mailflow.classify.ridge import SMOOTH, Lessons
from mailflow.classify.stack import Floats, nearness

RANDOM = np.random.default_rng(0)
SIZE = 60
WORDS = csr_matrix(RANDOM.random((SIZE, 12)).astype(np.float32) * (RANDOM.random((SIZE, 12)) > 0.5))
DIRECTIONS = RANDOM.normal(size=(SIZE, 4)).astype(np.float32)
DIRECTIONS /= np.linalg.norm(DIRECTIONS, axis=1, keepdims=True)
SIGNS = np.where(RANDOM.random((SIZE, 3)) > 0.5, 1, -1).astype(np.float32)


def _lessons(directions: Floats | None = None) -> Lessons:
    known = np.ones(SIGNS.shape, dtype=np.bool_)
    known[::3, 2] = False
    return Lessons(words=WORDS, directions=directions, wanted=SIGNS, known=known, weight=np.linspace(0.5, 2, SIZE))


def test_coefficients_are_those_of_the_textbooks_ridge_regression() -> None:
    """With a linear kernel the solution is that of the weighed primal problem, (X'WX + s)^-1 X'W(y - mean)."""
    lessons = _lessons()
    once, twice = ridge.learn(lessons)
    assert twice is None
    for column in range(3):
        rows = np.flatnonzero(lessons.known[:, column])
        words, weight = WORDS[rows].toarray().astype(np.float64), lessons.weight[rows]
        mean = (weight * SIGNS[rows, column]).sum() / weight.sum()
        square = words.T @ (weight[:, None] * words) + SMOOTH * np.eye(12)
        expected = np.linalg.solve(square, words.T @ (weight * (SIGNS[rows, column] - mean)))
        assert once.words[:, column] == pytest.approx(expected, abs=1e-4)
        assert once.intercepts[column] == pytest.approx(mean, abs=1e-5)


def test_what_vectors_tell_and_words_do_not_is_learnt_by_the_second_reading_alone() -> None:
    wanted = np.sign(DIRECTIONS[:, :1] * DIRECTIONS[:, 1:2]).astype(np.float32)
    flags = np.ones(wanted.shape, dtype=np.bool_)
    lessons = Lessons(words=WORDS, directions=DIRECTIONS, wanted=wanted, known=flags, weight=np.ones(SIZE))
    once, twice = ridge.learn(lessons)
    assert twice is not None
    told = twice.scores(WORDS, nearness(DIRECTIONS, DIRECTIONS))
    assert (np.sign(told) == wanted).mean() > 0.9 > (np.sign(once.scores(WORDS, None)) == wanted).mean()


def test_many_mails_are_learnt_in_parts_whose_mean_says_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ridge.learn(_lessons(DIRECTIONS))[1]
    monkeypatch.setattr(ridge, "AT_ONCE", SIZE // 2)
    parts = ridge.learn(_lessons(DIRECTIONS))[1]
    assert whole is not None
    assert parts is not None
    near = nearness(DIRECTIONS, DIRECTIONS)
    one, other = whole.scores(WORDS, near), parts.scores(WORDS, near)
    assert not np.array_equal(one, other)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.9
