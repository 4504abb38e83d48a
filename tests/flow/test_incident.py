"""An incident's whole life by mail: what comes in, what goes out, and where the ticket stands."""

from datetime import timedelta
from email import message_from_bytes
from itertools import pairwise

from sqlalchemy import select

from mailflow.desk.events import TargetWarned
from mailflow.desk.moves import leads
from mailflow.desk.terms import Head, Kind, State
from mailflow.store import schema
from tests.desk.build import reading
from tests.flow.branch import (
    ANA,
    BO,
    LIZ,
    START,
    SUPPORT,
    Branch,
    files_of,
    named,
    subject_of,
    text_of,
    the,
    whole_text,
)

MINUTES = timedelta(minutes=10)


def test_a_customers_mail_becomes_a_ticket_with_an_acknowledgement_and_a_notice(branch: Branch) -> None:
    letters = branch.work(branch.mail(f"Ana <{ANA}>", subject="Printer is dead"))
    received, notice = the(letters, ANA), the(letters, BO)
    assert branch.ticket().state is State.NEW
    assert "MF-1" in text_of(received)
    assert subject_of(received) == "Re: [MF-1] Printer is dead"
    assert received.message["From"].endswith(f"<{SUPPORT}>")
    assert received.message["Auto-Submitted"] == "auto-replied"
    assert "does not print" in text_of(notice)


def test_the_whole_life_of_an_incident(branch: Branch) -> None:
    """Taken, answered, asked, answered by the customer, escalated, found, resolved, reopened, resolved, confirmed."""
    first = branch.mail(f"Ana <{ANA}>", subject="Printer is dead")
    letters = branch.work(first)
    acknowledgement, notice = the(letters, ANA), the(letters, BO)
    assert acknowledgement.message["In-Reply-To"] == _id(first)

    letters = branch.work(branch.answer(notice, "#take"))
    assert branch.ticket().state is State.L1
    assert named(letters, BO) == []
    the(letters, ANA)

    branch.now += MINUTES
    reply = the(branch.work(branch.answer(notice, "Please switch it off and on.\n\nBo")), ANA)
    assert "Please switch it off and on." in text_of(reply)
    assert branch.ticket().responded_at == branch.now

    question = the(branch.work(branch.answer(notice, "#ask\nWhich floor is it on?")), ANA)
    assert "Which floor is it on?" in text_of(question)
    assert branch.ticket().state is State.WAIT_CUSTOMER
    assert branch.ticket().running_since is None

    branch.now += timedelta(hours=5)
    told = the(branch.work(branch.answer(question, "The second floor.")), BO)
    assert "The second floor." in text_of(told)
    assert branch.ticket().state is State.L1
    assert branch.ticket().running_since == branch.now

    letters = branch.work(branch.answer(told, "#escalate l2 needs a spare part"))
    hand_over = the(letters, LIZ)
    assert "needs a spare part" in text_of(hand_over)
    the(letters, ANA)

    found = the(branch.work(branch.answer(hand_over, "#finding The fuser is broken.")), ANA)
    assert "The fuser is broken." in text_of(found)

    resolved = the(branch.work(branch.answer(hand_over, "#resolve\nI changed the fuser.")), ANA)
    assert "I changed the fuser." in text_of(resolved)
    assert branch.ticket().state is State.RESOLVED

    branch.now += MINUTES
    letters = branch.work(branch.answer(resolved, "It stopped again after one page."))
    assert branch.ticket().state is State.L2
    assert branch.ticket().reopened == 1
    the(letters, LIZ)

    again = the(branch.work(branch.answer(the(letters, LIZ), "#resolve Changed the roller too.")), ANA)
    closed = the(branch.work(branch.answer(again, "Yes, it works now, thank you!")), ANA)
    assert branch.ticket().state is State.CLOSED
    assert "Changed the roller too." in text_of(closed)

    branch.work(branch.answer(closed, "5"))
    assert branch.events()[-1] == "Rated"
    assert len(branch.tickets()) == 1
    _threads_in_one_conversation(branch, ANA)


