"""What time alone brings to a ticket, and when it must next be looked at. Nothing comes twice.

Each source yields the moments ahead of the ticket as it stands, rising; of those that have passed only the last counts.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

from mailflow.desk import appointment, approval, breach
from mailflow.desk.clock import due_time, reached, silence_noticed, warning
from mailflow.desk.events import (
    BreachWarned,
    Closed,
    Event,
    ProgressTold,
    Rejected,
    Reminded,
    Resolved,
    SilenceNoticed,
    TargetWarned,
)
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, IN_WORK, SOLVED, Clock, Kind, Priority, State
from mailflow.desk.ticket import Ticket

PATIENT = frozenset({Priority.P3, Priority.P4})
"""Priorities whose silence ends the ticket; of the others the agent is told (I13)."""

ENDS = (Resolved, Closed, Rejected)
"""Events after which nothing else of the same moment is told, but what the law asks for."""


def happen(ticket: Ticket, now: datetime, rules: Rules) -> tuple[Event, ...]:
    """I13, I16, I20, I25 and the like: closure, the end of patience, reminders, warnings, progress."""
    passed = [list(takewhile(lambda each: each[0] <= now, source(ticket, rules))) for source in _SOURCES]
    latest = [each[-1][1] for each in passed if each]
    if ends := [event for event in latest if isinstance(event, ENDS)]:
        return (ends[0], *(event for event in latest if isinstance(event, BreachWarned)))
    return (*latest, *_warnings(ticket, now, rules))


def next_due(ticket: Ticket, rules: Rules) -> datetime | None:
    """The earliest moment at which `happen` has something to say, or None."""
    moments = [moment for source in _SOURCES for moment, _ in source(ticket, rules)]
    for clock in Clock:
        moments += [moment for moment, _ in _next_threshold(ticket, clock, rules)]
    return min(moments, default=None)


def _silences(ticket: Ticket, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """What the customer's silence brings."""
    if ticket.state in SOLVED and ticket.solved_at and not ticket.undeliverable:
        days = rules.close_after(ticket.priority)
        yield rules.calendar.add_days(ticket.solved_at, days), Closed(by=DESK, how="silence")
    if ticket.state is State.WAIT_CUSTOMER and ticket.asked_at:
        yield from _silence(ticket, ticket.asked_at, rules)


def _silence(ticket: Ticket, asked_at: datetime, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """Reminders and the end of patience. A question that came back is no silence: only the agent is told."""
    add_days = rules.calendar.add_days
    if not ticket.undeliverable:
        for number, days in enumerate(rules.remind_after_days, start=1):
            if number > ticket.reminded:
                yield add_days(asked_at, days), Reminded(by=DESK, count=number)
    over = add_days(asked_at, rules.silence_after_days)
    if ticket.priority in PATIENT and not ticket.undeliverable:
        fulfilled = ticket.kind is Kind.REQUEST
        yield over, Resolved(by=DESK, text="", how="no answer", fulfilled=fulfilled)
    elif ticket.reminded < silence_noticed(rules):
        yield over, SilenceNoticed(by=DESK)


def _progress(ticket: Ticket, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """The desk's word on a ticket in work of which its people have heard nothing for so long (DESK.md "Priority")."""
    if ticket.told_at is None or ticket.state not in IN_WORK | {State.WAIT_VENDOR}:
        return
    with_vendor = ticket.state is State.WAIT_VENDOR
    every = rules.vendor_progress_every if with_vendor else rules.progress(ticket.priority)
    yield rules.calendar_of(ticket.priority).add(ticket.told_at, every), ProgressTold(by=DESK)


_SOURCES = (_silences, appointment.timers, approval.timers, breach.timers, _progress)


def _warnings(ticket: Ticket, now: datetime, rules: Rules) -> Iterator[Event]:
    """Of each clock the highest threshold that has passed: one catch-up after downtime."""
    for clock in Clock:
        passed = list(takewhile(lambda each: each[0] <= now, _thresholds(ticket, clock, rules)))
        due = due_time(ticket, clock, rules)
        if passed and due:
            yield TargetWarned(by=DESK, clock=clock, percent=passed[-1][1], due=due)


def _next_threshold(ticket: Ticket, clock: Clock, rules: Rules) -> list[tuple[datetime, int]]:
    first = next(_thresholds(ticket, clock, rules), None)
    return [first] if first else []


def _thresholds(ticket: Ticket, clock: Clock, rules: Rules) -> Iterator[tuple[datetime, int]]:
    """The moments of the warnings not yet given, rising."""
    for percent in rules.warn_percents:
        if warning(clock, percent) not in ticket.warned:
            moment = reached(ticket, clock, percent, rules)
            if moment is not None:
                yield moment, percent
