"""Who may do what: only an agent's address with proof acts; all else is held, shown or refused (S01 to S13)."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypedDict

import pytest

from mailflow.desk.terms import State
from tests.flow.branch import ANA, AUTHSERV, BO, CARL, EVE, LIZ, Branch, named, text_of, the, whole_text
from tests.flow.machines import without_sender
from tests.servers.sink import Letter

MakeBranch = Callable[..., Branch]


class Results(TypedDict, total=False):
    """The header that the receiving server adds, or none."""

    authentication_results: str


def results(result: str, address: str) -> Results:
    """What the receiving server says of the sender; "" says nothing."""
    if not result:
        return {}
    domain = address.rpartition("@")[2]
    return {"authentication_results": f"{AUTHSERV}; dmarc={result} header.from={domain}"}


ACTS = {
    ("", "none"): False,
    ("", "own"): True,
    ("", "another's"): False,
    ("pass", "none"): True,
    ("pass", "own"): True,
    ("pass", "another's"): True,
    ("fail", "none"): False,
    ("fail", "own"): False,
    ("fail", "another's"): False,
    ("none", "none"): False,
    ("none", "own"): True,
    ("none", "another's"): False,
}


@pytest.mark.parametrize(("result", "token"), ACTS, ids=lambda value: value or "nothing said")
def test_s01_only_an_agent_with_proof_acts(make_branch: MakeBranch, result: str, token: str) -> None:
    """The matrix of proof by the mail server and of tokens: none, Bo's own, Liz's."""
    branch = make_branch(authserv_id=AUTHSERV if result else "")
    letters = _told_to_both(branch, results("pass" if result else "", ANA))
    letter = named(letters, LIZ if token == "another's" else BO)[0]
    headers = results(result, BO)
    if token == "none":
        content = branch.mail(BO, "#resolve Nothing to do.", subject="Re: [MF-1] Printer", **headers)
    else:
        content = branch.answer(letter, "#resolve Nothing to do.", sender=BO, **headers)
    before = branch.ticket().state
    told = branch.work(content)
    acted = ACTS[result, token]
    assert (branch.ticket().state is State.RESOLVED) is acted
    assert bool(named(told, ANA)) is acted
    if not acted:
        assert branch.ticket().state is before
        assert len(branch.tickets()) == 1


def test_an_agents_mail_without_proof_waits_and_acts_once_the_agent_says_so(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    [held] = branch.receive(branch.mail(BO, "#resolve Nothing to do.", subject="[MF-1]"))
    assert branch.inbox(held).state == "held"
    challenge = the(branch.send(), BO)
    branch.receive(branch.answer(challenge, "yes"))
    branch.take_waiting()
    the(branch.send(), ANA)
    assert branch.ticket().state is State.RESOLVED
    branch.receive(branch.answer(challenge, "yes, really"))
    branch.take_waiting()
    assert branch.send() == []


def test_a_challenge_is_answered_by_nobody_else(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    [held] = branch.receive(branch.mail(BO, "#resolve Nothing to do.", subject="[MF-1]"))
    challenge = the(branch.send(), BO)
    branch.receive(branch.answer(challenge, "yes", sender=EVE), branch.answer(challenge, "yes", sender=LIZ))
    branch.take_waiting()
    assert branch.inbox(held).state == "held"
    assert branch.ticket().state is State.NEW


def test_a_customers_own_token_lets_no_customer_order(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    branch.work(branch.answer(received, "#resolve\n#close\n#escalate l3 now"))
    assert branch.ticket().state is State.NEW


def test_an_agent_is_a_customer_on_a_ticket_of_their_own(branch: Branch) -> None:
    """Bo's answer to the letter that Bo had as a customer is a customer's."""
    opened = branch.receive(branch.mail(BO, "My keyboard is broken."))
    challenge = the(branch.send(), BO)
    branch.receive(branch.answer(challenge, "yes"))
    branch.take_waiting()
    letters = branch.send()
    assert branch.inbox(opened[0]).outcome == "ticket-create"
    mine = next(each for each in named(letters, BO) if "-c-" in each.mail_from)
    branch.work(branch.answer(mine, "#resolve"))
    assert branch.ticket().state is State.NEW


def test_s02_a_forged_customer_gets_nothing_of_the_ticket(make_branch: MakeBranch) -> None:
    """Where the mail server checks senders, one of whom it says nothing has a ticket of their own, unverified."""
    branch = make_branch(authserv_id=AUTHSERV)
    branch.work(branch.mail(ANA, "My password is rosebud.", subject="Secret matter", **results("pass", ANA)))
    branch.now += timedelta(days=2)
    letters = branch.work(branch.mail(ANA, "Click evil.example", subject="[MF-1] BUY", **results("none", ANA)))
    assert [each.unverified for each in branch.tickets()] == [False, True]
    answer = whole_text(the(letters, ANA))
    for word in ("rosebud", "Secret", "evil.example", "BUY"):
        assert word not in answer


def test_s02_a_customer_without_proof_but_with_the_token_is_heard(make_branch: MakeBranch) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    received = the(branch.work(branch.mail(ANA, **results("pass", ANA))), ANA)
    branch.work(branch.answer(received, "More news.", **results("none", ANA)))
    assert branch.events()[-1] == "CustomerWrote"


@pytest.mark.parametrize("what", ["dmarc=fail", "no sender", "two senders"])
def test_a_mail_that_nobody_stands_for_is_quarantined_and_told_to_the_lead(make_branch: MakeBranch, what: str) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    content = {
        "dmarc=fail": branch.mail(ANA, **results("fail", ANA)),
        "no sender": without_sender(),
        "two senders": b"From: eve@evil.example\r\n" + branch.mail(ANA),
    }[what]
    [mail] = branch.receive(content)
    assert branch.send() == []
    assert branch.inbox(mail).state == "quarantined"
    digest = the(branch.tell_quarantine(), BO)
    assert str(mail) in text_of(digest)
    assert branch.tell_quarantine() == []


def test_the_lead_lets_a_mail_out_of_quarantine_or_drops_it_by_answering_the_digest(make_branch: MakeBranch) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    first, second = branch.receive(branch.mail(ANA, **results("fail", ANA)), branch.mail(CARL, **results("fail", CARL)))
    digest = the(branch.tell_quarantine(), BO)
    branch.receive(branch.answer(digest, f"#release {first}\n#reject {second}\n#release 999", **results("none", BO)))
    branch.take_waiting()
    letters = branch.send()
    assert [each.requester for each in branch.tickets()] == [ANA]
    assert branch.inbox(second).state == "dropped"
    assert any("999" in text_of(each) for each in named(letters, BO))


def test_s09_a_token_that_was_forwarded_serves_nobody_else(branch: Branch) -> None:
    """Bo forwards the notice to Eve, who answers it."""
    notice = the(branch.work(branch.mail(ANA)), BO)
    letters = branch.work(branch.answer(notice, "#resolve", sender=EVE))
    assert branch.ticket(1).state is State.NEW
    assert named(letters, ANA) == []
    assert branch.ticket(2).requester == EVE


def test_s09_a_token_that_others_have_seen_proves_nothing_any_more(branch: Branch) -> None:
    """Bo answers with a copy to Eve, who now reads the token and writes in Bo's name."""
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.work(branch.answer(notice, "Please restart it.", cc=EVE))
    letters = branch.work(branch.answer(notice, "#resolve All yours, Eve."))
    assert branch.ticket().state is State.L1
    assert named(letters, ANA) == []
    branch.receive(branch.answer(the(letters, BO), "Yes, that was me."))
    branch.take_waiting()
    assert branch.ticket().state is State.RESOLVED


