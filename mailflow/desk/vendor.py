"""A supplier has the ticket (I14): its clock runs on, and its people hear how it stands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mailflow.desk.changes import Change
from mailflow.desk.commands import Back, Vendor
from mailflow.desk.events import CameBack, Event, WentToVendor
from mailflow.desk.moves import allows
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.stand import come_back, step_aside
from mailflow.desk.terms import State
from mailflow.desk.ticket import Ticket

Supply = Vendor | Back


def supply(ticket: Ticket, order: Supply) -> tuple[Event, ...]:
    """Out to the supplier, or back from there."""
    verb = type(order).__name__.lower()
    if not allows(ticket, verb):
        return refuse(ticket, order.by, verb, "state")
    match order:
        case Vendor():
            return (WentToVendor(by=order.by, reference=order.reference.strip()),)
        case Back():
            return (CameBack(by=order.by),)


def _went(ticket: Ticket, event: WentToVendor, now: datetime, rules: Rules) -> Ticket:
    return replace(step_aside(ticket, State.WAIT_VENDOR, event.by), vendor=event.reference)


def _came_back(ticket: Ticket, event: CameBack, now: datetime, rules: Rules) -> Ticket:
    return come_back(ticket, now)


CHANGES: Mapping[type[Event], Change] = {WentToVendor: _went, CameBack: _came_back}
