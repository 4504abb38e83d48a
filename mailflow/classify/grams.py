"""A batch of mails as sparse counts: words, word pairs, letters within words, and concepts, each gram a 64-bit hash.

All of it runs in numpy over the whole batch, so that a mail costs a fraction of a millisecond, and serving needs
neither scikit-learn nor scipy. Which of these grams a model knows is the business of `vocabulary.Vocabulary`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import concepts, fold

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]

WORD, PAIR, LETTERS, CONCEPT, SUBJECT = range(5)
BLOCKS = 5
LETTER_SIZES = (2, 3, 4, 5)
_BASE = 0x9E3779B97F4A7C15 | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
_BLOCK_BITS = np.uint64(3)
_SPACE = 32
_BREAK = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Grams:
    """Grams of a batch, one entry an occurrence: its mail's row, and its hash, whose lowest bits are its block."""

    rows: Rows
    hashes: Hashes
    size: int


def count(texts: Sequence[tuple[str, str]]) -> Grams:
    """All grams of the (subject, body) pairs."""
    mails = [fold.lines(subject, body) for subject, body in texts]
    streams = [*_letters(mails), *_concepts(mails)]
    rows = np.concatenate([rows for rows, _ in streams])
    return Grams(rows=rows, hashes=np.concatenate([hashes for _, hashes in streams]), size=len(mails))


def block_of(hashes: Hashes) -> NDArray[np.int64]:
    """The block (WORD, PAIR, LETTERS, CONCEPT, SUBJECT) of each hash."""
    return (hashes & np.uint64(7)).astype(np.int64)


def _letters(mails: Sequence[list[list[str]]]) -> list[tuple[Rows, Hashes]]:
    joined = ["\n" + "\n".join(" ".join(line) for line in mail) + "\n" for mail in mails]
    codes = np.frombuffer("".join(joined).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(mails)), [len(text) for text in joined])
    gap = (codes == _SPACE) | (codes == _BREAK)
    values = np.where(gap, np.uint64(_SPACE), codes)
    streams = [_windows(values, gap, rows, size) for size in LETTER_SIZES]
    return [*streams, *_words(values, gap, codes == _BREAK, rows)]


def _windows(values: Hashes, gap: NDArray[np.bool_], rows: Rows, size: int) -> tuple[Rows, Hashes]:
    """Letter grams of one size that touch a word's border but never cross it."""
    last = len(values) - size + 1
    if last <= 0:
        return rows[:0], values[:0]
    total = np.full(last, np.uint64(size))
    for offset in range(size):
        total = total * np.uint64(_BASE) + values[offset : offset + last]
    seen = np.concatenate([[0], np.cumsum(gap)])
    inner = seen[size - 1 : size - 1 + last] - seen[1 : 1 + last]
    keep = (inner == 0) & ~(gap[:last] & gap[1 : last + 1])
    return rows[:last][keep], _seal(total[keep], LETTERS)


def _words(
    values: Hashes, gap: NDArray[np.bool_], line_end: NDArray[np.bool_], rows: Rows
) -> list[tuple[Rows, Hashes]]:
    """Words and pairs of neighbours within a line; the subject's words once more as such."""
    starts = np.flatnonzero(gap[:-1] & ~gap[1:]) + 1
    ends = np.flatnonzero(~gap[:-1] & gap[1:]) + 1
    words = _spans(values, starts, ends)
    line = np.cumsum(line_end)[starts]
    first_line = line_end.cumsum()[np.searchsorted(rows, np.arange(rows[-1] + 1))]
    home = rows[starts]
    near = line[:-1] == line[1:]
    pairs = words[:-1][near] * _MIX + words[1:][near]
    subject = line == first_line[home]
    return [
        (home, _seal(words, WORD)),
        (home[:-1][near], _seal(pairs, PAIR)),
        (home[subject], _seal(words[subject], SUBJECT)),
    ]


def _spans(values: Hashes, starts: Rows, ends: Rows) -> Hashes:
    """One hash for each span, the same wherever it stands: the prefix sums of a polynomial modulo 2 ** 64."""
    prefix = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values * _powers(_BASE, len(values)), dtype=np.uint64)])
    inverse = _powers(_INVERSE, len(values))
    return np.asarray((prefix[ends] - prefix[starts]) * inverse[starts], dtype=np.uint64)


def _powers(base: int, count: int) -> Hashes:
    factors = np.full(count, base, dtype=np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _concepts(mails: Sequence[list[list[str]]]) -> list[tuple[Rows, Hashes]]:
    found = [concepts.find(mail) for mail in mails]
    rows = np.repeat(np.arange(len(mails)), [len(each) for each in found])
    codes = np.array([code for each in found for code in each], dtype=np.uint64)
    return [(rows, _seal(codes, CONCEPT))]


def _seal(values: Hashes, block: int) -> Hashes:
    mixed = values * _MIX
    mixed ^= mixed >> _SHIFT
    mixed *= np.uint64(_BASE)
    mixed ^= mixed >> _SHIFT
    return (mixed << _BLOCK_BITS) | np.uint64(block)
