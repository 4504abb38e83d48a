"""A person's word on a label is law; a model's is only a beginning."""

import pytest

from mailflow.desk.commands import Ask, Command, Label, Open, Reread, Resolve, Take
from mailflow.desk.events import (
    BreachSuspected,
    LabelAsked,
    Labelled,
    Opened,
    Paged,
    ReadAgain,
    Refused,
    Triaged,
)
from mailflow.desk.reading import fallback
from mailflow.desk.rules import CATEGORIES
from mailflow.desk.terms import Head, Impact, Kind, Priority, State
from tests.desk.build import ANA, BO, COLLEAGUE, START, Play, hours, play, reading


def test_without_a_model_the_first_line_is_asked_incident_or_request() -> None:
    asked = Play().open(fallback())[1]
    assert asked == LabelAsked(by="desk", head=Head.KIND, first="incident", second="request")


def test_a_category_without_a_rival_is_asked_openly() -> None:
    game = Play()
    lone = reading(unsure=[Head.CATEGORY])
    asked = game.open(type(lone)(**{name: getattr(lone, name) for name in (*list(Head)[:4], "breach")}))[1]
    assert asked == LabelAsked(by="desk", head=Head.CATEGORY, first="hardware", second="")


def test_what_the_mail_said_of_itself_stays_with_the_ticket() -> None:
    game = Play()
    game.do(
        Open(
            by=ANA,
            name="Ana",
            language="hu",
            subject="Megint",
            number=9,
            received_at=START + hours(2),
            reading=reading(breach=True),
            may_answer=False,
            unverified=True,
            successor_of=4,
        )
    )
    assert (game.it.requester, game.it.requester_name, game.it.language, game.it.subject) == (
        ANA,
        "Ana",
        "hu",
        "Megint",
    )
    assert (game.it.unverified, game.it.confidential, game.it.successor_of) == (True, True, 4)
    assert game.it.opened_at == START  # no server's clock runs ahead of ours


def test_a_label_is_confirmed_without_a_change() -> None:
    game = play()
    assert game.label(Head.CATEGORY, "hardware") == (
        Labelled(by=BO, head=Head.CATEGORY, before="hardware", after="hardware"),
    )
    assert game.label(Head.KIND, "incident") == (Labelled(by=BO, head=Head.KIND, before="incident", after="incident"),)


def test_the_answer_that_confirms_the_model_triages_too() -> None:
    game = Play()
    game.open(reading(unsure=[Head.KIND]))
    _, triaged = game.label(Head.KIND, "INCIDENT")
    assert isinstance(triaged, Triaged)
    assert (game.it.triaged, game.it.doubt, game.it.kind) == (True, "", Kind.INCIDENT)


def test_a_doubt_stays_until_it_is_answered() -> None:
    game = Play()
    game.open(reading(unsure=[Head.CATEGORY]))
    game.label(Head.IMPACT, "low")
    assert game.it.doubt == "category"


def test_the_kind_is_told_with_the_new_labels() -> None:
    game = Play()
    game.open(reading(unsure=[Head.KIND]))
    triaged = game.label(Head.KIND, "request")[-1]
    assert isinstance(triaged, Triaged)
    assert (triaged.kind, game.it.kind) == (Kind.REQUEST, Kind.REQUEST)


def test_a_priority_set_outright_stands_until_impact_or_urgency_change() -> None:
    game = play(priority=Priority.P3)
    game.label(Head.PRIORITY, "P2")
    game.label(Head.CATEGORY, "network")
    assert (game.it.priority, game.it.impact, game.it.tier) == (Priority.P2, Impact.MEDIUM, 2)
    game.label(Head.URGENCY, "low")
    assert (game.it.priority, game.it.tier) == (Priority.P4, 1)


