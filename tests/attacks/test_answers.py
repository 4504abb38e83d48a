"""Answers that are not their writer's to give: to an invitation, an approval; and what nobody can take from others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailflow.classify.examples import Example
from mailflow.classify.own import SHARE, Decision, weigh
from mailflow.desk.terms import Kind, State
from tests.attacks.test_who_acts import stamped
from tests.desk.build import reading
from tests.flow.branch import ANA, AUTHSERV, BO, CARL, EVE, LIZ, STAFF, TOM, Branch, NewBranch, named, the, whole_text
from tests.flow.test_appointments import calendars_answer, entry

VERA = "vera@customer.example"


@pytest.fixture
def checked(make_branch: NewBranch) -> Branch:
    """A desk that asks its mail server who is who, where Liz alone hears of privacy."""
    circle = (*STAFF[:1], replace(STAFF[1], privacy=True), *STAFF[2:])
    return make_branch(authserv_id=AUTHSERV, agents=circle)


def signed(branch: Branch, content: bytes, by: str) -> bytes:
    """A mail that its server vouches for."""
    return stamped(content, "pass", by)


Forge = Callable[[Branch, object], bytes]
FORGED: dict[str, Forge] = {
    "by its writer's own name": lambda branch, invited: calendars_answer(branch, invited, "REPLY", EVE, attendee=ANA),
    "by a guessed name": lambda branch, invited: calendars_answer(branch, invited, "REPLY", uid="call1.x@example.com"),
    "found forged": lambda branch, invited: stamped(calendars_answer(branch, invited, "REPLY"), "fail", ANA),
    "cancelled by the invited": lambda branch, invited: calendars_answer(branch, invited, "CANCEL"),
    "a new invitation": lambda branch, invited: calendars_answer(branch, invited, "REQUEST", EVE),
    "an invitation in our name": lambda branch, invited: calendars_answer(branch, invited, "REQUEST"),
}


def standing(branch: Branch) -> tuple[object, ...]:
    """Where the appointment stands."""
    ticket = branch.ticket()
    return ticket.state, ticket.call_at, ticket.call_sequence, ticket.call_slots


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_s27_no_forged_answer_moves_a_real_appointment(checked: Branch, forge: Forge) -> None:
    notice = the(checked.work(signed(checked, checked.mail(ANA), ANA)), BO)
    order = checked.answer(notice, "#escalate l2 a call is needed")
    hand_over = the(checked.work(signed(checked, order, BO)), LIZ)
    sent = checked.work(signed(checked, checked.answer(hand_over, "#call tomorrow 10:00 30m phone"), LIZ))
    before = standing(checked)
    assert before[0] is State.SCHEDULED
    checked.work(forge(checked, entry(the(sent, ANA))))
    assert standing(checked) == before
    mine = calendars_answer(checked, entry(the(sent, ANA)), "REPLY", partstat="DECLINED")
    checked.work(signed(checked, mine, ANA))
    assert checked.ticket().state is not State.SCHEDULED


@pytest.mark.parametrize(
    ("sender", "result"), [(EVE, "pass"), (ANA, "pass"), (VERA, "fail"), (BO, "none"), (BO, "pass")]
)
def test_s29_an_approval_is_its_approvers_alone(checked: Branch, sender: str, result: str) -> None:
    """Whoever has got hold of the letter; the approver's own word then counts, once."""
    rules = replace(checked.office.rules, approvers={"hardware": VERA})
    checked.office = checked.office_with(rules=rules)
    checked.reading = reading(Kind.REQUEST)
    asked = the(checked.work(signed(checked, checked.mail(ANA, "Please buy a screen."), ANA)), VERA)
    checked.work(stamped(checked.answer(asked, "approve", sender=sender), result, sender))
    assert checked.ticket(1).state is State.WAIT_APPROVAL
    checked.work(signed(checked, checked.answer(asked, "approve"), VERA))
    assert checked.ticket(1).state is State.FULFIL
    checked.work(signed(checked, checked.answer(asked, "refuse"), VERA))
    assert checked.ticket(1).state is State.FULFIL


