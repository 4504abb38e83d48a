"""How near two mails are in meaning, whatever their languages.

What a language has in common with itself is taken off its vectors first: else two mails in German are nearer than one
matter told in German and in English. The centres of the languages were taken from the starter set (`bench/centres.py`).
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from mailflow.classify.encode import Vectors

NEAR = 0.33
"""Cosine from which two mails tell the same trouble: one pair in 3,000 of the starter set is as near."""


def is_known(encoder: str) -> bool:
    """True if the centres are those of this encoder; vectors of others cannot be compared across languages."""
    return encoder == _encoder()


def spread(vectors: Vectors, languages: Sequence[str]) -> Vectors:
    """The vectors without what their languages have in common, of unit length."""
    centres = _centres()
    middle = np.mean(list(centres.values()), axis=0)
    moved = vectors - np.array([centres.get(each, middle) for each in languages], dtype=np.float32).reshape(
        vectors.shape
    )
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6), dtype=np.float32)


@cache
def _encoder() -> str:
    return str(_file()["encoder"])


@cache
def _centres() -> Mapping[str, NDArray[np.float32]]:
    return {language: np.array(each, dtype=np.float32) for language, each in _file()["centres"].items()}


@cache
def _file() -> Mapping[str, Mapping[str, Sequence[float]]]:
    text = files("mailflow.classify").joinpath("centres.json").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Sequence[float]]] = json.loads(text)
    return found
