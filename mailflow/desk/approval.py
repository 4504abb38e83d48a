"""A request that waits for somebody's yes: who is asked, reminded, and what silence means."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from mailflow.desk.changes import Change
from mailflow.desk.clock import stop
from mailflow.desk.commands import Approve, AskApproval, Disapprove
from mailflow.desk.events import ApprovalAsked, ApprovalReminded, Approved, Event, Rejected
from mailflow.desk.moves import allows
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.stand import come_back, pause, step_aside
from mailflow.desk.terms import DESK, Kind, State
from mailflow.desk.ticket import Ticket

Permission = AskApproval | Approve | Disapprove


def permit(ticket: Ticket, order: Permission) -> tuple[Event, ...]:
    """Ask for approval, or take the approver's word; that of anybody else, or of one asked no more, moves nothing."""
    if isinstance(order, AskApproval):
        if not allows(ticket, "approval"):
            return refuse(ticket, order.by, "approval", "state")
        approver = order.approver.lower()
        if not approver or approver == ticket.requester.lower():
            return refuse(ticket, order.by, "approval", "approver")
        return (ApprovalAsked(by=order.by, approver=approver),)
    if ticket.state is not State.WAIT_APPROVAL or order.by != ticket.approver:
        return ()
    if isinstance(order, Approve):
        return (Approved(by=order.by),)
    return (Rejected(by=order.by, reason=order.reason.strip(), how="refused"),)


def by_rule(kind: Kind, category: str, requester: str, rules: Rules) -> tuple[Event, ...]:
    """The question to the approver that the category's rule names; who asks for oneself is approved by the deputy."""
    approver = rules.approvers.get(category, "").lower() if kind is Kind.REQUEST else ""
    if approver == requester.lower():
        approver = _deputy(approver, rules)
    return (ApprovalAsked(by=DESK, approver=approver),) if approver not in ("", requester.lower()) else ()


def _deputy(approver: str, rules: Rules) -> str:
    """Who answers in this person's place; "" if nobody does."""
    return next((deputy.lower() for person, deputy in rules.deputies.items() if person.lower() == approver), "")


def timers(ticket: Ticket, rules: Rules) -> Iterator[tuple[datetime, Event]]:
    """Reminders, the deputy, and the end of patience, in the order of time."""
    if ticket.state is not State.WAIT_APPROVAL or ticket.approval_at is None:
        return
    add = rules.calendar.add
    for number, span in enumerate(rules.approval_remind_after, start=1):
        if number > ticket.reminded:
            again = ApprovalReminded(by=DESK, count=number, approver=ticket.approver)
            yield add(ticket.approval_at, span), again
    last = len(rules.approval_remind_after) + 1
    deputy = _deputy(ticket.approver, rules)
    if ticket.reminded < last and deputy not in ("", ticket.requester.lower()):
        instead = ApprovalReminded(by=DESK, count=last, approver=deputy, deputy=True)
        yield add(ticket.approval_at, rules.approval_deputy_after), instead
    if (ends := approval_ends(ticket, rules)) is not None:
        yield ends, Rejected(by=DESK, reason="", how="silence")


def approval_ends(ticket: Ticket, rules: Rules) -> datetime | None:
    """When silence counts as a refusal; None if nobody is asked."""
    if ticket.approval_at is None:
        return None
    return rules.calendar.add_days(ticket.approval_at, rules.approval_ends_after_days)


def _asked(ticket: Ticket, event: ApprovalAsked, now: datetime, rules: Rules) -> Ticket:
    aside = replace(ticket, state=State.WAIT_APPROVAL, previous_tier=ticket.tier)
    if event.by != DESK:
        aside = step_aside(ticket, State.WAIT_APPROVAL, event.by)
    return replace(pause(aside, now, rules), approver=event.approver, approval_at=now, reminded=0)


def _reminded(ticket: Ticket, event: ApprovalReminded, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, reminded=event.count, approver=event.approver)


def _approved(ticket: Ticket, event: Approved, now: datetime, rules: Rules) -> Ticket:
    return replace(come_back(ticket, now), approval_at=None, reminded=0)


def _rejected(ticket: Ticket, event: Rejected, now: datetime, rules: Rules) -> Ticket:
    return replace(stop(ticket, now, rules), state=State.REJECTED, closed_at=now, approval_at=None)


CHANGES: Mapping[type[Event], Change] = {
    ApprovalAsked: _asked,
    ApprovalReminded: _reminded,
    Approved: _approved,
    Rejected: _rejected,
}
