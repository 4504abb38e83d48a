"""A mail's bytes to a tree of entities (RFC 5322, 2045, 2046), in one pass over each level, within the limits.

Our own splitter and not the standard library's parser: that one takes seconds for 100,000 parts or header lines, and
raises for others (TRUST.md, hazards); this one works on bytes, stops at each limit and never raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.charset import codec_of, guess, likely, text_of
from mailflow.ingest.parsing.cms import signed_content
from mailflow.ingest.parsing.decode import clean, parameters
from mailflow.ingest.parsing.transfer import body_bytes

_FIELD = re.compile(rb"([!#-'*+./0-9A-Z^_`a-z{|}~?-]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_KNOWN = re.compile(
    rb"^(?:received|return-path|from|to|cc|subject|date|message-id|in-reply-to|references|reply-to|sender|mime-version"
    rb"|delivered-to|content-[a-z-]+|dkim-signature|list-[a-z-]+|x-[a-z0-9-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_HEADERS_AFTER_ALL = re.compile(
    rb"(?:^(?:received|return-path|from|to|cc|subject|date|message-id|reply-to|sender|mime-version|x-[a-z0-9-]+)[ \t]*:"
    rb"[^\n]*\n(?:[ \t][^\n]*\n)*){2}",
    re.IGNORECASE | re.MULTILINE,
)
_MIME_FIELD = re.compile(rb"(?:mime-version|content-(?:type|transfer-encoding))[ \t]*:", re.IGNORECASE)
_BLANK = re.compile(rb"^\r?\n", re.MULTILINE)
_MBOX = re.compile(rb">?From (?![ \t]*:)[^\n]*\n")
_PARAMETER_LINE = re.compile(rb"[\w-]{1,40}\*?(?:\d+\*?)?[ \t]*=")
_BOUNDARY_END = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")
_SNIFFED = re.compile(rb"^--(-*[^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)
_SNIFFED_PART = re.compile(rb"^--(-*[^\s-][^\r\n]{0,200}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([^\s"';]{2,40})""")
_ESCAPE = b"\x1b$"
_JUNK = 2000
_TYPE = 120
_BOUNDARY_LINES = 50_000
_LOOK = 64 * 1024
MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A part, or the whole mail. `fields` are names in lower case and values unfolded but not yet decoded."""

    fields: tuple[tuple[str, str], ...]
    type: str
    parameters: dict[str, str]
    disposition: str
    disposition_parameters: dict[str, str]
    raw: bytes = field(repr=False)
    parts: tuple["Entity", ...] = ()

    def get(self, name: str) -> str:
        """The first field of that name, or ""."""
        return next((value for key, value in self.fields if key == name), "")

    @property
    def content(self) -> bytes:
        """The body without its transfer encoding."""
        return body_bytes(self.raw, self.get("content-transfer-encoding").strip().lower())


@dataclass(slots=True)
class Budget:
    """What may still be read of one mail, and what went over."""

    parts: int = limits.PARTS
    copied: int = limits.COPIED
    """Bytes of parts within parts; each level holds its own."""
    headers: int = limits.ALL_HEADERS
    whole: bytes = field(default=b"", repr=False)
    charset: str = ""
    """What the whole mail's raw headers are read as, once that was asked."""
    over: list[str] = field(default_factory=list)

    def note(self, word: str) -> None:
        """Remember a defect once."""
        if word not in self.over:
            self.over.append(word)


def split(content: bytes, budget: Budget) -> Entity:
    """The entity tree of a whole mail; `budget` tells afterwards what was too much."""
    budget.whole = _fit(content)
    budget.copied = max(limits.COPIED, 4 * len(content))
    return _entity(budget.whole, budget, depth=0, default="text/plain")


