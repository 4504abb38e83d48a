"""Alike tickets that come together: a candidate for the lead, and who comes later joins (DESK.md "Events").

The desk looks at each ticket once, when its vector has come. Confidential tickets and alerts never count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from mailflow.classify.encode import Vectors
from mailflow.classify.nearness import Space, space_of
from mailflow.classify.vectors import unpack
from mailflow.desk.commands import Adopt, SeeOutbreak, TakeChild
from mailflow.desk.outbreak import PAST, WINDOW, Measure, Sighting, find_outbreak
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
LOOKED_AT = 100
"""Of the day's tickets so many are looked at, the nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A ticket whose vector has just come."""

    desk: Desk
    ticket: Ticket
    encoder: str
    space: Space
    vector: Vectors

    def of(self, numbers: Sequence[int]) -> tuple[list[int], Vectors]:
        """Those of these tickets that have a vector, the nearest first, and their vectors with this one's before."""
        kept = vectors.with_language(self.desk.ledger.connection, numbers, self.encoder)
        kept = [each for each in kept if each.ticket != self.ticket.number]
        theirs = unpack([each.value for each in kept], self.vector.shape[1])
        spread = self.space.spread(theirs, [each.language for each in kept])
        order = np.argsort(-(spread @ self.vector[0]), kind="stable")
        return [kept[place].ticket for place in order], np.concatenate([self.vector, spread[order]])

    def measure(self, numbers: Sequence[int], rows: Vectors) -> Measure:
        """How alike this ticket and those of the numbers are, given their vectors."""
        cosines = rows @ rows.T
        place = {number: at for at, number in enumerate((self.ticket.number, *numbers))}
        return Measure(alike=lambda one, other: float(cosines[place[one], place[other]]), together=self.space.together)


def look(desk: Desk, number: int, second: Second) -> None:
    """Let the ticket join the trouble that it is part of, or tell the lead of one that begins."""
    ticket, space = desk.ledger.ticket(number), space_of(second.encoder)
    if ticket is None or space is None or not _counts(ticket) or ticket.parent:
        return
    desk.ledger.flush()
    vector = space.spread(unpack([second.vector], len(second.vector) // HALF), [ticket.language])
    view = _View(desk=desk, ticket=ticket, encoder=second.encoder, space=space, vector=vector)
    bound: set[int] = set()
    for head in _troubles(desk, ticket.opened_at):
        members = _members(desk, head)
        if _belongs(view, head, members):
            _join(desk, head, ticket)
            return
        bound |= members
    _watch(view, bound)


def _counts(ticket: Ticket) -> bool:
    """True if the ticket may be part of an outbreak."""
    open_incident = ticket.state in OPEN and ticket.kind is Kind.INCIDENT
    return open_incident and not (ticket.confidential or ticket.alert or ticket.major)


def _troubles(desk: Desk, at: datetime) -> list[Ticket]:
    """Open major incidents, and the day's candidates, also those that a person has dismissed."""
    found = map(desk.ledger.ticket, tickets.troubles(desk.ledger.connection, at - PAST))
    return [each for each in found if each is not None and each.state in OPEN and not each.confidential]


def _members(desk: Desk, head: Ticket) -> set[int]:
    connection = desk.ledger.connection
    numbers = {head.number, *tickets.children(connection, head.number), *alike_of(desk, head.number)}
    found = map(desk.ledger.ticket, sorted(numbers))
    return {each.number for each in found if each is not None and not each.confidential}


def _belongs(view: _View, head: Ticket, members: set[int]) -> bool:
    """Near two of them; or, where nobody is told of it yet, as alike to all of them as one more must be."""
    numbers, rows = view.of(sorted(members))
    if not numbers:
        return False
    near = int(np.count_nonzero(rows[1:] @ view.vector[0] >= view.space.near))
    gathers = not head.major and view.measure(numbers, rows).fits(view.ticket.number, numbers)
    return near >= min(TWO, len(members)) or gathers


def _join(desk: Desk, head: Ticket, ticket: Ticket) -> None:
    """Of a candidate that waits for its answer, or was dismissed, nobody is told again."""
    if head.major:
        carry_out(desk, ticket, Adopt(by=DESK, parent=head.number), TIME)
        carry_out(desk, head, TakeChild(by=DESK, child=ticket.number), TIME)
    else:
        carry_out(desk, head, SeeOutbreak(alike=(ticket.number,)), TIME)


def _watch(view: _View, bound: set[int]) -> None:
    ledger, at = view.desk.ledger, view.ticket.opened_at
    day = [each for each in tickets.opened_between(ledger.connection, at - PAST, at + WINDOW) if each not in bound]
    numbers, rows = view.of(day)
    numbers, rows = numbers[:LOOKED_AT], rows[: LOOKED_AT + 1]
    ledger.load(numbers)
    others = [each for each in map(ledger.ticket, numbers) if each is not None and _counts(each) and not each.parent]
    found = find_outbreak(_sighting(view.ticket), map(_sighting, others), view.measure(numbers, rows))
    head = ledger.ticket(found[0]) if found else None
    if head is not None:
        carry_out(view.desk, head, SeeOutbreak(alike=found[1:]), TIME)


def _sighting(ticket: Ticket) -> Sighting:
    return Sighting(number=ticket.number, at=ticket.opened_at, sender=ticket.requester)
