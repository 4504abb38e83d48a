"""A monitor's mails: one trouble is one ticket, on which every further alert is counted (DESK.md "Events", I27)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailflow.desk.commands import ClearAlert, Command, Hear, RepeatAlert
from mailflow.desk.events import AlertCleared, AlertRepeated, Opened
from mailflow.desk.reading import Guess
from mailflow.desk.terms import OPEN, SOLVED, Kind
from mailflow.desk.ticket import Ticket
from mailflow.desk.troubles import FLAPS, FLAPS_WITHIN
from mailflow.flow.carry_out import carry_out
from mailflow.flow.incoming import Incoming, cause_of, post
from mailflow.flow.letters import Desk
from mailflow.flow.match import standing
from mailflow.flow.trust import Trust
from mailflow.ingest.machines.monitor import Alert, AlertWord, find_alert
from mailflow.mail import VerdictWord
from mailflow.store import tickets
from mailflow.store.tickets import Line

NEWS = frozenset({AlertWord.PROBLEM, AlertWord.FLAPPING})
"""What begins a ticket where none stands."""
REASON = "monitoring"


def is_monitors(desk: Desk, mail: Incoming) -> bool:
    """True if one of the listed monitors wrote this, as far as can be told."""
    read = mail.arrival.verdict.word in (VerdictWord.ACCEPT, VerdictWord.AUTOMATIC)
    return read and mail.trust is not Trust.REJECTED and mail.arrival.mail.identity in desk.office.monitors.addresses


def unanswered(mail: Incoming) -> Incoming:
    """The mail as a machine's, about something that is broken."""
    verdict = replace(mail.arrival.verdict, word=VerdictWord.AUTOMATIC, reason=REASON, may_answer=False)
    broken = Guess(label=Kind.INCIDENT.value, p=1.0, sure=True)
    reading = replace(mail.understood.reading, kind=broken)
    return replace(
        mail, arrival=replace(mail.arrival, verdict=verdict), understood=replace(mail.understood, reading=reading)
    )


def read(desk: Desk, mail: Incoming) -> Alert | None:
    """The alert that it tells; None for a mail in no known form."""
    return find_alert(mail.arrival.mail, desk.office.monitors.patterns)


def tell(desk: Desk, mail: Incoming, alert: Alert) -> int | None:
    """Note the alert on the ticket of its trouble, and give its number; None where there is none to go on with."""
    ticket = _standing(desk, alert)
    if ticket is None:
        return None
    post(desk, mail, ticket.number)
    carry_out(desk, ticket, _command(desk, ticket, alert, mail), cause_of(desk, mail))
    return ticket.number


def _standing(desk: Desk, alert: Alert) -> Ticket | None:
    """The newest ticket of this trouble while it is open; or while it has been well by itself for less than an hour."""
    desk.ledger.flush()
    newest = tickets.newest_of_alert(desk.ledger.connection, alert.key)
    number = standing(desk.ledger, newest) if newest else None
    ticket = desk.ledger.ticket(number) if number else None
    if ticket is None or ticket.state in OPEN:
        return ticket
    by_itself = ticket.state in SOLVED and ticket.assignee is None and ticket.solved_at is not None
    lately = by_itself and (ticket.solved_at or desk.ledger.now) > desk.ledger.now - FLAPS_WITHIN
    return ticket if lately and alert.word in NEWS else None


def _command(desk: Desk, ticket: Ticket, alert: Alert, mail: Incoming) -> Command:
    by = mail.writer.address
    match alert.word:
        case AlertWord.OVER:
            return ClearAlert(by=by)
        case AlertWord.BESIDE:
            return Hear(by=by, received_at=mail.kept.received_at, machine=True)
        case AlertWord.FLAPPING:
            return RepeatAlert(by=by, flapping=True)
        case AlertWord.PROBLEM:
            history = tickets.history(desk.ledger.connection, ticket.number)
            return RepeatAlert(by=by, flapping=_starts(history, desk.ledger.now) >= FLAPS)


def _starts(history: Sequence[Line], now: datetime) -> int:
    """How often it has gone bad of late, this time included."""
    lately = [line.event for line in history if line.at > now - FLAPS_WITHIN]
    well = False
    starts = 0
    for event in lately:
        match event:
            case AlertCleared():
                well = True
            case Opened():
                starts += 1
            case AlertRepeated():
                starts += well
                well = False
    return starts + well
