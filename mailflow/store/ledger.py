"""What one transaction reads and writes of the desk: tickets, journal, mails, people, letters.

Rows are gathered in memory and written together by `flush`, so that a batch of mails costs a few statements. What was
put is seen at once by the reading methods of the same ledger, before it is flushed.
"""

import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from mailflow.desk.events import Event
from mailflow.desk.terms import Breach, Head, Impact, Kind, Priority, State, Urgency
from mailflow.desk.ticket import Ticket
from mailflow.store import schema
from mailflow.store.codec import event_data
from mailflow.store.entries import Letter, Participant

_TICKET_FIELDS = tuple(each.name for each in fields(Ticket))
_ENUMS = {
    "kind": Kind,
    "impact": Impact,
    "urgency": Urgency,
    "priority": Priority,
    "state": State,
    "breach": Breach,
}
_IN_ORDER = (
    schema.participant, schema.journal, schema.message, schema.reference, schema.outbox, schema.example
)  # fmt: skip
_MANY = 500
SUPERSEDED = ("superseded", "a newer letter says it better")


class Ledger:
    """One transaction's view of the desk. `now` stamps what it writes."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.tx = uuid.uuid4().hex
        self.settled: dict[int, str] = {}
        """The state of each kept mail that was settled here."""
        self._number: int | None = None
        self._tickets: dict[int, Ticket | None] = {}
        self._stored: dict[int, Ticket] = {}
        self._fresh: set[int] = set()
        self._changed: set[int] = set()
        self._people: dict[int, list[Participant]] = {}
        self._known: dict[str, list[int]] = {}
        self._trails: dict[int, list[tuple[str, str]]] = {}
        self._budgets: dict[str, list[datetime]] = {}
        self._hourly: int | None = None
        self._rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._inbox: list[dict[str, Any]] = []

    # --- tickets

    def load(self, numbers: Iterable[int]) -> None:
        """Read these tickets and who takes part, locked until the transaction ends."""
        missing = sorted(set(numbers) - self._tickets.keys())
        for some in _chunks(missing):
            query = select(schema.ticket).where(schema.ticket.c.number.in_(some)).with_for_update()
            self._tickets.update(dict.fromkeys(some))
            for row in self.connection.execute(query):
                self._tickets[row.number] = self._stored[row.number] = ticket_of(row._mapping)
            self._load_people(some)
            self._load_trails(some)

    def ticket(self, number: int) -> Ticket | None:
        """The ticket as it stands in this transaction, or None if there is none of this number."""
        if number not in self._tickets:
            self.load([number])
        return self._tickets[number]

    def new_number(self) -> int:
        """The next ticket number; counts from 1 and leaves no gaps, since it falls back with the transaction."""
        if self._number is None:
            self._number = _last_number(self.connection)
        self._number += 1
        self._tickets[self._number] = None
        self._people[self._number] = []
        self._trails[self._number] = []
        return self._number

    def put(self, ticket: Ticket) -> None:
        """Store the ticket's new state."""
        if self._tickets.get(ticket.number) is None:
            self._fresh.add(ticket.number)
        elif ticket.number not in self._fresh:
            self._changed.add(ticket.number)
        self._tickets[ticket.number] = ticket

    def record(self, number: int, event: Event, inbox: int | None) -> None:
        """A line of the ticket's journal."""
        self._rows[schema.journal].append(
            {
                "ticket": number,
                "tx": self.tx,
                "at": self.now,
                "by": event.by,
                "event": type(event).__name__,
                "data": event_data(event),
                "inbox": inbox,
            }
        )

    # --- people

    def participants(self, number: int) -> tuple[Participant, ...]:
        """Who takes part, the requester first."""
        self.ticket(number)
        return tuple(self._people.get(number, ()))

    def join(self, number: int, participant: Participant) -> None:
        """Let somebody take part from now on."""
        self._people.setdefault(number, []).append(participant)
        self._rows[schema.participant].append(
            {"ticket": number, "address": participant.address, "role": participant.role, "since": self.now}
        )

    def read_people(self, number: int) -> None:
        """Read anew who takes part."""
        self._people.pop(number, None)
        self._load_people([number])

    def languages(self, addresses: Iterable[str]) -> dict[str, str]:
        """The language that each known person last wrote in."""
        found: dict[str, str] = {}
        person = schema.person.c
        for some in _chunks(sorted(set(addresses))):
            query = select(person.address, person.language).where(person.address.in_(some))
            found.update({row.address: row.language for row in self.connection.execute(query)})
        return found

    def meet(self, address: str, name: str, language: str) -> None:
        """Remember who wrote, and in which language."""
        self._rows[schema.person].append({"address": address, "name": name, "language": language, "seen_at": self.now})

    def _load_people(self, numbers: Sequence[int]) -> None:
        taking, person = schema.participant.c, schema.person.c
        query = (
            select(taking.ticket, taking.address, taking.role, person.name, person.language)
            .outerjoin_from(schema.participant, schema.person, taking.address == person.address)
            .where(taking.ticket.in_(numbers))
            .order_by(taking.role.desc(), taking.since)
        )
        for row in self.connection.execute(query):
            self._people.setdefault(row.ticket, []).append(
                Participant(address=row.address, name=row.name or "", language=row.language or "", role=row.role)
            )

    # --- mails and letters

    def find(self, message_ids: Iterable[str]) -> dict[str, list[int]]:
        """The tickets on which a mail has or names each Message-ID, theirs or ours; a missing id is unknown."""
        wanted = set(message_ids)
        missing = sorted(wanted - self._known.keys())
        self._known.update({each: [] for each in missing})
        for some in _chunks(missing):
            for table in (schema.message, schema.outbox, schema.reference):
                query = select(table.c.message_id, table.c.ticket).where(table.c.message_id.in_(some))
                for row in self.connection.execute(query):
                    if row.ticket is not None:
                        self._known[row.message_id].append(row.ticket)
        return {each: self._known[each] for each in wanted if self._known[each]}

    def trail(self, number: int, address: str) -> list[str]:
        """The Message-IDs that this person wrote or was sent on the ticket, in order: the thread in their client."""
        self.ticket(number)
        return [message_id for message_id, person in self._trails.get(number, ()) if person == address]

    def _load_trails(self, numbers: Sequence[int]) -> None:
        message, outbox = schema.message.c, schema.outbox.c
        got = select(message.at, message.ticket, message.message_id, message.sender).where(message.ticket.in_(numbers))
        sent = select(outbox.created_at, outbox.ticket, outbox.message_id, outbox.recipient).where(
            outbox.ticket.in_(numbers), outbox.state != "superseded"
        )
        rows = [tuple(row) for query in (got, sent) for row in self.connection.execute(query)]
        for _, number, message_id, person in sorted(rows):
            self._trails.setdefault(number, []).append((message_id, person))

    def message(
        self, number: int, direction: str, *, message_id: str, sender: str, recipients: list[str], subject: str,
        at: datetime, text: str, inbox: int | None, related: int | None = None,
    ) -> None:  # fmt: skip
        """A mail that stands on the ticket; `direction` is in or note."""
        self._known.setdefault(message_id, []).append(number)
        self._follow(number, message_id, sender)
        self._rows[schema.message].append(
            {
                "ticket": number,
                "direction": direction,
                "message_id": message_id,
                "sender": sender,
                "recipients": recipients,
                "subject": subject,
                "at": at,
                "text": text,
                "related": related,
                "inbox": inbox,
            }
        )

    def refer(self, number: int, message_ids: Iterable[str]) -> None:
        """What a mail on the ticket refers to, or was called before, so that whoever names the same finds it."""
        for each in message_ids:
            self._known.setdefault(each, []).append(number)
            self._rows[schema.reference].append({"ticket": number, "message_id": each})

    def letter(self, letter: Letter) -> None:
        """A letter for the outbox, due once its wait is over."""
        row = {each.name: getattr(letter, each.name) for each in fields(letter) if each.name != "wait"}
        row |= {
            "tx": self.tx,
            "content": zlib.compress(letter.content, 1),
            "attempts": 0,
            "claimed": False,
            "exposed": False,
            "created_at": self.now,
            "next_at": self.now + letter.wait,
        }
        self._rows[schema.outbox].append(row)
        if letter.ticket is not None:
            self._known.setdefault(letter.message_id, []).append(letter.ticket)
            self._follow(letter.ticket, letter.message_id, letter.recipient)
        if letter.automatic and letter.state == "due":
            self._budgets.setdefault(letter.budget, []).append(self.now)
            self._hourly = None if self._hourly is None else self._hourly + 1

    def _follow(self, number: int, message_id: str, address: str) -> None:
        self.ticket(number)
        self._trails.setdefault(number, []).append((message_id, address))

    def supersede(self, number: int, recipient: str, letters: Sequence[str]) -> None:
        """Take back what is not on the wire of these letters to this person: a newer one says it better."""
        for row in self._rows[schema.outbox]:
            if row["ticket"] == number and row["recipient"] == recipient and row["letter"] in letters:
                row["state"], row["answer"] = SUPERSEDED
        outbox = schema.outbox
        waiting = update(outbox).where(outbox.c.ticket == number, outbox.c.recipient == recipient)
        waiting = waiting.where(outbox.c.letter.in_(letters), outbox.c.state == "due", ~outbox.c.claimed)
        self.connection.execute(waiting.values(state=SUPERSEDED[0], answer=SUPERSEDED[1]))

    def budgets(self, addresses: Iterable[str]) -> None:
        """Read when automatic letters went to these addresses in the last day."""
        outbox = schema.outbox.c
        missing = sorted(set(addresses) - self._budgets.keys())
        self._budgets.update({each: [] for each in missing})
        for some in _chunks(missing):
            query = select(outbox.budget, outbox.created_at).where(
                outbox.budget.in_(some),
                outbox.created_at > self.now - timedelta(days=1),
                outbox.automatic,
                outbox.state != "superseded",
            )
            for row in self.connection.execute(query):
                self._budgets[row.budget].append(row.created_at)

    def written_to(self, address: str) -> list[datetime]:
        """When automatic letters went to this address in the last day."""
        if address not in self._budgets:
            self.budgets([address])
        return self._budgets[address]

    def automatic_letters(self) -> int:
        """How many automatic letters were written in the last hour, to anybody."""
        if self._hourly is None:
            outbox = schema.outbox.c
            since = self.now - timedelta(hours=1)
            wanted = (outbox.created_at > since, outbox.automatic, outbox.state != "superseded")
            self._hourly = int(self.connection.execute(select(func.count(outbox.id)).where(*wanted)).scalar_one())
        return self._hourly

    def example(self, number: int, head: Head, label: str, *, language: str, subject: str, body: str, by: str) -> None:
        """A person's label, to learn from; the latest word on a ticket's head replaces the one before."""
        self.connection.execute(
            schema.example.delete().where(schema.example.c.ticket == number, schema.example.c.head == head)
        )
        self._rows[schema.example].append(
            {"ticket": number, "head": head, "label": label, "language": language, "subject": subject, "body": body}
            | {"by": by, "at": self.now}
        )

    def settle(self, inbox_id: int, **values: Any) -> None:
        """What became of a kept mail."""
        self.settled[inbox_id] = values["state"]
        self._inbox.append({"inbox_id": inbox_id, "taken_at": self.now} | values)

    # --- writing

    def flush(self) -> None:
        """Write all that was gathered, in an order that keeps the foreign keys."""
        self._write_tickets()
        self._write_people()
        for table in _IN_ORDER:
            if rows := self._rows.pop(table, []):
                self.connection.execute(insert(table), rows)
        self._write_inbox()

    def _write_tickets(self) -> None:
        if self._number is not None:
            counted = update(schema.counter).where(schema.counter.c.name == "ticket").values(value=self._number)
            self.connection.execute(counted)
        if self._fresh:
            self.connection.execute(insert(schema.ticket), [self._row(each) for each in sorted(self._fresh)])
        statement = update(schema.ticket).where(schema.ticket.c.number == bindparam("this_number"))
        for rows in _by_shape(self._change(each) for each in sorted(self._changed)):
            self.connection.execute(statement, rows)
        self._stored |= {number: each for number in self._fresh | self._changed if (each := self._tickets[number])}
        self._fresh.clear()
        self._changed.clear()

    def _change(self, number: int) -> dict[str, Any]:
        """The fields that differ from the stored row."""
        before, after = self._stored[number], self._tickets[number]
        differing = {name: value for name in _TICKET_FIELDS if (value := getattr(after, name)) != getattr(before, name)}
        return differing and {"this_number": number, **differing}

    def _row(self, number: int) -> dict[str, Any]:
        ticket = self._tickets[number]
        return {name: getattr(ticket, name) for name in _TICKET_FIELDS}

    def _write_people(self) -> None:
        rows = {row["address"]: row for row in self._rows.pop(schema.person, [])}
        if not rows:
            return
        known = self.languages(rows)
        if fresh := [row for address, row in rows.items() if address not in known]:
            self.connection.execute(insert(schema.person), fresh)
        if seen := [row | {"this_address": address} for address, row in rows.items() if address in known]:
            statement = update(schema.person).where(schema.person.c.address == bindparam("this_address"))
            self.connection.execute(statement, seen)

    def _write_inbox(self) -> None:
        for rows in _by_shape(self._inbox):
            self.connection.execute(update(schema.inbox).where(schema.inbox.c.id == bindparam("inbox_id")), rows)
        self._inbox.clear()


def ticket_of(row: Any) -> Ticket:
    """A ticket from its row."""
    values = {name: row[name] for name in _TICKET_FIELDS}
    return Ticket(**values | {name: kind(values[name]) for name, kind in _ENUMS.items()})


def _last_number(connection: Connection) -> int:
    """The last ticket's number, locked until the transaction ends."""
    counter = schema.counter.c
    query = select(counter.value).where(counter.name == "ticket").with_for_update()
    return int(connection.execute(query).scalar_one())


def _by_shape(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """The rows that are not empty, those with the same keys together."""
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row:
            shapes[tuple(sorted(row))].append(row)
    return shapes.values()


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + _MANY] for start in range(0, len(items), _MANY))
