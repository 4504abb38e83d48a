"""The life cycle row by row, as DESK.md numbers it: answers, solutions, endings, warnings (I12 to I28)."""

from datetime import timedelta

import pytest

from mailflow.desk.commands import (
    Ask,
    Bounce,
    Cancel,
    Escalate,
    Merge,
    Reopen,
    Update,
)
from mailflow.desk.decide import lapsed
from mailflow.desk.events import (
    Cancelled,
    Closed,
    CustomerWrote,
    KindChanged,
    Labelled,
    Merged,
    Refused,
    Reopened,
    Resolved,
    SilenceNoticed,
    TargetWarned,
    Thanked,
    Undelivered,
)
from mailflow.desk.moves import possible
from mailflow.desk.terms import Clock, CustomerWord, Head, Kind, Priority, State
from tests.desk.build import (
    ANA,
    BO,
    COLLEAGUE,
    KINDS,
    LIZ,
    START,
    TOM,
    Play,
    days,
    done,
    hours,
    in_work,
    names,
    play,
    reading,
)


@KINDS
def test_i12_the_customers_mail_takes_it_back_to_its_tier_and_the_clock_goes_on(kind: Kind) -> None:
    game = play(kind, taken=True)
    game.do(Escalate(by=BO, tier=2, reason="Not the fuser."))
    game.do(Ask(by=LIZ, question="Which one?"))
    game.accept("question", hours(1))
    assert game.mail(hours(20), by=COLLEAGUE) == (
        CustomerWrote(by=COLLEAGUE, received_at=START + hours(21), resumes=True),
    )
    assert (game.it.state, game.it.tier, game.it.assignee) == (in_work(kind, 2), 2, LIZ)
    assert (game.it.spent, game.it.running_since) == (hours(1), START + hours(21))


