"""Which letters an event causes, and to whom. The names of letters are stable: they are stored with what was sent.

Events that stay inside the desk cause none. What a letter says is in `templates/<language>/<letter>.j2`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailflow.desk import events
from mailflow.desk.terms import DESK, OPEN, Clock, Kind, Priority
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
    MANAGER = "manager"
    """Who is told of targets that are nearly missed."""
    LEAD = "lead"
    """The lead of the first line."""
    ORDERER = "orderer"
    """Whoever caused the event: `event.by`."""
    NEWCOMER = "newcomer"
    """Who takes part from now on."""
    CIRCLE = "circle"
    """The privacy circle, whoever caused the event."""
    APPROVER = "approver"
    """Whose approval the ticket waits for."""


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
    to the customer. `story`: it is written from the ticket's journal. `discreet`: for the privacy circle, with
    nothing of what a confidential ticket holds.
    """

    lane: Lane
    automatic: bool = True
    supersedes: bool = False
    passing: bool = False
    reply_goes_out: bool = False
    story: bool = False
    discreet: bool = False


LETTERS: Mapping[str, LetterSpec] = {
    "received": LetterSpec(lane=Lane.ACKNOWLEDGEMENT),
    "in_copy": LetterSpec(lane=Lane.STATUS),
    "in_diagnosis": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "assigned": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "escalated": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "progress": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True, story=True),
    "with_vendor": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "call_proposed": LetterSpec(lane=Lane.ASK, automatic=False),
    "call_fixed": LetterSpec(lane=Lane.REPLY, automatic=False),
    "call_cancelled": LetterSpec(lane=Lane.REPLY),
    "call_fixed_agent": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "call_cancelled_agent": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "call_wished": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "call_outcome": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "approval_asked": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "approval_ask": LetterSpec(lane=Lane.ASK),
    "approval_reminder": LetterSpec(lane=Lane.REMINDER),
    "approval_unclear": LetterSpec(lane=Lane.ASK),
    "approval_granted": LetterSpec(lane=Lane.STATUS, supersedes=True),
    "approval_refused": LetterSpec(lane=Lane.STATUS, supersedes=True),
    "approval_result": LetterSpec(lane=Lane.ASK, reply_goes_out=True),
    "update": LetterSpec(lane=Lane.REPLY, automatic=False),
    "cause_found": LetterSpec(lane=Lane.STATUS, automatic=False),
    "major_start": LetterSpec(lane=Lane.REPLY, supersedes=True),
    "major_update": LetterSpec(lane=Lane.REPLY, automatic=False),
    "major_progress": LetterSpec(lane=Lane.STATUS, supersedes=True, passing=True),
    "major_over": LetterSpec(lane=Lane.RESOLUTION, automatic=False, supersedes=True),
    "known_trouble": LetterSpec(lane=Lane.REPLY, supersedes=True),
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
    "alert_flapping": LetterSpec(lane=Lane.STATUS),
    "similar": LetterSpec(lane=Lane.ASK),
    "outbreak": LetterSpec(lane=Lane.REPLY, story=True),
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
    "breach_suspected": LetterSpec(lane=Lane.REPLY, discreet=True),
    "breach_warning": LetterSpec(lane=Lane.REPLY, discreet=True),
    "breach_result": LetterSpec(lane=Lane.ASK, discreet=True),
    "orders_result": LetterSpec(lane=Lane.ASK),
    "desk_result": LetterSpec(lane=Lane.ASK),
    "queue": LetterSpec(lane=Lane.ASK),
    "daily_digest": LetterSpec(lane=Lane.STATUS),
    "drift": LetterSpec(lane=Lane.STATUS),
    "help": LetterSpec(lane=Lane.ASK),
    "forwarded_in": LetterSpec(lane=Lane.ASK),
    "split_off": LetterSpec(lane=Lane.ASK),
    "why": LetterSpec(lane=Lane.ASK, story=True),
    "quarantine_digest": LetterSpec(lane=Lane.STATUS),
}
"""Every letter that can be composed. `held`, `quarantine_digest`, `desk_result`, `queue`, `drift` and `daily_digest`

speak of no ticket, and no event causes them.
"""


ALL_ORDERS = frozenset({"help", "orders_result"})
"""Letters that list every order that is possible; the others list the likely ones, and #help for the rest."""
LIKELY: Mapping[Kind, tuple[str, ...]] = {
    Kind.INCIDENT: ("take", "ask", "finding", "resolve", "reopen", "escalate", "category", "note", "help"),
    Kind.REQUEST: ("take", "ask", "fulfil", "reopen", "escalate", "category", "note", "help"),
}
"""The orders that agents mostly give, in the order of the work."""


