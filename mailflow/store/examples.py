"""What people decided of tickets, as the model may learn it: never of a ticket that is confidential now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, select

from mailflow.desk.terms import State
from mailflow.store import schema

ACCEPTED = frozenset({State.RESOLVED, State.FULFILLED, State.CLOSED})


def labelled(connection: Connection) -> Sequence[Row[Any]]:
    """Every label that a person gave, with the mail's words and who had sent it, the oldest first."""
    example, ticket = schema.example.c, schema.ticket.c
    query = select(schema.example, ticket.requester).join(schema.ticket, ticket.number == example.ticket)
    return list(connection.execute(query.where(~ticket.confidential).order_by(example.id)))


def accepted(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """The newest solved tickets whose labels no person touched: number, labels, the first mail's words, and when."""
    ticket = schema.ticket.c
    labels = (ticket.kind, ticket.category, ticket.impact, ticket.urgency, ticket.requester)
    query = _undecided(*labels, ticket.opened_at.label("at"))
    query = query.where(ticket.state.in_(sorted(ACCEPTED)), ticket.triaged)
    return list(connection.execute(query.limit(limit)))


def undecided(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """The first mails of the newest tickets that no person labelled: number, language, subject, body."""
    return list(connection.execute(_undecided().limit(limit)))


def _undecided(*columns: ColumnElement[Any]) -> Select[Any]:
    """The tickets that no person labelled and that are not confidential, the newest first, with their first mails."""
    ticket, message = schema.ticket.c, schema.message.c
    first = select(func.min(message.id)).where(message.ticket == ticket.number, message.direction == "in")
    labelled_by_hand = exists().where(schema.example.c.ticket == ticket.number)
    return (
        select(ticket.number, ticket.language, message.subject, message.text.label("body"), *columns)
        .join(schema.message, message.id == first.correlate(schema.ticket).scalar_subquery())
        .where(~ticket.confidential, ~labelled_by_hand)
        .order_by(ticket.number.desc())
    )