def test_i12_a_machines_mail_moves_nothing() -> None:
    game = play(taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    game.accept("question")
    assert names(game.mail(hours(1), machine=True)) == ["MachineWrote"]
    assert (game.it.state, game.it.running_since) == (State.WAIT_CUSTOMER, None)


@KINDS
def test_i13_after_five_working_days_of_silence_it_is_resolved_without_an_answer(kind: Kind) -> None:
    game = play(kind, taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    game.accept("question")
    game.tick(days(4))
    assert game.tick(days(1)) == (Resolved(by="desk", text="", how="no answer", fulfilled=kind is Kind.REQUEST),)
    assert game.it.state is done(kind)


@pytest.mark.parametrize("priority", [Priority.P1, Priority.P2])
def test_i13_the_silence_of_a_p1_or_p2_is_a_task_for_the_agent_once(priority: Priority) -> None:
    game = play(priority=priority)
    game.take(by=TOM, tier=3)
    game.do(Ask(by=TOM, question="Since when?"))
    game.accept("question")
    game.tick(days(4))
    assert game.tick(days(1)) == (SilenceNoticed(by="desk"),)
    assert game.tick(days(9)) == ()
    assert game.it.state is State.WAIT_CUSTOMER


@KINDS
@pytest.mark.parametrize("where", ["new", "taken", "waiting"])
def test_i17_what_was_done_resolves_it_and_stops_the_clock(kind: Kind, where: str) -> None:
    game = play(kind, taken=where != "new")
    if where == "waiting":
        game.do(Ask(by=BO, question="Which one?"))
    (resolved,) = game.resolve(hours(3))
    assert resolved == Resolved(by=BO, text="Replaced the fuser.", how="agent", fulfilled=kind is Kind.REQUEST)
    assert (game.it.state, game.it.solution, game.it.assignee) == (done(kind), "Replaced the fuser.", BO)
    assert (game.it.spent, game.it.running_since, game.it.solved_at) == (hours(3), None, START + hours(3))
    assert "FirstResponseMade" in names(game.accept("fulfilled" if kind is Kind.REQUEST else "resolved"))


@KINDS
def test_i18_the_requesters_confirmation_closes_it(kind: Kind) -> None:
    game = play(kind)
    game.resolve()
    assert game.mail(word=CustomerWord.CONFIRM) == (Closed(by=ANA, how="confirmed"),)
    assert (game.it.state, game.it.closed_at, game.it.due_at) == (State.CLOSED, START, None)


def test_i18_nobody_but_the_requester_confirms() -> None:
    game = play()
    game.resolve()
    assert names(game.mail(by=COLLEAGUE, word=CustomerWord.CONFIRM)) == ["Thanked"]
    assert game.it.state is State.RESOLVED


@KINDS
def test_i19_any_other_reply_reopens_it_where_it_was_solved(kind: Kind) -> None:
    game = play(kind)
    game.take(by=LIZ, tier=2)
    game.resolve(hours(2), by=LIZ)
    (reopened,) = game.mail(hours(5))
    assert reopened == Reopened(by=ANA, tier=2, reason="", received_at=START + hours(7))
    assert (game.it.state, game.it.tier, game.it.assignee, game.it.reopened) == (in_work(kind, 2), 2, LIZ, 1)
    assert (game.it.spent, game.it.running_since, game.it.waiting_since) == (hours(2), game.now, START)


def test_i19_thanks_alone_do_not_reopen() -> None:
    game = play()
    game.resolve()
    assert game.mail(thanks=True) == (Thanked(by=ANA, received_at=START),)
    assert game.it.state is State.RESOLVED


def test_i19_an_agent_can_reopen_too() -> None:
    game = play()
    game.resolve()
    assert game.do(Reopen(by=BO, reason="Wrong one.")) == (Reopened(by=BO, tier=1, reason="Wrong one."),)
    assert game.it.state is State.L1


@KINDS
@pytest.mark.parametrize(("priority", "patience"), [("P1", 3), ("P2", 3), ("P3", 5), ("P4", 5)])
def test_i20_silence_closes_what_is_solved(kind: Kind, priority: str, patience: int) -> None:
    game = play(kind, Priority(priority))
    game.resolve()
    assert game.it.due_at == START + days(patience)
    assert game.tick(days(patience) - timedelta(seconds=1)) == ()
    assert game.tick(timedelta(seconds=1)) == (Closed(by="desk", how="silence"),)
    assert game.it.state is State.CLOSED
    assert game.it.due_at is None


@KINDS
def test_i21_a_reply_within_14_days_reopens_it_at_the_first_line(kind: Kind) -> None:
    game = play(kind)
    game.take(by=LIZ, tier=2)
    game.resolve(by=LIZ)
    game.mail(word=CustomerWord.CONFIRM)
    assert not lapsed(game.it, START + days(14), game.rules)
    assert names(game.mail(days(14))) == ["Reopened"]
    assert (game.it.state, game.it.tier, game.it.closed_at) == (in_work(kind), 1, None)


def test_i21_later_it_has_lapsed() -> None:
    game = play()
    game.resolve()
    assert not lapsed(game.it, START + days(99), game.rules)
    game.mail(word=CustomerWord.CONFIRM)
    assert lapsed(game.it, START + days(14) + timedelta(seconds=1), game.rules)


@pytest.mark.parametrize("said", [{"thanks": True}, {"word": CustomerWord.CONFIRM}, {"rating": 5}])
def test_i21_thanks_confirmations_and_ratings_leave_it_closed(said: dict[str, object]) -> None:
    game = play()
    game.resolve()
    game.mail(word=CustomerWord.CONFIRM)
    game.mail(**said)  # type: ignore[arg-type]
    assert game.it.state is State.CLOSED


@KINDS
def test_i22_a_merged_ticket_is_over(kind: Kind) -> None:
    game = play(kind, taken=True)
    assert game.do(Merge(by=BO, target=3)) == (Merged(by=BO, target=3),)
    assert (game.it.state, game.it.merged_into, game.it.due_at) == (State.MERGED, 3, None)


def test_i22_a_ticket_is_not_merged_into_itself() -> None:
    game = play(taken=True)
    (refused,) = game.do(Merge(by=BO, target=7))
    assert isinstance(refused, Refused)
    assert (refused.reason, game.it.state) == ("target", State.L1)


@KINDS
def test_i23_an_agent_cancels_with_a_reason_and_the_requester_withdraws(kind: Kind) -> None:
    game = play(kind)
    assert game.do(Cancel(by=BO, reason="A test.")) == (Cancelled(by=BO, reason="A test."),)
    assert (game.it.state, game.it.due_at) == (State.CANCELLED, None)
    game = play(kind, taken=True)
    assert game.mail(word=CustomerWord.CANCEL) == (Cancelled(by=ANA, reason="withdrawn"),)
    assert game.it.state is State.CANCELLED


def test_i23_nobody_but_the_requester_withdraws() -> None:
    game = play(taken=True)
    assert names(game.mail(by=COLLEAGUE, word=CustomerWord.CANCEL)) == ["CustomerWrote"]
    assert game.it.state is State.L1


@pytest.mark.parametrize(("percent", "after"), [(50, 8), (75, 12), (90, 14.4), (100, 16)])
def test_i25_each_share_of_the_target_is_told_once(percent: int, after: float) -> None:
    game = play(taken=True)
    game.accept("reply")
    game.tick(hours(after) - timedelta(seconds=1))
    game.do(Update(by=BO, text="Still at it."))
    warned = TargetWarned(by="desk", clock=Clock.RESOLUTION, percent=percent, due=START + hours(16))
    assert game.tick(timedelta(seconds=1)) == (warned,)
    assert game.tick() == ()


def test_i25_after_downtime_only_the_highest_is_told() -> None:
    game = play()
    assert game.tick(hours(13)) == (
        TargetWarned(by="desk", clock=Clock.FIRST_RESPONSE, percent=100, due=START + hours(2)),
        TargetWarned(by="desk", clock=Clock.RESOLUTION, percent=75, due=START + hours(16)),
    )
    assert game.tick() == ()
    assert game.it.due_at == START + hours(14.4)


def test_i26_a_letter_that_came_back_keeps_it_from_closing_by_itself() -> None:
    game = play()
    game.resolve()
    assert game.do(Bounce(recipient="Ana@Example.org", permanent=True, why="550")) == (
        Undelivered(by="desk", recipient="Ana@Example.org", why="550"),
    )
    assert (game.it.undeliverable, game.it.due_at) == (True, None)
    assert game.tick(days(30)) == ()


def test_i26_a_bounce_for_now_is_nothing() -> None:
    game = play()
    assert game.do(Bounce(recipient=ANA, permanent=False, why="452")) == ()
    assert not game.it.undeliverable


@pytest.mark.parametrize(("before", "after"), [(Kind.INCIDENT, Kind.REQUEST), (Kind.REQUEST, Kind.INCIDENT)])
@pytest.mark.parametrize("taken", [False, True])
def test_i28_the_kind_changes_the_machine_and_keeps_the_time(before: Kind, after: Kind, *, taken: bool) -> None:
    game = play(before, taken=taken)
    assert game.label(Head.KIND, after, hours(2)) == (
        Labelled(by=BO, head=Head.KIND, before=before, after=after),
        KindChanged(by=BO, before=before, after=after),
    )
    assert (game.it.kind, game.it.state) == (after, in_work(after) if taken else State.NEW)
    assert (game.it.running_since, game.it.spent) == (START, hours(0))


def test_i28_further_on_the_kind_stands() -> None:
    game = play(taken=True)
    game.do(Escalate(by=BO, tier=2, reason="Not the fuser."))
    (refused,) = game.label(Head.KIND, "request")
    assert isinstance(refused, Refused)
    assert (refused.reason, "kind" in refused.possible, game.it.kind) == ("state", False, Kind.INCIDENT)


def test_i28_a_doubt_about_the_kind_of_a_p1_can_be_answered() -> None:
    game = Play()
    game.open(reading(priority=Priority.P1, unsure=[Head.KIND]))
    assert "kind" in possible(game.it)
    game.label(Head.KIND, "request")
    assert (game.it.state, game.it.tier, game.it.triaged) == (State.FULFIL, 3, True)
