"""Fetches mails by UID: sizes first, then as many at once as memory allows. What is gone is simply not there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imapclient.exceptions import IMAPClientError, ProtocolError

from mailflow.ingest.mailbox.login import Session
from mailflow.ingest.mailbox.trouble import is_no, not_now

SIZES_AT_ONCE = 500
MAILS_AT_ONCE = 50
BYTES_AT_ONCE = 32 * 1024 * 1024
HEADER_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the server says of a mail before it is fetched; None where it does not say, or says nonsense."""

    uid: int
    size: int | None
    received_at: datetime | None


def ask_heads(session: Session, uids: Sequence[int]) -> list[Head]:
    """Size and INTERNALDATE (in UTC) of those of these mails that are still there, by UID."""
    found = _fetch(session, uids, ["RFC822.SIZE", "INTERNALDATE"])
    return [_head(uid, found[uid]) for uid in sorted(found)]


def ask_contents(session: Session, uids: Sequence[int]) -> dict[int, bytes]:
    """The whole mails, their flags untouched. A ghost (RFC 2180 4.1) has no content and is not there."""
    found = _fetch(session, uids, ["BODY.PEEK[]"])
    return {uid: part[b"BODY[]"] for uid, part in found.items() if isinstance(part.get(b"BODY[]"), bytes)}


def ask_headers(session: Session, uids: Sequence[int]) -> dict[int, bytes]:
    """The header sections, each cut off at 256 KiB."""
    found = _fetch(session, uids, [f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"])
    parts = ((uid, name, value) for uid, part in found.items() for name, value in part.items())
    return {uid: value for uid, name, value in parts if name.startswith(b"BODY[HEADER]") and isinstance(value, bytes)}


def in_batches(heads: Iterable[Head], alone: Iterable[int] = ()) -> Iterator[list[Head]]:
    """Groups of mails to fetch at once, by count and size; those of `alone` and of unknown size one by one."""
    group: list[Head] = []
    suspects, total = set(alone), 0
    for head in heads:
        single = head.size is None or head.uid in suspects
        size = head.size or 0
        if group and (single or len(group) == MAILS_AT_ONCE or total + size > BYTES_AT_ONCE):
            yield group
            group, total = [], 0
        group.append(head)
        total += BYTES_AT_ONCE if single else size
    if group:
        yield group


def _head(uid: int, part: dict[bytes, Any]) -> Head:
    size, date = part.get(b"RFC822.SIZE"), part.get(b"INTERNALDATE")
    return Head(uid=uid, size=size if isinstance(size, int) else None, received_at=_in_utc(date))


def _in_utc(date: Any) -> datetime | None:
    if not isinstance(date, datetime):
        return None
    try:
        return date.astimezone(UTC)
    except OverflowError:
        return None


def _fetch(session: Session, uids: Sequence[int], parts: Sequence[str]) -> dict[int, dict[bytes, Any]]:
    """UID FETCH. Some servers refuse all because one is gone (RFC 2180 4.1.2): then the halves are asked for."""
    if not uids:
        return {}
    try:
        found: dict[int, dict[bytes, Any]] = session.fetch(uids, parts)
    except (TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ProtocolError(f"the server's answer to FETCH makes no sense: {type(error).__name__}") from None
    except IMAPClientError as error:
        session.wire.response("FETCH")
        if not is_no(error) or not_now(error):
            raise
        middle = len(uids) // 2
        return _fetch(session, uids[:middle], parts) | _fetch(session, uids[middle:], parts) if middle else {}
    return found
