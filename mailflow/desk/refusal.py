"""The desk's no: an order that is not possible is an event, so that it becomes a letter and never an exception."""

from mailflow.desk.events import Event, Refused
from mailflow.desk.moves import possible
from mailflow.desk.ticket import Ticket


def refuse(ticket: Ticket, by: str, order: str, reason: str, detail: str = "") -> tuple[Event, ...]:
    """The one event that says no, why, and what is possible instead."""
    return (Refused(by=by, order=order, reason=reason, state=ticket.state, possible=possible(ticket), detail=detail),)
