"""The desk's calendar: when work is done, so that targets count working time. All arithmetic is in UTC.

Without hours the desk works around the clock, and zone and holidays matter to nobody but the count of days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)


class Weekday(StrEnum):
    """Days of the week, in the order of `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working hours that begin on these days. Where `closes` is not after `opens` they end on the next day."""

    days: tuple[Weekday, ...] = _WEEK[:5]
    opens: time = time(8)
    closes: time = time(18)

    def __post_init__(self) -> None:
        """Raises ValueError for hours on no day: nothing would ever be due."""
        if not self.days:
            raise ValueError("working hours need at least one day of the week")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("working hours are in the calendar's zone; write them without one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working hours in a time zone, less the holidays (no hours begin on such a date). No hours: 24 hours, 7 days.

    `workdays` are worked on although they are holidays or have no hours by the week: with the hours of that weekday,
    else with those of the nearest weekday before it that has some (a moved working day, most often a Saturday).
    """

    zone: str = "UTC"
    hours: tuple[Hours, ...] = ()
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Raises ValueError for a zone that this machine does not know."""
        try:
            _place(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {self.zone!r}") from error

    def add(self, start: datetime, working: timedelta) -> datetime:
        """The moment, in UTC, at which this much working time has passed since `start`; `start` itself if none."""
        start = start.astimezone(UTC)
        if not self.hours or working <= timedelta():
            return start + max(working, timedelta())
        spans = self._spans(start)
        opens, closes = next(spans)
        while closes - opens < working:
            working -= closes - opens
            opens, closes = next(spans)
        return opens + working

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; zero where `end` is not later."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if not self.hours or end <= start:
            return max(end - start, timedelta())
        total = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same time of day so many working days later, counted from the first working moment, in UTC."""
        begin = self._first_working(start.astimezone(UTC)).astimezone(_place(self.zone))
        day = begin.date()
        for _ in range(days):
            day = self._next_day(day)
        return datetime.combine(day, begin.time(), begin.tzinfo).astimezone(UTC)

    def works_on(self, day: date) -> bool:
        """True unless nobody works on this day; around the clock every day is worked on."""
        return not self.hours or bool(self._hours_on(day))

    def exceptions(self, first: date, days: int) -> Iterator[tuple[date, bool]]:
        """Of so many days those on which the week alone would say otherwise, in order; True where work is done."""
        for ahead in range(days if self.hours else 0):
            day = first + ahead * DAY
            if self.works_on(day) is not bool(self._weekly(day)):
                yield day, self.works_on(day)

    def _first_working(self, start: datetime) -> datetime:
        return next(self._spans(start))[0] if self.hours else start

    def _next_day(self, day: date) -> date:
        day += DAY
        while not self.works_on(day):
            day += DAY
        return day

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans from `start` on, in UTC, in order, never overlapping and never empty. Without end."""
        place = _place(self.zone)
        first = start.astimezone(place).date() - DAY
        reached = start
        for ahead in count():
            day = first + ahead * DAY
            for hours in self._hours_on(day):
                opens, closes = _span(hours, day, place)
                opens = max(opens, reached)
                if closes > opens:
                    yield opens, closes
                    reached = closes

    def _hours_on(self, day: date) -> list[Hours]:
        if day in self.workdays:
            return next(filter(None, (self._weekly(day - back * DAY) for back in range(len(_WEEK)))))
        return [] if day in self.holidays else self._weekly(day)

    def _weekly(self, day: date) -> list[Hours]:
        """The hours that the week gives this day, in order."""
        weekday = _WEEK[day.weekday()]
        return sorted((each for each in self.hours if weekday in each.days), key=lambda each: each.opens)


def _place(zone: str) -> tzinfo:
    return UTC if zone == "UTC" else ZoneInfo(zone)


def _span(hours: Hours, day: date, place: tzinfo) -> tuple[datetime, datetime]:
    """These hours on this day, in UTC: converted one by one, since a day can have 23 or 25 hours."""
    until = day if hours.closes > hours.opens else day + DAY
    opens = datetime.combine(day, hours.opens, place)
    closes = datetime.combine(until, hours.closes, place)
    return opens.astimezone(UTC), closes.astimezone(UTC)
