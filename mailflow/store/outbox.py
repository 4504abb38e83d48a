"""Letters that go out. They are armed before the network is touched, and marked one by one when the server spoke."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, bindparam, case, func, or_, select, update

from mailflow.mail import Outgoing
from mailflow.store import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A letter to be sent now."""

    id: int
    ticket: int | None
    letter: str
    lane: str
    attempts: int
    created_at: datetime
    outgoing: Outgoing


_REACH = 4
"""So many times more letters are looked at than are wanted, since some wait for an earlier one to the same person."""

_MARK_SENT = (
    update(schema.outbox)
    .where(schema.outbox.c.id == bindparam("this_id"))
    .values(state="sent", claimed=False, sent_at=bindparam("at"), answer=bindparam("words"))
)
_ARM = (
    update(schema.outbox)
    .where(schema.outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(attempts=schema.outbox.c.attempts + 1, next_at=bindparam("again_at"), claimed=True)
)


def claim(connection: Connection, now: datetime, again_at: datetime, limit: int, lanes: tuple[str, ...]) -> list[Due]:
    """Take letters that are due, in the order of the lanes; each is armed for `again_at`, should nobody mark it.

    Of the letters to one person about one ticket only the first is taken, in the best of their lanes: the next one
    goes when its fate is known. One that the server has put off holds back nobody.
    """
    rows = list(connection.execute(_choose(lanes), {"now": now, "limit": limit, "reach": limit * _REACH}))
    if rows:
        connection.execute(_ARM, {"ids": [row.id for row in rows], "again_at": again_at})
    return [_due(row) for row in rows]


@cache
def _choose(lanes: tuple[str, ...]) -> Select[Any]:
    """The first letters of the conversations that hold the most urgent ones."""
    outbox, earlier, now = schema.outbox, schema.outbox.alias("earlier"), bindparam("now", type_=schema.Moment)
    is_due = (outbox.c.state == "due", outbox.c.next_at <= now)
    rank = case({lane: rank for rank, lane in enumerate(lanes)}, value=outbox.c.lane, else_=len(lanes)).label("rank")
    urgent = (
        select(outbox.c.id, outbox.c.ticket, outbox.c.recipient, rank)
        .where(*is_due)
        .order_by(rank, outbox.c.next_at, outbox.c.id)
        .limit(bindparam("reach", type_=Integer))
        .subquery("urgent")
    )
    first = (
        select(func.min(earlier.c.id))
        .where(earlier.c.ticket == urgent.c.ticket, earlier.c.recipient == urgent.c.recipient)
        .where(earlier.c.state == "due", or_(earlier.c.next_at <= now, earlier.c.claimed, earlier.c.attempts == 0))
        .scalar_subquery()
    )
    head = func.coalesce(first, urgent.c.id).label("id")
    heads = select(head, func.min(urgent.c.rank).label("rank")).group_by(head).subquery("heads")
    return (
        select(outbox)
        .join(heads, outbox.c.id == heads.c.id)
        .where(*is_due)
        .order_by(heads.c.rank, outbox.c.next_at, outbox.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True, of=outbox)
    )


def recover(connection: Connection, now: datetime) -> int:
    """Let go at once what a process that died had claimed; a letter that it sent and did not mark goes out twice."""
    outbox = schema.outbox
    statement = update(outbox).where(outbox.c.claimed, outbox.c.state == "due")
    return connection.execute(statement.values(claimed=False, next_at=now)).rowcount


def next_due(connection: Connection, after: datetime) -> datetime | None:
    """When the next letter comes due after this moment, or None if none does."""
    outbox = schema.outbox.c
    query = select(func.min(outbox.next_at)).where(outbox.state == "due", outbox.next_at > after)
    found: datetime | None = connection.execute(query).scalar()
    return found


def mark_sent(connection: Connection, accepted: Sequence[tuple[int, datetime, str]]) -> None:
    """The server has accepted these letters: each one's id, when, and in which words."""
    connection.execute(_MARK_SENT, [{"this_id": each, "at": at, "words": words} for each, at, words in accepted])


def defer(connection: Connection, outbox_id: int, next_at: datetime, why: str) -> None:
    """Try again later."""
    _set(connection, outbox_id, next_at=next_at, answer=why, claimed=False)


def fail(connection: Connection, outbox_id: int, why: str) -> None:
    """It will never arrive."""
    _set(connection, outbox_id, state="failed", answer=why, claimed=False)


def undo(connection: Connection, ticket: int, by: str) -> int:
    """Take back what this agent wrote on the ticket and what still waits; give the number of letters."""
    outbox = schema.outbox
    waiting = update(outbox).where(
        outbox.c.ticket == ticket,
        outbox.c.by == by,
        outbox.c.state == "due",
        ~outbox.c.automatic,
        outbox.c.attempts == 0,
    )
    return connection.execute(waiting.values(state="superseded", answer="undone by its writer")).rowcount


def set_state(connection: Connection, outbox_id: int, state: str, among: Sequence[str], now: datetime) -> bool:
    """An admin's word: due (try again now) or superseded (drop). False where it is in none of the states `among`."""
    outbox = schema.outbox
    done = connection.execute(
        update(outbox).where(outbox.c.id == outbox_id, outbox.c.state.in_(among)).values(state=state, next_at=now)
    )
    return done.rowcount == 1


def release(connection: Connection, now: datetime) -> int:
    """Let all held letters go; give their number."""
    outbox = schema.outbox
    return connection.execute(update(outbox).where(outbox.c.state == "held").values(state="due", next_at=now)).rowcount


def by_message_id(connection: Connection, message_ids: Iterable[str]) -> Row[*tuple[Any, ...]] | None:
    """Our letter of one of these Message-IDs, without its bytes."""
    outbox = schema.outbox.c
    query = select(
        *(outbox.id, outbox.ticket, outbox.recipient, outbox.message_id, outbox.letter, outbox.state, outbox.exposed),
        *(outbox.created_at, outbox.inbox),
    )
    return connection.execute(query.where(outbox.message_id.in_(list(message_ids))).limit(1)).first()


def expose(connection: Connection, message_ids: Iterable[str]) -> None:
    """Note that others than its reader have seen these letters' tokens, so that they prove nothing any more (S09)."""
    outbox = schema.outbox
    connection.execute(update(outbox).where(outbox.c.message_id.in_(list(message_ids))).values(exposed=True))


def expose_ticket(connection: Connection, ticket: int, besides: Iterable[str]) -> None:
    """The same for all letters about this ticket but those to these addresses."""
    outbox = schema.outbox
    letters = update(outbox).where(outbox.c.ticket == ticket, outbox.c.recipient.not_in(list(besides)))
    connection.execute(letters.values(exposed=True))


def listing() -> Select[Any]:
    """All letters, the newest first, without their bytes."""
    columns = [each for each in schema.outbox.c if each.name != "content"]
    return select(*columns).order_by(schema.outbox.c.id.desc())


def count_failed(connection: Connection) -> int:
    """How many letters will never arrive, and wait for an admin's word."""
    query = select(func.count()).select_from(schema.outbox).where(schema.outbox.c.state == "failed")
    return connection.execute(query).scalar_one()


def content(connection: Connection, outbox_id: int) -> bytes | None:
    """A letter's bytes as they go over the wire, or None if there is no such letter."""
    row = connection.execute(select(schema.outbox.c.content).where(schema.outbox.c.id == outbox_id)).one_or_none()
    return None if row is None else zlib.decompress(row.content)


def _set(connection: Connection, outbox_id: int, **values: Any) -> None:
    connection.execute(update(schema.outbox).where(schema.outbox.c.id == outbox_id).values(values))


def _due(row: Row[Any]) -> Due:
    return Due(
        id=row.id,
        ticket=row.ticket,
        letter=row.letter,
        lane=row.lane,
        attempts=row.attempts + 1,
        created_at=row.created_at,
        outgoing=Outgoing(
            message_id=row.message_id,
            envelope_from=row.envelope_from,
            recipient=row.recipient,
            content=zlib.decompress(row.content),
        ),
    )


def hasten(connection: Connection, letter: str, now: datetime, number: int | None = None) -> None:
    """This letter, about the ticket or about any, waits no longer, where it has not begun its way."""
    outbox = schema.outbox
    waiting = (outbox.c.letter == letter, outbox.c.state == "due", outbox.c.attempts == 0, outbox.c.next_at > now)
    ours = () if number is None else (outbox.c.ticket == number,)
    connection.execute(update(outbox).where(*waiting, *ours).values(next_at=now))


def unsent(connection: Connection, number: int, letter: str) -> list[str]:
    """To whom this letter about the ticket has not begun its way."""
    outbox = schema.outbox.c
    ours = (outbox.ticket == number, outbox.letter == letter, outbox.state == "due", outbox.attempts == 0)
    return [row.recipient for row in connection.execute(select(outbox.recipient).where(*ours))]
