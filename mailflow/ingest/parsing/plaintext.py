"""A text part as plain text: its charset, its line ends, and what its kind asks for (RFC 3676, 1896, 1341; RTF)."""

import re

from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.calendar import text_of_calendar
from mailflow.ingest.parsing.charset import codec_of, text_of
from mailflow.ingest.parsing.mime import Entity
from mailflow.ingest.parsing.rtf import text_of_rtf

HTML = frozenset({"text/html", "application/xhtml+xml"})
RTF = frozenset({"text/rtf", "application/rtf", "application/x-rtf"})
CALENDAR = frozenset({"text/calendar", "text/x-vcalendar", "application/ics"})
_ENRICHED = frozenset({"text/enriched", "text/richtext"})
PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"}) | _ENRICHED
_LINE_BREAKS = "\x0b\x0c\u2028\u2029"
_ODD_BYTES = bytes({*range(32), 127} - {9, 10})
_ODD_SIGNS = (b"\xc2", *(sign.encode() for sign in ("\u2028", "\u2029", "\ufeff")))
_TERMINAL = re.compile("\x1b\\[[0-?]{0,30}[@-~]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]+")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""Control characters that nobody means: what Windows has in these places got into Unicode as it was."""
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0{0,20}(?:[0-8]|1[1-9]|2\d|3[01]|127)(?!\d)|x0{0,20}(?:[0-8bcef]|1[0-9a-f]|7f)(?![0-9a-f]));?", re.IGNORECASE
)
_META = re.compile(rb"""<meta[^>]{0,200}charset\s{0,3}=\s{0,3}["']?([\w.:-]{2,40})""", re.IGNORECASE)
_PARAM = re.compile(r"<param>[^<]{0,1000}</param>|<comment>[^<]{0,4000}</comment>", re.IGNORECASE)
_COMMAND = re.compile(r"</?([A-Za-z0-9-]{1,60})>")
_BREAKS = re.compile(r"\n+")
_LESS = "\ue0fe"
_UU_BYTES = 16 * limits.TEXT
_LINES = 50_000


def text_of_entity(entity: Entity) -> str:
    """The part's text, whatever kind of text it is; HTML stays HTML."""
    content = entity.content
    if entity.type in RTF:
        return tidied(text_of_rtf(content[: limits.TEXT]))
    text = tidied(text_of(_bounded(entity, content), _charset(entity, content)))
    if entity.type in HTML:
        return _CONTROL_REFERENCE.sub("", text) if "&#" in text else text
    if entity.type in CALENDAR:
        return text_of_calendar(text)
    if entity.type in _ENRICHED:
        return _without_commands(text, paragraphs=entity.type == "text/richtext")
    if entity.parameters.get("format", "").strip().lower() == "flowed":
        return _unflowed(text, delete_space=entity.parameters.get("delsp", "").strip().lower() == "yes")
    return text


def tidied(text: str) -> str:
    """With line feeds as line ends, and without control characters and the colours of terminals."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _is_odd(text):
        return text
    for sign in _LINE_BREAKS:
        text = text.replace(sign, "\n")
    return _CONTROLS.sub("", _TERMINAL.sub("", text).translate(_C1))


def _is_odd(text: str) -> bool:
    """Whether there may be anything but letters and line feeds; asked of the bytes, which is ten times quicker."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _ODD_BYTES)) != len(data) or any(sign in data for sign in _ODD_SIGNS)


def _bounded(entity: Entity, content: bytes) -> bytes:
    """As much as can become text, whole lines; uuencoded files are taken from the text, so there it is more."""
    plain = _UU_BYTES if b"begin " in content[: limits.TEXT] else limits.TEXT
    limit = limits.MARKUP if entity.type in HTML else plain
    return content if len(content) <= limit else content[: content.rfind(b"\n", 0, limit) + 1 or limit]


def _charset(entity: Entity, content: bytes) -> str:
    """What the part names, else what its HTML names (WHATWG HTML 4.2.5.4)."""
    named = entity.parameters.get("charset", "")
    if entity.type in HTML and codec_of(named) is None:
        match = _META.search(content[:2048])
        return match.group(1).decode("ascii") if match else named
    return named


def _without_commands(text: str, *, paragraphs: bool) -> str:
    """RFC 1896: commands go, `<<` is `<`, a single line break is a space. RFC 1341 writes breaks as commands."""
    text = _PARAM.sub("", text.replace("<<", _LESS))
    if paragraphs:
        text = re.sub(r"\n+", " ", text)
        for command, meaning in (("<nl>", "\n"), ("<np>", "\n"), ("</paragraph>", "\n\n"), ("<lt>", _LESS)):
            text = text.replace(command, meaning)
    elif "<nofill>" not in text.lower():
        text = _BREAKS.sub(lambda match: "\n" * (len(match.group()) - 1) or " ", text)
    return _COMMAND.sub("", text).replace(_LESS, "<")


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Lines that end in a space go on in the next of the same quote depth (RFC 3676 4)."""
    lines: list[list[str]] = []
    flowing, depth = False, 0
    for line in text.split("\n", _LINES)[:_LINES]:
        bare = line.lstrip(">")
        level = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        piece = bare[:-1] if flows and delete_space else bare
        if flowing and level == depth and bare != "-- ":
            lines[-1].append(piece)
        else:
            lines.append([">" * level + (" " if level and bare else ""), piece])
        flowing, depth = flows, level
    return "\n".join("".join(pieces) for pieces in lines)
