"""Times as agents write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mailflow.desk.when import day_of, moment_of

BUDAPEST = ZoneInfo("Europe/Budapest")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Budapest


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-12-01 14:00", "2026-12-01 13:00"),
        ("2026.12.01. 14:00", "2026-12-01 13:00"),
        ("2026-12-01T14:00", "2026-12-01 13:00"),
        ("1.12. 14 Uhr", "2026-12-01 13:00"),
        ("1.12.2026 14.30 Uhr", "2026-12-01 13:30"),
        ("1. Dezember 9 Uhr", "2026-12-01 08:00"),
        ("dec. 1. 14:00", "2026-12-01 13:00"),
        ("dec. 1-jén 14 órakor", "2026-12-01 13:00"),
        ("december 1-én 14:00", "2026-12-01 13:00"),
        ("1 Dec 9am", "2026-12-01 08:00"),
        ("Dec 1, 2026 2:30 pm", "2026-12-01 13:30"),
        ("December 1st 12 pm", "2026-12-01 11:00"),
        ("tomorrow 14:00", "2026-11-25 13:00"),
        ("holnap 14:00", "2026-11-25 13:00"),
        ("morgen 14 Uhr", "2026-11-25 13:00"),
        ("holnapután 8:15", "2026-11-26 07:15"),
        ("übermorgen 8.15 Uhr", "2026-11-26 07:15"),
        ("14:00 tomorrow", "2026-11-25 13:00"),
        ("Mon 10:30", "2026-11-30 09:30"),
        ("hétfő 10:30", "2026-11-30 09:30"),
        ("hétfőn 10 órakor", "2026-11-30 09:00"),
        ("Mo 10:30", "2026-11-30 09:30"),
        ("kedd 9:00", "2026-12-01 08:00"),
        ("today 16:00", "2026-11-24 15:00"),
        ("16:00", "2026-11-24 15:00"),
        ("9:30", "2026-11-25 08:30"),
        ("3 Jan 10:00", "2027-01-03 09:00"),
    ],
)
def test_a_time_is_read_as_it_is_written(text: str, meant: str) -> None:
    assert moment_of(text, NOW, BUDAPEST) == datetime.fromisoformat(f"{meant}+00:00")


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-12-01", "tomorrow", "25:00", "31.2. 10:00", "at 14", "2026-13-01 1"]
)
def test_what_names_no_time_is_none(text: str) -> None:
    assert moment_of(text, NOW, BUDAPEST) is None


def test_an_hour_that_the_clock_skips_is_none_and_of_one_that_comes_twice_the_first_is_meant() -> None:
    assert moment_of("2027-03-28 02:30", NOW, BUDAPEST) is None
    assert moment_of("2027-10-31 02:30", NOW, BUDAPEST) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-12-01", "until 1 Dec", "dec. 1-ig", "bis 1.12.", "kedd", "until 2026-12-01"])
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    found = day_of(text, NOW, BUDAPEST)
    assert found is not None
    assert found.isoformat() == "2026-12-01"
