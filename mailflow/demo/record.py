"""What the desk's store says, only read: tickets and their journal, the mails that came, the letters that went."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, select

from mailflow.demo.people import Person
from mailflow.desk.events import Event
from mailflow.desk.ticket import Ticket
from mailflow.store import outbox, schema, tickets
from mailflow.store.db import Store


class Record:
    """Reads afresh at every question."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ticket(self, number: int) -> Ticket | None:
        """One ticket, or None."""
        with self._store.read() as connection:
            return tickets.find(connection, number)

    def tickets(self, requester: Person | None = None) -> list[Ticket]:
        """All tickets, or those of one person, by number."""
        with self._store.read() as connection:
            everything = list(tickets.every(connection))
        return [each for each in everything if requester is None or each.requester == requester.address]

    def events(self, number: int) -> list[Event]:
        """What happened to a ticket, in order."""
        with self._store.read() as connection:
            return [line.event for line in tickets.history(connection, number)]

    def mails(self, after: int = 0) -> list[Any]:
        """The mails that came after this one, with what was decided about each: rows of the table `inbox`."""
        return [row for row in self._rows(schema.inbox) if row.id > after]

    def letters(self, because_of: Collection[Any] | None = None) -> list[Any]:
        """All letters, or those that these mails caused, sent or not: rows of the table `outbox`."""
        causes = None if because_of is None else {row.id for row in because_of}
        return [row for row in self._rows(schema.outbox) if causes is None or row.inbox in causes]

    def examples(self, number: int) -> dict[str, str]:
        """What the model is to learn from a ticket: each label that a person gave."""
        return {row.head: row.label for row in self._rows(schema.example) if row.ticket == number}

    def letter_of(self, message_id: str) -> tuple[str, int]:
        """The desk's name for the letter of this Message-ID, and its ticket (0 for none)."""
        with self._store.read() as connection:
            row = outbox.by_message_id(connection, [message_id])
        return (row.letter, row.ticket or 0) if row else ("not one of the desk's letters", 0)

    def _rows(self, table: Table) -> list[Any]:
        with self._store.read() as connection:
            return list(connection.execute(select(table).order_by(table.c.id)))
