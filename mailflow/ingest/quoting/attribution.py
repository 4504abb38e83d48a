"""Lines that say who wrote the old mail below them ("On ... Ana wrote:"), in the forms of all mail programs.

Found from their end: a line that ends as attributions do, and up to five lines above it that belong to it. It needs a
verb of `wording`, or none where a date and an address stand together, and looks like nothing that a person would tell.
"""

import re

from mailflow.ingest.quoting.wording import cells

_LINES = 6
_LENGTH = 500
_MOST = 300
"""So many are looked for; no honest mail has more."""
_ENDS = (":", "：", "-", ">", "_", ";")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_FORMAT = dict.fromkeys(map(ord, _INVISIBLE)) | {0xA0: " ", 0x202F: " "}
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _any_of(parts: frozenset[str]) -> str:
    """An alternation, longest first, of whole words; scripts without spaces need no word boundary."""
    ordered = sorted(parts, key=len, reverse=True)
    spaced = "|".join(re.escape(part) for part in ordered if not _CJK.search(part))
    solid = "|".join(re.escape(part) for part in ordered if _CJK.search(part))
    return rf"(?:(?<!\w)(?:{spaced})(?!\w)|{solid})" if solid else rf"(?<!\w)(?:{spaced})(?!\w)"


_WROTE = re.compile(_any_of(cells("wrote")), re.IGNORECASE)
_TAIL = re.compile(rf"\s{{0,4}}>\s?{_any_of(cells('wrote'))}\s?:$", re.IGNORECASE)
_CITES = re.compile(rf"\W{{0,8}}{_any_of(cells('cites'))}", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|\d{1,2}\s?[.h:]\s?\d\d(?!\d)|\d{1,2}\s?[年月일월]"
    r"|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,10}|[^\W\d_]{3,10}\s\d{1,2}(?!\d))"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?(?:[:.h]|uhr)\s?\d\d(?!\d)|\d\s?[時时點点시]")
_ADDRESS = re.compile(r"[<(\[\u201c\"]?(?:mailto:)?[^\s<>()\[\]]{1,80}@[^\s<>()\[\]]{1,80}")
_DAY = r"(?:[^\W\d_-]{2,14}[.,]{0,2}\s)?"
_OPENER = re.compile(
    rf"[\s>*_-]{{0,12}}(?:{_any_of(cells('opens'))}\s?(?:[^\W\d_][^\W\d_-]{{0,13}}(?:-[^\W\d_]{{1,8}})?[.,]{{0,2}}\s){{0,3}}\d"
    rf"|\d{{4}}\s?[-/.年년]\s?\d|{_DAY}\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d\d"
    rf"|{_DAY}\d{{1,2}}\.?\s[^\W\d_]{{3,12}}\.?,?\s\d{{4}}|\d{{4}}\.\s[^\W\d_]{{3,12}}"
    r"|[^\W\d_]{2,12}\.?,\s?(?:den |dem |kl |klo |[^\W\d_]{3,10}\.?\s)?\d{1,2}\W)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\W\d_]{4}[.!?]\s+(?!\d)\w|[!?]\s")
_WORD = re.compile(r"[^\W\d_]{4,}(?!\.)|\d+")
_LINKS = """
    around about time date gmt cest cet mez mesz edt est pst pdt utc from at uhr alle ore della kello godzinie
    użytkownik odesílatel času időpontban keltezéssel dátummal tarihinde saat hours heures horas dated mailto
"""
_LINK_WORDS = frozenset(_LINKS.split())
_SAME_LINE = re.compile(
    r"(?:(?<=\w)\s?-{2,}\s?|(?<=[.!?)\u2026])\s+|\s{2,}|\s(?=On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)))(?=[A-ZÀ-ÝА-Я*])"
)


def attributions(lines: list[str], quoted: list[bool]) -> dict[int, int]:
    """Where attributions begin, and the line past their end; `quoted` says which lines are."""
    old = [marked and (line[-1:] != ":" or not _TAIL.match(line)) for line, marked in zip(lines, quoted, strict=True)]
    follows = _quote_follows(lines, old)
    found: dict[int, int] = {}
    likely = _Likely(lines)
    before, left = 0, _MOST
    for end, line in enumerate(lines):
        if old[end] or not (follows[end] or line.rstrip().endswith(_ENDS)) or not line.strip() or len(line) > _LENGTH:
            continue
        if not any(map(likely, range(end, max(end - _LINES, before - 1), -1))):
            continue
        start = _start(lines, old, end, before, followed=follows[end])
        if start is not None:
            found[start] = before = end + 1
        left -= 1
        if not left:
            break
    return found


class _Likely:
    """A quick look at each line, once: an address or a verb, without which there is no attribution."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._known: dict[int, bool] = {}

    def __call__(self, index: int) -> bool:
        if index not in self._known:
            line = self._lines[index][:_LENGTH]
            self._known[index] = "@" in line or ">>>" in line or bool(_WROTE.search(line) or _CITES.match(line))
        return self._known[index]


def own_part(line: str) -> str:
    """What stands on the same line before an attribution, or ""."""
    if _OPENER.match(line[:_LENGTH]):
        return ""
    for match in _SAME_LINE.finditer(line[:_LENGTH]):
        if _OPENER.match(line[match.end() :]):
            return line[: match.start()].rstrip()
    return ""


def says_who_wrote(line: str) -> bool:
    """True if the line has a verb of writing."""
    return _WROTE.search(line, 0, _LENGTH) is not None


def _quote_follows(lines: list[str], quoted: list[bool]) -> list[bool]:
    """For each line, whether the next line that is not empty is quoted."""
    follows = [False] * len(lines)
    marked = False
    for index in range(len(lines) - 1, -1, -1):
        follows[index] = marked
        if quoted[index]:
            marked = True
        elif marked and lines[index].strip():
            marked = False
    return follows


def _start(lines: list[str], old: list[bool], end: int, before: int, *, followed: bool) -> int | None:
    """The first line of the attribution that ends with this line, or None if it is none."""
    best: int | None = None
    joined = ""
    near = True
    for index in range(end, max(end - _LINES, before - 1), -1):
        line = lines[index][:_LENGTH].translate(_FORMAT).strip()
        if not line:
            if joined.startswith("<") and index < end:
                continue
            break
        if old[index] or len(line) + len(joined) > _LENGTH:
            break
        own = own_part(line)
        line = line[len(own) :].lstrip(" -") if own else line
        joined = f"{line} {joined}".strip()
        if (near or _opens_dated(line)) and _is_attribution(joined, followed=followed):
            best = index
        near = best is None or (near and _goes_on_above(lines, index, before, joined))
        if not near and _YEAR.search(joined):
            break
    return best


def _opens_dated(line: str) -> bool:
    """True if the line begins as attributions do, and says when."""
    return _OPENER.match(line) is not None and _YEAR.search(line) is not None


def _goes_on_above(lines: list[str], index: int, before: int, joined: str) -> bool:
    """True if the line above belongs to it too: this one begins in its middle, or that one as attributions do."""
    above = lines[index - 1].strip() if index > before else ""
    if not above or len(above) > 120 or above.endswith((":", "!", "?")) or own_part(lines[index]):
        return False
    if _OPENER.match(above):
        return not (_OPENER.match(joined) and _YEAR.search(joined))
    if "@" in above and not above.endswith("."):
        return "@" not in joined
    return joined.startswith(("<", "(")) or above.endswith("<") or _WROTE.match(joined) is not None


def _is_attribution(text: str, *, followed: bool) -> bool:
    text = text.strip(" *")
    closed = text.endswith((":", "：")) or (text.endswith("-") and text.startswith("-"))
    if _is_groupwise(text):
        return True
    if not (closed or followed) or (_SENTENCE.search(text) and not (followed and _OPENER.match(text))):
        return False
    address = _ADDRESS.search(text)
    dated = bool(_DATE.search(text))
    verb = _WROTE.search(text) is not None
    if not verb:
        return _without_verb(text, address, dated=dated, followed=followed)
    if followed:
        return bool(dated or address or (closed and _tells(text) <= 1))
    return closed and _is_sure(text, address, dated=dated)


def _is_groupwise(text: str) -> bool:
    """ ">>> Ana <a@example.org> 2.3.2026 10:12 >>>"."""
    return text.startswith(">>> ") and text.endswith(">>>") and bool(_TIME.search(text))


def _without_verb(text: str, address: re.Match[str] | None, *, dated: bool, followed: bool) -> bool:
    """A date and time and then an address, as Gmail in Russian or Yandex write; or "Quoting Ana <a@example.org>:"."""
    if _CITES.match(text):
        return address is not None or (followed and _tells(text) <= 1)
    if address is None or not dated:
        return False
    ends = _ADDRESS.sub("", text[address.end() :]).strip(" <>()[]\"'”»:：;") == ""
    return ends and (followed or (bool(_OPENER.match(text) and _TIME.search(text)) and _tells(text) <= 2))


def _is_sure(text: str, address: re.Match[str] | None, *, dated: bool) -> bool:
    """Nothing marks what follows as old: then only what a program writes will do."""
    if address is not None:
        return _tells(text) <= 2 and (dated or text.startswith("-"))
    if not (dated and _TIME.search(text)):
        return False
    return _tells(text) <= (2 if _OPENER.match(text) or _CJK.search(text) else 0)


def _tells(text: str) -> int:
    """How many words stand there that are neither names nor dates nor what attributions are made of."""
    words = _WORD.findall(_WROTE.sub(" ", _ADDRESS.sub(" ", text)))
    return sum(
        word.islower() and word not in _LINK_WORDS and not _CJK.search(word) and not _by_a_number(words, index)
        for index, word in enumerate(words)
    )


def _by_a_number(words: list[str], index: int) -> bool:
    return any(word.isdigit() for word in words[max(index - 1, 0) : index + 2])
