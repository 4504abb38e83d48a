"""Parts that are not the body: files, nested mails, winmail.dat (TNEF), uuencoded text; with names fit to be shown."""

import mimetypes
import re
from collections.abc import Iterator
from urllib.parse import unquote

from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.decode import clean, header_text
from mailflow.ingest.parsing.mime import Entity
from mailflow.ingest.parsing.tnef import File
from mailflow.ingest.parsing.transfer import uu_bytes
from mailflow.mail import Attachment

_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\r\n]{1,200})$", re.MULTILINE)
_UU_LOOK = 200
_UU_LINE = re.compile(r"[ -`]{1,80}")
_SEPARATORS = re.compile(r"[/\\]+")
_BREAKS = re.compile(r"[\r\n]+")
_NAME_LENGTH = 255
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_EXTENSIONS = {"text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "message/delivery-status": ".txt"}


def attachment(entity: Entity, number: int) -> Attachment:
    """The part as an attachment; a part without a name gets one from its kind and `number`."""
    content = entity.content
    return Attachment(
        name=safe_name(declared_name(entity)) or _located_name(entity) or _made_name(entity, number),
        type=entity.type,
        size=len(content),
        inline=entity.disposition != "attachment"
        and (entity.disposition == "inline" or bool(entity.get("content-id"))),
        content=content,
        content_id=entity.get("content-id").strip("<> "),
    )


def declared_name(entity: Entity) -> str:
    """The name that the part gives itself, or ""."""
    for parameters, name in ((entity.disposition_parameters, "filename"), (entity.parameters, "name")):
        if parameters.get(name):
            return parameters[name]
    return entity.disposition_parameters.get("name", "")


def _located_name(entity: Entity) -> str:
    """The last piece of Content-Location (RFC 2557) where that looks like a file."""
    name = _SEPARATORS.split(unquote(entity.get("content-location").strip('" ').partition("?")[0]))[-1]
    return safe_name(name) if re.search(r"\w\.\w{1,8}$", name) else ""


def safe_name(name: str) -> str:
    """A name for people: no path, no control or direction characters, no trailing dots (TRUST.md S20)."""
    last = [piece for piece in _SEPARATORS.split(clean(_BREAKS.sub("_", name))) if piece.strip(" .")]
    bare = last[-1].strip().rstrip(". ")[-_NAME_LENGTH:] if last else ""
    return f"_{bare}" if _RESERVED.fullmatch(bare) else bare


def _made_name(entity: Entity, number: int) -> str:
    if entity.parts and entity.type.startswith("message/"):
        subject = safe_name(header_text(entity.parts[0].get("subject")))
        return f"{subject[:200] or f'message-{number}'}.eml"
    extension = _EXTENSIONS.get(entity.type) or mimetypes.guess_extension(entity.type) or ""
    return f"part-{number}{extension}"


def is_tnef(part: Attachment) -> bool:
    """True for Outlook's envelope of attachments, by type or by name."""
    return part.type in _TNEF_TYPES or part.name.lower() == "winmail.dat"


def tnef_file(file: File, number: int) -> Attachment:
    """A file from a winmail.dat."""
    name = safe_name(file.name) or f"part-{number}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Attachment(name=name, type=kind, size=len(file.content), inline=False, content=file.content)


def uuencoded(text: str) -> tuple[str, tuple[Attachment, ...]]:
    """The text without its uuencoded files, and the files."""
    if "\nend" not in text or "begin " not in text:
        return text, ()
    kept, files = [], []
    position = 0
    for start, end, file in _uu_files(text):
        kept.append(text[position:start])
        files.append(file)
        position = end
    return "".join(kept) + text[position:], tuple(files)


def _uu_files(text: str) -> Iterator[tuple[int, int, Attachment]]:
    position, end = 0, -1
    for _ in range(limits.PARTS):
        match = _UU_BEGIN.search(text, position)
        if match is None:
            return
        position = match.end()
        if end < position:
            end = text.find("\nend", position)
        if end < 0:
            return
        if _looks_uuencoded(text[position : min(end, position + _UU_LOOK)]):
            yield match.start(), end + len("\nend"), _uu_file(match.group(1), text[position:end])
            position = end


def _looks_uuencoded(text: str) -> bool:
    return all(_UU_LINE.fullmatch(line.rstrip("\r")) for line in text.strip("\n").split("\n")[:2])


def _uu_file(name: str, text: str) -> Attachment:
    content = uu_bytes([line.encode("ascii", "replace") for line in text.split("\n")])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Attachment(name=safe_name(name) or "part", type=kind, size=len(content), inline=False, content=content)
