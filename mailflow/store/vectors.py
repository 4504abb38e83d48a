"""The sentence vector of each ticket's first mail, and which of the newest tickets have none yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from mailflow.store import schema

NEWEST = 2000
"""How far back one looks: older tickets have long been in a person's hands."""


def waiting(connection: Connection, limit: int) -> list[int]:
    """The newest tickets without a vector, the last one first."""
    ticket, vector = schema.ticket.c, schema.vector.c
    newest = connection.execute(select(func.max(ticket.number))).scalar() or 0
    query = (
        select(ticket.number)
        .join(schema.vector, vector.ticket == ticket.number, isouter=True)
        .where(ticket.number > newest - NEWEST, vector.ticket.is_(None))
    )
    return [row.number for row in connection.execute(query.order_by(ticket.number.desc()).limit(limit))]


def keep(
    connection: Connection,
    number: int,
    encoder: str,
    value: bytes,
    along: str = "",
    shadow: Mapping[str, str] | None = None,
) -> None:
    """The ticket's vector; empty says that its mail cannot be encoded, and is not to be tried again.

    `shadow` is what the model `along` said, by head.
    """
    row = {"ticket": number, "encoder": encoder, "value": value, "along": along, "shadow": shadow}
    connection.execute(insert(schema.vector).values(row))


def shadows(connection: Connection, along: str) -> dict[int, dict[str, str]]:
    """What the model of this name said of each ticket that it read along, by head."""
    vector = schema.vector.c
    query = select(vector.ticket, vector.shadow).where(vector.along == along)
    return {row.ticket: row.shadow for row in connection.execute(query)}


def of(connection: Connection, numbers: Sequence[int], encoder: str) -> dict[int, bytes]:
    """The vectors of these tickets as kept, by number; those of another encoder are not comparable, and left out."""
    vector = schema.vector.c
    query = select(vector.ticket, vector.value).where(vector.ticket.in_(numbers), vector.encoder == encoder)
    return {row.ticket: row.value for row in connection.execute(query.where(func.length(vector.value) > 0))}


def encoder_of(connection: Connection, number: int) -> str:
    """Which encoder made the ticket's vector; "" where it has none."""
    vector = schema.vector.c
    query = select(vector.encoder).where(vector.ticket == number, func.length(vector.value) > 0)
    found: str | None = connection.execute(query).scalar()
    return found or ""


def encoders(connection: Connection) -> list[str]:
    """Whose vectors the newest tickets have."""
    vector = schema.vector.c
    newest = connection.execute(select(func.max(vector.ticket))).scalar() or 0
    query = select(vector.encoder).where(vector.ticket > newest - NEWEST, vector.encoder != "").distinct()
    return [row.encoder for row in connection.execute(query)]


def numbers(connection: Connection, encoder: str, since: int) -> list[int]:
    """The tickets from this number on that have a vector of this encoder."""
    vector = schema.vector.c
    query = select(vector.ticket).where(vector.ticket >= since, vector.encoder == encoder)
    return [row.ticket for row in connection.execute(query.order_by(vector.ticket))]


def with_language(connection: Connection, numbers: Sequence[int], encoder: str) -> list[Row[Any]]:
    """The vectors of these tickets with the tickets' languages: ticket, value, language."""
    vector, ticket = schema.vector.c, schema.ticket.c
    query = select(vector.ticket, vector.value, ticket.language).join(schema.ticket, ticket.number == vector.ticket)
    wanted = (vector.ticket.in_(numbers), vector.encoder == encoder, func.length(vector.value) > 0)
    return list(connection.execute(query.where(*wanted)))
