"""Learning by least squares with kernels (kernel ridge regression): all heads by one factorisation, in seconds.

Words are compared by their common grams, vectors by nearness. What is learnt of words becomes one coefficient a gram,
so that reading costs no comparison. Many mails are learnt in parts, and the parts averaged, so that time and memory
grow no faster than the mails (Zhang, Duchi and Wainwright, Divide and conquer kernel ridge regression, 2015).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from mailflow.classify.stack import Floats, nearness

SMOOTH = 2.0
"""The ridge: how much a mail's own label counts for less than what mails like it say."""
AT_ONCE = 6000
FREQUENT = 200
"""Grams of more mails than this are multiplied as a dense block, the others as a sparse one."""
Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What is to be learnt: for each mail (row) and label (column) +1 or -1, whether it is known, and the weight."""

    words: csr_matrix
    directions: Floats | None
    wanted: Floats
    known: Flags
    weight: Array

    def only(self, rows: Places) -> "Lessons":
        """These mails."""
        return Lessons(
            words=self.words[rows],
            directions=None if self.directions is None else self.directions[rows],
            wanted=self.wanted[rows],
            known=self.known[rows],
            weight=self.weight[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Coefficients by gram and, where vectors were learnt from, by mail; one column a label."""

    words: Floats
    shares: Floats | None
    intercepts: Floats

    def scores(self, words: csr_matrix, near: Floats | None) -> Floats:
        """The scores of mails by their words, and by their nearness to those that were learnt from."""
        told = np.asarray(words @ self.words + self.intercepts, dtype=np.float32)
        return told if self.shares is None or near is None else told + near @ self.shares


def learn(lessons: Lessons) -> tuple[Learnt, Learnt | None]:
    """From words alone, and from words and vectors together where there are vectors."""
    size, width = lessons.wanted.shape
    alone, both = np.zeros((size, width), dtype=np.float32), np.zeros((size, width), dtype=np.float32)
    middle = _middle(lessons)
    for rows in _parts(size):
        part = lessons.only(rows)
        alike = _alike(part.words)
        alone[rows] = _solve(alike, part, middle)
        if part.directions is not None:
            both[rows] = _solve(alike + nearness(part.directions, part.directions), part, middle)
    share = np.float32(1 / len(list(_parts(size))))
    first, second = alone * share, both * share
    return (
        Learnt(words=lessons.words.T @ first, shares=None, intercepts=middle),
        None
        if lessons.directions is None
        else Learnt(words=lessons.words.T @ second, shares=second, intercepts=middle),
    )


def _middle(lessons: Lessons) -> Floats:
    """What is wanted on average, by label."""
    weight = lessons.known * lessons.weight[:, None]
    return np.asarray((lessons.wanted * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-9), dtype=np.float32)


def _parts(size: int) -> Iterator[Places]:
    """The mails in as few parts as may be, each drawn evenly."""
    count = max(1, -(-size // AT_ONCE))
    return (np.arange(first, size, count) for first in range(count))


def _alike(words: csr_matrix) -> Floats:
    """The common grams of each mail with each."""
    columns = words.tocsc()
    often = np.diff(columns.indptr) > FREQUENT
    dense, sparse = columns[:, often].toarray(), columns[:, ~often].tocsr()
    return np.asarray(dense @ dense.T + (sparse @ sparse.T).toarray(), dtype=np.float32)


def _solve(alike: Floats, part: Lessons, middle: Floats) -> Floats:
    """What each mail says of each label. Labels known of the same mails are solved together."""
    shares = np.zeros_like(part.wanted)
    masks, group = np.unique(part.known, axis=1, return_inverse=True)
    for number in range(masks.shape[1]):
        rows, columns = np.flatnonzero(masks[:, number]), np.flatnonzero(group.ravel() == number)
        if not len(rows):
            continue
        root = np.sqrt(part.weight[rows]).astype(np.float32)
        matrix = alike[np.ix_(rows, rows)] * root[:, None] * root
        matrix[np.diag_indices_from(matrix)] += SMOOTH
        wanted = (part.wanted[np.ix_(rows, columns)] - middle[columns]) * root[:, None]
        factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
        shares[np.ix_(rows, columns)] = cho_solve(factor, wanted, check_finite=False) * root[:, None]
    return shares
