"""Which letters an event causes, and to whom. The names of letters are stable: they are stored with what was sent.

Events that stay inside the desk cause none. What a letter says is in `templates/<language>/<letter>.j2`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailflow.desk import events
from mailflow.desk.terms import Clock, Kind, Priority
from mailflow.desk.ticket import Ticket
from mailflow.notify.retry import Lane


class Audience(StrEnum):
    """Who gets a letter: a role, which the caller turns into addresses."""

    REQUESTER = "requester"
    PARTICIPANTS = "participants"
    """The requester and the participants."""
    ASSIGNEE = "assignee"
    """The assignee, else the agents of the ticket's tier."""
    TIER = "tier"
    """The agents of the ticket's tier."""
    LEAD = "lead"
    """The lead of the first line."""
    ORDERER = "orderer"
    """Whoever caused the event: `event.by`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One letter to one audience."""

    letter: str
    audience: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSpec:
    """How a letter travels. `automatic` letters are marked as such and count towards the caps; the others carry a

    person's own words. One that `supersedes` makes older unsent `passing` ones of the same ticket and recipient
    needless: they only tell how things stand. `reply_goes_out`: the letter tells an agent at its top that a reply goes
    to the customer. `story`: it is written from the ticket's journal.
    """

    lane: Lane
    automatic: bool = True
    supersedes: bool = False
    passing: bool = False
    reply_goes_out: bool = False
    story: bool = False


LETTERS: Mapping[str, LetterSpec] = {
    "received": LetterSpec(lane=Lane.ACKNOWLEDGEMENT),
    "in_diagnosis": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "escalated": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "progress": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "with_vendor": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "update": LetterSpec(lane=Lane.REPLY, automatic=False),
    "cause_found": LetterSpec(lane=Lane.STATUS, automatic=False),
    "question": LetterSpec(lane=Lane.ASK, automatic=False),
    "reminder": LetterSpec(lane=Lane.REMINDER, story=True),
    "reply": LetterSpec(lane=Lane.REPLY, automatic=False),
    "resolved": LetterSpec(lane=Lane.RESOLUTION, automatic=False, supersedes=True),
    "fulfilled": LetterSpec(lane=Lane.RESOLUTION, automatic=False, supersedes=True),
    "unanswered": LetterSpec(lane=Lane.RESOLUTION, story=True),
    "reopened": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "closed": LetterSpec(lane=Lane.STATUS, supersedes=True, story=True),
    "cancelled": LetterSpec(lane=Lane.STATUS, supersedes=True),
    "merged": LetterSpec(lane=Lane.STATUS),
    "kind_changed": LetterSpec(lane=Lane.STATUS),
    "late": LetterSpec(lane=Lane.STATUS),
    "status": LetterSpec(lane=Lane.ACKNOWLEDGEMENT, story=True),
    "held": LetterSpec(lane=Lane.ASK),
    "new_ticket": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "page": LetterSpec(lane=Lane.REPLY, reply_goes_out=True, story=True),
    "hand_over": LetterSpec(lane=Lane.ASK, reply_goes_out=True, story=True),
    "returned": LetterSpec(lane=Lane.STATUS, reply_goes_out=True, story=True),
    "assigned_to_you": LetterSpec(lane=Lane.ASK, reply_goes_out=True, story=True),
    "customer_wrote": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "reopened_agent": LetterSpec(lane=Lane.ASK, reply_goes_out=True, story=True),
    "withdrawn": LetterSpec(lane=Lane.STATUS),
    "target_warning": LetterSpec(lane=Lane.STATUS, reply_goes_out=True),
    "silence_task": LetterSpec(lane=Lane.STATUS, reply_goes_out=True, story=True),
    "undelivered_task": LetterSpec(lane=Lane.STATUS),
    "orders_result": LetterSpec(lane=Lane.ASK),
    "desk_result": LetterSpec(lane=Lane.ASK),
    "help": LetterSpec(lane=Lane.ASK),
    "why": LetterSpec(lane=Lane.ASK, story=True),
    "quarantine_digest": LetterSpec(lane=Lane.STATUS),
}
"""Every letter that can be composed. `held`, `quarantine_digest` and `desk_result` speak of no ticket, and no event

causes them.
"""


ALL_ORDERS = frozenset({"help", "orders_result"})
"""Letters that list every order that is possible; the others list the likely ones, and #help for the rest."""
LIKELY: Mapping[Kind, tuple[str, ...]] = {
    Kind.INCIDENT: ("take", "ask", "finding", "resolve", "reopen", "escalate", "category", "note", "help"),
    Kind.REQUEST: ("take", "ask", "fulfil", "reopen", "escalate", "category", "note", "help"),
}
"""The orders that agents mostly give, in the order of the work."""


