"""Opening the desk in this process: the store, the letters and the keys, from the settings."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from mailflow.classify.shelf import Shelf
from mailflow.desk.reading import Reading, fallback
from mailflow.flow.office import Monitors, Office
from mailflow.flow.reader import Reader
from mailflow.flow.understand import Texts
from mailflow.ingest.proof.sender import SignatureHolds
from mailflow.ingest.read import House
from mailflow.notify.compose import DeskCard, Press
from mailflow.resources import shipped
from mailflow.settings import DeskSettings, Settings
from mailflow.store.db import FORM, Store
from mailflow.store.people import key_ring, settle_agents


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def open_store(settings: Settings) -> Store:
    """The store, made or brought to this version's form if need be, with just those agents of the settings in it."""
    store = Store(settings.store.url)
    form = store.form()
    if not form:
        store.create()
    elif form != FORM:
        from mailflow.store import migrate  # alembic takes longer to import than all the rest of the store

        migrate.upgrade(settings.store.url)
    with store.write() as connection:
        settle_agents(connection, settings.agents)
    return store


def read_by_rules(texts: Texts) -> list[Reading]:
    """What is known of a text without a model: a person must look at it."""
    return [fallback()] * len(texts)


def open_office(
    settings: Settings, store: Store, read_texts: Callable[[Texts], list[Reading]] = read_by_rules
) -> Office:
    """The desk, ready to work. `read_texts` classifies what is taken in by this process."""
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
        read_texts=read_texts,
        caps=settings.caps,
        retention=settings.retention,
        undo=timedelta(seconds=desk.undo_seconds),
        digest_at=time.fromisoformat(desk.digest_at) if desk.digest_at else None,
        reader=Reader(_shelf(settings)),
        monitors=Monitors(
            addresses=frozenset(each.lower() for each in desk.monitors),
            patterns=tuple(map(re.compile, desk.alert_patterns)),
        ),
    )


def _shelf(settings: Settings) -> Shelf | None:
    return Shelf(state=Path(settings.model.folder), shipped=shipped("models")) if settings.model.enabled else None


def house_of(desk: DeskSettings) -> House:
    """Who we are, for whoever reads mail."""
    return House(
        addresses=frozenset(each.lower() for each in (desk.address, *desk.aliases)),
        prefix=desk.prefix,
        authserv_id=desk.authserv_id or None,
        loop_id=_loop_id(desk),
        signature_holds=_signature_holds() if desk.verify_dkim else None,
    )


def _signature_holds() -> SignatureHolds:
    from mailflow.ingest.proof.dkim import holds  # its libraries take as long to import as all the rest

    return holds


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
