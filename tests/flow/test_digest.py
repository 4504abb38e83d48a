"""The daily digest: once a working day at its hour, to those who are there and have something waiting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailflow.desk.terms import Head
from mailflow.desk.worktime import Calendar, Hours
from mailflow.flow.digest import tell_day
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, Branch, text_of, the
from tests.servers.sink import Letter

EARLY, LATER = datetime(2026, 6, 9, 5, 29, tzinfo=UTC), datetime(2026, 6, 9, 5, 31, tzinfo=UTC)
"""07:29 and 07:31 in Budapest, of a Tuesday."""


def told_at(branch: Branch, now: datetime) -> list[Letter]:
    """The digest's letters at this time."""
    branch.now = now
    tell_day(branch.office, now)
    return branch.send()


@pytest.fixture
def desk(branch: Branch) -> Branch:
    """A desk at work since Monday noon, with Ana's ticket of which the model was not sure, and one that Bo took."""
    tell_day(branch.office, branch.now)
    branch.reading = reading(unsure=[Head.CATEGORY])
    branch.work(branch.mail(ANA, subject="Projector"))
    branch.reading = reading()
    letters = branch.work(branch.mail(CARL, subject="Scanner"))
    branch.work(branch.answer(the(letters, BO), "#take"))
    return branch


def test_the_digest_comes_once_a_day_at_its_hour_to_whom_something_waits_for(desk: Branch) -> None:
    assert told_at(desk, EARLY) == []
    letters = told_at(desk, LATER)
    assert [each.rcpt[0] for each in letters] == [BO]
    text = " ".join(text_of(the(letters, BO)).split())
    assert text.index("Scanner") < text.index("Projector")
    assert "not sure of 1 of them" in text
    assert told_at(desk, LATER + timedelta(hours=1)) == []
    assert [each.rcpt[0] for each in told_at(desk, LATER + timedelta(days=1))] == [BO]


def test_no_digest_comes_on_a_day_that_is_not_worked_on(desk: Branch) -> None:
    rules = replace(desk.office.rules, calendar=Calendar(zone="Europe/Budapest", hours=(Hours(),)))
    desk.office = desk.office_with(rules=rules)
    saturday = LATER + timedelta(days=4)
    assert told_at(desk, saturday) == []
    assert [each.rcpt[0] for each in told_at(desk, saturday + timedelta(days=2))] == [BO]


def test_a_desk_without_an_hour_for_it_writes_none(desk: Branch) -> None:
    desk.office = desk.office_with(digest_at=None)
    assert told_at(desk, LATER) == []


def test_a_desk_that_has_just_begun_gets_its_first_digest_the_next_day(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    assert told_at(branch, branch.now) == []
    assert {each.rcpt[0] for each in told_at(branch, LATER)} == {BO}
