"""Working time: the vectors of the desk's rules, and what must hold for any calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.desk.worktime import Calendar, Hours, Weekday

ZONE = "Europe/Budapest"
PLACE = ZoneInfo(ZONE)
HOLIDAYS = frozenset({date(2026, 10, 23), date(2026, 12, 24), date(2026, 12, 25)})
WORKING = Calendar(zone=ZONE, hours=(Hours(),), holidays=HOLIDAYS)
ALWAYS = Calendar(zone=ZONE)
NIGHTS = Calendar(zone=ZONE, hours=(Hours(days=tuple(Weekday), opens=time(22), closes=time(6)),))
SPLIT = Calendar(
    zone=ZONE,
    hours=(Hours(opens=time(13), closes=time(17)), Hours(opens=time(8), closes=time(12))),
    holidays=HOLIDAYS,
)


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PLACE)


@pytest.mark.parametrize(
    ("calendar", "start", "plus", "due", "utc_hour"),
    [
        (WORKING, local(3, 27, 17, 30), 2, local(3, 30, 9, 30), 7),
        (ALWAYS, local(3, 28, 23), 8, local(3, 29, 8), 6),
        (ALWAYS, local(10, 24, 23), 8, local(10, 25, 6), 5),
        (WORKING, local(10, 22, 17), 4, local(10, 26, 11), 10),
        (WORKING, local(6, 6, 12), 1, local(6, 8, 9), 7),
        (NIGHTS, local(3, 28, 22), 8, local(3, 29, 23), 21),
        (NIGHTS, local(10, 24, 22), 8, local(10, 25, 5), 4),
        (WORKING, local(10, 23, 9), 11, local(10, 27, 9), 8),
        (WORKING, local(12, 23, 15), 32, local(12, 30, 17), 16),
    ],
)
def test_f61_targets_end_when_the_rules_say(
    calendar: Calendar, start: datetime, plus: int, due: datetime, utc_hour: int
) -> None:
    found = calendar.add(start, timedelta(hours=plus))
    assert (found, found.tzinfo, found.hour) == (due.astimezone(UTC), UTC, utc_hour)
    assert calendar.between(start, found) == timedelta(hours=plus)


def test_a_day_is_worked_on_unless_it_is_a_weekend_or_a_holiday() -> None:
    calendar = Calendar(hours=(Hours(),), holidays=frozenset({date(2026, 6, 9)}))
    assert [day for day in range(8, 15) if calendar.works_on(date(2026, 6, day))] == [8, 10, 11, 12]
    assert Calendar().works_on(date(2026, 6, 13))


def test_a_moved_working_day_has_the_hours_of_the_weekday_before_it() -> None:
    """2026-06-13 is a Saturday; Thursdays and Fridays are worked on for two hours and one."""
    short = Hours(days=(Weekday.FRI,), opens=time(8), closes=time(9))
    long = Hours(days=(Weekday.THU,), opens=time(8), closes=time(10))
    days = frozenset({date(2026, 6, 11), date(2026, 6, 13)})
    calendar = Calendar(hours=(short, long), holidays=days, workdays=days)
    assert calendar.between(datetime(2026, 6, 11, tzinfo=UTC), datetime(2026, 6, 12, tzinfo=UTC)) == timedelta(hours=2)
    assert calendar.between(datetime(2026, 6, 13, tzinfo=UTC), datetime(2026, 6, 14, tzinfo=UTC)) == timedelta(hours=1)
    assert list(calendar.exceptions(date(2026, 6, 8), 14)) == [(date(2026, 6, 13), True)]
    assert list(WORKING.exceptions(date(2026, 10, 19), 7)) == [(date(2026, 10, 23), False)]
    assert list(ALWAYS.exceptions(date(2026, 10, 19), 7)) == []


def test_a_stopwatch_that_paused_ends_later_by_the_working_time_of_the_pause() -> None:
    spent = WORKING.between(local(6, 8, 9), local(6, 8, 12))
    assert WORKING.add(local(6, 9, 10), timedelta(hours=16) - spent) == local(6, 10, 13)


def test_the_day_of_the_time_change_has_23_hours_and_the_other_25() -> None:
    assert ALWAYS.between(local(3, 29, 0), local(3, 30, 0)) == timedelta(hours=23)
    assert ALWAYS.between(local(10, 25, 0), local(10, 26, 0)) == timedelta(hours=25)


def test_a_lunch_break_is_no_working_time_whatever_the_order_of_the_hours() -> None:
    assert SPLIT.add(local(6, 8, 11), timedelta(hours=2)) == local(6, 8, 14)
    assert SPLIT.between(local(6, 8, 0), local(6, 9, 0)) == timedelta(hours=8)


def test_hours_that_overlap_count_once() -> None:
    both = Calendar(hours=(Hours(opens=time(8), closes=time(14)), Hours(opens=time(12), closes=time(18))))
    assert both.between(datetime(2026, 6, 8, tzinfo=UTC), datetime(2026, 6, 9, tzinfo=UTC)) == timedelta(hours=10)


def test_hours_from_midnight_to_midnight_are_the_whole_day() -> None:
    whole = Calendar(hours=(Hours(days=(Weekday.MON,), opens=time(0), closes=time(0)),))
    assert whole.between(datetime(2026, 6, 7, tzinfo=UTC), datetime(2026, 6, 10, tzinfo=UTC)) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("calendar", "start", "days", "end"),
    [
        (WORKING, local(6, 8, 10), 2, local(6, 10, 10)),
        (WORKING, local(6, 12, 10), 2, local(6, 16, 10)),
        (WORKING, local(6, 13, 12), 1, local(6, 16, 8)),
        (WORKING, local(6, 12, 20), 1, local(6, 16, 8)),
        (WORKING, local(10, 22, 9), 1, local(10, 26, 9)),
        (ALWAYS, local(3, 28, 9), 5, local(4, 2, 9)),
        (WORKING, local(6, 8, 10), 0, local(6, 8, 10)),
    ],
)
def test_working_days_end_at_the_same_time_of_day(
    calendar: Calendar, start: datetime, days: int, end: datetime
) -> None:
    assert calendar.add_days(start, days) == end.astimezone(UTC)


def test_nothing_to_add_and_time_that_runs_backwards_are_nothing() -> None:
    start = local(6, 6, 12)
    assert WORKING.add(start, timedelta()) == WORKING.add(start, timedelta(hours=-3)) == start
    assert WORKING.between(local(6, 9, 12), local(6, 8, 12)) == timedelta()
    assert ALWAYS.between(local(6, 9, 12), local(6, 8, 12)) == timedelta()


def test_a_calendar_that_would_never_end_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Hours(days=())


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        Calendar(zone=zone)


def test_hours_with_a_zone_of_their_own_are_refused() -> None:
    with pytest.raises(ValueError, match="without one"):
        Hours(opens=time(8, tzinfo=UTC))


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CALENDARS = st.sampled_from([WORKING, ALWAYS, NIGHTS, SPLIT])
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(hours=60))


@given(CALENDARS, MOMENTS, SPANS)
def test_what_is_added_lies_between(calendar: Calendar, start: datetime, working: timedelta) -> None:
    end = calendar.add(start, working)
    assert calendar.between(start, end) == working
    assert end - start >= working


@given(CALENDARS, MOMENTS, SPANS, SPANS)
def test_working_time_adds_up(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = start + one, start + one + two
    whole = calendar.between(start, end)
    assert calendar.between(start, middle) + calendar.between(middle, end) == whole <= end - start
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)
