"""Who takes part: whom a mail had in copy, whom an agent adds, whose matter it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mailflow.desk.changes import Change
from mailflow.desk.commands import AddParticipant, CorrectRequester, LinkAddress, OfferParticipants, RemoveParticipant
from mailflow.desk.events import (
    AddressLinked,
    Event,
    ParticipantAdded,
    ParticipantOffered,
    ParticipantRemoved,
    RequesterCorrected,
)
from mailflow.desk.moves import allows
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.ticket import Ticket

Company = AddParticipant | RemoveParticipant | CorrectRequester | LinkAddress
_VERBS: Mapping[type[Company], str] = {
    AddParticipant: "add",
    RemoveParticipant: "remove",
    CorrectRequester: "requester",
    LinkAddress: "alias",
}


def introduce(ticket: Ticket, order: Company) -> tuple[Event, ...]:
    """Change who takes part, as an agent says; the requester can be corrected, but not taken off."""
    verb = _VERBS[type(order)]
    if not allows(ticket, verb):
        return refuse(ticket, order.by, verb, "state")
    if not order.address or (order.address == ticket.requester and not isinstance(order, AddParticipant)):
        return refuse(ticket, order.by, verb, "argument")
    match order:
        case AddParticipant():
            return (ParticipantAdded(by=order.by, address=order.address),)
        case RemoveParticipant():
            return (ParticipantRemoved(by=order.by, address=order.address),)
        case CorrectRequester():
            return (RequesterCorrected(by=order.by, before=ticket.requester, after=order.address, name=order.name),)
        case LinkAddress():
            return (AddressLinked(by=order.by, address=order.address),)


def offer(command: OfferParticipants) -> tuple[Event, ...]:
    """Those in copy are offered to the agent; they take part only on the agent's word."""
    return (ParticipantOffered(by=command.by, addresses=command.addresses),) if command.addresses else ()


def _corrected(ticket: Ticket, event: RequesterCorrected, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, requester=event.after, requester_name=event.name, silent=False, undeliverable=False)


CHANGES: Mapping[type[Event], Change] = {RequesterCorrected: _corrected}
