"""What a participant's mail does to a ticket: news, a confirmation, thanks, a withdrawal, a rating, or nothing."""

from datetime import datetime

from mailflow.desk import appointment
from mailflow.desk.commands import Hear
from mailflow.desk.events import (
    Cancelled,
    Closed,
    CustomerWrote,
    Event,
    MachineWrote,
    Rated,
    Reopened,
    Shown,
    Thanked,
)
from mailflow.desk.terms import OPEN, SOLVED, CustomerWord, State
from mailflow.desk.ticket import Ticket

WITHDRAWN = "withdrawn"
"""The reason of a cancellation by the requester."""


def hear(ticket: Ticket, command: Hear, now: datetime) -> tuple[Event, ...]:
    """The one event of this mail. It counts as received no later than now, since a server's clock may run ahead."""
    at = min(command.received_at, now)
    if command.machine:
        return (MachineWrote(by=command.by, received_at=at),)
    if command.word is CustomerWord.STATUS:
        return (Shown(by=command.by, topic="status"),)
    if ticket.state in OPEN:
        return (_while_open(ticket, command, at),)
    if ticket.state in SOLVED:
        return (_when_solved(ticket, command, at),)
    return (_when_ended(ticket, command, at),)


def _while_open(ticket: Ticket, command: Hear, at: datetime) -> Event:
    """Bare thanks bring no news, so that nobody owes an answer; but to a question any word is one."""
    waits = ticket.state is State.WAIT_CUSTOMER
    if command.word is CustomerWord.CANCEL and command.by == ticket.requester:
        return Cancelled(by=command.by, reason=WITHDRAWN)
    if command.rating is not None and command.by == ticket.requester:
        chosen = appointment.choose(ticket, command.by, command.rating, at)
        if chosen is not None:
            return chosen
    if command.thanks and not waits:
        return Thanked(by=command.by, received_at=at)
    return CustomerWrote(by=command.by, received_at=at, resumes=waits, clues=command.clues)


def _when_solved(ticket: Ticket, command: Hear, at: datetime) -> Event:
    """Only the requester's confirmation closes; another participant's moves nothing."""
    if command.word is CustomerWord.CONFIRM and command.by == ticket.requester:
        return Closed(by=command.by, how="confirmed")
    if command.thanks or command.word is CustomerWord.CONFIRM:
        return Thanked(by=command.by, received_at=at)
    return Reopened(by=command.by, tier=ticket.solved_tier, reason="", received_at=at)


def _when_ended(ticket: Ticket, command: Hear, at: datetime) -> Event:
    """A closed or cancelled ticket is reopened at L1; on a merged one it is only kept (the target has the mail)."""
    if ticket.state is State.MERGED:
        return CustomerWrote(by=command.by, received_at=at, resumes=False)
    if command.rating is not None and command.by == ticket.requester and ticket.state is State.CLOSED:
        return Rated(by=command.by, rating=command.rating)
    if command.thanks or command.word is not None:
        return Thanked(by=command.by, received_at=at)
    return Reopened(by=command.by, tier=1, reason="", received_at=at)
