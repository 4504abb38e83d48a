"""Whether alike tickets that came together may be one trouble. Pure; what is alike is the caller's to say.

Only a candidate comes of it: a person decides (`#major`, `#dismiss`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

WINDOW = timedelta(minutes=30)
"""How close together they must come: three people rarely write within a quarter of an hour."""
PAST = timedelta(hours=24)
"""How far back one looks for what is usual of such mails."""
SENDERS = 3
SIGMAS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A ticket by number: when its first mail came, and from whom."""

    number: int
    at: datetime
    sender: str


def find_outbreak(new: Sighting, alike: Sequence[Sighting]) -> tuple[int, ...]:
    """The tickets of the candidate, the earliest first, with the new one; () where there is none.

    `alike` are the tickets like the new one of the last day. There is a candidate where three people or more wrote
    within the window, and more than is usual: the day's mean and three sigmas (of a Poisson process).
    """
    near = [each for each in alike if each.number != new.number and abs(each.at - new.at) <= WINDOW]
    together = sorted([new, *near], key=lambda each: (each.at, each.number))
    if len({each.sender for each in together}) < max(SENDERS, _usual(new, alike)):
        return ()
    return tuple(each.number for each in together)


def _usual(new: Sighting, alike: Sequence[Sighting]) -> float:
    """How many senders of such mails a window may have by chance."""
    before = {each.sender for each in alike if WINDOW < new.at - each.at <= PAST}
    mean = len(before) * (2 * WINDOW / (PAST - WINDOW))
    return mean + SIGMAS * sqrt(mean)
