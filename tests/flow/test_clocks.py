"""Clocks by mail and time alone: working hours, both time changes, whom a warning reaches, word by priority."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.calendars import CalendarSettings
from mailflow.desk.events import TargetWarned
from mailflow.desk.terms import Clock, Kind, Priority
from mailflow.desk.worktime import Calendar, Hours
from mailflow.store.people import Agent
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, STAFF, Branch, NewBranch, text_of, the

PLACE = ZoneInfo("Europe/Budapest")
CARA, MAX = "cara@agents.example", "max@agents.example"
WORKING = CalendarSettings(country="HU", hours=(Hours(),), holidays=(date(2026, 12, 28),)).made("Europe/Budapest")
HOUR = timedelta(hours=1)


@pytest.fixture
def store_kind() -> str:
    """What is stored is tested elsewhere on both stores; time is the same."""
    return "sqlite"


def desk(branch: Branch, calendar: Calendar, priority: Priority, start: datetime) -> Branch:
    """A desk that works by this calendar, but around the clock for what is critical, at this time."""
    around = {Priority.P1: Calendar(zone="Europe/Budapest")}
    rules = replace(branch.office.rules, calendar=calendar, calendars=around)
    branch.office, branch.now = branch.office_with(rules=rules), start
    branch.reading = reading(Kind.INCIDENT, priority)
    return branch


def warned(branch: Branch) -> list[tuple[Clock, int]]:
    return [(each.clock, each.percent) for each in branch.journal() if isinstance(each, TargetWarned)]


def told(branch: Branch, letter: str) -> Counter[str]:
    """Who got how many letters of this kind."""
    return Counter(each.recipient for each in branch.outbox() if each.letter == letter)


@pytest.mark.parametrize(
    ("start", "priority", "promised"),
    [
        (datetime(2026, 3, 27, 17, 30, tzinfo=PLACE), "P3", "Monday, 30 March 2026, 09:30"),
        (datetime(2026, 10, 22, 17, tzinfo=PLACE), "P4", "Monday, 26 October 2026, 10:00"),
        (datetime(2026, 8, 7, 17, tzinfo=PLACE), "P3", "Saturday, 8 August 2026, 09:00"),
        (datetime(2026, 12, 23, 17, tzinfo=PLACE), "P3", "Tuesday, 29 December 2026, 09:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=PLACE), "P1", "Sunday, 25 October 2026, 02:30"),
    ],
    ids=["spring", "autumn and a holiday", "a moved working day", "own holiday", "critical on a night of 25 hours"],
)
def test_f61_the_first_letter_promises_by_the_calendar(
    branch: Branch, start: datetime, priority: str, promised: str
) -> None:
    letter = the(desk(branch, WORKING, Priority(priority), start).work(branch.mail(ANA)), ANA)
    assert promised in text_of(letter)


def test_f61_nobody_is_warned_while_nobody_works(branch: Branch) -> None:
    friday = datetime(2026, 3, 27, 17, 30, tzinfo=PLACE)
    desk(branch, WORKING, Priority.P3, friday).work(branch.mail(ANA))
    branch.pass_time(timedelta(days=2))
    assert warned(branch) == []
    branch.pass_time(datetime(2026, 3, 30, 8, 30, tzinfo=PLACE) - branch.now)
    assert warned(branch) == [(Clock.FIRST_RESPONSE, 50)]


@pytest.fixture
def staffed(make_branch: NewBranch) -> Branch:
    """A desk where Cara works in the first line that Bo leads, and Max is the manager."""
    more = (Agent(address=CARA, name="Cara", tier=1), Agent(address=MAX, name="Max", tier=3, manager=True))
    return make_branch(agents=(*STAFF, *more))


def test_i25_each_warning_reaches_whom_it_must_and_each_once(staffed: Branch) -> None:
    branch = desk(staffed, Calendar(), Priority.P4, staffed.now)
    notice = the(branch.work(branch.mail(ANA)), CARA)
    branch.work(branch.answer(notice, "We have a look at it, Ana."))
    expected: Counter[str] = Counter()
    for hours, reached in ((16, [CARA]), (8, [CARA, BO]), (4.8, [CARA, BO, MAX]), (3.2, [CARA, BO, MAX])):
        branch.pass_time(timedelta(hours=hours))
        expected.update(reached)
        assert told(branch, "target_warning") == expected, hours
    assert told(branch, "late") == Counter([ANA])
    branch.pass_time(timedelta(hours=40))
    assert told(branch, "target_warning") == expected
    assert warned(branch) == [(Clock.RESOLUTION, percent) for percent in (50, 75, 90, 100)]


def test_f63_after_ten_hours_of_downtime_each_clock_is_warned_of_once(branch: Branch) -> None:
    desk(branch, Calendar(), Priority.P2, branch.now).work(branch.mail(ANA))
    came = branch.now
    branch.pass_time(timedelta(hours=10))
    assert sorted(warned(branch)) == [(Clock.FIRST_RESPONSE, 100), (Clock.RESOLUTION, 100)]
    assert {each.due for each in branch.journal() if isinstance(each, TargetWarned)} == {came + HOUR, came + 8 * HOUR}


@pytest.mark.parametrize(("priority", "hours"), [("P1", 0.5), ("P2", 2), ("P3", 8), ("P4", 24)])
def test_word_on_how_it_stands_comes_by_priority(branch: Branch, priority: str, hours: float) -> None:
    desk(branch, Calendar(), Priority(priority), branch.now)
    notice = branch.work(branch.mail(ANA))
    agent = next(each for each in notice if ANA not in each.rcpt)
    branch.work(branch.answer(agent, "We have a look at it, Ana."))
    for count in range(2):
        branch.pass_time(timedelta(hours=hours, minutes=-1))
        assert told(branch, "progress")[ANA] == count
        branch.pass_time(timedelta(minutes=1))
        assert told(branch, "progress")[ANA] == count + 1
