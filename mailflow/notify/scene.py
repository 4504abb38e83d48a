"""What a template sees: the occasion's values under short names, and the language's ways to say them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mailflow.desk import events
from mailflow.desk.clue import Clue, gather
from mailflow.desk.reading import Reading
from mailflow.desk.terms import Head
from mailflow.desk.ticket import Ticket
from mailflow.notify.clean import clean_line
from mailflow.notify.headers import find_author, write_reply_to
from mailflow.notify.letters import LETTERS, choose_orders, group_orders
from mailflow.notify.occasion import DeskCard, Drift, Entry, Occasion, Step
from mailflow.notify.speech import Speech, Told
from mailflow.notify.voice import Voice
from mailflow.tokens import Token

_LISTED = 50
"""So many tickets of a queue stand in a letter, in each of its parts."""
_E = TypeVar("_E", bound=events.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image that stands in the letter: its name, and its Content-ID without angle brackets."""

    name: str
    id: str


class Order(NamedTuple):
    """An order that an agent can give now: the line to write, what it does, and a link that writes it."""

    line: str
    does: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What the model was not sure of: a head, and one or two likely answers."""

    head: str
    answers: tuple[str, ...]


def make_scene(
    occasion: Occasion, token: Token, voice: Voice, subject: str, images: Mapping[int, Image]
) -> dict[str, Any]:
    """The variables of a template. What the occasion lacks is None or empty."""
    ticket = occasion.ticket
    speech = _make_speech(occasion, voice)
    return {
        **_show(occasion),
        **_speak(speech),
        **_gather(occasion, speech),
        **_link(occasion, speech, token, subject),
        "lang": voice.language,
        "matter": "" if ticket is None else speech.say("matter", ticket.kind),
        "words": voice.words,
        "questions": [] if ticket is None else voice.find_questions(ticket.category, ticket.kind),
        "images": list(images.values()),
        "token": token,
    }


def write_number(desk: DeskCard, number: int) -> str:
    """A ticket's number as people know it."""
    return f"{desk.prefix}-{number}"


def _show(occasion: Occasion) -> dict[str, Any]:
    """What the occasion holds, as it is."""
    ticket, desk = occasion.ticket, occasion.desk
    return {
        "desk": desk,
        "me": occasion.recipient,
        "is_requester": ticket is not None and occasion.recipient.address == ticket.requester,
        "ticket": ticket,
        "number": "" if ticket is None else write_number(desk, ticket.number),
        "number_of": lambda number: write_number(desk, number),
        "event": occasion.event,
        "author": find_author(occasion),
        "writing": occasion.writing,
        "now": occasion.now,
        "due": _find_due(occasion),
        "silence_at": occasion.silence_at,
        "held": occasion.held,
        "trail": occasion.trail,
        "others": occasion.others,
        "alike": occasion.alike,
        "alike_solved": [
            (write_number(desk, each.number), ": ".join(filter(None, (each.subject, each.solution))))
            for each in occasion.alike
        ],
        "alike_rows": [(write_number(desk, each.number), each.subject) for each in occasion.alike],
        "answer_at": occasion.answer_at,
        "breach_until": occasion.breach_until,
        "lacking": occasion.lacking,
        "reply_goes_out": LETTERS[occasion.letter].reply_goes_out and not (ticket and ticket.alert),
    }


def _speak(speech: Speech) -> dict[str, Any]:
    """The language's ways to say things."""
    return {
        "say": speech.say,
        "moment": speech.moment,
        "stamp": speech.stamp,
        "stamp_line": speech.line,
        "appointed": speech.appointed,
        "appointed_all": lambda moments: [speech.appointed(each) for each in moments],
        "duration": speech.duration,
        "who": speech.who,
        "percent": speech.percent,
    }


def _link(occasion: Occasion, speech: Speech, token: Token, subject: str) -> dict[str, Any]:
    """Mails that a press of a finger writes; those of orders go under the number alone, to be short."""
    desk, ticket = occasion.desk, occasion.ticket
    verbs = () if ticket is None else choose_orders(occasion.letter, ticket, occasion.possible)
    reply_to = write_reply_to(desk, token)
    bearer = "" if desk.subaddress else str(token)
    brief = _make_mailto(reply_to, f"[{write_number(desk, ticket.number)}]" if ticket else desk.name, bearer)
    return {
        "reply_to": reply_to,
        "mailto": _make_mailto(reply_to, subject, bearer),
        "order": brief,
        "orders": [_show_order(speech, verb, brief) for verb in verbs],
        "orders_by_use": [
            (speech.say("use", use), [_show_order(speech, verb, brief) for verb in group])
            for use, group in group_orders(verbs)
        ],
    }


def _make_speech(occasion: Occasion, voice: Voice) -> Speech:
    ticket = occasion.ticket
    return Speech(
        language=voice.language,
        words=voice.words,
        zone=_find_zone(occasion.desk.zone),
        desk=occasion.desk.name,
        requester=("", "") if ticket is None else (ticket.requester, ticket.requester_name),
        names=occasion.names,
        public=not occasion.recipient.agent,
        wrote_at=occasion.wrote_at,
    )


