"""A confidential ticket: who hears of it, and what a letter about it may say beyond its number (S35)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailflow.desk import breach
from mailflow.desk.register import Entry, missing
from mailflow.desk.rules import Rules
from mailflow.desk.ticket import Ticket
from mailflow.store import register
from mailflow.store.people import Agent
from mailflow.store.register import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How far a privacy incident is: when the 72 hours end (None once decided), and what the register lacks."""

    until: datetime | None
    missing: tuple[Entry, ...]


def circle(agents: Iterable[Agent]) -> list[Agent]:
    """The privacy circle; where there is none the leads, else the first line, so that nothing is told to nobody."""
    everyone = list(agents)
    inside = [each for each in everyone if each.privacy] or [each for each in everyone if each.lead]
    return inside or [each for each in everyone if each.tier == 1]


def stand_of(connection: Connection, ticket: Ticket, rules: Rules, now: datetime) -> Stand:
    """How far this ticket's privacy incident is."""
    record = Record(ticket=ticket, rows=register.rows_of(connection, ticket.number))
    return Stand(until=breach.deadline(ticket, rules), missing=lacking(record, rules, now))


def lacking(record: Record, rules: Rules, now: datetime) -> tuple[Entry, ...]:
    """The fields that the register must hold and does not; what was decided too late asks for its reasons."""
    decided = record.last(Entry.NOTIFY, Entry.NO_NOTIFY)
    notified = decided is not None and decided.entry is Entry.NOTIFY
    late = breach.is_late(record.ticket, decided.at if decided else now, rules)
    return missing(record.ticket.breach, record.fields, notified=notified, late=late)
