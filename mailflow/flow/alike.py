"""Tickets that are like one, for its agents: those that are resolved first, with what resolved them.

Confidential tickets are never shown, and are shown nothing.
"""

import threading

import numpy as np
from sqlalchemy import Connection

from mailflow.classify.nearest import Nearest
from mailflow.classify.nearness import NEAR, is_known, spread
from mailflow.classify.vectors import unpack
from mailflow.desk.events import Event, Opened, OutbreakSeen
from mailflow.desk.ticket import Ticket
from mailflow.notify.occasion import Alike
from mailflow.store import tickets, vectors
from mailflow.store.ledger import Ledger

SHOWN = {"similar": 5, "new_ticket": 3, "hand_over": 3, "page": 3}
"""The letters that show alike tickets, and how many."""
LOOKED_AT = 40
AT_ONCE = 5000


class Memory:
    """The vectors of all tickets, read from the store when they are first needed, and the new ones each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nearest: Nearest | None = None
        self._known: set[int] = set()

    def near(self, connection: Connection, ticket: Ticket) -> list[int]:
        """The tickets that tell the same, the nearest first; none where this one has no vector yet."""
        encoder = vectors.encoder_of(connection, ticket.number)
        if not is_known(encoder):
            return []
        own = vectors.of(connection, [ticket.number], encoder)
        with self._lock:
            nearest = self._up_to_date(connection, encoder)
            dimension = len(own[ticket.number]) // np.dtype(np.float16).itemsize
            vector = spread(unpack(list(own.values()), dimension), [ticket.language])[0]
            found = nearest.find(vector, LOOKED_AT) if nearest else []
        return [number for number, cosine in found if cosine >= NEAR and number != ticket.number]

    def _up_to_date(self, connection: Connection, encoder: str) -> Nearest | None:
        numbers = [
            each for each in vectors.numbers(connection, encoder, since=self._since()) if each not in self._known
        ]
        for first in range(0, len(numbers), AT_ONCE):
            some = numbers[first : first + AT_ONCE]
            kept = vectors.with_language(connection, some, encoder)
            if not kept:
                continue
            dimension = len(kept[0].value) // np.dtype(np.float16).itemsize
            self._nearest = self._nearest or Nearest(dimension)
            rows = spread(unpack([each.value for each in kept], dimension), [each.language for each in kept])
            self._nearest.add(np.array([each.ticket for each in kept], dtype=np.int64), rows)
            self._known.update(each.ticket for each in kept)
        return self._nearest

    def _since(self) -> int:
        """Vectors come late only for the newest tickets."""
        return max(self._known, default=0) - vectors.NEWEST


def show(memory: Memory, ledger: Ledger, letter: str, ticket: Ticket, event: Event | None) -> tuple[Alike, ...]:
    """What this letter about this ticket shows. One that has just come has no vector yet."""
    if letter == "outbreak" and isinstance(event, OutbreakSeen):
        found = map(ledger.ticket, event.alike)
        return tuple(_alike(each) for each in found if each is not None and not each.confidential)
    if letter not in SHOWN or isinstance(event, Opened) or ticket.confidential or ticket.alert:
        return ()
    return _best(ledger.connection, memory.near(ledger.connection, ticket), SHOWN[letter])


def _best(connection: Connection, numbers: list[int], limit: int) -> tuple[Alike, ...]:
    """Those with a solution first, each kind in the order of nearness."""
    found = {each.number: each for each in tickets.these(connection, numbers)}
    near = [found[number] for number in numbers if number in found and not found[number].confidential]
    return tuple(_alike(each) for each in sorted(near, key=lambda each: not each.solution)[:limit])


def _alike(ticket: Ticket) -> Alike:
    return Alike(number=ticket.number, subject=ticket.subject, solution=ticket.solution, state=ticket.state)
