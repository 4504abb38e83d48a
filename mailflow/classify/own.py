"""The desk's own decisions as examples: how much each counts beside the starter set.

A person's label counts double, and half as much after half a year; silent acceptance counts little. No sender's mails
together count more than a twentieth, so that nobody can teach the model by writing a lot.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailflow.classify.examples import Example

DECIDED = 2.0
ACCEPTED = 0.1
HALF_LIFE = timedelta(days=182)
FLOOR = 0.25
SHARE = 0.05
AT_LEAST = 2.0
"""So much of one sender counts however few the others are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An example that came from a ticket: who had sent it, when it was decided, and whether in so many words."""

    example: Example
    sender: str
    at: datetime
    spoken: bool


def weigh(decisions: Sequence[Decision], now: datetime) -> list[Example]:
    """The examples in their order, weighed by age and manner, each sender's share bounded."""
    plain = [_plain(each, now) for each in decisions]
    bound = max(AT_LEAST, SHARE * sum(plain))
    of_sender: dict[str, float] = defaultdict(float)
    for each, weight in zip(decisions, plain, strict=True):
        of_sender[each.sender] += weight
    return [
        replace(each.example, weight=weight * min(1.0, bound / of_sender[each.sender]))
        for each, weight in zip(decisions, plain, strict=True)
    ]


def _plain(decision: Decision, now: datetime) -> float:
    age = max(timedelta(), now - decision.at)
    fresh = max(FLOOR, 0.5 ** (age / HALF_LIFE))
    return float((DECIDED if decision.spoken else ACCEPTED) * fresh)
