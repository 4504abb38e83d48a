"""Troubles larger than one ticket: a major incident and its children, alike tickets, a monitor's alerts (I24, I27)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mailflow.desk.changes import Change
from mailflow.desk.clock import stop
from mailflow.desk.commands import (
    Adopt,
    ClearAlert,
    DeclareMajor,
    Dismiss,
    Link,
    RepeatAlert,
    SeeOutbreak,
    SplitOut,
    TakeChild,
)
from mailflow.desk.events import (
    Adopted,
    AlertCleared,
    AlertRepeated,
    ChildJoined,
    DeclaredMajor,
    Event,
    Linked,
    OutbreakDismissed,
    OutbreakSeen,
    Paged,
    SplitOff,
)
from mailflow.desk.moves import allows, solved
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, OPEN, Priority, State
from mailflow.desk.ticket import Ticket

Family = DeclareMajor | Link | Adopt | TakeChild | SplitOut | Dismiss
Signal = SeeOutbreak | RepeatAlert | ClearAlert


def gather(ticket: Ticket, order: Family, rules: Rules) -> tuple[Event, ...]:
    """Make it the head of a larger trouble, or bind it to others."""
    match order:
        case Adopt():
            if ticket.state not in OPEN or order.parent in (ticket.number, ticket.parent):
                return refuse(ticket, order.by, "link", "target")
            return (Adopted(by=order.by, parent=order.parent),)
        case TakeChild():
            return (ChildJoined(by=order.by, child=order.child),)
        case SplitOut():
            return (SplitOff(by=order.by, into=order.into),)
        case DeclareMajor() | Link() | Dismiss():
            return _decide(ticket, order, rules)


def _decide(ticket: Ticket, order: DeclareMajor | Link | Dismiss, rules: Rules) -> tuple[Event, ...]:
    verb = {DeclareMajor: "major", Link: "link", Dismiss: "dismiss"}[type(order)]
    if not allows(ticket, verb):
        return refuse(ticket, order.by, verb, "state")
    match order:
        case DeclareMajor():
            return (DeclaredMajor(by=order.by), Paged(by=DESK, tier=rules.first_tier(Priority.P1)))
        case Link():
            if order.other == ticket.number:
                return refuse(ticket, order.by, "link", "target")
            return (Linked(by=order.by, other=order.other),)
        case Dismiss():
            return (OutbreakDismissed(by=order.by),)


def notice(ticket: Ticket, signal: Signal) -> tuple[Event, ...]:
    """What a machine noticed: alike tickets, an alert again, an alert that is over."""
    match signal:
        case SeeOutbreak():
            return () if ticket.outbreak else (OutbreakSeen(by=DESK, alike=signal.alike),)
        case RepeatAlert():
            return (AlertRepeated(by=signal.by, count=ticket.alerts + 1, flapping=signal.flapping),)
        case ClearAlert():
            return (AlertCleared(by=signal.by),) if ticket.state in OPEN else ()


def _adopted(ticket: Ticket, event: Adopted, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, parent=event.parent)


def _seen(ticket: Ticket, event: OutbreakSeen, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, outbreak="seen")


def _dismissed(ticket: Ticket, event: OutbreakDismissed, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, outbreak="dismissed")


def _repeated(ticket: Ticket, event: AlertRepeated, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, alerts=event.count)


def _cleared(ticket: Ticket, event: AlertCleared, now: datetime, rules: Rules) -> Ticket:
    """Solved by itself only where nobody has touched it."""
    if ticket.state is not State.NEW:
        return ticket
    return replace(stop(ticket, now, rules), state=solved(ticket.kind), solved_tier=ticket.tier, solved_at=now)


CHANGES: Mapping[type[Event], Change] = {
    Adopted: _adopted,
    OutbreakSeen: _seen,
    OutbreakDismissed: _dismissed,
    AlertRepeated: _repeated,
    AlertCleared: _cleared,
}
"""What makes a ticket major is in `evolve`, with the other changes of priority."""
