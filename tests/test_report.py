"""The report's figures: by hand on a few tickets, what is left out, and a page that is whole and safe."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from mailflow.cli.main import app
from mailflow.cli.show import CommandError
from mailflow.desk.commands import Ask, Cancel, ClearAlert, Merge, Open
from mailflow.desk.rules import Rules
from mailflow.desk.terms import CustomerWord, Head, Kind, Priority
from mailflow.desk.worktime import Calendar, Hours
from mailflow.report.figures import report
from mailflow.report.page import page
from mailflow.store import schema
from mailflow.store.codec import event_data
from mailflow.store.db import Store
from mailflow.store.ledger import Ledger
from tests.desk.build import ANA, BO, START, Play, days, hours, reading
from tests.markup import Balance

NOW = START + days(20)
WORKING = Rules(calendar=Calendar(hours=(Hours(),)))
"""Monday to Friday, 8 to 18; the tests begin on a Monday at 9."""


@pytest.fixture
def store(ready_url: str) -> Iterator[Store]:
    opened = Store(ready_url)
    yield opened
    opened.close()


class Desk:
    """Plays tickets and puts them into the store."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self.store, self.rules, self.plays = store, rules, list[Play]()

    def open(
        self, priority: Priority = Priority.P3, at: datetime = START, *, kind: Kind = Kind.INCIDENT, alert: str = ""
    ) -> Play:
        """A ticket of this number, in the order of opening."""
        game = Play(rules=self.rules, now=at)
        number = len(self.plays) + 1
        game.do(
            Open(
                by=ANA, name="Ana", language="hu", subject="Printer", number=number, received_at=at,
                reading=reading(kind, priority), may_answer=True, alert=alert,
            )
        )  # fmt: skip
        self.plays.append(game)
        return game

    def report(self, since: datetime | None = None) -> dict[str, Any]:
        """Store what was played, and report."""
        lines = [
            {"ticket": game.it.number, "tx": "t", "at": at, "by": event.by, "event": type(event).__name__}
            | {"data": event_data(event)}
            for game in self.plays
            for at, event in game.journal
        ]
        with self.store.write() as connection:
            ledger = Ledger(connection, NOW)
            for game in self.plays:
                ledger.put(game.it)
            ledger.flush()
            connection.execute(insert(schema.journal), lines)
        with self.store.read() as connection:
            return report(connection, self.rules, NOW, since)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, Rules())


def answered_and_solved(game: Play, answer: float, solution: float) -> Play:
    """Answered after so many hours, solved after so many."""
    game.take(hours(answer / 2))
    game.answer(hours(answer / 2))
    game.accept("reply")
    game.resolve(hours(solution - answer))
    game.accept("resolved")
    return game


def test_turnaround_is_counted_by_hand(desk: Desk) -> None:
    for answer, solution in ((1, 4), (2, 10), (6, 40)):
        answered_and_solved(desk.open(Priority.P3), answer, solution)
    found = desk.report()
    first, resolution = found["first_response"], found["resolution"]
    assert (first["n"], first["in_target"]) == (3, 0.667)
    assert first["net"] == {"mean": 3.0, "median": 2.0, "p90": 5.2, "p95": 5.6}
    assert (resolution["n"], resolution["in_target"]) == (3, 0.667)
    assert resolution["net"]["mean"] == resolution["gross"]["mean"] == 18.0
    assert resolution["by_priority"]["P3"] == {key: resolution[key] for key in ("n", "in_target", "net", "gross")}
    assert list(resolution["by_kind"]) == ["incident"]
    assert list(resolution["by_category"]) == ["hardware"]
    assert list(resolution["by_tier"]) == ["L1"]


def test_net_is_working_time_and_gross_is_the_walls(store: Store) -> None:
    desk = Desk(store, WORKING)
    answered_and_solved(desk.open(Priority.P3), 1, 25)
    found = desk.report()["resolution"]
    assert (found["net"]["mean"], found["gross"]["mean"]) == (11.0, 25.0)
    assert found["in_target"] == 1.0


def test_a_pause_for_the_customer_is_gross_and_not_net(desk: Desk) -> None:
    game = desk.open()
    game.take()
    game.do(Ask(by=BO, question="Which one?"), hours(1))
    game.accept("question")
    game.mail(hours(10))
    game.resolve(hours(1))
    found = desk.report()
    assert (found["resolution"]["net"]["mean"], found["resolution"]["gross"]["mean"]) == (2.0, 12.0)
    assert {"from": "WAIT_CUSTOMER", "to": "L1", "n": 1, "median": 10.0} in found["flow"]


def test_what_was_cancelled_merged_or_cleared_by_its_monitor_is_left_out(desk: Desk) -> None:
    answered_and_solved(desk.open(), 1, 2)
    desk.open().do(Cancel(by=BO, reason="Twice."), hours(1))
    desk.open().do(Merge(by=BO, target=1), hours(1))
    desk.open(alert="nagios/web1/http").do(ClearAlert(by=ANA), hours(1))
    taken = desk.open(alert="nagios/web2/http")
    taken.take()
    taken.resolve(hours(3))
    found = desk.report()
    assert found["left_out"] == {"cancelled": 1, "merged": 1, "cleared": 1}
    assert (found["tickets"], found["resolution"]["n"], found["open"]) == (2, 2, 0)


