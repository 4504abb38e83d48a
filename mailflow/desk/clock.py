"""The three clocks of a ticket (DESK.md "Clocks"): what is used, when a target is reached, and what is due next.

A stopwatch that adds up working time; a due date is only ever computed from it. The clock is read by nobody here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from mailflow.desk.events import Closed, Event, Reminded, Resolved, SilenceNoticed, TargetWarned
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, OPEN, SOLVED, Clock, Kind, Priority, State
from mailflow.desk.ticket import Ticket

PATIENT = frozenset({Priority.P3, Priority.P4})
"""Priorities whose silence ends the ticket; of the others the agent is told (I13)."""


def net(ticket: Ticket, now: datetime, rules: Rules) -> timedelta:
    """The resolution time used at `now`, in working time."""
    if ticket.running_since is None:
        return ticket.spent
    return ticket.spent + rules.calendar.between(ticket.running_since, now)


def stop(ticket: Ticket, at: datetime, rules: Rules) -> Ticket:
    """The ticket with its stopwatch standing since `at`; unchanged if it stood."""
    return replace(ticket, spent=net(ticket, at, rules), running_since=None)


def start(ticket: Ticket, at: datetime) -> Ticket:
    """The ticket with its stopwatch running since `at`; unchanged if it ran."""
    return ticket if ticket.running_since else replace(ticket, running_since=at)


def due_time(ticket: Ticket, clock: Clock, rules: Rules) -> datetime | None:
    """When this clock's target is (or was) reached, or None while the clock stands."""
    return _reached(ticket, clock, 100, rules)


def used(ticket: Ticket, clock: Clock, now: datetime, rules: Rules) -> timedelta | None:
    """The working time that this clock shows at `now`, or None while it stands."""
    running = _running(ticket, clock)
    if running is None:
        return None
    since, before = running
    return before + rules.calendar.between(since, now)


def happen(ticket: Ticket, now: datetime, rules: Rules) -> tuple[Event, ...]:
    """I13, I20, I25. What time alone brings: closure, the end of patience, reminders, warnings; nothing twice."""
    ends = [event for moment, event in _endings(ticket, rules) if moment <= now]
    if ends and isinstance(ends[-1], Resolved | Closed):
        return (ends[-1],)
    return (*ends[-1:], *_warnings(ticket, now, rules))


def next_due(ticket: Ticket, rules: Rules) -> datetime | None:
    """The earliest moment at which `happen` has something to say, or None."""
    moments = [moment for moment, _ in _endings(ticket, rules)]
    for clock in Clock:
        moments += [moment for moment, _ in _next_threshold(ticket, clock, rules)]
    return min(moments, default=None)


def still_warned(ticket: Ticket, now: datetime, rules: Rules) -> frozenset[str]:
    """The warnings that hold under the present targets too; the others may be given again (a new priority)."""
    return frozenset(
        warning(clock, percent)
        for clock in Clock
        for percent in rules.warn_percents
        if warning(clock, percent) in ticket.warned
        and ((moment := _reached(ticket, clock, percent, rules)) is None or moment <= now)
    )


def warning(clock: Clock, percent: int) -> str:
    """The word in `Ticket.warned` for this warning."""
    return f"{clock}:{percent}"


def silence_at(ticket: Ticket, now: datetime, rules: Rules) -> datetime | None:
    """When silence ends the wait: what is asked is taken as settled (I13), what is solved is closed (I20)."""
    calendar = rules.calendar
    if ticket.state is State.WAIT_CUSTOMER:
        return calendar.add_days(ticket.asked_at or now, rules.silence_after_days)
    if ticket.state in SOLVED:
        return calendar.add_days(ticket.solved_at or now, rules.close_after(ticket.priority))
    return None


def _endings(ticket: Ticket, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """What the customer's silence brings, in the order of time."""
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


def silence_noticed(rules: Rules) -> int:
    """The value of `Ticket.reminded` once the agent was told of the silence: one more than there are reminders."""
    return len(rules.remind_after_days) + 1


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
            moment = _reached(ticket, clock, percent, rules)
            if moment is not None:
                yield moment, percent


def _reached(ticket: Ticket, clock: Clock, percent: int, rules: Rules) -> datetime | None:
    running = _running(ticket, clock)
    if running is None:
        return None
    since, before = running
    return rules.calendar.add(since, rules.target(ticket.priority, clock) * percent / 100 - before)


def _running(ticket: Ticket, clock: Clock) -> tuple[datetime, timedelta] | None:
    """Since when this clock runs and what was used before, or None while it stands."""
    since = _since(ticket, clock) if ticket.state in OPEN else None
    if since is None:
        return None
    return since, ticket.spent if clock is Clock.RESOLUTION else timedelta()


def _since(ticket: Ticket, clock: Clock) -> datetime | None:
    match clock:
        case Clock.FIRST_RESPONSE:
            return ticket.opened_at if ticket.responded_at is None else None
        case Clock.NEXT_RESPONSE:
            paused = ticket.running_since is None
            return None if paused or ticket.responded_at is None else ticket.waiting_since
        case Clock.RESOLUTION:
            return ticket.running_since
