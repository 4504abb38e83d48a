"""How long the report takes over many tickets: a store is filled with the lives of tickets at a desk, then reported.

Example: .venv/bin/python bench/report.py --n 100000
"""

import argparse
import gc
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.measure import busy
from bench.show import show
from mailflow.desk.commands import Answer, Close, Command, Deliver, Escalate, Hear, Label, Open, Resolve, Take
from mailflow.desk.decide import handle
from mailflow.desk.events import Event
from mailflow.desk.reading import Guess, Reading
from mailflow.desk.rules import CATEGORIES, Rules
from mailflow.desk.terms import CustomerWord, Head, Kind
from mailflow.desk.ticket import Ticket
from mailflow.report.figures import report
from mailflow.report.page import page
from mailflow.store import schema
from mailflow.store.codec import event_data
from mailflow.store.db import Store
from mailflow.store.ledger import Ledger

NOW = datetime(2026, 6, 8, 9, tzinfo=UTC)
AGENT, CUSTOMER = "bo@desk.example", "ana@customer.example"
DAYS = 180
AT_ONCE = 2000
RULES = Rules()


def reading(dice: random.Random) -> Reading:
    """What a model might say."""

    def guess(*labels: str) -> Guess:
        p = dice.uniform(0.5, 1)
        return Guess(label=dice.choice(labels), p=p, sure=p > 0.7)

    levels = ("high", "medium", "low", "low")
    return Reading(
        kind=guess(*Kind),
        category=guess(*CATEGORIES),
        impact=guess(*levels),
        urgency=guess(*levels),
        breach=Guess(label="false", p=0.01, sure=True),
        second={"kind": "request", "category": "general"},
    )


def commands(opened: Open, dice: random.Random) -> Iterator[tuple[timedelta, Command]]:
    """What happens to a ticket, each so long after the one before."""
    yield timedelta(), opened
    if dice.random() < 0.3:
        yield _wait(dice, 1), Label(by=AGENT, head=Head.CATEGORY, value=dice.choice(CATEGORIES))
    yield _wait(dice, 2), Take(by=AGENT, name="Bo", tier=1)
    for _ in range(dice.randint(0, 3)):
        yield _wait(dice, 2), Answer(by=AGENT, name="Bo", tier=1, text="Please try it again.")
        yield timedelta(), Deliver(letter="reply", accepted_at=NOW)
        yield _wait(dice, 6), Hear(by=CUSTOMER, received_at=NOW)
    if dice.random() < 0.2:
        yield _wait(dice, 2), Escalate(by=AGENT, tier=2, reason="It needs the second line.")
    yield _wait(dice, 10), Resolve(by=AGENT, text="It was mended.")
    yield timedelta(), Deliver(letter="resolved", accepted_at=NOW)
    if dice.random() < 0.1:
        yield _wait(dice, 10), Hear(by=CUSTOMER, received_at=NOW)
        yield _wait(dice, 10), Resolve(by=AGENT, text="Now it is.")
    yield _wait(dice, 40), Hear(by=CUSTOMER, received_at=NOW, word=CustomerWord.CONFIRM)
    yield timedelta(minutes=1), Close(by=AGENT)
    yield _wait(dice, 5), Hear(by=CUSTOMER, received_at=NOW, rating=dice.choice((1, 3, 4, 4, 5, 5, 5)))


def _wait(dice: random.Random, hours: float) -> timedelta:
    return timedelta(hours=dice.expovariate(1 / hours))


def life(number: int, dice: random.Random) -> tuple[Ticket, list[tuple[datetime, Event]]]:
    """A ticket with its journal; what would come after now has not happened."""
    at = NOW - timedelta(days=dice.uniform(0, DAYS))
    opened = Open(
        by=CUSTOMER, name="Ana", language=dice.choice(("hu", "en", "de")), subject="Printer", number=number,
        received_at=at, reading=reading(dice), may_answer=True,
    )  # fmt: skip
    ticket: Ticket | None = None
    journal: list[tuple[datetime, Event]] = []
    for wait, command in commands(opened, dice):
        at += wait
        if at > NOW:
            break
        match command:
            case Hear(word=word, rating=rating):
                command = Hear(by=CUSTOMER, received_at=at, word=word, rating=rating)
            case Deliver(letter=letter):
                command = Deliver(letter=letter, accepted_at=at)
        ticket, events = handle(ticket, command, at, RULES)
        journal += [(at, event) for event in events]
    assert ticket is not None
    return ticket, journal


def fill(store: Store, count: int) -> int:
    """Write so many tickets; give the number of the journal's lines."""
    dice, lines = random.Random(1), 0
    for first in range(1, count + 1, AT_ONCE):
        rows: list[dict[str, Any]] = []
        with store.write() as connection:
            ledger = Ledger(connection, NOW)
            for number in range(first, min(first + AT_ONCE, count + 1)):
                ticket, journal = life(number, dice)
                ledger.put(ticket)
                rows += [_row(number, at, event) for at, event in journal]
            ledger.flush()
            connection.execute(insert(schema.journal), rows)
        lines += len(rows)
    return lines


def _row(number: int, at: datetime, event: Event) -> dict[str, Any]:
    name = type(event).__name__
    return {"ticket": number, "tx": "bench", "at": at, "by": event.by, "event": name, "data": event_data(event)}


def main() -> None:
    """Fill, report, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--html", type=Path, help="write the page here")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/desk.db")
        store.create()
        lines = fill(store, wanted.n)
        machine, began, cpu = busy(), time.perf_counter(), time.process_time()
        gc.freeze()
        gc.set_threshold(20_000)  # as the command does
        with store.read() as connection:
            found = report(connection, RULES, NOW)
        seconds, used = time.perf_counter() - began, time.process_time() - cpu
        store.close()
    began = time.perf_counter()
    drawn = page("Bench", found)
    figures = {
        "tickets": wanted.n,
        "journal_lines": lines,
        "report_seconds": round(seconds, 2),
        "cpu_seconds": round(used, 2),
        "machine": machine,
        "page_seconds": round(time.perf_counter() - began, 2),
        "page_kib": len(drawn) // 1024,
        "json_kib": len(json.dumps(found)) // 1024,
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if wanted.html:
        wanted.html.write_text(drawn, encoding="utf-8")
    show(figures, as_json=wanted.json)


if __name__ == "__main__":
    main()
