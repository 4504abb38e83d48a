"""What a requester tells to a question of the first diagnosis."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A question that the first letter asked, and what was answered to it."""

    question: str
    answer: str


def gather(found: Iterable[Clue]) -> tuple[Clue, ...]:
    """The clues in the order of their questions' first answers; what was answered later to one stands in its place."""
    known: dict[str, Clue] = {}
    for clue in found:
        known[clue.question] = clue
    return tuple(known.values())
