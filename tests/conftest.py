"""Fixtures for all tests: real servers on free loopback ports, started once a worker, stopped by process id."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.certificate import Certificate, make_certificate
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink


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
def postgres(postgres_server: Postgres) -> Iterator[str]:
    """The `postgresql+psycopg://` URL of a fresh database."""
    url = postgres_server.database()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty store: once a SQLite file, once a PostgreSQL database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url: str = request.getfixturevalue("postgres")
    return url


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
