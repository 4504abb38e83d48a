"""What a writer added and what only repeats an older mail: a line scanner for all mail programs and many languages.

Answers written inside a quote stay; forwarded mails stay, since they are what the writer wants to show.
Linear: each line is looked at a bounded number of times, and only its beginning.
"""

import re

from mailflow.ingest import limits

SEPARATOR = "-----Original Message-----"
"""The line that our HTML reader puts where a mail program marks the beginning of the old mail."""

_WROTE_LAST = (
    r"wrote|writes|sent|geschrieben|írta|írja|a [ée]crit|écrit|escribi[óo]|ha scritto|scrive|escreveu|kirjoitti"
    r"|napisał(?:\(?a\)?)?|пишет|написала?|đã viết"
)
_WROTE_BEFORE_NAME = r"schrieb|schreibt|schreef|geschreven|skrev|napsala?"
_WROTE = f"{_WROTE_LAST}|{_WROTE_BEFORE_NAME}"
_TIME = r"(?:\s?\([^()]{0,80}\))?"
_START = re.compile(
    r"[\s>*_-]{0,12}(?:on|am|le|den|op|el|em|il|w dniu|dnia|dne|på|vào|в|\d{1,4}[./年-]|(?:mon|tue|wed|thu|fri|sat"
    r"|sun)\w{0,6},|(?:mo|di|mi|do|fr|sa|so)\.?,|sent from)(?=[\s\d])?",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    rf"[^>].{{4,400}}?\b(?:(?:{_WROTE_LAST})\b{_TIME}|(?:{_WROTE_BEFORE_NAME})\b.{{0,160}}"
    r"|írta,? <[^<>]{1,200}>)\s?[:-]+\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DATED = re.compile(r"\d{4}|\d{1,2}\s?[./:-]\s?\d{1,2}|\d年")
_NAMED_WROTE = re.compile(rf"[^\s>][^\n]{{0,160}}\b(?:{_WROTE}){_TIME}\s?[:-]+\s*$", re.IGNORECASE)
_DATE_ADDRESS = re.compile(r"(?=.{0,60}\d{1,4}[./年: -])[^<>]{4,200}<\s?[^<>\s]{1,200}@[^<>\s]{1,200}>\s?:?\s*$")
_SAME_LINE = re.compile(
    rf"(?<=\w)(?:\s?-{{2,}}\s?|\s)On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? [^\n]{{8,160}}\b(?:{_WROTE}):\s*$"
)
_ORIGINAL = re.compile(
    r"[\s>*_=-]{2,80}\s?(?:original(?:\s?(?:message|mail|e-?mail|appointment))|reply message|antwort nachricht"
    r"|urspr[üu](?:ng|e?ng)liche (?:nachricht|e-?mail|mail)|original-?nachricht|eredeti (?:üzenet|levél|e-?mail)"
    r"|oprindelig (?:meddelelse|besked)|message d'origine|mensaje original|messaggio originale|mensagem original"
    r"|oorspronkelijk bericht|ursprungligt meddelande|wiadomość oryginalna|исходное сообщение)\s?[\s*_=-]{0,80}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[\s>*_-]{0,40}(?:forwarded (?:message|by|mail)|begin forwarded message"
    r"|(?:anfang der )?weitergeleitete[nr]? (?:nachricht|e-?mail|mail)|továbbított (?:üzenet|levél|e-?mail)"
    r"|message transféré|mensaje reenviado|videresendt)",
    re.IGNORECASE,
)
_FROM = "from|von|feladó|de|da|van|od|från|fra|lähettäjä|от|отправитель|expéditeur|差出人"
_OTHER = (
    "sent|date|to|cc|bcc|subject|reply-to|importance|attachments|gesendet|datum|an|betreff|kopie|küldve|elküldve"
    "|dátum|címzett|címzettek|tárgy|másolat|másolatot kap|envoyé|à|objet|date d'envoi|enviado(?: el)?|para|asunto"
    "|inviato|a|oggetto|data"
    "|verzonden|aan|onderwerp|wysłano|do|temat|skickat|till|ämne|sendt|til|emne|дата|отправлено|кому|тема|件名|宛先"
)
_LABEL = re.compile(
    rf"[\s*_>|]{{0,12}}(?P<label>{_FROM}|{_OTHER})\s?[*_]{{0,2}}\s?:[*_]{{0,2}}\s?(?P<value>.{{0,200}})", re.IGNORECASE
)
_ONE_LINE_BLOCK = re.compile(
    rf"[\s*_]{{0,8}}(?:{_FROM})\s?:\s?.{{0,100}}@.{{0,100}}\b(?:{_OTHER})\s?:.{{0,60}}\d", re.IGNORECASE
)
_FROM_LABEL = re.compile(rf"(?:{_FROM})$", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"sent|date|gesendet|datum|e?l?küldve|dátum|envoyé|enviado|inviato|data|verzonden|wysłano|skickat|sendt|дата",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s*_=-]{4,}$")
_HEADERS = 12
_WRAPPED = re.compile(r"\s{0,4}(?:\(?<?https?:|[a-z0-9_(<][^\n]{0,60}$)")
_CUT = 500


class _Scan:
    """The state of one pass: where it is, and the segments of own words between quotes."""

    def __init__(self, lines: list[str], *, forwards: bool) -> None:
        self.lines = lines
        self.forwards = forwards
        self.segments: list[list[str]] = [[]]
        self.forwarded: list[str] = []

    @property
    def silent(self) -> bool:
        """True as long as nothing own was found."""
        return not any(line.strip() for segment in self.segments for line in segment)

    def keep(self, line: str) -> None:
        self.segments[-1].append(line)

    def quote(self) -> None:
        """A quote stands here: the next own line begins a new segment."""
        if self.segments[-1]:
            self.segments.append([])


def own_segments(text: str, *, forwards: bool = False) -> tuple[list[list[str]], list[str]]:
    """The writer's own lines, in runs between quotes, and the lines of a mail that is forwarded below them.

    With `forwards`, an old mail below is what is shown even where nothing calls it forwarded.
    """
    lines = text[: limits.REPLY].split("\n")[: limits.REPLY_LINES]
    scan = _Scan(lines, forwards=forwards)
    position = 0
    while position < len(lines):
        position = _step(scan, position)
    return [segment for segment in scan.segments if any(line.strip() for line in segment)], scan.forwarded


def _step(scan: _Scan, at: int) -> int:
    """Read what begins at this line; return where to go on."""
    line = scan.lines[at][:_CUT]
    if _is_quoted(line):
        return _quoted_block(scan, at)
    if _FORWARD.match(line):
        scan.forwarded = scan.lines[at:]
        return len(scan.lines)
    end = _separator(scan, at, line)
    if end is not None:
        return end
    shared = _SAME_LINE.search(line)
    if shared:
        scan.keep(line[: shared.start()])
        return _after_attribution(scan, at + 1)
    end = _attribution_end(scan.lines, at)
    if end is not None:
        return _after_attribution(scan, end)
    scan.keep(scan.lines[at])
    return at + 1


def _is_quoted(line: str) -> bool:
    stripped = line.lstrip()
    return stripped.startswith(">") and not stripped.rstrip().endswith("<<<") and not stripped.startswith(">>> ")


def _quoted_block(scan: _Scan, at: int) -> int:
    """Past the quoted lines, and past the rest of a quoted line that a mail program has broken."""
    scan.quote()
    lines = scan.lines
    while at < len(lines) and (_is_quoted(lines[at][:_CUT]) or lines[at].lstrip().startswith(">>>")):
        at += 1
        if at + 1 < len(lines) and _is_quoted(lines[at + 1][:_CUT]) and _is_broken(lines[at - 1], lines[at]):
            at += 1
    return at


def _is_broken(before: str, line: str) -> bool:
    if not line.strip() or not _WRAPPED.match(line):
        return False
    link = line.lstrip().startswith(("(http", "http", "<http")) or " " not in line.strip()
    return link or (len(before) > 60 and before.rstrip()[-1:] not in ".?!:")


def _separator(scan: _Scan, at: int, line: str) -> int | None:
    """Past an "original message" line or a block of headers; all that follows is old, unless nothing stands before."""
    original = bool(_ORIGINAL.match(line)) or line.strip() == SEPARATOR
    block = at + 1 if original else _header_block(scan.lines, at)
    if block is None:
        return None
    if scan.forwards:
        scan.forwarded = scan.lines[at:]
        return len(scan.lines)
    if original:
        inner = _next(scan.lines, block)
        block = _header_block(scan.lines, inner) or block
    if scan.silent and len(scan.segments) == 1:
        scan.segments[-1] += scan.lines[at:block]
        return block
    _drop_rule(scan.segments[-1])
    following = _next(scan.lines, block)
    if following < len(scan.lines) and _is_quoted(scan.lines[following]):
        scan.quote()
        return following
    return len(scan.lines)


def _drop_rule(segment: list[str]) -> None:
    while segment and (not segment[-1].strip() or _RULE.match(segment[-1])):
        segment.pop()


def _next(lines: list[str], at: int) -> int:
    """The next line that is not empty."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _header_block(lines: list[str], at: int) -> int | None:
    """Past a block of two or more header lines (From, Sent, To, Subject in many languages), or None."""
    if at < len(lines) and _ONE_LINE_BLOCK.match(lines[at]):
        return at + 1
    first = _LABEL.match(lines[at]) if at < len(lines) else None
    if first is None or not first.group("value").strip():
        return None
    found = {first.group("label").lower(): first.group("value")}
    end = at + 1
    for index in range(at + 1, min(at + _HEADERS, len(lines))):
        match = _LABEL.match(lines[index])
        if match:
            found[match.group("label").lower()] = match.group("value")
            end = index + 1
        elif not lines[index].strip() and index > end:
            break
    telling = sum(_is_telling(label, value) for label, value in found.items())
    sender = any(map(_FROM_LABEL.match, found))
    needed = 1 if len(found) == 2 else 0
    enough = len(found) >= 2 and ((sender and telling >= needed) or telling >= 2)
    return end if enough else None


def _is_telling(label: str, value: str) -> bool:
    """An address, or a date where a date belongs."""
    return "@" in value or (_DATE_LABEL.match(label) is not None and _DATED.search(value) is not None)


def attributes(lines: list[str]) -> bool:
    """True if the last of these lines say who wrote what follows."""
    last = [line for line in lines[-8:] if line.strip()][-4:]
    probe = [*last, "", "> "]
    return any(_attribution_end(probe, at) == len(last) for at in range(len(last)))


def _attribution_end(lines: list[str], at: int) -> int | None:
    """Past an attribution ("On ... wrote:") of up to six lines that begins here, or None."""
    line = lines[at][:_CUT]
    if not line.strip():
        return None
    dated = bool(_START.match(line))
    if dated or "<" in line or "@" in line:
        joined, index = "", at
        while index < min(at + 6, len(lines)) and len(joined) < _CUT:
            part = lines[index][:_CUT]
            if not part.strip() and not lines[min(index + 1, len(lines) - 1)].lstrip().startswith("<"):
                break
            joined = f"{joined} {part.strip()}".strip()
            index += 1
            if joined.endswith((":", "-")) and _attributed(joined, dated=dated):
                return index
            if dated and _DATE_ADDRESS.match(joined) and _quote_follows(lines, index):
                return index
    if _quote_follows(lines, at + 1) and (_NAMED_WROTE.match(line.strip()) or _DATE_ADDRESS.match(line)):
        return at + 1
    return None


def _attributed(joined: str, *, dated: bool) -> bool:
    return bool(_ATTRIBUTION.match(joined) and _DATED.search(joined)) and (dated or "@" in joined)


def _quote_follows(lines: list[str], at: int) -> bool:
    quoted = _next(lines, at)
    return quoted < len(lines) and _is_quoted(lines[quoted])


def _after_attribution(scan: _Scan, end: int) -> int:
    """Quoted lines follow: they are passed over alone. Else all that follows is old."""
    _drop_rule(scan.segments[-1])
    following = _next(scan.lines, end)
    scan.quote()
    if following < len(scan.lines) and not _is_quoted(scan.lines[following]):
        return len(scan.lines)
    return following
