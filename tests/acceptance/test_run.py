"""`mailflow run`: the daemon with a real mailbox and a real mail server."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from mailflow.store import schema
from mailflow.store.db import Store
from tests.acceptance.installation import PATIENCE, Installation
from tests.acceptance.mails import mail
from tests.acceptance.starter import Cold, Running
from tests.servers.postgres import Postgres

GARBAGE = b"To: support@example.com\r\nSubject: nobody\r\n\r\nnothing\r\n"


@contextmanager
def running(desk: Installation) -> Iterator[Running]:
    """The daemon at work; killed if the test fails."""
    daemon = desk.start("run")
    try:
        yield daemon
    finally:
        if daemon.poll() is None:
            daemon.kill()
            daemon.wait()


def log(desk: Installation) -> str:
    return (desk.folder / "daemon.log").read_text(errors="replace")


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_once_takes_in_all_that_waits_sends_all_that_is_due_and_ends(desk: Installation) -> None:
    desk.deliver(*(mail(f"Case {number}") for number in range(60)), GARBAGE)
    desk.say("run", "--once")
    assert {name: len(mails) for name, mails in desk.folders().items()} == {
        "INBOX": 0, "Processed": 60, "Quarantine": 1,
    }  # fmt: skip
    assert len(desk.records("tickets", "list")) == 60
    assert len(desk.sink.letters) == 121
    desk.say("run", "--once")
    assert len(desk.sink.letters) == 121


def test_the_daemon_acknowledges_a_mail_when_it_comes_and_ends_well_on_sigterm(
    install: Callable[..., Installation],
) -> None:
    desk = install(starter=Cold())
    with running(desk) as daemon:
        desk.deliver(mail(sender="ana@customer.example"))
        desk.sink.wait_for(1, to="ana@customer.example", seconds=PATIENCE)
        desk.deliver(mail(sender="carl@customer.example"))  # this one is announced while it idles
        desk.sink.wait_for(1, to="carl@customer.example", seconds=60)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(PATIENCE) == 0, log(desk)
    assert desk.folders()["INBOX"] == []


def test_sigterm_in_the_midst_of_work_finishes_the_step_and_leaves_nothing_half_done(desk: Installation) -> None:
    desk.deliver(*(mail(f"Case {number}") for number in range(200)))
    with running(desk) as daemon:
        desk.sink.wait_for(1, seconds=PATIENCE)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(PATIENCE) == 0, log(desk)
    folders = desk.folders()
    assert len(folders["INBOX"]) + len(folders["Processed"]) == 200
    assert len(desk.records("inbox", "list", "--state", "kept")) == 0
    desk.say("run", "--once")
    ids = [str(each.message["Message-ID"]) for each in desk.sink.letters]
    assert len(ids) == len(set(ids)) == 400


def test_the_daemon_goes_on_after_the_imap_server_was_away(desk: Installation) -> None:
    with running(desk):
        desk.deliver(mail(sender="ana@customer.example"))
        desk.sink.wait_for(1, to="ana@customer.example", seconds=PATIENCE)
        desk.dovecot.stop()
        desk.dovecot.start()
        desk.deliver(mail(sender="carl@customer.example"))
        desk.sink.wait_for(1, to="carl@customer.example", seconds=PATIENCE)


def test_the_daemon_goes_on_after_postgresql_was_away(
    install: Callable[..., Installation], postgres: str, postgres_server: Postgres
) -> None:
    """F46."""
    desk = install(url=postgres)
    with running(desk) as daemon:
        desk.deliver(mail(sender="ana@customer.example"))
        desk.sink.wait_for(1, to="ana@customer.example", seconds=PATIENCE)
        postgres_server.stop()
        desk.deliver(mail(sender="carl@customer.example"))
        eventually(lambda: "error" in log(desk) or daemon.poll() is not None)
        postgres_server.start()
        desk.sink.wait_for(1, to="carl@customer.example", seconds=PATIENCE)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(PATIENCE) == 0, log(desk)
    assert len(desk.records("tickets", "list")) == 2


@pytest.mark.parametrize("what", ["imap", "store"])
def test_once_fails_with_one_line_that_says_what_to_do(install: Callable[..., Installation], what: str) -> None:
    sections = {"imap": {"imap": {"password": "wrong"}}, "store": {"store": {"url": "sqlite:////no/such/desk.db"}}}
    ran = install(sections=sections[what]).run("run", "--once")
    assert ran.returncode == 1
    last = ran.stderr.decode().splitlines()[-1]
    assert last.startswith("mailflow: ")
    assert "Traceback" not in ran.stderr.decode()


def test_a_mail_that_breaks_a_letter_is_parked_and_told_and_the_rest_goes_on(
    install: Callable[..., Installation],
) -> None:
    """F70, end to end: an admin's own template fails for one subject."""
    desk = install(sections={"desk": {"templates": "letters"}})
    place = desk.folder / "letters" / "en" / "received.j2"
    place.parent.mkdir(parents=True)
    place.write_text(
        '{% extends "customer.j2" %}{% block title %}Hello{% endblock %}'
        "{% block news %}{% if 'POISON' in ticket.subject %}{{ no.such }}{% endif %}{% endblock %}"
    )
    desk.deliver(mail("One"), mail("POISON", sender="eve@customer.example"), mail("Two"))
    desk.say("run", "--once")
    assert sorted(each["subject"] for each in desk.records("tickets", "list")) == ["One", "POISON", "Two"]
    assert [len(desk.folders()[name]) for name in ("INBOX", "Processed", "Quarantine")] == [0, 2, 1]
    [parked] = desk.records("inbox", "list", "--state", "parked")
    assert "no" in parked["error"]
    assert any("quarantine" in str(each.message["Subject"]) for each in desk.sink.letters_to("bo@agents.example"))
    place.unlink()
    desk.say("inbox", "retry", str(parked["id"]))
    desk.say("run", "--once")
    assert len(desk.records("tickets", "list")) == 3
    assert len(desk.sink.letters_to("eve@customer.example")) == 1


def test_a_store_that_fails_at_each_look_is_left_alone_for_a_while(desk: Installation) -> None:
    """Else an overdue ticket would fill the log ten times a second."""
    desk.deliver(mail())
    desk.say("run", "--once")
    store = Store(desk.url)
    with store.write() as connection:
        connection.execute(update(schema.ticket).values(due_at=datetime.now(UTC) - timedelta(hours=1)))
        connection.execute(text("DROP TABLE participant"))
    store.close()
    with running(desk) as daemon:
        eventually(lambda: "event='store'" in log(desk))
        time.sleep(1.5)
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(PATIENCE)
    assert log(desk).count("event='store'") == 1
