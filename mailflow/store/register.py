"""The register of privacy incidents (GDPR Article 33(5)): rows are only added, the last of a field is its text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from mailflow.desk.register import FIELDS, Entry
from mailflow.desk.terms import Breach
from mailflow.desk.ticket import Ticket
from mailflow.store import schema, tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: who wrote which entry when, and what it says."""

    at: datetime
    by: str
    entry: Entry
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A privacy incident with all that was written of it, in order."""

    ticket: Ticket
    rows: tuple[Row, ...]

    @property
    def fields(self) -> dict[Entry, str]:
        """Each field's text as it stands."""
        return {row.entry: row.text for row in self.rows if row.entry in FIELDS}

    def last(self, *entries: Entry) -> Row | None:
        """The last line of one of these entries."""
        found = [row for row in self.rows if row.entry in entries]
        return found[-1] if found else None


def write(connection: Connection, number: int, entry: Entry, text: str, *, by: str, at: datetime) -> None:
    """Add a line to the register of this ticket, which must stand in the store."""
    values = {"ticket": number, "at": at, "by": by, "entry": entry.value, "text": text}
    connection.execute(insert(schema.register).values(values))


def rows_of(connection: Connection, number: int) -> tuple[Row, ...]:
    """All that the register says of this ticket, in order."""
    register = schema.register.c
    query = select(schema.register).where(register.ticket == number).order_by(register.id)
    return tuple(Row(at=row.at, by=row.by, entry=Entry(row.entry), text=row.text) for row in connection.execute(query))


def records(connection: Connection) -> Iterator[Record]:
    """Every privacy incident that ever was suspected, by number."""
    ticket = schema.ticket.c
    numbers = connection.execute(select(ticket.number).where(ticket.breach != Breach.NONE).order_by(ticket.number))
    for number in numbers.scalars().all():
        if (found := tickets.find(connection, number)) is not None:
            yield Record(ticket=found, rows=rows_of(connection, number))
