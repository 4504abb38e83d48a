"""What an agent writes for the desk stays inside, and what a merge, a word or a late answer does to whom."""

from datetime import timedelta

import pytest

from mailflow.desk.events import Noted
from mailflow.desk.terms import State
from tests.flow.branch import ANA, BO, CARL, Branch, named, subject_of, text_of, the, whole_text
from tests.servers.sink import Letter

SECRET = "The customer forgot to pay rosebud."


def notice_of(branch: Branch) -> Letter:
    """Ana's ticket, and what Bo is told of it."""
    return the(branch.work(branch.mail(ANA)), BO)


def as_html(content: bytes, body: str) -> bytes:
    """The mail with this HTML as its only part."""
    head, _, _ = content.decode().replace("text/plain", "text/html").partition("\r\n\r\n")
    return f"{head}\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    "body",
    [
        f"#ntoe\n{SECRET}",
        f"#ntoe {SECRET}",
        f"Hi,\n#note {SECRET}",
        f"Hi,\n\n  #NOTE: {SECRET}\n\nBo",
        f"Hi,\n# note {SECRET}",
        f"#priority p2\nHi\n#jegyzet {SECRET}",
        f"#resolve Restarted it.\n#ntoe {SECRET}",
        f"#frobnicate {SECRET}",
    ],
)
def test_a_note_that_was_written_wrongly_stays_inside_and_its_writer_is_told(branch: Branch, body: str) -> None:
    notice = notice_of(branch)
    letters = branch.work(branch.answer(notice, body, files=[("secret.txt", b"rosebud")]))
    assert named(letters, ANA) == []
    assert branch.ticket().state is State.NEW
    told = text_of(the(letters, BO))
    assert "not" in told
    assert all("rosebud" not in whole_text(each) for each in branch.sent() if ANA in each.rcpt)


@pytest.mark.parametrize(
    "body", [f"<p>#note</p><p>{SECRET}</p>", f"<div>#note {SECRET}</div>", f"<p>#ntoe {SECRET}</p>"]
)
def test_a_note_that_only_the_html_shows_stays_inside(branch: Branch, body: str) -> None:
    notice = notice_of(branch)
    letters = branch.work(as_html(branch.answer(notice, "x"), body))
    assert named(letters, ANA) == []
    assert "nothing was sent to the customer" in " ".join(text_of(the(letters, BO)).split())
    [note] = [event for event in branch.journal() if isinstance(event, Noted)]
    assert SECRET in note.text


def test_a_hash_that_is_no_order_goes_out(branch: Branch) -> None:
    notice = notice_of(branch)
    letter = the(branch.work(branch.answer(notice, "Please restart #3,\nor the one with\n#yellow label.")), ANA)
    assert "#yellow label." in text_of(letter)


def two_tickets(branch: Branch) -> list[Letter]:
    """Ana's MF-1, of which much was written, and Carl's MF-2."""
    first = branch.work(branch.mail(ANA, "My password is rosebud."))
    branch.work(branch.answer(the(first, BO), "#ask Is it rosebud?"))
    return branch.work(branch.mail(CARL, "It does not print.", subject="No print"))


def test_who_takes_part_in_a_merged_ticket_takes_part_in_the_other_from_then_on(branch: Branch) -> None:
    letters = two_tickets(branch)
    notice = the(letters, BO)
    branch.work(branch.answer(notice, "#merge MF-1"))
    told = the(branch.work(branch.answer(the(letters, CARL), "The red lamp is on.")), BO)
    assert branch.events(1)[-1] == "CustomerWrote"
    replies = branch.work(branch.answer(told, "Please open the lid."))
    solved = branch.work(branch.answer(told, "#resolve Replaced the lamp."))
    for each in (replies, solved):
        assert len(named(each, ANA)) == len(named(each, CARL)) == 1
    branch.work(branch.answer(the(solved, CARL), "Yes"))
    assert branch.ticket(1).state is State.RESOLVED
    status = branch.work(branch.answer(the(solved, CARL), "status"))
    assert "MF-1" in text_of(the(status, CARL))
    closed = branch.work(branch.answer(the(solved, ANA), "Yes"))
    assert branch.ticket(1).state is State.CLOSED
    assert "The whole story" in text_of(the(closed, ANA))
    assert "The whole story" not in text_of(the(closed, CARL))
    assert all("rosebud" not in whole_text(each) for each in branch.sent() if CARL in each.rcpt)


def test_a_person_who_is_on_both_tickets_joins_once(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA, subject="One"), branch.mail(ANA, subject="Two"))
    first, second = sorted(named(letters, BO), key=subject_of)
    branch.work(branch.answer(second, "#merge MF-1"))
    assert len(named(branch.work(branch.answer(first, "Restart it.")), ANA)) == 1


