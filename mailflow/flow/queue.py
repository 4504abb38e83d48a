"""An agent's open tickets in the order of the work: first their own, then those of their tier that nobody has."""

from collections.abc import Iterator
from datetime import datetime

from mailflow.desk.clock import due_time
from mailflow.desk.terms import Clock
from mailflow.desk.ticket import Ticket
from mailflow.flow.letters import TIME, Cause, Desk, agent_recipient, write_letter
from mailflow.flow.roster import stand_in
from mailflow.notify.occasion import Entry
from mailflow.store import tickets
from mailflow.store.people import Agent


def tell_queue(desk: Desk, agent: Agent, cause: Cause = TIME) -> None:
    """Write the queue to the agent who asked."""
    recipient = agent_recipient(agent, desk.office.card.language)
    write_letter(desk, "queue", recipient, cause, queue=queue(desk, agent, open_tickets(desk)))


def open_tickets(desk: Desk) -> list[Ticket]:
    """All open tickets, those of this transaction among them."""
    desk.ledger.flush()
    return list(tickets.open_ones(desk.ledger.connection))


def queue(desk: Desk, agent: Agent, everything: list[Ticket]) -> tuple[Entry, ...]:
    """The agent's own, and of those for whom they stand in, by priority and next due; then likewise their tier's."""
    return tuple(sorted(_entries(desk, agent, everything), key=_place))


def _entries(desk: Desk, agent: Agent, everything: list[Ticket]) -> Iterator[Entry]:
    for ticket in everything:
        works = stand_in(desk.agents, ticket.assignee or "", desk.ledger.now)
        mine = works is not None and works.address == agent.address
        if mine or (works is None and ticket.tier == agent.tier):
            found = [due_time(ticket, clock, desk.office.rules) for clock in Clock]
            yield Entry(ticket=ticket, due=min((each for each in found if each), default=None), mine=mine)


def _place(entry: Entry) -> tuple[bool, str, bool, datetime, int]:
    return (
        not entry.mine,
        entry.ticket.priority,
        entry.due is None,
        entry.due or entry.ticket.opened_at,
        entry.ticket.number,
    )