CHOICES: Mapping[str, tuple[str, ...]] = {"outbreak": ("major", "link", "dismiss", "note", "help")}
"""The orders of letters that ask for a decision."""


def choose_orders(letter: str, ticket: Ticket, possible: tuple[str, ...]) -> tuple[str, ...]:
    """The orders that the letter lists, of those that are possible."""
    if letter in ALL_ORDERS or LETTERS[letter].discreet:
        return possible
    return tuple(verb for verb in CHOICES.get(letter, LIKELY[ticket.kind]) if verb in possible)


USES: Mapping[str, tuple[str, ...]] = {
    "hand": ("take", "assign", "escalate", "return", "vendor", "back"),
    "talk": ("ask", "update", "finding", "call", "cancelcall", "approval"),
    "end": ("resolve", "fulfil", "close", "reopen", "cancel", "undo"),
    "sort": ("kind", "category", "impact", "urgency", "priority"),
    "bind": ("merge", "link", "split", "major", "dismiss", "breach"),
    "people": ("add", "remove", "requester", "alias"),
    "inside": ("note", "hypothesis", "affected", "status", "why", "similar", "help"),
}
"""What orders are for; `#help` lists them so."""


def group_orders(verbs: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """These verbs by their use; the others stand last."""
    named = {verb for group in USES.values() for verb in group}
    groups = [(use, tuple(verb for verb in group if verb in verbs)) for use, group in USES.items()]
    groups.append(("other", tuple(verb for verb in verbs if verb not in named)))
    return [(use, group) for use, group in groups if group]


def letters_for(event: events.Event, ticket: Ticket) -> tuple[Call, ...]:
    """The letters that the event causes; `ticket` is as all events of the command have left it."""
    match event:
        case events.Opened():
            return _open(event, ticket)
        case events.Paged():
            return _page(ticket)
        case events.Taken():
            return () if event.quiet else _to(Audience.REQUESTER, "in_diagnosis")
        case events.Assigned():
            return _assign(event)
        case events.Escalated():
            return _to(Audience.REQUESTER, "escalated") + _to(Audience.TIER, "hand_over")
        case events.Resolved():
            return _to(Audience.PARTICIPANTS, _name_solution(event, ticket))
        case events.RequesterCorrected():
            return _to(Audience.REQUESTER, "received") if ticket.state in OPEN else ()
        case events.Cancelled():
            return _cancel(event, ticket)
        case events.ProgressTold() | events.ParentTold() | events.AlertRepeated() | events.OutbreakSeen():
            return _go_on(event, ticket)
        case events.TargetWarned():
            return _warn(event, ticket)
        case events.Shown():
            return _to(Audience.ORDERER, _SHOWN[event.topic])
        case _:
            return _wait_for_others(event, ticket)


def _wait_for_others(event: events.Event, ticket: Ticket) -> tuple[Call, ...]:
    match event:
        case events.CallFixed() | events.CallCancelled():
            return _arrange(event, ticket)
        case events.ApprovalReminded():
            return _to(Audience.APPROVER, "approval_ask" if event.deputy else "approval_reminder")
        case _:
            return _PLAIN.get(type(event), ())


def _to(audience: Audience, letter: str) -> tuple[Call, ...]:
    return (Call(letter=letter, audience=audience),)


def _open(event: events.Opened, ticket: Ticket) -> tuple[Call, ...]:
    """I1. The agents of a critical one are told by its page alone, those of a breach by the circle's letter."""
    told = _to(Audience.REQUESTER, "received") if event.acknowledge else ()
    return told if event.priority is Priority.P1 or ticket.confidential else told + _to(Audience.ASSIGNEE, "new_ticket")


def _assign(event: events.Assigned) -> tuple[Call, ...]:
    """The agent of a ticket that the desk itself gave away has read of it as a new one."""
    if event.by == DESK:
        return ()
    told = () if event.to == event.by else _to(Audience.ASSIGNEE, "assigned_to_you")
    return told + _to(Audience.REQUESTER, "assigned")


def _page(ticket: Ticket) -> tuple[Call, ...]:
    """I5. The requester of a ticket that was critical from the first is told by the acknowledgement, and that of a

    major incident by its own letter.
    """
    pages = _to(Audience.TIER, "page") + _to(Audience.LEAD, "page")
    at_once = ticket.changed_at == ticket.logged_at
    return pages if at_once or ticket.major else _to(Audience.REQUESTER, "escalated") + pages


def _arrange(event: events.CallFixed | events.CallCancelled, ticket: Ticket) -> tuple[Call, ...]:
    """I15, I16. Both sides' calendars hear of an appointment; of proposals that a solution makes needless nobody."""
    if event.at is None and isinstance(event, events.CallCancelled) and event.how == "settled":
        return ()
    letter = "call_fixed" if isinstance(event, events.CallFixed) else "call_cancelled"
    told = _to(Audience.REQUESTER, letter) + _to(Audience.ASSIGNEE, f"{letter}_agent")
    by_agent = event.at is not None and event.by not in (ticket.requester, DESK)
    return told + _to(Audience.ORDERER, f"{letter}_agent") if by_agent else told


def _cancel(event: events.Cancelled, ticket: Ticket) -> tuple[Call, ...]:
    told = _to(Audience.ASSIGNEE, "withdrawn") if event.by == ticket.requester else ()
    return _to(Audience.REQUESTER, "cancelled") + told


def _go_on(
    event: events.ProgressTold | events.ParentTold | events.AlertRepeated | events.OutbreakSeen, ticket: Ticket
) -> tuple[Call, ...]:
    """How things stand: of a major incident to all whom it touches; of an alert only that it comes and goes, and of

    alike tickets only that they are there, once.
    """
    match event:
        case events.ParentTold():
            return _to(Audience.PARTICIPANTS, "major_update" if event.text else "major_progress")
        case events.ProgressTold() if ticket.major:
            return _to(Audience.PARTICIPANTS, "major_progress")
        case events.ProgressTold():
            return _to(Audience.REQUESTER, "progress")
        case events.OutbreakSeen():
            return () if event.more else _to(Audience.LEAD, "outbreak")
        case events.AlertRepeated():
            return _to(Audience.ASSIGNEE, "alert_flapping") if event.flapping else ()


def _name_solution(event: events.Resolved, ticket: Ticket) -> str:
    if event.how != "agent":
        return "unanswered"
    if ticket.major or ticket.parent is not None:
        return "major_over"
    return "fulfilled" if event.fulfilled else "resolved"


def _warn(event: events.TargetWarned, ticket: Ticket) -> tuple[Call, ...]:
    """I25. 50 % to the assignee, from 75 % on to the lead too, from 90 % on to the managers; a missed resolution to

    the requester as well. Of a child the major incident's warnings say it all.
    """
    if ticket.parent is not None:
        return ()
    told = _to(Audience.ASSIGNEE, "target_warning")
    if event.percent >= 75:
        told += _to(Audience.LEAD, "target_warning")
    if event.percent >= 90:
        told += _to(Audience.MANAGER, "target_warning")
    known = event.due > ticket.logged_at  # what was over before we had the mail is no news to its writer
    if event.percent >= 100 and event.clock is Clock.RESOLUTION and known:
        told += _to(Audience.REQUESTER, "late")
    return told


_SHOWN: Mapping[str, str] = {
    "status": "status",
    "why": "why",
    "help": "help",
    "similar": "similar",
    "breach": "breach_result",
}
"""What an agent or a customer asked to see, and the letter that shows it."""

_PLAIN: Mapping[type, tuple[Call, ...]] = {
    events.BreachSuspected: _to(Audience.CIRCLE, "breach_suspected"),
    events.BreachWarned: _to(Audience.CIRCLE, "breach_warning"),
    events.BreachAssessed: _to(Audience.CIRCLE, "breach_result"),
    events.BreachDecided: _to(Audience.CIRCLE, "breach_result"),
    events.SubjectsDecided: _to(Audience.CIRCLE, "breach_result"),
    events.BreachDenied: _to(Audience.CIRCLE, "breach_result"),
    events.BreachClosed: _to(Audience.CIRCLE, "breach_result"),
    events.Answered: _to(Audience.PARTICIPANTS, "reply"),
    events.Updated: _to(Audience.PARTICIPANTS, "update"),
    events.ParticipantAdded: _to(Audience.NEWCOMER, "in_copy"),
    events.SplitOff: _to(Audience.ORDERER, "split_off"),
    events.DeclaredMajor: _to(Audience.PARTICIPANTS, "major_start"),
    events.Adopted: _to(Audience.REQUESTER, "known_trouble"),
    events.WentToVendor: _to(Audience.REQUESTER, "with_vendor"),
    events.CallProposed: _to(Audience.REQUESTER, "call_proposed"),
    events.CallWished: _to(Audience.ASSIGNEE, "call_wished"),
    events.CallOver: _to(Audience.ASSIGNEE, "call_outcome"),
    events.ApprovalAsked: _to(Audience.REQUESTER, "approval_asked") + _to(Audience.APPROVER, "approval_ask"),
    events.Approved: _to(Audience.REQUESTER, "approval_granted") + _to(Audience.ASSIGNEE, "approval_result"),
    events.Rejected: _to(Audience.REQUESTER, "approval_refused") + _to(Audience.ASSIGNEE, "approval_result"),
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