def test_the_backlog_has_its_age_whenever_it_was_opened(desk: Desk) -> None:
    desk.open(Priority.P1, NOW - hours(2))
    desk.open(Priority.P4, NOW - days(40))
    answered_and_solved(desk.open(), 1, 2)
    found = desk.report(since=NOW - days(1))
    assert found["tickets"] == 1
    assert found["backlog"]["by_age"] == {
        "under 1 day": 1, "1 to 3 days": 0, "3 to 7 days": 0, "1 to 4 weeks": 0, "over 4 weeks": 1
    }  # fmt: skip
    assert found["backlog"]["age"]["median"] == 481.0
    assert found["backlog"]["by_priority"] == {"P1": 1, "P4": 1}


def test_reopening_first_contact_and_ratings_are_shares_of_what_was_solved(desk: Desk) -> None:
    at_once = desk.open()
    at_once.take()
    at_once.resolve(hours(1))
    at_once.mail(hours(1), word=CustomerWord.CONFIRM)
    at_once.mail(hours(1), rating=4)
    again = answered_and_solved(desk.open(), 1, 2)
    again.mail(hours(1))
    again.resolve(hours(1))
    found = desk.report()
    assert (found["reopened"], found["first_contact_resolution"]) == (0.5, 0.5)
    assert found["ratings"] == {"n": 1, "mean": 4.0, "by_rating": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0}}
    assert found["solved"] == 2


def test_weeks_say_what_came_and_went(desk: Desk) -> None:
    answered_and_solved(desk.open(Priority.P2), 1, 3)
    desk.open(Priority.P3)
    answered_and_solved(desk.open(Priority.P3, START + days(7)), 1, 5)
    weeks = desk.report()["weeks"]
    assert [(each["week"], each["opened"], each["solved"], each["open_at_end"]) for each in weeks] == [
        ("2026-06-08", 2, 1, 1), ("2026-06-15", 1, 1, 1), ("2026-06-22", 0, 0, 1)
    ]  # fmt: skip
    assert weeks[0]["resolution"]["mean_by_priority"] == {"P2": 3.0}
    assert weeks[0]["by_category"] == {"hardware": 2}


def test_the_models_part_is_what_people_decided_against_what_it_had_read(desk: Desk) -> None:
    game = desk.open()
    game.label(Head.CATEGORY, "network", hours(1))
    desk.open()
    [week] = desk.report()["model"]
    assert (week["tickets"], week["uncorrected_when_sure"]) == (2, 0.5)
    assert week["heads"]["category"]["accuracy"] == 0.0


def test_a_desk_without_tickets_has_a_report_and_a_page(desk: Desk) -> None:
    with desk.store.read() as connection:
        found = report(connection, Rules(), NOW)
    assert (found["tickets"], found["weeks"], found["resolution"]["net"]) == (0, [], None)
    assert "<h1>Empty</h1>" in page("Empty", found)


def test_the_page_needs_nothing_else_and_shows_names_as_text(tmp_path: Path) -> None:
    """A category is the admin's word, a state the desk's: whatever they hold, it is text (S18)."""
    store = Store(f"sqlite:///{tmp_path / 'page.db'}")
    store.create()
    desk = Desk(store, Rules())
    game = answered_and_solved(desk.open(), 1, 3)
    game.ticket = replace(game.it, category="<script>alert(1)</script>")
    html = page("Ana & <b>Co</b>", desk.report())
    store.close()
    assert not re.search(r"<script|src=|href=|url\(|@import|<b>Co", html)
    assert "&lt;script&gt;alert(1)" in html
    assert html.count("<svg") == 12
    balance = Balance()
    balance.feed(html)
    assert balance.open == []


@pytest.fixture
def config(tmp_path: Path) -> list[str]:
    """The command with a desk of its own that has solved one ticket."""
    file = tmp_path / "mailflow.toml"
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    file.write_text(f'[desk]\nname = "A & B"\naddress = "support@example.com"\n[store]\nurl = "{url}"\n')
    store = Store(url)
    store.create()
    desk = Desk(store, Rules())
    answered_and_solved(desk.open(), 1, 4)
    desk.report()
    store.close()
    return ["--config", str(file), "report"]


def test_the_command_prints_a_table_or_one_object_and_writes_the_page(config: list[str], tmp_path: Path) -> None:
    told = CliRunner().invoke(app, config)
    assert told.exit_code == 0, told.output
    assert "1 tickets, 1 solved, 0 open" in told.output
    page_file = tmp_path / "desk.html"
    one = CliRunner().invoke(app, [*config, "--json", "--html", str(page_file), "--since", "2026-06-01"])
    assert json.loads(one.stdout)["resolution"]["net"]["mean"] == 4.0
    assert "A &amp; B" in page_file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("since", "tickets"), [("2026-06-08", 1), ("2026-06-09", 0), ("2026-06-08T09:00:00+02:00", 1), ("4000w", 1)]
)
def test_since_is_a_day_or_a_span(config: list[str], since: str, tickets: int) -> None:
    told = CliRunner().invoke(app, [*config, "--json", "--since", since])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["tickets"] == tickets


def test_a_since_that_is_none_is_wrong_use(config: list[str]) -> None:
    ran = CliRunner().invoke(app, [*config, "--since", "yesterday"])
    assert isinstance(ran.exception, CommandError)
    assert ran.exception.code == 2
