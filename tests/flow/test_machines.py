"""What machines write: it makes no noise, moves no ticket, and is never answered (F75 to F79, I9)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailflow.desk.terms import State
from tests.flow.branch import ANA, BO, CARL, Branch, named, subject_of, the, whole_text
from tests.flow.machines import DAEMON, absence_of, bounce_of
from tests.servers.sink import Letter, Sink

VENDORS: dict[str, dict[str, str]] = {
    "Exchange": {"auto_submitted": "auto-generated", "x_auto_response_suppress": "All"},
    "Gmail": {"auto_submitted": "auto-replied", "precedence": "bulk", "x_autoreply": "yes"},
    "Domino": {"x_autoreply": "yes"},
    "Zimbra": {"auto_submitted": "auto-replied (zimbra; vacation)", "precedence": "bulk"},
    "sieve": {"auto_submitted": "auto-replied (vacation)"},
    "vacation(1)": {"precedence": "bulk", "auto_submitted": "no"},
    "Horde": {"x_horde_vacation": "1", "return_path": "<>"},
    "a provider without headers": {},
}
ABSENCES = {
    "hu": ("Automatikus válasz: Nyomtató", "Szabadságon vagyok hétfőig. Sürgős esetben keresse kollégámat."),
    "en": ("Automatic reply: Printer", "I am out of the office until Monday. #resolve #close"),
    "de": ("Automatische Antwort: Drucker", "Ich bin bis Montag im Urlaub. #schließen"),
}


@pytest.mark.parametrize("language", ABSENCES)
def test_f77_an_absence_notice_of_eight_vendors_is_kept_and_moves_nothing(branch: Branch, language: str) -> None:
    letters = branch.work(branch.mail(ANA))
    question = the(branch.work(branch.answer(the(letters, BO), "#ask Which one?")), ANA)
    before = branch.ticket()
    subject, text = ABSENCES[language]
    for vendor, headers in VENDORS.items():
        branch.now += timedelta(hours=1)
        usual = {"subject": subject, "return_path": f"<{ANA}>"}
        assert branch.work(branch.answer(question, text, **(usual | headers))) == [], vendor
        after = branch.ticket()
        assert (after.state, after.running_since, after.waiting_since, after.responded_at) == (
            State.WAIT_CUSTOMER, None, before.waiting_since, before.responded_at,
        ), vendor  # fmt: skip
        assert branch.events()[-1] == "MachineWrote", vendor
    assert branch.events().count("MachineWrote") == len(VENDORS)


def test_f77_an_agents_absence_notice_orders_nothing_and_answers_nobody(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    assert branch.work(absence_of(branch, notice)) == []
    assert branch.ticket().state is State.NEW


def test_an_absence_notice_that_answers_nothing_of_ours_makes_no_ticket(branch: Branch) -> None:
    content = branch.mail(ANA, "I am away.", subject="Automatic reply: x", auto_submitted="auto-replied")
    assert branch.work(content) == []
    assert branch.tickets() == []


def test_an_answer_to_an_invitation_that_is_not_ours_makes_no_ticket(branch: Branch) -> None:
    answer = b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    content = b"From: ana@customer.example\r\nTo: support@example.com\r\nSubject: Accepted: Lunch\r\n" + answer
    assert branch.work(content) == []
    assert branch.tickets() == []


def test_a_mail_that_the_server_took_for_spam_is_held_unless_it_answers_us(branch: Branch) -> None:
    assert branch.work(branch.mail(ANA, x_spam_flag="YES")) == []
    assert branch.tickets() == []
    received = the(branch.work(branch.mail(ANA)), ANA)
    branch.work(branch.answer(received, "It still jams.", x_spam_flag="YES"))
    assert len(branch.tickets()) == 1
    assert branch.ticket().number == 1


def test_a_robots_own_mail_becomes_a_ticket_that_is_not_acknowledged(branch: Branch) -> None:
    letters = branch.work(branch.mail("shop@robots.example", "Disk full", auto_submitted="auto-generated"))
    the(letters, BO)
    assert named(branch.sent(), "shop@robots.example") == []


def test_a_person_behind_a_mailing_list_has_a_ticket_and_no_acknowledgement(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA, list_id="<staff.customer.example>", precedence="list"))
    the(letters, BO)
    assert named(letters, ANA) == []


def test_f32_a_late_report_is_noted_on_its_ticket_for_whom_it_names_and_never_answered(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    branch.now += timedelta(days=5)
    told = branch.work(bounce_of(the(letters, ANA), status="5.4.7"))
    assert named(told, DAEMON) == named(told, ANA) == []
    assert [ticket.number for ticket in branch.tickets()] == [1]
    assert branch.events()[-1] == "Undelivered"
    assert branch.ticket().undeliverable


def test_f76_a_bounce_of_an_acknowledgement_is_noted_on_its_ticket_and_told_to_the_first_line(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    told = branch.work(bounce_of(received))
    assert len(branch.tickets()) == 1
    assert branch.ticket().undeliverable
    assert named(told, ANA) == named(told, DAEMON) == []
    the(told, BO)


def test_nothing_automatic_goes_to_an_address_that_came_back_until_it_writes_again(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    branch.work(bounce_of(the(letters, ANA)))
    assert named(branch.work(branch.answer(the(letters, BO), "#take")), ANA) == []
    branch.work(branch.answer(the(letters, ANA), "I am back."))
    assert len(named(branch.work(branch.answer(the(letters, BO), "#escalate l2 needs a part")), ANA)) == 1


def test_a_delay_is_no_bounce(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    assert branch.work(bounce_of(received, action="delayed", status="4.4.1")) == []
    assert not branch.ticket().undeliverable


def test_s28_a_forged_bounce_mutes_nobody(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    assert branch.work(bounce_of(received, own=False)) == []
    token = received.mail_from.partition("+")[2].partition("@")[0]
    forged = bounce_of(received).replace(token.encode(), (token[:-4] + "aaaa").encode())
    assert branch.work(forged) == []
    assert not branch.ticket().undeliverable
    assert len(branch.tickets()) == 1


def test_a_bounce_of_an_agents_notice_does_not_go_round_in_circles(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    rounds = 0
    letters = [notice]
    while letters and rounds < 5:
        letters = named(branch.work(*(bounce_of(each) for each in letters)), BO)
        rounds += 1
    assert rounds == 1
    assert not branch.ticket().undeliverable


def test_f78_one_mail_that_came_three_ways_is_one_ticket(branch: Branch) -> None:
    content = branch.mail(ANA, to=[branch.address, "all@example.com"])
    copies = [f"Received: from way{number}.example\r\nDelivered-To: {branch.address}\r\n" for number in range(3)]
    letters = branch.work(*(copy.encode() + content for copy in copies))
    assert len(branch.tickets()) == 1
    the(letters, ANA)
    branch.work(b"Received: from late.example\r\n" + content)
    assert len(branch.tickets()) == 1


def test_f79_s10_the_same_message_id_with_other_content_is_another_mail(branch: Branch) -> None:
    """Whoever guesses a customer's Message-ID cannot make their mail vanish."""
    branch.receive(
        branch.mail(EVE_SQUATS, "Nothing.", message_id="<next@customer.example>"),
        branch.mail(ANA, "The server room burns.", message_id="<next@customer.example>"),
    )
    assert {each.requester for each in branch.tickets()} == {EVE_SQUATS, ANA}


