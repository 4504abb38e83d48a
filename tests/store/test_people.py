"""Agents are added, changed and removed; the desk's secret is made once."""

from mailflow.store.db import Store
from mailflow.store.people import Agent, agents, key_ring, put_agents, remove_agent
from mailflow.tokens import Purpose
from tests.store.things import ANA, BO, NOW


def test_agents_are_added_changed_and_removed(store: Store) -> None:
    bo = Agent(address=BO, name="Bo", tier=1, language="hu", lead=True)
    with store.write() as connection:
        put_agents(connection, [bo])
        put_agents(connection, [Agent(address=BO, name="Bo", tier=2), Agent(address=ANA)])
    with store.write() as connection:
        assert agents(connection)[BO] == Agent(address=BO, name="Bo", tier=2)
        assert remove_agent(connection, BO)
        assert not remove_agent(connection, BO)
        assert list(agents(connection)) == [ANA]


def test_the_desk_has_one_secret_and_keeps_it(store: Store) -> None:
    with store.write() as connection:
        token = key_ring(connection, NOW).make(ticket=1, recipient=ANA, purpose=Purpose.CUSTOMER)
    with store.write() as connection:
        ring = key_ring(connection, NOW)
        assert len(ring.keys) == 1
        assert ring.proves(token, ANA)
