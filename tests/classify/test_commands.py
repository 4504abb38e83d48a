"""`mailflow model ...` from a terminal, with an encoder of our own, in one process."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from mailflow.classify import examples
from mailflow.classify.examples import Example
from mailflow.cli.main import app
from mailflow.engine import now, open_office, open_store
from mailflow.flow.keep import keep
from mailflow.flow.take_in import take_in
from mailflow.labelling import write
from mailflow.mail import RawMail
from mailflow.settings import load
from mailflow.store import schema
from mailflow.teaching import judge_set as judge_set_of
from mailflow.teaching import lessons as lessons_of
from mailflow.teaching import vector_file
from tests.classify.stub import Stub
from tests.flow.branch import BO

SETTINGS = f"""
[desk]
address = "support@example.com"
[model]
encoder = "tests.classify.stub:Stub"
[[agents]]
address = "{BO}"
name = "Bo"
tier = 1
"""


class Terminal:
    """The commands of a desk that has its settings in a folder."""

    def __init__(self, folder: Path) -> None:
        self.settings = folder / "mailflow.toml"
        self.settings.write_text(SETTINGS)

    def __call__(self, *words: str, given: str = "") -> str:
        result = CliRunner().invoke(app, ["--config", str(self.settings), "model", *words], input=given)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def json(self, *words: str, given: str = "") -> Any:
        return json.loads(self(*words, "--json", given=given))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The log stays where it was: the runner's own streams are closed behind each command."""
    monkeypatch.setattr("mailflow.logs.set_up", lambda level, *, as_json: None)
    return Terminal(tmp_path)


@pytest.fixture
def data(tmp_path: Path, judge_set: list[Example]) -> Path:
    write(tmp_path / "judge.jsonl", judge_set)
    return tmp_path / "judge.jsonl"


def test_a_model_is_trained_judged_drawn_and_follows_as_a_shadow(
    terminal: Terminal, data: Path, tmp_path: Path, lessons: list[Example]
) -> None:
    own = tmp_path / "own.jsonl"
    write(own, lessons)
    out = tmp_path / "models" / "mine"
    trained = terminal.json("train", "--data", str(data), "--with", str(own), "--out", str(out))
    assert trained["data"]["mails"] == len(lessons) + 66
    assert trained["second"]["encoder"] == "stub"
    assert (tmp_path / "models" / "vectors.sqlite").exists()
    page = tmp_path / "judge.html"
    judged = terminal.json("judge", "--data", str(data), "--model", str(out), "--html", str(page))
    assert (judged["n"], judged["encoder"]) == (66, "stub")
    assert "<svg" in page.read_text()
    assert "mine reads along" in terminal("use", "mine", "--shadow")
    assert [line["role"] for line in map(json.loads, terminal("list", "--json").splitlines())] == ["serving", "shadow"]
    assert terminal("use", "-", "--shadow").startswith("no model")


def test_categories_of_the_desks_own_are_taught_by_their_file(terminal: Terminal, data: Path, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text("name,description\nreturns,parcels sent back\ndelivery,late courier\n")
    terminal.settings.write_text(SETTINGS.replace("[model]", '[model]\ncategories = "shop.csv"'))
    assert load(terminal.settings).rules.categories == ("returns", "delivery")
    said = terminal("train", "--data", str(data), "--out", str(tmp_path / "models" / "shop"))
    assert "category  from descriptions" in said
    asked = json.dumps({"subject": "Parcel", "body": "The parcels are sent back by the carrier again."})
    [line] = terminal("predict", "--model", str(tmp_path / "models" / "shop"), given=asked).splitlines()
    answer = json.loads(line)
    assert (answer["category"]["label"], answer["sure"]) == ("returns", False)
    assert [line["name"] for line in map(json.loads, terminal("list", "--json").splitlines())] == ["starter", "shop"]


def test_without_settings_the_vectors_are_kept_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("mailflow.teaching.open_encoder", lambda name: Stub())
    file = vector_file(None)
    assert file is not None
    file.of([("a", "b")])
    assert (tmp_path / "cache" / "mailflow" / "vectors.sqlite").exists()


def test_predictions_tell_the_words_that_spoke_for_them(terminal: Terminal) -> None:
    mail = json.dumps({"subject": "Hello", "body": "The printer prints blank pages, toner and paper are new."})
    [line] = terminal("predict", "--why", "--first", given=mail).splitlines()
    answer = json.loads(line)
    assert answer["category"]["label"] == "hardware"
    assert {"printer", "prints", "toner"} & set(answer["why"]["category"])


def test_the_newest_tickets_are_labelled_and_the_file_grows(terminal: Terminal, tmp_path: Path) -> None:
    _tickets(terminal, "The printer on the second floor is silent.", "Please send the March invoice again.")
    file = tmp_path / "mine.jsonl"
    said = terminal("label", str(file), given="inc\nhardware\nlow\nlow\nfalse\nq\n")
    assert "1 of 2 labelled" in said
    [mail] = examples.read(file)
    assert mail.labels["category"] == "hardware"
    terminal("label", str(file), given="req\nbilling\nlow\nlow\nfalse\n")
    assert len(examples.read(file)) == 2
    assert "0 of 0 labelled" in terminal("label", str(file))


def test_the_weeks_tell_how_many_mails_there_were_and_what_people_corrected(terminal: Terminal) -> None:
    _tickets(terminal, "The printer on the second floor is silent.")
    [week] = terminal.json("watch")["weeks"]
    assert (week["tickets"], week["unsure"]) == (1, 1.0)


def test_every_fifth_correction_judges_and_the_others_teach(terminal: Terminal) -> None:
    _tickets(terminal, *(f"Number {word}: the scanner hums." for word in ("one", "two", "three", "four", "five")))
    settings = load(terminal.settings)
    store = open_store(settings)
    with store.write() as connection:
        connection.execute(
            insert(schema.example),
            [
                {"ticket": number, "head": "category", "label": "hardware", "by": BO, "at": now()}
                | {"language": "en", "subject": "scanner", "body": f"mail {number}"}
                for number in range(1, 6)
            ],
        )
    store.close()
    taught = {each.body for each in lessons_of(settings) if each.subject == "scanner"}
    judged = {each.body for each in judge_set_of(settings) if each.subject == "scanner"}
    assert (taught, judged) == ({"mail 1", "mail 2", "mail 3", "mail 4"}, {"mail 5"})
    assert terminal.json("judge")["n"] == 67


def _tickets(terminal: Terminal, *bodies: str) -> None:
    settings = load(terminal.settings)
    store = open_store(settings)
    raws = []
    for uid, body in enumerate(bodies, start=1):
        content = (
            f"From: c{uid}@customer.example\r\nTo: support@example.com\r\nSubject: hello {uid}\r\n"
            f"Message-ID: <n{uid}@customer.example>\r\n\r\n{body}\r\n"
        ).encode()
        raws.append(RawMail(mailbox="m", uidvalidity=1, uid=uid, received_at=now(), content=content, size=len(content)))
    take_in(open_office(settings, store), keep(store, raws, now()), now())
    store.close()
