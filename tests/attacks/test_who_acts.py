"""Who may act: the whole matrix of proof, token and person, and what a proof is worth when it comes back again."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest

from mailflow.desk.terms import State
from mailflow.flow.trust import FRESH
from mailflow.store.people import KEYS, key_dates, rotate_key
from mailflow.tokens import Purpose
from tests.flow.branch import (
    ANA,
    AUTHSERV,
    BO,
    CARL,
    EVE,
    LIZ,
    Branch,
    NewBranch,
    named,
    subject_of,
    text_of,
    the,
    whole_text,
)
from tests.servers.sink import Letter

RESULTS = ("pass", "fail", "none", "no header", "forged lower")
TOKENS = ("own", "another's", "none", "replayed")
PEOPLE = ("agent", "customer", "stranger")
WORDS = {"agent": "#resolve Nothing to do.", "customer": "Please cancel.", "stranger": "#resolve\nPlease cancel."}
MOVED = {"agent": State.RESOLVED, "customer": State.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A row of the matrix, with a customer and a ticket of its own."""

    number: int
    who: str
    result: str
    token: str

    @property
    def customer(self) -> str:
        """Whose ticket it is."""
        return f"ana{self.number}@customer.example"

    @property
    def person(self) -> str:
        """Who writes."""
        return {"agent": BO, "customer": self.customer, "stranger": EVE}[self.who]

    @property
    def is_allowed(self) -> bool:
        """TRUST.md "Who is it", in one sentence each."""
        if self.result == "fail" or self.who == "stranger":
            return False
        if self.who == "agent":
            return self.token != "replayed" and (self.result == "pass" or self.token == "own")
        return self.result == "pass" or self.token in ("own", "replayed")


CASES = [
    Case(number=number, who=who, result=result, token=token)
    for number, (who, result, token) in enumerate(product(PEOPLE, RESULTS, TOKENS), 1)
]


def stamped(content: bytes, result: str, address: str) -> bytes:
    """The mail as the receiving server hands it on, with what it says of the sender."""
    domain = address.rpartition("@")[2]

    def header(word: str) -> bytes:
        return f"Authentication-Results: {AUTHSERV}; dmarc={word} header.from={domain}\r\n".encode()

    if result == "no header":
        return content
    return header("none") + header("pass") + content if result == "forged lower" else header(result) + content


def test_s01_in_the_whole_matrix_only_what_trust_allows_acts(make_branch: NewBranch) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    opened = [stamped(branch.mail(each.customer, "My password is rosebud."), "pass", each.customer) for each in CASES]
    letters = branch.work(*opened)
    notices = [each for each in letters if BO in each.rcpt]
    letters += branch.work(*(stamped(branch.answer(each, "#escalate l2 hard"), "pass", BO) for each in notices))
    had = by_ticket(letters)
    branch.work(
        *(stamped(first_use(branch, case, had[case.number]), "pass", case.person) for case in CASES if is_replay(case))
    )
    told = branch.work(*(stamped(the_mail(branch, case, had[case.number]), case.result, case.person) for case in CASES))
    wrong = [case for case in CASES if has_moved(branch, case) is not case.is_allowed]
    assert wrong == []
    assert all("rosebud" not in whole_text(each) for each in named(told, EVE))


def by_ticket(letters: list[Letter]) -> dict[int, list[Letter]]:
    """The letters about each ticket."""
    found: dict[int, list[Letter]] = defaultdict(list)
    for each in letters:
        found[int(re.findall(r"\[MF-(\d+)\]", subject_of(each))[0])].append(each)
    return found


def has_moved(branch: Branch, case: Case) -> bool:
    """True if the ticket is where the words were to bring it; otherwise it must be where it was."""
    state = branch.ticket(case.number).state
    moved = state is MOVED.get(case.who)
    assert moved or state is State.L2
    return moved


def is_replay(case: Case) -> bool:
    """True if the mail's Message-ID and token were used before; a stranger has none of their own."""
    return case.token == "replayed" and case.who != "stranger"


