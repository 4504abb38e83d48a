"""A private PostgreSQL cluster on loopback that hands out fresh databases."""

import itertools
import shutil
import signal
import subprocess
import time
from glob import glob
from pathlib import Path

import psycopg
import pytest

from tests.servers.process import ServerProcess, as_user, free_port, ordinary_user, scratch


class Postgres:
    """The cluster. It does not flush to the disk: tests kill our processes, not the database's machine."""

    def __init__(self) -> None:
        programs, user = _programs(), ordinary_user("postgres", "nobody")
        self._folder, self.port = scratch("postgres", user), free_port()
        data = self._folder / "data"
        initdb = [
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "mailflow",
            "-E",
            "UTF8",
            "--locale=C",
            "-A",
            "trust",
            "-N",
        ]
        made = subprocess.run(initdb, cwd=self._folder, capture_output=True, text=True, check=False, **as_user(user))
        if made.returncode:
            pytest.fail(f"initdb failed: {made.stderr}", pytrace=False)
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self._folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_wal_size": "256MB",
            "autovacuum": "off",
            "max_connections": 100,
        }
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(self.port)]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        self._process = ServerProcess(command, user=user, folder=self._folder, port=self.port)
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Start, or start again on the same port with the same data."""
        self._process.start()
        self._say("SELECT 1")

    def stop(self) -> None:
        """Stop at once, as a fast shutdown does: open connections are broken, data stay."""
        self._process.stop(signal.SIGINT)

    def remove(self) -> None:
        """Stop without tidying up and take everything away."""
        self._process.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def database(self, *, like: str = "template1") -> str:
        """The URL of a new database, for SQLAlchemy: empty, or as `like`, the URL of one that nobody is using now."""
        name = f"desk{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {like.rpartition('/')[2]}")
        return f"postgresql+psycopg://mailflow@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Take a database away even while somebody is connected to it."""
        self._say(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        where = f"postgresql://mailflow@127.0.0.1:{self.port}/postgres"
        for attempt in itertools.count(1):
            try:
                with psycopg.connect(where, autocommit=True) as connection:
                    connection.execute(statement.encode())
                    return
            except psycopg.OperationalError as error:
                if "starting up" not in str(error) or attempt > 300:
                    raise
                time.sleep(0.1)


def _programs() -> Path:
    found = sorted(glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: float(path.split("/")[4]))
    path = found[-1] if found else shutil.which("postgres")
    if path is None:
        pytest.fail("PostgreSQL is missing: install it, e.g. with 'apt-get install postgresql'.", pytrace=False)
    return Path(path).resolve().parent
