"""What breaks does not stop the desk: a mail, a model, a ticket, a letter, the mail server, the store."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailflow.classify.shelf import Shelf
from mailflow.desk.terms import State
from mailflow.flow.office import Office
from mailflow.flow.reader import Reader
from mailflow.flow.take_in import take_in
from mailflow.flow.understand import Understood
from mailflow.mail import Kept
from mailflow.notify.compose import Press
from mailflow.resources import shipped
from mailflow.store.db import StoreError
from mailflow.store.inbox import release
from tests.flow.branch import ANA, BO, CARL, Branch, named, subject_of, text_of, the
from tests.servers.sink import KEEP_AND_CLOSE, Sink

SPOILT = "{% block news %}{% if 'POISON' in ticket.subject %}{{ no.such }}{% endif %}"


def spoil(branch: Branch, folder: Path, letter: str) -> None:
    """From now on this letter fails in an admin's own template where the ticket's subject says POISON."""
    place = folder / "templates" / "en" / f"{letter}.j2"
    place.parent.mkdir(parents=True)
    original = (shipped("templates") / "en" / place.name).read_text()
    place.write_text(original.replace("{% block news %}", SPOILT))
    branch.office = replace(branch.office, press=Press(folder / "templates"))


@pytest.fixture
def poisoned(branch: Branch, tmp_path: Path) -> Branch:
    """A desk whose admin has spoilt the acknowledgement of whoever's subject says POISON."""
    spoil(branch, tmp_path, "received")
    return branch


def test_f70_a_mail_that_cannot_be_taken_in_is_parked_after_three_tries_and_the_others_go_on(poisoned: Branch) -> None:
    branch = poisoned
    first, poison, last = branch.receive(
        branch.mail(ANA, subject="One"), branch.mail(CARL, subject="POISON"), branch.mail(ANA, subject="Two")
    )
    assert [each.subject for each in branch.tickets()] == ["One", "Two"]
    assert (branch.inbox(poison).state, branch.inbox(poison).attempts) == ("kept", 1)
    branch.take_waiting()
    branch.take_waiting()
    assert branch.inbox(poison).state == "parked"
    branch.take_waiting()
    assert branch.inbox(poison).attempts == 3
    assert [branch.inbox(each).outcome for each in (first, poison, last)] == [
        "ticket-create", "quarantine", "ticket-create",
    ]  # fmt: skip
    branch.send()
    assert str(poison) in text_of(the(branch.tell_quarantine(), BO))
    the(branch.work(branch.mail(CARL, subject="Three")), CARL)


class Fragile:
    """Reads no mail of which the text says POISON; its process dies of it. With `headers` the header is enough."""

    def __init__(self, office: Office, *, headers: bool = False) -> None:
        self._office, self._headers = office, headers

    def __call__(self, kept: Sequence[Kept]) -> list[Understood]:
        if any(b"POISON" in each.content or (self._headers and each.oversized) for each in kept):
            raise RuntimeError("the reading process died")
        return self._office.understand(kept)


def strike_out(branch: Branch, reader: Fragile, *contents: bytes) -> list[int]:
    """Take these mails in with that reader until there is nothing to be tried."""
    ids = branch.keep(*contents)
    for _ in range(3):
        take_in(branch.office, ids, branch.now, reader)
    return ids


def test_f70_a_parked_mail_stands_on_a_ticket_that_says_who_wrote_and_nobody_is_answered(branch: Branch) -> None:
    poison, fine = strike_out(branch, Fragile(branch.office), branch.mail(ANA, "POISON"), branch.mail(CARL))
    row = branch.inbox(poison)
    assert (row.state, row.outcome, row.reason, row.ticket) == ("parked", "quarantine", "failed", 2)
    assert branch.inbox(fine).outcome == "ticket-create"
    ticket = branch.ticket(2)
    assert (ticket.requester, ticket.subject) == (ANA, "Printer")
    letters = branch.send()
    assert named(letters, ANA) == []
    told = next(text_of(each) for each in named(letters, BO) if "MF-2" in subject_of(each))
    assert f"mailflow inbox show {poison}" in told
    assert "POISON" not in told


