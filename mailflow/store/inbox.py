"""Mails that came in: kept raw before the server's flag is touched, and what became of each.

A row's state: kept (to be taken in), done, held (waits for a challenge), quarantined, parked (unreadable), dropped.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, false, func, insert, select, text, tuple_, update
from sqlalchemy.exc import IntegrityError

from mailflow.mail import Kept, RawMail
from mailflow.store import schema
from mailflow.store.db import StoreError

VOUCHED = "vouched"
RELEASED = "released"
QUARANTINE = ("quarantined", "parked")
Place = tuple[str, int, int]
"""Mailbox, UIDVALIDITY and UID."""


def keep(connection: Connection, raws: Sequence[RawMail], now: datetime) -> list[int]:
    """Store the raw bytes; give each mail's inbox id, in order.

    A mail known by (mailbox, uidvalidity, uid) gives its old id. Bytes known by their sha256 are stored once; the same
    bytes from another place are noted as a copy, and from a file or pipe (uid 0) they are the old mail. Raises
    StoreError where another process stores the same mail at this moment.
    """
    try:
        return _keep(connection, raws, now)
    except IntegrityError as error:
        raise StoreError("another process stores the same mail at this moment; try again") from error


def _keep(connection: Connection, raws: Sequence[RawMail], now: datetime) -> list[int]:
    digests = [hashlib.sha256(each.content).hexdigest() for each in raws]
    known = _known_places(connection, raws)
    raws = [_displaced(raw, digest, known) for raw, digest in zip(raws, digests, strict=True)]
    raw_ids, held = _keep_raw(connection, raws, digests, now)
    fresh: list[dict[str, Any]] = []
    for raw, digest in zip(raws, digests, strict=True):
        if _place(raw) in known or (not raw.uid and digest in held):
            continue
        fresh.append(_row(raw, raw_ids[digest], copy=digest in held, now=now))
        held.add(digest)
    if fresh:
        connection.execute(insert(schema.inbox), fresh)
        known = _known_places(connection, raws)
    firsts = _first_of(connection, [raw_ids[digest] for digest in digests])
    return [
        known[_place(raw)][0] if raw.uid else firsts[raw_ids[digest]] for raw, digest in zip(raws, digests, strict=True)
    ]


def waiting(connection: Connection, limit: int) -> list[int]:
    """Ids of kept mails that are still to be taken in, the oldest first."""
    query = select(schema.inbox.c.id).where(schema.inbox.c.state == "kept").order_by(schema.inbox.c.id).limit(limit)
    return [int(row.id) for row in connection.execute(query)]


def waiting_by_time(connection: Connection) -> list[int]:
    """Ids of all kept mails that are still to be taken in, in the order of their times."""
    inbox = schema.inbox.c
    query = select(inbox.id).where(inbox.state == "kept").order_by(inbox.received_at, inbox.id)
    return [int(row.id) for row in connection.execute(query)]


def found(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """What was decided of these mails, in the order of their times."""
    inbox = schema.inbox.c
    query = select(schema.inbox).where(inbox.id.in_(list(ids))).order_by(inbox.received_at, inbox.id)
    return list(connection.execute(query))


def was_let_in(connection: Connection) -> bool:
    """True if a mail that was held or in quarantine, and that a person let in, is still to be taken in."""
    inbox = schema.inbox.c
    query = select(inbox.id).where(inbox.state == "kept", inbox.trust.in_((VOUCHED, RELEASED))).limit(1)
    return connection.execute(query).first() is not None


def read_open(connection: Connection, ids: Iterable[int]) -> list[Kept]:
    """Those of these mails that are still to be taken in, with their bytes, in the order of their ids."""
    inbox, raw = schema.inbox.c, schema.raw_mail.c
    query = (
        select(inbox.id, inbox.received_at, inbox.oversized, inbox.attempts, inbox.trust, inbox.ticket, raw.content)
        .join_from(schema.inbox, schema.raw_mail)
        .where(inbox.id.in_(list(ids)), inbox.state == "kept")
        .order_by(inbox.id)
    )
    return [
        Kept(
            id=row.id,
            received_at=row.received_at,
            content=zlib.decompress(row.content),
            oversized=row.oversized,
            attempts=row.attempts,
            vouched=row.trust == VOUCHED,
            released=row.trust == RELEASED,
            ticket=row.ticket,
        )
        for row in connection.execute(query)
    ]


def lock_open(connection: Connection, ids: Iterable[int]) -> set[int]:
    """Those of these mails that are still to be taken in, locked until the transaction ends."""
    inbox = schema.inbox.c
    query = select(inbox.id).where(inbox.id.in_(list(ids)), inbox.state == "kept").with_for_update(skip_locked=True)
    return {row.id for row in connection.execute(query)}


def vouch(connection: Connection, inbox_id: int) -> bool:
    """Let a held mail be taken in as its sender's own; False if it is not held (any more)."""
    inbox = schema.inbox
    statement = update(inbox).where(inbox.c.id == inbox_id, inbox.c.state == "held")
    return bool(connection.execute(statement.values(state="kept", trust=VOUCHED)).rowcount == 1)


