"""What runs behind the demo: the mail servers, a scratch store, and the real daemon between them."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from mailflow import logs
from mailflow.daemon import Daemon
from mailflow.demo import cast
from mailflow.demo.servers import MailWorld
from mailflow.engine import open_office, open_store
from mailflow.flow.office import Caps
from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.notify.smtp import SmtpSettings
from mailflow.settings import DeskSettings, LogSettings, ModelSettings, Settings, StoreSettings
from mailflow.store.db import Store
from mailflow.store.people import Agent

BUSY_DAY = Caps(ten_minutes=40, hour=80, day=160)
"""A day passes in seconds here, so that one person may get a day's letters within ten minutes."""


class Backstage:
    """Enter it, and the desk works; leave it, and the mail servers and their mail are gone. The folder stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.letters = folder / "letters"
        self.letters.mkdir(exist_ok=True)
        self.world = MailWorld(
            {each.address: each.password for each in (cast.DESK, *cast.AGENTS, *cast.CUSTOMERS)},
            bouncing=[each.address for each in cast.BOUNCING],
        )
        self.store: Store

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.enter_context(_errors_into(self.folder / "desk.log"))
            undo.enter_context(self.world)
            settings = make_settings(self.world, self.folder)
            write_file(settings, self.folder / "mailflow.toml")
            logs.set_up(settings.log.level, as_json=settings.log.json)
            office = open_office(settings, open_store(settings))
            daemon = Daemon(office, settings, once=False)
            self.store = Store(settings.store.url)
            undo.callback(self.store.close)
            self._thread = threading.Thread(target=daemon.run, name="the desk", daemon=True)
            self._thread.start()
            undo.callback(self._thread.join)
            undo.callback(daemon.stop)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._undo.close()

    @property
    def works(self) -> bool:
        """Whether the daemon runs."""
        return self._thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Let the desk work that long, or until it stops."""
        self._thread.join(seconds)


def make_settings(world: MailWorld, folder: Path) -> Settings:
    """The desk's settings, from nothing but these: no file and no environment has a say."""
    imap = ImapSettings(
        host=world.host,
        port=world.imap_port,
        tls="none",
        user=cast.DESK.address,
        password=cast.DESK.password,
        poll_seconds=5,
    )
    tiers = enumerate(cast.AGENTS, start=1)
    return Settings.model_construct(
        desk=DeskSettings(name=cast.DESK.name, address=cast.DESK.address, undo_seconds=0),
        imap=imap,
        smtp=SmtpSettings(host=world.host, port=world.smtp_port, tls="none", hostname="localhost"),
        store=StoreSettings(url=f"sqlite:///{folder / 'desk.db'}"),
        agents=tuple(
            Agent(address=each.address, name=each.name, tier=tier, language=each.language, lead=tier == 1)
            for tier, each in tiers
        ),
        caps=BUSY_DAY,
        log=LogSettings(json=True),
        model=ModelSettings(folder=str(folder / "models"), encoder=""),
    )


def write_file(settings: Settings, file: Path) -> None:
    """The same settings as a file, so that `mailflow --config FILE tickets list` shows this desk."""
    imap, smtp = settings.all_mailboxes[0], settings.smtp
    server = 'host = "{}"\nport = {}\ntls = "none"\n'
    parts = [
        f'[desk]\nname = "{settings.desk.name}"\naddress = "{settings.desk.address}"\nundo_seconds = 0\n',
        f'[imap]\n{server.format(imap.host, imap.port)}user = "{imap.user}"\npassword = "{imap.password}"\n',
        f"[smtp]\n{server.format(smtp.host, smtp.port)}",
        f'[store]\nurl = "{settings.store.url}"\n',
    ]
    file.write_text("\n".join(parts), encoding="utf-8")


@contextmanager
def _errors_into(file: Path) -> Iterator[None]:
    """What this process and its children write to standard error goes into the file, not into the story."""
    sys.stderr.flush()
    before = os.dup(2)
    with file.open("ab", buffering=0) as log:
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(before, 2)
        os.close(before)
