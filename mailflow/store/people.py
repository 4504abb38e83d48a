"""The agents of the desk, and the secret keys of its tokens."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from mailflow.store import schema
from mailflow.tokens import KeyRing, new_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who may act. `lead` is told of what the first line must look at."""

    address: str
    name: str = ""
    tier: int = 1
    language: str = ""
    lead: bool = False


def agents(connection: Connection) -> dict[str, Agent]:
    """All agents by their address, in lower case."""
    rows = connection.execute(select(schema.agent).order_by(schema.agent.c.tier, schema.agent.c.address))
    return {row.address: Agent(**row._mapping) for row in rows}


def put_agents(connection: Connection, wanted: Iterable[Agent]) -> None:
    """Add these agents, or change those that are there."""
    known = agents(connection)
    for each in wanted:
        if each.address not in known:
            connection.execute(insert(schema.agent).values(asdict(each)))
        elif known[each.address] != each:
            connection.execute(update(schema.agent).where(schema.agent.c.address == each.address).values(asdict(each)))


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