def release(connection: Connection, inbox_id: int) -> bool:
    """Let a mail out of quarantine, to be taken in as an ordinary customer's; False if it is not there."""
    inbox = schema.inbox
    statement = update(inbox).where(inbox.c.id == inbox_id, inbox.c.state.in_((*QUARANTINE, "held")))
    values = {"state": "kept", "trust": RELEASED, "attempts": 0, "told_at": None}
    return bool(connection.execute(statement.values(values)).rowcount == 1)


def reject(connection: Connection, inbox_id: int) -> bool:
    """Drop a mail that is in quarantine or waits; its bytes stay. False if it is not there."""
    inbox = schema.inbox
    statement = update(inbox).where(inbox.c.id == inbox_id, inbox.c.state.in_((*QUARANTINE, "held", "kept")))
    return bool(connection.execute(statement.values(state="dropped")).rowcount == 1)


def places(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Where each mail belongs on its server now: processed, quarantine, or "" while it is still to be taken in."""
    query = select(schema.inbox.c.id, schema.inbox.c.state).where(schema.inbox.c.id.in_(list(ids)))
    return {
        row.id: "" if row.state == "kept" else "quarantine" if row.state in (*QUARANTINE, "held") else "processed"
        for row in connection.execute(query)
    }


def count_attempt(connection: Connection, inbox_id: int, error: str, park_after: int) -> bool:
    """Note that this mail could not be taken in; park it after so many times. True if it is parked now."""
    inbox = schema.inbox
    row = connection.execute(select(inbox.c.attempts).where(inbox.c.id == inbox_id)).one()
    parked = bool(row.attempts + 1 >= park_after)
    values = {"attempts": row.attempts + 1, "error": error}
    if parked:
        values |= {"state": "parked", "outcome": "quarantine", "verdict": "unreadable", "reason": "failed"}
    connection.execute(update(inbox).where(inbox.c.id == inbox_id).values(values))
    return parked


def first_copies(connection: Connection, wanted: Collection[str]) -> dict[str, int]:
    """The first mail of each of these contents that was let in; what is held or in quarantine hides no copy.

    Who takes in a copy at the same moment waits until this transaction ends (SQLite has one writer anyway).
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) key")
        connection.execute(lock, {"keys": sorted({int(each[:15], 16) for each in wanted})})
    inbox = schema.inbox.c
    query = select(inbox.fingerprint, inbox.id).where(inbox.fingerprint.in_(list(wanted)), inbox.state == "done")
    return {row.fingerprint: row.id for row in connection.execute(query.order_by(inbox.id.desc()))}


def untold(connection: Connection) -> list[Row[Any]]:
    """Mails in quarantine that the first line was not told of."""
    inbox = schema.inbox.c
    query = select(schema.inbox).where(inbox.state.in_(QUARANTINE), inbox.told_at.is_(None)).order_by(inbox.id)
    return list(connection.execute(query))


def tell(connection: Connection, ids: Iterable[int], now: datetime) -> None:
    """Note that the first line was told of these."""
    inbox = schema.inbox
    connection.execute(update(inbox).where(inbox.c.id.in_(list(ids))).values(told_at=now))