@pytest.mark.parametrize(
    ("head", "value", "allowed"),
    [
        (Head.KIND, "complaint", "incident, request"),
        (Head.IMPACT, "", "high, medium, low"),
        (Head.URGENCY, "now", "high, medium, low"),
        (Head.PRIORITY, "P5", "P1, P2, P3, P4"),
        (Head.CATEGORY, "printers", ", ".join(CATEGORIES)),
    ],
)
def test_an_unknown_label_is_refused_with_what_is_known(head: Head, value: str, allowed: str) -> None:
    game = play()
    (refused,) = game.label(head, value)
    assert isinstance(refused, Refused)
    assert (refused.order, refused.reason, refused.detail) == (head, "argument", allowed)


def test_the_category_of_a_closed_ticket_can_be_corrected_for_the_model_to_learn() -> None:
    game = play()
    game.do(Resolve(by=BO, text="Done."))
    assert [type(each) for each in game.label(Head.CATEGORY, "network")] == [Labelled]
    assert (game.it.category, game.it.state) == ("network", State.RESOLVED)
    (refused,) = game.label(Head.PRIORITY, "P1")
    assert isinstance(refused, Refused)
    assert (refused.reason, "category" in refused.possible) == ("state", True)


def test_a_waiting_ticket_that_becomes_a_p1_comes_back_to_the_third_line() -> None:
    game = play(taken=True)
    game.do(Ask(by=BO, question="Which one?"))
    assert game.label(Head.PRIORITY, "P1")[-1] == Paged(by="desk", tier=3)
    game.mail(by=COLLEAGUE)
    assert (game.it.state, game.it.tier) == (State.L3, 3)


def test_opened_holds_the_whole_reading() -> None:
    guesses = reading()
    opened = Play().open(guesses)[0]
    assert isinstance(opened, Opened)
    assert opened.reading == guesses


def test_a_second_reading_that_is_sure_ends_the_doubt_before_anybody_was_asked() -> None:
    game = Play()
    game.open(reading(unsure=[Head.KIND, Head.CATEGORY]))
    again, triaged = game.do(Reread(reading=reading(Kind.REQUEST, Priority.P4, category="access")))
    assert isinstance(again, ReadAgain)
    assert isinstance(triaged, Triaged)
    assert (game.it.kind, game.it.category, game.it.priority) == (Kind.REQUEST, "access", Priority.P4)
    assert (game.it.triaged, game.it.doubt, game.it.state) == (True, "", State.NEW)


def test_a_second_reading_in_doubt_asks_the_better_question() -> None:
    game = Play()
    game.open(reading(unsure=[Head.KIND]))
    again, asked = game.do(Reread(reading=reading(unsure=[Head.CATEGORY], category="email")))
    assert isinstance(again, ReadAgain)
    assert asked == LabelAsked(by="desk", head=Head.CATEGORY, first="email", second="network")
    assert (game.it.doubt, game.it.category, game.it.triaged) == ("category", "email", False)


def test_a_second_reading_that_finds_a_critical_one_pages_at_once() -> None:
    game = Play()
    game.open(reading(unsure=[Head.CATEGORY]))
    events = game.do(Reread(reading=reading(priority=Priority.P1)))
    assert isinstance(events[-1], Paged)
    assert (game.it.priority, game.it.tier) == (Priority.P1, 3)


@pytest.mark.parametrize(
    "touch", [None, Label(by=BO, head=Head.CATEGORY, value="network"), Take(by=BO, name="Bo", tier=1)]
)
def test_what_was_sure_or_touched_by_a_person_is_not_read_again(touch: Command | None) -> None:
    game = Play()
    game.open(reading(unsure=[Head.CATEGORY] if touch else []))
    if touch:
        game.do(touch)
    before = game.it
    assert game.do(Reread(reading=reading(Kind.REQUEST, category="access"))) == ()
    assert game.it == before


def test_a_breach_that_only_the_second_reading_sees_is_suspected_even_where_the_labels_were_sure() -> None:
    game = Play()
    game.open(reading())
    assert game.do(Reread(reading=reading(breach=True))) == (BreachSuspected(by="desk"),)
    assert game.it.confidential
    assert game.do(Reread(reading=reading(breach=True))) == ()
