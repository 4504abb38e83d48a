"""What is old enough to be forgotten: mails' bytes, closed tickets' people and words, the quarantine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from mailflow.desk.terms import OPEN, SOLVED, Breach
from mailflow.store import schema
from mailflow.store.erasure import ERASED, anonymise, empty_mails

MONTH = timedelta(days=365.25 / 12)
_UNDECIDED = frozenset(Breach) - {Breach.NONE, Breach.DENIED, Breach.CLOSED}
"""Privacy incidents that are not over: all that is known of them is still needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is kept; 0 is for ever. `raw_days` counts from a ticket's end for its mails' bytes,

    `tickets_months` for its people and words. `legal_hold` says by address why nothing of that person may go.
    """

    raw_days: int = 90
    tickets_months: int = 24
    quarantine_days: int = 30
    legal_hold: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError, in an admin's words."""
        if min(self.raw_days, self.tickets_months, self.quarantine_days) < 0:
            raise ValueError("raw_days, tickets_months and quarantine_days must be 0 (for ever) or more")

    def hold(self, address: str) -> str:
        """Why nothing of this person may go; "" if it may."""
        held = {each.lower(): reason or "legal hold" for each, reason in self.legal_hold.items()}
        return held.get(address.lower(), "")


def forget_old(connection: Connection, rules: Retention, now: datetime, limit: int) -> int:
    """Forget what is old enough, at most so many mails and so many tickets; how many were forgotten."""
    done = 0
    if rules.raw_days:
        done += _raw(connection, rules, now - timedelta(days=rules.raw_days), limit)
    if rules.quarantine_days:
        done += _quarantine(connection, now - timedelta(days=rules.quarantine_days), limit)
    if rules.tickets_months:
        done += _tickets(connection, rules, now, limit)
    return done


def _ended(before: datetime, rules: Retention) -> ColumnElement[bool]:
    """Tickets that ended before this moment, and of which nothing is on hold."""
    ticket = schema.ticket.c
    return and_(
        ticket.state.not_in(OPEN | SOLVED),
        func.coalesce(ticket.closed_at, ticket.changed_at) < before,
        func.lower(ticket.requester).not_in([each.lower() for each in rules.legal_hold]),
        ticket.breach.not_in(_UNDECIDED),
    )


def _raw(connection: Connection, rules: Retention, before: datetime, limit: int) -> int:
    inbox, raw, ticket = schema.inbox.c, schema.raw_mail.c, schema.ticket.c
    held = func.lower(inbox.sender).in_([each.lower() for each in rules.legal_hold])
    over = and_(inbox.ticket.is_(None), inbox.state.in_(("done", "dropped")), inbox.received_at < before)
    settled = and_(over, ~_shared())
    query = (
        select(inbox.id)
        .join_from(schema.inbox, schema.ticket, ticket.number == inbox.ticket, isouter=True)
        .join(schema.raw_mail, raw.id == inbox.raw_id)
        .where(raw.size > 0, or_(_ended(before, rules), settled), or_(inbox.sender.is_(None), ~held))
    )
    ids = connection.execute(query.limit(limit)).scalars().all()
    return empty_mails(connection, inbox.id.in_(ids), {})


def _shared() -> ColumnElement[bool]:
    """The same bytes came another way too, and stand on a ticket or are still to be taken in."""
    other = schema.inbox.alias("other")
    stands = or_(other.c.ticket.is_not(None), other.c.state == "kept")
    return exists().where(other.c.raw_id == schema.inbox.c.raw_id, other.c.id != schema.inbox.c.id, stands)


def _quarantine(connection: Connection, before: datetime, limit: int) -> int:
    inbox = schema.inbox.c
    waits = (inbox.state.in_(("quarantined", "parked", "held")), inbox.ticket.is_(None), inbox.received_at < before)
    ids = connection.execute(select(inbox.id).where(*waits, ~_shared()).limit(limit)).scalars().all()
    gone = {"state": "dropped", "sender": ERASED, "subject": "", "message_id": None}
    return empty_mails(connection, inbox.id.in_(ids), gone)


def _tickets(connection: Connection, rules: Retention, now: datetime, limit: int) -> int:
    ticket = schema.ticket.c
    old = _ended(now - rules.tickets_months * MONTH, rules)
    query = select(ticket.number).where(old, ticket.requester != ERASED).order_by(ticket.number).limit(limit)
    numbers = connection.execute(query).scalars().all()
    for number in numbers:
        anonymise(connection, number, now)
    return len(numbers)