def test_f70_a_parked_mail_on_an_old_ticket_is_shown_there(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    [poison] = strike_out(branch, Fragile(branch.office), branch.answer(received, "POISON"))
    assert branch.inbox(poison).ticket == 1
    assert branch.events()[-1] == "CustomerWrote"
    assert f"mailflow inbox show {poison}" in text_of(the(branch.send(), BO))


def test_f70_a_parked_mail_that_is_let_in_later_joins_the_ticket_that_shows_it(branch: Branch) -> None:
    [poison] = strike_out(branch, Fragile(branch.office), branch.mail(ANA, "POISON, and the printer is dead."))
    with branch.store.write() as connection:
        assert release(connection, poison)
    branch.take_waiting()
    assert (branch.inbox(poison).state, branch.inbox(poison).ticket) == ("done", 1)
    assert len(branch.tickets()) == 1
    assert any("the printer is dead" in text_of(each) for each in named(branch.send(), BO))


@pytest.mark.parametrize("kind", ["header too", "forged", "machine", "agent"])
def test_f70_what_nobody_can_be_believed_to_have_written_is_only_parked(
    make_branch: Callable[..., Branch], kind: str
) -> None:
    branch = make_branch(authserv_id="mx.example.com")
    proof = "mx.example.com; dmarc={} header.from=customer.example"
    content = {
        "header too": branch.mail(ANA, "POISON", authentication_results=proof.format("pass")),
        "forged": branch.mail(ANA, "POISON", authentication_results=proof.format("fail")),
        "machine": branch.mail(ANA, "POISON", auto_submitted="auto-generated"),
        "agent": branch.mail(BO, "POISON"),
    }[kind]
    [poison] = strike_out(branch, Fragile(branch.office, headers=kind == "header too"), content)
    assert branch.inbox(poison).state == "parked"
    assert branch.tickets() == []
    assert str(poison) in text_of(the(branch.tell_quarantine(), BO))


def test_an_encrypted_mail_is_answered_politely_and_read_by_no_model(branch: Branch) -> None:
    body = "-----BEGIN PGP MESSAGE-----\n\nhQEMA7abcdefghij\n=abcd\n-----END PGP MESSAGE-----\n"
    letters = branch.work(branch.mail(ANA, body))
    assert "encrypted" in text_of(the(letters, ANA))
    assert "hQEMA7" not in "".join(map(text_of, letters))
    assert "mailflow inbox show 1" in text_of(the(letters, BO))
    assert (branch.inbox(1).reason, branch.ticket().doubt) == ("encrypted", "kind")


def test_a_parked_mail_is_taken_in_when_its_cause_is_gone(poisoned: Branch) -> None:
    [poison] = poisoned.receive(poisoned.mail(ANA, subject="POISON"))
    poisoned.take_waiting()
    poisoned.take_waiting()
    poisoned.office = replace(poisoned.office, press=Press())
    with poisoned.store.write() as connection:
        assert release(connection, poison)
    poisoned.take_waiting()
    assert [each.subject for each in poisoned.tickets()] == ["POISON"]


@pytest.mark.parametrize("fault", ["missing", "empty folder", "garbage", "cut off", "other hash"])
def test_f50_without_a_model_that_can_be_used_a_person_labels_every_mail(
    branch: Branch, tmp_path: Path, fault: str
) -> None:
    folder = tmp_path / "models"
    if fault != "missing":
        folder.mkdir()
    if fault not in ("missing", "empty folder"):
        shutil.copytree(shipped("models"), folder, dirs_exist_ok=True)
        _spoil(next(folder.rglob("*.skops")), next(folder.rglob("manifest.json")), fault)
    branch.office = replace(branch.office, read_texts=Reader(Shelf(state=tmp_path / "none", shipped=folder)))
    letters = branch.work(branch.mail(ANA))
    the(letters, ANA)
    the(letters, BO)
    assert (branch.ticket().triaged, branch.ticket().doubt) == (False, "kind")


def _spoil(model: Path, manifest: Path, fault: str) -> None:
    match fault:
        case "garbage":
            model.write_bytes(b"\x80\x04this is a pickle" * 1000)
        case "cut off":
            model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])
        case "other hash":
            manifest.write_text(json.dumps(_changed(json.loads(manifest.read_text()))))


def _changed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "0" * 64 if "sha" in key else _changed(each) for key, each in value.items()}
    return value


def test_a_model_that_fails_while_reading_parks_no_mail(branch: Branch) -> None:
    class Failing:
        name = "failing"

        def read(self, texts: object) -> list[object]:
            raise ValueError("could not convert string to float")

    class FailingShelf:
        def stamp(self) -> object:
            return 1

        def serving(self) -> Failing:
            return Failing()

    branch.office = replace(branch.office, read_texts=Reader(FailingShelf()))  # type: ignore[arg-type]
    the(branch.work(branch.mail(ANA)), ANA)
    assert branch.ticket().doubt == "kind"


