"""An invitation as a person would note it down (RFC 5545): what, when, where, who asks. In no language of its own.

And what a calendar answers to one of ours (RFC 5546): `answer_in`.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from mailflow.ingest.parsing.decode import clean
from mailflow.mail import Attachment, CalendarAnswer

_LINES = 2000
_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r'([A-Za-z-]{1,40})((?:;(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z-]{1,40})=(?:"([^"]*)"|([^;"]*))')
_ESCAPED = re.compile(r"\\([nN,;\\])")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d{0,2}(Z?))?")
_WANTED = frozenset({"SUMMARY", "DTSTART", "DTEND", "DUE", "LOCATION", "ORGANIZER", "DESCRIPTION"})
_ANSWERED = frozenset({"UID", "SEQUENCE", "ATTENDEE", "DTSTART"})
_TYPES = frozenset({"text/calendar", "application/ics"})
_ACCEPTED = {"ACCEPTED": True, "DECLINED": False}
_COMPONENTS = frozenset({"VEVENT", "VTODO"})
_USUAL = frozenset({"", "REQUEST", "PUBLISH"})
_LENGTH = 20_000


def text_of_calendar(text: str) -> str:
    """The first event or task in it, a line for each thing that it says; "" if there is none."""
    method, found = _first(text, _WANTED)
    return "\n".join(line for line in _told(found, method) if line)


def answer_in(attachments: Iterable[Attachment]) -> CalendarAnswer | None:
    """The one answer to one invitation in the first calendar among these; None if it is none, or undecided."""
    calendar = next((each for each in attachments if each.type in _TYPES), None)
    if calendar is None:
        return None
    method, found = _first(calendar.content[: _LENGTH * 5].decode("utf-8", "replace"), _ANSWERED)
    parameters, attendee = found.get("ATTENDEE", ({}, ""))
    state = parameters.get("PARTSTAT", "").upper()
    start = _moment(found) if method == "COUNTER" else None
    if (method != "REPLY" or state not in _ACCEPTED) and start is None:
        return None
    sequence = _value(found, "SEQUENCE")
    return CalendarAnswer(
        uid=_value(found, "UID"),
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        attendee=re.sub("^mailto:", "", clean(attendee).strip(), flags=re.IGNORECASE).lower(),
        accepted=_ACCEPTED.get(state, False),
        start=start,
    )


def _first(text: str, wanted: frozenset[str]) -> tuple[str, dict[str, tuple[dict[str, str], str]]]:
    """The calendar's method, and these properties of the first event or task in it."""
    found: dict[str, tuple[dict[str, str], str]] = {}
    method, inside = "", False
    for line in _FOLD.sub("", text).split("\n", _LINES)[:_LINES]:
        match = _PROPERTY.fullmatch(line.strip("\r"))
        if match is None:
            continue
        name, value = match.group(1).upper(), match.group(3)
        if name == "METHOD":
            method = clean(value)[:40].upper()
        elif name in ("BEGIN", "END") and value.strip().upper() in _COMPONENTS:
            if name == "END":
                break
            inside = True
        elif inside and name in wanted:
            found.setdefault(name, (_parameters(match.group(2)), value[:_LENGTH]))
    return method, found


def _value(found: dict[str, tuple[dict[str, str], str]], name: str) -> str:
    return clean(found.get(name, ({}, ""))[1]).strip()


def _moment(found: dict[str, tuple[dict[str, str], str]]) -> datetime | None:
    """The start in UTC; None where there is none, or its zone is not known."""
    parameters, value = found.get("DTSTART", ({}, ""))
    match = _TIME.match(value)
    if match is None or match[4] is None:
        return None
    name = "UTC" if match[6] else parameters.get("TZID", "")
    try:
        year, month, day, hour, minute = map(int, match.groups()[:5])
        zone = ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
        return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None


def _parameters(text: str) -> dict[str, str]:
    return {name.upper(): quoted or plain for name, quoted, plain in _PARAMETER.findall(text)}


def _told(found: dict[str, tuple[dict[str, str], str]], method: str) -> list[str]:
    if not found:
        return []
    said = {name: _plain(value) for name, (_, value) in found.items()}
    summary = said.get("SUMMARY", "")
    return [
        summary if method in _USUAL else f"{method}: {summary}",
        " – ".join(filter(None, (_time(found, "DTSTART"), _time(found, "DTEND") or _time(found, "DUE")))),
        said.get("LOCATION", ""),
        _organizer(*found["ORGANIZER"]) if "ORGANIZER" in found else "",
        "\n" + said["DESCRIPTION"] if said.get("DESCRIPTION") else "",
    ]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match.group(1) in "nN" else match.group(1), value).strip()


def _time(found: dict[str, tuple[dict[str, str], str]], name: str) -> str:
    parameters, value = found.get(name, ({}, ""))
    match = _TIME.match(value)
    if match is None:
        return clean(value)
    year, month, day, hour, minute, utc = match.groups()
    zone = "UTC" if utc else clean(parameters.get("TZID", ""))
    clock = f" {hour}:{minute}" if hour else ""
    return f"{year}-{month}-{day}{clock}" + (f" ({zone})" if zone and clock else "")


def _organizer(parameters: dict[str, str], value: str) -> str:
    address = re.sub("^mailto:", "", clean(value), flags=re.IGNORECASE)
    name = clean(parameters.get("CN", ""))
    return f"{name} <{address}>" if name and name != address else address
