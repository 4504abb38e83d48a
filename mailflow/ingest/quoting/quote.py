"""What a writer added and what only repeats an older mail: a line scanner for all mail programs and many languages.

Answers written inside a quote stay; forwarded mails stay, since they are what the writer wants to show.
`wording` is the table, `attribution` and `header_block` know its forms. Linear: each line is looked at a bounded
number of times, and only its beginning.
"""

import re
from dataclasses import dataclass, field

from mailflow.ingest.parsing import limits
from mailflow.ingest.quoting.attribution import attributions, own_part
from mailflow.ingest.quoting.header_block import end_of_headers, is_addressing, is_dated
from mailflow.ingest.quoting.quote_marks import quoted_lines
from mailflow.ingest.quoting.wording import cells, folded

SEPARATOR = "-----Original Message-----"
"""The line that our HTML reader puts where a mail program marks the beginning of the old mail."""

_ORIGINAL = cells("original")
_FORWARDED = cells("forwarded")
_BEGINNINGS = tuple(sorted(_FORWARDED, key=len, reverse=True))
_DECORATION = " \t>*_=-–—─#~:："
_RULE = re.compile(r"[\s*_=─—–-]{4,}$")
_SIGNS = re.compile(r"[\s>*]{0,8}[-_=#─—–]{2,}")
_WRAPPED = re.compile(r"\s{0,4}(?:\(?<?https?:|[a-z0-9_(<][^\n]{0,60}$)")
_NO_BREAK = "\u00a0"
_SURE = re.compile(r"@|\d")
_CUT = 500
_QUOTE_SIGNS = " \t>|"
_LAST, _WRAPPED_AT = 6, 50
"""Lines of a quote that are looked at for its last sentence, and characters of a line that may be wrapped."""
_LOOK = 4
"""Lines of a quote that are looked at for its beginning."""


@dataclass(slots=True)
class Segment:
    """A run of own lines, the quoted line right above it or "", and whether a quote stands below it."""

    lines: list[str] = field(default_factory=list)
    asked: str = ""
    followed: bool = False

    @property
    def says(self) -> bool:
        """True if there is any word in it."""
        return any(map(str.strip, self.lines))


class _Scan:
    """The state of one pass: where it is, and the segments of own words between quotes."""

    def __init__(self, lines: list[str], *, forwards: bool, answers: bool) -> None:
        self.lines = lines
        self.forwards = forwards
        self.answers = answers
        self.quoted = quoted_lines(lines)
        self.attributions = attributions(lines, self.quoted)
        if not answers:
            self._doubt()
        self.segments = [Segment()]
        self.forwarded: list[str] = []
        self.silent = True
        """Nothing own was found yet."""

    def _doubt(self) -> None:
        """Believe only attributions with an address or a date; without one, no quote signs between own lines."""
        sure = {at: end for at, end in self.attributions.items() if _SURE.search(" ".join(self.lines[at:end])[:_CUT])}
        self.attributions = sure
        own = [at for at, line in enumerate(self.lines) if line.strip() and not self.quoted[at]]
        if own and not sure:
            self.quoted[own[0] : own[-1]] = [False] * (own[-1] - own[0])

    def keep(self, *lines: str) -> None:
        self.segments[-1].lines += lines
        self.silent = self.silent and not any(map(str.strip, lines))

    def quote(self) -> None:
        """A quote stands here: the next own line begins a new segment."""
        if self.segments[-1].lines:
            self.segments[-1].followed = True
            self.segments.append(Segment())


def own_segments(text: str, *, forwards: bool = False, answers: bool = True) -> tuple[list[Segment], list[str]]:
    """The writer's own lines, in runs between quotes, and the lines of a mail that is forwarded below them.

    With `forwards`, an old mail below is what is shown even where nothing calls it forwarded. Without `answers` what is
    quoted must be sure: the mail may show a prompt, a difference, the headers of another.
    """
    lines = text[: limits.REPLY].replace(_NO_BREAK, " ").split("\n")[: limits.REPLY_LINES]
    scan = _Scan(lines, forwards=forwards, answers=answers)
    position = 0
    while position < len(lines):
        position = _step(scan, position)
    return [segment for segment in scan.segments if segment.says], scan.forwarded


def _step(scan: _Scan, at: int) -> int:
    """Read what begins at this line; return where to go on."""
    if scan.quoted[at]:
        return _quoted_block(scan, at)
    line = scan.lines[at][:_CUT]
    said = folded(line.strip(_DECORATION))
    if _is_forward(line, said):
        scan.forwarded = scan.lines[at:]
        return len(scan.lines)
    if at in scan.attributions:
        own = own_part(line)
        if own:
            scan.keep(own)
        return _after_attribution(scan, at)
    end = _separator(scan, at, said)
    if end is not None:
        return end
    scan.keep(scan.lines[at])
    return at + 1


def _is_forward(line: str, said: str) -> bool:
    """A line that calls what follows forwarded: with rules beside it, or with a colon and nothing else on it."""
    if not said.startswith(_BEGINNINGS):
        return False
    return bool(_SIGNS.match(line)) or (said in _FORWARDED and line.rstrip().endswith((":", "：")))


