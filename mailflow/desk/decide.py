"""The heart: what a command does to a ticket. Pure: the same ticket, command, time and rules give the same events.

Start at `handle`. Nothing that a person may write raises; what is not possible is a `Refused` event.
"""

from dataclasses import replace
from datetime import datetime

from mailflow.desk import appointment, approval, breach, orders, people, troubles, vendor
from mailflow.desk.commands import (
    AnswerInvitation,
    Bounce,
    Command,
    Deliver,
    Hear,
    Label,
    OfferParticipants,
    Open,
    Reread,
    Tick,
)
from mailflow.desk.due import happen, next_due
from mailflow.desk.events import Event, FirstResponseMade, PauseStarted, Refused, ResponseMade, Shown, Undelivered
from mailflow.desk.evolve import evolve
from mailflow.desk.hearing import hear
from mailflow.desk.labels import label, open_ticket, reread
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, State
from mailflow.desk.ticket import Ticket

Order = (
    orders.Order
    | appointment.Meeting
    | approval.Permission
    | breach.Privacy
    | vendor.Supply
    | people.Company
    | troubles.Signal
    | troubles.Family
)
ANSWERS = frozenset({"reply", "question", "resolved", "fulfilled", "major_over", "call_proposed", "call_fixed"})
"""Letters that carry a person's public answer: their acceptance by SMTP stops the response clocks."""


def handle(ticket: Ticket | None, command: Command, now: datetime, rules: Rules) -> tuple[Ticket, tuple[Event, ...]]:
    """The ticket after this command, and what happened. Raises ValueError only as `decide` does."""
    events = decide(ticket, command, now, rules)
    for event in events:
        ticket = evolve(ticket, event, now, rules)
    if ticket is None:
        raise ValueError("only Open begins a ticket")
    return settle(ticket, events, now, rules), events


def settle(ticket: Ticket, events: tuple[Event, ...], now: datetime, rules: Rules) -> Ticket:
    """The ticket with its next due moment, and the time of its last change; a word to the asker alone is no change."""
    changed = any(not isinstance(event, Refused | Shown) for event in events)
    due_at = next_due(ticket, rules)
    if not changed and due_at == ticket.due_at:
        return ticket
    return replace(ticket, changed_at=now if changed else ticket.changed_at, due_at=due_at)


def decide(ticket: Ticket | None, command: Command, now: datetime, rules: Rules) -> tuple[Event, ...]:
    """What happens. Raises ValueError for `Open` on a ticket, or anything else without one."""
    if isinstance(command, Open):
        if ticket is not None:
            raise ValueError(f"ticket {ticket.number} is open already")
        return open_ticket(replace(command, received_at=min(command.received_at, now)), rules)
    if ticket is None:
        raise ValueError(f"no ticket for {type(command).__name__}")
    return appointment.settled(ticket, _decide(ticket, command, now, rules))


def _decide(ticket: Ticket, command: Command, now: datetime, rules: Rules) -> tuple[Event, ...]:
    match command:
        case Hear():
            return hear(ticket, command, now)
        case Label():
            return label(ticket, command, rules)
        case Reread():
            return reread(ticket, command.reading, rules)
        case Deliver():
            return _delivered(ticket, command, now)
        case Bounce():
            return _bounced(command)
        case Tick():
            return happen(ticket, now, rules)
        case AnswerInvitation():
            return appointment.answer(ticket, command)
        case OfferParticipants():
            return people.offer(command)
        case Open():
            raise ValueError(f"ticket {ticket.number} is open already")
        case _:
            return _order(ticket, command, now, rules)


def _order(ticket: Ticket, order: Order, now: datetime, rules: Rules) -> tuple[Event, ...]:
    """The orders of the rooms beside the straight way, and then those of the way itself."""
    if isinstance(order, appointment.Meeting):
        return appointment.arrange(ticket, order, now)
    if isinstance(order, approval.Permission):
        return approval.permit(ticket, order)
    if isinstance(order, breach.Privacy):
        return breach.guard(ticket, order, now, rules)
    if isinstance(order, vendor.Supply):
        return vendor.supply(ticket, order)
    if isinstance(order, people.Company):
        return people.introduce(ticket, order)
    if isinstance(order, troubles.Signal):
        return troubles.notice(ticket, order)
    if isinstance(order, troubles.Family):
        return troubles.gather(ticket, order, rules)
    return orders.obey(ticket, order)


def lapsed(ticket: Ticket, now: datetime, rules: Rules) -> bool:
    """True if a customer's mail cannot reopen this ticket (any more), and begins a new one that is linked to it (I21).

    Asked of mails that bring news; thanks, ratings and machines' mails are heard by the old ticket whenever they come.
    """
    if ticket.state is State.REJECTED:
        return True
    ended = ticket.state in (State.CLOSED, State.CANCELLED) and ticket.closed_at
    return bool(ended) and now > (ticket.closed_at or now) + rules.reopen_within


def _delivered(ticket: Ticket, command: Deliver, now: datetime) -> tuple[Event, ...]:
    """A person's answer reached the customer's server; told twice, it counts once."""
    if command.letter not in ANSWERS:
        return ()
    at = min(command.accepted_at, now)
    written_at = command.written_at or at
    later = ticket.heard_at if ticket.heard_at and ticket.heard_at > written_at else None
    found: list[Event] = []
    if ticket.responded_at is None:
        found.append(FirstResponseMade(by=DESK, at=at, waits_since=later))
    elif ticket.waiting_since and ticket.waiting_since <= written_at:
        found.append(ResponseMade(by=DESK, at=at, waits_since=later))
    waits = command.letter == "question" and ticket.state is State.WAIT_CUSTOMER
    if waits and (ticket.asked_at is None or ticket.asked_at < at):
        found.append(PauseStarted(by=DESK, at=at))
    return tuple(found)


def _bounced(command: Bounce) -> tuple[Event, ...]:
    if not command.permanent and not command.gave_up:
        return ()
    return (Undelivered(by=DESK, recipient=command.recipient, why=command.why, gave_up=command.gave_up),)
