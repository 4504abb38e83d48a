"""A privacy incident (GDPR Articles 33 and 34): its phases, and the 72 hours of wall time, which nothing pauses."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.desk.changes import Change
from mailflow.desk.commands import (
    AssessBreach,
    CloseBreach,
    DecideBreach,
    DecideSubjects,
    DenyBreach,
    RecordBreach,
    SuspectBreach,
)
from mailflow.desk.events import (
    BreachAssessed,
    BreachClosed,
    BreachDecided,
    BreachDenied,
    BreachRecorded,
    BreachSuspected,
    BreachWarned,
    Event,
    SubjectsDecided,
)
from mailflow.desk.moves import allows
from mailflow.desk.refusal import refuse
from mailflow.desk.register import Entry
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, Breach
from mailflow.desk.ticket import Ticket

Privacy = SuspectBreach | AssessBreach | DecideBreach | DecideSubjects | RecordBreach | DenyBreach | CloseBreach
UNDECIDED = frozenset({Breach.DETECTED, Breach.ASSESSING})
"""Phases in which the authority has not heard, and nobody has said why it need not."""
_DECIDED = frozenset({Breach.NOTIFY, Breach.NO_NOTIFY})
_DONE = frozenset({Breach.SUBJECTS_TOLD, Breach.SUBJECTS_NOT_REQUIRED})
_ALLOWED: Mapping[type[Privacy], frozenset[Breach]] = {
    SuspectBreach: frozenset({Breach.NONE, Breach.DENIED}),
    AssessBreach: UNDECIDED,
    DecideBreach: UNDECIDED | {Breach.NO_NOTIFY},
    DecideSubjects: _DECIDED | _DONE,
    RecordBreach: frozenset(Breach) - {Breach.NONE},
    DenyBreach: UNDECIDED,
    CloseBreach: _DONE,
}
"""In which phases each is possible; a decision not to notify can be taken again, the other way."""


STEPS: Mapping[type[Privacy], tuple[Entry, ...]] = {
    AssessBreach: (Entry.ASSESS,),
    DecideBreach: (Entry.NOTIFY, Entry.NO_NOTIFY),
    DecideSubjects: (Entry.SUBJECTS_TOLD, Entry.SUBJECTS_NOT_REQUIRED),
    DenyBreach: (Entry.DENY,),
    CloseBreach: (Entry.CLOSE,),
}
"""What an agent writes after `#breach` for each."""
FIELD = "field"
"""Stands in letters for the fields of the register, any of which may follow `#breach` too."""


def guard(ticket: Ticket, order: Privacy, now: datetime, rules: Rules) -> tuple[Event, ...]:
    """Take the privacy incident a step on, where its phase allows and nothing that the law asks for is missing."""
    if ticket.breach not in _ALLOWED[type(order)]:
        return refuse(ticket, order.by, "breach", "phase")
    if isinstance(order, SuspectBreach) and not allows(ticket, "breach"):
        return refuse(ticket, order.by, "breach", "state")
    if _lacks_reason(order):
        return refuse(ticket, order.by, "breach", "reason")
    if isinstance(order, DecideBreach) and is_late(ticket, now, rules) and not order.delay.strip():
        return refuse(ticket, order.by, "breach", "delay")
    if isinstance(order, CloseBreach) and order.missing:
        return refuse(ticket, order.by, "breach", "missing")
    return (_step(order, now),)


def possible_steps(ticket: Ticket) -> tuple[Entry, ...]:
    """What may follow `#breach` now, beside the fields of the register."""
    return tuple(step for order, steps in STEPS.items() if ticket.breach in _ALLOWED[order] for step in steps)


def _lacks_reason(order: Privacy) -> bool:
    match order:
        case DecideBreach() | DenyBreach():
            return not order.reason.strip()
        case DecideSubjects():
            return not order.told and not order.reason.strip()
        case _:
            return False


def _step(order: Privacy, now: datetime) -> Event:
    match order:
        case SuspectBreach():
            return BreachSuspected(by=order.by)
        case AssessBreach():
            return BreachAssessed(by=order.by, aware_at=min(order.aware_at or now, now))
        case DecideBreach():
            return BreachDecided(by=order.by, notify=order.notify, reason=order.reason.strip())
        case DecideSubjects():
            return SubjectsDecided(by=order.by, told=order.told, reason=order.reason.strip())
        case RecordBreach():
            return BreachRecorded(by=order.by, field=order.field)
        case DenyBreach():
            return BreachDenied(by=order.by, reason=order.reason.strip())
        case CloseBreach():
            return BreachClosed(by=order.by)


def deadline(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the 72 hours end. None once decided."""
    return _end(ticket, rules) if ticket.breach in UNDECIDED else None


def is_late(ticket: Ticket, now: datetime, rules: Rules) -> bool:
    """True if the 72 hours were over at this moment, so that the reasons for the delay are due (Article 33(1))."""
    end = _end(ticket, rules)
    return end is not None and now > end


def _end(ticket: Ticket, rules: Rules) -> datetime | None:
    """From awareness, or, until that is said, from the first suspicion."""
    since = ticket.aware_at or ticket.breach_at
    return since + rules.breach_within if since else None


def timers(ticket: Ticket, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """The warnings not yet given, rising."""
    until = deadline(ticket, rules)
    if until is None:
        return
    for hours in rules.breach_warn_hours:
        if f"breach:{hours}" not in ticket.warned:
            yield until - rules.breach_within + timedelta(hours=hours), BreachWarned(by=DESK, hours=hours, until=until)


def _suspected(ticket: Ticket, event: BreachSuspected, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, confidential=True, breach=Breach.DETECTED, breach_at=now, aware_at=None)


def _assessed(ticket: Ticket, event: BreachAssessed, now: datetime, rules: Rules) -> Ticket:
    """Warnings that were given for another moment of awareness may be given again."""
    others = frozenset(each for each in ticket.warned if not each.startswith("breach:"))
    return replace(ticket, breach=Breach.ASSESSING, aware_at=event.aware_at, warned=others)


def _decided(ticket: Ticket, event: BreachDecided, now: datetime, rules: Rules) -> Ticket:
    phase = Breach.NOTIFY if event.notify else Breach.NO_NOTIFY
    return replace(ticket, breach=phase, aware_at=ticket.aware_at or ticket.breach_at)


def _subjects(ticket: Ticket, event: SubjectsDecided, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, breach=Breach.SUBJECTS_TOLD if event.told else Breach.SUBJECTS_NOT_REQUIRED)


def _denied(ticket: Ticket, event: BreachDenied, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, breach=Breach.DENIED)


def _closed(ticket: Ticket, event: BreachClosed, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, breach=Breach.CLOSED)


def _warned(ticket: Ticket, event: BreachWarned, now: datetime, rules: Rules) -> Ticket:
    given = {f"breach:{hours}" for hours in rules.breach_warn_hours if hours <= event.hours}
    return replace(ticket, warned=ticket.warned | given)


CHANGES: Mapping[type[Event], Change] = {
    BreachSuspected: _suspected,
    BreachAssessed: _assessed,
    BreachDecided: _decided,
    SubjectsDecided: _subjects,
    BreachDenied: _denied,
    BreachClosed: _closed,
    BreachWarned: _warned,
}
