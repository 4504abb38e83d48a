"""Reading tickets: which are due, what a list shows, a whole history, and the export."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, text, update

from mailflow.desk.events import Event, Opened
from mailflow.desk.terms import OPEN, State
from mailflow.desk.ticket import Ticket
from mailflow.store import schema
from mailflow.store.codec import event_of
from mailflow.store.ledger import ticket_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a ticket's journal."""

    at: datetime
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A mail on a ticket: in, out, or a note; `letter` names our letter's template.

    `verdict`, `reason` and `trust` are what was found of a mail that came in, `related` the ticket that it named
    without the right to join it.
    """

    direction: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    at: datetime
    text: str
    letter: str = ""
    state: str = ""
    verdict: str = ""
    reason: str = ""
    trust: str = ""
    related: int | None = None


def due(connection: Connection, now: datetime, limit: int) -> list[int]:
    """Numbers of tickets whose clock must be looked at."""
    ticket = schema.ticket.c
    query = select(ticket.number).where(ticket.due_at <= now).order_by(ticket.due_at).limit(limit)
    return [row.number for row in connection.execute(query)]


def next_due(connection: Connection) -> datetime | None:
    """When the next ticket is due, or None."""
    found: datetime | None = connection.execute(select(func.min(schema.ticket.c.due_at))).scalar()
    return found


def put_off(connection: Connection, number: int, until: datetime) -> None:
    """Look at this ticket's clocks no sooner."""
    ticket = schema.ticket
    connection.execute(update(ticket).where(ticket.c.number == number).values(due_at=until))


def find(connection: Connection, number: int) -> Ticket | None:
    """One ticket, or None."""
    row = connection.execute(select(schema.ticket).where(schema.ticket.c.number == number)).one_or_none()
    return None if row is None else ticket_of(row._mapping)


def these(connection: Connection, numbers: Sequence[int]) -> list[Ticket]:
    """Those of these tickets that stand."""
    query = select(schema.ticket).where(schema.ticket.c.number.in_(numbers))
    return [ticket_of(row._mapping) for row in connection.execute(query)]


def every(connection: Connection, state: str | None = None) -> Iterator[Ticket]:
    """All tickets, or those of one state, by number."""
    query = select(schema.ticket).order_by(schema.ticket.c.number)
    if state:
        query = query.where(schema.ticket.c.state == state)
    for row in connection.execute(query).yield_per(500):
        yield ticket_of(row._mapping)


def open_ones(connection: Connection) -> Iterator[Ticket]:
    """All open tickets, by number."""
    ticket = schema.ticket
    query = select(ticket).where(ticket.c.state.in_(OPEN)).order_by(ticket.c.number)
    for row in connection.execute(query):
        yield ticket_of(row._mapping)


def open_counts(connection: Connection) -> dict[str, int]:
    """How many open tickets each agent has."""
    ticket = schema.ticket.c
    query = select(ticket.assignee, func.count()).where(ticket.state.in_(OPEN), ticket.assignee.is_not(None))
    return {row[0]: row[1] for row in connection.execute(query.group_by(ticket.assignee))}


def successors(connection: Connection, number: int) -> list[int]:
    """The tickets that a reply to this one began after it had lapsed, the newest first: none that was split off."""
    ticket, journal = schema.ticket.c, schema.journal.c
    split = select(journal.data["into"].as_integer()).where(journal.ticket == number, journal.event == "SplitOff")
    query = select(ticket.number).where(ticket.successor_of == number, ticket.number.not_in(split))
    query = query.order_by(ticket.number.desc())
    return [row.number for row in connection.execute(query)]


def children(connection: Connection, number: int) -> list[int]:
    """The tickets that follow this one."""
    ticket = schema.ticket.c
    query = select(ticket.number).where(ticket.parent == number).order_by(ticket.number)
    return [row.number for row in connection.execute(query)]


def troubles(connection: Connection, since: datetime) -> list[int]:
    """Major incidents that have not ended, and candidates of outbreaks opened since then, the newest first."""
    ticket = schema.ticket.c
    lasting = and_(ticket.major, ticket.closed_at.is_(None))
    query = select(ticket.number).where(or_(lasting, and_(ticket.outbreak != "", ticket.opened_at >= since)))
    return [row.number for row in connection.execute(query.order_by(ticket.number.desc()))]


def opened_between(connection: Connection, since: datetime, until: datetime, limit: int = 2000) -> list[int]:
    """The tickets whose first mail came in this time, the newest of them."""
    ticket = schema.ticket.c
    query = select(ticket.number).where(ticket.opened_at.between(since, until))
    return [row.number for row in connection.execute(query.order_by(ticket.number.desc()).limit(limit))]


def newest_of_alert(connection: Connection, key: str) -> int | None:
    """The newest ticket of this trouble of a monitor."""
    ticket = schema.ticket.c
    query = select(func.max(ticket.number)).where(ticket.alert == key, text("alert <> ''"))  # as its index says
    found: int | None = connection.execute(query).scalar()
    return found


def history(connection: Connection, number: int) -> list[Line]:
    """A ticket's journal, in order."""
    journal = schema.journal.c
    query = select(journal.at, journal.event, journal.data).where(journal.ticket == number).order_by(journal.id)
    return [Line(at=row.at, event=event_of(row.event, row.data)) for row in connection.execute(query)]


