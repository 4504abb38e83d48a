"""Who gets the work: `#assign` by name, address, tier or to whoever has the fewest, and a new ticket's first agent."""

from collections.abc import Iterator, Mapping

from mailflow.desk.commands import Assign, Command
from mailflow.desk.events import CallFixed
from mailflow.desk.verbs import bare
from mailflow.flow.errand import Errand, Run
from mailflow.flow.letters import Desk, agent_recipient, write_letter
from mailflow.flow.orders import tier_of
from mailflow.flow.roster import choose, is_present, named, next_ones, stand_in
from mailflow.store import tickets
from mailflow.store.people import Agent

ANYBODY = frozenset({"auto", "barki", "automatikus", "egal", "automatisch"})
"""`#assign auto` in three languages, bare."""
NO_TIER = 0


def assign(errand: Errand) -> Iterator[Command]:
    """To the agent who is named, or to whoever of a tier has the fewest open tickets; in an absence to the deputy."""
    desk, ticket, now = errand.desk, errand.ticket, errand.desk.ledger.now
    tier, rest = tier_of(errand.text, NO_TIER)
    if bare(errand.text) in ANYBODY or (tier and not rest):
        found = choose(desk.agents, tier or ticket.tier, ticket.language, _load(desk), now)
        if found is None:
            yield errand.refuse("nobody")
            return
        yield Assign(by=errand.by, to=found.address, tier=found.tier)
        _invite(errand, found)
        return
    meant = named(desk.agents, errand.text)
    if meant is None:
        yield errand.refuse("agent", ", ".join(desk.agents))
        return
    found = stand_in(desk.agents, meant.address, now)
    if found is None:
        yield errand.refuse("absent", ", ".join(each.address for each in desk.agents.values() if is_present(each, now)))
        return
    yield Assign(by=errand.by, to=found.address, tier=found.tier, instead_of="" if found is meant else meant.address)
    _invite(errand, found)


def _invite(errand: Errand, agent: Agent) -> None:
    """The appointment that stands comes into the calendar of the agent who has got the ticket."""
    desk, before = errand.desk, errand.ticket
    ticket = desk.ledger.ticket(before.number)
    if ticket is None or ticket.call_at is None or ticket.assignee in (before.assignee, None) or ticket.confidential:
        return
    event = CallFixed(
        by=errand.by,
        at=ticket.call_at,
        minutes=ticket.call_minutes,
        where=ticket.call_where,
        sequence=ticket.call_sequence,
        call=ticket.call_number,
    )
    recipient = agent_recipient(agent, desk.office.card.language)
    write_letter(desk, "call_fixed_agent", recipient, errand.cause, ticket=ticket, event=event)


def takers(desk: Desk, language: str, writer: str) -> Mapping[int, str]:
    """By tier who would take a new ticket at once; nobody where the desk's rules leave it in the queue."""
    if desk.office.rules.assign == "queue":
        return {}
    return next_ones(desk.agents, language, _load(desk), desk.ledger.now, writer)


def _load(desk: Desk) -> Mapping[str, int]:
    desk.ledger.flush()
    return tickets.open_counts(desk.ledger.connection)


ERRANDS: Mapping[str, Run] = {"assign": assign}
