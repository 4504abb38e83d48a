"""A request's life: it is fulfilled, not resolved, and knows the same waits and endings as an incident."""

from datetime import timedelta

import pytest

from mailflow.desk.terms import Head, Kind, State
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, LIZ, Branch, named, text_of, the


@pytest.fixture
def request_desk(branch: Branch) -> Branch:
    branch.reading = reading(Kind.REQUEST, category="access")
    return branch


def test_the_whole_life_of_a_request(request_desk: Branch) -> None:
    """Logged, taken, asked, answered, handed on, fulfilled, confirmed, rated."""
    branch = request_desk
    letters = branch.work(branch.mail(ANA, "Please give Eva access to the wiki.", subject="Access for Eva"))
    notice = the(letters, BO)
    assert (branch.ticket().kind, branch.ticket().state) == (Kind.REQUEST, State.NEW)

    branch.work(branch.answer(notice, "#take"))
    assert branch.ticket().state is State.FULFIL
    question = the(branch.work(branch.answer(notice, "#ask For reading or for writing?")), ANA)
    assert branch.ticket().state is State.WAIT_CUSTOMER
    branch.now += timedelta(hours=1)
    told = the(branch.work(branch.answer(question, "For writing.")), BO)
    assert (branch.ticket().state, branch.ticket().tier) == (State.FULFIL, 1)

    handed = the(branch.work(branch.answer(told, "#escalate l2 only you may do this")), LIZ)
    assert (branch.ticket().state, branch.ticket().tier) == (State.FULFIL, 2)
    fulfilled = the(branch.work(branch.answer(handed, "#fulfil\nEva can write in the wiki now.")), ANA)
    assert "Eva can write in the wiki now." in text_of(fulfilled)
    assert branch.ticket().state is State.FULFILLED

    closed = the(branch.work(branch.answer(fulfilled, "Thank you, it works!")), ANA)
    assert branch.ticket().state is State.CLOSED
    branch.work(branch.answer(closed, "4/5"))
    assert branch.events()[-1] == "Rated"


def test_a_request_that_was_taken_for_an_incident_is_corrected_with_one_word(branch: Branch) -> None:
    branch.reading = reading(Kind.INCIDENT, unsure=[Head.KIND])
    notice = the(branch.work(branch.mail(ANA)), BO)
    told = branch.work(branch.answer(notice, "Request"))
    assert branch.ticket().kind is Kind.REQUEST
    the(told, ANA)
    branch.work(branch.answer(notice, "#resolve Done."))
    assert branch.ticket().state is State.FULFILLED


def test_a_customer_may_withdraw_and_the_agent_is_told(request_desk: Branch) -> None:
    branch = request_desk
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, BO), "#take"))
    told = branch.work(branch.answer(the(letters, ANA), "Please cancel."))
    assert branch.ticket().state is State.CANCELLED
    the(told, ANA)
    the(told, BO)


def test_thanks_alone_neither_reopen_nor_close(request_desk: Branch) -> None:
    branch = request_desk
    notice = the(branch.work(branch.mail(ANA)), BO)
    done = the(branch.work(branch.answer(notice, "#fulfil Done.")), ANA)
    assert named(branch.work(branch.answer(done, "Thank you!")), ANA) == []
    assert branch.ticket().state is State.FULFILLED
