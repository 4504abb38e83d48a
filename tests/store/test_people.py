"""Agents are added, changed and removed; the desk's secret is made once."""

from dataclasses import replace
from datetime import timedelta

from mailflow.store.db import Store
from mailflow.store.people import Agent, agents, key_ring, put_absence, put_agents, remove_agent, settle_agents
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


def test_who_vanishes_from_the_settings_acts_no_more_and_who_was_added_by_command_stays(store: Store) -> None:
    bo, lena, zoe = (Agent(address=f"{name}@agents.example") for name in ("bo", "lena", "zoe"))
    with store.write() as connection:
        settle_agents(connection, [bo, lena])
        put_agents(connection, [zoe])
    with store.write() as connection:
        settle_agents(connection, [bo])
        assert set(agents(connection)) == {bo.address, zoe.address}
    with store.write() as connection:
        settle_agents(connection, [zoe])
        settle_agents(connection, [])
        assert agents(connection) == {}


def test_the_desk_has_one_secret_and_keeps_it(store: Store) -> None:
    with store.write() as connection:
        token = key_ring(connection, NOW).make(ticket=1, recipient=ANA, purpose=Purpose.CUSTOMER)
    with store.write() as connection:
        ring = key_ring(connection, NOW)
        assert len(ring.keys) == 1
        assert ring.proves(token, ANA)


def test_an_absence_that_was_told_stands_while_the_settings_name_none(store: Store) -> None:
    bo = Agent(address=BO, name="Bo", deputy=ANA)
    back = NOW + timedelta(days=3)
    with store.write() as connection:
        settle_agents(connection, [bo])
        put_absence(connection, replace(bo, away_until=NOW, deputy="liz@agents.example"))
        settle_agents(connection, [replace(bo, name="Bob")])
        kept = agents(connection)[BO]
        assert (kept.name, kept.away_until, kept.deputy) == ("Bob", NOW, "liz@agents.example")
        settle_agents(connection, [replace(bo, away_until=back)])
        assert agents(connection)[BO] == replace(bo, away_until=back)
