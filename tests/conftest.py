"""Fixtures for all tests: real servers on free loopback ports, started once a worker, stopped by process id."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from mailflow.store import migrate
from tests.servers.certificate import Certificate, make_certificate
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postgres import Postgres
from tests.servers.process import quick_folder
from tests.servers.sink import Sink


def pytest_configure() -> None:
    """Let `tmp_path` lie where files are made quickest."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", quick_folder())


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command that a test runs sets up its own log, on a stream that ends with it."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot; `dovecot.mailbox()` makes an account that is yours alone."""
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """A fresh mailbox at Dovecot."""
    return dovecot.mailbox()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A running PostgreSQL cluster."""
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def make_postgres(postgres_server: Postgres) -> Iterator[Callable[..., str]]:
    """Makes databases (see `Postgres.database`), and takes them away again."""
    made: list[str] = []

    def make(**options: Any) -> str:
        made.append(postgres_server.database(**options))
        return made[-1]

    yield make
    for url in made:
        postgres_server.drop(url)


@pytest.fixture
def postgres(make_postgres: Callable[..., str]) -> str:
    """The `postgresql+psycopg://` URL of a fresh, empty database."""
    return make_postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """What the test is run with: once SQLite, once PostgreSQL."""
    kind: str = request.param
    return kind


@pytest.fixture
def store_url(store_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty store."""
    if store_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url: str = request.getfixturevalue("postgres")
    return url


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of this version's form that holds nothing yet, to be copied."""
    file = tmp_path_factory.mktemp("pattern") / "desk.db"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_pattern(postgres_server: Postgres) -> str:
    """The same as a PostgreSQL database."""
    url = postgres_server.database()
    migrate.upgrade(url)
    return url


@pytest.fixture
def ready_url(store_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh store that has its tables, which takes a third of the time of making them."""
    if store_kind == "sqlite":
        return f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_pattern'), tmp_path / 'ready.db')}"
    make: Callable[..., str] = request.getfixturevalue("make_postgres")
    return make(like=request.getfixturevalue("postgres_pattern"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for localhost and 127.0.0.1 that only `ca_file` makes trusted."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def make_sink() -> Iterator[Callable[..., Sink]]:
    """Starts SMTP sinks: `make_sink(tls=certificate, starttls=True, login=("user", "word"))`."""
    made: list[Sink] = []

    def make(**options: Any) -> Sink:
        made.append(Sink(**options))
        made[-1].start()
        return made[-1]

    yield make
    for server in made:
        server.remove()


@pytest.fixture
def sink(make_sink: Callable[..., Sink]) -> Sink:
    """A running SMTP server that keeps every letter; `sink.misbehave(...)` makes it difficult."""
    return make_sink()
