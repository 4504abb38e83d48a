"""A desk as an admin sets it up: a folder with mailflow.toml, a mailbox at Dovecot, a mail server, the command line."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Row, Select

from mailflow.store.db import Store
from tests.acceptance.starter import Cold, Running, Starter
from tests.servers.dovecot import Account, Dovecot
from tests.servers.sink import Sink

PATIENCE = 120
_ESSENTIAL = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "COVERAGE_PROCESS_START")


class Installation:
    """The desk in `folder`. `run` is the command line; `rows` looks into its store without it."""

    def __init__(
        self,
        folder: Path,
        dovecot: Dovecot,
        account: Account,
        sink: Sink,
        url: str = "sqlite:///desk.db",
        sections: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        starter: Starter | None = None,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self._starter = starter or Cold()
        self.folder, self.dovecot, self.account, self.sink = folder, dovecot, account, sink
        self.url = f"sqlite:///{folder / 'desk.db'}" if url == "sqlite:///desk.db" else url
        plain: dict[str, dict[str, Any]] = {
            "desk": {"name": "Support", "address": "support@example.com", "undo_seconds": 0},
            "imap": dovecot.settings(account),
            "smtp": {"host": sink.host, "port": sink.port, "tls": "none"},
            "store": {"url": url},
            "model": {"enabled": False},
        }
        for name, changes in (sections or {}).items():
            plain[name] = plain.get(name, {}) | dict(changes)
        text = "".join(_section(f"[{name}]", keys) for name, keys in plain.items())
        agent = {"address": "bo@agents.example", "name": "Bo", "tier": 1, "lead": True}
        (folder / "mailflow.toml").write_text(text + _section("[[agents]]", agent))

    def run(
        self, *words: str, given: bytes = b"", environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end."""
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
            status = self._begin(words, given, said, complained, environment).wait(PATIENCE)
            said.seek(0)
            complained.seek(0)
            return subprocess.CompletedProcess(words, status, said.read(), complained.read())

    def say(self, *words: str) -> str:
        """What a command that must succeed prints."""
        ran = self.run(*words)
        assert ran.returncode == 0, (ran.returncode, ran.stderr.decode(errors="replace"))
        return ran.stdout.decode()

    def records(self, *words: str) -> list[dict[str, Any]]:
        """The objects that a command prints with --json."""
        return [json.loads(line) for line in self.say(*words, "--json").splitlines()]

    def start(self, *words: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> Running:
        """Begin a command that goes on; its log is in `daemon.log`."""
        with (self.folder / "daemon.log").open("ab") as log:
            return self._begin(words, given, log, log, environment)

    def deliver(self, *contents: bytes) -> list[int]:
        """Put mails into the mailbox; their UIDs."""
        with self.dovecot.client(self.account) as client:
            answers = [client.append("INBOX", each) for each in contents]
        return [int(each.split(b"]")[0].split()[-1]) for each in answers]

    def folders(self) -> dict[str, list[bytes]]:
        """What lies where at the IMAP server."""
        found: dict[str, list[bytes]] = {}
        with self.dovecot.client(self.account, readonly=True) as client:
            for name in ("INBOX", "Processed", "Quarantine"):
                client.select_folder(name, readonly=True)
                uids = client.search("ALL")
                mails = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
                found[name] = [mails[uid][b"BODY[]"] for uid in sorted(mails)]
        return found

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """What the store holds."""
        store = Store(self.url)
        try:
            with store.read() as connection:
                return connection.execute(query).all()
        finally:
            store.close()

    def _begin(
        self,
        words: Sequence[str],
        given: bytes,
        said: IO[bytes],
        complained: IO[bytes],
        environment: Mapping[str, str] | None,
    ) -> Running:
        whole = ["--config", str(self.folder / "mailflow.toml"), *words]
        with tempfile.TemporaryFile() as stdin:
            stdin.write(given)
            stdin.seek(0)
            streams = (stdin, said, complained)
            return self._starter.start(whole, streams, cwd=self.folder, environment=clean_environment(environment))


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of the tester's own but what every program needs, and these."""
    return {name: os.environ[name] for name in _ESSENTIAL if name in os.environ} | dict(more or {})


def _section(head: str, keys: Mapping[str, Any]) -> str:
    return "\n".join([head, *(f"{name} = {json.dumps(value)}" for name, value in keys.items()), "", ""])
