"""The life cycle row by row, as DESK.md numbers it: from the mail to the question (I1 to I11)."""

import pytest

from mailflow.desk.commands import (
    Ask,
    Assign,
    Escalate,
    RecordFinding,
    Return,
)
from mailflow.desk.events import (
    Answered,
    Asked,
    Assigned,
    CauseFound,
    Escalated,
    FirstResponseMade,
    LabelAsked,
    Labelled,
    Opened,
    Paged,
    PauseStarted,
    Refused,
    Reminded,
    ResponseMade,
    Returned,
    Taken,
    Triaged,
)
from mailflow.desk.terms import Head, Kind, Priority, State
from tests.desk.build import ANA, BO, KINDS, LIZ, START, TOM, Play, days, hours, in_work, names, play, reading


@KINDS
def test_i1_a_new_mail_is_a_new_ticket_whose_clocks_start_at_its_arrival(kind: Kind) -> None:
    game = Play(now=START)
    opened, triaged = game.open(reading(kind))
    assert isinstance(opened, Opened)
    assert isinstance(triaged, Triaged)
    assert (opened.acknowledge, opened.number, opened.by) == (True, 7, ANA)
    assert (game.it.state, game.it.kind, game.it.tier) == (State.NEW, kind, 1)
    assert (game.it.opened_at, game.it.running_since, game.it.waiting_since) == (START, START, START)


def test_i1_whoever_must_not_be_answered_is_not_acknowledged() -> None:
    opened = Play().open(reading(), may_answer=False)[0]
    assert isinstance(opened, Opened)
    assert not opened.acknowledge


@pytest.mark.parametrize(
    ("unsure", "head", "second"),
    [([Head.CATEGORY], Head.CATEGORY, "network"), ([Head.KIND], Head.KIND, "request")],
)
def test_i4_an_unsure_model_asks_one_question_and_the_answer_triages(
    unsure: list[Head], head: Head, second: str
) -> None:
    game = Play()
    asked = game.open(reading(unsure=unsure))[1]
    assert isinstance(asked, LabelAsked)
    assert (asked.head, asked.second, game.it.doubt, game.it.triaged) == (head, second, head.value, False)
    events = game.label(head, second)
    assert names(events)[0] == "Labelled"
    assert isinstance(events[-1], Triaged)
    assert (game.it.doubt, game.it.triaged) == ("", True)
    assert second in (game.it.kind, game.it.category)


def test_i4_impact_and_urgency_are_taken_as_they_come() -> None:
    assert names(Play().open(reading(unsure=[Head.IMPACT, Head.URGENCY]))) == ["Opened", "Triaged"]


def test_i4_a_person_sets_impact_and_urgency_and_the_priority_follows() -> None:
    game = play(priority=Priority.P4)
    labelled, triaged = game.label(Head.IMPACT, "High")
    assert labelled == Labelled(by=BO, head=Head.IMPACT, before="low", after="high")
    assert isinstance(triaged, Triaged)
    assert (triaged.priority, game.it.priority, game.it.impact) == (Priority.P3, Priority.P3, "high")


@KINDS
def test_i5_a_p1_goes_to_the_third_line_at_once(kind: Kind) -> None:
    game = Play()
    assert game.open(reading(kind, Priority.P1))[-1] == Paged(by="desk", tier=3)
    assert (game.it.state, game.it.tier) == (in_work(kind, 3), 3)


def test_i5_a_ticket_that_becomes_a_p1_goes_to_the_third_line() -> None:
    game = play(taken=True)
    assert game.label(Head.PRIORITY, "p1")[-1] == Paged(by="desk", tier=3)
    assert (game.it.state, game.it.tier, game.it.assignee) == (State.L3, 3, None)
    assert "Paged" not in names(game.label(Head.CATEGORY, "network"))


def test_i5_a_p2_is_new_but_told_to_the_second_line() -> None:
    game = play(priority=Priority.P2)
    assert (game.it.state, game.it.tier) == (State.NEW, 2)


@KINDS
@pytest.mark.parametrize("tier", [1, 2])
def test_i6_whoever_takes_it_has_it_at_their_tier(kind: Kind, tier: int) -> None:
    game = play(kind)
    (taken,) = game.take(by=LIZ, tier=tier)
    assert taken == Taken(by=LIZ, name="", tier=tier, quiet=False)
    assert (game.it.state, game.it.tier, game.it.assignee) == (in_work(kind, tier), tier, LIZ)


def test_i6_an_agents_answer_takes_a_new_ticket_quietly() -> None:
    game = play()
    taken, answered = game.answer(by=LIZ, tier=2)
    assert isinstance(taken, Taken)
    assert taken.quiet
    assert isinstance(answered, Answered)
    assert (game.it.state, game.it.assignee) == (State.L2, LIZ)


def test_i6_to_take_over_from_a_colleague_moves_no_tier_and_tells_the_customer_nothing_new() -> None:
    game = play(taken=True)
    (taken,) = game.take(by=LIZ, tier=2)
    assert isinstance(taken, Taken)
    assert (taken.quiet, game.it.state, game.it.assignee) == (True, State.L1, LIZ)