def choose_orders(letter: str, ticket: Ticket, possible: tuple[str, ...]) -> tuple[str, ...]:
    """The orders that the letter lists, of those that are possible."""
    if letter in ALL_ORDERS:
        return possible
    return tuple(verb for verb in LIKELY[ticket.kind] if verb in possible)


def letters_for(event: events.Event, ticket: Ticket) -> tuple[Call, ...]:
    """The letters that the event causes; `ticket` is as all events of the command have left it."""
    match event:
        case events.Opened():
            return _open(event)
        case events.Paged():
            return _page(ticket)
        case events.Taken():
            return () if event.quiet else _to(Audience.REQUESTER, "in_diagnosis")
        case events.Assigned():
            return () if event.to == event.by else _to(Audience.ASSIGNEE, "assigned_to_you")
        case events.Escalated():
            return _to(Audience.REQUESTER, "escalated") + _to(Audience.TIER, "hand_over")
        case events.Resolved():
            return _to(Audience.PARTICIPANTS, _name_solution(event))
        case events.Cancelled():
            told = _to(Audience.ASSIGNEE, "withdrawn") if event.by == ticket.requester else ()
            return _to(Audience.REQUESTER, "cancelled") + told
        case events.TargetWarned():
            return _warn(event, ticket)
        case events.Shown(topic="status" | "why" | "help"):
            return _to(Audience.ORDERER, event.topic)
        case _:
            return _PLAIN.get(type(event), ())


def _to(audience: Audience, letter: str) -> tuple[Call, ...]:
    return (Call(letter=letter, audience=audience),)


def _open(event: events.Opened) -> tuple[Call, ...]:
    """I1. The agents of a critical one are told by its page alone."""
    told = _to(Audience.REQUESTER, "received") if event.acknowledge else ()
    return told if event.priority is Priority.P1 else told + _to(Audience.TIER, "new_ticket")


def _page(ticket: Ticket) -> tuple[Call, ...]:
    """I5. The requester of a ticket that was critical from the first is told by the acknowledgement."""
    pages = _to(Audience.TIER, "page") + _to(Audience.LEAD, "page")
    at_once = ticket.changed_at == ticket.logged_at
    return pages if at_once else _to(Audience.REQUESTER, "escalated") + pages


def _name_solution(event: events.Resolved) -> str:
    if event.how != "agent":
        return "unanswered"
    return "fulfilled" if event.fulfilled else "resolved"


def _warn(event: events.TargetWarned, ticket: Ticket) -> tuple[Call, ...]:
    """I25. 50 % to the assignee, from 75 % on to the lead too; a missed resolution to the requester as well."""
    told = _to(Audience.ASSIGNEE, "target_warning")
    if event.percent >= 75:
        told += _to(Audience.LEAD, "target_warning")
    known = event.due > ticket.logged_at  # what was over before we had the mail is no news to its writer
    if event.percent >= 100 and event.clock is Clock.RESOLUTION and known:
        told += _to(Audience.REQUESTER, "late")
    return told


_PLAIN: Mapping[type, tuple[Call, ...]] = {
    events.Answered: _to(Audience.PARTICIPANTS, "reply"),
    events.Updated: _to(Audience.PARTICIPANTS, "update"),
    events.ProgressTold: _to(Audience.REQUESTER, "progress"),
    events.WentToVendor: _to(Audience.REQUESTER, "with_vendor"),
    events.Returned: _to(Audience.TIER, "returned"),
    events.CauseFound: _to(Audience.REQUESTER, "cause_found"),
    events.Asked: _to(Audience.REQUESTER, "question"),
    events.Reminded: _to(Audience.REQUESTER, "reminder"),
    events.SilenceNoticed: _to(Audience.ASSIGNEE, "silence_task"),
    events.CustomerWrote: _to(Audience.ASSIGNEE, "customer_wrote"),
    events.Closed: _to(Audience.PARTICIPANTS, "closed"),
    events.Reopened: _to(Audience.REQUESTER, "reopened") + _to(Audience.ASSIGNEE, "reopened_agent"),
    events.Merged: _to(Audience.REQUESTER, "merged"),
    events.KindChanged: _to(Audience.REQUESTER, "kind_changed"),
    events.Undelivered: _to(Audience.ASSIGNEE, "undelivered_task"),
}
