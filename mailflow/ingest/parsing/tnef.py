"""Outlook's winmail.dat (MS-OXTNEF): its files and its text. Everything is bounded; what is broken ends the reading.

A reader of our own: the library for it trusts the counts in the file, so that forty bytes keep it busy for hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mailflow.ingest.parsing.charset import text_of

_SIGNATURE = 0x223E9F78
_CODE_PAGE, _BODY, _MESSAGE_PROPERTIES = 0x9007, 0x800C, 0x9003
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_TEXT, _RTF, _HTML, _INTERNET_CODE_PAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_NAME, _LONG_NAME, _DISPLAY_NAME, _OBJECT = 0x3704, 0x3707, 0x3001, 0x3701
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_SIZES = {0x01: 4, 0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a value by its type (MS-OXCDATA 2.11.1); a property's values end on a multiple of four."""
_VARIABLE = frozenset({0x00, 0x0D, 0x1E, 0x1F, 0x102})
_UNICODE, _MANY, _NAMED = 0x1F, 0x1000, 0x8000
_OBJECTS = 2000
_PROPERTIES = 2000
_VALUES = 100
_DEPTH = 3


@dataclass(slots=True)
class File:
    """A file inside; the name as it stands there."""

    name: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(slots=True)
class Envelope:
    """What a winmail.dat holds; `html` and `rtf` are bytes since they name their charset themselves."""

    files: list[File] = field(default_factory=list)
    text: str = ""
    html: bytes = b""
    rtf: bytes = b""
    charset: str = ""
    """The code page of its one-byte strings."""


@dataclass(frozen=True, slots=True)
class _Property:
    name: int
    type: int
    data: bytes

    def text(self, charset: str) -> str:
        """A string value."""
        return text_of(self.data, "utf-16-le" if self.type == _UNICODE else charset).partition("\0")[0]


def opened(data: bytes, depth: int = 0) -> Envelope | None:
    """The envelope's contents, those of mails inside included; None if this is no TNEF."""
    if int.from_bytes(data[:4], "little") != _SIGNATURE:
        return None
    envelope = Envelope()
    for name, content in _objects(data):
        if name == _CODE_PAGE:
            envelope.charset = f"cp{int.from_bytes(content[:4], 'little')}"
        elif name == _BODY:
            envelope.text = text_of(content.rstrip(b"\0"), envelope.charset)
        elif name == _MESSAGE_PROPERTIES:
            _take_message(content, envelope)
        elif name == _FILE_BEGINS:
            envelope.files.append(File())
        elif envelope.files:
            _take_file(name, content, envelope, depth)
    return envelope


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The attributes in order as (number, content), MS-OXTNEF 2.1.3: level, number and type, length, data, checksum."""
    at = 6
    for _ in range(_OBJECTS):
        if at + 9 > len(data):
            return
        length = int.from_bytes(data[at + 5 : at + 9], "little")
        yield int.from_bytes(data[at + 1 : at + 3], "little"), data[at + 9 : at + 9 + length]
        at += length + 11


def _take_message(content: bytes, envelope: Envelope) -> None:
    charset = envelope.charset
    for each in _properties(content):
        if each.name == _INTERNET_CODE_PAGE:
            charset = f"cp{int.from_bytes(each.data, 'little')}".replace("cp65001", "utf-8")
        elif each.name == _TEXT:
            envelope.text = each.text(charset)
        elif each.name == _HTML:
            envelope.html = each.data.rstrip(b"\0")
        elif each.name == _RTF:
            envelope.rtf = each.data


def _take_file(name: int, content: bytes, envelope: Envelope, depth: int) -> None:
    file = envelope.files[-1]
    if name == _FILE_TITLE:
        file.name = file.name or text_of(content.partition(b"\0")[0], envelope.charset)
    elif name == _FILE_DATA:
        file.content = content
    elif name == _FILE_PROPERTIES:
        names: dict[int, str] = {}
        for each in _properties(content):
            if each.name in (_NAME, _LONG_NAME, _DISPLAY_NAME):
                names.setdefault(each.name, each.text(envelope.charset))
            elif each.name == _OBJECT:
                file.content = each.data.removeprefix(_MESSAGE)
                _take_inner(file, envelope, depth)
        file.name = names.get(_LONG_NAME) or names.get(_NAME) or file.name or names.get(_DISPLAY_NAME, "")


def _take_inner(file: File, envelope: Envelope, depth: int) -> None:
    """A mail inside the mail: its own files stand beside it."""
    inner = opened(file.content, depth + 1) if depth < _DEPTH else None
    if inner is not None:
        envelope.files[-1:-1] = inner.files


def _properties(data: bytes) -> Iterator[_Property]:
    """MS-OXTNEF 2.1.3.4: a count, then type and number, a name if it is a named one, and the values."""
    count, at = min(int.from_bytes(data[:4], "little"), _PROPERTIES), 4
    for _ in range(count):
        if at + 4 > len(data):
            return
        kind, name = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at = _after_name(data, at + 4) if name >= _NAMED else at + 4
        values, at = _values(data, at, kind)
        if values is None:
            return
        yield _Property(name, kind & ~_MANY, b"".join(values))


def _after_name(data: bytes, at: int) -> int:
    kind = int.from_bytes(data[at + 16 : at + 20], "little")
    length = int.from_bytes(data[at + 20 : at + 24], "little")
    return at + 24 + (0 if kind == 0 else length + -length % 4)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes] | None, int]:
    """The values at that place and where they end; None for a type that is not known."""
    many, kind = bool(kind & _MANY), kind & ~_MANY
    count = 1
    if many or kind in _VARIABLE:
        count, at = int.from_bytes(data[at : at + 4], "little"), at + 4
    if count > _VALUES:
        return None, at
    if kind in _SIZES:
        size = count * _SIZES[kind]
        return [data[at : at + size]], at + size + -size % 4
    if kind not in _VARIABLE:
        return None, at
    values: list[bytes] = []
    for _ in range(count):
        length = int.from_bytes(data[at : at + 4], "little")
        values.append(data[at + 4 : at + 4 + length])
        at += 4 + length + -length % 4
    return values, at
