"""Opening the desk in this process: the store, the letters, the keys and the model, from the settings."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from mailflow.classify.shelf import Shelf
from mailflow.flow.keep import keep
from mailflow.flow.office import Office
from mailflow.flow.reader import Reader
from mailflow.flow.take_in import take_in
from mailflow.ingest.drop import read_drop
from mailflow.ingest.read import House
from mailflow.mail import RawMail
from mailflow.notify.compose import DeskCard, Press
from mailflow.resources import shipped
from mailflow.settings import DeskSettings, Settings
from mailflow.store.db import Store
from mailflow.store.people import key_ring, put_agents

BATCH = 50


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def open_store(settings: Settings) -> Store:
    """The store, made or brought to this version's form if need be, with the agents of the settings in it."""
    store = Store(settings.store.url)
    if not store.is_current():
        from mailflow.store import migrate  # alembic takes longer to import than all the rest of the store

        migrate.upgrade(settings.store.url)
    with store.write() as connection:
        put_agents(connection, settings.agents)
    return store


def open_office(settings: Settings, store: Store) -> Office:
    """The desk, ready to work."""
    desk = settings.desk
    with store.write() as connection:
        ring = key_ring(connection, now())
    folders = [Path(desk.templates)] if desk.templates else []
    return Office(
        store=store,
        rules=settings.rules,
        house=house_of(desk),
        card=_card(desk),
        press=Press(*folders),
        ring=ring,
        read_texts=Reader(shelf_for(settings)),
        caps=settings.caps,
        undo=timedelta(seconds=desk.undo_seconds),
    )


def shelf_for(settings: Settings) -> Shelf | None:
    """The models, or None where the settings want none."""
    if not settings.model.enabled:
        return None
    return Shelf(state=Path(settings.model.folder), shipped=shipped("models"))


def house_of(desk: DeskSettings) -> House:
    """Who we are, for whoever reads mail."""
    return House(
        addresses=frozenset(each.lower() for each in (desk.address, *desk.aliases)),
        prefix=desk.prefix,
        authserv_id=desk.authserv_id or None,
        loop_id=_loop_id(desk),
    )


def _card(desk: DeskSettings) -> DeskCard:
    return DeskCard(
        name=desk.name,
        address=desk.address,
        prefix=desk.prefix,
        language=desk.language,
        zone=desk.zone,
        loop_id=_loop_id(desk),
        subaddress=desk.subaddress,
        message_domain=desk.address.rpartition("@")[2],
    )


def _loop_id(desk: DeskSettings) -> str:
    return f"{desk.prefix}.{desk.address}".lower()


def ingest_drop(settings: Settings, sources: Sequence[str], stdin: BinaryIO) -> int:
    """Store the mails of these files or of a pipe, then take them in; give their number.

    Raises StoreError or OSError if they could not be stored. Once they are, the rest may be the daemon's work.
    """
    store = open_store(settings)
    office = open_office(settings, store)
    count = 0
    for raws in batched(read_drop(sources, stdin=stdin, now=now()), BATCH):
        ids = keep(store, raws, now())
        take_in(office, ids, now())
        count += len(raws)
    store.close()
    return count


def batched(raws: Iterable[RawMail], size: int) -> Iterator[list[RawMail]]:
    """The mails in lists of that many."""
    iterator = iter(raws)
    while some := list(islice(iterator, size)):
        yield some
