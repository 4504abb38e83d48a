"""Times as agents write them in Hungarian, English and German: `2026-12-01 14:00`, `holnap 14:00`, `1 Dec 9am`.

Read in the desk's zone, given in UTC. A day without its year is the next one, and so is a time without its day.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.desk.verbs import bare

_MONTHS = (
    ("jan", "januar"),
    ("feb", "febr", "februar"),
    ("mar", "marc", "marz", "maerz"),
    ("apr", "aprilis", "april"),
    ("may", "mai", "maj", "majus"),
    ("jun", "juni", "junius", "june"),
    ("jul", "juli", "julius", "july"),
    ("aug", "august", "augusztus"),
    ("sep", "sept", "szept", "september", "szeptember"),
    ("oct", "okt", "oktober", "october"),
    ("nov", "november"),
    ("dec", "dez", "december", "dezember"),
)
_LONG = {"january": 1, "february": 2, "march": 3, "marcius": 3}
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words} | _LONG
_WEEK = (
    ("mon", "monday", "hetfo", "hetfon", "mo", "montag"),
    ("tue", "tues", "tuesday", "kedd", "kedden", "di", "dienstag"),
    ("wed", "wednesday", "szerda", "szerdan", "mi", "mittwoch"),
    ("thu", "thur", "thurs", "thursday", "csutortok", "csutortokon", "do", "donnerstag"),
    ("fri", "friday", "pentek", "penteken", "fr", "freitag"),
    ("sat", "saturday", "szombat", "szombaton", "sa", "samstag", "sonnabend"),
    ("sun", "sunday", "vasarnap", "so", "sonntag"),
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEK) for word in words}
_AHEAD = {"today": 0, "ma": 0, "heute": 0, "tomorrow": 1, "holnap": 1, "morgen": 1, "holnaputan": 2, "ubermorgen": 2}
_AHEAD |= {"uebermorgen": 2}
_YESTERDAY = frozenset({"yesterday", "tegnap", "gestern"})

_ISO = re.compile(r"(\d{4})[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})\.?(?=\s|T|$|,)", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}))?(?=\s|$|,)", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([^\W\d_]+)\.?(?:\s+(\d{4}))?", re.IGNORECASE)
_MONTH_DAY = re.compile(
    r"([^\W\d_]+)\.?\s+(\d{1,2})(?:\.|st|nd|rd|th)?(?:-?[aáeéií]n|-?jén|-?jei)?(?:,?\s+(\d{4}))?(?!\s?[:\d])"
)
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|uhr|óra\w*|h)?(?!\w)", re.IGNORECASE)


def moment_of(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The time that these words mean, in UTC; None where they mean none, or one that the clock of the zone skips.

    Of an hour that comes twice (the end of summer time) the first is meant.
    """
    today = now.astimezone(zone).date()
    day, rest = _day(text.strip(), today)
    clock, rest = _clock(rest)
    if clock is None:
        return None
    if day is not None:
        return _in_utc(day, clock, zone)
    if any(each.isdecimal() for each in rest):
        return None  # a day that there is not
    found = _in_utc(today, clock, zone)
    return found if found is not None and found > now else _in_utc(today + timedelta(days=1), clock, zone)


def past_moment_of(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The same of a time that has been: the last one that these words can mean; None where there is none."""
    words, since = text.split(), now
    if any(bare(each) in _YESTERDAY for each in words):
        text, since = " ".join("today" if bare(each) in _YESTERDAY else each for each in words), now - timedelta(days=1)
    for back in (0, 1, 7, 364):
        found = moment_of(text, since - timedelta(days=back), zone)
        if found is not None and found <= now:
            return found
    return None


def day_of(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """The day that these words mean; None where they mean none."""
    return _day(text.strip(), now.astimezone(zone).date())[0]


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day at the words' beginning or end, and what else they say."""
    for pattern, order in ((_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy")):
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            found = _date(parts["y"], parts["m"], parts["d"], today)
            if found is not None:
                return found, text[: match.start()] + " " + text[match.end() :]
    for match in _WORD.finditer(text):
        ahead = _days_ahead(bare(match.group()), today)
        if ahead is not None:
            return today + timedelta(days=ahead), text[: match.start()] + " " + text[match.end() :]
    return None, text


def _days_ahead(word: str, today: date) -> int | None:
    if word in _AHEAD:
        return _AHEAD[word]
    if word in _WEEKDAY:
        return (_WEEKDAY[word] - today.weekday()) % 7 or 7
    return None


def _date(year: str | None, month: str, day: str, today: date) -> date | None:
    number = int(month) if month.isdecimal() else _MONTH.get(bare(month), 0)
    try:
        found = date(int(year) if year else today.year, number, int(day))
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None


def _clock(text: str) -> tuple[time | None, str]:
    """The time of day, and what else the words say; a bare number is none unless a word says that it is a clock's."""
    for match in _CLOCK.finditer(text):
        hour, minute, word = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if match[2] is None and not word:
            continue
        if word in {"am", "pm"} and 1 <= hour <= 12:
            hour = hour % 12 + (12 if word == "pm" else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute), text[: match.start()] + " " + text[match.end() :]
    return None, text


def _in_utc(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    local = datetime.combine(day, clock, zone)
    found = local.astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None
