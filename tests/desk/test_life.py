"""What must hold for every ticket, whatever people write and whenever they write it."""

from datetime import timedelta

import pytest
from hypothesis import event as seen
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.desk.breach import UNDECIDED
from mailflow.desk.clock import net
from mailflow.desk.commands import (
    Command,
    Deliver,
    Tick,
)
from mailflow.desk.decide import handle, settle
from mailflow.desk.events import KindChanged, PauseStarted, Refused
from mailflow.desk.evolve import evolve
from mailflow.desk.moves import leads, possible
from mailflow.desk.rules import Rules
from mailflow.desk.stand import pauses
from mailflow.desk.terms import IN_WORK, OPEN, Kind, Priority, State
from mailflow.desk.ticket import Ticket
from tests.desk.build import Play, reading
from tests.desk.lives import LIVES, at, live, lives


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
