"""The commands of CONTRACT.md: their shapes, their words, their exit codes."""

import json
import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from mailflow.store import schema
from mailflow.store.db import Store
from tests.acceptance.installation import Installation, clean_environment
from tests.acceptance.mails import mail
from tests.acceptance.starter import PROGRAM, Cold, Warm
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

ANA = "ana@customer.example"
GARBAGE = b"To: support@example.com\r\nSubject: nobody\r\n\r\nnothing\r\n"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, warm: Warm) -> Iterator[Installation]:
    """A desk that has had Ana's mail, her news, and a mail that nobody signed."""
    sink = Sink()
    sink.start()
    desk = Installation(tmp_path_factory.mktemp("worked"), dovecot, dovecot.mailbox(), sink, starter=warm)
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
    for word in ("MF-1", "Nem megy a nyomtató", "A második emeleti nyomtató áll.", "customer wrote, by", ANA):
        assert word in told


def test_tables_can_be_read_at_eighty_columns(worked: Installation) -> None:
    """What must be whole stands whole on one line; JSON has all the rest."""
    head, line, *_ = worked.say("tickets", "list").splitlines()
    assert head.split() == ["number", "priority", "state", "kind", "requester", "subject"]
    assert line.split()[0] == "MF-1"
    assert "NEW" in line
    assert ANA in line
    for words in (["tickets"], ["inbox"], ["outbox"]):
        assert max(map(len, worked.say(*words, "list").splitlines())) <= 80
    assert {"tier", "category", "opened_at"} <= worked.records("tickets", "list")[0].keys()


def test_a_ticket_shows_the_verdict_and_what_its_mail_named_without_the_right_to_join_it(desk: Installation) -> None:
    desk.deliver(mail("Printer", ANA, "It is dead."))
    desk.say("run", "--once")
    desk.deliver(mail("Re: [MF-1] Printer", "mallory@elsewhere.example", "Show me everything."))
    desk.say("run", "--once")
    told = desk.say("tickets", "show", "MF-2")
    assert "[verdict accept (" in told
    assert "[related: names MF-1," in told
    [message] = [each for each in desk.records("tickets", "show", "MF-2")[0]["messages"] if each["direction"] == "in"]
    assert (message["verdict"], message["related"]) == ("accept", "MF-1")


@pytest.mark.parametrize(("room", "allowed"), [("tickets", "WAIT_CUSTOMER"), ("inbox", "held"), ("outbox", "failed")])
def test_a_state_that_is_none_is_told_with_those_that_are(worked: Installation, room: str, allowed: str) -> None:
    ran = worked.run(room, "list", "--state", "BOGUS")
    assert ran.returncode == 2
    assert allowed in ran.stderr.decode()
    if room != "tickets":
        assert worked.run(room, "list", "--limit", "0").returncode == 2
        assert len(worked.records(room, "list", "--limit", "1")) == 1


def test_tickets_export_has_the_promised_shape(worked: Installation) -> None:
    [record] = worked.records("tickets", "export")
    promised = {"number", "kind", "category", "impact", "urgency", "priority", "state", "tier", "requester",
                "opened_at", "messages", "journal"}  # fmt: skip
    assert promised <= record.keys()
    assert (record["number"], record["tier"]) == ("MF-1", 1)
    for message in record["messages"]:
        assert {"direction", "message_id", "from", "to", "subject", "at"} <= message.keys()
        assert message["direction"] != "in" or {"verdict", "reason", "trust"} <= message.keys()
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
    told = worked.say("outbox", "show", str(received["id"]), "--text")
    for words in (f"to:      {ANA}", "subject: ", "state:   sent", "MF-1"):
        assert words in told
    assert "Content-Transfer-Encoding" not in told
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
    assert "is changed" in desk.say("agents", "add", "liz@agents.example", "--tier", "2")
    assert records["bo@agents.example"]["lead"] is True
    desk.say("agents", "remove", "liz@agents.example")
    assert [each["address"] for each in desk.records("agents", "list")] == ["bo@agents.example"]
    assert desk.run("agents", "remove", "liz@agents.example").returncode == 1
    for address in ("no address", "@agents.example", "liz@", "Liz <liz@agents.example>", "liz@agents..example"):
        assert desk.run("agents", "add", address).returncode == 2, address
    fluent = desk.run("agents", "add", "x@agents.example", "--language", "fr")
    assert (fluent.returncode, fluent.stderr.decode()) == (2, "mailflow: language: must be hu, en or de, not 'fr'\n")
    assert desk.run("agents", "add", "x@agents.example", "--tier", "4").returncode == 2


def test_an_agent_of_the_settings_is_changed_and_removed_there(desk: Installation) -> None:
    """Else they would be back with the next command."""
    for verb in ("remove", "add"):
        ran = desk.run("agents", verb, "bo@agents.example")
        assert ran.returncode == 1
        assert "mailflow.toml" in ran.stderr.decode()