def _fit(content: bytes) -> bytes:
    """The mail from its first header line on, with line ends that are line ends."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = guess(content).encode("utf-8", "replace")
    content = content.removeprefix(b"\xef\xbb\xbf")
    first = content[:_JUNK].partition(b"\n")[0]
    if first.endswith(b"\r\r"):
        content = content.replace(b"\r\r\n", b"\r\n")
    elif b"\r" in first.rstrip(b"\r"):
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    content = content.lstrip()
    mbox = _MBOX.match(content)
    return content[mbox.end() :] if mbox else content


def _entity(content: bytes, budget: Budget, *, depth: int, default: str) -> Entity:
    fields, body = _header_section(content, budget)
    kind, params = parameters(_first(fields, "content-type"))
    kind = clean(kind)[:_TYPE]
    if kind.count("/") != 1 or kind.startswith("/") or kind.endswith("/"):
        kind = _repaired(kind, default)
    disposition, disposition_params = parameters(_first(fields, "content-disposition"))
    entity = Entity(
        fields=fields,
        type=kind,
        parameters=params,
        disposition=disposition,
        disposition_parameters=disposition_params,
        raw=body,
    )
    parts = _children(entity, budget, depth)
    return _with_parts(entity, parts) if parts else entity


def _with_parts(entity: Entity, parts: tuple[Entity, ...]) -> Entity:
    return Entity(
        fields=entity.fields,
        type=entity.type,
        parameters=entity.parameters,
        disposition=entity.disposition,
        disposition_parameters=entity.disposition_parameters,
        raw=b"" if entity.type.startswith("multipart/") else entity.raw,
        parts=parts,
    )


def _repaired(kind: str, default: str) -> str:
    """A broken type: its first word may still tell; RFC 2045 5.2 gives the default."""
    return {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(kind.strip("/ "), default)


def _first(fields: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in fields if key == name), "")


def _children(entity: Entity, budget: Budget, depth: int) -> tuple[Entity, ...]:
    pieces = _pieces_of(entity, budget)
    budget.copied -= len(entity.raw) + (sum(map(len, pieces)) if entity.type not in MESSAGES else 0)
    if pieces and (depth >= limits.DEPTH or budget.copied < 0):
        budget.note(limits.TOO_DEEP)
        return ()
    default = "message/rfc822" if entity.type == "multipart/digest" else "text/plain"
    parts = []
    for piece in pieces:
        if budget.parts <= 0:
            budget.note(limits.TOO_MANY_PARTS)
            break
        budget.parts -= 1
        parts.append(_entity(piece, budget, depth=depth + 1, default=default))
    return tuple(parts)


def _pieces_of(entity: Entity, budget: Budget) -> list[bytes]:
    """What the entity is made of: the parts of a multipart, the mail in a mail, the text that S/MIME signed."""
    if entity.type.startswith("multipart/"):
        return _multipart(entity, budget)
    if entity.type in MESSAGES:
        return [_fit(entity.content)]
    if entity.type in CMS or file_name(entity).endswith(".p7m"):
        inner = signed_content(entity.content)
        return [] if inner is None else [inner]
    return []


def file_name(entity: Entity) -> str:
    """The name of a file that the part says it is, in lower case."""
    return (entity.disposition_parameters.get("filename") or entity.parameters.get("name", "")).strip().lower()


def _multipart(entity: Entity, budget: Budget) -> list[bytes]:
    """By the boundary that the type names; where that is missing or leads nowhere, by the first line that looks so."""
    named = entity.parameters.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
    pieces = _pieces(entity.raw, named, budget) if named else []
    if not pieces:
        match = (_SNIFFED_PART if named else _SNIFFED).search(entity.raw[: 2 * _JUNK])
        pieces = _pieces(entity.raw, match.group(1), budget) if match else []
    return pieces


def _pieces(body: bytes, boundary: bytes, budget: Budget) -> list[bytes]:
    """The bodies between boundary lines (RFC 2046 5.1.1); a missing last line ends the part at the end."""
    pieces: list[bytes] = []
    start = -1
    for line, rest in _boundary_lines(body, boundary):
        if start >= 0:
            pieces.append(_trimmed(body, start, line))
        if len(pieces) > budget.parts:
            return pieces
        start = -1 if rest.group(1) else rest.end()
    if 0 <= start < len(body):
        pieces.append(body[start:])
    return pieces


def _boundary_lines(body: bytes, boundary: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Where each boundary line starts, and what follows the boundary in it."""
    mark = b"\n--" + boundary
    rest = _BOUNDARY_END.match(body, len(mark) - 1) if body.startswith(mark[1:]) else None
    if rest is not None:
        yield 0, rest
    at = body.find(mark)
    for _ in range(_BOUNDARY_LINES):
        if at < 0:
            return
        rest = _BOUNDARY_END.match(body, at + len(mark))
        if rest is not None:
            yield at + 1, rest
        at = body.find(mark, rest.end() - 1 if rest else at + len(mark))


def _trimmed(body: bytes, start: int, end: int) -> bytes:
    """The line break before a boundary belongs to the boundary."""
    piece = body[start:end]
    return piece.removesuffix(b"\n").removesuffix(b"\r")


