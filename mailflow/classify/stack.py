"""The second reading: a mail's words, and how near its sentence vector lies to those of the mails learnt from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import scope
from mailflow.classify.vocabulary import Rows

Floats = NDArray[np.float32]
SHARPNESS = 2.0
NEARNESS = 5.0
"""How much nearness in meaning weighs; the words of a mail, beside it, weigh 4.6 on themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Coefficients of the second reading, for vectors of one encoder; `center` is what all mails have in common, and
    along the `axes` its languages differ.

    `words` has a row for each gram of the vocabulary, `shares` one for each of the `mails`, which are directions from
    the center; `coefficients` has a row for each dimension, for heads that ask where a vector points.
    """

    encoder: str
    center: Floats
    axes: Floats
    words: Floats
    mails: Floats
    shares: Floats
    coefficients: Floats
    intercepts: Floats
    ours: NDArray[np.bool_]
    fits_from: float

    def scores(self, rows: Rows, vectors: Floats) -> Floats:
        """The scores of all heads side by side, from the words and the vector of each mail."""
        directions = self.directions(vectors)
        told = nearness(directions, self.mails) @ self.shares + directions @ self.coefficients
        return np.asarray(rows.times(self.words) + told + self.intercepts, dtype=np.float32)

    def directions(self, vectors: Floats) -> Floats:
        """Where vectors point, seen from the center, whatever their language."""
        return away(vectors, self.center, self.axes)

    def fits(self, vectors: Floats) -> NDArray[np.bool_]:
        """True for those that are of the kind of mail that was learnt, and not nearer to what is none of ours."""
        return np.asarray(scope.lead(self.directions(vectors), self.mails, self.ours) >= self.fits_from)


def away(vectors: Floats, center: Floats, axes: Floats | None = None) -> Floats:
    """The directions of vectors from the center, of unit length, across the axes (orthogonal, one a row)."""
    moved = vectors - center
    if axes is not None:
        moved = moved - (moved @ axes.T) @ axes
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def nearness(directions: Floats, others: Floats) -> Floats:
    """How near each is to each of the others: the Gaussian kernel, weighed."""
    near = directions @ others.T
    near -= 1
    near *= SHARPNESS
    return np.asarray(np.multiply(np.exp(near, out=near), NEARNESS, out=near), dtype=np.float32)
