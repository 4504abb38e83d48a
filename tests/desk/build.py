"""A desk to play with: tickets are made and moved by real commands, at times that the test names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from mailflow.desk.commands import Answer, Command, Deliver, Hear, Label, Open, Resolve, Take, Tick
from mailflow.desk.decide import handle
from mailflow.desk.events import Event
from mailflow.desk.reading import Guess, Reading
from mailflow.desk.rules import Rules
from mailflow.desk.terms import CustomerWord, Head, Impact, Kind, Priority, State, Urgency
from mailflow.desk.ticket import Ticket

START = datetime(2026, 6, 8, 9, tzinfo=UTC)
ANA, COLLEAGUE = "ana@example.org", "carl@example.org"
BO, LIZ, TOM = "bo@desk.example", "liz@desk.example", "tom@desk.example"
LEVELS = {
    Priority.P1: (Impact.HIGH, Urgency.HIGH),
    Priority.P2: (Impact.HIGH, Urgency.MEDIUM),
    Priority.P3: (Impact.MEDIUM, Urgency.MEDIUM),
    Priority.P4: (Impact.LOW, Urgency.LOW),
}


def hours(number: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    """So many times 24 hours."""
    return timedelta(days=number)


def reading(
    kind: Kind = Kind.INCIDENT,
    priority: Priority = Priority.P3,
    *,
    unsure: Sequence[Head] = (),
    breach: bool = False,
    category: str = "hardware",
) -> Reading:
    """What a model says: sure of everything but the heads named."""

    def guess(head: Head, label: str) -> Guess:
        return Guess(label=label, p=0.6 if head in unsure else 0.97, sure=head not in unsure)

    impact, urgency = LEVELS[priority]
    return Reading(
        kind=guess(Head.KIND, kind),
        category=guess(Head.CATEGORY, category),
        impact=guess(Head.IMPACT, impact),
        urgency=guess(Head.URGENCY, urgency),
        breach=Guess(label=str(breach).lower(), p=0.9 if breach else 0.01, sure=True),
        second={Head.CATEGORY: "network", Head.KIND: "request"},
    )


@dataclass
class Play:
    """One ticket and its history: (when it was written, event)."""

    rules: Rules = field(default_factory=Rules)
    now: datetime = START
    ticket: Ticket | None = None
    journal: list[tuple[datetime, Event]] = field(default_factory=list)

    @property
    def it(self) -> Ticket:
        """The ticket, which stands."""
        assert self.ticket is not None
        return self.ticket

    def do(self, command: Command, after: timedelta = timedelta()) -> tuple[Event, ...]:
        """Let time pass, then do this; what happened."""
        self.now += after
        self.ticket, events = handle(self.ticket, command, self.now, self.rules)
        self.journal += [(self.now, event) for event in events]
        return events

    def open(self, guesses: Reading, *, may_answer: bool = True) -> tuple[Event, ...]:
        """A mail of Ana's begins the ticket."""
        return self.do(
            Open(
                by=ANA,
                name="Ana",
                language="hu",
                subject="Nem megy a nyomtató",
                number=7,
                received_at=self.now,
                reading=guesses,
                may_answer=may_answer,
            )
        )

    def mail(
        self,
        after: timedelta = timedelta(),
        by: str = ANA,
        word: CustomerWord | None = None,
        *,
        thanks: bool = False,
        machine: bool = False,
        rating: int | None = None,
    ) -> tuple[Event, ...]:
        """A participant writes, and the mail is taken in at once."""
        return self.do(
            Hear(by=by, received_at=self.now + after, word=word, thanks=thanks, machine=machine, rating=rating), after
        )

    def take(self, after: timedelta = timedelta(), by: str = BO, tier: int = 1) -> tuple[Event, ...]:
        """Somebody takes it."""
        return self.do(Take(by=by, name="", tier=tier), after)

    def answer(self, after: timedelta = timedelta(), by: str = BO, tier: int = 1) -> tuple[Event, ...]:
        """An agent answers the customer in public."""
        return self.do(Answer(by=by, name="Bo", tier=tier, text="Restart it, please."), after)

    def accept(self, letter: str, after: timedelta = timedelta()) -> tuple[Event, ...]:
        """SMTP accepts one of our letters, and it is recorded at once."""
        return self.do(Deliver(letter=letter, accepted_at=self.now + after), after)

    def resolve(self, after: timedelta = timedelta(), by: str = BO) -> tuple[Event, ...]:
        """An agent says what was done."""
        return self.do(Resolve(by=by, text="Replaced the fuser."), after)

    def label(self, head: Head, value: str, after: timedelta = timedelta()) -> tuple[Event, ...]:
        """An agent sets a label."""
        return self.do(Label(by=BO, head=head, value=value), after)

    def tick(self, after: timedelta = timedelta()) -> tuple[Event, ...]:
        """Time passes, and the desk looks at its clocks."""
        return self.do(Tick(), after)


def play(
    kind: Kind = Kind.INCIDENT,
    priority: Priority = Priority.P3,
    *,
    taken: bool = False,
    rules: Rules | None = None,
    now: datetime = START,
) -> Play:
    """A ticket that the model was sure of, new, or taken by Bo of the first line."""
    game = Play(rules=rules or Rules(), now=now)
    game.open(reading(kind, priority))
    if taken:
        game.take()
    return game


KINDS = pytest.mark.parametrize("kind", list(Kind))


def in_work(kind: Kind, tier: int = 1) -> State:
    """The state of a ticket that this tier works on."""
    return State.FULFIL if kind is Kind.REQUEST else State(f"L{tier}")


def done(kind: Kind) -> State:
    """The state of a ticket whose work is done."""
    return State.FULFILLED if kind is Kind.REQUEST else State.RESOLVED


def names(events: tuple[object, ...]) -> list[str]:
    """What happened, in words."""
    return [type(each).__name__ for each in events]
