"""Invitations as calendars get them, and a call's time on two clocks."""

import email
from dataclasses import replace
from datetime import datetime
from typing import Any

import icalendar
import pytest

from mailflow.mail import is_address
from mailflow.notify.compose import Occasion
from mailflow.notify.invitation import write_invitation
from tests.notify.occasions import THREAD, TOKEN, make_occasion, make_ticket
from tests.notify.test_compose_snapshots import PRESS

CALL_WORDS = {"call": {"summary": "Call: {subject}", "description": "{desk} calls.", "phone": "by phone"}}


def written(occasion: Occasion) -> Any:
    invitation = write_invitation(occasion, CALL_WORDS)
    assert invitation is not None
    calendar: Any = icalendar.Calendar.from_ical(invitation.content)
    [entry] = calendar.walk("VEVENT")
    return entry


@pytest.mark.parametrize("words", ['a";X=1', "a\r\nATTENDEE:mailto:eve@example.org", "a,b;c\\n", "\x00\u202ea", "^n^'"])
def test_no_name_or_subject_adds_a_line_or_a_parameter(words: str) -> None:
    occasion = make_occasion("call_fixed", "en", ticket=make_ticket("en", subject=words))
    entry = written(replace(occasion, recipient=replace(occasion.recipient, name=words)))
    assert entry["ATTENDEE"] == "mailto:anna@example.com"
    assert set(entry["ATTENDEE"].params) == {"CN", "CUTYPE", "ROLE", "PARTSTAT", "RSVP"}


def test_of_a_confidential_ticket_the_entry_says_the_number_alone_and_agents_get_none() -> None:
    secret = make_ticket("en", confidential=True)
    made = PRESS.compose(make_occasion("call_fixed", "en", ticket=secret), TOKEN, THREAD).outgoing.content
    part = next(part for part in email.message_from_bytes(made).walk() if part.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert b"MF-12" in content
    assert b"printer" not in content
    agents = PRESS.compose(make_occasion("call_fixed_agent", "en", ticket=secret), TOKEN, THREAD).outgoing.content
    assert b"calendar" not in agents


def test_answers_come_back_to_the_address_that_is_the_recipient_s_own() -> None:
    entry = written(make_occasion("call_fixed", "en"))
    organizer = str(entry["ORGANIZER"]).removeprefix("mailto:")
    assert is_address(organizer)
    assert str(TOKEN) in organizer
    assert str(TOKEN) in entry["UID"]


@pytest.mark.parametrize(
    ("wrote_at", "shown"),
    [
        ("2026-03-02T08:00:00+00:00", ""),  # servers date so, wherever the writer is
        ("2026-03-02T09:00:00+01:00", ""),
        ("2026-03-02T13:30:00+05:30", ", 18:30 for you"),
        ("2026-03-02T20:00:00+12:00", ", 4 Mar, 01:00 for you"),
        ("2025-09-01T09:00:00+05:30", ""),  # the clocks were changed since
        (None, ""),
    ],
)
def test_another_clock_is_told_only_where_it_is_known(wrote_at: str | None, shown: str) -> None:
    date = datetime.fromisoformat(wrote_at) if wrote_at else None
    text = PRESS.compose(make_occasion("call_fixed", "en", wrote_at=date), TOKEN, THREAD).text
    told = " ".join(text.split())
    assert f"14:00 (Budapest){shown} How long" in told