def listing() -> Select[Any]:
    """All mails, the newest first, without their bytes; `confidential` is that of their ticket."""
    inbox, ticket = schema.inbox, schema.ticket
    joined = inbox.join(ticket, ticket.c.number == inbox.c.ticket, isouter=True)
    hidden = func.coalesce(ticket.c.confidential, false()).label("confidential")
    return select(inbox, hidden).select_from(joined).order_by(inbox.c.id.desc())


def count_states(connection: Connection) -> dict[str, int]:
    """How many mails are in each state."""
    state = schema.inbox.c.state
    rows = connection.execute(select(state, func.count().label("mails")).group_by(state))
    return {row.state: row.mails for row in rows}


def newest(connection: Connection) -> datetime | None:
    """When the last mail was kept by this machine's clock, or received by the server's, whichever is later."""
    inbox, raw = schema.inbox.c, schema.raw_mail.c
    query = select(inbox.received_at, raw.kept_at).join_from(schema.inbox, schema.raw_mail)
    row = connection.execute(query.order_by(inbox.id.desc()).limit(1)).one_or_none()
    return None if row is None else max(row.received_at, row.kept_at)


def content(connection: Connection, inbox_id: int) -> bytes | None:
    """A mail's raw bytes, or None if there is no such mail."""
    query = select(schema.raw_mail.c.content).join_from(schema.raw_mail, schema.inbox)
    row = connection.execute(query.where(schema.inbox.c.id == inbox_id)).one_or_none()
    return None if row is None else zlib.decompress(row.content)


def _place(raw: RawMail) -> Place:
    return (raw.mailbox, raw.uidvalidity, raw.uid)


def _displaced(raw: RawMail, digest: str, known: Mapping[Place, tuple[int, str]]) -> RawMail:
    """Without its UID where the store has another mail of that UID: a restored server counts anew (F03)."""
    other = known.get(_place(raw))
    return replace(raw, uid=0) if other and other[1] != digest and not raw.oversized else raw


def _known_places(connection: Connection, raws: Sequence[RawMail]) -> dict[Place, tuple[int, str]]:
    """The id and the sha256 of each mail that stands at one of these places."""
    inbox = schema.inbox.c
    wanted = [_place(each) for each in raws if each.uid]
    query = (
        select(inbox.id, inbox.mailbox, inbox.uidvalidity, inbox.uid, schema.raw_mail.c.sha256)
        .join_from(schema.inbox, schema.raw_mail)
        .where(tuple_(inbox.mailbox, inbox.uidvalidity, inbox.uid).in_(wanted))
    )
    rows = connection.execute(query) if wanted else ()
    return {(row.mailbox, row.uidvalidity, row.uid): (row.id, row.sha256) for row in rows}


def _keep_raw(
    connection: Connection, raws: Sequence[RawMail], digests: Sequence[str], now: datetime
) -> tuple[dict[str, int], set[str]]:
    """The id of each of these bytes by digest, and the digests that were here before."""
    raw = schema.raw_mail
    query = select(raw.c.sha256, raw.c.id).where(raw.c.sha256.in_(digests))
    held = {row.sha256 for row in connection.execute(query)}
    rows = {
        digest: {"sha256": digest, "content": zlib.compress(each.content, 1), "size": each.size, "kept_at": now}
        for each, digest in zip(raws, digests, strict=True)
        if digest not in held
    }
    if rows:
        connection.execute(insert(raw), list(rows.values()))
    return {row.sha256: row.id for row in connection.execute(query)}, held


def _row(raw: RawMail, raw_id: int, *, copy: bool, now: datetime) -> dict[str, Any]:
    return {
        "raw_id": raw_id,
        "mailbox": raw.mailbox,
        "uidvalidity": raw.uidvalidity if raw.uid else None,
        "uid": raw.uid or None,
        "received_at": raw.received_at,
        "oversized": raw.oversized,
        "state": "done" if copy else "kept",
        "outcome": "dup-of" if copy else None,
        "reason": "same bytes" if copy else None,
        "taken_at": now if copy else None,
        "attempts": 0,
    }


def _first_of(connection: Connection, raw_ids: Iterable[int]) -> dict[int, int]:
    inbox = schema.inbox.c
    query = select(inbox.raw_id, inbox.id).where(inbox.raw_id.in_(set(raw_ids))).order_by(inbox.id.desc())
    return {row.raw_id: row.id for row in connection.execute(query)}
