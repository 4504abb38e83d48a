"""Who takes part no more, who was in copy of a ticket's mails, and which addresses are one person's."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from mailflow.desk.events import ParticipantOffered
from mailflow.store import schema
from mailflow.store.codec import event_of
from mailflow.store.ledger import Ledger


def leave(ledger: Ledger, number: int, address: str) -> None:
    """Let somebody take part no more."""
    ledger.flush()
    taking = schema.participant
    ledger.connection.execute(taking.delete().where(taking.c.ticket == number, taking.c.address == address))
    ledger.read_people(number)


def offered(ledger: Ledger, number: int) -> tuple[str, ...]:
    """Whom mails had in copy and nobody let take part yet, in their order."""
    ledger.flush()
    journal = schema.journal.c
    lines = select(journal.event, journal.data).where(
        journal.ticket == number, journal.event == ParticipantOffered.__name__
    )
    events = (event_of(row.event, row.data) for row in ledger.connection.execute(lines.order_by(journal.id)))
    found = [address for event in events if isinstance(event, ParticipantOffered) for address in event.addresses]
    taken = {each.address for each in ledger.participants(number)}
    return tuple(dict.fromkeys(each for each in found if each not in taken))


def known_as(ledger: Ledger, addresses: Iterable[str]) -> Mapping[str, str]:
    """The address by which each of these is known: its own, unless an agent linked it to another."""
    found = {each: each for each in addresses}
    person = schema.person.c
    linked = select(person.address, person.same_as).where(person.address.in_(found), person.same_as.is_not(None))
    return found | {row.address: row.same_as for row in ledger.connection.execute(linked)}


def link(ledger: Ledger, address: str, to: str, language: str) -> None:
    """From now on `address` is the same person as `to`."""
    ledger.flush()
    root = known_as(ledger, [to])[to]
    person = schema.person
    moved = person.update().where((person.c.address == address) | (person.c.same_as == address))
    ledger.connection.execute(moved.where(person.c.address != root).values(same_as=root))
    if not ledger.languages([address]):
        fresh = {"address": address, "same_as": root, "name": "", "language": language, "seen_at": ledger.now}
        ledger.connection.execute(person.insert().values(fresh))