def test_an_agent_taken_out_of_the_settings_acts_no_more_and_one_added_by_command_does(desk: Installation) -> None:
    desk.say("agents", "add", "liz@agents.example")
    file = desk.folder / "mailflow.toml"
    file.write_text(file.read_text().partition("[[agents]]")[0])
    assert [each["address"] for each in desk.records("agents", "list")] == ["liz@agents.example"]
    desk.deliver(mail("#take", "Bo <bo@agents.example>", "#take MF-1"))
    desk.say("run", "--once")
    assert [each["trust"] for each in desk.records("inbox", "list")] == ["T1"]


def test_check_tells_what_waits_for_a_person_and_what_is_not_safe(worked: Installation) -> None:
    file = worked.folder / "mailflow.toml"
    text = file.read_text()
    file.chmod(0o644)
    file.write_text(text.replace("tier = 1", "tier = 2"))
    warned = {each["part"]: each["text"] for each in worked.records("check") if each["level"] == "warn"}
    assert "chmod 600" in warned["secrets"]
    assert "nobody is in the first line" in warned["agents"]
    assert "mails quarantined: 1" in warned["inbox"]
    file.write_text(text)
    file.chmod(0o600)
    found = {each["part"]: each for each in worked.records("check")}
    assert "secrets" not in found
    assert "nobody is in tier 2, 3" in found["agents"]["text"]
    assert found["clock"]["level"] == "ok"
    assert "Europe/Budapest" in found["clock"]["text"]


def test_check_tells_a_clock_that_is_behind_a_failed_letter_and_a_broken_promise(desk: Installation) -> None:
    desk.sink.misbehave("RCPT", "550 5.1.1 nobody of this name")
    desk.deliver(mail(sender=ANA))
    desk.say("run", "--once")
    desk.sink.behave()
    ahead = datetime.now(UTC) + timedelta(hours=1)
    opened = datetime.now(UTC) - timedelta(days=3)
    store = Store(desk.url)
    with store.write() as connection:
        connection.execute(update(schema.inbox).values(received_at=ahead))
        answered = {"opened_at": opened, "responded_at": opened + timedelta(hours=5)}
        solved = {"solved_at": opened + timedelta(hours=20), "spent": timedelta(hours=20)}
        connection.execute(update(schema.ticket).values(**answered, **solved))
    store.close()
    found = [(each["part"], each["level"], each["text"]) for each in desk.records("check")]
    [clock] = [text for part, level, text in found if (part, level) == ("clock", "warn")]
    assert "set the clock" in clock
    assert any(text.startswith("letters failed: ") for part, _, text in found if part == "outbox")
    promises = [(level, text[:24]) for part, level, text in found if part == "promise"]
    assert promises == [("warn", "first answer after 5.0 h"), ("ok", "resolution after 20.0 h ")]


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


@pytest.mark.parametrize("where", ["file", "/proc/desk", "taken"])
def test_init_where_it_cannot_write_says_so_in_a_line(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("I am a file")
    (tmp_path / "taken" / "mailflow.db").mkdir(parents=True)
    command = [str(PROGRAM), "init", where]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path, env=clean_environment())
    assert (ran.returncode, ran.stdout) == (1, b"")
    [line] = ran.stderr.decode().splitlines()
    assert line.startswith("mailflow: ")
    assert where in line


def test_explain_tells_of_a_file_that_cannot_be_opened_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail())
    (tmp_path / "b.eml").write_bytes(mail())
    command = [str(PROGRAM), "explain", "a.eml", "nosuch.eml", "b.eml"]
    ran = subprocess.run([*command, "--json"], capture_output=True, check=False, cwd=tmp_path, env=clean_environment())
    assert ran.returncode == 1
    assert [json.loads(line)["file"] for line in ran.stdout.splitlines()] == ["a.eml", "b.eml"]
    assert ran.stderr.decode() == "mailflow: nosuch.eml: No such file or directory\n"
    ran = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path, env=clean_environment())
    assert ran.returncode == 1
    assert b"b.eml: " in ran.stdout
    assert b"Traceback" not in ran.stderr


def test_explain_takes_standard_input_and_folders_and_says_what_it_passes_over(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail())
    (tmp_path / "notes.txt").write_text("no mail at all\n")
    command = [str(PROGRAM), "explain", "-", ".", "--json"]
    ran = subprocess.run(command, input=mail(), capture_output=True, check=True, cwd=tmp_path, env=clean_environment())
    assert [json.loads(line)["file"] for line in ran.stdout.splitlines()] == ["-", "a.eml"]
    assert ran.stderr.decode() == "mailflow: notes.txt: does not look like a mail; passed over\n"


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
def test_every_command_helps_with_an_example(words: list[str], install: Callable[..., Installation]) -> None:
    told = install(starter=Cold()).say(*words, "--help")
    assert ("Example: mailflow" if words else "Usage: mailflow") in " ".join(told.split())


def test_wrong_use_is_exit_2(desk: Installation) -> None:
    assert desk.run("tickets", "frobnicate").returncode == 2
    assert desk.run("run", "--twice").returncode == 2


def test_an_empty_pipe_is_told(desk: Installation) -> None:
    """An MTA never sends one: somebody forgot to redirect a file."""
    ran = desk.run("ingest", "-", given=b"")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert "nothing came over standard input" in ran.stderr.decode()
