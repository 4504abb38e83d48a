"""An approval by mail: one word under one's own token, once; reminders, the deputy, silence; the requester told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.desk.commands import Approve, Disapprove
from mailflow.desk.terms import Kind, State
from mailflow.flow.consent import word_of_approver
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, EVE, Branch, named, subject_of, text_of, the, whole_text
from tests.servers.sink import Letter

VERA, DAN = "vera@customer.example", "dan@customer.example"
ASKS = "Please buy a second screen for Eva."


@pytest.fixture
def shop(branch: Branch) -> Branch:
    """A desk where Vera approves what is bought, and Dan does in her place."""
    branch.reading = reading(Kind.REQUEST)
    rules = replace(branch.office.rules, approvers={"hardware": "Vera@customer.example"}, deputies={VERA: DAN})
    branch.office = branch.office_with(rules=rules)
    return branch


def ask(shop: Branch, sender: str = ANA) -> list[Letter]:
    return shop.work(shop.mail(sender, ASKS, subject="A screen"))


def test_a_category_s_approver_reads_what_is_asked_and_one_word_lets_it_go_on(shop: Branch) -> None:
    told = ask(shop)
    asked = the(told, VERA)
    assert shop.ticket().state is State.WAIT_APPROVAL
    for words in (ASKS, ANA, "A screen", "“approve”"):
        assert words in text_of(asked)
    assert any("waits for approval" in text_of(each) for each in named(told, ANA))

    done = shop.work(shop.answer(asked, "Approve"))
    assert shop.ticket().state is State.FULFIL
    assert "has been approved" in text_of(the(done, ANA))
    assert "approved the request" in text_of(the(done, BO))
    assert named(done, VERA) == []


def test_a_refusal_carries_its_reason_and_an_answer_to_it_begins_anew(shop: Branch) -> None:
    asked = the(ask(shop), VERA)
    done = shop.work(shop.answer(asked, "Elutasítom, nincs rá keret idén."))
    refused = the(done, ANA)
    assert shop.ticket().state is State.REJECTED
    assert "nincs rá keret idén." in text_of(refused)
    shop.now += timedelta(days=2)
    shop.work(shop.answer(refused, "There is money for it now, as I was told by the head of our unit."))
    assert (shop.ticket().state, shop.ticket(2).successor_of) == (State.REJECTED, 1)


def test_a_token_counts_once_and_only_from_the_one_who_was_asked(shop: Branch) -> None:
    asked = the(ask(shop), VERA)
    shop.work(shop.answer(asked, "approve", sender=EVE))
    shop.work(shop.answer(asked, "approve", sender=ANA))
    shop.work(shop.mail(VERA, "approve", subject="Re: [MF-1] A screen"))
    assert shop.ticket().state is State.WAIT_APPROVAL
    shop.work(shop.answer(asked, "refuse too dear"))
    assert shop.ticket().state is State.REJECTED
    shop.work(shop.answer(asked, "approve"))
    assert (shop.ticket().state, shop.events().count("Approved")) == (State.REJECTED, 0)


def test_a_question_that_is_asked_anew_makes_the_first_one_s_token_worthless(shop: Branch) -> None:
    first = the(ask(shop), VERA)
    shop.work(shop.answer(first, "approve"))
    shop.now += timedelta(hours=1)
    notice = named(shop.sent(), BO)[0]
    second = the(shop.work(shop.answer(notice, f"#approval <{VERA}>")), VERA)
    assert shop.ticket().state is State.WAIT_APPROVAL
    shop.now += timedelta(minutes=1)
    shop.work(shop.answer(first, "approve"))
    assert shop.ticket().state is State.WAIT_APPROVAL
    shop.work(shop.answer(second, "approve"))
    assert shop.ticket().state is State.FULFIL


def test_reminders_then_the_deputy_then_silence_refuses(shop: Branch) -> None:
    first = the(ask(shop), VERA)
    assert [subject_of(each) for each in named(shop.pass_time(timedelta(hours=9)), VERA)]
    assert len(named(shop.pass_time(timedelta(hours=8)), VERA)) == 1
    deputy = the(shop.pass_time(timedelta(hours=8)), DAN)
    assert ASKS in text_of(deputy)
    shop.work(shop.answer(first, "approve"))
    assert shop.ticket().state is State.WAIT_APPROVAL, "it is the deputy's to say now"
    told = shop.pass_time(timedelta(days=7))
    assert "nobody decided" in " ".join(text_of(the(told, ANA)).split())
    assert shop.ticket().state is State.REJECTED


def test_the_deputy_may_approve_and_who_approves_for_oneself_is_replaced(shop: Branch) -> None:
    told = ask(shop, VERA)
    shop.work(shop.answer(the(told, DAN), "genehmigt"))
    assert shop.ticket().state is State.FULFIL


def test_an_agent_asks_for_approval_of_anybody_but_the_requester(shop: Branch) -> None:
    shop.reading = reading(Kind.REQUEST, category="software")
    notice = the(ask(shop), BO)
    assert shop.ticket().state is State.NEW
    for line in ("#approval", f"#approval {ANA.upper()}", "#approval somebody"):
        refused = shop.work(shop.answer(notice, line))
        assert "address of somebody else" in " ".join(text_of(the(refused, BO)).split()), line
    told = shop.work(shop.answer(notice, f"#approval {DAN}\n\nplease ask before you buy"))
    assert ASKS in text_of(the(told, DAN))
    assert "before you buy" not in text_of(the(told, DAN))


def test_an_agent_who_approves_answers_as_the_approver(shop: Branch) -> None:
    shop.reading = reading(Kind.REQUEST, category="software")
    notice = the(ask(shop), BO)
    shop.work(shop.answer(notice, f"#approval {BO}"))
    asked = next(each for each in shop.sent() if BO in each.rcpt and "approve" in text_of(each) and each is not notice)
    shop.work(shop.answer(asked, "Yes"))
    assert shop.ticket().state is State.FULFIL


def test_an_answer_that_is_no_clear_word_decides_nothing_and_is_asked_again(shop: Branch) -> None:
    asked = the(ask(shop), VERA)
    again = the(shop.work(shop.answer(asked, "Approved, but only after the budget meeting.")), VERA)
    assert shop.ticket().state is State.WAIT_APPROVAL
    shop.work(shop.answer(again, "approve"))
    assert shop.ticket().state is State.FULFIL


def test_of_a_confidential_request_the_approver_reads_no_word(shop: Branch) -> None:
    shop.reading = replace(reading(Kind.REQUEST, breach=True), breach=replace(reading().breach, label="true", p=0.99))
    asked = the(ask(shop), VERA)
    assert "screen" not in whole_text(asked)
    assert "confidential" in text_of(asked)


def test_the_words_of_yes_and_no() -> None:
    for words in ("Approve", "approved.", "Jóváhagyom!", "Igen", "Genehmigt", "ja, genehmigt", "OK\n\nVera"):
        assert word_of_approver(words, VERA) == Approve(by=VERA), words
    for words, reason in (
        ("Refuse", ""),
        ("not approved: too dear", "too dear"),
        ("Nem hagyom jóvá, drága", "drága"),
        ("Nicht genehmigt\nzu teuer", "zu teuer"),
        ("No - we have one", "we have one"),
    ):
        assert word_of_approver(words, VERA) == Disapprove(by=VERA, reason=reason), words
    for words in ("", "Approved if Dan agrees", "Notebook for whom?", "Nemrég vettünk egyet", "Why?"):
        assert word_of_approver(words, VERA) is None, words
