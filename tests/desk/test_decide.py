"""The heart as a whole: it is pure, it begins with a mail, and it says when the clock must look again."""

import pytest

from mailflow.desk.commands import Open, Show, Tick
from mailflow.desk.decide import decide, handle
from mailflow.desk.events import Noted
from mailflow.desk.evolve import evolve
from mailflow.desk.rules import Rules
from tests.desk.build import ANA, BO, START, hours, play, reading

OPEN = Open(
    by=ANA, name="Ana", language="en", subject="x", number=7, received_at=START, reading=reading(), may_answer=True
)


def test_the_same_question_has_the_same_answer() -> None:
    assert handle(None, OPEN, START, Rules()) == handle(None, OPEN, START, Rules())


def test_only_a_mail_begins_a_ticket_and_only_once() -> None:
    with pytest.raises(ValueError, match="no ticket for Tick"):
        decide(None, Tick(), START, Rules())
    with pytest.raises(ValueError, match="open already"):
        decide(play().it, OPEN, START, Rules())
    with pytest.raises(ValueError, match="no ticket yet"):
        evolve(None, Noted(by=BO, text=""), START, Rules())


def test_the_clock_looks_again_at_half_of_the_nearest_target() -> None:
    assert play().it.due_at == START + hours(1)


def test_a_ticket_is_logged_when_it_is_taken_in_but_its_clocks_started_before() -> None:
    ticket, _ = handle(None, OPEN, START + hours(10), Rules())
    assert (ticket.opened_at, ticket.logged_at, ticket.changed_at) == (START, START + hours(10), START + hours(10))
    assert ticket.due_at == START + hours(1)


def test_new_rules_move_the_due_moment_at_the_next_look() -> None:
    ticket = play().it
    later, events = handle(ticket, Tick(), START + hours(1) / 2, Rules(warn_percents=(100,)))
    assert (events, later.due_at, later.changed_at) == ((), START + hours(2), ticket.changed_at)


def test_a_question_of_an_agent_is_no_change() -> None:
    ticket = play().it
    assert handle(ticket, Show(by=BO, topic="help"), START + hours(1), Rules())[0] == ticket