def test_i6_a_new_ticket_is_assigned_to_an_agent_and_their_tier() -> None:
    game = play()
    assert game.do(Assign(by=BO, to=LIZ, tier=2)) == (Assigned(by=BO, to=LIZ, tier=2),)
    assert (game.it.state, game.it.assignee) == (State.L2, LIZ)


@KINDS
def test_i7_the_first_response_is_made_when_smtp_accepts_the_reply(kind: Kind) -> None:
    game = play(kind, taken=True)
    game.answer(hours(1))
    assert game.it.responded_at is None
    assert game.accept("reply", hours(0.5)) == (FirstResponseMade(by="desk", at=START + hours(1.5)),)
    assert game.it.state is in_work(kind)
    assert game.it.responded_at == START + hours(1.5)


def test_i7_a_later_reply_answers_the_oldest_mail_that_waits() -> None:
    game = play(taken=True)
    game.accept("reply", hours(1))
    game.mail(hours(1))
    game.mail(hours(1))
    assert game.it.waiting_since == START + hours(2)
    assert game.accept("reply", hours(1)) == (ResponseMade(by="desk", at=START + hours(4)),)
    assert game.it.waiting_since is None
    assert game.accept("reply") == ()


@pytest.mark.parametrize("letter", ["received", "diagnosis", "escalated", "reminder", "status", "finding", "reopened"])
def test_i7_letters_that_no_person_wrote_are_no_response(letter: str) -> None:
    assert play(taken=True).accept(letter) == ()


@KINDS
def test_i8_escalation_hands_over_with_a_reason(kind: Kind) -> None:
    game = play(kind, taken=True)
    assert game.do(Escalate(by=BO, tier=2, reason=" Not the fuser. ")) == (
        Escalated(by=BO, before=1, tier=2, reason="Not the fuser."),
    )
    assert (game.it.state, game.it.tier, game.it.assignee) == (in_work(kind, 2), 2, None)


def test_i8_a_new_ticket_can_be_handed_on_at_once() -> None:
    game = play()
    game.do(Escalate(by=BO, tier=3, reason="Core switch."))
    assert game.it.state is State.L3


@pytest.mark.parametrize("tier", [0, 1, 2, 4])
def test_i8_escalation_goes_upwards_only(tier: int) -> None:
    game = play(taken=True)
    game.do(Escalate(by=BO, tier=2, reason="Not the fuser."))
    (refused,) = game.do(Escalate(by=LIZ, tier=tier, reason="Up?"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.order, game.it.tier) == ("tier", "escalate", 2)


@KINDS
def test_i9_a_ticket_is_returned_to_a_lower_tier_with_a_reason(kind: Kind) -> None:
    game = play(kind, taken=True)
    game.do(Escalate(by=BO, tier=3, reason="Not the fuser."))
    assert game.do(Return(by=TOM, tier=1, reason="It is.")) == (Returned(by=TOM, before=3, tier=1, reason="It is."),)
    assert (game.it.state, game.it.tier, game.it.assignee) == (in_work(kind), 1, None)


@pytest.mark.parametrize("tier", [0, 1, 2, 3])
def test_i9_from_the_first_line_there_is_no_return(tier: int) -> None:
    (refused,) = play(taken=True).do(Return(by=BO, tier=tier, reason="Down?"))
    assert isinstance(refused, Refused)
    assert refused.reason == "tier"


@KINDS
def test_i10_the_cause_is_recorded(kind: Kind) -> None:
    game = play(kind, taken=True)
    assert game.do(RecordFinding(by=BO, text="The fuser.")) == (CauseFound(by=BO, text="The fuser."),)
    assert (game.it.state, game.it.finding) == (in_work(kind), "The fuser.")


@KINDS
def test_i11_a_question_waits_for_the_customer_and_pauses_once_accepted(kind: Kind) -> None:
    game = play(kind, taken=True)
    assert game.do(Ask(by=BO, question="Which one?"), hours(1)) == (Asked(by=BO, question="Which one?"),)
    assert (game.it.state, game.it.running_since) == (State.WAIT_CUSTOMER, START)
    first, pause = game.accept("question", hours(1))
    assert isinstance(first, FirstResponseMade)
    assert pause == PauseStarted(by="desk", at=START + hours(2))
    assert (game.it.running_since, game.it.spent) == (None, hours(2))
    assert game.accept("question") == ()


def test_i11_reminders_go_out_after_two_and_four_working_days() -> None:
    game = play(taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    game.accept("question")
    assert game.it.due_at == START + days(2)
    assert game.tick(days(1.9)) == ()
    assert game.tick(days(0.1)) == (Reminded(by="desk", count=1),)
    assert game.tick(days(1.9)) == ()
    assert game.tick(days(0.2)) == (Reminded(by="desk", count=2),)
    assert game.tick() == ()


def test_i11_a_p1_waits_but_its_clock_runs_on() -> None:
    game = play(priority=Priority.P1)
    game.do(Ask(by=TOM, question="Since when?"))
    assert isinstance(game.accept("question", hours(1))[-1], PauseStarted)
    assert (game.it.state, game.it.running_since, game.it.asked_at) == (State.WAIT_CUSTOMER, START, START + hours(1))
