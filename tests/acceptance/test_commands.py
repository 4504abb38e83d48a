"""The commands of CONTRACT.md: their shapes, their words, their exit codes."""

import json
import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.installation import PROGRAM, Installation, clean_environment
from tests.acceptance.mails import mail
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

ANA = "ana@customer.example"
GARBAGE = b"To: support@example.com\r\nSubject: nobody\r\n\r\nnothing\r\n"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot) -> Iterator[Installation]:
    """A desk that has had Ana's mail, her news, and a mail that nobody signed."""
    sink = Sink()
    sink.start()
    desk = Installation(tmp_path_factory.mktemp("worked"), dovecot, dovecot.mailbox(), sink)
    first = mail("Nem megy a nyomtató", f"Ána <{ANA}>", "A második emeleti nyomtató áll.")
    news = mail("Re: Nem megy", ANA, "Már semmi sem megy.", "In-Reply-To: <n1@customer.example>\n")
    news = news.replace(b"<n1@", first.partition(b"Message-ID: <")[2].partition(b"@")[0].join([b"<", b"@"]))
    desk.deliver(first, GARBAGE)
    desk.say("run", "--once")
    desk.deliver(news)
    desk.say("run", "--once")
    yield desk
    sink.remove()


def test_tickets_list_and_show_tell_where_each_stands(worked: Installation) -> None:
    [ticket] = worked.records("tickets", "list")
    assert (ticket["number"], ticket["state"], ticket["requester"]) == ("MF-1", "NEW", ANA)
    assert worked.records("tickets", "list", "--state", "CLOSED") == []
    assert "MF-1" in worked.say("tickets", "list")
    told = worked.say("tickets", "show", "MF-1")
    for word in ("MF-1", "Nem megy a nyomtató", "A második emeleti nyomtató áll.", "CustomerWrote", ANA):
        assert word in told


def test_tickets_export_has_the_promised_shape(worked: Installation) -> None:
    [record] = worked.records("tickets", "export")
    promised = {"number", "kind", "category", "impact", "urgency", "priority", "state", "tier", "requester",
                "opened_at", "messages", "journal"}  # fmt: skip
    assert promised <= record.keys()
    assert (record["number"], record["tier"]) == ("MF-1", 1)
    for message in record["messages"]:
        assert {"direction", "message_id", "from", "to", "subject", "at"} <= message.keys()
        assert message["direction"] in ("in", "out", "note")
    assert [each["direction"] for each in record["messages"]].count("in") == 2
    assert record["journal"][0]["event"] == "Opened"
    assert all({"event", "at", "by"} <= each.keys() for each in record["journal"])


def test_a_ticket_that_is_not_there_and_a_number_that_is_none(worked: Installation) -> None:
    missing, nonsense = worked.run("tickets", "show", "77"), worked.run("tickets", "show", "seven")
    assert (missing.returncode, nonsense.returncode) == (1, 2)
    assert missing.stderr.decode().startswith("mailflow: there is no ticket 77")


def test_inbox_shows_each_mail_as_it_came_and_what_became_of_it(worked: Installation) -> None:
    records = worked.records("inbox", "list")
    assert {each["outcome"] for each in records} == {"ticket-create", "article-append", "quarantine"}
    [held] = worked.records("inbox", "list", "--state", "quarantined")
    raw = worked.run("inbox", "show", str(held["id"]))
    assert raw.stdout == GARBAGE
    assert worked.run("inbox", "show", "999").returncode == 1
    assert worked.run("inbox", "retry", "999").returncode == 1


def test_outbox_shows_each_letter_as_it_went(worked: Installation) -> None:
    records = worked.records("outbox", "list", "--state", "sent")
    received = next(each for each in records if each["letter"] == "received")
    raw = worked.run("outbox", "show", str(received["id"])).stdout
    assert raw == worked.sink.letters_to(ANA)[0].content
    assert worked.run("outbox", "drop", str(received["id"])).returncode == 1
    assert worked.say("outbox", "release").startswith("0 ")


def test_a_letter_that_waits_can_be_dropped_or_tried_at_once(desk: Installation) -> None:
    desk.sink.misbehave("RCPT", "450 4.2.0 later")
    desk.deliver(mail(sender=ANA))
    desk.say("run", "--once")
    letters = {each["recipient"]: str(each["id"]) for each in desk.records("outbox", "list", "--state", "due")}
    desk.sink.behave()
    desk.say("outbox", "drop", letters["bo@agents.example"])
    desk.say("outbox", "retry", letters[ANA])
    desk.say("run", "--once")
    assert [each.rcpt for each in desk.sink.letters] == [(ANA,)]


