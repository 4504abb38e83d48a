"""Alike tickets that come together: a candidate for the lead, and who comes later joins (DESK.md "Events").

The desk looks at each ticket once, when its sentence vector has come. Confidential tickets and alerts never count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflow.classify.encode import Vectors
from mailflow.classify.nearness import NEAR, is_known, spread
from mailflow.classify.vectors import unpack
from mailflow.desk.commands import Adopt, SeeOutbreak, TakeChild
from mailflow.desk.outbreak import PAST, WINDOW, Sighting, find_outbreak
from mailflow.desk.terms import DESK, OPEN, Kind
from mailflow.desk.ticket import Ticket
from mailflow.flow.carry_out import carry_out
from mailflow.flow.children import alike_of
from mailflow.flow.letters import TIME, Desk
from mailflow.flow.reader import Second
from mailflow.store import tickets, vectors

HALF = 2
"""Bytes of a half float."""
TWO = 2
"""So many of a trouble's tickets must be near one that joins it, or all where there are fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A ticket that was just read for the second time."""

    desk: Desk
    ticket: Ticket
    encoder: str
    vector: Vectors

    def near(self, others: Iterable[Ticket]) -> list[Ticket]:
        """Those of the others that tell the same trouble, as far as can be told."""
        known = {each.number: each for each in others if each.number != self.ticket.number}
        kept = vectors.of(self.desk.ledger.connection, list(known), self.encoder)
        if not kept:
            return []
        theirs = spread(unpack(list(kept.values()), self.vector.shape[1]), [known[number].language for number in kept])
        return [known[number] for number, cosine in zip(kept, theirs @ self.vector[0], strict=True) if cosine >= NEAR]


def look(desk: Desk, number: int, second: Second) -> None:
    """Let the ticket join the trouble that it is part of, or tell the lead of one that begins."""
    ticket = desk.ledger.ticket(number)
    if ticket is None or not _counts(ticket) or ticket.parent or not is_known(second.encoder):
        return
    desk.ledger.flush()
    vector = spread(unpack([second.vector], len(second.vector) // HALF), [ticket.language])
    view = _View(desk=desk, ticket=ticket, encoder=second.encoder, vector=vector)
    bound: set[int] = set()
    for head in _troubles(desk, ticket.opened_at):
        members = _members(desk, head)
        if len(view.near(members)) >= min(TWO, len(members)):
            _join(desk, head, ticket)
            return
        bound |= {each.number for each in members}
    _watch(view, bound)


def _counts(ticket: Ticket) -> bool:
    """True if the ticket may be part of an outbreak."""
    open_incident = ticket.state in OPEN and ticket.kind is Kind.INCIDENT
    return open_incident and not (ticket.confidential or ticket.alert or ticket.major)


def _troubles(desk: Desk, at: datetime) -> list[Ticket]:
    """Open major incidents, and the day's candidates, also those that a person has dismissed."""
    found = map(desk.ledger.ticket, tickets.troubles(desk.ledger.connection, at - PAST))
    return [each for each in found if each is not None and each.state in OPEN and not each.confidential]


def _members(desk: Desk, head: Ticket) -> list[Ticket]:
    connection = desk.ledger.connection
    numbers = {head.number, *tickets.children(connection, head.number), *alike_of(desk, head.number)}
    found = map(desk.ledger.ticket, sorted(numbers))
    return [each for each in found if each is not None and not each.confidential]


def _join(desk: Desk, head: Ticket, ticket: Ticket) -> None:
    """Of a candidate that waits for its answer, or was dismissed, nobody is told again."""
    if head.major:
        carry_out(desk, ticket, Adopt(by=DESK, parent=head.number), TIME)
        carry_out(desk, head, TakeChild(by=DESK, child=ticket.number), TIME)
    else:
        carry_out(desk, head, SeeOutbreak(alike=(ticket.number,)), TIME)


def _watch(view: _View, bound: set[int]) -> None:
    at = view.ticket.opened_at
    numbers = tickets.opened_between(view.desk.ledger.connection, at - PAST, at + WINDOW)
    view.desk.ledger.load(numbers)
    others = (view.desk.ledger.ticket(number) for number in numbers if number not in bound)
    near = view.near([each for each in others if each is not None and _counts(each) and each.parent is None])
    found = find_outbreak(_sighting(view.ticket), _sightings(near))
    head = view.desk.ledger.ticket(found[0]) if found else None
    if head is not None:
        carry_out(view.desk, head, SeeOutbreak(alike=found[1:]), TIME)


def _sightings(near: Sequence[Ticket]) -> list[Sighting]:
    return [_sighting(each) for each in near]


def _sighting(ticket: Ticket) -> Sighting:
    return Sighting(number=ticket.number, at=ticket.opened_at, sender=ticket.requester)
