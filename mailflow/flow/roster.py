"""Who works at the desk now: absences and deputies, whom a role's letter reaches, who takes the next ticket. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from mailflow.desk.ticket import Ticket
from mailflow.notify.letters import Audience
from mailflow.store.people import TIERS, Agent

Agents = Mapping[str, Agent]


def known_as(agents: Agents, address: str | None) -> str | None:
    """The agent's own address where this is a further one of theirs; any other address as it is."""
    if address is None or address in agents:
        return address
    return next((each.address for each in agents.values() if address in each.aliases), address)


def named(agents: Agents, text: str) -> Agent | None:
    """The agent of this address or name, as people write it."""
    wanted = text.strip().strip("<>").casefold()
    for agent in agents.values():
        if wanted and wanted in (agent.address, agent.name.casefold(), *agent.aliases):
            return agent
    return None


def is_present(agent: Agent, now: datetime) -> bool:
    """True unless they are away."""
    return agent.away_until is None or agent.away_until <= now


def stand_in(agents: Agents, address: str, now: datetime) -> Agent | None:
    """The agent, or while they are away their deputy, or that one's; None where nobody of these is present."""
    seen: set[str] = set()
    agent = agents.get(address)
    while agent is not None and agent.address not in seen:
        if is_present(agent, now):
            return agent
        seen.add(agent.address)
        agent = agents.get(agent.deputy)
    return None


def reached(agents: Agents, ticket: Ticket, audience: Audience, now: datetime) -> list[Agent]:
    """Whom a letter to this role reaches. Of people who are away their deputies; so that nothing is told to nobody,

    of an empty tier the nearest below it, and of a desk where all are away everybody.
    """
    match audience:
        case Audience.MANAGER:
            return _present(agents, [each for each in agents.values() if each.manager], now)
        case Audience.ASSIGNEE if found := stand_in(agents, ticket.assignee or "", now):
            return [found]
        case Audience.LEAD:
            return leads(agents, now)
        case _:
            return _around(agents, ticket.tier, now)


def leads(agents: Agents, now: datetime) -> list[Agent]:
    """Who leads the first line, or stands in for them; where nobody does, those of it who are present."""
    return _present(agents, [each for each in agents.values() if each.lead], now) or _around(agents, 1, now)


def _around(agents: Agents, tier: int, now: datetime) -> list[Agent]:
    """Who is present in the tier nearest to this one; where all are away, everybody there."""
    here = [each for each in agents.values() if is_present(each, now)]
    return _nearest(here, tier) or _nearest(agents.values(), tier)


def choose(
    agents: Agents, tier: int, language: str, load: Mapping[str, int], now: datetime, but: str = ""
) -> Agent | None:
    """Of those present in the tier who speak the customer's language (if nobody does: of all present there) whoever

    has the fewest open tickets.
    """
    here = [each for each in agents.values() if each.tier == tier and is_present(each, now) and each.address != but]
    speaking = [each for each in here if not each.speaks or language in each.speaks]
    return min(speaking or here, key=lambda each: (load.get(each.address, 0), each.address), default=None)


def next_ones(agents: Agents, language: str, load: Mapping[str, int], now: datetime, but: str) -> dict[int, str]:
    """Who would take a new ticket of each tier; `but` wrote it."""
    found = ((tier, choose(agents, tier, language, load, now, but)) for tier in TIERS)
    return {tier: agent.address for tier, agent in found if agent is not None}


def _present(agents: Agents, wanted: Iterable[Agent], now: datetime) -> list[Agent]:
    """Each of these, or who stands in for them; each once."""
    found: Iterator[Agent | None] = (stand_in(agents, each.address, now) for each in wanted)
    return list({each.address: each for each in found if each is not None}.values())


def _nearest(everyone: Iterable[Agent], wanted: int) -> list[Agent]:
    people = list(everyone)
    for tier in [*range(wanted, 0, -1), *range(wanted + 1, 4)]:
        if found := [each for each in people if each.tier == tier]:
            return found
    return []
