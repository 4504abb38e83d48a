"""Near-copies: which mails say the same in nearly the same words.

They count once, and never stand on both sides of a judgement.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from mailflow.classify import grams, vocabulary
from mailflow.classify.grams import Grams

NEAR = 0.4
_ROWS_AT_ONCE = 500


def pairs(texts: Sequence[tuple[str, str]], *, near: float = NEAR) -> list[tuple[float, int, int]]:
    """The pairs of texts whose words are alike (cosine of tf-idf at least `near`), the nearest first, by position."""
    found = [(float(value), int(i), int(j)) for i, j, value in _near(_words(grams.count(texts)), near)]
    return sorted(found, key=lambda pair: (-pair[0], pair[1:]))


def groups(counted: Grams, *, near: float = NEAR) -> NDArray[np.int64]:
    """A group number for each mail; mails that are near-copies, also by way of others, share one."""
    return copies(counted, near=near)[0]


def copies(counted: Grams, *, near: float = NEAR) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The group number of each mail, and of how many near-copies it is one, those by way of others not counted."""
    edges = [(i, j) for i, j, _ in _near(_words(counted), near)]
    ends = np.array(edges, dtype=np.int64).reshape(-1)
    return _join(counted.size, edges), 1 + np.bincount(ends, minlength=counted.size)


def join_families(group: NDArray[np.int64], families: Sequence[str]) -> NDArray[np.int64]:
    """The groups, made wider: mails of one family ("" is none) share a group as well."""
    first = {name: place for place, name in reversed(list(enumerate(families)))}
    leader = {int(number): place for place, number in reversed(list(enumerate(group)))}
    by_family = [(first[name], place) for place, name in enumerate(families) if name]
    return _join(len(group), [*by_family, *((leader[int(number)], place) for place, number in enumerate(group))])


def _join(size: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    graph = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _words(counted: Grams) -> csr_matrix:
    words = grams.block_of(counted.hashes) == grams.WORD
    only = Grams(rows=counted.rows[words], hashes=counted.hashes[words], size=counted.size)
    known = vocabulary.learn(only, least=1)
    rows = known.weigh(only)
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(counted.size, len(known.hashes)))


def _near(matrix: csr_matrix, near: float) -> Iterator[tuple[int, int, float]]:
    """Pairs i < j, a block of rows at a time, so that memory stays bounded."""
    for first in range(0, matrix.shape[0], _ROWS_AT_ONCE):
        block = (matrix[first : first + _ROWS_AT_ONCE] @ matrix.T).tocoo()
        keep = (block.data >= near) & (block.row + first < block.col)
        yield from zip(block.row[keep] + first, block.col[keep], block.data[keep], strict=True)
