"""The doors to the database: one transaction that writes, reads beside it, and quick marks of the sender.

SQLite: one writer at a time (the threads of this process take turns), WAL, synchronous=FULL, BEGIN IMMEDIATE. A mark is
flushed lazily (synchronous=NORMAL): a crash repeats a letter at most, and loses nothing.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import NullPool, QueuePool

from mailflow.store import schema

BUSY_SECONDS = 10


class StoreError(Exception):
    """The store cannot be used now: it is locked, full, damaged or out of reach. The mail stays where it is."""


FORM = "0002"
"""The migration that this version works with."""


class Store:
    """A database by its URL (`sqlite:///FILE` or `postgresql+psycopg://...`).

    Where it need not be `durable`, for a desk that is thrown away, SQLite waits for no disk.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            _make_private(Path(url.partition("///")[2]))
        try:
            self._engine = _engine(url, "FULL" if durable else "OFF")
        except (ArgumentError, ImportError) as error:
            raise StoreError(f"no store has this form of URL: {error}") from error
        self._lazy = _engine(url, "NORMAL") if self.sqlite and durable else self._engine
        self._turn: AbstractContextManager[object] = threading.Lock() if self.sqlite else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction: all of it is stored when the block ends well, none of it otherwise."""
        with translated(), self._turn, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Reading only, on one snapshot."""
        with translated(), self._engine.connect().execution_options(mailflow_reads=True) as connection:
            yield connection

    @contextmanager
    def mark(self) -> Iterator[Connection]:
        """A small transaction that may be lost in a power cut, since repeating what it notes is allowed."""
        with translated(), self._turn, self._lazy.begin() as connection:
            if not self.sqlite:
                connection.execute(text("SET LOCAL synchronous_commit = off"))
            yield connection

    def form(self) -> str:
        """Which migration's form the tables have; "" if there are none."""
        with self.read() as connection:
            return _form(connection)

    def create(self) -> None:
        """Make the tables in an empty database, in this version's form; whoever comes second finds them made."""
        with self.write() as connection:
            if not self.sqlite:  # SQLite has one writer anyway
                connection.execute(text("SELECT pg_advisory_xact_lock(727272)"))
            if _form(connection):
                return
            schema.metadata.create_all(connection)
            connection.execute(schema.counter.insert().values(name="ticket", value=0))
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:form)"), {"form": FORM})

    def vacuum(self) -> None:
        """Let go of the space of what was deleted, so that no file of the store holds it any more."""
        with translated(), self._turn:
            if self.sqlite:
                with closing(self._engine.raw_connection()) as raw:
                    raw.cursor().execute("VACUUM")
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()
        self._lazy.dispose()


def _make_private(file: Path) -> None:
    """Let nobody else read a new store; where the file cannot be made, the first use says why."""
    if file.name not in ("", ":memory:") and file.parent.is_dir() and not file.exists():
        with suppress(OSError):
            file.touch(mode=0o600)


def _form(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


@contextmanager
def translated() -> Iterator[None]:
    """What the database itself cannot do becomes a StoreError; what it refuses of our statements stays what it is."""
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, PoolTimeoutError) as error:
        raise StoreError(str(getattr(error, "orig", None) or error)) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise StoreError(str(error.orig)) from error


def _engine(url: str, synchronous: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=8, hide_parameters=True)
    pool = NullPool if ":memory:" in url else QueuePool
    options = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, poolclass=pool, connect_args=options, hide_parameters=True)  # values are people's words

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-32000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("mailflow_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