def _quoted_block(scan: _Scan, at: int) -> int:
    """Past the quoted lines, and past the rest of a quoted line that a mail program has broken."""
    scan.quote()
    lines, quoted, start = scan.lines, scan.quoted, at
    if scan.forwards and _quotes_forward(lines, at):
        scan.forwarded = list(map(_unquoted, lines[at:]))
        return len(lines)
    while at < len(lines) and (quoted[at] or lines[at][:_CUT].lstrip().startswith(">>>")):
        at += 1
        if at + 1 < len(lines) and not quoted[at] and quoted[at + 1] and _is_broken(lines[at - 1], lines[at]):
            at += 1
    scan.segments[-1].asked = _asked(lines, start, at)
    return at


def _asked(lines: list[str], start: int, end: int) -> str:
    """The last sentence or line of a quote; where lines are wrapped, all of its last ones."""
    found: list[str] = []
    for line in reversed(lines[max(start, end - _LAST) : end]):
        said = line[:_CUT].strip(_QUOTE_SIGNS)
        if found and not (len(said) > _WRAPPED_AT and said[-1] not in ".!?:"):
            break
        if said:
            found.append(said)
    return " ".join(reversed(found))


def _quotes_forward(lines: list[str], at: int) -> bool:
    """True if a quote begins by calling itself forwarded, as Apple Mail marks what it forwards."""
    first = next((line for line in map(_unquoted, lines[at : at + _LOOK]) if line.strip()), "")[:_CUT]
    return _is_forward(first, folded(first.strip(_DECORATION)))


def _unquoted(line: str) -> str:
    """Without one quote sign."""
    return line.lstrip().removeprefix(">").removeprefix(" ")


def _is_broken(before: str, line: str) -> bool:
    if not line.strip() or not _WRAPPED.match(line[:_CUT]):
        return False
    link = line.lstrip().startswith(("(http", "http", "<http")) or " " not in line.strip()
    return link or (len(before) > 60 and before.rstrip()[-1:] not in ".?!:")


def _is_original(scan: _Scan, at: int, said: str) -> bool:
    """A line like "-----Original Message-----", or without its rules but above headers."""
    if said not in _ORIGINAL:
        return False
    return bool(_SIGNS.match(scan.lines[at][:_CUT])) or _headers(scan.lines, at + 1, announced=True) is not None


def _headers(lines: list[str], at: int, *, announced: bool) -> int | None:
    return end_of_headers(lines, _next(lines, at), announced=announced)


def _separator(scan: _Scan, at: int, said: str) -> int | None:
    """Past an "original message" line or a block of headers; all that follows is old, unless nothing stands before.

    Headers below a line that ends in a colon are what the writer shows: "This one does not arrive:"; those of an old
    mail, which have a date, may stand below such a line too, but not without a blank one between.
    """
    original = _is_original(scan, at, said)
    block = (_headers(scan.lines, at + 1, announced=True) or at + 1) if original else end_of_headers(scan.lines, at)
    if block is None:
        return None
    if scan.forwards:
        scan.forwarded = scan.lines[at:]
        return len(scan.lines)
    shown = not original and _is_shown(scan, at, block)
    following = _next(scan.lines, block)
    marked = following < len(scan.lines) and scan.quoted[following]
    if shown or (scan.silent and len(scan.segments) == 1 and not marked):
        scan.keep(*scan.lines[at:block])
        return block
    _drop_rule(scan.segments[-1].lines)
    return _past_old(scan, block)


def _is_shown(scan: _Scan, at: int, end: int) -> bool:
    lines, above = scan.lines, at
    while above and not lines[above - 1].strip():
        above -= 1
    if not above or not lines[above - 1].rstrip().endswith(":"):
        return False
    return above == at or not scan.answers or not any(map(is_dated, lines[at:end]))


def _drop_rule(segment: list[str]) -> None:
    while segment and (not segment[-1].strip() or _RULE.match(segment[-1][:_CUT])):
        segment.pop()


def _next(lines: list[str], at: int) -> int:
    """The next line that is not empty."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def attributes(above: list[str], below: list[str]) -> bool:
    """True if the last lines above, or the first below, say who wrote what follows."""
    last = [line for line in above[-8:] if line.strip()][-4:]
    probe = [*last, "", ">"]
    if len(last) in attributions(probe, [*([False] * (len(probe) - 1)), True]).values():
        return True
    first = [line for line in below if line.strip()][:4]
    return 0 in attributions(first, [False] * len(first))


def _after_attribution(scan: _Scan, at: int) -> int:
    """Quoted lines follow: they are passed over alone. Else all that follows is old, unless nothing stands before."""
    end = scan.attributions[at]
    if scan.forwards:
        scan.forwarded = scan.lines[at:]
        return len(scan.lines)
    following = _next(scan.lines, end)
    if scan.silent and following < len(scan.lines) and not scan.quoted[following]:
        scan.keep(*scan.lines[at:end])
        return end
    _drop_rule(scan.segments[-1].lines)
    _drop_addressees(scan.segments[-1].lines)
    return _past_old(scan, end)


def _drop_addressees(segment: list[str]) -> None:
    """Without a rule and "To:" and "Subject:" below it, as Yandex writes above its attribution."""
    start = len(segment)
    while start and is_addressing(segment[start - 1]):
        start -= 1
    if 0 < start < len(segment) and _RULE.match(segment[start - 1][:_CUT]):
        del segment[start - 1 :]
        _drop_rule(segment)


def _past_old(scan: _Scan, end: int) -> int:
    following = _next(scan.lines, end)
    scan.quote()
    if following < len(scan.lines) and not scan.quoted[following]:
        return len(scan.lines)
    return following