def test_each_step_is_one_that_the_table_of_moves_allows_and_its_letters_are_of_the_same_transaction(
    branch: Branch,
) -> None:
    """I4: what a mail changes and what it sends was written together."""
    notice = the(branch.work(branch.mail(ANA)), BO)
    for order in ("#take", "#ask Which one?", "#resolve Replaced it."):
        branch.now += MINUTES
        branch.work(branch.answer(notice, order))
    lines = select(schema.journal.c.tx, schema.journal.c.inbox)
    journal = branch.rows(lines.where(schema.journal.c.inbox.is_not(None)))
    of_mail = {(row.inbox, row.tx) for row in journal}
    assert len(of_mail) == len({inbox for inbox, _ in of_mail}) == 4
    letters = {(row.inbox, row.tx) for row in branch.outbox()}
    assert letters <= of_mail
    states = [State.NEW, State.L1, State.WAIT_CUSTOMER, State.RESOLVED]
    assert all(leads(Kind.INCIDENT, before, after) for before, after in pairwise(states))


def test_what_an_agent_writes_goes_out_under_the_desks_address_and_never_shows_the_agents(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    for body in ("#take", "Restart it, please.", "#finding Broken fuser", "#ask Which one?", "#resolve Replaced it."):
        branch.now += MINUTES
        branch.work(branch.answer(notice, body, sender=f"Bo Smith <{BO}>"))
    mine = [each for each in branch.sent() if ANA in each.rcpt]
    assert len(mine) == 6
    for letter in mine:
        assert BO not in whole_text(letter)
        assert BO.encode() not in letter.content
        assert BO not in letter.mail_from


def test_a_note_stays_inside_and_orders_alone_send_nothing_to_the_customer(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.work(branch.answer(notice, "#take"))
    assert branch.work(branch.answer(notice, "#note\nThis customer is difficult.")) == []
    assert branch.work(branch.answer(notice, "#note the secret word is rosebud")) == []
    assert branch.work(branch.answer(notice, "#priority P2")) == []
    resolved = the(branch.work(branch.answer(notice, "#resolve\nDone.")), ANA)
    closed = the(branch.work(branch.answer(resolved, "yes")), ANA)
    for letter in branch.sent():
        if ANA in letter.rcpt:
            assert "difficult" not in whole_text(letter)
            assert "rosebud" not in whole_text(letter)
    assert "Done." in text_of(closed)


def test_an_agents_attachments_are_passed_on_and_a_notes_are_not(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    files = [("how to.pdf", b"%PDF-1.7 really")]
    letter = the(branch.work(branch.answer(notice, "See the file.", files=files)), ANA)
    assert files_of(letter) == dict(files)
    assert branch.work(branch.answer(notice, "#note See the file.", files=files)) == []


def test_an_order_that_is_not_possible_is_answered_and_changes_nothing(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    before = branch.ticket()
    letters = branch.work(branch.answer(notice, "#return l1 because\n#frobnicate\n#merge 999\n#impact enormous"))
    refusal = text_of(the(letters, BO))
    assert named(letters, ANA) == []
    for word in ("return", "#frobnicate", "merge 999", "impact"):
        assert word in refusal
    assert branch.ticket() == before


def test_orders_in_hungarian_and_german_act_like_the_english_ones(branch: Branch) -> None:
    first, second = (the(branch.work(branch.mail(ANA)), BO) for _ in range(2))
    branch.work(branch.answer(first, "#átveszem"))
    branch.work(branch.answer(second, "#lösung Der Toner war leer."))
    assert [each.state for each in branch.tickets()] == [State.L1, State.RESOLVED]


def test_status_why_and_help_are_answered_and_change_nothing(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    notice, before = the(letters, BO), branch.ticket()
    answer = the(branch.work(branch.answer(notice, "#status\n")), BO)
    assert "MF-1" in text_of(answer)
    assert "hardware" in text_of(the(branch.work(branch.answer(notice, "#why")), BO)).casefold()
    assert "#resolve" in text_of(the(branch.work(branch.answer(notice, "#help")), BO))
    assert "MF-1" in text_of(the(branch.work(branch.answer(the(letters, ANA), "status")), ANA))
    assert branch.ticket() == before


def test_an_agent_can_take_back_a_letter_that_still_waits(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.office = branch.office_with(undo=timedelta(seconds=30))
    assert branch.work(branch.answer(notice, "Something rash.")) == []
    assert named(branch.work(branch.answer(notice, "#undo")), ANA) == []
    assert named(branch.pass_time(timedelta(minutes=1)), ANA) == []
    branch.work(branch.answer(notice, "Something kind."))
    assert "Something kind." in text_of(the(branch.pass_time(timedelta(minutes=1)), ANA))
    assert "late" in text_of(the(branch.work(branch.answer(notice, "#undo")), BO)).casefold() or named(
        branch.sent(), BO
    )


def test_silence_after_a_question_is_reminded_twice_and_then_ends_the_ticket(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.work(branch.answer(notice, "#ask Which one?"))
    reminders = [named(branch.pass_time(timedelta(days=1)), ANA) for _ in range(4)]
    assert [len(each) for each in reminders] == [0, 1, 0, 1]
    the(branch.pass_time(timedelta(days=1)), ANA)
    assert branch.ticket().state is State.RESOLVED
    the(branch.pass_time(timedelta(days=5)), ANA)
    assert branch.ticket().state is State.CLOSED


def test_targets_are_warned_of_once_each_and_a_missed_resolution_is_told_to_the_customer(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    letters = []
    for minutes in (60, 90, 108, 120, 480, 720, 864, 960):  # of 2 and of 16 hours
        branch.now = START + timedelta(minutes=minutes)
        letters += branch.pass_time(timedelta())
        assert branch.pass_time(timedelta()) == []
    assert len(named(letters, ANA)) == 1
    warned = [(event.clock, event.percent) for event in branch.journal() if isinstance(event, TargetWarned)]
    assert warned == [(clock, percent) for clock in ("first_response", "resolution") for percent in (50, 75, 90, 100)]
    assert branch.pass_time(timedelta(days=9)) == []


def test_a_closed_ticket_reopens_within_two_weeks_and_has_a_successor_later(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    resolved = the(branch.work(branch.answer(notice, "#resolve Done.")), ANA)
    closed = the(branch.pass_time(timedelta(days=5)), ANA)
    branch.now += timedelta(days=13)
    branch.work(branch.answer(closed, "It is broken again."))
    assert [each.state for each in branch.tickets()] == [State.L1]
    branch.work(branch.answer(notice, "#resolve Done again."))
    branch.pass_time(timedelta(days=5))
    branch.now += timedelta(days=15)
    branch.work(branch.answer(resolved, "And again."))
    assert [each.successor_of for each in branch.tickets()] == [None, 1]


def test_a_merged_tickets_later_mail_goes_to_its_target(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA, subject="One"), branch.mail(ANA, subject="Two"))
    second = next(each for each in named(letters, BO) if "MF-2" in subject_of(each))
    mine = next(each for each in named(letters, ANA) if "MF-2" in subject_of(each))
    told = branch.work(branch.answer(second, "#merge MF-1"))
    assert branch.ticket(2).state is State.MERGED
    the(told, ANA)
    branch.work(branch.answer(mine, "One more thing."))
    assert len(branch.tickets()) == 2
    assert branch.events(1)[-1] == "CustomerWrote"


def test_the_one_word_answer_to_the_desks_question_labels_the_ticket_and_becomes_an_example(branch: Branch) -> None:
    branch.reading = reading(unsure=[Head.CATEGORY])
    notice = the(branch.work(branch.mail(ANA, "It does not print.", subject="Printer")), BO)
    assert not branch.ticket().triaged
    assert branch.work(branch.answer(notice, "Network")) == []
    assert branch.ticket().triaged
    assert branch.ticket().category == "network"
    [example] = branch.rows(select(schema.example))
    assert (example.head, example.label, example.subject, example.body) == (
        "category", "network", "Printer", "It does not print.",
    )  # fmt: skip


def _id(content: bytes) -> str:
    return str(message_from_bytes(content)["Message-ID"])


def _threads_in_one_conversation(branch: Branch, address: str) -> None:
    """Each letter after the first refers to one that this reader has, so that their mail program shows one thread."""
    seen: set[str] = set()
    for letter in branch.sent():
        if address in letter.rcpt:
            references = set(str(letter.message["References"]).split())
            assert not seen or references & seen
            seen.add(str(letter.message["Message-ID"]))
