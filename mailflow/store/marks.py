"""When something that the desk does once in a while was last done."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from mailflow.store.schema import mark


def read_mark(connection: Connection, name: str) -> datetime | None:
    """When it was last done, or None."""
    found: datetime | None = connection.execute(select(mark.c.at).where(mark.c.name == name)).scalar()
    return found


def move_mark(connection: Connection, name: str, before: datetime | None, now: datetime) -> bool:
    """Note that it is done now; False if somebody else has done so since `before` was read."""
    if before is None:
        connection.execute(insert(mark).values(name=name, at=now))
        return True
    moved = update(mark).where(mark.c.name == name, mark.c.at == before).values(at=now)
    return connection.execute(moved).rowcount == 1
