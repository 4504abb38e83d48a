"""Our own words in an answer that no quote marks show: they are known by the letter that we sent.

Compared word by word, so that wrapping, indents, quote signs, links, typographic quotes and case do not matter. Only
whole sentences and lines of ours go; a phrase of ours inside somebody's sentence, and a sentence that somebody changed,
stay. Start at `without_our_words`; `answers_inside` finds what somebody wrote between our sentences.
Linear: each word begins a bounded number of comparisons, and a run is passed over.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from mailflow.mail import InlineAnswer

_SCRIPTS = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"(?i:https?://|www\.|mailto:)[^\s<>\[\]()]+|[{_SCRIPTS}]|[^\W_{_SCRIPTS}]+")
_LINK = re.compile(r"https?:|www\.|mailto:", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_END = re.compile(r"[.!?:\u2026\u3002\uff01\uff1f\uff1a]")
_MARKS = ".!?:;,\u2026\u3002\uff01\uff1f\uff1a)]>\"'\u201d\u2019\u00bb *_"
_BLANK = re.compile(r"\n[^\w]*\n")
_EMPTY_LINES = re.compile(r"\n{3,}")
_COMPARED = 64 * 1024
"""Characters of either that are compared; what comes after them stays."""
_GRAM, _PLACES = 3, 8
_LEAST, _LONG, _SURE = 5, 8, 20
"""Words that a run needs if it is more than one sentence or line; if it is one; and that all runs need together, or
half of a shorter letter: a single sentence may be repeated on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a text for comparison, where they stand, and the gaps before each of them and after the last."""

    text: str
    keys: list[str]
    spans: list[tuple[int, int]]
    gaps: list[str]

    def opens(self, index: int) -> bool:
        """True if a line or a sentence begins with this word; with the last plus one, if one ends before it."""
        return "\n" in self.gaps[index] or _END.search(self.gaps[index]) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words of the text from `start` to `end`, which stand in the letter from `place` on."""

    start: int
    end: int
    place: int

    @property
    def length(self) -> int:
        return self.end - self.start


def without_our_words(text: str, letter: str) -> str:
    """The text without the sentences and lines that it repeats of the letter; what was changed or added stays."""
    text = text.translate(_INVISIBLE)
    words, runs = _compared(text, letter)
    return _cut(text, words, runs) if runs else text.strip()


def answers_inside(text: str, letter: str) -> tuple[InlineAnswer, ...]:
    """What somebody wrote between two sentences of our letter, in a whole mail that repeats it, marked or not."""
    text = text.translate(_INVISIBLE)
    words, runs = _compared(text, letter)
    found = []
    for run, following in pairwise(runs):
        end = words.spans[run.end - 1][1]
        said = _bare(text[_past_marks(text, end) : words.spans[following.start][0]])
        if following.place >= run.place + run.length and any(map(str.isalnum, said)):
            found.append(InlineAnswer(asked=_bare(text[_last_part(words, run) : end + 1]), said=said))
    return tuple(found)


