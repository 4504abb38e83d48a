"""The doors to the database: what is committed stays, what cannot be used says so, and readers do not wait."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from mailflow.store import db, migrate, schema
from mailflow.store.db import Store, StoreError
from tests.store.things import NOW

ROW = {"sha256": "0" * 64, "content": b"x", "size": 1, "kept_at": NOW}


def test_a_reader_sees_the_last_commit_while_somebody_writes(store: Store) -> None:
    with store.write() as writing:
        writing.execute(insert(schema.raw_mail).values(ROW))
        with store.read() as reading:
            assert reading.execute(select(schema.raw_mail.c.id)).all() == []
    with store.read() as reading:
        assert reading.execute(select(schema.raw_mail.c.sha256)).scalar_one() == "0" * 64


def test_threads_that_write_take_turns_and_lose_nothing(store: Store) -> None:
    def write(number: int) -> None:
        for each in range(10):
            with store.write() if each % 2 else store.mark() as connection:
                connection.execute(insert(schema.raw_mail).values({**ROW, "sha256": f"{number}-{each}"}))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.read() as connection:
        assert len(connection.execute(select(schema.raw_mail.c.id)).all()) == 40


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////there/is/no/such/folder/desk.db",
        "postgresql+psycopg://nobody@127.0.0.1:1/desk",
        "oracel://x",
        "not a url",
    ],
)
def test_a_store_that_cannot_be_reached_says_so(url: str) -> None:
    with pytest.raises(StoreError), Store(url).read():
        pass


def test_f40_a_locked_store_says_so_and_works_when_the_lock_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.2)
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    migrate.upgrade(url)
    store = Store(url)
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"), store.write():
        pass
    other.execute("ROLLBACK")
    with store.write() as connection:
        connection.execute(insert(schema.raw_mail).values(ROW))
    other.close()
    store.close()


def test_f42_a_damaged_file_says_so_and_is_not_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    url = f"sqlite:///{file}"
    migrate.upgrade(url)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(file.read_bytes())
    content[100:8192] = b"\xa5" * (8192 - 100)
    file.write_bytes(content)
    store = Store(url)
    with pytest.raises(StoreError), store.read() as reading:
        reading.execute(select(schema.ticket)).all()
    assert file.read_bytes() == bytes(content)


def test_a_new_store_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'desk.db'}")
    store.create()
    assert {each.stat().st_mode & 0o077 for each in tmp_path.iterdir()} == {0}
    store.close()
