"""How near two mails are in meaning, whatever their languages.

Two things are taken off the vectors first, for they say nothing of the matter: what a language has in common with
itself (else two mails in German are nearer than one matter told in German and in English), and what all short mails
have in common. Both were taken from the starter set (`bench/centres.py`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailflow.classify.encode import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where the vectors of one encoder are compared.

    `near`: the cosine from which two mails tell the same. `together`: how alike on average three mails, four, five ...
    must be for one trouble (as many as are listed, or more: the last); the more there are, the less.
    """

    near: float
    together: tuple[float, ...]
    centres: Mapping[str, NDArray[np.float32]]
    length: NDArray[np.float32]

    def spread(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """The vectors without what languages and short mails have in common, of unit length."""
        middle = np.mean(list(self.centres.values()), axis=0)
        commons = np.array([self.centres.get(each, middle) for each in languages], dtype=np.float32)
        moved = vectors - commons.reshape(vectors.shape)
        moved -= np.outer(moved @ self.length, self.length)
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def space_of(encoder: str) -> Space | None:
    """The space of this encoder's vectors; None where it is not known: they cannot be compared across languages."""
    return _spaces().get(encoder)


@cache
def _spaces() -> Mapping[str, Space]:
    text = files("mailflow.classify").joinpath("centres.json").read_text(encoding="utf-8")
    return {name: _space(facts) for name, facts in json.loads(text).items()}


def _space(facts: Mapping[str, Any]) -> Space:
    return Space(
        near=float(facts["near"]),
        together=tuple(facts["together"]),
        centres={language: np.array(each, dtype=np.float32) for language, each in facts["centres"].items()},
        length=np.array(facts["length"], dtype=np.float32),
    )
