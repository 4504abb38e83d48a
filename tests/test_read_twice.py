"""The whole daemon reads a ticket in doubt twice, with the shipped model and the encoder that belongs to it."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.classify.encode import is_there
from mailflow.daemon import Daemon
from mailflow.desk.events import ReadAgain
from mailflow.engine import now, open_office, open_store
from mailflow.flow.keep import keep
from mailflow.flow.take_in import take_in
from mailflow.mail import RawMail
from mailflow.settings import DeskSettings, ModelSettings, Settings, StoreSettings
from mailflow.store import tickets, vectors
from mailflow.store.people import Agent

MAIL = b"""From: ana@customer.example\r\nTo: support@example.com\r\nSubject: Printer\r\n\
Message-ID: <a@customer.example>\r\n\r\nThe printer on the second floor prints blank pages, the toner is new.\r\n"""
PATIENCE_SECONDS = 60


@pytest.mark.skipif(not is_there("auto"), reason="the extra `semantic` is not installed")
def test_a_ticket_in_doubt_is_read_again_in_the_background(tmp_path: Path) -> None:
    settings = Settings(
        desk=DeskSettings(address="support@example.com"),
        store=StoreSettings(url=f"sqlite:///{tmp_path / 'desk.db'}"),
        model=ModelSettings(folder=str(tmp_path / "models")),
        agents=(Agent(address="bo@agents.example", name="Bo", tier=1),),
    )
    store = open_store(settings)
    office = replace(open_office(settings, store), patience=timedelta(seconds=PATIENCE_SECONDS))
    raw = RawMail(mailbox="m", uidvalidity=1, uid=1, received_at=now(), content=MAIL, size=len(MAIL))
    take_in(office, keep(store, [raw], now()), now())
    daemon = Daemon(office, settings, once=False)
    worker = threading.Thread(target=daemon.run)
    worker.start()
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with store.read() as connection:
                if not vectors.waiting(connection, 1):
                    break
            time.sleep(0.05)
        with store.read() as connection:
            lines = tickets.history(connection, 1)
            found = tickets.find(connection, 1)
    finally:
        daemon.stop()
        worker.join(60)
    assert not worker.is_alive()
    assert [type(line.event) for line in lines if isinstance(line.event, ReadAgain)] == [ReadAgain]
    assert found is not None
    assert found.category == "hardware"
