"""The mails that the command line names: files, folders, Maildirs, mboxes, standard input; one after the other."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mailflow.ingest.mailbox.drop import MAX_BYTES, files_of, split_mails

STDIN = "-"
Lost = Callable[[str, str], None]
"""Told the name of what is no mail or cannot be opened, and why."""

_HEADER = re.compile(rb"\s*(?:From \S|[!-9;-~]{1,100}[ \t]*:)")
_MAILS = frozenset({".eml", ".mbox", ".mbx", ".mht", ".mail"})
_LOOK = 2048


def mails_of(sources: Iterable[str], stdin: BinaryIO, lost: Lost, passed: Lost) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each mail; several in one file are counted, as `in.mbox#2`.

    A file that cannot be opened is told to `lost`; one below a folder that is clearly no mail to `passed`.
    """
    for source in sources:
        if source == STDIN:
            yield from _named(STDIN, split_mails(stdin, MAX_BYTES))
            continue
        path = Path(source)
        inside = path.is_dir()
        for file in files_of(path) if inside else [path]:
            yield from _file(file, lost, passed if inside else None)


def _file(file: Path, lost: Lost, passed: Lost | None) -> Iterator[tuple[str, bytes]]:
    try:
        with file.open("rb") as stream:
            if passed and file.suffix.lower() not in _MAILS and not _looks_like_mail(stream.peek(_LOOK)[:_LOOK]):
                passed(str(file), "does not look like a mail; passed over")
                return
            yield from _named(str(file), split_mails(stream, MAX_BYTES))
    except OSError as error:
        lost(str(file), error.strerror or str(error))


def _named(name: str, mails: Iterable[tuple[bytes, int]]) -> Iterator[tuple[str, bytes]]:
    number = 0
    for number, (content, _) in enumerate(mails, 1):
        yield (name if number == 1 else f"{name}#{number}"), content
    if not number:
        yield name, b""


def _looks_like_mail(head: bytes) -> bool:
    """True for text that begins with a header line or an mbox's From_ line."""
    return b"\0" not in head and _HEADER.match(head) is not None
