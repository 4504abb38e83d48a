"""The desk's thread: what goes wrong where nobody waits for it is told all the same."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
import structlog
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from mailflow import daemon
from mailflow.daemon import Desk
from mailflow.engine import now, open_office, open_store
from mailflow.flow.office import Office
from mailflow.mail import RawMail
from mailflow.room import Brief, ReadingRoom
from mailflow.settings import DeskSettings, Settings, StoreSettings
from mailflow.store import inbox, schema
from mailflow.wake import Bell

NOBODY = b"To: support@example.com\r\nSubject: nobody\r\n\r\nnothing\r\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(
        desk=DeskSettings(address="support@example.com"), store=StoreSettings(url=f"sqlite:///{tmp_path / 'desk.db'}")
    )
    store = open_store(settings)
    yield open_office(settings, store)
    store.close()


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    room = ReadingRoom(Brief(house=office.house, models=None, log_level="warning", log_json=False))
    yield Desk(office, room, Bell())
    room.close()


def raw(uid: int, content: bytes) -> RawMail:
    return RawMail(
        mailbox="support@imap/INBOX", uidvalidity=1, uid=uid, received_at=now(), content=content, size=len(content)
    )


def customers(number: int) -> bytes:
    return (
        f"From: c{number}@customer.example\r\nTo: support@example.com\r\nSubject: Printer {number}\r\n"
        f"Message-ID: <n{number}@customer.example>\r\n\r\nIt does not print.\r\n"
    ).encode()


def test_a_look_that_nobody_waits_for_tells_why_it_failed(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that was let out of quarantine makes the desk look by itself; here its bytes are damaged."""
    monkeypatch.setattr(daemon, "log", structlog.get_logger())
    desk.take([raw(1, NOBODY), raw(2, customers(2))]).result(60)
    with office.store.write() as connection:
        assert inbox.release(connection, 1)
        connection.execute(update(schema.raw_mail).where(schema.raw_mail.c.id == 1).values(content=b"damaged"))
    with capture_logs() as told:
        assert desk.take([raw(3, customers(3))]).result(60) == ([3], [])
        desk.close()
    assert "look_failed" in [each["event"] for each in told]


def test_f60_a_clock_that_jumped_closes_and_warns_of_nothing_until_it_is_calm(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.take([raw(1, customers(1))]).result(60)
    start, ticks = now(), monotonic()
    warned = select(func.count()).where(schema.journal.c.event == "TargetWarned")

    def look(wall: timedelta, passed: float) -> tuple[bool, int]:
        monkeypatch.setattr(daemon, "now", lambda: start + wall)
        monkeypatch.setattr(daemon, "monotonic", lambda: ticks + passed)
        desk.look().result(60)
        with office.store.read() as connection:
            return desk.steady, connection.execute(warned).scalar_one()

    assert look(timedelta(seconds=1), 1) == (True, 0)
    assert look(timedelta(hours=30), 30) == (False, 0)
    assert look(timedelta(hours=30, seconds=30), 60) == (False, 0)
    assert look(timedelta(seconds=90), 90) == (False, 0)
    assert look(timedelta(seconds=150), 150) == (True, 0)
    steady, count = look(timedelta(hours=30), 30 * 3600)
    assert steady
    assert count > 0
    desk.close()
