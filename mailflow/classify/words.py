"""Word vectors: the encoder that every desk has. Mails are near where they share words, word parts or concepts.

Each gram counts by how rare it was in the starter set (`idf.npy`, by bucket of its hash; `bench/centres.py` writes it)
and points into a direction of its own that its hash gives, so that a vector costs under a millisecond and no memory.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import grams
from mailflow.classify.encode import Vectors
from mailflow.classify.grams import Hashes

DIMENSION = 256
BUCKETS = 1 << 15
IDF = "idf.npy"
STEPS = 20.0
"""The file keeps idf as whole numbers of this part."""
WEIGHTS = np.array([0.7, 0.0, 0.7, 1.0, 0.0], dtype=np.float32)
"""By block: words, pairs, letters, concepts, subject."""
_SEEDS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(32)


class Words:
    """Texts in, vectors of unit length out; needs nothing beside this package."""

    name = "words-1"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text; zeros for one without a word."""
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(len(texts), DIMENSION)


def bucket_of(hashes: Hashes) -> NDArray[np.int64]:
    """Where the idf of these grams is kept."""
    return ((hashes >> np.uint64(13)) % np.uint64(BUCKETS)).astype(np.int64)


def _vector(text: str) -> Vectors:
    hashes, counts = np.unique(grams.count([("", text)]).hashes, return_counts=True)
    block = grams.block_of(hashes)
    values = (1 + np.log(counts)) * _idf()[bucket_of(hashes)]
    squares = np.bincount(block, values**2, minlength=grams.BLOCKS)
    values *= WEIGHTS[block] / np.sqrt(squares[block])
    used = values > 0
    row = values[used].astype(np.float32) @ _directions(hashes[used])
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-6), dtype=np.float32)


def _directions(hashes: Hashes) -> Vectors:
    """A direction a gram, of ones and minus ones."""
    mixed = (hashes[:, None] ^ _SEEDS) * _MIX
    mixed ^= mixed >> _SHIFT
    mixed *= _MIX
    mixed ^= mixed >> _SHIFT
    bits = np.unpackbits(mixed.view(np.uint8), axis=1)
    return bits.astype(np.float32) * 2 - 1


@cache
def _idf() -> NDArray[np.float32]:
    with as_file(files("mailflow.classify").joinpath(IDF)) as path:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.float32) / STEPS
