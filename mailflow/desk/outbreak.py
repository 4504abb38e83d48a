"""Whether alike tickets that came together may be one trouble. Pure; how alike two are is the caller's to say.

People tell one trouble in different words: three must tell it almost alike, of seven it is enough that all of them on
average are alike. Only a candidate comes of it: a person decides (`#major`, `#dismiss`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

WINDOW = timedelta(minutes=60)
"""How close together they must come: three people rarely write within a quarter of an hour."""
PAST = timedelta(hours=24)
"""How far back one looks for what is usual of such mails."""
SENDERS = 3
SIGMAS = 3.0
LEEWAY = 0.05
"""So much less alike than they are on average the new one may be."""
Alike = Callable[[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A ticket by number: when its first mail came, and from whom."""

    number: int
    at: datetime
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How alike two tickets are, by number, and how alike on average three, four ... must be (more: as the last)."""

    alike: Alike
    together: Sequence[float]

    def asked(self, size: int) -> float:
        """How alike so many must be on average."""
        return self.together[min(size - SENDERS, len(self.together) - 1)]

    def fits(self, one: int, group: Iterable[int], leeway: float = 0.0) -> bool:
        """True if this one is as alike to the group as one more of it must be."""
        others = [each for each in group if each != one]
        mean = sum(self.alike(one, each) for each in others) / len(others)
        return mean >= self.asked(max(SENDERS, len(others) + 1)) - leeway


def find_outbreak(new: Sighting, others: Iterable[Sighting], measure: Measure) -> tuple[int, ...]:
    """The tickets of the candidate, the earliest first, with the new one; () where there is none.

    `others` are the tickets of the last day. There is a candidate where three people or more wrote within the window,
    alike enough for their number, and more than is usual: the day's mean and three sigmas (of a Poisson process).
    """
    day = [each for each in others if each.number != new.number]
    within = [each for each in day if abs(each.at - new.at) <= WINDOW]
    core = _core(new, within, measure)
    if not core:
        return ()
    numbers = {each.number for each in core}
    together = [*core, *(each for each in within if each not in core and measure.fits(each.number, numbers))]
    before = {each.sender for each in day if WINDOW < new.at - each.at <= PAST and measure.fits(each.number, numbers)}
    if len({each.sender for each in together}) < _usual(len(before)):
        return ()
    return tuple(each.number for each in sorted(together, key=lambda each: (each.at, each.number)))


def _core(new: Sighting, within: Sequence[Sighting], measure: Measure) -> list[Sighting]:
    """The smallest group around the new one, each of another sender, that is alike enough; [] if there is none."""
    group, total = [new], 0.0
    sums = {each: 0.0 for each in within if each.sender != new.sender}
    while sums and len(group) < SENDERS + len(measure.together) - 1:
        sums = {each: known + measure.alike(each.number, group[-1].number) for each, known in sums.items()}
        best = max(sums, key=lambda each: (sums[each], -each.number))
        total += sums[best]
        group.append(best)
        sums = {each: known for each, known in sums.items() if each.sender != best.sender}
        size = len(group)
        if size >= SENDERS and total / (size * (size - 1) / 2) >= measure.asked(size):
            return group if measure.fits(new.number, [each.number for each in group], LEEWAY) else []
    return []


def _usual(before: int) -> float:
    """How many senders of such mails a window may have by chance, where so many wrote before it."""
    mean = before * (2 * WINDOW / (PAST - WINDOW))
    return mean + SIGMAS * sqrt(mean)