def first_use(branch: Branch, case: Case, had: list[Letter]) -> bytes:
    """The mail that is sent again with other words."""
    return branch.answer(named(had, case.person)[0], "I will look at it.", message_id=f"<r{case.number}@x.example>")


def the_mail(branch: Branch, case: Case, had: list[Letter]) -> bytes:
    """The person's mail about the ticket, with a token that is theirs, somebody else's, none, or was used before."""
    words, again = WORDS[case.who], f"<r{case.number}@x.example>"
    if case.token == "none":
        return branch.mail(case.person, words, subject=f"Re: [MF-{case.number}] Printer")
    other = LIZ if case.who == "agent" else BO
    mine = named(had, case.person) if case.token in ("own", "replayed") else []
    letter = (mine or named(had, other))[0]
    return branch.answer(letter, words, sender=case.person, **({"message_id": again} if is_replay(case) else {}))


DESTRUCTIVE = ["#cancel Not needed.", "#merge MF-2", f"#requester {EVE}", f"#alias {EVE}", "#breach deny Nothing."]


@pytest.mark.parametrize("order", DESTRUCTIVE)
def test_s01_what_cannot_be_undone_needs_more_than_a_token_where_senders_are_checked(
    make_branch: NewBranch, order: str
) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    notice = the(branch.work(stamped(branch.mail(ANA), "pass", ANA)), BO)
    branch.work(stamped(branch.mail(CARL), "pass", CARL))
    before = branch.ticket()
    [held] = branch.receive(stamped(branch.answer(notice, order), "none", BO))
    assert (branch.inbox(held).state, branch.inbox(held).reason) == ("held", "token alone")
    challenge = the(branch.send(), BO)
    assert branch.ticket() == before
    branch.receive(stamped(branch.answer(challenge, "yes"), "none", BO))
    branch.take_waiting()
    assert branch.inbox(held).state == "done"


