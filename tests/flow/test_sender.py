"""The sender's loop: a slow letter holds back no other, an order of letters is kept, and once is once."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from mailflow.engine import now
from mailflow.flow.office import Caps
from mailflow.notify.smtp import SmtpSettings
from mailflow.sender import AT_ONCE, Sender
from mailflow.store.outbox import next_due
from tests.flow.branch import ANA, BO, CARL, Branch, text_of
from tests.servers.sink import STALL, Sink

StartSender = Callable[..., Sender]
MANY = AT_ONCE // 2 + 10
FREE = Caps(ten_minutes=1000, hour=1000, day=1000, all_hour=100000)


@pytest.fixture
def desk(make_branch: Callable[..., Branch]) -> Branch:
    """A desk that lives now, with no caps."""
    branch = make_branch(caps=FREE)
    branch.now = now() - timedelta(seconds=1)
    return branch


@pytest.fixture
def start_sender(desk: Branch, sink: Sink) -> Iterator[StartSender]:
    """Starts the sender of the desk; it is ended after the test."""
    started: list[Sender] = []

    def start(*, once: bool = False, timeout_seconds: float = 60) -> Sender:
        smtp = SmtpSettings(host=sink.host, port=sink.port, tls="none", timeout_seconds=timeout_seconds)
        started.append(Sender(desk.office, smtp, once=once))
        started[-1].start()
        return started[-1]

    yield start
    sink.stop()
    for each in started:
        each.finish()
        each.join(20)


def test_once_sends_all_that_is_due_and_what_waits_for_it_and_ends(
    desk: Branch, sink: Sink, start_sender: StartSender
) -> None:
    desk.receive(*(desk.mail(f"c{each}@customer.example") for each in range(MANY)))
    sender = start_sender(once=True)
    sender.finish()
    sender.join(60)
    assert not sender.is_alive()
    assert sender.failure == ""
    assert {row.state for row in desk.outbox()} == {"sent"}
    assert len(sink.letters) == 2 * MANY


def test_letters_go_on_while_a_server_holds_one_of_them_for_ever(
    desk: Branch, sink: Sink, start_sender: StartSender
) -> None:
    sink.misbehave("RCPT", STALL, match=ANA, times=1)
    desk.receive(desk.mail(ANA))
    sender = start_sender()
    sink.wait_for(1, to=BO)
    desk.receive(desk.mail(CARL))
    sender.bell.ring()
    sink.wait_for(1, to=CARL)
    assert sink.letters_to(ANA) == []


def test_the_letters_to_one_person_about_one_ticket_arrive_in_their_order(
    desk: Branch, sink: Sink, start_sender: StartSender
) -> None:
    desk.receive(desk.mail(ANA))
    desk.send()
    notice = sink.letters_to(BO)[0]
    for word in ("first", "second", "third"):
        desk.receive(desk.answer(notice, f"This is the {word}."))
    before = len(sink.letters_to(ANA))
    sender = start_sender()
    words = [text_of(each) for each in sink.wait_for(before + 3, to=ANA)[before:]]
    assert ["first" in words[0], "second" in words[1], "third" in words[2]] == [True] * 3
    sender.finish()
    sender.join(20)
    assert not sender.is_alive()


def test_while_the_server_lets_nobody_in_the_store_is_not_asked_again_and_again(
    desk: Branch, sink: Sink, start_sender: StartSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []

    def counting(connection: Connection, after: datetime) -> datetime | None:
        asked.append(after)
        return next_due(connection, after)

    monkeypatch.setattr("mailflow.store.outbox.next_due", counting)
    sink.misbehave("MAIL", "550 5.7.1 not your address")
    desk.receive(*(desk.mail(f"c{each}@customer.example") for each in range(3)))
    start_sender()
    while not all(row.answer for row in desk.outbox()):
        time.sleep(0.05)
    before = len(asked)
    desk.receive(desk.mail(CARL))
    time.sleep(1)
    assert len(asked) - before <= 2
    assert sink.letters == []


def test_once_ends_where_the_server_is_away_and_the_letters_wait(
    desk: Branch, sink: Sink, start_sender: StartSender
) -> None:
    sink.stop()
    desk.receive(desk.mail(ANA))
    sender = start_sender(once=True)
    sender.finish()
    sender.join(30)
    assert not sender.is_alive()
    assert {row.state for row in desk.outbox()} == {"due"}
