"""Thanks bring no news: they reopen nothing, start no clock, and stand in the history. When unsure, it is news."""

from datetime import timedelta

import pytest

from mailflow.desk.terms import State
from tests.flow.branch import ANA, BO, Branch, named, subject_of, the
from tests.servers.sink import Letter


def solved(branch: Branch) -> Letter:
    """The letter to Ana that says what was done."""
    notice = the(branch.work(branch.mail(ANA)), BO)
    return the(branch.work(branch.answer(notice, "#resolve I have put in a new roller.")), ANA)


@pytest.mark.parametrize(
    "body",
    [
        "Thanks!",
        "köszi!",
        "Vielen Dank und schönes Wochenende",
        "👍",
        "Merci beaucoup !",
        "Köszönöm szépen!\n\n-- \nAna\n+36 1",
    ],
)
def test_thanks_reopen_nothing_start_no_clock_and_stand_in_the_history(branch: Branch, body: str) -> None:
    letter = solved(branch)
    before = branch.ticket()
    assert branch.work(branch.answer(letter, body)) == []
    after = branch.ticket()
    assert (after.state, after.waiting_since, after.spent) == (State.RESOLVED, before.waiting_since, before.spent)
    assert branch.events()[-1] == "Thanked"


@pytest.mark.parametrize("body", ["Thanks, but it is still broken", "Danke, geht leider nicht", "Thanks?", "Ok"])
def test_thanks_with_more_reopen(branch: Branch, body: str) -> None:
    letters = branch.work(branch.answer(solved(branch), body))
    assert branch.ticket().state is State.L1
    assert "MF-1" in subject_of(the(letters, BO))


def test_thanks_with_a_file_reopen(branch: Branch) -> None:
    branch.work(branch.answer(solved(branch), "Thanks!", files=[("screen.png", b"x")]))
    assert branch.ticket().reopened == 1


def test_thanks_below_another_subject_reopen(branch: Branch) -> None:
    """The news may stand in the subject alone."""
    branch.work(branch.answer(solved(branch), "Thanks!", subject="Scanner broken too"))
    assert branch.ticket().reopened == 1


@pytest.mark.parametrize("subject", ["Thank you!", "AW: [MF-1] Printer", "Printer", ""])
def test_thanks_below_a_subject_that_says_no_more_reopen_nothing(branch: Branch, subject: str) -> None:
    branch.work(branch.answer(solved(branch), "Thanks!", subject=subject))
    assert branch.ticket().reopened == 0


def test_thanks_while_the_desk_works_start_no_clock_and_thanks_to_a_question_answer_it(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    answer = the(branch.work(branch.answer(the(letters, BO), "We look at it.")), ANA)
    branch.now += timedelta(minutes=5)
    assert named(branch.work(branch.answer(answer, "Köszönöm!")), BO) == []
    assert branch.ticket().waiting_since is None
    question = the(branch.work(branch.answer(the(letters, BO), "#ask May we come at ten?")), ANA)
    branch.work(branch.answer(question, "Thanks!"))
    assert branch.ticket().state is State.L1
