"""The migrations make the very tables that the code speaks of, on both kinds of store."""

import multiprocessing
from dataclasses import fields
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, select, table

from mailflow.engine import open_store
from mailflow.settings import DeskSettings, Settings, StoreSettings
from mailflow.store import migrate, schema, tickets
from mailflow.store.db import FORM, Store, StoreError
from tests.store.things import ticket

SINCE = {"response_spent", "response_since"}
"""Columns that the first form had not."""


def test_a_migrated_store_has_exactly_the_tables_of_the_schema(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []
    assert store.form() == FORM


def test_a_store_made_at_once_has_the_tables_of_a_migrated_one(store_url: str) -> None:
    store = Store(store_url)
    store.create()
    store.create()
    assert store.form() == FORM
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []
        assert connection.execute(select(schema.counter)).all() == [("ticket", 0)]
    store.close()


def test_an_empty_database_is_not_current_and_to_migrate_twice_changes_nothing(store_url: str) -> None:
    store = Store(store_url)
    assert store.form() == ""
    migrate.upgrade(store_url)
    migrate.upgrade(store_url)
    assert store.form() == FORM
    with store.read() as connection:
        assert connection.execute(select(schema.counter)).all() == [("ticket", 0)]
    store.close()


def test_tickets_of_the_first_form_are_kept_and_go_on(store_url: str) -> None:
    migrate.upgrade(store_url, "0001")
    store = Store(store_url)
    row = {each.name: getattr(ticket(), each.name) for each in fields(ticket()) if each.name not in SINCE}
    columns = (column(name, schema.ticket.c[name].type) for name in row)
    with store.write() as connection:
        connection.execute(table("ticket", *columns).insert().values(row))
    migrate.upgrade(store_url)
    with store.read() as connection:
        assert tickets.find(connection, 1) == ticket()
    store.close()


def test_the_head_that_the_code_asks_for_is_the_last_migration() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == FORM


def test_several_processes_may_open_a_fresh_store_at_once(store_url: str) -> None:
    """An MTA hands over several mails at the same moment, each to a process of its own."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    running = [processes.Process(target=open_fresh, args=(store_url,)) for _ in range(4)]
    for each in running:
        each.start()
    for each in running:
        each.join(60)
    assert [each.exitcode for each in running] == [0] * 4


def open_fresh(url: str) -> None:
    desk = DeskSettings(address="a@example.com")
    open_store(Settings(desk=desk, store=StoreSettings(url=url))).close()


def test_a_store_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes(b"this is somebody's letter, not a database" * 200)
    before = file.read_bytes()
    store = Store(f"sqlite:///{file}")
    with pytest.raises(StoreError):
        store.form()
    assert file.read_bytes() == before
