"""Orders that bind tickets to each other: merge."""

import re
from collections.abc import Iterator, Mapping

from mailflow.desk.commands import Command, Merge
from mailflow.desk.terms import OPEN, SOLVED
from mailflow.flow.errand import Errand, Run
from mailflow.flow.match import standing


def merge(errand: Errand) -> Iterator[Command]:
    """Into where the number leads now; refused where no ticket that is open or solved stands there."""
    found = re.search(r"\d+", errand.text)
    if found is None:
        yield errand.refuse("argument")
        return
    ledger = errand.desk.ledger
    number = standing(ledger, int(found[0]))
    target = ledger.ticket(number) if number else None
    if target is None or target.state not in OPEN | SOLVED:
        yield errand.refuse("target")
        return
    yield Merge(by=errand.by, target=target.number)


ERRANDS: Mapping[str, Run] = {"merge": merge}
