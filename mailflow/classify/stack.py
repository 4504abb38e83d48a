"""The second reading: what the first made of a mail, and the mail's sentence vector, weighed together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LEAST_LOG = -8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Coefficients of the second reading, for vectors of one encoder; `center` is what all mails have in common."""

    encoder: str
    center: Floats
    coefficients: Floats
    intercepts: Floats

    def scores(self, chances: Floats, vectors: Floats) -> Floats:
        """The second scores of all heads side by side, from the first's chances and the vectors."""
        return np.asarray(features(chances, vectors, self.center) @ self.coefficients + self.intercepts, np.float32)


def features(chances: Floats, vectors: Floats, center: Floats) -> Floats:
    """What the second reading weighs: the vector's direction from the center, and the first's log-chances."""
    away = vectors - center
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    logs = np.maximum(np.log(np.maximum(chances, 1e-12)), LEAST_LOG)
    return np.hstack([away, logs]).astype(np.float32)