EVE_SQUATS = "eve@evil.example"


def test_a_copy_of_a_mail_in_quarantine_is_looked_at_for_itself(make_branch: Callable[..., Branch]) -> None:
    """A list breaks a mail's signature; the copy that came straight proves its sender."""
    branch = make_branch(authserv_id="mx.example.com")
    content = branch.mail(ANA)
    failed = b"Authentication-Results: mx.example.com; dmarc=fail header.from=customer.example\r\n" + content
    passed = b"Authentication-Results: mx.example.com; dmarc=pass header.from=customer.example\r\n" + content
    branch.work(failed)
    assert branch.tickets() == []
    the(branch.work(passed), ANA)
    branch.work(b"Received: x\r\n" + passed)
    assert len(branch.tickets()) == 1


def test_f75_two_desks_that_write_to_each_other_come_to_rest(
    make_branch: Callable[..., Branch], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Desk A's automatic letter reaches desk B as mail, and the other way round."""
    ours, theirs = _two_desks(make_branch, tmp_path_factory)
    letters = ours.work(ours.mail(f"Their desk <{theirs.address}>", subject="Hello"))
    _play(ours, theirs, letters, rounds=10, change=lambda content: content)
    assert len(_between(ours.sent(), theirs)) <= 1
    assert len(_between(ours.sent(), ours)) <= 1


def test_f75_a_desk_that_hides_that_it_is_one_is_capped(
    make_branch: Callable[..., Branch], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It strips every header that says so, and changes the subject each time."""
    ours, theirs = _two_desks(make_branch, tmp_path_factory)
    for number in range(30):
        ours.work(ours.mail(theirs.address, f"We have received your message {number}.", subject=f"Case {number}"))
    assert len(_between(ours.sent(), theirs)) <= ours.office.caps.ten_minutes


def _two_desks(make_branch: Callable[..., Branch], tmp_path_factory: pytest.TempPathFactory) -> tuple[Branch, Branch]:
    other = f"sqlite:///{tmp_path_factory.mktemp('other')}/desk.db"
    return make_branch(), make_branch(other, address="help@other.example")


def _play(
    ours: Branch, theirs: Branch, letters: list[Letter], *, rounds: int, change: Callable[[bytes], bytes]
) -> None:
    """Carry each desk's letters to the other until there are none."""
    for _ in range(rounds):
        to_them = [change(each.content) for each in _between(letters, theirs)]
        to_us = [change(each.content) for each in _between(letters, ours)]
        letters = (theirs.work(*to_them) if to_them else []) + (ours.work(*to_us) if to_us else [])


def _between(letters: list[Letter], branch: Branch) -> list[Letter]:
    local, _, domain = branch.address.partition("@")
    return [each for each in letters if any(r.startswith(local) and r.endswith(domain) for r in each.rcpt)]


def test_our_own_letter_that_comes_back_is_dropped_and_kept(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    [mail] = branch.receive(received.content)
    assert (branch.inbox(mail).outcome, branch.inbox(mail).state) == ("loop-drop", "done")
    assert len(branch.tickets()) == 1


def test_letters_to_customers_ask_machines_not_to_answer(branch: Branch, sink: Sink) -> None:
    letters = branch.work(branch.mail(CARL))
    for letter in letters:
        assert letter.message["Auto-Submitted"].startswith("auto-")
        assert letter.message["X-Auto-Response-Suppress"] == "All"
    reply = the(branch.work(branch.answer(the(letters, BO), "Restart it.")), CARL)
    assert "Auto-Submitted" not in reply.message
    assert "MF-1" in subject_of(reply)
    assert BO not in whole_text(reply)