def test_s11_an_order_in_a_quote_a_signature_or_below_words_does_nothing(branch: Branch) -> None:
    received, notice = _both(branch.work(branch.mail(ANA, "#resolve\n#close\nplease look at this")))
    branch.work(branch.answer(received, "#resolve\n#cancel"))
    branch.work(branch.answer(notice, "Look at this:\n#resolve Done.\n\n> #resolve\n\n-- \n#cancel"))
    assert branch.ticket().state is State.NEW
    assert "Resolved" not in branch.events()


def test_s11_an_order_that_only_the_html_shows_does_nothing(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    plain = branch.answer(notice, "x").decode()
    html = plain.replace("text/plain", "text/html").replace("\r\n\r\nx", "\r\n\r\n<p>#resolve Done.</p>", 1)
    branch.work(html.encode())
    assert branch.ticket().state is not State.RESOLVED


def test_s12_the_same_bytes_again_do_nothing_again(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    order = branch.answer(notice, "#priority p2\n\nPlease restart it.")
    assert len(branch.work(order)) == 1
    events = branch.events()
    assert branch.work(order) == []
    assert branch.work(b"Received: from elsewhere.example\r\n" + order) == []
    assert branch.events() == events


def test_s08_a_third_partys_mail_to_a_ticket_is_not_shown_to_its_requester(branch: Branch) -> None:
    """The ticket trick: a service sends its sign-up code to the ticket's own address."""
    received = the(branch.work(branch.mail(EVE)), EVE)
    address = str(received.message["Reply-To"])
    letters = branch.work(branch.mail("no-reply@service.example", "Your code is 424242.", to=address))
    branch.work(branch.answer(received, "status"))
    assert all("424242" not in whole_text(each) for each in named([*letters, *branch.sent()], EVE))


def _told_to_both(branch: Branch, headers: Results) -> list[Letter]:
    """Ana's ticket, and a letter about it to Bo and to Liz."""
    letters = branch.work(branch.mail(ANA, **headers))
    proof = results("pass" if headers else "", BO)
    return letters + branch.work(branch.answer(the(letters, BO), "#escalate l2 too hard", **proof))


def _both(letters: list[Letter]) -> tuple[Letter, Letter]:
    return the(letters, ANA), the(letters, BO)


@pytest.mark.parametrize("said", ["No, this is not from me! Please do nothing.", "Nem én írtam", "Nein, bitte nicht"])
def test_whoever_says_no_to_the_challenge_has_the_held_mail_dropped(branch: Branch, said: str) -> None:
    branch.work(branch.mail(ANA))
    [held] = branch.receive(branch.mail(BO, "#cancel nobody needs it", subject="[MF-1]"))
    branch.receive(branch.answer(the(branch.send(), BO), said))
    branch.take_waiting()
    assert branch.inbox(held).state == "dropped"
    assert branch.ticket().state is State.NEW


def test_an_answer_that_is_neither_yes_nor_no_is_asked_again(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    [held] = branch.receive(branch.mail(BO, "#cancel nobody needs it", subject="[MF-1]"))
    again = the(branch.work(branch.answer(the(branch.send(), BO), "What is this about?")), BO)
    assert branch.inbox(held).state == "held"
    branch.receive(branch.answer(again, "igen"))
    branch.take_waiting()
    assert branch.ticket().state is State.CANCELLED