def _header_section(content: bytes, budget: Budget) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """The fields before the first empty line and the body after it; lines that are no fields are passed over."""
    fields: list[tuple[str, bytes]] = []
    position, end = 0, len(content)
    body = b""
    while position < end:
        if content.startswith((b"\n", b"\r\n"), position):
            position += 1 if content[position] == 10 else 2
            if not _is_torn(fields, content, position):
                body = content[position:]
                break
        if position > limits.HEADER_SECTION or len(fields) >= min(limits.HEADERS, budget.headers):
            budget.note(limits.TOO_MANY_HEADERS)
            body = _after_blank(content, position)
            break
        match = _FIELD.match(content, position)
        if match is not None:
            fields.append((match.group(1).decode("ascii").lower(), match.group(2)))
            position = match.end()
            continue
        following = _next_field(content, position, fields)
        if following is None:
            body = content[position:]
            break
        position = following
    budget.headers -= len(fields)
    return _values(fields, content, budget), body


def _is_torn(fields: list[tuple[str, bytes]], content: bytes, position: int) -> bool:
    """Whether an empty line only interrupts the header section: the fields that say what the mail is come after it."""
    untyped = bool(fields) and not any(name == "content-type" for name, _ in fields)
    return untyped and _MIME_FIELD.match(content, position) is not None


def _next_field(content: bytes, position: int, fields: list[tuple[str, bytes]]) -> int | None:
    """After a line that is no field: where a well-known field follows before the empty line; None if none does.

    The line goes to the field before it if that one waits for it: folding that lost its indent.
    """
    following = content.find(b"\n", position) + 1 or len(content)
    if fields and _goes_on(*fields[-1], content, position):
        fields[-1] = (fields[-1][0], fields[-1][1] + b" " + content[position:following])
        return following
    if not fields:
        first = _HEADERS_AFTER_ALL.search(content, following, following + _JUNK)
        return first.start() if first else None
    known = _KNOWN.search(content, following, following + _JUNK)
    blank = _BLANK.search(content, following, following + _JUNK)
    if known is None or (blank is not None and blank.start() < known.start()):
        return None
    if fields[-1][0] == "subject" and not _MBOX.match(content, position):
        fields[-1] = ("subject", fields[-1][1] + b" " + content[position : known.start()])
    return known.start()


def _goes_on(name: str, value: bytes, content: bytes, position: int) -> bool:
    """Whether a line without an indent belongs to the field before it: a parameter, or the next encoded word."""
    if len(value) > _JUNK:
        return False
    if name == "subject":
        return content.startswith(b"=?", position)
    is_open = value.rstrip().endswith(b";") or value.count(b'"') % 2 == 1
    return is_open and _PARAMETER_LINE.match(content, position) is not None


def _after_blank(content: bytes, position: int) -> bytes:
    found = [at for at in (content.find(b"\n\n", position), content.find(b"\n\r\n", position)) if at >= 0]
    return content[min(found) :].lstrip(b"\r\n") if found else b""


def _values(fields: list[tuple[str, bytes]], content: bytes, budget: Budget) -> tuple[tuple[str, str], ...]:
    """The fields with their values as text. Raw bytes that are not UTF-8 are taken for the mail's own charset."""
    found: list[tuple[str, str]] = []
    codec: str | None = None
    for name, value in fields:
        raw = value
        if len(raw) > limits.HEADER:
            budget.note(limits.HEADER_TOO_LONG)
            raw = raw[: limits.HEADER]
        raw = raw.translate(None, b"\r\n").strip()
        if raw.isascii():
            found.append((name, raw.decode("ascii") if _ESCAPE not in raw else text_of(raw)))
            continue
        text = _utf_8(raw)
        if text is None:
            codec = codec or _raw_codec(fields, content, budget)
            text = text_of(raw, codec)
        found.append((name, text))
    return tuple(found)


def _utf_8(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _raw_codec(fields: list[tuple[str, bytes]], content: bytes, budget: Budget) -> str:
    """The first charset beyond UTF-8 that the part or else the mail names, or what the bytes look like.

    A mailer that writes raw bytes into its headers writes them in the charset of its text.
    """
    named = _named_codec(content)
    if not named:
        budget.charset = budget.charset or _named_codec(budget.whole) or _likely_codec(fields, budget.whole)
    return named or budget.charset


def _named_codec(content: bytes) -> str:
    head = content[:_LOOK].lower()
    at = head.find(b"charset")
    while at >= 0:
        match = _CHARSET.match(head, at)
        named = codec_of(match.group(1).decode("latin-1")) if match else None
        if named not in (None, "ascii", "utf-8", "utf-7"):
            return named or ""
        at = head.find(b"charset", at + 7)
    return ""


def _likely_codec(fields: list[tuple[str, bytes]], whole: bytes) -> str:
    raw = b" ".join(value for _, value in fields if not value.isascii())
    return likely(raw + whole[-4096:]) or "utf-8"
