"""The second look: the newest tickets' first mails read once more, slower and better, and what is like them.

Nothing waits for it but the agents' notice of a new ticket, and that only some seconds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from mailflow.desk.commands import Reread
from mailflow.desk.events import Event, Paged, ReadAgain
from mailflow.desk.reading import Reading
from mailflow.desk.terms import Head
from mailflow.desk.ticket import Ticket
from mailflow.flow import alike, outbreaks
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import NOTICE, TIME, Desk, agent_recipient, write_letter
from mailflow.flow.office import Office
from mailflow.flow.reader import Second
from mailflow.flow.understand import Text
from mailflow.store import outbox, tickets, vectors

log = structlog.get_logger()
LABELLED = (Head.KIND, Head.CATEGORY, Head.IMPACT, Head.URGENCY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A ticket whose first mail was read only once."""

    ticket: int
    text: Text


def waiting(office: Office, limit: int) -> list[Waiting]:
    """The newest tickets that wait for a second reading, the last one first."""
    with office.store.read() as connection:
        firsts = {number: tickets.first_mail(connection, number) for number in vectors.waiting(connection, limit)}
    texts = {number: (first.subject, first.text) if first else ("", "") for number, first in firsts.items()}
    return [Waiting(ticket=number, text=text) for number, text in texts.items()]


def reconsider(office: Office, found: Sequence[tuple[int, Second | None]], now: datetime) -> None:
    """Keep the vectors, and let the desk think again where it was in doubt; None: the mail could not be read."""
    with office.store.write() as connection:
        desk = Desk.open(office, connection, now)
        desk.ledger.load(number for number, _ in found)
        for number, second in found:
            _keep(connection, number, second)
            ticket = desk.ledger.ticket(number)
            told = ticket is not None and second is not None and _think_again(desk, ticket, second.reading)
            if second is not None:
                outbreaks.look(desk, number, second)
            if not told:
                _let_go(desk, number)
        desk.ledger.flush()
    log.info("read_again", mails=len(found))


def _keep(connection: Connection, number: int, second: Second | None) -> None:
    if second is None:
        vectors.keep(connection, number, "", b"")
        return
    said = second.shadow
    shadow = {head.value: getattr(said, head).label for head in LABELLED} if said is not None else None
    vectors.keep(connection, number, second.encoder, second.vector, second.along, shadow)


def _think_again(desk: Desk, ticket: Ticket, reading: Reading | None) -> bool:
    """Read it again; true if the agents' notice was written anew for that."""
    if reading is None:
        return False
    changed, events = carry_out(desk, ticket, Reread(reading=reading), TIME)
    for again in (each for each in events if isinstance(each, ReadAgain)):
        paged = any(isinstance(each, Paged) for each in events)
        _write_anew(desk, changed, again, () if paged else desk.agents.keys())
    return any(isinstance(each, ReadAgain) for each in events)


def _let_go(desk: Desk, number: int) -> None:
    """The notice that waited goes now: as it is, or with the alike tickets that were found meanwhile."""
    desk.ledger.flush()
    ticket, opened = desk.ledger.ticket(number), tickets.opened(desk.ledger.connection, number)
    waits = outbox.unsent(desk.ledger.connection, number, NOTICE)
    if ticket is not None and waits and alike.show(desk.office.memory, desk.ledger, NOTICE, ticket, opened):
        _write_anew(desk, ticket, opened, desk.agents.keys())
        desk.ledger.flush()
    outbox.hasten(desk.ledger.connection, NOTICE, desk.ledger.now, number)


def _write_anew(desk: Desk, ticket: Ticket, event: Event | None, readers: Collection[str]) -> None:
    """The notice in place of the one that waits, to those of these readers who would have got it."""
    for address in outbox.unsent(desk.ledger.connection, ticket.number, NOTICE):
        desk.ledger.supersede(ticket.number, address, (NOTICE,))
        if address in readers:
            reader = agent_recipient(desk.agents[address], desk.office.card.language)
            write_letter(desk, NOTICE, reader, TIME, ticket=ticket, event=event)