def test_s09_what_was_sent_before_rotate_proves_nothing_and_what_is_sent_after_it_does(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    leaked = the(letters, ANA)
    branch.work(branch.answer(the(letters, BO), "#rotate"))
    branch.work(branch.answer(leaked, "Please cancel."))
    assert branch.ticket().state is State.NEW
    assert "CustomerWrote" in branch.events()
    fresh = the(branch.work(branch.answer(the(letters, BO), "#ask Which one?")), ANA)
    branch.work(branch.answer(fresh, "Please cancel."))
    assert branch.ticket().state is State.CANCELLED


def test_s09_a_customer_cannot_rotate(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    branch.work(branch.answer(received, "#rotate"))
    branch.work(branch.answer(received, "Please cancel."))
    assert branch.ticket().state is State.CANCELLED


@pytest.mark.parametrize("days", [8, -8])
def test_s12_an_old_mail_of_an_agent_is_asked_about_however_good_its_proof(make_branch: NewBranch, days: int) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    branch.work(stamped(branch.mail(ANA), "pass", ANA))
    captured = branch.mail(BO, "#resolve Done.", subject="[MF-1]")
    branch.now += timedelta(days=days)
    [held] = branch.receive(stamped(captured, "pass", BO))
    assert abs(timedelta(days=days)) > FRESH
    assert (branch.inbox(held).state, branch.inbox(held).reason) == ("held", "not fresh")
    assert branch.ticket().state is State.NEW


def test_s12_an_order_sent_again_with_other_words_is_asked_about(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    message_id = "<captured@agents.example>"
    branch.work(branch.answer(notice, "#priority p2", message_id=message_id))
    [again] = branch.receive(branch.answer(notice, "#resolve Done.", message_id=message_id))
    assert (branch.inbox(again).state, branch.inbox(again).reason) == ("held", "sent again")
    the(branch.send(), BO)
    assert branch.ticket().state is not State.RESOLVED


def test_s06_the_address_to_answer_to_is_nobodys_identity(branch: Branch) -> None:
    """Eve writes with Bo in Reply-To and Sender, and quotes a letter of Bo's."""
    notice = the(branch.work(branch.mail(ANA, "My password is rosebud.")), BO)
    forged = branch.answer(notice, "#resolve Done.", sender=EVE, reply_to=BO, x_sender=BO, return_path=f"<{BO}>")
    letters = branch.work(forged)
    assert branch.ticket(1).state is State.NEW
    assert branch.ticket(2).requester == EVE
    assert all("rosebud" not in whole_text(each) for each in letters)


def test_s07_who_is_in_copy_of_a_forged_mail_gets_not_a_byte(branch: Branch) -> None:
    """Somebody guesses a number, writes as Ana with Eve in copy, and waits for the history."""
    letters = branch.work(branch.mail(ANA, "My password is rosebud."))
    answered = str(the(letters, ANA).message["Message-ID"])
    by_number = branch.mail(ANA, "status", cc=EVE, subject="Re: [MF-1] Printer")
    for content in (by_number, branch.mail(ANA, "status", cc=EVE, in_reply_to=answered)):
        branch.work(content)
        branch.work(branch.answer(the(letters, BO), "Please restart it.", cc=EVE))
    branch.pass_time(timedelta(days=3))
    assert named(branch.sent(), EVE) == []


@pytest.mark.parametrize(
    "twin",
    ["bo@agents.example".replace("o@", "о@"), "bo@ɑgents.example", "bo\u0301@agents.example", "bo@agents.example."],
    ids=["Cyrillic o", "Latin alpha", "an accent more", "a dot more"],
)
def test_s37_an_address_that_looks_like_an_agents_is_a_strangers(branch: Branch, twin: str) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    plain = branch.answer(notice, "#resolve Done.", sender=BO).decode()
    branch.work(plain.replace(f"From: {BO}", f"From: {twin}").encode())
    assert branch.ticket().state is State.NEW


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("andr\u00e9@x.example", "andre\u0301@x.example"),
        ("gro\u00df@x.example", "gross@x.example"),
        ("k@x.example", "\u212a@x.example"),
    ],
    ids=["another normal form", "sharp s", "the Kelvin sign"],
)
def test_s37_a_token_proves_no_twin_of_its_reader(branch: Branch, address: str, twin: str) -> None:
    ring = branch.office.ring
    token = ring.make(ticket=1, recipient=address, purpose=Purpose.CUSTOMER)
    assert ring.proves(token, address)
    assert not ring.proves(token, twin)


@pytest.mark.parametrize("name", ["X-Mailflow-Agent", "X-Mailflow-Order", "X-Mailflow-Trust", "X-Mailflow-Ticket"])
def test_s36_no_header_of_a_mail_governs_the_desk(branch: Branch, name: str) -> None:
    branch.work(branch.mail(ANA))
    governing = f"{name}: 1\r\nX-Mailflow-State: resolve\r\nX-Mailflow-Queue: l3\r\n".encode()
    letters = branch.work(governing + branch.mail(EVE))
    assert [each.state for each in branch.tickets()] == [State.NEW, State.NEW]
    assert [each.tier for each in branch.tickets()] == [1, 1]
    assert "X-Mailflow" not in text_of(the(letters, EVE))


def test_s09_a_new_key_makes_the_next_letters_and_the_last_four_still_prove(branch: Branch) -> None:
    """`mailflow keys rotate` beside a running desk."""
    received = the(branch.work(branch.mail(ANA)), ANA)
    for key in range(2, KEYS + 1):
        with branch.store.write() as connection:
            assert rotate_key(connection, branch.now) == key
    notice = the(branch.work(branch.answer(received, "One thing more.")), BO)
    assert branch.events()[-1] == "CustomerWrote"
    assert f"mf.{KEYS}-1-a-" in str(notice.message["Message-ID"])
    with branch.store.write() as connection:
        rotate_key(connection, branch.now)
    branch.work(branch.answer(received, "Please cancel."))
    assert branch.ticket().state is State.NEW
    with branch.store.read() as connection:
        assert [row.id for row in key_dates(connection)] == [6, 5, 4, 3, 2]
        assert "secret" not in key_dates(connection)[0]._fields
