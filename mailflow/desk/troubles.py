"""Troubles larger than one ticket: a major incident and its children, alike tickets, a monitor's alerts (I24, I27)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.desk.changes import Change
from mailflow.desk.clock import start, stop
from mailflow.desk.commands import (
    Adopt,
    ClearAlert,
    DeclareMajor,
    Dismiss,
    Link,
    Part,
    RepeatAlert,
    SeeOutbreak,
    SplitOut,
    TakeChild,
    TellChild,
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
    ParentTold,
    Parted,
    SplitOff,
)
from mailflow.desk.moves import allows, solved
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, OPEN, SOLVED, Priority, State
from mailflow.desk.ticket import Ticket

FLAPS = 4
FLAPS_WITHIN = timedelta(hours=1)
"""So often within so long: then a monitor's trouble comes and goes, and a person must look."""
Family = DeclareMajor | Link | Adopt | TakeChild | TellChild | Part | SplitOut | Dismiss
Signal = SeeOutbreak | RepeatAlert | ClearAlert


def gather(ticket: Ticket, order: Family, rules: Rules) -> tuple[Event, ...]:
    """Make it the head of a larger trouble, or bind it to others."""
    match order:
        case Adopt():
            return _adopt(ticket, order)
        case TakeChild():
            return (ChildJoined(by=order.by, child=order.child),)
        case TellChild() | Part():
            return _follow(ticket, order)
        case SplitOut():
            return (SplitOff(by=order.by, into=order.into),)
        case DeclareMajor() | Link() | Dismiss():
            return _decide(ticket, order, rules)


def _adopt(ticket: Ticket, order: Adopt) -> tuple[Event, ...]:
    """A confidential ticket follows none: its people would hear of it in letters that others read."""
    fits = ticket.state in OPEN and not ticket.major and not ticket.confidential
    if not fits or order.parent in (ticket.number, ticket.parent):
        return refuse(ticket, order.by, "link", "target")
    return (Adopted(by=order.by, parent=order.parent),)


def _follow(ticket: Ticket, order: TellChild | Part) -> tuple[Event, ...]:
    """Nothing where it has ended or follows nobody."""
    if ticket.parent is None or ticket.state not in OPEN:
        return ()
    match order:
        case TellChild():
            return (ParentTold(by=order.by, parent=ticket.parent, news=order.news, text=order.text),)
        case Part():
            return (Parted(by=order.by, parent=ticket.parent),)


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
            if ticket.major or ticket.outbreak not in ("", "seen"):
                return ()
            return (OutbreakSeen(by=DESK, alike=signal.alike, more=bool(ticket.outbreak)),)
        case RepeatAlert():
            return _repeat(ticket, signal)
        case ClearAlert():
            return (AlertCleared(by=signal.by),) if ticket.state in OPEN else ()


def _repeat(ticket: Ticket, signal: RepeatAlert) -> tuple[Event, ...]:
    back = ticket.state in SOLVED
    flapping = signal.flapping and not ticket.flapping
    return (AlertRepeated(by=signal.by, count=ticket.alerts + 1, flapping=flapping, back=back),)


def _adopted(ticket: Ticket, event: Adopted, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, parent=event.parent)


def _parted(ticket: Ticket, event: Parted, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, parent=None)


def _seen(ticket: Ticket, event: OutbreakSeen, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, outbreak="seen")


def _dismissed(ticket: Ticket, event: OutbreakDismissed, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, outbreak="dismissed")


def _repeated(ticket: Ticket, event: AlertRepeated, now: datetime, rules: Rules) -> Ticket:
    """Back from having been well it is new once more, and its stopwatch goes on."""
    ticket = replace(ticket, alerts=event.count, flapping=ticket.flapping or event.flapping)
    return replace(start(ticket, now), state=State.NEW, solved_at=None) if event.back else ticket


def _cleared(ticket: Ticket, event: AlertCleared, now: datetime, rules: Rules) -> Ticket:
    """Solved by itself only where nobody has touched it, and where it does not come and go."""
    if ticket.state is not State.NEW or ticket.flapping:
        return ticket
    return replace(stop(ticket, now, rules), state=solved(ticket.kind), solved_tier=ticket.tier, solved_at=now)


CHANGES: Mapping[type[Event], Change] = {
    Adopted: _adopted,
    Parted: _parted,
    OutbreakSeen: _seen,
    OutbreakDismissed: _dismissed,
    AlertRepeated: _repeated,
    AlertCleared: _cleared,
}
"""What makes a ticket major is in `evolve`, with the other changes of priority."""
