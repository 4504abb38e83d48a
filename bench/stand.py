"""The stand on which programs are measured: a private Dovecot with mail waiting, an SMTP sink, a fresh store each."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.mails import DESK, Sample
from bench.sink import Sink
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postgres import Postgres

MAILFLOW = str(Path(sys.executable).parent / "mailflow")
StoreKind = Literal["sqlite", "postgresql"]

_CONFIGURATION = """
[desk]
name = "Bench"
address = "{desk}"
prefix = "MF"
language = "en"
[imap]
host = "{dovecot.host}"
port = {imap_port}
tls = "none"
user = "{account.user}"
password = "{account.password}"
[smtp]
host = "{sink.host}"
port = {sink.port}
tls = "none"
[store]
url = "{url}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The servers, and a folder for stores and logs."""

    dovecot: Dovecot
    sink: Sink
    folder: Path
    postgres: Postgres | None

    @property
    def log(self) -> Path:
        """Where the measured programs' output goes."""
        return self.folder / "programs.log"

    def lay_in(self, samples: Sequence[Sample]) -> Path:
        """Write these mails down once; `fill` hands them to mailboxes."""
        shelf = Path(tempfile.mkdtemp(prefix="samples-", dir=self.dovecot.folder))
        owner = self.dovecot.folder.stat()
        for number, sample in enumerate(samples):
            size, lines = len(sample.content), sample.content.count(b"\n")
            file = shelf / f"1000000000.M{number:06}P1.bench,S={size},W={size + lines}"
            file.write_bytes(sample.content)
            os.chown(file, owner.st_uid, owner.st_gid)
        return shelf

    def fill(self, shelf: Path) -> Account:
        """A fresh mailbox with these mails in their order, indexed by Dovecot."""
        account = self.dovecot.mailbox()
        owner = self.dovecot.folder.stat()
        for folder in (account.home, *(account.home / name for name in ("new", "cur", "tmp"))):
            folder.mkdir()
            os.chown(folder, owner.st_uid, owner.st_gid)
        for file in sorted(shelf.iterdir()):
            os.link(file, account.home / "new" / file.name)
        with self.dovecot.client(account) as client:
            client.search("ALL")
        return account

    def desk(self, account: Account, kind: StoreKind = "sqlite", *, imap_port: int = 0) -> Path:
        """The settings file of a fresh desk that reads this mailbox and sends to the sink."""
        folder = Path(tempfile.mkdtemp(prefix="desk-", dir=self.folder))
        url = "sqlite:///desk.db"
        if kind == "postgresql":
            assert self.postgres is not None
            url = self.postgres.database()
        file = folder / "mailflow.toml"
        ports = {"dovecot": self.dovecot, "imap_port": imap_port or self.dovecot.port, "sink": self.sink}
        file.write_text(_CONFIGURATION.format(desk=DESK, account=account, url=url, **ports))
        file.chmod(0o600)
        return file

    def left(self, account: Account) -> int:
        """How many mails still wait in the mailbox."""
        with self.dovecot.client(account, readonly=True) as client:
            return len(client.search("ALL"))

    def forget(self, account: Account) -> None:
        """Take a mailbox's mail away."""
        shutil.rmtree(account.home, ignore_errors=True)


@contextmanager
def set_up(kind: StoreKind = "sqlite") -> Iterator[Stand]:
    """A stand with running servers; everything is taken away at the end."""
    dovecot = Dovecot()
    postgres = Postgres() if kind == "postgresql" else None
    folder = Path(tempfile.mkdtemp(prefix="mf-bench-"))
    try:
        dovecot.start()
        if postgres:
            postgres.start()
        with Sink(folder / "accepted.jsonl") as sink:
            yield Stand(dovecot=dovecot, sink=sink, folder=folder, postgres=postgres)
    finally:
        dovecot.remove()
        if postgres:
            postgres.remove()
        shutil.rmtree(folder)


def stored_by_mailflow(settings: Path) -> list[tuple[int, str]]:
    """(ticket, Message-ID) of every mail from outside in the desk's tickets."""
    command = [MAILFLOW, "--config", str(settings), "tickets", "export", "--json"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    tickets = [(number, json.loads(line)) for number, line in enumerate(lines)]
    return [
        (number, message["message_id"] or "")
        for number, ticket in tickets
        for message in ticket["messages"]
        if message["direction"] == "in"
    ]
