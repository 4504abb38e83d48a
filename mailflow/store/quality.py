"""What the journal tells of the model's work: its readings of each ticket, and what people set instead."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from mailflow.desk.events import Event
from mailflow.store import schema
from mailflow.store.codec import event_of

TOLD_BY = ("Opened", "ReadAgain", "LabelAsked", "Labelled")


def readings(connection: Connection, since: datetime) -> Iterator[tuple[int, datetime, Event]]:
    """Ticket, time and event, in order, of the tickets opened since then."""
    journal, ticket = schema.journal.c, schema.ticket.c
    query = (
        select(journal.ticket, journal.at, journal.event, journal.data)
        .join(schema.ticket, ticket.number == journal.ticket)
        .where(ticket.logged_at >= since, journal.event.in_(TOLD_BY))
        .order_by(journal.id)
    )
    for row in connection.execute(query):
        yield row.ticket, row.at, event_of(row.event, row.data)
