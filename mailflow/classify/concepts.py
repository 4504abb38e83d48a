"""Ideas that a support mail speaks of, by the stems of `concepts.txt` that name them in three languages."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

from mailflow.classify.fold import fold

TABLE = (Path(__file__).parent / "concepts.txt").read_text(encoding="utf-8")
_WORDS = re.compile(r"[^\w$€£']+")


def find(mail: Sequence[Sequence[str]]) -> list[int]:
    """The codes of the concepts in a mail's lines, one each time they are met, and of neighbouring ones as pairs."""
    found: list[int] = []
    for line in mail:
        met = [code for word, after in pairwise([*line, ""]) for code in _at(word, after)]
        found += met
        found += [a * 31 + b for a, b in pairwise(met)]
    return found


def names(words: Iterable[str]) -> set[str]:
    """The names of the concepts that these folded words speak of."""
    return {_NAMES[code] for word, after in pairwise([*words, ""]) for code in _at(word, after)}


def _at(word: str, after: str) -> list[int]:
    whole, begun = _entries(word)
    return [*whole, *(code for code, rest in begun if _matches(after, rest))]


def _matches(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem.endswith("$") else word.startswith(stem)


@lru_cache(maxsize=20_000)
def _entries(word: str) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    """What a word alone means, and what it means if the next word begins in some way."""
    keys = [word[:size] for size in range(1, len(word) + 1)] + [word + "$"]
    hits = [entry for key in keys for entry in _INDEX.get(key, ())]
    whole = dict.fromkeys(code for code, rest in hits if not rest)
    return tuple(whole), tuple((code, rest) for code, rest in hits if rest)


def _read(table: str) -> dict[str, list[list[str]]]:
    """The stems by concept, folded, each as its one or two words."""
    stems: dict[str, list[list[str]]] = {}
    name = ""
    for line in table.splitlines():
        if line.endswith(":"):
            name = line[:-1]
        elif line.strip() and not line.startswith("#"):
            stems.setdefault(name, []).extend(
                _WORDS.sub(" ", fold(stem)).split()[:2] for stem in line.split(",") if stem.strip()
            )
    return stems


def _index(stems: dict[str, list[list[str]]]) -> dict[str, list[tuple[int, str]]]:
    index: dict[str, list[tuple[int, str]]] = {}
    for name, words in stems.items():
        for head, rest in ((*pair, "")[:2] for pair in words):
            index.setdefault(head, []).append((crc32(name.encode()), rest))
    return index


_STEMS = _read(TABLE)
_INDEX = _index(_STEMS)
_NAMES = {crc32(name.encode()): name for name in _STEMS}
