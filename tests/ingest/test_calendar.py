"""What a calendar answers to an invitation (RFC 5546), as programs write it."""

from datetime import UTC, datetime

import pytest

from mailflow.ingest.parsing.calendar import answer_in
from mailflow.mail import Attachment, CalendarAnswer

ANSWER = CalendarAnswer(uid="u1@example.org", sequence=3, attendee="ana@example.org", accepted=True)


def calendar(*lines: str, method: str = "REPLY", kind: str = "text/calendar") -> Attachment:
    event = ["BEGIN:VEVENT", "UID:u1@example.org", "SEQUENCE:3", *lines, "END:VEVENT"]
    content = "\r\n".join(["BEGIN:VCALENDAR", f"METHOD:{method}", *event, "END:VCALENDAR", ""]).encode()
    return Attachment(name="", type=kind, size=len(content), inline=False, content=content)


YES = 'ATTENDEE;CN="Ana: x; y";PARTSTAT=ACCEPTED:mailto:Ana@example.org'
COUNTER = "ATTENDEE;PARTSTAT=TENTATIVE:MAILTO:ana@example.org"


def test_a_yes_and_a_no_are_read_with_what_they_answer() -> None:
    assert answer_in([calendar(YES)]) == ANSWER
    folded = "ATTENDEE;CN=Ana;PARTSTAT=DECL\r\n INED:mailto:ana@exa\r\n mple.org"
    refused = answer_in([calendar(folded, kind="application/ics")])
    assert refused == CalendarAnswer(uid="u1@example.org", sequence=3, attendee="ana@example.org", accepted=False)


@pytest.mark.parametrize(
    ("start", "hour"),
    [
        ("DTSTART:20260609T150000Z", 15),
        ("DTSTART;TZID=Europe/Budapest:20260609T170000", 15),
        ("DTSTART;TZID=Central Europe Standard Time:20260609T170000", 15),
        ('DTSTART;TZID="GMT Standard Time":20260609T170000', 16),
    ],
)
def test_another_time_is_read_on_the_clock_that_it_names(start: str, hour: int) -> None:
    answer = answer_in([calendar(COUNTER, start, method="COUNTER")])
    assert answer is not None
    assert (answer.start, answer.accepted) == (datetime(2026, 6, 9, hour, tzinfo=UTC), False)


@pytest.mark.parametrize(
    "part",
    [
        calendar(YES, method="REQUEST"),
        calendar(YES, method="CANCEL"),
        calendar("ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.org"),
        calendar("ATTENDEE:mailto:ana@example.org"),
        calendar(COUNTER, method="COUNTER"),
        calendar(COUNTER, "DTSTART;VALUE=DATE:20260609", method="COUNTER"),
        calendar(COUNTER, "DTSTART;TZID=Nowhere/At-All:20260609T170000", method="COUNTER"),
        calendar(COUNTER, "DTSTART;TZID=../../etc/passwd:20260609T170000", method="COUNTER"),
        calendar(COUNTER, "DTSTART:99999999T999999Z", method="COUNTER"),
        calendar(YES, kind="text/plain"),
        Attachment(name="", type="text/calendar", size=4, inline=False, content=b"\xff\xfe:;"),
    ],
)
def test_what_is_no_clear_answer_is_none(part: Attachment) -> None:
    assert answer_in([part]) is None
    assert answer_in([]) is None
