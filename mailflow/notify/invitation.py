"""An appointment as calendars read it (RFC 5545, RFC 5546): an invitation, its update, its cancellation.

Each side gets a copy of its own that names nobody else, under the recipient's standing token: what a calendar answers
comes back to it, and an update finds the appointment that it moves.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from mailflow.desk.events import CallCancelled, CallFixed
from mailflow.mail import Attachment
from mailflow.notify.clean import clean_line
from mailflow.notify.headers import write_reply_to, write_subject
from mailflow.notify.mime import Part, make_calendar
from mailflow.notify.occasion import Occasion, Thread
from mailflow.notify.speech import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What the calendar is to do (`method`, RFC 5546 1.4), and the iCalendar text, its lines folded and CRLF."""

    method: str
    content: bytes = field(repr=False)

    def part(self) -> Part:
        """As the version of the letter that calendars act on."""
        return make_calendar(self.content, self.method)

    def file(self) -> Attachment:
        """As a file, for programs that look for one."""
        size = len(self.content)
        return Attachment(name="invite.ics", type="application/ics", size=size, inline=False, content=self.content)


def write_invitation(occasion: Occasion, words: Words) -> Invitation | None:
    """The letter's invitation; None where its event moves no calendar."""
    event, ticket = occasion.event, occasion.ticket
    if ticket is None or occasion.standing is None or not isinstance(event, CallFixed | CallCancelled):
        return None
    if event.at is None:
        return None
    entry = Entry()
    entry.add("uid", f"call{event.call}.{occasion.standing}@{occasion.desk.message_domain}")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", occasion.now.astimezone(UTC))
    _place(entry, event.at, event.minutes if isinstance(event, CallFixed) else ticket.call_minutes)
    _describe(entry, occasion, words["call"])
    _name_people(entry, occasion)
    cancelled = isinstance(event, CallCancelled)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    method = "CANCEL" if cancelled else "REQUEST"
    return Invitation(method=method, content=_write(entry, method))


def _write(entry: Entry, method: str) -> bytes:
    calendar = Calendar()
    for name, value in (("prodid", "-//mailflow//mailflow//EN"), ("version", "2.0"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _place(entry: Entry, at: datetime, minutes: int) -> None:
    start = at.astimezone(UTC)
    entry.add("dtstart", start)
    entry.add("dtend", start + timedelta(minutes=minutes))


def _describe(entry: Entry, occasion: Occasion, words: Words) -> None:
    """The subject as the letter has it, which of a confidential ticket says no more than the number."""
    event, ticket = occasion.event, occasion.ticket
    where = event.where if isinstance(event, CallFixed) else ticket.call_where if ticket else ""
    entry.add("summary", words["summary"].format(subject=write_subject(occasion, Thread())))
    entry.add("location", clean_line(words.get(where, where), 500))
    if "://" in where:
        entry.add("url", where)
    if occasion.recipient.agent and ticket is not None:
        entry.add("description", clean_line(f"{ticket.requester_name} <{ticket.requester}>".strip()))
    else:
        entry.add("description", words["description"].format(desk=occasion.desk.name))


def _name_people(entry: Entry, occasion: Occasion) -> None:
    """The desk asks, at the address that the answer is to come to; the recipient is asked."""
    desk, me = occasion.desk, occasion.recipient
    if occasion.standing is not None:
        organizer = _address(write_reply_to(desk, occasion.standing), desk.name)
        entry.add("organizer", organizer)
    attendee = _address(me.address, me.name)
    attendee.params.update(
        CUTYPE=vText("INDIVIDUAL"),
        ROLE=vText("REQ-PARTICIPANT"),
        PARTSTAT=vText("NEEDS-ACTION"),
        RSVP=vText("FALSE" if me.agent else "TRUE"),
    )
    entry.add("attendee", attendee)


def _address(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{quote(address, safe='@+')}")
    if name:
        person.params["CN"] = vText(clean_line(name).replace('"', "'"))
    return person
