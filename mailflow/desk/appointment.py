"""An appointment by phone or video (I15, I16): proposals, the requester's choice, the invitation's answer, its end."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.desk.changes import Change
from mailflow.desk.commands import AnswerInvitation, Call, CancelCall
from mailflow.desk.events import (
    CallAccepted,
    CallCancelled,
    CallFixed,
    CallOver,
    CallProposed,
    CallWished,
    Cancelled,
    DeclaredMajor,
    Event,
    Merged,
    Resolved,
)
from mailflow.desk.moves import allows
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.stand import come_back, pause, step_aside
from mailflow.desk.terms import DESK, State
from mailflow.desk.ticket import Ticket

PROPOSALS = 3
CALLS = frozenset({"call_proposed", "call_fixed"})
"""The letters that tell the requester of a call."""
Meeting = Call | CancelCall
_NEEDS_NO_CALL = (Resolved, Cancelled, Merged, DeclaredMajor)


def arrange(ticket: Ticket, order: Meeting, now: datetime) -> tuple[Event, ...]:
    """Propose, fix, move or cancel."""
    verb = type(order).__name__.lower()
    if not allows(ticket, verb):
        return refuse(ticket, order.by, verb, "state")
    if isinstance(order, CancelCall):
        return (_cancel(ticket, order.by, "agent"),)
    slots = tuple(sorted(set(order.slots)))
    if not 1 <= len(slots) <= PROPOSALS or slots[0] <= now:
        return refuse(ticket, order.by, "call", "time")
    if len(slots) == 1:
        return (_fix(ticket, order.by, slots[0], order.minutes, order.where),)
    withdrawn = () if ticket.call_at is None else (_cancel(ticket, order.by, "agent"),)
    return (*withdrawn, CallProposed(by=order.by, slots=slots, minutes=order.minutes, where=order.where))


def choose(ticket: Ticket, by: str, number: int, at: datetime) -> Event | None:
    """The requester's choice, made at this time, of the proposal of this number, from 1; None where it is none."""
    if ticket.state is not State.SCHEDULED or not 1 <= number <= len(ticket.call_slots):
        return None
    if ticket.call_slots[number - 1] <= at:
        return None
    return _fix(ticket, by, ticket.call_slots[number - 1], ticket.call_minutes, ticket.call_where)


def answer(ticket: Ticket, command: AnswerInvitation) -> tuple[Event, ...]:
    """What the requester's calendar says to the last invitation; an answer to an older one moves nothing."""
    standing = ticket.state is State.SCHEDULED and ticket.call_at is not None
    if not standing or command.by != ticket.requester or command.sequence != ticket.call_sequence:
        return ()
    if command.instead is not None:
        return (CallWished(by=command.by, at=command.instead),)
    if command.accepted:
        return (CallAccepted(by=command.by),)
    return (_cancel(ticket, command.by, "declined"),)


def settled(ticket: Ticket, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """These events, after the cancellation of an appointment that they make needless."""
    ends = next((each for each in events if isinstance(each, _NEEDS_NO_CALL)), None)
    if ticket.state is not State.SCHEDULED or ends is None:
        return events
    return (_cancel(ticket, ends.by, "settled"), *events)


def timers(ticket: Ticket, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """The end of the slot, or of the time to choose one."""
    if ticket.state is not State.SCHEDULED:
        return
    if ticket.call_at is not None:
        yield ticket.call_at + timedelta(minutes=ticket.call_minutes), CallOver(by=DESK)
    elif ticket.call_slots:
        yield ticket.call_slots[-1], _cancel(ticket, DESK, "unchosen")


def taken_back(ticket: Ticket, letters: tuple[str, ...], now: datetime) -> Ticket:
    """Without the call of which these letters told, since they never went out."""
    if ticket.state is not State.SCHEDULED or not CALLS.intersection(letters):
        return ticket
    return _without_call(ticket, now, ticket.call_sequence)


def _fix(ticket: Ticket, by: str, at: datetime, minutes: int, where: str) -> CallFixed:
    wished = ticket.call_wish == at
    number = ticket.call_number + (ticket.call_at is None)
    sequence = ticket.call_sequence + 1
    return CallFixed(by=by, at=at, minutes=minutes, where=where, sequence=sequence, call=number, pauses=wished)


def _cancel(ticket: Ticket, by: str, how: str) -> CallCancelled:
    sequence = ticket.call_sequence + 1
    return CallCancelled(by=by, how=how, sequence=sequence, call=ticket.call_number, at=ticket.call_at)


def _proposed(ticket: Ticket, event: CallProposed, now: datetime, rules: Rules) -> Ticket:
    aside = ticket if ticket.state is State.SCHEDULED else step_aside(ticket, State.SCHEDULED, event.by)
    return replace(aside, call_slots=event.slots, call_at=None, call_minutes=event.minutes, call_where=event.where)


def _fixed(ticket: Ticket, event: CallFixed, now: datetime, rules: Rules) -> Ticket:
    aside = ticket if ticket.state is State.SCHEDULED else step_aside(ticket, State.SCHEDULED, event.by)
    fixed = replace(
        aside,
        call_slots=(),
        call_at=event.at,
        call_minutes=event.minutes,
        call_where=event.where,
        call_sequence=event.sequence,
        call_number=event.call,
    )
    return pause(fixed, now, rules) if event.pauses else fixed


def _wished(ticket: Ticket, event: CallWished, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, call_wish=event.at)


def _cancelled(ticket: Ticket, event: CallCancelled, now: datetime, rules: Rules) -> Ticket:
    return _without_call(ticket, now, event.sequence)


def _over(ticket: Ticket, event: CallOver, now: datetime, rules: Rules) -> Ticket:
    return _without_call(ticket, now, ticket.call_sequence)


def _without_call(ticket: Ticket, now: datetime, sequence: int) -> Ticket:
    return replace(come_back(ticket, now), call_slots=(), call_at=None, call_wish=None, call_sequence=sequence)


CHANGES: Mapping[type[Event], Change] = {
    CallProposed: _proposed,
    CallFixed: _fixed,
    CallWished: _wished,
    CallCancelled: _cancelled,
    CallOver: _over,
}
