"""Tickets that are like one, for its agents: those that are resolved first, with what resolved them.

Confidential tickets are never shown, and are shown nothing.
"""

import threading

import numpy as np
from sqlalchemy import Connection

from mailflow.classify.nearest import Nearest
from mailflow.classify.nearness import Space, space_of
from mailflow.classify.vectors import encode, unpack
from mailflow.classify.words import Words
from mailflow.desk.events import Event, OutbreakSeen
from mailflow.desk.ticket import Ticket
from mailflow.notify.occasion import Alike
from mailflow.store import tickets, vectors
from mailflow.store.ledger import Ledger

SHOWN = {"similar": 5, "new_ticket": 3, "hand_over": 3, "page": 3}
"""The letters that show alike tickets, and how many."""
ASKED_FOR = "similar"
LOOKED_AT = 40
LATELY = 300
AT_ONCE = 5000
HALF = 2
"""Bytes of a half float."""


class Memory:
    """The vectors of all tickets, read from the store when they are first needed, and the new ones each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def near(self, connection: Connection, ticket: Ticket) -> list[int]:
        """The tickets that tell the same, the nearest first; none where this one has no vector yet."""
        encoder = vectors.encoder_of(connection, ticket.number)
        space = space_of(encoder)
        if space is None:
            return []
        with self._lock:
            known = self._known.setdefault(encoder, _Known(encoder, space))
            known.learn(connection)
            found = known.find(connection, ticket)
        return [number for number, cosine in found if cosine >= space.near and number != ticket.number]

    def warm(self, connection: Connection) -> None:
        """Read what there is, so that the first who asks need not wait."""
        for encoder in vectors.encoders(connection):
            if space := space_of(encoder):
                with self._lock:
                    self._known.setdefault(encoder, _Known(encoder, space)).learn(connection)


class _Known:
    """The vectors of one encoder."""

    def __init__(self, encoder: str, space: Space) -> None:
        self._encoder, self._space = encoder, space
        self._nearest: Nearest | None = None
        self._numbers: set[int] = set()

    def learn(self, connection: Connection) -> None:
        """Read the vectors that are not known yet. They come late only for the newest tickets."""
        since = max(self._numbers, default=0) - vectors.NEWEST
        new = [each for each in vectors.numbers(connection, self._encoder, since) if each not in self._numbers]
        for first in range(0, len(new), AT_ONCE):
            kept = vectors.with_language(connection, new[first : first + AT_ONCE], self._encoder)
            if not kept:
                continue
            dimension = len(kept[0].value) // HALF
            self._nearest = self._nearest or Nearest(dimension)
            rows = unpack([each.value for each in kept], dimension)
            spread = self._space.spread(rows, [each.language for each in kept])
            self._nearest.add(np.array([each.ticket for each in kept], dtype=np.int64), spread)
            self._numbers.update(each.ticket for each in kept)

    def find(self, connection: Connection, ticket: Ticket) -> list[tuple[int, float]]:
        """The nearest to this ticket, which has a vector."""
        [own] = vectors.of(connection, [ticket.number], self._encoder).values()
        vector = self._space.spread(unpack([own], len(own) // HALF), [ticket.language])[0]
        return self._nearest.find(vector, LOOKED_AT) if self._nearest else []


def show(memory: Memory, ledger: Ledger, letter: str, ticket: Ticket, event: Event | None) -> tuple[Alike, ...]:
    """What this letter about this ticket shows: nothing while the ticket has no vector."""
    if letter == "outbreak" and isinstance(event, OutbreakSeen):
        found = map(ledger.ticket, event.alike)
        return tuple(_alike(each) for each in found if each is not None and not each.confidential)
    if letter not in SHOWN or ticket.confidential or ticket.alert:
        return ()
    near = memory.near(ledger.connection, ticket)
    if not near and letter == ASKED_FOR and not vectors.encoder_of(ledger.connection, ticket.number):
        near = _by_words(ledger.connection, ticket)
    return _best(ledger.connection, near, SHOWN[letter])


def _by_words(connection: Connection, ticket: Ticket) -> list[int]:
    """The nearest of the last tickets before one that has no vector (`run --once`): some tenths of a second."""
    space = space_of(Words.name)
    before = tickets.these(connection, range(ticket.number - LATELY, ticket.number + 1))
    mails = [(each, tickets.first_mail(connection, each.number)) for each in before]
    known = [(each, mail) for each, mail in mails if mail is not None]
    if space is None or ticket.number not in {each.number for each, _ in known}:
        return []
    encoded = encode([(mail.subject, mail.text) for _, mail in known], Words())
    rows = space.spread(encoded, [each.language for each, _ in known])
    numbers = [each.number for each, _ in known]
    cosines = rows @ rows[numbers.index(ticket.number)]
    order = np.argsort(-cosines, kind="stable")
    return [numbers[at] for at in order if cosines[at] >= space.near and numbers[at] != ticket.number]


def _best(connection: Connection, numbers: list[int], limit: int) -> tuple[Alike, ...]:
    """Those with a solution first, each kind in the order of nearness."""
    found = {each.number: each for each in tickets.these(connection, numbers)}
    near = [found[number] for number in numbers if number in found and not found[number].confidential]
    return tuple(_alike(each) for each in sorted(near, key=lambda each: not each.solution)[:limit])


def _alike(ticket: Ticket) -> Alike:
    return Alike(number=ticket.number, subject=ticket.subject, solution=ticket.solution, state=ticket.state)
