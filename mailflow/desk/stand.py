"""Where a ticket stands: in work at a tier, aside, or back from there. What `evolve` is made of."""

from dataclasses import replace
from datetime import datetime

from mailflow.desk.clock import start, stop
from mailflow.desk.moves import working
from mailflow.desk.rules import Rules
from mailflow.desk.terms import ASIDE, Priority, State
from mailflow.desk.ticket import Ticket


def at_work(ticket: Ticket, tier: int, assignee: str | None) -> Ticket:
    """In work at this tier, with this agent."""
    return replace(ticket, state=working(ticket.kind, tier), tier=tier, assignee=assignee)


def given(ticket: Ticket, tier: int, agent: str) -> Ticket:
    """The agent's own from now on; what waits aside goes on waiting."""
    return replace(ticket, assignee=agent) if ticket.state in ASIDE else at_work(ticket, tier, agent)


def step_aside(ticket: Ticket, state: State, by: str) -> Ticket:
    """Waiting in this state, to come back to the tier that it leaves."""
    return replace(ticket, state=state, previous_tier=ticket.tier, assignee=ticket.assignee or by)


def come_back(ticket: Ticket, at: datetime) -> Ticket:
    """In work again at the tier that it left, its stopwatch running since `at` unless it ran on."""
    tier = ticket.previous_tier
    return replace(start(ticket, at), state=working(ticket.kind, tier), tier=tier)


def pause(ticket: Ticket, at: datetime, rules: Rules) -> Ticket:
    """With its stopwatch standing since `at`; a P1 never pauses (DESK.md "Clocks" 4)."""
    return ticket if ticket.priority is Priority.P1 else stop(ticket, at, rules)


def pauses(ticket: Ticket) -> bool:
    """True if this ticket's wait stops the resolution clock of all but a P1."""
    match ticket.state:
        case State.WAIT_CUSTOMER:
            return ticket.asked_at is not None
        case State.SCHEDULED:
            return ticket.call_at is not None and ticket.call_at == ticket.call_wish
        case _:
            return ticket.state is State.WAIT_APPROVAL
