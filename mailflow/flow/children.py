"""What happens to a major incident, for the tickets that follow it: its news, its solution, its end (I24).

An agent's words are for all of them; what a customer wrote stays on that customer's ticket.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mailflow.desk.commands import Adopt, Command, Part, Resolve, TakeChild, TellChild, Undo
from mailflow.desk.events import (
    Cancelled,
    CauseFound,
    DeclaredMajor,
    Escalated,
    Event,
    Merged,
    OutbreakSeen,
    ProgressTold,
    Resolved,
    Undone,
    Updated,
)
from mailflow.desk.terms import OPEN, SOLVED
from mailflow.desk.ticket import Ticket
from mailflow.flow.letters import Desk
from mailflow.store import outbox, tickets

Asked = Iterator[tuple[int, Command]]


def orders(desk: Desk, ticket: Ticket, event: Event) -> Asked:
    """The commands that this event of a major incident means for others, each with its ticket's number."""
    if ticket.major and (ask := _ASK.get(type(event))) is not None:
        yield from ask(desk, ticket, event)


def _children(desk: Desk, ticket: Ticket) -> list[Ticket]:
    desk.ledger.flush()
    numbers = tickets.children(desk.ledger.connection, ticket.number)
    desk.ledger.load(numbers)
    found = (desk.ledger.ticket(number) for number in numbers)
    return [child for child in found if child is not None and child.parent == ticket.number]


def _gather(desk: Desk, ticket: Ticket, event: DeclaredMajor) -> Asked:
    """The alike tickets of which the desk spoke become children, unless a person has bound them elsewhere."""
    if ticket.outbreak:
        for number in alike_of(desk, ticket.number):
            child = desk.ledger.ticket(number)
            if child is not None and fits_below(child):
                yield number, Adopt(by=event.by, parent=ticket.number)
                yield ticket.number, TakeChild(by=event.by, child=number)


def alike_of(desk: Desk, number: int) -> list[int]:
    """The alike tickets that the lead was told of with this one."""
    desk.ledger.flush()
    history = tickets.history(desk.ledger.connection, number)
    seen = [line.event.alike for line in history if isinstance(line.event, OutbreakSeen)]
    return [each for alike in seen for each in alike if each != number]


def fits_below(child: Ticket) -> bool:
    """True if the desk itself may put this ticket under a major incident."""
    return child.state in OPEN and child.parent is None and not child.major and not child.confidential


def _news(news: str) -> Callable[[Desk, Ticket, Any], Asked]:
    def tell(desk: Desk, ticket: Ticket, event: Any) -> Asked:
        """Nothing of what has become confidential."""
        if not ticket.confidential:
            text = event.text if news in ("update", "cause") else ""
            for child in _children(desk, ticket):
                yield child.number, TellChild(by=event.by, news=news, text=text)

    return tell


def _solve(desk: Desk, ticket: Ticket, event: Resolved) -> Asked:
    """With the same words; where they are confidential, each child goes on by itself."""
    for child in _children(desk, ticket):
        if ticket.confidential:
            yield child.number, Part(by=event.by)
        elif child.state in OPEN:
            yield child.number, Resolve(by=event.by, text=event.text)


def _part(desk: Desk, ticket: Ticket, event: Cancelled | Merged) -> Asked:
    for child in _children(desk, ticket):
        yield child.number, Part(by=event.by)


def _undo(desk: Desk, ticket: Ticket, event: Undone) -> Asked:
    """What the same mail said to the children waits as long as the parent's letters do."""
    connection = desk.ledger.connection
    for child in _children(desk, ticket):
        letters = tickets.own_letters(connection, child.number, event.by)
        waiting = tuple(dict.fromkeys(each.letter for each in letters if each.state == "due" and each.attempts == 0))
        if waiting and child.state in OPEN | SOLVED:
            outbox.undo(connection, child.number, event.by)
            yield child.number, Undo(by=event.by, letters=waiting, finding=child.finding)


_ASK: Mapping[type[Event], Callable[[Desk, Ticket, Any], Asked]] = {
    DeclaredMajor: _gather,
    Updated: _news("update"),
    CauseFound: _news("cause"),
    Escalated: _news("escalated"),
    ProgressTold: _news("progress"),
    Resolved: _solve,
    Cancelled: _part,
    Merged: _part,
    Undone: _undo,
}
