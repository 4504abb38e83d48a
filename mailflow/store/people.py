"""The agents of the desk, and the secret keys of its tokens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from mailflow.desk.terms import LANGUAGES
from mailflow.mail import is_address
from mailflow.store import schema
from mailflow.tokens import KeyRing, new_key

TIERS = (1, 2, 3)
SETTINGS, COMMAND = "settings", "command"
"""Where an agent comes from."""

KEYS = 5
"""So many of the newest keys hold: the one that makes tokens, and those that only verify."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who may act. `lead` is told of what the first line must look at, `manager` of targets that are nearly missed,

    `privacy` of privacy incidents. `language` is that of the letters to them, `speaks` those of the customers
    that they can serve (none named: all). `aliases` are further addresses that they write from. Until `away_until`
    their work goes to the deputy, an agent's address.
    """

    address: str
    name: str = ""
    tier: int = 1
    language: str = ""
    lead: bool = False
    manager: bool = False
    privacy: bool = False
    speaks: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    deputy: str = ""
    away_until: datetime | None = None

    def __post_init__(self) -> None:
        """Raises ValueError with the key and what is wrong with it."""
        if not is_address(self.address):
            raise ValueError(f"address: {self.address!r} is none; write it as name@example.org")
        if self.tier not in TIERS:
            raise ValueError(f"tier: must be 1, 2 or 3, not {self.tier}")
        for language in filter(None, (self.language, *self.speaks)):
            if language not in LANGUAGES:
                raise ValueError(f"language: must be hu, en or de, not {language!r}")
        for address in filter(None, (*self.aliases, self.deputy)):
            if not is_address(address):
                raise ValueError(f"aliases, deputy: {address!r} is no address; write it as name@example.org")
        if self.away_until is not None and self.away_until.tzinfo is None:
            raise ValueError(
                f"away_until: write it with its offset, as 2026-12-01T18:00:00+01:00, not {self.away_until}"
            )


def agents(connection: Connection) -> dict[str, Agent]:
    """All agents by their address, in lower case."""
    columns = [schema.agent.c[field.name] for field in fields(Agent)]
    rows = connection.execute(select(*columns).order_by(schema.agent.c.tier, schema.agent.c.address))
    return {row.address: _agent(row) for row in rows}


def _agent(row: Row[Any]) -> Agent:
    return Agent(**{**row._mapping, "speaks": tuple(row.speaks), "aliases": tuple(row.aliases)})


def put_agents(connection: Connection, wanted: Iterable[Agent], source: str = COMMAND) -> None:
    """Add these agents, or change those that are there; whoever put them last takes them off."""
    agent = schema.agent
    known = {row.address: dict(row._mapping) for row in connection.execute(select(agent))}
    for each in wanted:
        values = {**asdict(each), "speaks": list(each.speaks), "aliases": list(each.aliases), "source": source}
        if each.address not in known:
            connection.execute(insert(agent).values(values))
        elif known[each.address] != (values := values | _told(each, known[each.address], source)):
            connection.execute(update(agent).where(agent.c.address == each.address).values(values))


def _told(agent: Agent, known: Mapping[str, Any], source: str) -> dict[str, Any]:
    """What an agent has told of an absence stands while the settings say nothing of it."""
    if source != SETTINGS or agent.away_until is not None or known["away_until"] is None:
        return {}
    return {"away_until": known["away_until"], "deputy": known["deputy"]}


def put_absence(connection: Connection, agent: Agent) -> None:
    """Keep until when this agent is away and who their deputy is."""
    values = {"away_until": agent.away_until, "deputy": agent.deputy}
    connection.execute(update(schema.agent).where(schema.agent.c.address == agent.address).values(values))


def settle_agents(connection: Connection, wanted: Sequence[Agent]) -> None:
    """Let the agents of the settings be these: who vanished from there acts no more. Others stay."""
    put_agents(connection, wanted, SETTINGS)
    agent, addresses = schema.agent, [each.address for each in wanted]
    gone = select(agent.c.address).where(agent.c.source == SETTINGS, agent.c.address.not_in(addresses))
    for address in connection.execute(gone).scalars().all():
        remove_agent(connection, address)


def remove_agent(connection: Connection, address: str) -> bool:
    """Take an agent off; False if there was none."""
    return connection.execute(delete(schema.agent).where(schema.agent.c.address == address)).rowcount == 1


def key_ring(connection: Connection, now: datetime) -> KeyRing:
    """The keys of the desk; the first one is made here."""
    keys = {row.id: bytes(row.secret) for row in connection.execute(select(schema.token_key))}
    if not keys:
        keys = {1: new_key()}
        connection.execute(insert(schema.token_key).values(id=1, secret=keys[1], made_at=now))
    return KeyRing(keys)


def rotate_key(connection: Connection, now: datetime) -> int:
    """Let a new key make the tokens from now on; give its id. The last ones before it still verify, older ones go."""
    newest = max(key_ring(connection, now).keys) + 1
    connection.execute(insert(schema.token_key).values(id=newest, secret=new_key(), made_at=now))
    connection.execute(delete(schema.token_key).where(schema.token_key.c.id <= newest - KEYS))
    return newest


def key_dates(connection: Connection) -> list[Row[Any]]:
    """Each key's id, and when it was made, the newest first; no secrets."""
    key = schema.token_key.c
    return list(connection.execute(select(key.id, key.made_at).order_by(key.id.desc())))
