"""The three clocks: when they run, from when, and what a late mail, a new priority or a reopening does to them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.desk.clock import due_time, net, used
from mailflow.desk.commands import Ask, Bounce, Cancel, Command, Deliver, Hear, Merge, Reopen
from mailflow.desk.events import Reminded, Resolved, SilenceNoticed, TargetWarned
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Clock, Head, Kind, Priority, State
from mailflow.desk.worktime import Calendar, Hours
from tests.desk.build import ANA, BO, COLLEAGUE, START, Play, days, hours, play

PLACE = ZoneInfo("Europe/Budapest")


def asked(priority: Priority = Priority.P3) -> Play:
    """A ticket whose question was accepted after one hour, and the clock since stands."""
    game = play(priority=priority, taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    game.accept("question", hours(1))
    return game


def warned(game: Play, clock: Clock, after: timedelta) -> list[int]:
    """The shares of this clock's target that are told then."""
    return [each.percent for each in game.tick(after) if isinstance(each, TargetWarned) and each.clock is clock]


def test_a_pause_on_working_hours_moves_the_due_time_as_the_rules_say() -> None:
    calendar = Calendar(zone="Europe/Budapest", hours=(Hours(opens=time(8), closes=time(18)),))
    game = play(taken=True, rules=Rules(calendar=calendar), now=datetime(2026, 6, 8, 9, tzinfo=PLACE))
    game.do(Ask(by=BO, question="Which one?"))
    game.accept("question", hours(3))
    assert due_time(game.it, Clock.RESOLUTION, game.rules) is None
    game.mail(hours(22))
    assert due_time(game.it, Clock.RESOLUTION, game.rules) == datetime(2026, 6, 10, 13, tzinfo=PLACE)


def test_on_working_hours_a_mail_of_the_weekend_costs_nothing_until_monday() -> None:
    calendar = Calendar(zone="Europe/Budapest", hours=(Hours(),), holidays=frozenset({date(2026, 6, 8)}))
    game = play(rules=Rules(calendar=calendar), now=datetime(2026, 6, 6, 12, tzinfo=PLACE))
    assert due_time(game.it, Clock.FIRST_RESPONSE, game.rules) == datetime(2026, 6, 9, 10, tzinfo=PLACE)
    assert used(game.it, Clock.FIRST_RESPONSE, datetime(2026, 6, 9, 9, tzinfo=PLACE), game.rules) == hours(1)


@pytest.mark.parametrize(
    ("priority", "first", "following", "resolution"),
    [("P1", 1, 1, 4), ("P2", 1, 2, 8), ("P3", 2, 4, 16), ("P4", 3, 8, 32)],
)
def test_the_promises_by_priority(priority: str, first: int, following: int, resolution: int) -> None:
    game = play(priority=Priority(priority))
    assert due_time(game.it, Clock.FIRST_RESPONSE, game.rules) == START + hours(first)
    assert due_time(game.it, Clock.NEXT_RESPONSE, game.rules) is None
    assert due_time(game.it, Clock.RESOLUTION, game.rules) == START + hours(resolution)
    game.accept("reply", hours(0.5))
    game.mail(hours(0.5))
    assert due_time(game.it, Clock.FIRST_RESPONSE, game.rules) is None
    assert due_time(game.it, Clock.NEXT_RESPONSE, game.rules) == START + hours(1 + following)


def test_a_solved_ticket_promises_nothing_more() -> None:
    game = play(taken=True)
    game.resolve(hours(1))
    assert {due_time(game.it, clock, game.rules) for clock in Clock} == {None}


@pytest.mark.parametrize("end", [Cancel(by=BO, reason="A test."), Merge(by=BO, target=3)])
def test_a_cancelled_or_merged_ticket_spends_no_more_time(end: Command) -> None:
    game = play(taken=True)
    game.do(end, hours(2))
    assert net(game.it, game.now + days(3), game.rules) == hours(2)


def test_clocks_start_when_the_server_got_the_mail_not_when_it_is_read() -> None:
    game = asked()
    game.do(Hear(by=ANA, received_at=START + hours(5)), hours(20))
    assert (game.it.running_since, game.it.waiting_since) == (START + hours(5), START + hours(5))
    assert net(game.it, game.now, game.rules) == hours(1 + 16)


def test_a_mail_from_before_the_question_ends_the_wait_but_gains_nothing() -> None:
    game = asked()
    game.do(Hear(by=ANA, received_at=START + hours(0.5)), hours(3))
    assert (game.it.running_since, game.it.spent) == (START + hours(1), hours(1))


