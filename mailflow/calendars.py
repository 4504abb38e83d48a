"""The calendar as an admin writes it: hours, a country's holidays and moved working days, and the desk's own days.

The library `holidays` knows the days; what it does not know yet, or a house does otherwise, the settings say.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays as public
from holidays import HolidayBase

from mailflow.desk.worktime import Calendar, Hours

YEARS = range(2000, 2051)
"""The years whose holidays are looked up; outside them the week alone counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSettings:
    """When work is done. Without `hours` that is always; holidays matter only with hours.

    Hours are written as [{days = ["mon", "tue", "wed", "thu", "fri"], opens = "08:00", closes = "18:00"}], in `zone`
    (that of [desk] if empty). `country` (as "HU") brings its holidays and, where it moves working days, those too;
    `region` is its part (as "BY" of "DE"). `holidays` and `workdays` are the desk's own, as "2026-12-31", and go before
    the country's. [calendars.P1] is the calendar of one priority: what it leaves out is as here.
    """

    zone: str = ""
    country: str = ""
    region: str = ""
    hours: tuple[Hours, ...] = ()
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError, in an admin's words, for a zone, country or day that cannot be."""
        if self.region and not self.country:
            raise ValueError(f"region {self.region!r} needs its country")
        if both := set(self.holidays) & set(self.workdays):
            raise ValueError(f"{min(both)} is in holidays and in workdays")
        self.made("UTC")

    def made(self, zone: str) -> Calendar:
        """The calendar that the desk counts by, in this zone if it names none."""
        own_holidays, own_workdays = frozenset(self.holidays), frozenset(self.workdays)
        free, moved = days_of(self.country, self.region)
        return Calendar(
            zone=self.zone or zone,
            hours=self.hours,
            holidays=(free | own_holidays) - own_workdays,
            workdays=(moved | own_workdays) - own_holidays,
        )


@cache
def days_of(country: str, region: str) -> tuple[frozenset[date], frozenset[date]]:
    """The country's holidays, and the days of its weekends that are worked on instead of others; none for ""."""
    if not country:
        return frozenset(), frozenset()
    try:
        known: HolidayBase = public.country_holidays(country, subdiv=region or None, years=YEARS)
    except NotImplementedError as error:
        raise ValueError(f"{error}; country is a code as HU, region one of its parts as BY of DE") from error
    return frozenset(known), frozenset(known.weekend_workdays)
