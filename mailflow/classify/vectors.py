"""Vectors that are kept: a mail is encoded once, whoever trains, judges or compares again.

One small SQLite file, keyed by encoder and text; it may be removed at any time.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mailflow.classify.encode import Encoder, Vectors, text_of

AT_ONCE = 16
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The vectors of mails, one a row, and the name of the encoder that made them."""

    encoder: str
    vectors: Vectors


def pack(vectors: Vectors) -> list[bytes]:
    """Each row as half-precision bytes, the form in which vectors are kept everywhere."""
    return [row.astype("<f2").tobytes() for row in vectors]


def unpack(blobs: Sequence[bytes], dimension: int) -> Vectors:
    """The rows of kept vectors."""
    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), dimension).astype(np.float32)


def encode(mails: Sequence[tuple[str, str]], encoder: Encoder) -> Vectors:
    """The vectors of (subject, body) pairs, as if they had been kept and read again."""
    return unpack(pack(encoder.encode([text_of(mail) for mail in mails])), encoder.dimension)


class VectorFile:
    """The kept vectors of one encoder."""

    def __init__(self, file: Path, encoder: Encoder) -> None:
        self._file = file
        self._encoder = encoder

    def of(self, mails: Sequence[tuple[str, str]], progress: Progress = lambda done, total: None) -> Encoded:
        """The vectors of (subject, body) pairs; those not yet kept are encoded, and kept a few at a time."""
        texts = [text_of(mail) for mail in mails]
        keys = [self._key(text) for text in texts]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as kept:
            kept.execute("create table if not exists vector (key blob primary key, value blob not null) without rowid")
            found = _find(kept, keys)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
            for first in range(0, len(missing), AT_ONCE):
                some = list(missing)[first : first + AT_ONCE]
                fresh = dict(zip(some, pack(self._encoder.encode([missing[key] for key in some])), strict=True))
                with kept:
                    kept.executemany("insert or ignore into vector values (?, ?)", list(fresh.items()))
                found |= fresh
                progress(min(first + AT_ONCE, len(missing)), len(missing))
        vectors = unpack([found[key] for key in keys], self._encoder.dimension)
        return Encoded(encoder=self._encoder.name, vectors=vectors)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._encoder.name}\n{text}".encode("utf-8", "surrogatepass")).digest()


def _find(kept: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for key in dict.fromkeys(keys):
        if row := kept.execute("select value from vector where key = ?", (key,)).fetchone():
            found[key] = row[0]
    return found