def test_a_mail_from_before_the_solution_reopens_but_costs_nothing_twice() -> None:
    game = play(taken=True)
    game.resolve(hours(2))
    game.do(Hear(by=ANA, received_at=START + hours(1)), hours(3))
    assert (game.it.running_since, game.it.spent) == (START + hours(2), hours(2))


@pytest.mark.parametrize("report", [Deliver(letter="question", accepted_at=START + days(9)), None])
def test_a_server_whose_clock_runs_ahead_is_not_believed(report: Deliver | None) -> None:
    game = play(taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    if report:
        game.do(report, hours(1))
        assert (game.it.asked_at, game.it.responded_at, game.it.spent) == (game.now, game.now, hours(1))
    else:
        game.accept("question", hours(1))
        game.do(Hear(by=ANA, received_at=START + days(9)), hours(1))
        assert (game.it.running_since, game.it.waiting_since) == (game.now, game.now)


def test_the_time_of_a_solved_ticket_does_not_count_when_it_is_reopened() -> None:
    game = play(taken=True)
    game.resolve(hours(2))
    game.do(Reopen(by=BO, reason="Wrong one."), days(2))
    assert net(game.it, game.now + hours(1), game.rules) == hours(3)


def test_a_new_priority_keeps_what_was_spent() -> None:
    game = play(taken=True)
    game.label(Head.PRIORITY, "P2", hours(5))
    assert net(game.it, game.now, game.rules) == hours(5)
    assert due_time(game.it, Clock.RESOLUTION, game.rules) == START + hours(8)


BY_PRIORITY = Rules(
    calendar=Calendar(zone="Europe/Budapest", hours=(Hours(),)),
    calendars={Priority.P1: Calendar(zone="Europe/Budapest")},
)
"""Working hours, but around the clock for what is critical."""


def test_each_priority_counts_on_its_own_calendar() -> None:
    friday = datetime(2026, 6, 12, 17, tzinfo=PLACE)
    assert play(priority=Priority.P1, rules=BY_PRIORITY, now=friday).it.due_at == friday + hours(0.5)
    game = play(priority=Priority.P4, rules=BY_PRIORITY, now=friday)
    assert due_time(game.it, Clock.FIRST_RESPONSE, game.rules) == datetime(2026, 6, 15, 10, tzinfo=PLACE)
    assert used(game.it, Clock.RESOLUTION, friday + days(3), game.rules) == hours(10)


def test_a_new_priority_on_another_calendar_keeps_what_was_used_and_nothing_of_the_weekend_counts_after_all() -> None:
    friday, monday = datetime(2026, 6, 12, 17, tzinfo=PLACE), datetime(2026, 6, 15, 8, 30, tzinfo=PLACE)
    game = play(priority=Priority.P3, rules=BY_PRIORITY, now=friday, taken=True)
    game.accept("reply", hours(0.5))
    game.mail(hours(0.25))
    game.label(Head.PRIORITY, "P1", monday - game.now)
    assert [used(game.it, each, monday, game.rules) for each in (Clock.NEXT_RESPONSE, Clock.RESOLUTION)] == [
        hours(0.75),
        hours(1.5),
    ]
    assert due_time(game.it, Clock.NEXT_RESPONSE, game.rules) == monday + hours(0.25)
    assert due_time(game.it, Clock.RESOLUTION, game.rules) == monday + hours(2.5)
    game.label(Head.PRIORITY, "P3", hours(12))
    assert used(game.it, Clock.RESOLUTION, game.now, game.rules) == hours(13.5)
    assert used(game.it, Clock.RESOLUTION, game.now + hours(12), game.rules) == hours(14)
    game.accept("reply")
    game.mail()
    assert due_time(game.it, Clock.NEXT_RESPONSE, game.rules) == datetime(2026, 6, 16, 12, tzinfo=PLACE)


def test_what_becomes_a_p1_while_it_waits_runs_again_and_what_ceases_to_be_one_stands() -> None:
    game = asked()
    game.label(Head.PRIORITY, "P1", hours(5))
    assert (game.it.state, game.it.tier, game.it.running_since) == (State.WAIT_CUSTOMER, 3, START + hours(6))
    game.label(Head.PRIORITY, "P3", hours(2))
    assert (game.it.running_since, game.it.spent) == (None, hours(3))
    game.mail(hours(1))
    assert (game.it.state, game.it.spent) == (State.L3, hours(3))


def test_a_warning_is_given_again_only_if_the_new_target_makes_it_untrue() -> None:
    game = play(taken=True)
    game.accept("reply")
    assert warned(game, Clock.RESOLUTION, hours(15)) == [90]
    game.label(Head.PRIORITY, "P2")
    assert warned(game, Clock.RESOLUTION, hours(0)) == [100]
    game.label(Head.PRIORITY, "P3")
    assert warned(game, Clock.RESOLUTION, hours(0)) == []
    game.label(Head.PRIORITY, "P4")
    assert warned(game, Clock.RESOLUTION, hours(0)) == []
    assert warned(game, Clock.RESOLUTION, hours(1)) == [50]


def test_each_unanswered_mail_begins_a_new_cycle_of_the_next_response() -> None:
    game = play(priority=Priority.P4, taken=True)
    game.accept("reply")
    for _ in range(2):
        game.mail()
        assert warned(game, Clock.NEXT_RESPONSE, hours(8)) == [100]
        assert warned(game, Clock.NEXT_RESPONSE, hours(1)) == []
        game.accept("reply")


def test_a_reply_that_was_on_its_way_does_not_answer_a_later_mail() -> None:
    game = play(taken=True)
    game.accept("reply")
    game.mail(hours(1))
    assert game.do(Deliver(letter="reply", accepted_at=START + hours(0.9))) == ()
    assert game.it.waiting_since == START + hours(1)


def test_while_the_desk_waits_for_the_customer_no_response_is_due() -> None:
    game = play(taken=True)
    game.accept("reply")
    game.do(Ask(by=BO, question="Which one?"))
    game.mail(hours(1))
    game.do(Ask(by=BO, question="And which floor?"))
    game.do(Deliver(letter="question", accepted_at=START + hours(0.9)))
    assert game.it.waiting_since == START + hours(1)
    assert due_time(game.it, Clock.NEXT_RESPONSE, game.rules) is None


def test_one_more_question_begins_the_wait_anew() -> None:
    game = asked()
    game.tick(days(2))
    game.do(Ask(by=BO, question="And which floor?"))
    assert (game.it.state, game.it.due_at) == (State.WAIT_CUSTOMER, START + hours(1) + days(4))
    game.accept("question")
    assert game.it.due_at == START + hours(1) + days(4)
    assert game.tick(days(2)) == (Reminded(by="desk", count=1),)
    assert game.it.spent == hours(1)


def test_no_reminder_before_the_question_was_accepted() -> None:
    game = play(taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    assert not [each for each in game.tick(days(9)) if not isinstance(each, TargetWarned)]


def test_after_downtime_the_second_reminder_stands_for_both() -> None:
    game = asked()
    assert game.tick(days(4.5)) == (Reminded(by="desk", count=2),)
    game = asked()
    assert [type(each) for each in game.tick(days(6))] == [Resolved]


def test_a_question_that_came_back_is_no_silence() -> None:
    game = asked()
    game.do(Bounce(recipient=ANA, permanent=True, why="550"))
    assert game.tick(days(4)) == ()
    assert game.tick(days(1)) == (SilenceNoticed(by="desk"),)
    assert game.tick(days(9)) == ()
    assert game.it.state is State.WAIT_CUSTOMER


def test_a_colleagues_bounce_does_not_hold_the_ticket_open() -> None:
    game = play()
    game.resolve()
    game.do(Bounce(recipient=COLLEAGUE, permanent=True, why="550"))
    assert not game.it.undeliverable
    assert game.it.due_at == START + days(5)


def test_a_requester_who_writes_can_be_reached_again() -> None:
    game = play(taken=True)
    game.do(Bounce(recipient=ANA, permanent=True, why="552 mailbox full"))
    game.mail(by=COLLEAGUE)
    assert game.it.undeliverable
    game.mail()
    assert not game.it.undeliverable


def test_patience_counts_working_days() -> None:
    calendar = Calendar(hours=(Hours(),))
    game = play(rules=Rules(calendar=calendar), now=datetime(2026, 6, 11, 10, tzinfo=UTC), kind=Kind.REQUEST)
    game.resolve()
    assert game.it.due_at == datetime(2026, 6, 18, 10, tzinfo=UTC)


def test_a_question_that_comes_while_the_answer_waits_to_be_sent_is_not_answered_by_it() -> None:
    game = play(taken=True)
    written_at = game.now
    game.mail(hours(0.1))
    asked_at = game.now
    game.do(Deliver(letter="reply", accepted_at=asked_at + hours(0.1), written_at=written_at), hours(0.1))
    assert game.it.responded_at == game.now
    assert game.it.waiting_since == asked_at
    game.accept("reply", hours(0.1))
    assert game.it.waiting_since is None