def _compared(text: str, letter: str) -> tuple[_Words, list[_Run]]:
    """The text's words, and the runs of ours in it, if there are enough to say that it repeats the letter."""
    words, ours = _words(text[:_COMPARED]), _words(letter[:_COMPARED].translate(_INVISIBLE))
    runs = _runs(words, ours)
    enough = min(_SURE, max(len(ours.keys) // 2, _LEAST))
    return words, runs if sum(run.length for run in runs) >= enough else []


def _last_part(words: _Words, run: _Run) -> int:
    """Where the run's last sentence or line begins in the text."""
    last = run.end - 1
    while last > run.start and not words.opens(last):
        last -= 1
    return words.spans[last][0]


def _bare(text: str) -> str:
    """Without quote signs and empty lines around."""
    return "\n".join(line.lstrip(" \t>|*").rstrip() for line in text.split("\n")).strip()


def _words(text: str) -> _Words:
    """The words of a text; links are none, since programs write them out or leave them out."""
    found = [match for match in _WORD.finditer(text) if not _LINK.match(match.group())]
    spans = [match.span() for match in found]
    between = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    keys = [unicodedata.normalize("NFKC", match.group()).casefold() for match in found]
    return _Words(text=text, keys=keys, spans=spans, gaps=["\n", *between, "\n"])


def _runs(words: _Words, ours: _Words) -> list[_Run]:
    """The runs of our words that may go, in order."""
    places = _places(ours)
    found: list[_Run] = []
    at = expected = 0
    while at < len(words.keys):
        run = _longest(words, ours, at, (*places.get(tuple(words.keys[at : at + _GRAM]), ()), expected))
        if run is None:
            at += 1
            continue
        whole = _whole(words, ours, run)
        if whole is not None and _is_ours(words, ours, whole, follows=found[-1] if found else None):
            found.append(whole)
            expected = whole.place + whole.length
        at = run.end
    return found


def _places(ours: _Words) -> dict[tuple[str, ...], list[int]]:
    """Where each few words stand in the letter; only the first places count."""
    places: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(ours.keys) - _GRAM + 1):
        known = places.setdefault(tuple(ours.keys[index : index + _GRAM]), [])
        if len(known) < _PLACES:
            known.append(index)
    return places


def _longest(words: _Words, ours: _Words, at: int, places: tuple[int, ...]) -> _Run | None:
    """The longest run that begins at this word and at one of these places of the letter."""
    best: _Run | None = None
    for place in places:
        length = 0
        most = min(len(words.keys) - at, len(ours.keys) - place)
        while length < most and words.keys[at + length] == ours.keys[place + length]:
            length += 1
        if length and (best is None or length > best.length):
            best = _Run(start=at, end=at + length, place=place)
    return best


def _whole(words: _Words, ours: _Words, run: _Run) -> _Run | None:
    """The part of the run that is whole sentences or lines, in the text as in the letter."""
    shift = run.place - run.start
    start, end = run.start, run.end
    while start < end and not (words.opens(start) and ours.opens(start + shift)):
        start += 1
    while end > start and not (words.opens(end) and ours.opens(end + shift)):
        end -= 1
    return _Run(start=start, end=end, place=start + shift) if end > start else None


def _is_ours(words: _Words, ours: _Words, run: _Run, *, follows: _Run | None) -> bool:
    """Enough words that nobody would write by chance, or whole lines that come next in the letter as well."""
    before = words.gaps[run.start]
    after_ours = follows is not None and follows.end == run.start
    begun = after_ours or run.start == 0 or _END.search(before) is not None or _BLANK.search(before) is not None
    if not begun and run.length < _SURE:
        return False  # the second half of a sentence that somebody else began
    lines = "\n" in before and "\n" in words.gaps[run.end]
    if lines and follows is not None and run.place == follows.place + follows.length:
        return True
    parts = sum(ours.opens(index) for index in range(run.place, run.place + run.length))
    return run.length >= (_LEAST if parts > 1 else _LONG)


def _cut(text: str, words: _Words, runs: list[_Run]) -> str:
    """The text without these runs, their quote signs and their punctuation."""
    kept: list[str] = []
    position = 0
    for run in runs:
        start, end = words.spans[run.start][0], words.spans[run.end - 1][1]
        before = text[position:start]
        if "\n" in words.gaps[run.start]:
            before = before[: before.rfind("\n") + 1]
        kept.append(before.rstrip(" \"'\u201c\u201e\u00ab"))
        position = _past_marks(text, end)
    kept.append(text[position:])
    lines = (line for line in "".join(kept).split("\n") if not line.strip() or any(map(str.isalnum, line)))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _past_marks(text: str, end: int) -> int:
    """Past the punctuation that ends a sentence of ours, but not into the next line."""
    while end < len(text) and text[end] in _MARKS:
        end += 1
    return end
