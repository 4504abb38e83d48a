"""Random lives of a ticket: what people write, orders and reports, each when it may come, and rules to live by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.desk.commands import (
    AddParticipant,
    Adopt,
    Answer,
    AnswerInvitation,
    Approve,
    Ask,
    AskApproval,
    AssessBreach,
    Assign,
    Back,
    Bounce,
    Call,
    Cancel,
    CancelCall,
    ClearAlert,
    Close,
    CloseBreach,
    Command,
    DecideBreach,
    DecideSubjects,
    DeclareMajor,
    Deliver,
    DenyBreach,
    Disapprove,
    Dismiss,
    Escalate,
    Hear,
    Label,
    Link,
    Merge,
    Note,
    RecordAffected,
    RecordFinding,
    Refuse,
    RemoveParticipant,
    Reopen,
    RepeatAlert,
    Resolve,
    Return,
    SeeOutbreak,
    Show,
    Suspect,
    SuspectBreach,
    Take,
    Tick,
    Undo,
    Update,
    Vendor,
)
from mailflow.desk.rules import Rules
from mailflow.desk.terms import CustomerWord, Head, Kind, Priority, State
from mailflow.desk.ticket import Ticket
from mailflow.desk.worktime import Calendar, Hours
from tests.desk.build import ANA, BO, COLLEAGUE, LIZ, START, Play, days, reading

WORKING = Rules(
    calendar=Calendar(
        zone="Europe/Budapest",
        hours=(Hours(opens=time(8), closes=time(18)),),
        holidays=frozenset({date(2026, 6, 10), date(2026, 10, 23)}),
    )
)
BY_PRIORITY = replace(
    WORKING, calendars={Priority.P1: Calendar(), Priority.P2: Calendar(hours=(Hours(closes=time(22)),))}
)
RULES = st.sampled_from([Rules(), WORKING, BY_PRIORITY])
AGENTS = st.sampled_from([BO, LIZ])
PEOPLE = st.sampled_from([ANA, COLLEAGUE])
TIERS = st.integers(1, 3)
TEXTS = st.sampled_from(["The fuser.", "Két sor\nés ékezet", "Why?", "  "])
LETTERS = st.sampled_from(["reply", "question", "resolved", "fulfilled", "received", "reminder"])
LAGS = st.timedeltas(timedelta(hours=-1), timedelta(hours=30))
GAPS = st.one_of(st.just(timedelta()), st.timedeltas(timedelta(), timedelta(hours=3)), st.timedeltas(days(0), days(4)))
VALUES = st.sampled_from(["incident", "request", "network", "high", "medium", "low", "P1", "p2", "P3", "P4", "", "x"])
ORDERS = st.one_of(
    st.builds(Answer, by=AGENTS, name=st.just(""), tier=TIERS, text=TEXTS),
    st.builds(Note, by=AGENTS, text=TEXTS),
    st.builds(Take, by=AGENTS, name=st.just(""), tier=TIERS),
    st.builds(Assign, by=AGENTS, to=AGENTS, tier=TIERS),
    st.builds(Escalate, by=AGENTS, tier=st.integers(-1, 5), reason=TEXTS),
    st.builds(Return, by=AGENTS, tier=st.integers(-1, 5), reason=TEXTS),
    st.builds(Ask, by=AGENTS, question=TEXTS),
    st.builds(RecordFinding, by=AGENTS, text=TEXTS),
    st.builds(Resolve, by=AGENTS, text=TEXTS, fulfil=st.booleans()),
    st.builds(Reopen, by=AGENTS, reason=TEXTS),
    st.builds(Show, by=AGENTS, topic=st.sampled_from(["status", "why", "help"])),
    st.builds(Undo, by=AGENTS, letters=st.tuples(LETTERS)),
    st.builds(Refuse, by=AGENTS, order=st.just("frobnicate"), reason=st.just("unknown")),
    st.builds(Label, by=AGENTS, head=st.sampled_from(Head), value=VALUES),
    st.builds(Bounce, recipient=PEOPLE, permanent=st.booleans(), why=st.just("550")),
    st.builds(Tick),
)
WAITS = st.one_of(
    st.builds(Vendor, by=AGENTS, reference=TEXTS),
    st.builds(Back, by=AGENTS),
    st.builds(
        Call,
        by=AGENTS,
        slots=st.lists(st.timedeltas(-days(1), days(3)).map(START.__add__), max_size=4).map(tuple),
        minutes=st.just(30),
        where=st.just("phone"),
    ),
    st.builds(CancelCall, by=AGENTS),
    st.builds(
        AnswerInvitation,
        by=PEOPLE,
        accepted=st.booleans(),
        sequence=st.integers(0, 3),
        instead=st.none() | st.just(START + days(2)),
    ),
    st.builds(AskApproval, by=AGENTS, approver=PEOPLE),
    st.builds(Approve, by=PEOPLE),
    st.builds(Disapprove, by=PEOPLE, reason=TEXTS),
)
ROOMS = st.one_of(
    st.builds(Suspect, by=AGENTS, text=TEXTS),
    st.builds(RecordAffected, by=AGENTS, text=TEXTS),
    st.builds(Update, by=AGENTS, text=TEXTS),
    st.builds(Close, by=AGENTS),
    st.builds(DeclareMajor, by=AGENTS),
    st.builds(Link, by=AGENTS, other=st.sampled_from([7, 8])),
    st.builds(Adopt, by=AGENTS, parent=st.sampled_from([7, 8])),
    st.builds(SeeOutbreak, alike=st.just((8, 9))),
    st.builds(Dismiss, by=AGENTS),
    st.builds(RepeatAlert, by=PEOPLE),
    st.builds(ClearAlert, by=PEOPLE),
    st.builds(AddParticipant, by=AGENTS, address=PEOPLE),
    st.builds(RemoveParticipant, by=AGENTS, address=PEOPLE),
    st.builds(SuspectBreach, by=AGENTS),
    st.builds(AssessBreach, by=AGENTS),
    st.builds(DecideBreach, by=AGENTS, notify=st.booleans(), reason=TEXTS),
    st.builds(DecideSubjects, by=AGENTS, told=st.booleans(), reason=TEXTS),
    st.builds(DenyBreach, by=AGENTS, reason=TEXTS),
    st.builds(CloseBreach, by=AGENTS),
)
ENDINGS = st.one_of(
    st.builds(Cancel, by=AGENTS, reason=TEXTS),
    st.builds(Merge, by=AGENTS, target=st.sampled_from([7, 8])),
)
HEARD = st.builds(
    Hear,
    by=PEOPLE,
    received_at=st.just(START),
    word=st.none() | st.sampled_from(CustomerWord),
    thanks=st.booleans(),
    machine=st.booleans(),
    rating=st.none() | st.integers(1, 5),
)
DELIVERED = st.builds(Deliver, letter=LETTERS, accepted_at=st.just(START))
COMMANDS = st.one_of(ORDERS, ORDERS, WAITS, WAITS, ROOMS, HEARD, DELIVERED, ENDINGS)
ASKED = st.tuples(
    st.builds(Ask, by=AGENTS, question=st.just("Which?")), st.just(Deliver(letter="question", accepted_at=START))
)
SOLVED = st.tuples(st.builds(Resolve, by=AGENTS, text=st.just("Done.")), HEARD)
PRIORITISED = st.builds(Label, by=AGENTS, head=st.just(Head.PRIORITY), value=st.sampled_from(["P1", "P2", "P3"]))
SCENES = st.one_of(
    st.tuples(COMMANDS),
    ASKED.flatmap(
        lambda asked: st.tuples(*map(st.just, asked), st.one_of(HEARD, PRIORITISED, ORDERS, st.just(Tick())))
    ),
    SOLVED,
)


def timed(scenes: list[tuple[Command, ...]]) -> st.SearchStrategy[list[tuple[timedelta, Command, timedelta]]]:
    """These commands in order, each so long after the one before, and so late or early by its own clock."""
    commands = [command for scene in scenes for command in scene]
    return st.tuples(*(st.tuples(GAPS, st.just(command), LAGS) for command in commands)).map(list)


LIVES = st.lists(SCENES, max_size=15).flatmap(timed)


def at(command: Command, moment: datetime) -> Command:
    """The same mail or report, at this time."""
    match command:
        case Hear():
            return replace(command, received_at=moment)
        case Deliver():
            return replace(command, accepted_at=moment)
        case Call():
            return replace(command, slots=tuple(moment + (slot - START) for slot in command.slots))
        case _:
            return command


Look = Callable[[Play, Ticket, tuple[object, ...]], None]


def live(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]], look: Look
) -> Play:
    """Let all this happen to one ticket, and look after each step."""
    game = Play(rules=rules)
    game.open(reading(kind, priority, unsure=[Head.CATEGORY]))
    for gap, command, lag in life:
        before = game.it
        events = game.do(at(command, max(before.opened_at, game.now + gap - lag)), gap)
        look(game, before, events)
    return game


def lives(
    test: Callable[[Rules, Kind, Priority, list[tuple[timedelta, Command, timedelta]]], None],
) -> Callable[[], None]:
    """Try a test on many lives."""
    tried = given(RULES, st.sampled_from(Kind), st.sampled_from(Priority), LIVES)(test)
    return settings(max_examples=60, deadline=None)(tried)


REACH: Mapping[State, Sequence[str]] = {
    State.NEW: (),
    State.L1: ("take",),
    State.L2: ("take", "escalate"),
    State.L3: ("take", "escalate", "escalate"),
    State.FULFIL: ("take", "escalate"),
    State.WAIT_CUSTOMER: ("ask",),
    State.WAIT_VENDOR: ("take", "vendor"),
    State.SCHEDULED: ("take", "escalate", "call"),
    State.WAIT_APPROVAL: ("approval",),
    State.RESOLVED: ("resolve",),
    State.FULFILLED: ("fulfil",),
    State.CANCELLED: ("cancel",),
}
"""By which ways a fresh ticket comes into each state."""