def _gather(occasion: Occasion, speech: Speech) -> dict[str, Any]:
    """What stands in the events around the letter: the reading, the model's doubt, the open question, the orders."""
    own = () if occasion.event is None else (occasion.event,)
    known = (*(step.event for step in occasion.story), *occasion.outcomes, *own)
    opened = _last(known, events.ReadAgain) or _last(known, events.Opened)
    asked = _last(known, events.Asked)
    reading = opened.reading if opened else occasion.trail.reading if occasion.trail else None
    outcomes = occasion.outcomes or own
    refusals = [each for each in outcomes if isinstance(each, events.Refused)]
    done = [speech.tell(Step(at=occasion.now, event=each), "journal") for each in occasion.outcomes]
    return {
        "story": _tell(occasion, speech),
        "clues": [(each.question, each.answer) for each in _find_clues(known)] if occasion.recipient.agent else [],
        "clocks": [(speech.say("clock", clock), speech.moment(at)) for clock, at in occasion.clocks.items()],
        "results": [(each.line, speech.tell_result(each)) for each in occasion.results],
        **_list_queue(occasion, speech),
        "drifts": [(each, _name_drift(each, speech)) for each in occasion.drifts],
        "reading": reading,
        "asked": asked.question if asked and _may_read_past(occasion) else "",
        "doubt": _find_doubt(occasion.ticket, known, reading),
        "refusals": [speech.show_order(each.order) for each in refusals],
        "refused": [speech.refuse(each) for each in refusals],
        "insiders": next((each.detail for each in refusals if each.reason == "circle"), ""),
        "done": [each.what for each in done if each is not None],
    }


def _list_queue(occasion: Occasion, speech: Speech) -> dict[str, Any]:
    """The agent's own tickets and their tier's, a row each: the number, and all that the day needs of it."""
    mine = [_show_entry(each, occasion, speech) for each in occasion.queue if each.mine]
    tier = [_show_entry(each, occasion, speech) for each in occasion.queue if not each.mine]
    unsure = sum(bool(each.ticket.doubt) for each in occasion.queue)
    return {"mine": mine, "line": tier, "unsure": unsure, "most": _LISTED}


def _name_drift(drift: Drift, speech: Speech) -> str:
    """A category, a language, or the head that is read less well, in the reader's language."""
    section = {"accuracy": "head", "language": "language"}.get(drift.what, "category")
    return speech.say(section, drift.most)


def _show_entry(entry: Entry, occasion: Occasion, speech: Speech) -> tuple[str, str]:
    """Of a confidential ticket no more than its number (S35)."""
    ticket, number = entry.ticket, write_number(occasion.desk, entry.ticket.number)
    if ticket.confidential:
        return number, speech.say("queue", "confidential")
    name = clean_line(ticket.requester_name or ticket.requester)
    urgent = f"{ticket.priority} {speech.say('priority', ticket.priority)}"
    due = speech.stamp(entry.due) if entry.due else ""
    late = "late" if entry.due and entry.due <= occasion.now else "due"
    told = (urgent, speech.say("queue", late).format(due=due) if due else "", speech.say("state", ticket.state))
    return number, " · ".join(filter(None, (*told, clean_line(ticket.subject), name)))


def _find_due(occasion: Occasion) -> datetime | None:
    """A customer is promised no moment that has passed."""
    due = occasion.due
    return None if due is None or (due <= occasion.now and not occasion.recipient.agent) else due


def _find_doubt(ticket: Ticket | None, known: Iterable[events.Event], reading: Reading | None) -> Doubt | None:
    """The question that is still open on the ticket: as it was asked, or as the reading leaves it."""
    if ticket is None or not ticket.doubt:
        return None
    asked = _last(known, events.LabelAsked)
    if asked is not None and asked.head == ticket.doubt:
        return Doubt(head=asked.head, answers=tuple(filter(None, (asked.first, asked.second))))
    if reading is None:
        return None
    guess = reading.kind if ticket.doubt == Head.KIND else reading.category
    answers = (guess.label, reading.second.get(ticket.doubt, ""))
    return Doubt(head=ticket.doubt, answers=tuple(filter(None, answers)))


def _find_clues(known: Iterable[events.Event]) -> tuple[Clue, ...]:
    return gather(clue for each in known if isinstance(each, events.CustomerWrote) for clue in each.clues)


def _last(known: Iterable[events.Event], kind: type[_E]) -> _E | None:
    found = [each for each in known if isinstance(each, kind)]
    return found[-1] if found else None


def _tell(occasion: Occasion, speech: Speech) -> list[Told]:
    """Agents read the journal, the requester its public side; who joined later reads nothing of the past."""
    if not _may_read_past(occasion):
        return []
    section = "journal" if occasion.recipient.agent else "story"
    told = (speech.tell(step, section) for step in occasion.story)
    return [each for each in told if each is not None]


def _may_read_past(occasion: Occasion) -> bool:
    ticket, reader = occasion.ticket, occasion.recipient
    return reader.agent or ticket is None or reader.address == ticket.requester


def _show_order(speech: Speech, verb: str, mailto: Callable[[str], str]) -> Order:
    """The link leaves what an order needs to its writer, so that no example is sent by mistake."""
    known = speech.describe_order(verb)
    argument = " " if " " in known["line"] else ""
    return Order(line=known["line"], does=known["does"], href=mailto(f"#{verb}{argument}"))


def _make_mailto(reply_to: str, subject: str, token: str) -> Callable[[str], str]:
    """A function that gives a link to a mail that is ready to be sent. Without plus-addresses the body bears the token,

    under the mark of a signature, which is no part of what is read as new.
    """
    target = f"mailto:{quote(reply_to, safe='@+')}?subject={quote(subject, safe='')}&body="
    tail = f"\r\n\r\n-- \r\nRef: {token}" if token else ""

    def mailto(body: str) -> str:
        return target + quote(body + tail, safe="")

    return mailto


@lru_cache(maxsize=16)
def _find_zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
