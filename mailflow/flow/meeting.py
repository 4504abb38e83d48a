"""A call between agent and requester: the order that proposes or fixes it, and what the requester's calendar says."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.desk.commands import AnswerInvitation, Call, Command
from mailflow.desk.ticket import Ticket
from mailflow.desk.verbs import bare
from mailflow.desk.when import day_of, moment_of
from mailflow.flow.errand import Errand, Run
from mailflow.flow.incoming import Incoming
from mailflow.flow.letters import Desk
from mailflow.mail import CalendarAnswer
from mailflow.tokens import Purpose, find

MINUTES = 30
LONGEST = 480
_LINK = re.compile(r"https?://[^\s<>\"]{1,400}", re.IGNORECASE)
_LENGTH = re.compile(r"(?<![\w:.])(\d{1,3})\s*(?:m|min|mins|minutes?|perc|minuten?)\b\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_PLACES = {
    **dict.fromkeys(("phone", "telephone", "telefon", "telefonon", "telefonisch"), "phone"),
    **dict.fromkeys(("video", "videohivas", "videohivasban", "videoanruf"), "video"),
}
_BETWEEN = re.compile(r"[,;]|\b(?:or|vagy|oder)\b", re.IGNORECASE)
_UID = re.compile(r"call(\d{1,6})\.(.+)@.+")


def call(errand: Errand) -> Iterator[Command]:
    """Up to three starts, how long, and how; what is not said stays as it is, or is half an hour by phone."""
    ticket, zone = errand.ticket, ZoneInfo(errand.desk.office.card.zone)
    text, where = _where(errand.text)
    text, minutes = _minutes(text)
    slots = _slots(text, errand.desk.ledger.now, zone)
    unread = next((words for words, slot in slots if slot is None), "")
    if not slots or unread or not 0 < (minutes or MINUTES) <= LONGEST:
        yield errand.refuse("time", unread)
        return
    yield Call(
        by=errand.by,
        slots=tuple(slot for _, slot in slots if slot is not None),
        minutes=minutes or ticket.call_minutes or MINUTES,
        where=where or ticket.call_where or "phone",
    )


def _where(text: str) -> tuple[str, str]:
    """What else the text says, and "phone", "video", a link, or "" where it names none."""
    if (link := _LINK.search(text)) is not None:
        text = text[: link.start()] + " " + text[link.end() :]
    named = [each for each in _WORD.finditer(text) if bare(each.group()) in _PLACES]
    places = [_PLACES[bare(each.group())] for each in named]
    for each in reversed(named):
        text = text[: each.start()] + " " + text[each.end() :]
    return text, link.group() if link else next(iter(places), "")


def _minutes(text: str) -> tuple[str, int]:
    """What else the text says, and for how long; 0 where it does not say."""
    found = _LENGTH.search(text)
    return (text[: found.start()] + " " + text[found.end() :], int(found[1])) if found else (text, 0)


def _slots(text: str, now: datetime, zone: ZoneInfo) -> list[tuple[str, datetime | None]]:
    """The starts with the words for them, None for words that mean none. A start without a day is on the last one's."""
    found: list[tuple[str, datetime | None]] = []
    for part in filter(None, (each.strip(" .") for each in _BETWEEN.split(text))):
        before = found[-1][1] if found else None
        if before is not None and day_of(part, now, zone) is None:
            found.append((part, moment_of(f"{before.astimezone(zone):%Y-%m-%d} {part}", now, zone)))
        else:
            found.append((part, moment_of(part, now, zone)))
    return found


def invitation_answer(desk: Desk, mail: Incoming, ticket: Ticket) -> AnswerInvitation | Call | None:
    """What this mail's calendar answers to the appointment that stands; None if it does not, or cannot be believed.

    Believed are the requester and an agent, who were invited in person, and name the appointment by the token made
    for them alone. Another time that an agent's calendar proposes is the new time.
    """
    said = mail.arrival.calendar
    if said is None or said.sequence != ticket.call_sequence:
        return None
    if said.start is not None and said.start <= desk.ledger.now:
        return None
    writer = mail.arrival.mail.identity
    if writer is None or writer != said.attendee or not _names(desk, said, ticket, writer):
        return None
    if writer in desk.agents and said.start is not None:
        minutes, where = ticket.call_minutes or MINUTES, ticket.call_where or "phone"
        return Call(by=writer, slots=(said.start,), minutes=minutes, where=where)
    if writer != ticket.requester:
        return None
    return AnswerInvitation(by=ticket.requester, accepted=said.accepted, sequence=said.sequence, instead=said.start)


def proposes_time(desk: Desk, mail: Incoming) -> bool:
    """True if this is another time in the calendar of an agent who was invited."""
    ticket = desk.ledger.ticket(mail.match.ticket) if mail.match.ticket else None
    return ticket is not None and isinstance(invitation_answer(desk, mail, ticket), Call)


def _names(desk: Desk, said: CalendarAnswer, ticket: Ticket, writer: str) -> bool:
    match = _UID.fullmatch(said.uid)
    token = next(find(match[2]), None) if match else None
    if match is None or token is None or int(match[1]) != ticket.call_number or token.ticket != ticket.number:
        return False
    return token.purpose is Purpose.CALENDAR and desk.office.ring.proves(token, writer)


ERRANDS: Mapping[str, Run] = {"call": call}
