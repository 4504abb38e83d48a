"""Each way into a state goes on with each way out of it: all pairs of moves of the table, on the pure desk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.desk.commands import (
    Answer,
    Approve,
    Ask,
    AskApproval,
    Assign,
    Back,
    Call,
    Cancel,
    CancelCall,
    ClearAlert,
    Close,
    Command,
    DeclareMajor,
    Deliver,
    Disapprove,
    Escalate,
    Hear,
    Label,
    Merge,
    RecordFinding,
    Reopen,
    RepeatAlert,
    Resolve,
    Return,
    Take,
    Tick,
    Vendor,
)
from mailflow.desk.moves import GUARDS, MOVES, Move, states
from mailflow.desk.terms import CustomerWord, Head, Kind, Priority, State
from tests.desk.build import ANA, BO, COLLEAGUE, KINDS, LIZ, Play, play
from tests.desk.lives import REACH

Act = Callable[[Play], Sequence[Command]]
NAGIOS = "nagios@example.org"
LATER = {"silence": timedelta(days=6), "slot's end": timedelta(days=2)}
AT_OPENING = ("mail", "the category's rule")
"""What happens as a ticket begins; it can come nowhere later."""

ACTS: Mapping[str, Act] = {
    "take": lambda game: [Take(by=BO, name="Bo", tier=1)],
    "assign": lambda game: [Assign(by=BO, to=LIZ, tier=2)],
    "answer": lambda game: [Answer(by=BO, name="Bo", tier=1, text="Restart it, please.")],
    "escalate": lambda game: [Escalate(by=BO, tier=game.it.tier + 1, reason="A spare part.")],
    "return": lambda game: [Return(by=LIZ, tier=1, reason="A known one.")],
    "ask": lambda game: [Ask(by=BO, question="Which one?"), Deliver(letter="question", accepted_at=game.now)],
    "finding": lambda game: [RecordFinding(by=BO, text="The fuser.")],
    "vendor": lambda game: [Vendor(by=BO, reference="ACME-1")],
    "back": lambda game: [Back(by=BO)],
    "call": lambda game: [Call(by=BO, slots=(game.now + timedelta(days=1),), minutes=30, where="phone")],
    "cancelcall": lambda game: [CancelCall(by=BO)],
    "slot's end": lambda game: [Tick()],
    "approval": lambda game: [AskApproval(by=BO, approver=COLLEAGUE)],
    "approved": lambda game: [Approve(by=COLLEAGUE)],
    "refused": lambda game: [Disapprove(by=COLLEAGUE, reason="No money.")],
    "resolve": lambda game: [Resolve(by=BO, text="Changed it.")],
    "fulfil": lambda game: [Resolve(by=BO, text="Here it is.", fulfil=True)],
    "close": lambda game: [Close(by=BO)],
    "reopen": lambda game: [Reopen(by=BO, reason="The wrong one.")],
    "cancel": lambda game: [Cancel(by=BO, reason="A test.")],
    "merge": lambda game: [Merge(by=BO, target=3)],
    "major": lambda game: [DeclareMajor(by=BO)],
    "P1": lambda game: [Label(by=BO, head=Head.PRIORITY, value="P1")],
    "customer's mail": lambda game: [Hear(by=ANA, received_at=game.now)],
    "silence": lambda game: [Tick()],
    "confirmed": lambda game: [Hear(by=ANA, received_at=game.now, word=CustomerWord.CONFIRM)],
    "withdrawn": lambda game: [Hear(by=ANA, received_at=game.now, word=CustomerWord.CANCEL)],
    "monitor's recovery": lambda game: [ClearAlert(by=NAGIOS)],
    "monitor's alert": lambda game: [RepeatAlert(by=NAGIOS)],
}


def moving(kind: Kind) -> list[tuple[Move, State]]:
    """The moves that change a state of this kind, each with where it begins."""
    return [
        (move, before)
        for move in MOVES
        if move.after and move.on not in AT_OPENING and kind in move.kinds
        for place in move.before
        for before in states(place, kind)
    ]


def act(game: Play, on: str) -> None:
    """Let this happen."""
    game.now += LATER.get(on, timedelta(minutes=5))
    for command in ACTS[on](game):
        game.do(command)


def at(kind: Kind, before: State) -> Play:
    """A ticket in that state."""
    done = REACH[State.FULFILLED if kind is Kind.REQUEST else State.RESOLVED]
    game = play(kind)
    for each in (*done, "close") if before is State.CLOSED else REACH[before]:
        act(game, each)
    assert game.it.state is before
    return game


def open_to(game: Play, on: str, guard: str) -> bool:
    """True if the table lets this happen to the ticket; the silence of what is critical is told, and ends nothing."""
    patient = game.it.priority not in (Priority.P1, Priority.P2) or game.it.state is not State.WAIT_CUSTOMER
    return GUARDS[guard](game.it) and (on != "silence" or patient)


def pairs(kind: Kind) -> Iterator[tuple[Play, Move, Move]]:
    """Each way in, walked, with each way out that is open then."""
    every = moving(kind)
    for first, before in every:
        game = at(kind, before)
        if not open_to(game, first.on, first.guard):
            continue
        act(game, first.on)
        for second, where in every:
            if where is game.it.state and open_to(game, second.on, second.guard):
                yield replace(game, journal=list(game.journal)), first, second


@KINDS
def test_each_way_into_a_state_goes_on_with_each_way_out(kind: Kind) -> None:
    failed, count = [], 0
    for game, first, second in pairs(kind):
        between = game.it.state
        act(game, second.on)
        count += 1
        assert second.after
        if game.it.state not in states(second.after, kind):
            failed.append((first.on, between, second.on, game.it.state))
    assert failed == []
    assert count > 300


@pytest.mark.parametrize("on", sorted({move.on for move in MOVES if move.after} - set(AT_OPENING)))
def test_every_cause_of_a_move_is_tried(on: str) -> None:
    assert on in ACTS
