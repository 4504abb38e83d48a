"""The one vocabulary of all heads: which grams count, and how much (sublinear tf-idf, each block of unit length)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import grams
from mailflow.classify.grams import Grams, Hashes

BLOCK_WEIGHTS = np.array([1.0, 0.5, 1.5, 1.0, 0.4], dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Sparse rows: of row i the columns `columns[starts[i]:starts[i + 1]]` and their values."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float32]

    def times(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """The product with a dense matrix of one row a column."""
        product = np.zeros((len(self.starts) - 1, matrix.shape[1]), dtype=np.float32)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            terms = matrix[self.columns] * self.values[:, None]
            product[filled] = np.add.reduceat(terms, self.starts[filled], axis=0)
        return product


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Known grams in ascending order, with their inverse document frequency."""

    hashes: Hashes
    idf: NDArray[np.float32]

    def weigh(self, counted: Grams) -> Rows:
        """The weighed rows of a batch; grams that are not known count for nothing."""
        column, known = self._places(counted.hashes)
        keys, counts = np.unique(counted.rows[known] * len(self.hashes) + column[known], return_counts=True)
        row, column = np.divmod(keys, len(self.hashes))
        return self._rows(row, column, counts, counted.size)

    def weigh_tally(self, tally: "Tally") -> Rows:
        """The weighed rows of mails that have been tallied."""
        places, known = self._places(tally.hashes)
        keep = known[tally.columns]
        return self._rows(tally.rows[keep], places[tally.columns[keep]], tally.counts[keep], tally.size)

    def _places(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The column of each hash, and whether it has one."""
        column = np.searchsorted(self.hashes, hashes)
        column[column == len(self.hashes)] = 0
        return column, self.hashes[column] == hashes

    def _rows(self, row: NDArray[np.int64], column: NDArray[np.int64], counts: NDArray[np.int64], size: int) -> Rows:
        values = (1 + np.log(counts)) * self.idf[column]
        block = grams.block_of(self.hashes[column])
        squares = np.bincount(row * grams.BLOCKS + block, values**2, minlength=size * grams.BLOCKS)
        values *= BLOCK_WEIGHTS[block] / np.sqrt(squares[row * grams.BLOCKS + block])
        starts = np.searchsorted(row, np.arange(size + 1))
        return Rows(starts=starts, columns=column, values=values.astype(np.float32))

    def words_known(self, rows: Rows) -> NDArray[np.int64]:
        """How many different known words each row has."""
        word = grams.block_of(self.hashes[rows.columns]) == grams.WORD
        total = np.concatenate([[0], np.cumsum(word)])
        return np.asarray(total[rows.starts[1:]] - total[rows.starts[:-1]], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often each gram stands in each mail: one entry a mail and gram, by row; `columns` are places in `hashes`."""

    hashes: Hashes
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    counts: NDArray[np.int64]
    size: int

    def learn(self, seen: NDArray[np.int64], *, least: int) -> Vocabulary:
        """The grams that stand in at least `least` of these mails, by smoothed idf."""
        among = np.zeros(self.size, dtype=np.bool_)
        among[seen] = True
        frequency = np.bincount(self.columns[among[self.rows]], minlength=len(self.hashes))
        keep = frequency >= least
        idf = np.log((1 + len(seen)) / (1 + frequency[keep])) + 1
        return Vocabulary(hashes=self.hashes[keep], idf=idf.astype(np.float32))


def tally(counted: Grams) -> Tally:
    """The grams of a batch, counted by mail."""
    hashes, column = np.unique(counted.hashes, return_inverse=True)
    keys, counts = np.unique(counted.rows * max(1, len(hashes)) + column, return_counts=True)
    rows, columns = np.divmod(keys, max(1, len(hashes)))
    return Tally(hashes=hashes, rows=rows, columns=columns, counts=counts, size=counted.size)


def learn(counted: Grams, *, least: int) -> Vocabulary:
    """The grams that stand in at least `least` mails, by smoothed idf."""
    return tally(counted).learn(np.arange(counted.size), least=least)
