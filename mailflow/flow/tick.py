"""What time brings: warnings, reminders, silence, closure; and the word to the first line about the quarantine."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row

from mailflow.desk.commands import Tick
from mailflow.failpoint import failpoint
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import TIME, Desk, agent_recipient, write_letter
from mailflow.flow.office import Office
from mailflow.flow.roster import leads
from mailflow.notify.compose import Held
from mailflow.store import inbox, tickets
from mailflow.store.db import StoreError
from mailflow.store.retention import forget_old

log = structlog.get_logger()
BATCH = 50
PUT_OFF = timedelta(hours=1)


def tick(office: Office, now: datetime) -> int:
    """Look at the tickets that are due, a batch in one transaction; give how many were.

    If that fails, each is tried alone, and one that fails then is looked at again in an hour.
    """
    with office.store.read() as connection:
        numbers = tickets.due(connection, now, BATCH)
    try:
        _look_at(office, numbers, now)
    except StoreError:
        raise
    except Exception as error:  # one ticket must not stop the others' clocks
        log.warning("batch_failed", tickets=len(numbers), why=type(error).__name__)
        for number in numbers:
            _look_at_one(office, number, now)
    return len(numbers)


def _look_at(office: Office, numbers: Sequence[int], now: datetime) -> None:
    if not numbers:
        return
    failpoint("tick.begin")
    with office.store.write() as connection:
        desk = Desk.open(office, connection, now)
        desk.ledger.load(numbers)
        for number in numbers:
            ticket = desk.ledger.ticket(number)
            if ticket is not None and ticket.due_at is not None and ticket.due_at <= now:
                carry_out(desk, ticket, Tick(), TIME)
        desk.ledger.flush()
        failpoint("tick.commit")
    failpoint("tick.done")


def _look_at_one(office: Office, number: int, now: datetime) -> None:
    try:
        _look_at(office, [number], now)
    except StoreError:
        raise
    except Exception as error:
        log.error("tick_failed", ticket=number, exc_info=error)
        with office.store.write() as connection:
            tickets.put_off(connection, number, now + PUT_OFF)


def tell_quarantine(office: Office, now: datetime) -> int:
    """Tell the first line's lead, or who stands in for them, of mails in quarantine, once each; give their number."""
    with office.store.read() as connection:
        if not inbox.untold(connection):
            return 0
    with office.store.write() as connection:
        rows = inbox.untold(connection)
        desk = Desk.open(office, connection, now)
        for lead in leads(desk.agents, now):
            recipient = agent_recipient(lead, office.card.language)
            write_letter(desk, "quarantine_digest", recipient, TIME, held=tuple(map(_held, rows)))
        inbox.tell(connection, [row.id for row in rows], now)
        desk.ledger.flush()
    return len(rows)


def tidy(office: Office, now: datetime) -> bool:
    """Forget some of what is old enough by the settings; True if there may be more."""
    with office.store.write() as connection:
        done = forget_old(connection, office.retention, now, BATCH)
    if done:
        log.info("forgotten", count=done)
    return done > 0


def _held(row: Row[Any]) -> Held:
    return Held(
        id=row.id,
        received_at=row.received_at,
        sender=row.sender or "",
        subject=row.subject or "",
        reason=row.reason or "",
    )
