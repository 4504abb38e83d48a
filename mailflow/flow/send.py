"""Letters that are due go over the wire, several at once; what the server says is written down at once, one by one.

No transaction is open across the network. A letter that was accepted and not yet marked when the process died goes out
once more with the same Message-ID: SMTP cannot do better.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from mailflow.desk.commands import Bounce, Command, Deliver
from mailflow.failpoint import failpoint
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import TIME, Desk
from mailflow.flow.office import Office
from mailflow.mail import Deferred, Delivery, Failed, Sent
from mailflow.notify.letters import LETTERS
from mailflow.notify.retry import Lane, next_attempt
from mailflow.notify.smtp import Courier
from mailflow.store import outbox
from mailflow.store.ledger import Ledger
from mailflow.store.outbox import Due
from mailflow.store.people import agents

log = structlog.get_logger()
CLAIM = timedelta(minutes=10)
"""How long a claimed letter is left alone should its process die and nobody recover it (RFC 1047)."""

Clock = Callable[[], datetime]


async def send(office: Office, courier: Courier, clock: Clock, limit: int) -> list[tuple[str, Delivery]]:
    """Send letters that are due, so many at most; give each recipient tried, with what became of the letter."""
    now = clock()
    with office.store.write() as connection:
        due = outbox.claim(connection, now, now + CLAIM, limit, tuple(Lane))
    failpoint("send.claimed")
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_send_one(office, courier, clock, letter)) for letter in due]
    return [task.result() for task in tasks]


async def _send_one(office: Office, courier: Courier, clock: Clock, due: Due) -> tuple[str, Delivery]:
    delivery = await courier.deliver(due.outgoing)
    failpoint("send.answered")
    now = clock()
    match delivery:
        case Sent():
            _sent(office, due, delivery, now)
        case Deferred():
            _deferred(office, due, delivery, now)
        case Failed():
            _failed(office, due, delivery.why, now)
    failpoint("send.marked")
    log.info("letter", outbox=due.id, ticket=due.ticket, letter=due.letter, result=type(delivery).__name__.lower())
    return due.outgoing.recipient, delivery


def _sent(office: Office, due: Due, delivery: Sent, now: datetime) -> None:
    if due.ticket is None or LETTERS[due.letter].automatic:
        with office.store.mark() as connection:
            outbox.mark_sent(connection, due.id, now, delivery.answer)
        return
    with office.store.write() as connection:
        outbox.mark_sent(connection, due.id, now, delivery.answer)
        _tell_desk(office, connection, due.ticket, Deliver(letter=due.letter, accepted_at=now), now)


def _deferred(office: Office, due: Due, delivery: Deferred, now: datetime) -> None:
    again = next_attempt(
        now=now,
        created_at=due.created_at,
        attempts=due.attempts,
        lane=Lane(due.lane),
        delivery=delivery,
        random=random.random(),  # noqa: S311
    )
    if again is None:
        _failed(office, due, f"given up: {delivery.why}", now)
        return
    with office.store.write() as connection:
        outbox.defer(connection, due.id, again, delivery.why)


def _failed(office: Office, due: Due, why: str, now: datetime) -> None:
    with office.store.write() as connection:
        outbox.fail(connection, due.id, why)
        if due.ticket is not None and due.outgoing.recipient not in agents(connection):
            command = Bounce(recipient=due.outgoing.recipient, permanent=True, why=why)
            _tell_desk(office, connection, due.ticket, command, now)


def _tell_desk(office: Office, connection: Connection, number: int, command: Command, now: datetime) -> None:
    desk = Desk(office=office, ledger=Ledger(connection, now), agents=agents(connection))
    ticket = desk.ledger.ticket(number)
    if ticket is not None:
        carry_out(desk, ticket, command, TIME)
        desk.ledger.flush()
