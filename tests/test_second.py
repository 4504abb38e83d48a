"""The worker of the second reading: it hands over what the room finds, gives up what kills it, and waits its turn."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest

from mailflow.engine import now, open_office, open_store
from mailflow.flow.keep import keep
from mailflow.flow.office import Office
from mailflow.flow.reader import Second
from mailflow.flow.reconsider import reconsider
from mailflow.flow.take_in import take_in
from mailflow.flow.understand import Text
from mailflow.mail import RawMail
from mailflow.room import Brief, ReadingError, SecondRoom
from mailflow.second import Found, SecondLook
from mailflow.settings import DeskSettings, Settings, StoreSettings
from mailflow.store import tickets as stored
from mailflow.wake import Bell

STUB = "tests.classify.stub:Stub"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings = Settings(
        desk=DeskSettings(address="support@example.com"), store=StoreSettings(url=f"sqlite:///{tmp_path / 'desk.db'}")
    )
    store = open_store(settings)
    yield open_office(settings, store)
    store.close()


def tickets(office: Office, *subjects: str) -> None:
    raws = []
    for uid, subject in enumerate(subjects, start=1):
        content = (
            f"From: c{uid}@customer.example\r\nTo: support@example.com\r\nSubject: {subject}\r\n"
            f"Message-ID: <n{uid}@customer.example>\r\n\r\nIt is about the {subject}.\r\n"
        ).encode()
        raws.append(RawMail(mailbox="m", uidvalidity=1, uid=uid, received_at=now(), content=content, size=len(content)))
    take_in(office, keep(office.store, raws, now()), now())


class Room:
    """A reading room in which some texts end the reader."""

    def __init__(self, *deadly: str) -> None:
        self.deadly, self.asked, self.closed = deadly, list[list[str]](), False

    def understand(self, texts: Sequence[Text]) -> list[Second]:
        self.asked.append([subject for subject, _ in texts])
        if any(subject in self.deadly for subject, _ in texts):
            raise ReadingError("the reading process died")
        return [Second(encoder="stub", vector=b"\0\0", reading=None) for _ in texts]

    def close(self) -> None:
        self.closed = True


def work(office: Office, room: Room, behind: Sequence[bool] = ()) -> list[Found]:
    """Let the worker look until there is nothing more to read."""
    bell, found, news = Bell(), list[Found](), list(behind)

    def hand_over(some: Found) -> None:
        found.append(some)
        reconsider(office, some, now())
        if sum(map(len, found)) == len(office_tickets(office)):
            bell.stop()

    worker = SecondLook(office, cast("SecondRoom", room), hand_over, lambda: bool(news and news.pop(0)), bell)
    worker.start()
    worker.join(30)
    assert not worker.is_alive()
    return found


def office_tickets(office: Office) -> list[int]:
    with office.store.read() as connection:
        return [each.number for each in stored.every(connection)]


def test_the_newest_are_read_first_a_few_at_a_time(office: Office) -> None:
    tickets(office, "printer", "scanner", "phone", "screen", "mouse")
    room = Room()
    work(office, room)
    assert room.asked == [["mouse", "screen", "phone", "scanner"], ["printer"]]
    assert room.closed


def test_a_mail_that_kills_the_reader_is_given_up_and_the_others_are_read(office: Office) -> None:
    tickets(office, "printer", "poison", "phone")
    room = Room("poison")
    [found] = work(office, room)
    assert {number for number, second in found if second is None} == {2}
    assert room.asked == [["phone", "poison", "printer"], ["phone"], ["poison"], ["printer"]]


def test_what_the_desk_cannot_store_is_given_up_and_the_worker_lives(office: Office) -> None:
    tickets(office, "printer")
    told: list[Found] = []

    def hand_over(found: Found) -> None:
        told.append(found)
        if len(told) == 1:
            raise ValueError("a bug of ours")
        bell.stop()

    bell = Bell()
    worker = SecondLook(office, cast("SecondRoom", Room()), hand_over, lambda: False, bell)
    worker.start()
    worker.join(30)
    assert told[1] == [(1, None)]


def test_while_mail_piles_up_nothing_is_read_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.second.BEHIND_SECONDS", 0.01)
    tickets(office, "printer")
    room, behind = Room(), [True, True, False]
    work(office, room, behind)
    assert room.asked == [["printer"]]


def test_the_real_room_reads_texts_with_the_encoder_of_the_settings_and_keeps_on_after_a_failure(
    office: Office, tmp_path: Path
) -> None:
    brief = Brief(house=office.house, models=tmp_path, log_level="critical", log_json=False, encoder=STUB)
    room = SecondRoom(brief)
    try:
        with pytest.raises(ReadingError):
            room.understand([cast("Text", ("no pair",))])
        [second] = room.understand([("Printer", "It does not print.")])
    finally:
        room.close()
    assert (second.encoder, len(second.vector), second.reading) == ("stub", 48, None)


def test_a_reader_that_does_not_come_back_in_time_is_ended_and_the_next_mail_is_read(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = Brief(
        house=office.house, models=tmp_path, log_level="critical", log_json=False, encoder="tests.classify.stub:Slow"
    )
    room = SecondRoom(brief)
    try:
        room.understand([("Printer", "It does not print.")])
        monkeypatch.setattr("mailflow.room.BATCH_SECONDS", 0.2)
        monkeypatch.setattr("mailflow.room.MAIL_SECONDS", 0.0)
        with pytest.raises(ReadingError, match="not read within"):
            room.understand([("Please", "sleep")])
        monkeypatch.setattr("mailflow.room.BATCH_SECONDS", 30.0)
        [second] = room.understand([("Printer", "It does not print.")])
    finally:
        room.close()
    assert second.encoder == "stub"
