"""Agents' orders: what must be said, who has the ticket then, and how a no is said."""

import pytest

from mailflow.desk.commands import (
    Answer,
    Ask,
    Assign,
    Cancel,
    Command,
    Escalate,
    Merge,
    Note,
    RecordFinding,
    Refuse,
    Reopen,
    Resolve,
    Return,
    Show,
    Take,
)
from mailflow.desk.events import Answered, Asked, CauseFound, Noted, Refused, Reopened, Shown, Taken
from mailflow.desk.moves import possible
from mailflow.desk.terms import CustomerWord, State
from tests.desk.build import BO, LIZ, TOM, hours, play


@pytest.mark.parametrize("empty", ["", "  \n"])
@pytest.mark.parametrize(
    ("verb", "order"),
    [
        ("escalate", lambda text: Escalate(by=BO, tier=3, reason=text)),
        ("return", lambda text: Return(by=BO, tier=1, reason=text)),
        ("ask", lambda text: Ask(by=BO, question=text)),
        ("finding", lambda text: RecordFinding(by=BO, text=text)),
        ("resolve", lambda text: Resolve(by=BO, text=text)),
        ("cancel", lambda text: Cancel(by=BO, reason=text)),
    ],
)
def test_an_order_that_needs_words_is_refused_without(verb: str, order: object, empty: str) -> None:
    game = play(taken=True)
    game.do(Escalate(by=BO, tier=2, reason="Not the fuser."))
    before = game.it
    (refused,) = game.do(order(empty))  # type: ignore[operator]
    assert refused == Refused(
        by=BO, order=verb, reason="argument", state=State.L2, possible=possible(before), detail=""
    )
    assert game.it == before


@pytest.mark.parametrize(
    "order",
    [
        Take(by=BO, name="", tier=1),
        Assign(by=BO, to=LIZ, tier=2),
        Escalate(by=BO, tier=2, reason="x"),
        Return(by=BO, tier=1, reason="x"),
        Ask(by=BO, question="x"),
        RecordFinding(by=BO, text="x"),
        Resolve(by=BO, text="x"),
        Cancel(by=BO, reason="x"),
        Merge(by=BO, target=3),
    ],
)
@pytest.mark.parametrize("closed", [False, True])
def test_a_solved_or_closed_ticket_is_worked_on_no_more(order: Command, *, closed: bool) -> None:
    game = play()
    game.resolve()
    if closed:
        game.mail(word=CustomerWord.CONFIRM)
    before = game.it
    (refused,) = game.do(order, hours(1))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.state) == ("state", before.state)
    assert "reopen" in refused.possible
    assert game.it == before


@pytest.mark.parametrize("end", [Cancel(by=BO, reason="A test."), Merge(by=BO, target=3)])
def test_a_cancelled_or_merged_ticket_is_answered_no_more(end: Command) -> None:
    game = play()
    game.do(end)
    (refused,) = game.answer()
    assert isinstance(refused, Refused)
    assert (refused.order, refused.reason) == ("answer", "state")


def test_a_cancelled_ticket_can_be_reopened() -> None:
    game = play()
    game.do(Cancel(by=BO, reason="A test."))
    assert game.do(Reopen(by=BO, reason="")) == (Reopened(by=BO, tier=1, reason=""),)
    assert (game.it.state, game.it.closed_at) == (State.L1, None)


def test_an_open_ticket_is_not_reopened() -> None:
    (refused,) = play().do(Reopen(by=BO, reason="x"))
    assert isinstance(refused, Refused)
    assert refused.reason == "state"


@pytest.mark.parametrize("where", ["resolved", "closed", "waiting"])
def test_an_answer_moves_nothing_where_no_work_is_to_be_begun(where: str) -> None:
    game = play(taken=True)
    if where == "waiting":
        game.do(Ask(by=BO, question="Which one?"))
    else:
        game.resolve()
    if where == "closed":
        game.mail(word=CustomerWord.CONFIRM)
    before = game.it.state
    assert [type(each) for each in game.answer()] == [Answered]
    assert game.it.state is before


def test_whoever_answers_what_nobody_has_has_it_then() -> None:
    game = play(taken=True)
    game.do(Escalate(by=BO, tier=2, reason="Not the fuser."))
    game.do(Answer(by=LIZ, name="Liz", tier=2, text="We look into it."))
    assert (game.it.state, game.it.assignee) == (State.L2, LIZ)
    game.do(Answer(by=TOM, name="Tom", tier=3, text="Me too."))
    assert (game.it.state, game.it.assignee) == (State.L2, LIZ)


@pytest.mark.parametrize(
    ("order", "kind"),
    [(Ask(by=LIZ, question="Which one?"), Asked), (RecordFinding(by=LIZ, text="The fuser."), CauseFound)],
)
def test_whoever_works_on_a_new_ticket_has_taken_it(order: Command, kind: type) -> None:
    game = play()
    taken, worked = game.do(order)
    assert taken == Taken(by=LIZ, name="", tier=1, quiet=True)
    assert isinstance(worked, kind)
    assert game.it.assignee == LIZ


def test_a_waiting_ticket_changes_hands_and_waits_on() -> None:
    game = play(taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    game.do(Assign(by=BO, to=LIZ, tier=2))
    assert (game.it.state, game.it.assignee) == (State.WAIT_CUSTOMER, LIZ)
    game.do(Take(by=TOM, name="Tom", tier=3))
    assert (game.it.state, game.it.assignee) == (State.WAIT_CUSTOMER, TOM)
    game.mail()
    assert (game.it.state, game.it.tier, game.it.assignee) == (State.L1, 1, TOM)


def test_notes_and_questions_to_the_desk_change_nothing() -> None:
    game = play()
    before = game.it
    assert game.do(Show(by=BO, topic="why"), hours(1)) == (Shown(by=BO, topic="why"),)
    assert game.it == before
    assert game.do(Note(by=BO, text="Looks old."), hours(1)) == (Noted(by=BO, text="Looks old."),)
    assert game.it.changed_at == game.now


def test_what_could_not_be_read_is_refused_with_what_is_possible() -> None:
    game = play()
    (refused,) = game.do(Refuse(by=BO, order="assign", reason="agent", detail="nobody@example.org"))
    assert refused == Refused(
        by=BO, order="assign", reason="agent", state=State.NEW, possible=possible(game.it), detail="nobody@example.org"
    )
