"""Tickets that are bound to each other, or parted: merge, link, split."""

from datetime import timedelta

import pytest

from mailflow.desk.terms import State
from tests.flow.branch import ANA, BO, CARL, EVE, Branch, named, subject_of, text_of, the
from tests.servers.sink import Letter

MATTER = "Something else: since today nobody in the office can log in to the payroll either."


def two(branch: Branch) -> tuple[Letter, Letter]:
    """What Bo is told of Ana's MF-1 and of Carl's MF-2."""
    first = the(branch.work(branch.mail(ANA)), BO)
    return first, the(branch.work(branch.mail(CARL, "It does not print.", subject="No print")), BO)


def test_the_mail_of_which_the_letter_speaks_becomes_a_ticket_of_its_own(branch: Branch) -> None:
    first = branch.work(branch.mail(ANA))
    mine = the(first, ANA)
    told = the(branch.work(branch.answer(mine, MATTER)), BO)
    branch.work(branch.answer(mine, "And the printer smells burnt."))
    letters = branch.work(branch.answer(told, "#split Payroll login"))
    new = branch.ticket(2)
    assert (new.requester, new.subject, new.successor_of, new.language) == (ANA, "Payroll login", 1, "en")
    assert "logged as MF-2" in text_of(the(letters, ANA))
    mine_now = {subject_of(each) for each in named(letters, BO)}
    assert mine_now == {"Re: [MF-1] Printer", "[MF-2] Payroll login"}
    done = next(each for each in named(letters, BO) if "MF-1" in subject_of(each))
    assert "MF-2 is split off from MF-1" in text_of(done)
    notice = next(each for each in named(letters, BO) if "MF-2" in subject_of(each))
    assert "payroll" in text_of(notice)
    assert "It follows MF-1." in text_of(notice)
    assert "SplitOff" in branch.events(1)
    reply = the(branch.work(branch.answer(notice, "Try again, please.")), ANA)
    assert subject_of(reply).endswith("[MF-2] Payroll login")


def test_without_a_subject_the_mails_own_one_stands_and_the_newest_mail_is_meant(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, ANA), MATTER, subject="Re: [MF-1] Payroll"))
    branch.work(branch.answer(the(letters, BO), "#teilen"))
    assert branch.ticket(2).subject == "Payroll"


def test_the_only_mail_of_a_ticket_cannot_be_split_off(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    letters = branch.work(branch.answer(notice, "#split"))
    assert "#split" in text_of(the(letters, BO))
    assert len(branch.tickets()) == 1


def test_linked_tickets_both_tell_of_each_other_and_stay_apart(branch: Branch) -> None:
    first, _ = two(branch)
    branch.work(branch.answer(first, "#link MF-2"))
    assert branch.events(1)[-1] == branch.events(2)[-1] == "Linked"
    assert [branch.ticket(n).parent for n in (1, 2)] == [None, None]


def test_what_is_linked_to_a_major_incident_follows_it(branch: Branch) -> None:
    first, _ = two(branch)
    branch.work(branch.answer(first, "#major"))
    letters = branch.work(branch.answer(first, "#kapcsol 2"))
    assert branch.ticket(2).parent == 1
    assert branch.events(1)[-1] == "ChildJoined"
    assert "part of a larger trouble" in " ".join(text_of(the(letters, CARL)).split())


def test_what_is_no_ticket_to_bind_to_is_refused(branch: Branch) -> None:
    first, _ = two(branch)
    for order in ("#link 1", "#link 77", "#link", "#link 99999999999999999999999", "#merge 1", "#merge 77", "#merge"):
        assert order.split()[0] in text_of(the(branch.work(branch.answer(first, order)), BO))
    assert not {"Linked", "Merged"} & set(branch.events(1))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Since Monday the printer does not print, please help us with it.", "MF-2 continues as MF-1"),
        ("Hétfő óta nem nyomtat a nyomtató, kérem, segítsenek benne.", "MF-2"),
        ("Seit Montag druckt der Drucker nicht, bitte helfen Sie uns damit.", "MF-2"),
    ],
)
def test_a_later_mail_to_a_merged_ticket_goes_to_the_other(branch: Branch, text: str, title: str) -> None:
    branch.work(branch.mail(EVE))
    letters = branch.work(branch.mail(ANA, text, subject="No print"))
    merged = the(branch.work(branch.answer(the(letters, BO), "#merge 1")), ANA)
    assert title in text_of(merged)
    assert "MF-1" in text_of(merged)
    branch.work(branch.answer(merged, MATTER), branch.answer(the(letters, ANA), "And it is loud."))
    assert branch.events(1)[-2:] == ["CustomerWrote"] * 2
    assert (branch.ticket(2).state, len(branch.tickets())) == (State.MERGED, 2)


def test_a_late_reply_begins_a_ticket_of_its_own_and_does_not_land_on_one_that_was_split_off(branch: Branch) -> None:
    first = branch.work(branch.mail(ANA))
    mine, notice = the(first, ANA), the(first, BO)
    branch.work(branch.answer(mine, MATTER))
    branch.work(branch.answer(notice, "#split Payroll login"))
    branch.work(branch.answer(notice, "#resolve Done."))
    branch.pass_time(timedelta(days=5))
    branch.now += timedelta(days=15)
    branch.work(branch.answer(mine, "The printer is broken again."))
    assert [(each.number, each.successor_of) for each in branch.tickets()] == [(1, None), (2, 1), (3, 1)]
    branch.work(branch.answer(mine, "And it smells."))
    assert len(branch.tickets()) == 3
