"""What must hold for every ticket, whatever people write and whenever they write it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import event as seen
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.desk.breach import UNDECIDED
from mailflow.desk.clock import net
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
from mailflow.desk.decide import handle, settle
from mailflow.desk.events import KindChanged, PauseStarted, Refused
from mailflow.desk.evolve import evolve
from mailflow.desk.moves import leads, possible
from mailflow.desk.rules import Rules
from mailflow.desk.stand import pauses
from mailflow.desk.terms import IN_WORK, OPEN, CustomerWord, Head, Kind, Priority, State
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
RULES = st.sampled_from([Rules(), WORKING])
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
        events = game.do(at(command, game.now + gap - lag), gap)
        look(game, before, events)
    return game


def lives(
    test: Callable[[Rules, Kind, Priority, list[tuple[timedelta, Command, timedelta]]], None],
) -> Callable[[], None]:
    """Try a test on many lives."""
    tried = given(RULES, st.sampled_from(Kind), st.sampled_from(Priority), LIVES)(test)
    return settings(max_examples=60, deadline=None)(tried)


@lives
def test_the_stopwatch_never_runs_backwards_and_never_beats_the_wall_clock(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    def look(game: Play, before: Ticket, events: tuple[object, ...]) -> None:
        ticket, gross = game.it, game.now - game.it.opened_at
        assert timedelta() <= net(ticket, game.now, rules) <= gross
        assert ticket.spent >= before.spent
        if not any(isinstance(each, PauseStarted) for each in events):  # a pause counts from its acceptance, before now
            assert net(ticket, game.now, rules) >= net(before, game.now, rules)

    live(rules, kind, priority, life, look)


@lives
def test_the_stopwatch_runs_exactly_where_the_rules_say(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    def look(game: Play, before: Ticket, events: tuple[object, ...]) -> None:
        ticket = game.it
        paused = pauses(ticket) and ticket.priority is not Priority.P1
        assert (ticket.running_since is not None) is (ticket.state in OPEN and not paused)

    live(rules, kind, priority, life, look)


@lives
def test_only_moves_of_the_table_happen_and_a_refusal_moves_nothing(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    def look(game: Play, before: Ticket, events: tuple[object, ...]) -> None:
        ticket = game.it
        if ticket.state is not before.state:
            seen(f"{before.state} to {ticket.state}")
            changed = any(isinstance(each, KindChanged) for each in events)
            assert changed or leads(ticket.kind, before.state, ticket.state)
        for each in events:
            if isinstance(each, Refused):
                assert len(events) == 1
                assert ticket == before
                assert each.possible == possible(before)

    live(rules, kind, priority, life, look)


@lives
def test_state_tier_and_due_moment_agree(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    def look(game: Play, before: Ticket, events: tuple[object, ...]) -> None:
        ticket = game.it
        timed = ticket.state in OPEN | {State.RESOLVED, State.FULFILLED} or ticket.breach in UNDECIDED
        assert timed or ticket.due_at is None
        assert 1 <= ticket.tier <= 3
        assert ticket.state not in IN_WORK or (ticket.state is State.FULFIL) is (ticket.kind is Kind.REQUEST)
        if ticket.state in {State.L1, State.L2, State.L3}:
            assert ticket.state == f"L{ticket.tier}"

    live(rules, kind, priority, life, look)


@lives
def test_once_the_clock_was_looked_at_nothing_is_due_any_more(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    def look(game: Play, before: Ticket, events: tuple[object, ...]) -> None:
        due = game.it.due_at
        ticked, brought = handle(game.it, Tick(), game.now, rules)
        assert bool(brought) is (due is not None and due <= game.now)
        assert ticked.due_at is None or ticked.due_at > game.now
        assert handle(ticked, Tick(), game.now, rules) == (ticked, ())

    live(rules, kind, priority, life, look)


@lives
def test_a_report_told_twice_counts_once(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    def look(game: Play, before: Ticket, events: tuple[object, ...]) -> None:
        for letter in ("reply", "question", "resolved"):
            report = Deliver(letter=letter, accepted_at=game.now)
            once, _ = handle(game.it, report, game.now, rules)
            assert handle(once, report, game.now + timedelta(seconds=9), rules)[1] == ()

    live(rules, kind, priority, life, look)


@lives
def test_the_journal_replayed_gives_the_same_ticket(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    game = live(rules, kind, priority, life, lambda game, before, events: None)
    replayed: Ticket | None = None
    for moment, happened in game.journal:
        replayed = settle(evolve(replayed, happened, moment, rules), (happened,), moment, rules)
    assert replayed == game.it


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Kind), st.sampled_from(Priority), LIVES)
def test_the_time_of_all_states_is_the_whole_time_and_that_of_the_running_ones_the_net_time(
    kind: Kind, priority: Priority, steps: list[tuple[timedelta, Command, timedelta]]
) -> None:
    """Every mail and report is known at once here; a late one counts from when it came, and has tests of its own."""
    game = Play()
    game.open(reading(kind, priority))
    by_state: dict[State, timedelta] = dict.fromkeys(State, timedelta())
    running = timedelta()
    for gap, command, _ in steps:
        before = game.it
        game.do(at(command, game.now + gap), gap)
        by_state[before.state] += gap
        if before.state in OPEN and not (pauses(before) and before.priority is not Priority.P1):
            running += gap
    assert sum(by_state.values(), timedelta()) == game.now - game.it.opened_at
    assert running == net(game.it, game.now, game.rules)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_state_of_the_machine_is_reached_and_left(kind: Kind) -> None:
    reached, left = {State.NEW}, set()
    for before in State:
        for after in State:
            if leads(kind, before, after) and before is not after:
                left.add(before)
                reached.add(after)
    requests = {State.FULFIL, State.FULFILLED, State.WAIT_APPROVAL, State.REJECTED}
    other = requests if kind is Kind.INCIDENT else {State.L1, State.L2, State.L3, State.RESOLVED}
    assert reached == set(State) - other
    assert left == set(State) - other - {State.MERGED, State.REJECTED}
