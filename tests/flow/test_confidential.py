"""What is confidential stays in the privacy circle: no log, digest or list tells of it, and nobody else acts on it."""

import json
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from mailflow.cli.main import app
from mailflow.flow.digest import tell_day
from mailflow.flow.tick import tell_quarantine
from mailflow.store.people import Agent
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, LIZ, START, Branch, named, text_of, the, whole_text
from tests.servers.sink import Letter

PIA = "pia@agents.example"
SECRETS = ("rosebud", ANA, "customer.example")
ORDERS = (
    "#take",
    "#assign liz",
    "#resolve Rosebud it is.",
    "#note Rosebud.",
    "#escalate l2 rosebud",
    "#similar",
    "#merge 2",
    "#breach deny It was nothing.",
    "Dear Ana, rosebud is safe.",
)


@pytest.fixture
def store_kind() -> str:
    """What is stored is tested elsewhere on both stores; the ways of the mails are the same."""
    return "sqlite"


@pytest.fixture
def desk(make_branch: Callable[..., Branch], request: pytest.FixtureRequest) -> Branch:
    """A desk with Pia in the privacy circle, beside Bo, who reads English unless the test says else, and Liz."""
    language = getattr(request, "param", "en")
    return make_branch(
        agents=(
            Agent(address=BO, name="Bo", tier=1, lead=True, language=language),
            Agent(address=LIZ, name="Liz", tier=2),
            Agent(address=PIA, name="Pia", tier=1, privacy=True),
        )
    )


def hidden(desk: Branch) -> Letter:
    """Ana's ticket, which Bo knows of, has become confidential; the notice that Bo has."""
    notice = the(desk.work(desk.mail(ANA, "The list, rosebud, is on the net.", subject="Rosebud")), BO)
    desk.work(desk.answer(named(desk.sent(), PIA)[-1], "#breach"))
    assert desk.ticket().confidential
    return notice


@pytest.mark.parametrize("order", ORDERS)
def test_who_is_not_of_the_circle_can_do_nothing_and_hears_who_can(desk: Branch, order: str) -> None:
    notice = hidden(desk)
    before, events = desk.ticket(), desk.events()
    letters = desk.work(desk.answer(notice, order))
    assert [each.rcpt for each in letters] == [(BO,)]
    assert "only the privacy circle can act on confidential tickets (Pia)" in " ".join(text_of(letters[0]).split())
    assert not [word for word in SECRETS if word in whole_text(letters[0]).lower()]
    assert (desk.ticket(), desk.events()) == (before, [*events, "Refused"])


@pytest.mark.parametrize(
    ("desk", "words"),
    [("hu", "csak az adatvédelmi kör intézkedhet (Pia)"), ("de", "kann nur der Datenschutzkreis handeln (Pia)")],
    indirect=["desk"],
)
def test_they_hear_it_in_their_language(desk: Branch, words: str) -> None:
    assert words in " ".join(text_of(the(desk.work(desk.answer(hidden(desk), "#take")), BO)).split())


def test_the_circle_can_work_on_it_by_mail(desk: Branch) -> None:
    hidden(desk)
    letter = named(desk.sent(), PIA)[-1]
    desk.work(desk.answer(letter, "#take"))
    assert desk.ticket().assignee == PIA
    desk.work(desk.answer(letter, "#breach assess\n#breach facts The list of March"))
    assert desk.ticket().aware_at is not None


def test_logs_and_digests_hold_no_word_of_it(desk: Branch) -> None:
    desk.office = desk.office_with(digest_at=time(8))
    tell_day(desk.office, desk.now)
    with capture_logs() as lines:
        notice = hidden(desk)
        desk.work(desk.answer(notice, "#resolve rosebud"), desk.answer(the(desk.sent(), ANA), "Rosebud again!"))
        desk.now = START + timedelta(days=1)
        assert tell_day(desk.office, desk.now)
        tell_quarantine(desk.office, desk.now)
        digests = desk.send()
    assert named(digests, BO)
    assert not [word for word in SECRETS for each in lines if word in json.dumps(each, default=str).lower()]
    assert not [word for word in SECRETS for each in digests if word in whole_text(each).lower()]


class Lists:
    """The command line on this desk's store."""

    def __init__(self, desk: Branch, folder: Path) -> None:
        self._file = folder / "mailflow.toml"
        self._file.write_text(
            f'[desk]\naddress = "support@example.com"\nzone = "Asia/Tokyo"\n\n[store]\nurl = "{desk.store.url}"\n',
            encoding="utf-8",
        )

    def __call__(self, *words: str) -> str:
        found = CliRunner().invoke(app, ["--config", str(self._file), *words], env={"COLUMNS": "200"})
        assert found.exit_code == 0, found.output
        return found.output

    def records(self, *words: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*words, "--json").splitlines()]


@pytest.fixture
def lists(desk: Branch, tmp_path: Path) -> Lists:
    hidden(desk)
    desk.reading = reading()
    desk.work(desk.mail(CARL, "The till is dead.", subject="Till"))
    return Lists(desk, tmp_path)


@pytest.mark.parametrize("what", [("tickets", "list"), ("inbox", "list"), ("privacy", "register")], ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["table", "json"])
def test_no_list_tells_of_it_unless_asked_to(lists: Lists, what: tuple[str, str], form: tuple[str, ...]) -> None:
    told = lists(*what, *form)
    assert "rosebud" not in told.lower()
    assert ANA not in told
    if what[0] != "privacy":
        assert CARL in told
        assert "(confidential)" in told
        assert ANA in lists(*what, *form, "--confidential")


def test_the_export_leaves_it_out_and_the_ticket_alone_says_what_it_is(lists: Lists) -> None:
    assert [each["number"] for each in lists.records("tickets", "export")] == ["MF-2"]
    assert "CONFIDENTIAL" in lists("tickets", "show", "1").splitlines()[0]
    assert "CONFIDENTIAL" not in lists("tickets", "show", "2")


def test_a_list_names_the_zone_of_its_times_once(lists: Lists) -> None:
    heading, first, *_ = lists("inbox", "list").splitlines()
    assert heading.count("Asia/Tokyo") == 1
    assert "2026-06-08 18:00" in first, "09:00 UTC"
    register = lists("privacy", "register").splitlines()
    assert register[0].count("Asia/Tokyo") == 1