def test_s35_of_a_confidential_ticket_only_its_requester_and_the_circle_hear(checked: Branch) -> None:
    """Not who was in copy, not who worked on it, not the lead; and the circle reads no word of it."""
    letters = checked.work(signed(checked, checked.mail(ANA, "Look at rosebud.", cc=CARL), ANA))
    checked.work(signed(checked, checked.answer(the(letters, BO), "#take"), BO))
    checked.work(signed(checked, checked.answer(the(letters, BO), "#breach The list rosebud is on the net."), BO))
    told = checked.work(signed(checked, checked.answer(the(letters, ANA), "There is a second list, rosebud."), ANA))
    told += checked.pass_time(timedelta(days=4))
    assert checked.ticket().confidential
    assert {each.rcpt[0] for each in told} <= {ANA, LIZ}
    assert named(told, LIZ)
    assert all("rosebud" not in whole_text(each) for each in named(told, LIZ))
    assert named(told, TOM) == named(told, CARL) == []


def test_s27_whoever_is_no_requester_any_more_answers_no_invitation(checked: Branch) -> None:
    notice = the(checked.work(signed(checked, checked.mail(ANA), ANA)), BO)
    hand_over = the(checked.work(signed(checked, checked.answer(notice, "#escalate l2 a call is needed"), BO)), LIZ)
    sent = checked.work(signed(checked, checked.answer(hand_over, "#call tomorrow 10:00 30m phone"), LIZ))
    checked.work(signed(checked, checked.answer(hand_over, f"#requester {CARL}"), LIZ))
    before = checked.events(1)
    old = calendars_answer(checked, entry(the(sent, ANA)), "REPLY", partstat="DECLINED")
    assert named(checked.work(signed(checked, old, ANA)), CARL) == []
    assert checked.events(1) == before


@pytest.mark.parametrize("order", ["#remove", f"#requester {CARL}"])
def test_s02_whoever_was_taken_off_a_ticket_has_no_say_in_it_any_more(branch: Branch, order: str) -> None:
    """They still have letters, with tokens that were theirs."""
    letters = branch.work(branch.mail(ANA, cc=EVE))
    notice, gone = the(letters, BO), EVE if order == "#remove" else ANA
    added = branch.work(branch.answer(notice, f"#add {EVE}"))
    branch.work(branch.answer(notice, f"{order} {EVE}" if gone == EVE else order))
    before = branch.events(1)
    told = branch.work(branch.answer(named([*letters, *added], gone)[0], "Please cancel."))
    assert branch.events(1) == before
    assert branch.ticket(2).requester == gone
    assert CARL not in {each.rcpt[0] for each in told}


def test_s10_a_message_id_that_somebody_took_before_suppresses_nobodys_mail(branch: Branch) -> None:
    """Eve guesses what Ana's mail will be called, and sends one of that name before her."""
    taken = "<2026.1@customer.example>"
    branch.work(branch.mail(EVE, "Nothing.", message_id=taken))
    letters = branch.work(branch.mail(ANA, "My password is rosebud.", message_id=taken))
    assert [each.requester for each in branch.tickets()] == [EVE, ANA]
    assert "rosebud" in whole_text(the(letters, BO))
    assert named(letters, ANA)
    later = branch.work(branch.mail(EVE, "And?", subject="Re: Printer", in_reply_to=taken))
    assert all("rosebud" not in whole_text(each) for each in later)
    assert branch.events(2)[-1] != "CustomerWrote"


def test_s24_a_sender_of_500_mislabelled_mails_weighs_little_and_labels_nothing_alone(branch: Branch) -> None:
    """Only an agent's label is learnt at once; and however often they err with one sender, it counts a twentieth."""
    at = datetime(2026, 6, 1, tzinfo=UTC)
    lies = [Decision(example=Example(subject="x", body="x"), sender=EVE, at=at, spoken=True) for _ in range(500)]
    rest = [
        Decision(example=Example(subject="y", body="y"), sender=f"c{n}@x.example", at=at, spoken=True)
        for n in range(100)
    ]
    weights = [each.weight for each in weigh([*lies, *rest], at)]
    assert sum(weights[:500]) <= SHARE * 2 * 600 + 0.01
    assert sum(weights[:500]) < sum(weights[500:])
    received = the(branch.work(branch.mail(EVE)), EVE)
    branch.work(branch.answer(received, "#category network\n#kind request"), branch.mail(EVE, "#category network"))
    assert not {"Labelled", "KindChanged"} & {*branch.events(1), *branch.events(2)}
