"""What time brings: warnings, reminders, silence, closure; and the word to the first line about the quarantine."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from mailflow.desk.commands import Tick
from mailflow.failpoint import failpoint
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import TIME, Desk, agent_recipient, write_letter
from mailflow.flow.office import Office
from mailflow.notify.compose import Held
from mailflow.store import inbox, tickets
from mailflow.store.ledger import Ledger
from mailflow.store.people import agents

BATCH = 50


def tick(office: Office, now: datetime) -> int:
    """Look at the tickets that are due, a batch in one transaction; give how many were."""
    with office.store.read() as connection:
        numbers = tickets.due(connection, now, BATCH)
    if numbers:
        failpoint("tick.begin")
        with office.store.write() as connection:
            desk = Desk(office=office, ledger=Ledger(connection, now), agents=agents(connection))
            desk.ledger.load(numbers)
            for number in numbers:
                ticket = desk.ledger.ticket(number)
                if ticket is not None and ticket.due_at is not None and ticket.due_at <= now:
                    carry_out(desk, ticket, Tick(), TIME)
            desk.ledger.flush()
            failpoint("tick.commit")
    return len(numbers)


def tell_quarantine(office: Office, now: datetime) -> int:
    """Tell the first line's lead of mails in quarantine, once each; give their number."""
    with office.store.read() as connection:
        if not inbox.untold(connection):
            return 0
    with office.store.write() as connection:
        rows = inbox.untold(connection)
        staff = agents(connection)
        desk = Desk(office=office, ledger=Ledger(connection, now), agents=staff)
        leads = [each for each in staff.values() if each.lead] or [each for each in staff.values() if each.tier == 1]
        for lead in leads:
            recipient = agent_recipient(lead, office.card.language)
            write_letter(desk, "quarantine_digest", recipient, TIME, held=tuple(map(_held, rows)))
        inbox.tell(connection, [row.id for row in rows], now)
        desk.ledger.flush()
    return len(rows)


def _held(row: Row[Any]) -> Held:
    return Held(
        id=row.id,
        received_at=row.received_at,
        sender=row.sender or "",
        subject=row.subject or "",
        reason=row.reason or "",
    )
