"""What a look at the clocks costs with few and with many tickets, the same number of them due.

`python bench/tick.py [--postgresql] [--due 150] [--rounds 5]` prints the ratio of tick's time at 100,000 tickets to
that at 1,000, and the same for a look that finds nothing due. Every ticket has running clocks; those due want a warning
and a progress letter, a reminder, or their closure, a third each. Rounds alternate between the two stores.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow.desk.commands import Answer, Ask, Command, Deliver, Open, Resolve
from mailflow.desk.decide import handle
from mailflow.desk.events import Event
from mailflow.desk.reading import fallback
from mailflow.desk.rules import Rules
from mailflow.desk.ticket import Ticket
from mailflow.engine import open_office, open_store
from mailflow.flow.office import Office
from mailflow.flow.tick import tick
from mailflow.settings import DeskSettings, ModelSettings, Settings, StoreSettings
from mailflow.store import tickets
from mailflow.store.entries import Letter, Participant
from mailflow.store.ledger import Ledger
from mailflow.store.people import Agent
from tests.servers.postgres import Postgres

DUE_AT = datetime(2026, 6, 8, 9, tzinfo=UTC)
APART = timedelta(minutes=5)
"""Between the due moments of two rounds' tickets."""
LATER = timedelta(days=60)
FEW, MANY, BATCH = 1_000, 100_000, 1_000
BO = "bo@example.org"

Life = tuple[Ticket, tuple[Event, ...]]


def live(*steps: tuple[timedelta, Command]) -> Life:
    """A ticket to which this happened, each so long after the one before, and which is due at DUE_AT."""
    ticket: Ticket | None = None
    events: list[Event] = []
    now = DUE_AT
    for gap, command in steps:
        now += gap
        ticket, happened = handle(ticket, command, now, Rules())
        events += happened
    assert ticket is not None
    assert ticket.due_at is not None
    return shifted(ticket, ticket.number, DUE_AT - ticket.due_at), tuple(events)


def lives() -> tuple[Life, ...]:
    """One that wants a warning and word of how it stands, one a reminder, one its closure."""
    mail = Open(
        by="ana@customer.example",
        name="Ana",
        language="en",
        subject="The printer does not print",
        number=1,
        received_at=DUE_AT,
        reading=fallback(),
        may_answer=True,
    )
    answer, hour = Answer(by=BO, name="Bo", tier=1, text="Restart it, please."), timedelta(hours=1)
    accepted = Deliver(letter="reply", accepted_at=DUE_AT + hour)
    asked = Deliver(letter="question", accepted_at=DUE_AT + hour)
    return (
        live((timedelta(), mail), (timedelta(), answer), (hour, accepted)),
        live((timedelta(), mail), (timedelta(), Ask(by=BO, question="Which one?")), (hour, asked)),
        live((timedelta(), mail), (timedelta(), answer), (hour, accepted), (hour, Resolve(by=BO, text="A new fuser."))),
    )


def shifted(ticket: Ticket, number: int, by: timedelta) -> Ticket:
    """The same ticket under this number, all its times moved."""
    times = {
        each.name: value + by for each in fields(ticket) if isinstance(value := getattr(ticket, each.name), datetime)
    }
    return replace(ticket, number=number, **times)  # type: ignore[arg-type]


def fill(office: Office, count: int, due: int, rounds: int) -> None:
    """Write so many tickets with their people, journals and first letters; `due` of them are due in each round."""
    known = lives()
    for first in range(1, count + 1, BATCH):
        with office.store.write() as connection:
            ledger = Ledger(connection, DUE_AT - timedelta(days=7))
            for place in range(first, min(first + BATCH, count + 1)):
                turn = (place - 1) // due
                late = turn * APART if turn < rounds else LATER + place * timedelta(seconds=1)
                _write(ledger, known[place % len(known)], late)
            ledger.flush()


def _write(ledger: Ledger, life: Life, late: timedelta) -> None:
    number = ledger.new_number()
    ticket = replace(shifted(life[0], number, late), requester=f"c{number % 5000}@customer.example")
    ledger.meet(ticket.requester, "Ana", "en")
    ledger.join(number, Participant(address=ticket.requester, name="Ana", language="en", role="requester"))
    ledger.put(ticket)
    for event in life[1]:
        ledger.record(number, event, None)
    ledger.letter(
        Letter(
            ticket=number,
            letter="received",
            lane="acknowledgement",
            automatic=True,
            recipient=ticket.requester,
            budget=ticket.requester,
            message_id=f"mf.{number}@example.org",
            envelope_from="support@example.org",
            subject=f"[MF-{number}] The printer does not print",
            text="Thank you for writing to us.\n" * 20,
            content=b"Thank you for writing to us.\r\n" * 100,
            by="desk",
            inbox=None,
            state="sent",
        )
    )


def tick_all(office: Office, now: datetime) -> int:
    """Look at all that is due, as the daemon does; give how many tickets that were."""
    count = 0
    while found := tick(office, now):
        count += found
    return count


def idle(office: Office, now: datetime) -> int:
    """Look for what is due where nothing is, and when the next will be."""
    with office.store.read() as connection:
        tickets.next_due(connection)
    return tick(office, now)


def timed(act: Callable[[Office, datetime], int], office: Office, now: datetime, expected: int) -> float:
    """Milliseconds of the processor and of waiting."""
    began = time.perf_counter()
    found = act(office, now)
    took = (time.perf_counter() - began) * 1000
    assert found == expected, f"{found} tickets were due, not {expected}"
    return took


@contextmanager
def stores(*, postgresql: bool) -> Iterator[Callable[[], str]]:
    """Makes fresh stores."""
    with tempfile.TemporaryDirectory() as folder:
        if not postgresql:
            names = iter(range(9))
            yield lambda: f"sqlite:///{Path(folder) / f'{next(names)}.db'}"
            return
        cluster = Postgres()
        cluster.start()
        try:
            yield cluster.database
        finally:
            cluster.remove()


def desk(url: str) -> Office:
    """A desk with one agent of each tier on this store."""
    agents = tuple(Agent(address=f"{name}@example.org", name=name, tier=tier) for tier, name in enumerate("abc", 1))
    settings = Settings(
        desk=DeskSettings(address="support@example.org"),
        store=StoreSettings(url=url),
        agents=(Agent(address=BO, name="Bo", tier=1, lead=True), *agents),
        model=ModelSettings(enabled=False),
    )
    return open_office(settings, open_store(settings))


def main() -> None:
    """Fill both stores, and look at them in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--due", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    busy: dict[int, list[float]] = {FEW: [], MANY: []}
    still: dict[int, list[float]] = {FEW: [], MANY: []}
    with stores(postgresql=given.postgresql) as new_store:
        offices = {count: desk(new_store()) for count in (FEW, MANY)}
        for count, office in offices.items():
            fill(office, count, given.due, given.rounds + 1)
        for turn in range(given.rounds + 1):  # the first warms up
            for count, office in offices.items():
                now = DUE_AT + turn * APART
                busy[count].append(timed(tick_all, office, now, given.due))
                still[count].append(timed(idle, office, now, 0))
        for office in offices.values():
            office.store.close()
    for name, took in ((f"{given.due} due", busy), ("nothing due", still)):
        few, many = (statistics.median(took[count][1:]) for count in (FEW, MANY))
        print(f"{name}: {few:.1f} ms at {FEW:,} tickets, {many:.1f} ms at {MANY:,}; ratio {many / few:.2f}")


if __name__ == "__main__":
    main()
