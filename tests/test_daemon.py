"""The desk's thread: what goes wrong where nobody waits for it is told all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import update
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
