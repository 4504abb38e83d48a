"""Who takes part: whom a mail has in copy, and the orders add, remove, requester and alias."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mailflow.desk.commands import AddParticipant, Command, CorrectRequester, LinkAddress, RemoveParticipant
from mailflow.desk.events import AddressLinked, Event, ParticipantAdded, ParticipantRemoved, RequesterCorrected
from mailflow.desk.ticket import Ticket
from mailflow.flow.errand import Errand, Run
from mailflow.flow.letters import Desk, folded
from mailflow.ingest.machines.guard import is_no_reply
from mailflow.mail import is_address
from mailflow.notify.letters import LETTERS
from mailflow.store.company import leave, link, offered
from mailflow.store.entries import Participant

After = Callable[[Desk, Ticket, Any], None]

OFFERED = 10
"""How many of a mail's recipients an agent is told of."""

_BETWEEN = re.compile(r"[\s,;<>()\"]+")


def in_copy(desk: Desk, number: int | None, addresses: Iterable[str]) -> tuple[str, ...]:
    """Those of a mail's recipients who could take part: people who are not on the ticket, no agents, and not us."""
    there = {each.address for each in desk.ledger.participants(number)} if number else set[str]()
    found = dict.fromkeys(each.lower() for each in addresses)
    return tuple(each for each in found if each not in there and _is_outside(desk, each))[:OFFERED]


def _is_outside(desk: Desk, address: str) -> bool:
    agents = {name for each in desk.agents.values() for name in (each.address, *each.aliases)}
    known = address in agents or folded(address) in set(map(folded, desk.office.house.addresses))
    return is_address(address) and not known and not is_no_reply(address)


def add(errand: Errand) -> Iterator[Command]:
    """Whoever is named, else all who were in copy."""
    wanted = _named(errand.text) or offered(errand.desk.ledger, errand.ticket.number)
    there = {each.address for each in errand.desk.ledger.participants(errand.ticket.number)}
    if not wanted:
        yield errand.refuse("argument")
    for address in wanted:
        if address in there or not _is_outside(errand.desk, address):
            yield errand.refuse("argument", address)
        else:
            yield AddParticipant(by=errand.by, address=address)


def remove(errand: Errand) -> Iterator[Command]:
    """Only who takes part, and not the requester."""
    people = errand.desk.ledger.participants(errand.ticket.number)
    others = [each.address for each in people if each.address != errand.ticket.requester]
    wanted = _named(errand.text)
    if not wanted:
        yield errand.refuse("argument", ", ".join(others))
    for address in wanted:
        if address in others:
            yield RemoveParticipant(by=errand.by, address=address)
        else:
            yield errand.refuse("argument", ", ".join(others))


def requester(errand: Errand) -> Iterator[Command]:
    """The address, with the name beside it if there is one."""
    wanted = _named(errand.text)
    if len(wanted) != 1 or wanted[0] == errand.ticket.requester or not _is_outside(errand.desk, wanted[0]):
        yield errand.refuse("argument")
        return
    words = [each for each in _BETWEEN.split(errand.text) if each and each.lower() != wanted[0]]
    yield CorrectRequester(by=errand.by, address=wanted[0], name=" ".join(words))


def alias(errand: Errand) -> Iterator[Command]:
    """A further address of the requester."""
    wanted = _named(errand.text)
    if len(wanted) != 1 or wanted[0] == errand.ticket.requester or not _is_outside(errand.desk, wanted[0]):
        yield errand.refuse("argument")
        return
    yield LinkAddress(by=errand.by, address=wanted[0])


def _named(text: str) -> tuple[str, ...]:
    """The addresses in an order's words, in lower case."""
    words = (each.removeprefix("mailto:").strip(".").lower() for each in _BETWEEN.split(text))
    return tuple(dict.fromkeys(each for each in words if is_address(each)))


def _join(desk: Desk, ticket: Ticket, event: ParticipantAdded) -> None:
    desk.ledger.join(ticket.number, _person(desk, ticket, event.address, "participant"))


def _leave(desk: Desk, ticket: Ticket, event: ParticipantRemoved) -> None:
    """What waits for them is not sent."""
    leave(desk.ledger, ticket.number, event.address)
    desk.ledger.supersede(ticket.number, event.address, tuple(LETTERS))


def _change_requester(desk: Desk, ticket: Ticket, event: RequesterCorrected) -> None:
    """Whoever it was takes part no more; what waits for them is not sent."""
    for address in (event.before, event.after):
        leave(desk.ledger, ticket.number, address)
    desk.ledger.supersede(ticket.number, event.before, tuple(LETTERS))
    person = _person(desk, ticket, event.after, "requester")
    if event.name:
        desk.ledger.meet(event.after, event.name, person.language)
    desk.ledger.join(ticket.number, replace(person, name=event.name))


def _person(desk: Desk, ticket: Ticket, address: str, role: str) -> Participant:
    language = desk.ledger.languages([address]).get(address, "") or ticket.language
    return Participant(address=address, name="", language=language, role=role)


def _link(desk: Desk, ticket: Ticket, event: AddressLinked) -> None:
    link(desk.ledger, event.address, ticket.requester, ticket.language)


AFTER: Mapping[type[Event], After] = {
    ParticipantAdded: _join,
    ParticipantRemoved: _leave,
    RequesterCorrected: _change_requester,
    AddressLinked: _link,
}
"""What each event means for who takes part."""

ERRANDS: Mapping[str, Run] = {"add": add, "remove": remove, "requester": requester, "alias": alias}