@pytest.mark.parametrize(
    ("solved", "said", "proven", "unproven"),
    [
        (True, "Yes, it works", State.CLOSED, State.L1),
        (False, "Please cancel.", State.CANCELLED, State.L1),
        (True, "Thank you!", State.RESOLVED, State.RESOLVED),
    ],
)
@pytest.mark.parametrize("token", [True, False])
def test_only_a_proven_customers_word_moves_a_ticket(
    branch: Branch, solved: bool, said: str, proven: State, unproven: State, token: bool
) -> None:
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, BO), "#resolve Done." if solved else "#take"))
    own = branch.answer(the(letters, ANA), said)
    branch.work(own if token else branch.mail(ANA, said, subject="Re: [MF-1] Printer"))
    assert branch.ticket().state is (proven if token else unproven)
    assert len(branch.tickets()) == 1


@pytest.mark.parametrize("token", [True, False])
def test_only_a_proven_customer_is_told_the_status_and_may_rate(branch: Branch, token: bool) -> None:
    letters = branch.work(branch.mail(ANA))
    mine = the(letters, ANA)

    def say(word: str) -> list[Letter]:
        return branch.work(branch.answer(mine, word) if token else branch.mail(ANA, word, subject="[MF-1]"))

    assert len(named(say("status"), ANA)) == int(token)
    branch.work(branch.answer(the(letters, BO), "#resolve Done."))
    branch.work(branch.answer(mine, "Yes"))
    say("5")
    assert branch.events()[-1] == ("Rated" if token else "Reopened")


def test_an_automatic_mail_of_two_senders_is_quarantined(branch: Branch) -> None:
    content = branch.mail(ANA, auto_submitted="auto-generated")
    [mail] = branch.receive(b"From: eve@evil.example\r\n" + content)
    assert branch.inbox(mail).state == "quarantined"
    assert branch.tickets() == []


def test_a_ticket_that_follows_an_old_one_has_the_subject_alone(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    resolved = the(branch.work(branch.answer(the(letters, BO), "#resolve Done.")), ANA)
    branch.pass_time(timedelta(days=5))
    branch.now += timedelta(days=15)
    branch.work(branch.answer(resolved, "It is broken again.", subject="Re: [MF-1] AW: Re: Printer"))
    assert branch.ticket(2).subject == "Printer"
    letter = next(each for each in branch.sent() if ANA in each.rcpt and "MF-2" in subject_of(each))
    assert subject_of(letter).endswith("[MF-2] Printer")


def test_what_an_answer_repeats_of_our_letter_without_quote_marks_does_not_go_out(branch: Branch) -> None:
    notice = notice_of(branch)
    answer = branch.mail(
        BO, f"Please restart it.\n\n{text_of(notice)}", to=str(notice.message["Reply-To"]), subject="Re: Printer"
    )
    letter = text_of(the(branch.work(answer), ANA))
    assert "Please restart it." in letter
    ours = {line.strip() for line in text_of(notice).splitlines() if len(line.strip()) > 20}
    shown = {line.strip() for line in letter.splitlines()}
    assert not {line for line in ours & shown if "Support" not in line}


HALF_A_MINUTE = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ("#resolve\nReplaced the fuser.", State.RESOLVED),
        ("#ask Which one?", State.WAIT_CUSTOMER),
        ("#finding Broken fuser.", State.L1),
        ("Something rash.", State.L1),
    ],
)
def test_undo_takes_back_the_letter_and_what_its_order_did(branch: Branch, order: str, moved: State) -> None:
    notice = notice_of(branch)
    branch.work(branch.answer(notice, "#take"))
    before = branch.ticket()
    branch.office = branch.office_with(undo=HALF_A_MINUTE)
    branch.work(branch.answer(notice, order))
    assert branch.ticket().state is moved
    branch.now += timedelta(seconds=10)
    assert branch.work(branch.answer(notice, "#undo")) == []
    after = branch.ticket()
    assert (after.state, after.tier, after.finding, after.solution) == (State.L1, 1, "", "")
    assert (after.running_since is not None, after.assignee) == (True, before.assignee)
    assert branch.events()[-1] == "Undone"
    assert branch.pass_time(timedelta(minutes=2)) == []
    assert "took back" in " ".join(text_of(the(branch.work(branch.answer(notice, "#why")), BO)).split())


def test_undo_of_a_second_cause_leaves_the_first(branch: Branch) -> None:
    notice = notice_of(branch)
    branch.work(branch.answer(notice, "#finding Broken fuser."))
    branch.office = branch.office_with(undo=HALF_A_MINUTE)
    branch.work(branch.answer(notice, "#finding Broken roller."))
    branch.work(branch.answer(notice, "#undo"))
    assert branch.ticket().finding == "Broken fuser."


def test_undo_after_the_letter_went_out_changes_nothing(branch: Branch) -> None:
    notice = notice_of(branch)
    branch.work(branch.answer(notice, "#resolve Done."))
    letters = branch.work(branch.answer(notice, "#undo"))
    assert "#undo" in text_of(the(letters, BO))
    assert branch.ticket().state is State.RESOLVED
