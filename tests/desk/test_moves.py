"""The table of moves: what is possible where, and the picture that is drawn from it."""

from mailflow.desk.commands import (
    Escalate,
    Resolve,
)
from mailflow.desk.events import (
    Refused,
)
from mailflow.desk.moves import ALWAYS, picture, possible
from mailflow.desk.terms import Kind, State
from tests.desk.build import BO, KINDS, done, in_work, play


def test_what_is_possible_depends_on_state_kind_and_tier() -> None:
    labels = ("category", "impact", "urgency", "priority")
    game = play()
    assert possible(game.it) == (
        *("take", "assign", "update", "escalate", "ask", "finding", "hypothesis", "affected", "resolve", "cancel"),
        *("merge", "major", "link", "split", "add", "remove", "requester", "alias", "breach", "kind"),
        *labels,
        *ALWAYS,
    )
    game.take()
    game.do(Escalate(by=BO, tier=3, reason="Core switch."))
    assert possible(game.it) == (
        *("take", "assign", "update", "return", "ask", "finding", "hypothesis", "affected", "vendor", "call"),
        *("resolve", "cancel", "merge", "major", "link", "split", "add", "remove", "requester", "alias", "breach"),
        *labels,
        *ALWAYS,
    )
    game.resolve()
    assert possible(game.it) == (
        *("close", "reopen", "link", "split", "add", "remove", "requester", "alias", "breach", "category"),
        *ALWAYS,
    )
    assert "fulfil" in possible(play(Kind.REQUEST).it)


def test_a_resolved_request_is_fulfilled_but_an_incident_is_not() -> None:
    game = play(Kind.REQUEST)
    game.do(Resolve(by=BO, text="Here you are.", fulfil=True))
    assert game.it.state is State.FULFILLED
    (refused,) = play().do(Resolve(by=BO, text="Here you are.", fulfil=True))
    assert isinstance(refused, Refused)
    assert (refused.order, refused.reason, "resolve" in refused.possible) == ("fulfil", "state", True)


@KINDS
def test_the_picture_shows_every_state_and_how_a_ticket_gets_there(kind: Kind) -> None:
    drawn = picture(kind)
    for state in (in_work(kind), done(kind), State.NEW, State.CLOSED, State.CANCELLED, State.MERGED):
        assert state in drawn
    assert f"OPEN --> {done(kind)}: I17 {'fulfil' if kind is Kind.REQUEST else 'resolve'}" in drawn
    assert f"{done(kind)} --> CLOSED: I18 close, I18 confirmed, I20 silence" in drawn
    assert ("FULFILLED" in drawn) is (kind is Kind.REQUEST)
