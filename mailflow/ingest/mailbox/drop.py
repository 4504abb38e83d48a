"""Mails that come without a server: files, folders (Maildir or .eml), an mbox, standard input.

They bear the mailbox name "drop" and no UID, so that only their content tells whether they are known already.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from mailflow.mail import RawMail

MAILBOX = "drop"
HEADER_BYTES = 256 * 1024
CHUNK = 1024 * 1024
MAX_BYTES = 50 * 1024 * 1024
LONGEST_DATE = 200

_FROM_LINE = re.compile(rb"From \S.*\d\d:\d\d")
_DATE = re.compile(rb"^(received|date):((?:.*\n)(?:[ \t].*\n)*)", re.IGNORECASE | re.MULTILINE)


def read_drop(
    sources: Iterable[str | Path],
    *,
    stdin: BinaryIO,
    now: datetime,
    max_bytes: int = MAX_BYTES,
    dated: bool = False,
) -> Iterator[RawMail]:
    """Every mail of these files and folders in turn; "-" is `stdin`. Raises `OSError` for what cannot be read.

    `received_at` is `now`, or with `dated` when the mail itself says that it came, where it says so. A mail above
    `max_bytes` comes with its header alone.
    """
    for source in sources:
        for content, size in _contents(source, stdin, max_bytes):
            at = (written_at(content) if dated else None) or now
            yield RawMail(
                mailbox=MAILBOX,
                uidvalidity=0,
                uid=0,
                received_at=at.astimezone(UTC),
                content=content,
                size=size,
                oversized=size > len(content),
            )


def written_at(content: bytes) -> datetime | None:
    """When the mail came by its topmost Received header, else its Date, in UTC; None where neither can be read."""
    found: dict[bytes, str] = {}
    for match in _DATE.finditer(header_section(content).replace(b"\r\n", b"\n")):
        name, value = match[1].lower(), match[2].decode("ascii", "replace")
        found.setdefault(name, " ".join(value.rpartition(";")[2].split()) if name == b"received" else value.strip())
    for name in (b"received", b"date"):
        if at := _moment(found.get(name, "")):
            return at
    return None


def _moment(text: str) -> datetime | None:
    if not text or len(text) > LONGEST_DATE:
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, TypeError, LookupError, OverflowError):
        return None


def _contents(source: str | Path, stdin: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    if source == "-":
        yield from split_mails(stdin, limit)
        return
    path = Path(source)
    for file in files_of(path) if path.is_dir() else [path]:
        with file.open("rb") as stream:
            yield from split_mails(stream, limit)


def files_of(folder: Path) -> list[Path]:
    """A Maildir's mails, else all files below the folder that are not hidden; in the order of their names."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        found = [file for name in ("cur", "new") for file in (folder / name).iterdir()]
        return sorted((file for file in found if file.is_file()), key=lambda file: file.name)
    below = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in below if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def split_mails(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    """The mails of an mbox (it begins with a From_ line), else the one mail that the stream is; with their sizes."""
    first = stream.readline(CHUNK)
    if not first:
        return
    if not _FROM_LINE.match(first):
        yield _bounded(_until_end(first, stream), limit)
        return
    more = True
    while more:
        lines = _Lines(stream)
        yield _bounded(lines, limit)
        more = lines.more


class _Lines:
    """The lines of one mail of an mbox; afterwards `more` says that another follows. `>From ` loses its first `>`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.more = stream, False

    def __iter__(self) -> Iterator[bytes]:
        held = b""
        while line := self._stream.readline(CHUNK):
            if held.strip(b"\r\n") == b"" and held and _FROM_LINE.match(line):
                self.more = True
                return
            yield held
            held = line[1:] if re.match(rb">+From ", line) else line
        yield held if held.strip(b"\r\n") else b""


def _until_end(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield first
    while chunk := stream.read(CHUNK):
        yield chunk


def _bounded(chunks: Iterable[bytes], limit: int) -> tuple[bytes, int]:
    """The bytes and how many there were; above the limit only the header section is kept."""
    kept, size = bytearray(), 0
    for chunk in chunks:
        size += len(chunk)
        if len(kept) <= limit:
            kept += chunk
    return (bytes(kept) if size <= limit else header_section(bytes(kept))), size


def header_section(content: bytes) -> bytes:
    """The header section with its end, cut off at 256 KiB."""
    start = content[:HEADER_BYTES]
    ends = [found + len(end) for end in (b"\r\n\r\n", b"\n\n") if (found := start.find(end)) >= 0]
    return start[: min(ends)] if ends else start
