"""The calendar as an admin writes it: a country's holidays and moved working days, the desk's own, one by priority."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailflow.calendars import CalendarSettings
from mailflow.check import findings
from mailflow.desk.terms import Priority
from mailflow.desk.worktime import Calendar, Hours
from mailflow.settings import SettingsError, load

WEEK = (Hours(),)
DESK = '[desk]\naddress = "support@example.org"\nzone = "Europe/Budapest"\n'
HUNGARY = DESK + '[calendar]\ncountry = "HU"\nhours = [{opens = "08:00", closes = "18:00"}]\n'
PLACE = ZoneInfo("Europe/Budapest")


def calendar(country: str, region: str = "", holidays: str = "", workdays: str = "") -> Calendar:
    return CalendarSettings(
        country=country,
        region=region,
        hours=WEEK,
        holidays=tuple(map(date.fromisoformat, holidays.split())),
        workdays=tuple(map(date.fromisoformat, workdays.split())),
    ).made("Europe/Budapest")


@pytest.mark.parametrize(
    ("made", "free", "worked"),
    [
        (calendar("HU"), "2026-03-15 2026-04-03 2026-04-06 2026-08-20 2026-10-23 2026-12-25", "2026-10-22"),
        (calendar("HU"), "2026-01-02 2026-08-21 2025-05-02 2025-10-24 2025-12-24", "2026-01-10 2026-08-08 2025-05-17"),
        (calendar("HU"), "2024-08-19 2024-12-27 2026-12-24", "2024-08-03 2024-12-07 2024-12-14"),
        (calendar("DE"), "2026-04-03 2026-05-01 2026-12-25 2026-10-03", "2026-01-06 2026-06-04 2026-12-24"),
        (calendar("DE", "BY"), "2026-01-06 2026-06-04", "2026-12-24"),
        (calendar("AT"), "2026-01-06 2026-10-26 2026-12-08", "2026-04-03"),
        (calendar("HU", holidays="2026-12-28 2026-08-08"), "2026-12-28 2026-08-08 2026-12-25", "2026-12-29"),
        (calendar("HU", workdays="2026-12-12 2026-08-20"), "2026-12-05 2026-12-13", "2026-12-12 2026-08-20"),
        (calendar(""), "2026-08-08 2026-01-10", "2026-12-25 2026-08-20"),
    ],
    ids=["hu", "hu-moved", "hu-2024", "de", "bavaria", "at", "own holidays", "own workdays", "no country"],
)
def test_days_of_the_country_and_of_the_desk(made: Calendar, free: str, worked: str) -> None:
    assert [day for day in free.split() if made.works_on(date.fromisoformat(day))] == []
    assert [day for day in worked.split() if not made.works_on(date.fromisoformat(day))] == []


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PLACE)


@pytest.mark.parametrize(
    ("start", "plus", "due"),
    [
        (local(3, 27, 17, 30), 2, local(3, 30, 9, 30)),
        (local(10, 22, 17), 4, local(10, 26, 11)),
        (local(6, 6, 12), 1, local(6, 8, 9)),
        (local(12, 23, 15), 32, local(12, 30, 17)),
        (local(8, 7, 17), 2, local(8, 8, 9)),
        (local(8, 19, 17), 2, local(8, 24, 9)),
        (local(1, 1, 12), 1, local(1, 5, 9)),
    ],
    ids=["spring", "october", "saturday", "christmas", "into a worked saturday", "over a bridge", "new year"],
)
def test_the_desks_vectors_hold_on_the_countrys_own_calendar(start: datetime, plus: int, due: datetime) -> None:
    made = calendar("HU")
    assert made.add(start, timedelta(hours=plus)) == due.astimezone(UTC)
    assert made.between(start, due) == timedelta(hours=plus)


def test_working_days_count_a_moved_saturday(tmp_path: Path) -> None:
    assert calendar("HU").add_days(local(8, 7, 10), 1) == local(8, 8, 10).astimezone(UTC)
    assert calendar("").add_days(local(8, 7, 10), 1) == local(8, 10, 10).astimezone(UTC)


def written(folder: Path, text: str) -> Path:
    file = folder / "mailflow.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_calendar_the_desk_works_around_the_clock(tmp_path: Path) -> None:
    rules = load(written(tmp_path, DESK)).rules
    assert rules.calendar == Calendar(zone="Europe/Budapest")
    assert {rules.calendar_of(each) for each in Priority} == {rules.calendar}


def test_a_priority_has_a_calendar_of_its_own_and_what_it_leaves_out_is_the_desks(tmp_path: Path) -> None:
    text = HUNGARY + (
        "[calendars.P1]\nhours = []\n"
        '[calendars.P2]\nworkdays = ["2026-12-26"]\nhours = [{days = ["sat"], opens = "06:00", closes = "22:00"}]\n'
    )
    rules = load(written(tmp_path, text)).rules
    desk, most, high = (rules.calendar_of(Priority(each)) for each in ("P4", "P1", "P2"))
    assert desk is rules.calendar
    assert (most.hours, most.holidays, most.zone) == ((), desk.holidays, "Europe/Budapest")
    assert high.hours[0].days == ("sat",)
    assert date(2026, 10, 23) in high.holidays
    assert (high.works_on(date(2026, 12, 26)), desk.works_on(date(2026, 12, 26))) == (True, False)


def test_the_environment_can_name_the_country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILFLOW_CALENDAR__COUNTRY", "AT")
    rules = load(written(tmp_path, HUNGARY)).rules
    assert date(2026, 10, 26) in rules.calendar.holidays
    assert date(2026, 10, 23) not in rules.calendar.holidays


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[calendar]\ncountry = "XX"\n', "calendar: Country XX not available"),
        ('[calendar]\ncountry = "DE"\nregion = "ZZ"\n', "subdivision ZZ"),
        ('[calendar]\nregion = "BY"\n', "needs its country"),
        ('[calendar]\nzone = "Mars/Phobos"\n', "unknown time zone"),
        ("[calendar]\nhours = [{days = []}]\n", "at least one day"),
        ('[calendar]\nholidays = ["2026-13-01"]\n', "calendar.holidays"),
        ('[calendar]\nholidays = ["2026-12-01"]\nworkdays = ["2026-12-01"]\n', "2026-12-01 is in holidays and"),
        ('[calendars.P1]\ncountry = "XX"\n', "calendars.P1"),
        ("[calendars.P5]\nhours = []\n", "calendars.P5"),
        ("[rules.calendar]\nhours = [{}]\n", "write [calendar]"),
    ],
)
def test_a_calendar_that_cannot_be_is_told_by_its_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(written(tmp_path, DESK + text))
    assert told in str(error.value)


def test_check_tells_when_work_is_done_and_which_days_ahead_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.check.now", lambda: datetime(2026, 8, 3, 12, tzinfo=UTC))

    def told(text: str) -> str:
        """What it says of the calendar; it need not look farther."""
        settings = load(
            written(tmp_path, f'{text}[store]\nurl = "sqlite:///{tmp_path}/none/such.db"\n[smtp]\nport = 1\n')
        )
        return next(f"{each.level}: {each.text}" for each in findings(settings, None) if each.part == "calendar")

    assert told(HUNGARY) == (
        "ok: mon+tue+wed+thu+fri 08:00-18:00 in Europe/Budapest; in the next 8 weeks off: Thu 2026-08-20, "
        "Fri 2026-08-21; worked on as well: Sat 2026-08-08"
    )
    assert told(DESK) == "ok: around the clock"
    assert told(DESK + '[calendar]\ncountry = "HU"\n').startswith("warn: around the clock: holidays count for nothing")
