"""`#rotate`: a customer's letter got into other hands; what was sent of this ticket so far proves nothing any more."""

from collections.abc import Iterator, Mapping

from mailflow.desk.commands import Command, Note
from mailflow.flow.errand import Errand, Run
from mailflow.store import outbox


def rotate(errand: Errand) -> Iterator[Command]:
    """Let the customers' tokens of this ticket prove nothing; their next letters bring new ones (S09)."""
    desk = errand.desk
    desk.ledger.flush()
    outbox.expose_ticket(desk.ledger.connection, errand.ticket.number, besides=desk.agents)
    yield Note(by=errand.by, text=errand.line.line)


ERRANDS: Mapping[str, Run] = {"rotate": rotate}
