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
from mailflow.desk.events import Undelivered
from mailflow.desk.terms import DESK
from mailflow.failpoint import failpoint
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import TIME, Desk
from mailflow.flow.office import Office
from mailflow.mail import Deferred, Delivery, Failed, Sent
from mailflow.notify.letters import LETTERS
from mailflow.notify.retry import Lane, next_attempt
from mailflow.notify.smtp import Courier
from mailflow.store import outbox
from mailflow.store.db import Store, StoreError
from mailflow.store.ledger import Ledger
from mailflow.store.outbox import Due
from mailflow.store.people import agents

log = structlog.get_logger()
CLAIM = timedelta(minutes=10)
"""How long a claimed letter is left alone should its process die and nobody recover it (RFC 1047)."""

NOTE_AGAIN = (1.0, 5.0, 20.0)
"""Seconds after which to try once more to write down what became of a letter."""

LANES = tuple(Lane)
TELLING = "undelivered_task"
"""The letter by which agents hear that another one was lost."""

Clock = Callable[[], datetime]


class Post:
    """Letters on their way. `claim` takes what is due, `carry` brings one letter to the server and notes its answer."""

    def __init__(self, office: Office, courier: Courier, clock: Clock) -> None:
        self._office = office
        self._courier = courier
        self._clock = clock
        self._marks = _Marks(office.store)

    def claim(self, limit: int) -> list[Due]:
        """Letters that are due, so many at most, no two of them to one person about one ticket. Raises StoreError."""
        now = self._clock()
        with self._office.store.write() as connection:
            due = outbox.claim(connection, now, now + CLAIM, limit, LANES)
        failpoint("send.claimed")
        return due

    async def carry(self, due: Due) -> tuple[str, Delivery]:
        """The recipient, and what became of the letter. Raises StoreError if that cannot be written down."""
        delivery = await self._courier.deliver(due.outgoing)
        failpoint("send.answered")
        await _note(self._office, self._marks, due, delivery, self._clock())
        failpoint("send.marked")
        result = type(delivery).__name__.lower()
        log.info("letter", outbox=due.id, ticket=due.ticket, letter=due.letter, result=result)
        return due.outgoing.recipient, delivery


class _Marks:
    """Marks of accepted letters: those whose answers came in one turn of the loop are written together, at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accepted: list[tuple[int, datetime, str]] = []
        self._written: asyncio.Future[None] | None = None

    async def write(self, outbox_id: int, at: datetime, answer: str) -> None:
        """Return when the mark is stored. Raises StoreError."""
        self._accepted.append((outbox_id, at, answer))
        if self._written is None:
            loop = asyncio.get_running_loop()
            self._written = loop.create_future()
            loop.call_soon(self._flush, self._written)
        await self._written

    def _flush(self, written: asyncio.Future[None]) -> None:
        accepted, self._accepted, self._written = self._accepted, [], None
        try:
            with self._store.mark() as connection:
                outbox.mark_sent(connection, accepted)
        except Exception as error:  # it is raised where the letters' marks are waited for
            written.set_exception(error)
        else:
            written.set_result(None)


async def _note(office: Office, marks: _Marks, due: Due, delivery: Delivery, now: datetime) -> None:
    """Write down what became of the letter; a store that is away for a moment must not make it go out twice."""
    for wait in NOTE_AGAIN:
        try:
            await _record(office, marks, due, delivery, now)
            return
        except StoreError as error:
            log.warning("not_noted", outbox=due.id, why=str(error))
            await asyncio.sleep(wait)
    await _record(office, marks, due, delivery, now)


async def _record(office: Office, marks: _Marks, due: Due, delivery: Delivery, now: datetime) -> None:
    match delivery:
        case Sent() if due.ticket is None or LETTERS[due.letter].automatic:
            await marks.write(due.id, now, delivery.answer)
        case Sent():
            _sent(office, due, delivery, now)
        case Deferred():
            _deferred(office, due, delivery, now)
        case Failed():
            _failed(office, due, delivery.why, now, gave_up=delivery.letter)


def _sent(office: Office, due: Due, delivery: Sent, now: datetime) -> None:
    """A person's words arrived: the ticket's clocks hear of it in the same transaction."""
    with office.store.write() as connection:
        outbox.mark_sent(connection, [(due.id, now, delivery.answer)])
        if due.ticket is not None:
            _tell_desk(
                office,
                connection,
                due.ticket,
                Deliver(letter=due.letter, accepted_at=now, written_at=due.created_at),
                now,
            )


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
        _failed(office, due, f"given up: {delivery.why}", now, gave_up=True)
        return
    with office.store.write() as connection:
        outbox.defer(connection, due.id, again, delivery.why)


def _failed(office: Office, due: Due, why: str, now: datetime, *, gave_up: bool) -> None:
    """The agents are told, once: that a letter which told them so was lost stands in the log and the journal alone."""
    bounce = Bounce(recipient=due.outgoing.recipient, permanent=not gave_up, why=why, gave_up=gave_up)
    with office.store.write() as connection:
        outbox.fail(connection, due.id, why)
        is_agent = bounce.recipient in agents(connection)
        if is_agent:
            log.error("agent_not_reached", outbox=due.id, ticket=due.ticket, letter=due.letter, why=why)
        if due.ticket is None:
            return
        if is_agent and due.letter == TELLING:
            _record_loss(connection, due.ticket, bounce, now)
        else:
            _tell_desk(office, connection, due.ticket, bounce, now)


def _record_loss(connection: Connection, number: int, bounce: Bounce, now: datetime) -> None:
    ledger = Ledger(connection, now)
    lost = Undelivered(by=DESK, recipient=bounce.recipient, why=bounce.why, gave_up=bounce.gave_up)
    ledger.record(number, lost, None)
    ledger.flush()


def _tell_desk(office: Office, connection: Connection, number: int, command: Command, now: datetime) -> None:
    """Let the ticket know. Should that fail, the letter's own mark must still stand, else it goes out for ever."""
    try:
        with connection.begin_nested():
            desk = Desk.open(office, connection, now)
            ticket = desk.ledger.ticket(number)
            if ticket is not None:
                carry_out(desk, ticket, command, TIME)
                desk.ledger.flush()
    except Exception as error:
        log.error("desk_not_told", ticket=number, command=type(command).__name__, exc_info=error)
