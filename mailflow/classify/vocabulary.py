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
        column = np.searchsorted(self.hashes, counted.hashes)
        column[column == len(self.hashes)] = 0
        known = self.hashes[column] == counted.hashes
        keys, counts = np.unique(counted.rows[known] * len(self.hashes) + column[known], return_counts=True)
        row, column = np.divmod(keys, len(self.hashes))
        values = (1 + np.log(counts)) * self.idf[column]
        block = grams.block_of(self.hashes[column])
        squares = np.bincount(row * grams.BLOCKS + block, values**2, minlength=counted.size * grams.BLOCKS)
        values *= BLOCK_WEIGHTS[block] / np.sqrt(squares[row * grams.BLOCKS + block])
        starts = np.searchsorted(row, np.arange(counted.size + 1))
        return Rows(starts=starts, columns=column, values=values.astype(np.float32))

    def words_known(self, rows: Rows) -> NDArray[np.int64]:
        """How many different known words each row has."""
        word = grams.block_of(self.hashes[rows.columns]) == grams.WORD
        total = np.concatenate([[0], np.cumsum(word)])
        return np.asarray(total[rows.starts[1:]] - total[rows.starts[:-1]], dtype=np.int64)


def learn(counted: Grams, *, least: int) -> Vocabulary:
    """The grams that stand in at least `least` mails, by smoothed idf."""
    seen = np.unique(np.stack([counted.hashes, counted.rows.astype(np.uint64)]), axis=1)[0]
    hashes, frequency = np.unique(seen, return_counts=True)
    keep = frequency >= least
    idf = np.log((1 + counted.size) / (1 + frequency[keep])) + 1
    return Vocabulary(hashes=hashes[keep], idf=idf.astype(np.float32))
