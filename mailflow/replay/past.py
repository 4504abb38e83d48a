"""The mails of the past in their order: a Maildir, an mbox, a folder or file of mails, or a stream of JSON lines.

A stream's senders are taken as proven, since nobody forges in a file that its reader has written.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from io import BytesIO
from pathlib import Path
from typing import Any

from mailflow.ingest.mailbox.drop import read_drop, written_at
from mailflow.jsonlines import JsonLineError, objects
from mailflow.mail import is_address

STREAM = (".jsonl", ".ndjson")
DOMAIN = "replay.invalid"
WANTED = ("from", "subject", "body")
EARLIEST = datetime(1982, 8, 13, tzinfo=UTC)
"""Before RFC 822 there was no such mail."""
AHEAD = timedelta(days=366)
"""So far ahead a stream may be dated; what lies further is a broken clock's."""


class PastError(Exception):
    """What cannot be replayed, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMail:
    """A mail of the past: how a stream names it, when it came (None: not said), and its bytes."""

    id: str
    at: datetime | None
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Where a stream's mails go, and the name under which their senders are proven (RFC 8601)."""

    address: str
    authserv_id: str


def is_stream(source: Path) -> bool:
    """True for a file of JSON lines."""
    if source.is_dir() or source.suffix.lower() in STREAM:
        return not source.is_dir()
    with source.open("rb") as file:
        return file.read(256).lstrip().startswith(b"{")


def read_past(source: Path, addressee: Addressee) -> Iterator[PastMail]:
    """Every mail, in the order of the source. Raises PastError, or OSError for what cannot be read."""
    if is_stream(source):
        yield from _read_stream(source, addressee)
        return
    for raw in read_drop([source], stdin=BytesIO(), now=datetime.fromtimestamp(0, UTC)):
        if raw.content.strip():
            yield PastMail(id="", at=written_at(raw.content), content=raw.content)


def timed(mails: Iterable[PastMail], now: datetime) -> Iterator[tuple[PastMail, datetime]]:
    """Each mail with its time; one that says none, or one that cannot be, comes with the one before it.

    Those before the first that says one come with it; where none does, all of them come now.
    """
    waiting: list[PastMail] = []
    last: datetime | None = None
    for mail in mails:
        if mail.at is not None and EARLIEST <= mail.at <= now + AHEAD:
            last = mail.at
        if last is None:
            waiting.append(mail)
            continue
        while waiting:
            yield waiting.pop(0), last
        yield mail, last
    for mail in waiting:
        yield mail, now


def _read_stream(file: Path, addressee: Addressee) -> Iterator[PastMail]:
    with file.open(encoding="utf-8") as lines:
        try:
            for place, record in objects(lines, str(file)):
                yield _record(place, record, addressee)
        except JsonLineError as error:
            raise PastError(f'{error}; a line is like {{"id": "1", "time": "...", "from": "...", ...}}') from error
        except UnicodeDecodeError as error:
            raise PastError(f"{file} is not UTF-8: {error.reason} at byte {error.start}") from error


def _record(place: str, record: Mapping[str, Any], addressee: Addressee) -> PastMail:
    for key in WANTED:
        if not isinstance(record.get(key), str):
            raise PastError(f"{place}: {key!r} is missing, or no text")
    name = str(record.get("id") or f"line-{place.rpartition(' ')[2]}")
    at = _moment(place, record.get("time"))
    return PastMail(id=name, at=at, content=_mail(place, name, at, record, addressee))


def _moment(place: str, value: Any) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise PastError(f"{place}: {value!r} is no time; write it as 2026-03-02T09:00:00+01:00") from error
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _mail(place: str, name: str, at: datetime | None, record: Mapping[str, Any], addressee: Addressee) -> bytes:
    """The record as a mail (RFC 5322)."""
    person, address = parseaddr(" ".join(record["from"].split()))
    if not is_address(address):
        raise PastError(f"{place}: {record['from']!r} is no sender; write it as Ana <ana@example.org>")
    headers = {
        "From": formataddr((person, address)),
        "To": addressee.address,
        "Subject": _encoded(record["subject"]),
        "Message-ID": message_id(name),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "base64",
        "Authentication-Results": f"{addressee.authserv_id}; dmarc=pass header.from={address.rpartition('@')[2]}",
    }
    if at is not None:
        headers["Date"] = format_datetime(at)
    if answered := record.get("in_reply_to"):
        headers["In-Reply-To"] = message_id(str(answered))
    # what results are believed stands at the top, above all that a sender could have written
    top = ("Authentication-Results", *(key for key in headers if key != "Authentication-Results"))
    head = "".join(f"{key}: {headers[key]}\r\n" for key in top)
    return head.encode() + b"\r\n" + base64.encodebytes(record["body"].encode("utf-8", "replace"))


def message_id(name: str) -> str:
    """The Message-ID of the stream's mail of this name."""
    if name.isascii() and name.replace("-", "").replace("_", "").isalnum():
        return f"<{name}@{DOMAIN}>"
    return f"<{base64.b32encode(name.encode('utf-8', 'replace')).decode().rstrip('=').lower()}@{DOMAIN}>"


def _encoded(text: str) -> str:
    line = " ".join(text.split())
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=900).encode(linesep="")