def posts(connection: Connection, number: int, desk_address: str) -> list[Post]:
    """All mails of a ticket, in the order of time: theirs, notes, and our letters that were not taken back."""
    message, inbox, outbox = schema.message.c, schema.inbox.c, schema.outbox.c
    found_of = (inbox.verdict, inbox.reason, inbox.trust)
    got = select(schema.message, *found_of).join_from(schema.message, schema.inbox, isouter=True)
    got = got.where(message.ticket == number)
    sent = select(*[each for each in outbox if each.name != "content"]).where(
        outbox.ticket == number, outbox.state != "superseded"
    )
    found = [_post_in(row) for row in connection.execute(got)]
    found += [_post_out(row, desk_address) for row in connection.execute(sent)]
    return sorted(found, key=lambda post: post.at)


def _post_in(row: Any) -> Post:
    return Post(
        direction=row.direction,
        message_id=row.message_id,
        sender=row.sender,
        recipients=tuple(row.recipients),
        subject=row.subject,
        at=row.at,
        text=row.text,
        verdict=row.verdict or "",
        reason=row.reason or "",
        trust=row.trust or "",
        related=row.related,
    )


def _post_out(row: Any, desk_address: str) -> Post:
    return Post(
        direction="out",
        message_id=row.message_id,
        sender=desk_address,
        recipients=(row.recipient,),
        subject=row.subject,
        at=row.sent_at or row.created_at,
        text=row.text,
        letter=row.letter,
        state=row.state,
    )


def pace(connection: Connection, since: datetime) -> list[Row[Any]]:
    """How soon the tickets opened since then were answered and solved.

    Rows of priority, opened_at, responded_at, solved_at and spent,
    without what was cancelled or merged, and the alerts that nobody took: they came and went by themselves (I27).
    """
    ticket = schema.ticket.c
    query = select(ticket.priority, ticket.opened_at, ticket.responded_at, ticket.solved_at, ticket.spent)
    by_people = or_(ticket.alert == "", ticket.assignee.is_not(None))
    counts = ticket.state.not_in((State.CANCELLED, State.MERGED))
    return list(connection.execute(query.where(ticket.opened_at >= since, by_people, counts)))


def own_letters(connection: Connection, number: int, by: str) -> list[Row[Any]]:
    """What this agent wrote to people on the ticket and did not take back: letter, inbox, state, attempts."""
    outbox = schema.outbox.c
    query = select(outbox.letter, outbox.inbox, outbox.state, outbox.attempts).order_by(outbox.id)
    mine = (outbox.ticket == number, outbox.by == by, ~outbox.automatic, outbox.state != "superseded")
    return list(connection.execute(query.where(*mine)))


def first_letter(connection: Connection, number: int) -> str:
    """The plain text of the letter that acknowledged this ticket; "" if none did."""
    outbox = schema.outbox.c
    query = select(outbox.text).where(outbox.ticket == number, outbox.letter == "received")
    found: str | None = connection.execute(query.order_by(outbox.id.desc()).limit(1)).scalar()
    return found or ""


def letter_text(connection: Connection, message_id: str) -> str:
    """The plain text of our letter of this Message-ID; "" if there is none."""
    outbox = schema.outbox.c
    found: str | None = connection.execute(select(outbox.text).where(outbox.message_id == message_id)).scalar()
    return found or ""


def first_mail(connection: Connection, number: int) -> Row[Any] | None:
    """The mail that began the ticket: its columns in the table `message`."""
    message = schema.message.c
    query = select(schema.message).where(message.ticket == number, message.direction == "in")
    return connection.execute(query.order_by(message.id).limit(1)).one_or_none()


def last_date(connection: Connection, number: int, sender: str) -> datetime | None:
    """The Date of this person's last mail on the ticket, with its offset; None if it has none (RFC 5322 3.3: -0000)."""
    message, inbox, raw = schema.message.c, schema.inbox.c, schema.raw_mail.c
    query = (
        select(raw.content)
        .join_from(schema.message, schema.inbox, message.inbox == inbox.id)
        .join(schema.raw_mail, inbox.raw_id == raw.id)
        .where(message.ticket == number, message.sender == sender, message.direction == "in")
    )
    content = connection.execute(query.order_by(message.id.desc()).limit(1)).scalar_one_or_none()
    if not content:
        return None
    try:
        date = parsedate_to_datetime(BytesHeaderParser().parsebytes(zlib.decompress(content)).get("date", ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else None


def mails_of(connection: Connection, number: int) -> list[Row[Any]]:
    """The mails that came in on the ticket, the newest first: their columns in the table `message`."""
    message = schema.message.c
    query = select(schema.message).where(message.ticket == number, message.direction == "in")
    return list(connection.execute(query.order_by(message.id.desc())))


def has_written(connection: Connection, message_id: str, sender: str) -> bool:
    """True if a mail of this Message-ID and sender stands on a ticket."""
    message = schema.message.c
    query = select(message.id).where(message.message_id == message_id, message.sender == sender)
    return connection.execute(query.limit(1)).first() is not None


def origin(connection: Connection, number: int) -> Row[Any] | None:
    """What was decided of the mail that began the ticket: its columns in the table `inbox`."""
    inbox = schema.inbox.c
    query = select(schema.inbox).where(inbox.ticket == number, inbox.outcome == "ticket-create")
    return connection.execute(query.order_by(inbox.id).limit(1)).one_or_none()


def opened(connection: Connection, number: int) -> Opened | None:
    """The ticket's first event."""
    return next((line.event for line in history(connection, number) if isinstance(line.event, Opened)), None)
