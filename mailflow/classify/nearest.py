"""The nearest of many vectors, in a few milliseconds: a rough look at all of them, a close one at the best.

Exact while there are few. From then on the rough look is along the directions in which the first ones differed most.
"""

import numpy as np
from numpy.typing import NDArray

from mailflow.classify.encode import Vectors

FEW = 4096
ROUGH = 48
SHORTLIST = 256
BLOCK = 32_768
"""So many numbers are multiplied at once."""


class Nearest:
    """Numbered vectors of unit length, kept in half floats. Grows as they come; nothing is taken out."""

    def __init__(self, dimension: int) -> None:
        self._size = 0
        self._numbers: NDArray[np.int64] = np.empty(FEW, dtype=np.int64)
        self._rows: NDArray[np.float16] = np.empty((FEW, dimension), dtype=np.float16)
        self._rough: NDArray[np.float32] = np.empty((0, ROUGH), dtype=np.float32)
        self._axes: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return self._size

    def add(self, numbers: NDArray[np.int64], vectors: Vectors) -> None:
        """Remember these, one a row."""
        size = self._size + len(numbers)
        if size > len(self._numbers):
            self._grow(max(size, 2 * len(self._numbers)))
        self._numbers[self._size : size] = numbers
        self._rows[self._size : size] = vectors
        if self._axes is None and size > FEW:
            self._axes = _axes(self._rows[:size].astype(np.float32))
            self._rough = np.empty((len(self._numbers), ROUGH), dtype=np.float32)
            self._rough[:size] = self._rows[:size].astype(np.float32) @ self._axes
        elif self._axes is not None:
            self._rough[self._size : size] = vectors @ self._axes
        self._size = size

    def find(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """The numbers of the nearest and their cosines, the nearest first."""
        among = self._shortlist(vector)
        cosines = _dot(self._rows[among].astype(np.float32), vector)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(int(self._numbers[among[place]]), float(cosines[place])) for place in best]

    def _shortlist(self, vector: NDArray[np.float32]) -> NDArray[np.intp]:
        if self._axes is None:
            return np.arange(self._size)
        roughly = _dot(self._rough[: self._size], vector @ self._axes)
        return np.argpartition(-roughly, SHORTLIST)[:SHORTLIST]

    def _grow(self, room: int) -> None:
        more = room - len(self._numbers)
        self._numbers = np.concatenate([self._numbers, np.empty(more, dtype=np.int64)])
        self._rows = np.concatenate([self._rows, np.empty((more, self._rows.shape[1]), dtype=np.float16)])
        if self._axes is not None:
            self._rough = np.concatenate([self._rough, np.empty((more, ROUGH), dtype=np.float32)])


def _dot(rows: Vectors, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Row by row, in blocks for which the library wakes no other threads: on a busy machine one waits long for them."""
    found = np.empty(len(rows), dtype=np.float32)
    step = BLOCK // len(vector)
    for first in range(0, len(rows), step):
        np.dot(rows[first : first + step], vector, out=found[first : first + step])
    return found


def _axes(rows: Vectors) -> NDArray[np.float32]:
    """The directions in which these differ most, one a column."""
    some = rows[: 2 * FEW]
    _, axes = np.linalg.eigh(some.T @ some)
    return np.ascontiguousarray(axes[:, -ROUGH:], dtype=np.float32)
