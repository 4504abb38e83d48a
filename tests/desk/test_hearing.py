"""What a participant's mail means, by what it says and where the ticket stands."""

import pytest

from mailflow.desk.commands import Ask, Cancel, Merge
from mailflow.desk.events import CustomerWrote, MachineWrote, Rated, Reopened, Shown, Thanked
from mailflow.desk.terms import CustomerWord, State
from tests.desk.build import ANA, BO, COLLEAGUE, START, Play, hours, play


def standing(state: State) -> Play:
    """A ticket in this state."""
    game = play(taken=state is not State.NEW)
    match state:
        case State.WAIT_CUSTOMER:
            game.do(Ask(by=BO, question="Which one?"))
            game.accept("question")
        case State.RESOLVED:
            game.resolve()
        case State.CLOSED:
            game.resolve()
            game.mail(word=CustomerWord.CONFIRM)
        case State.CANCELLED:
            game.do(Cancel(by=BO, reason="A test."))
        case State.MERGED:
            game.do(Merge(by=BO, target=3))
    assert game.it.state is state
    return game


STATES = pytest.mark.parametrize(
    "state", [State.NEW, State.L1, State.WAIT_CUSTOMER, State.RESOLVED, State.CLOSED, State.CANCELLED, State.MERGED]
)


@STATES
def test_a_machines_mail_moves_nothing_anywhere(state: State) -> None:
    game = standing(state)
    before = game.it
    assert game.mail(machine=True, word=CustomerWord.CANCEL) == (MachineWrote(by=ANA, received_at=START),)
    assert game.it == before


@STATES
def test_whoever_asks_for_the_status_is_told_and_nothing_else_happens(state: State) -> None:
    game = standing(state)
    before = game.it
    assert game.mail(hours(1), by=COLLEAGUE, word=CustomerWord.STATUS) == (Shown(by=COLLEAGUE, topic="status"),)
    assert game.it == before


@STATES
def test_thanks_end_a_wait_and_move_nothing_else(state: State) -> None:
    game = standing(state)
    (event,) = game.mail(thanks=True)
    if state is State.WAIT_CUSTOMER:
        assert event == CustomerWrote(by=ANA, received_at=START, resumes=True)
    elif state is State.MERGED:
        assert game.it.state is State.MERGED
    else:
        assert event == Thanked(by=ANA, received_at=START)
        assert game.it.state is state


@pytest.mark.parametrize("state", [State.NEW, State.L1])
def test_news_on_an_open_ticket_wait_for_an_answer(state: State) -> None:
    game = standing(state)
    game.accept("reply")
    assert game.mail(hours(1)) == (CustomerWrote(by=ANA, received_at=START + hours(1), resumes=False),)
    assert (game.it.state, game.it.waiting_since) == (state, START + hours(1))


def test_a_confirmation_before_there_is_a_solution_is_news() -> None:
    assert isinstance(standing(State.L1).mail(word=CustomerWord.CONFIRM)[0], CustomerWrote)


def test_a_closed_ticket_is_rated_and_stays_closed() -> None:
    game = standing(State.CLOSED)
    assert game.mail(rating=4) == (Rated(by=ANA, rating=4),)
    assert game.it.state is State.CLOSED


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED])
def test_news_after_the_end_begin_again_at_the_first_line(state: State) -> None:
    game = standing(state)
    assert game.mail(hours(1), by=COLLEAGUE) == (
        Reopened(by=COLLEAGUE, tier=1, reason="", received_at=START + hours(1)),
    )
    assert (game.it.state, game.it.assignee, game.it.reopened) == (State.L1, BO, 1)


def test_a_mail_on_a_merged_ticket_is_kept_and_moves_nothing() -> None:
    game = standing(State.MERGED)
    game.mail()
    assert (game.it.state, game.it.running_since, game.it.due_at) == (State.MERGED, None, None)
