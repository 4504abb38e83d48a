"""The three clocks of a ticket (DESK.md "Clocks"): what is used, and when a target is reached.

A stopwatch that adds up working time; a due date is only ever computed from it. The clock is read by nobody here.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.desk.rules import Rules
from mailflow.desk.terms import OPEN, SOLVED, Clock, Priority, State
from mailflow.desk.ticket import Ticket


def net(ticket: Ticket, now: datetime, rules: Rules) -> timedelta:
    """The resolution time used at `now`, in working time."""
    if ticket.running_since is None:
        return ticket.spent
    return ticket.spent + rules.calendar_of(ticket.priority).between(ticket.running_since, now)


def stop(ticket: Ticket, at: datetime, rules: Rules) -> Ticket:
    """The ticket with its stopwatch standing since `at`; unchanged if it stood."""
    return replace(ticket, spent=net(ticket, at, rules), running_since=None)


def start(ticket: Ticket, at: datetime) -> Ticket:
    """The ticket with its stopwatch running since `at`; unchanged if it ran."""
    return ticket if ticket.running_since else replace(ticket, running_since=at)


def prioritise(ticket: Ticket, priority: Priority, now: datetime, rules: Rules) -> Ticket:
    """With this priority: what its clocks used on the calendar of the one before stays used."""
    after = replace(ticket, priority=priority)
    if rules.calendar_of(priority) == rules.calendar_of(ticket.priority):
        return after
    if ticket.running_since is not None:
        after = replace(after, spent=net(ticket, now, rules), running_since=max(ticket.running_since, now))
    for clock in (Clock.FIRST_RESPONSE, Clock.NEXT_RESPONSE):
        if (spent := used(ticket, clock, now, rules)) is not None:
            after = replace(after, response_spent=spent, response_since=now)
    return after


def due_time(ticket: Ticket, clock: Clock, rules: Rules) -> datetime | None:
    """When this clock's target is (or was) reached, or None while the clock stands."""
    return reached(ticket, clock, 100, rules)


def used(ticket: Ticket, clock: Clock, now: datetime, rules: Rules) -> timedelta | None:
    """The working time that this clock shows at `now`, or None while it stands."""
    running = _running(ticket, clock)
    if running is None:
        return None
    since, before = running
    return before + rules.calendar_of(ticket.priority).between(since, now)


def still_warned(ticket: Ticket, now: datetime, rules: Rules) -> frozenset[str]:
    """The warnings that hold under the present targets too; the others may be given again (a new priority)."""
    others = frozenset(each for each in ticket.warned if not each.startswith(tuple(Clock)))
    return others | {
        warning(clock, percent)
        for clock in Clock
        for percent in rules.warn_percents
        if warning(clock, percent) in ticket.warned
        and ((moment := reached(ticket, clock, percent, rules)) is None or moment <= now)
    }


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


def silence_noticed(rules: Rules) -> int:
    """The value of `Ticket.reminded` once the agent was told of the silence: one more than there are reminders."""
    return len(rules.remind_after_days) + 1


def reached(ticket: Ticket, clock: Clock, percent: int, rules: Rules) -> datetime | None:
    """When so much of this clock's target is (or was) used, or None while the clock stands."""
    running = _running(ticket, clock)
    if running is None:
        return None
    since, before = running
    working = rules.target(ticket.priority, clock) * percent / 100 - before
    return rules.calendar_of(ticket.priority).add(since, working)


def _running(ticket: Ticket, clock: Clock) -> tuple[datetime, timedelta] | None:
    """Since when this clock runs and what was used before, or None while it stands."""
    since = _since(ticket, clock) if ticket.state in OPEN else None
    if since is None:
        return None
    return since, ticket.spent if clock is Clock.RESOLUTION else ticket.response_spent


def _since(ticket: Ticket, clock: Clock) -> datetime | None:
    match clock:
        case Clock.FIRST_RESPONSE:
            return ticket.response_since or ticket.opened_at if ticket.responded_at is None else None
        case Clock.NEXT_RESPONSE:
            paused = ticket.running_since is None
            if paused or ticket.responded_at is None or ticket.waiting_since is None:
                return None
            return ticket.response_since or ticket.waiting_since
        case Clock.RESOLUTION:
            return ticket.running_since
