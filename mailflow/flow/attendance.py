"""Who gets the work: `#assign` by name, address, tier or to whoever has the fewest, and a new ticket's first agent."""

from collections.abc import Iterator, Mapping

from mailflow.desk.commands import Assign, Command
from mailflow.desk.verbs import bare
from mailflow.flow.errand import Errand, Run
from mailflow.flow.letters import Desk
from mailflow.flow.orders import tier_of
from mailflow.flow.roster import choose, is_present, named, next_ones, stand_in
from mailflow.store import tickets

ANYBODY = frozenset({"auto", "barki", "automatikus", "egal", "automatisch"})
"""`#assign auto` in three languages, bare."""
NO_TIER = 0


def assign(errand: Errand) -> Iterator[Command]:
    """To the agent who is named, or to whoever of a tier has the fewest open tickets; in an absence to the deputy."""
    desk, ticket, now = errand.desk, errand.ticket, errand.desk.ledger.now
    tier, rest = tier_of(errand.text, NO_TIER)
    if bare(errand.text) in ANYBODY or (tier and not rest):
        found = choose(desk.agents, tier or ticket.tier, ticket.language, _load(desk), now)
        yield Assign(by=errand.by, to=found.address, tier=found.tier) if found else errand.refuse("nobody")
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


def takers(desk: Desk, language: str, writer: str) -> Mapping[int, str]:
    """By tier who would take a new ticket at once; nobody where the desk's rules leave it in the queue."""
    if desk.office.rules.assign == "queue":
        return {}
    return next_ones(desk.agents, language, _load(desk), desk.ledger.now, writer)


def _load(desk: Desk) -> Mapping[str, int]:
    desk.ledger.flush()
    return tickets.open_counts(desk.ledger.connection)


ERRANDS: Mapping[str, Run] = {"assign": assign}
