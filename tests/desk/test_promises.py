"""TRUST.md's invariants as far as the pure desk can break them, on random lives whose clock jumps both ways.

I1, I5, I6 and I10 are of mail, outbox and process: tests/acceptance/oracle.py and tests/attacks watch those.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from hypothesis import event as seen
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.desk import events as happened
from mailflow.desk.clock import net, used
from mailflow.desk.commands import Command, Hear, Tick
from mailflow.desk.decide import handle
from mailflow.desk.events import Event, MachineWrote
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Clock, Head, Kind, Priority
from mailflow.desk.ticket import Ticket
from mailflow.notify.letters import Audience, letters_for
from tests.desk.build import Play, reading
from tests.desk.lives import LIVES, RULES, at

JUMPS = st.one_of(st.just(timedelta()), st.just(timedelta()), st.timedeltas(timedelta(hours=-50), timedelta(hours=50)))
"""By how much the clock of the desk's machine is off at a step; most often not at all."""

HEARD = (
    happened.CustomerWrote,
    happened.Thanked,
    happened.MachineWrote,
    happened.Reopened,
    happened.Cancelled,
    happened.Closed,
    happened.Rated,
    happened.Shown,
    happened.CallFixed,
    happened.CallAccepted,
)
"""What one mail of a participant is, and nothing beside it."""

QUIET = (happened.Undone, happened.AlertRepeated, happened.AlertCleared)
"""Moves without a letter: who takes a letter back knows it, and of a trouble that comes and goes the agents do."""

AHEAD = frozenset({"due_at", "call_at", "call_wish"})
"""Times that lie ahead by what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command: the ticket before and after it, what it brought, the time, and the latest time there was."""

    before: Ticket
    after: Ticket
    command: Command
    events: tuple[Event, ...]
    now: datetime
    latest: datetime
    rules: Rules


def each_step(look: Callable[[Step], None]) -> Callable[[], None]:
    """Look at each step of many lives."""

    @settings(max_examples=80, deadline=None)
    @given(RULES, st.sampled_from(Kind), st.sampled_from(Priority), LIVES, st.lists(JUMPS, min_size=1, max_size=9))
    def test(
        rules: Rules,
        kind: Kind,
        priority: Priority,
        life: list[tuple[timedelta, Command, timedelta]],
        jumps: list[timedelta],
    ) -> None:
        game = Play(rules=rules)
        game.open(reading(kind, priority, unsure=[Head.CATEGORY]))
        true_time = latest = game.now
        for turn, (gap, command, lag) in enumerate(life):
            true_time += gap
            game.now = max(game.it.opened_at, true_time + jumps[turn % len(jumps)])
            latest, before = max(latest, game.now), game.it
            told = at(command, max(game.it.opened_at, game.now - lag))
            events = game.do(told)
            look(
                Step(
                    before=before,
                    after=game.it,
                    command=told,
                    events=events,
                    now=game.now,
                    latest=latest,
                    rules=rules,
                )
            )

    return test


@each_step
def test_i2_each_mail_is_one_thing_and_only_one(step: Step) -> None:
    if isinstance(step.command, Hear):
        assert [type(each) for each in step.events if isinstance(each, HEARD)] == [type(step.events[0])]
        seen(type(step.events[0]).__name__)


@each_step
def test_i4_what_moves_a_ticket_is_told_to_somebody(step: Step) -> None:
    if step.after.state is not step.before.state and not step.after.alert:
        told = [letter for each in step.events for letter in letters_for(each, step.after)]
        assert told or any(isinstance(each, QUIET) for each in step.events), step.events
        seen(f"{step.before.state} to {step.after.state}")


@each_step
def test_i7_a_moment_that_time_has_brought_comes_once_however_often_the_clock_passes_it(step: Step) -> None:
    ticked, brought = handle(step.after, Tick(), step.now, step.rules)
    seen(f"brought {len(brought)}")
    for moment in (step.now, step.now - timedelta(hours=2), step.latest - timedelta(days=9)):
        assert handle(ticked, Tick(), moment, step.rules) == (ticked, ())
    assert ticked.due_at is None or ticked.due_at > step.now


@each_step
def test_i8_net_time_never_beats_the_wall_and_no_clock_gives_time_back(step: Step) -> None:
    after, gross = step.after, step.latest - step.after.opened_at
    assert timedelta() <= net(after, step.now, step.rules) <= gross
    assert after.spent >= step.before.spent
    for clock in Clock:
        shown = used(after, clock, step.now, step.rules)
        assert shown is None or timedelta() <= shown <= gross


@each_step
def test_i8_no_time_of_a_ticket_lies_ahead_of_every_clock_that_there_was(step: Step) -> None:
    for each in fields(step.after):
        value = getattr(step.after, each.name)
        if isinstance(value, datetime) and each.name not in AHEAD:
            assert value <= step.latest, each.name


@each_step
def test_i9_what_a_machine_wrote_moves_nothing_and_nobody_outside_hears_of_it(step: Step) -> None:
    command = Hear(by="robot@example.org", received_at=step.now, machine=True, thanks=True, rating=5)
    after, events = handle(step.after, command, step.now, step.rules)
    assert [type(each) for each in events] == [MachineWrote]
    unmoved = {each.name: getattr(after, each.name) for each in fields(after) if each.name != "changed_at"}
    assert unmoved == {name: getattr(step.after, name) for name in unmoved}
    outside = {Audience.REQUESTER, Audience.PARTICIPANTS, Audience.NEWCOMER, Audience.APPROVER}
    assert not [each for event in events for each in letters_for(event, after) if each.audience in outside]