def test_a_ticket_whose_warning_cannot_be_written_does_not_stop_the_others(branch: Branch, tmp_path: Path) -> None:
    branch.work(branch.mail(ANA, subject="POISON"), branch.mail(CARL, subject="Fine"))
    spoil(branch, tmp_path, "target_warning")
    warned = branch.pass_time(timedelta(hours=1))
    assert [("MF-2" in text_of(each)) for each in warned] == [True]
    branch.office = replace(branch.office, press=Press())
    warned = branch.pass_time(timedelta(hours=2))
    assert any("MF-1" in text_of(each) for each in warned)


def test_f22_a_refused_recipient_is_told_to_the_agent_and_the_others_have_their_letters(
    branch: Branch, sink: Sink
) -> None:
    sink.misbehave("RCPT", "550 5.1.1 no such user", match=ANA)
    letters = branch.work(branch.mail(ANA), branch.mail(CARL))
    the(letters, CARL)
    assert branch.ticket(1).undeliverable
    assert "no such user" in " ".join(text_of(each) for each in named(letters, BO))


def test_f21_a_recipient_that_is_put_off_gets_the_letter_later_with_the_same_message_id(
    branch: Branch, sink: Sink
) -> None:
    sink.misbehave("RCPT", "450 4.2.0 Greylisted", match=ANA, times=1)
    assert named(branch.work(branch.mail(ANA)), ANA) == []
    [row] = [row for row in branch.outbox() if row.recipient == ANA]
    assert (row.state, row.answer) == ("due", "450 4.2.0 Greylisted") or "Greylisted" in row.answer
    letter = the(branch.pass_time(timedelta(minutes=10)), ANA)
    assert str(letter.message["Message-ID"]).strip("<>") == row.message_id


def test_f25_a_letter_that_may_have_arrived_is_tried_again_late_and_with_the_same_message_id(
    branch: Branch, sink: Sink
) -> None:
    sink.misbehave("BODY", KEEP_AND_CLOSE, times=1)
    branch.work(branch.mail(ANA, list_id="<x.example>"))
    assert len(named(branch.sent(), BO)) == 1
    assert branch.pass_time(timedelta(minutes=7)) == []
    branch.pass_time(timedelta(minutes=7))
    both = named(branch.sent(), BO)
    assert len(both) == 2
    assert len({str(each.message["Message-ID"]) for each in both}) == 1


def test_letters_wait_while_the_mail_server_is_down(branch: Branch, sink: Sink) -> None:
    sink.stop()
    assert branch.work(branch.mail(ANA)) == []
    assert {row.state for row in branch.outbox()} == {"due"}
    sink.start()
    assert len(branch.pass_time(timedelta(minutes=5))) == 2


def test_an_answer_that_the_desk_cannot_note_is_not_sent_again_and_again(branch: Branch, tmp_path: Path) -> None:
    """The letter was accepted; whatever the desk makes of that, it is marked as sent."""
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.receive(branch.answer(notice, "Restart it."))
    broken = replace(branch.office, rules=None)  # type: ignore[arg-type]
    branch.office, office = broken, branch.office
    assert len(named(branch.send(), ANA)) == 1
    branch.office = office
    assert branch.pass_time(timedelta(minutes=30)) == []
    assert {row.state for row in branch.outbox()} == {"sent"}


def test_a_store_that_cannot_be_written_says_so_and_nothing_has_happened(
    make_branch: Callable[..., Branch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store_url: str
) -> None:
    if not store_url.startswith("sqlite"):
        store_url = f"sqlite:///{tmp_path / 'other.db'}"
    monkeypatch.setattr("mailflow.store.db.BUSY_SECONDS", 0.2)
    branch = make_branch(store_url)
    ids = branch.keep(branch.mail(ANA))
    other = sqlite3.connect(store_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        take_in(branch.office, ids, branch.now)
    other.execute("ROLLBACK")
    assert (branch.inbox(ids[0]).state, branch.inbox(ids[0]).attempts) == ("kept", 0)
    branch.take_waiting()
    assert branch.ticket().state is State.NEW
    other.close()


def test_a_mail_that_was_kept_and_no_more_is_taken_in_once_by_whoever_comes_first(branch: Branch) -> None:
    ids = branch.keep(branch.mail(ANA), branch.mail(CARL))
    take_in(branch.office, ids, branch.now)
    take_in(branch.office, ids, branch.now)
    branch.take_waiting()
    assert [each.number for each in branch.tickets()] == [1, 2]
