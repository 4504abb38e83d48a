"""One daemon a store: a second one is told so (TRUST.md F12). The claim ends with the process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from mailflow.store.db import Store

_KEY = 727273


class BusyError(Exception):
    """Another daemon works on this store."""


@contextmanager
def lease(store: Store) -> Iterator[None]:
    """The store is this process's to work on while the block lasts. Raises BusyError."""
    with _lock_file(store.url) if store.sqlite else _lock_database(store):
        yield


@contextmanager
def _lock_file(url: str) -> Iterator[None]:
    path = Path(url.partition("///")[2] + ".lock")
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"another daemon works on this store ({path})") from error
        yield


@contextmanager
def _lock_database(store: Store) -> Iterator[None]:
    with store.read() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar():
            raise BusyError("another daemon works on this store")
        connection.rollback()  # the lock is the session's; no transaction stays open
        try:
            yield
        finally:
            with suppress(OperationalError):  # a session that has ended holds no lock
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