def test_agents_are_listed_added_changed_and_removed(desk: Installation) -> None:
    desk.say("agents", "add", "Liz@Agents.example", "--name", "Liz", "--tier", "2", "--language", "de")
    records = {each["address"]: each for each in desk.records("agents", "list")}
    assert records["liz@agents.example"]["tier"] == 2
    assert records["bo@agents.example"]["lead"] is True
    desk.say("agents", "remove", "liz@agents.example")
    assert [each["address"] for each in desk.records("agents", "list")] == ["bo@agents.example"]
    assert desk.run("agents", "remove", "liz@agents.example").returncode == 1
    assert desk.run("agents", "add", "no address").returncode == 2
    assert desk.run("agents", "add", "x@agents.example", "--tier", "4").returncode == 2


def test_an_agent_of_the_settings_is_removed_there(desk: Installation) -> None:
    """Else they would be back with the next command."""
    ran = desk.run("agents", "remove", "bo@agents.example")
    assert ran.returncode == 1
    assert "mailflow.toml" in ran.stderr.decode()


def test_check_finds_all_well_and_says_what_to_do_where_not(
    desk: Installation, install: Callable[..., Installation]
) -> None:
    findings = desk.records("check")
    assert {each["level"] for each in findings} <= {"ok", "warn"}
    assert {"part", "level", "text"} <= findings[0].keys()
    desk.sink.stop()
    broken = install(sections={"imap": {"password": "wrong"}})
    broken.sink.stop()
    ran = broken.run("check", "--json")
    assert ran.returncode == 1
    failed = [each["part"] for each in map(json.loads, ran.stdout.splitlines()) if each["level"] == "fail"]
    assert any(each.startswith("mailbox") for each in failed)
    assert any(each.startswith("sending") for each in failed)


def test_init_writes_settings_that_only_the_owner_reads_and_that_can_be_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "srv"
    command = [str(PROGRAM), "init", str(folder)]
    made = subprocess.run(command, capture_output=True, check=True, env=clean_environment())
    assert b"next:" in made.stdout
    assert stat.S_IMODE(os.stat(folder / "mailflow.toml").st_mode) == 0o600
    assert (folder / "mailflow.db").is_file()
    listed = [str(PROGRAM), "--config", str(folder / "mailflow.toml"), "tickets", "list", "--json"]
    assert subprocess.run(listed, capture_output=True, check=True, env=clean_environment()).stdout == b""
    again = subprocess.run(command, capture_output=True, check=False, env=clean_environment())
    assert again.returncode == 1
    assert b"there already" in again.stderr


def test_explain_tells_what_would_be_done_without_any_settings(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: Ana <ana@customer.example>\r\nTo: support@example.com\r\nSubject: =?utf-8?q?Nyomtat=C3=B3?=\r\n"
        b"Message-ID: <x@y>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\nIt does not print.\r\n\r\n> old\r\n"
    )
    (tmp_path / "b.eml").write_bytes(b"\xff\xfe\x00")
    command = [str(PROGRAM), "explain", "a.eml", "b.eml", "--json"]
    ran = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path, env=clean_environment())
    first, second = map(json.loads, ran.stdout.splitlines())
    assert first["file"] == "a.eml"
    assert first["from"] == {"name": "Ana", "address": "ana@customer.example"}
    assert (first["subject"], first["message_id"]) == ("Nyomtató", "x@y")
    assert first["date"] == "2026-03-02T09:00:00+00:00"
    assert (first["verdict"], first["reason"], first["trust"], first["may_answer"]) == ("accept", "new", "T1", True)
    assert first["reply"] == "It does not print."
    for head in ("kind", "category", "impact", "urgency"):
        assert set(first[head]) == {"label", "p"}
    assert first["priority"] in ("P1", "P2", "P3", "P4")
    assert set(first["personal_data_breach"]) == {"label", "p"}
    assert isinstance(first["sure"], bool)
    assert second["verdict"] in ("unreadable", "quarantine")
    assert first.keys() == second.keys()
    assert {each.name for each in tmp_path.iterdir()} == {"a.eml", "b.eml"}


@pytest.mark.parametrize("words", [[], ["run"], ["tickets", "show"], ["ingest"], ["explain"], ["agents", "add"]])
def test_every_command_helps_with_an_example(words: list[str], desk: Installation) -> None:
    told = desk.say(*words, "--help")
    assert ("Example: mailflow" if words else "Usage: mailflow") in " ".join(told.split())


def test_wrong_use_is_exit_2(desk: Installation) -> None:
    assert desk.run("tickets", "frobnicate").returncode == 2
    assert desk.run("run", "--twice").returncode == 2
