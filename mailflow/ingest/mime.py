"""A mail's bytes to a tree of entities (RFC 5322, 2045, 2046), in one pass over each level, within the limits.

Our own splitter and not the standard library's parser: that one takes seconds for 100,000 parts or header lines, and
raises for others (TRUST.md, hazards); this one works on bytes, stops at each limit and never raises.
"""

import re
from dataclasses import dataclass, field

from mailflow.ingest import limits
from mailflow.ingest.decode import body_bytes, guess, parameters

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_KNOWN = re.compile(
    rb"^(?:received|return-path|from|to|cc|subject|date|message-id|in-reply-to|references|reply-to|sender|mime-version"
    rb"|delivered-to|content-[a-z-]+|dkim-signature|list-[a-z-]+|x-[a-z0-9-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK = re.compile(rb"^\r?\n", re.MULTILINE)
_BOUNDARY_END = rb"(--)?[ \t]*\r?$"
_SNIFFED = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)


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
    over: list[str] = field(default_factory=list)

    def note(self, word: str) -> None:
        """Remember a defect once."""
        if word not in self.over:
            self.over.append(word)


def split(content: bytes, budget: Budget) -> Entity:
    """The entity tree of a whole mail; `budget` tells afterwards what was too much."""
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    content = content.lstrip(b"\r\n")
    if content.startswith((b"From ", b">From ")):
        content = content.partition(b"\n")[2]
    return _entity(content, budget, depth=0, default="text/plain")


def _entity(content: bytes, budget: Budget, *, depth: int, default: str) -> Entity:
    fields, body = _header_section(content, budget)
    kind, params = parameters(_first(fields, "content-type"))
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
        raw=entity.raw,
        parts=parts,
    )


def _repaired(kind: str, default: str) -> str:
    """A broken type: its first word may still tell; RFC 2045 5.2 gives the default."""
    return {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(kind.strip("/ "), default)


def _first(fields: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in fields if key == name), "")


def _children(entity: Entity, budget: Budget, depth: int) -> tuple[Entity, ...]:
    nested = entity.type in ("message/rfc822", "message/global", "message/news")
    boundary = _boundary(entity) if entity.type.startswith("multipart/") else b""
    if not (nested or boundary):
        return ()
    if depth >= limits.DEPTH:
        budget.note(limits.TOO_DEEP)
        return ()
    default = "message/rfc822" if entity.type == "multipart/digest" else "text/plain"
    pieces = [entity.content.lstrip(b"\r\n")] if nested else _pieces(entity.raw, boundary, budget)
    parts = []
    for piece in pieces:
        if budget.parts <= 0:
            budget.note(limits.TOO_MANY_PARTS)
            break
        budget.parts -= 1
        parts.append(_entity(piece, budget, depth=depth + 1, default=default))
    return tuple(parts)


def _boundary(entity: Entity) -> bytes:
    """The boundary that the type names, or if it names none the first line that looks like one."""
    named = entity.parameters.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
    if named:
        return named
    match = _SNIFFED.search(entity.raw[:4096])
    return match.group(1) if match else b""


def _pieces(body: bytes, boundary: bytes, budget: Budget) -> list[bytes]:
    """The bodies between boundary lines (RFC 2046 5.1.1); a missing last line ends the part at the end."""
    mark = re.escape(boundary)
    pieces: list[bytes] = []
    start = -1
    for match in re.compile(rb"^--" + mark + _BOUNDARY_END, re.MULTILINE).finditer(body):
        if start >= 0:
            pieces.append(_trimmed(body, start, match.start()))
        start = -1 if match.group(1) else match.end() + 1
        if match.group(1) or len(pieces) > budget.parts:
            break
    if start >= 0 and start < len(body):
        pieces.append(body[start:])
    return pieces


def _trimmed(body: bytes, start: int, end: int) -> bytes:
    """The line break before a boundary belongs to the boundary."""
    piece = body[start:end]
    return piece.removesuffix(b"\n").removesuffix(b"\r")


def _header_section(content: bytes, budget: Budget) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """The fields before the first empty line and the body after it; lines that are no fields are passed over."""
    fields: list[tuple[str, str]] = []
    position, end = 0, len(content)
    while position < end:
        if content.startswith((b"\n", b"\r\n"), position):
            return tuple(fields), content[position + (1 if content[position] == 10 else 2) :]
        if position > limits.HEADER_SECTION or len(fields) >= limits.HEADERS:
            budget.note(limits.TOO_MANY_HEADERS)
            return tuple(fields), _after_blank(content, position)
        match = _FIELD.match(content, position)
        if match is None:
            position, body = _next_field(content, position)
            if body is not None:
                return tuple(fields), body
            continue
        fields.append((match.group(1).decode("ascii").lower(), _value(match.group(2), budget)))
        position = match.end()
    return tuple(fields), b""


def _next_field(content: bytes, position: int) -> tuple[int, bytes | None]:
    """After a line that is no field: where a well-known field follows before the empty line, else the body."""
    known = _KNOWN.search(content, position, position + 2000)
    blank = _BLANK.search(content, position, position + 2000)
    if known is None or (blank is not None and blank.start() < known.start()):
        return position, content[position:]
    return known.start(), None


def _after_blank(content: bytes, position: int) -> bytes:
    found = [at for at in (content.find(b"\n\n", position), content.find(b"\n\r\n", position)) if at >= 0]
    return content[min(found) :].lstrip(b"\r\n") if found else b""


def _value(raw: bytes, budget: Budget) -> str:
    if len(raw) > limits.HEADER:
        budget.note(limits.HEADER_TOO_LONG)
        raw = raw[: limits.HEADER]
    text = raw.decode("ascii") if raw.isascii() else guess(raw)
    return text.replace("\r", "").replace("\n", "").strip()
