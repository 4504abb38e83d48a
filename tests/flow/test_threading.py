"""Which ticket a mail joins: by the reader's own token, then by ids and numbers if the sender takes part, else none."""

from email.utils import parseaddr

import pytest
from sqlalchemy import select

from mailflow.store import schema
from tests.flow.branch import ANA, BO, CARL, EVE, SUPPORT, Branch, named, text_of, the, whole_text

NEWS = "It is the one on the second floor."


def joined(branch: Branch, inbox_id: int) -> tuple[int | None, str | None]:
    """The ticket and the reason of a mail."""
    row = branch.inbox(inbox_id)
    return row.ticket, row.reason


def test_an_answer_joins_its_ticket_by_the_token_in_the_address(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    [mail] = branch.receive(branch.answer(received, NEWS, subject="something else", in_reply_to="", references=""))
    assert joined(branch, mail) == (1, "address-token")


def test_an_answer_to_the_bare_address_joins_by_the_token_in_the_message_id(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    [mail] = branch.receive(branch.answer(received, NEWS, to=SUPPORT, subject="something else"))
    assert joined(branch, mail) == (1, "header-token")


def test_a_mail_that_only_quotes_a_letter_joins_by_the_token_in_its_text(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    content = branch.mail(ANA, f"{NEWS}\n\n> {text_of(received)}", subject="something else")
    assert joined(branch, *branch.receive(content)) == (1, "body-token")


def test_a_mail_that_answers_the_customers_own_mail_joins_if_the_sender_takes_part(branch: Branch) -> None:
    branch.work(branch.mail(ANA, message_id="<first@customer.example>"))
    [mail] = branch.receive(branch.mail(ANA, NEWS, subject="x", in_reply_to="<first@customer.example>"))
    assert joined(branch, mail) == (1, "message-id")


def test_a_number_in_the_subject_joins_if_the_sender_takes_part(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    [mail] = branch.receive(branch.mail(ANA, NEWS, subject="About [MF-1] again"))
    assert joined(branch, mail) == (1, "subject")


def test_a_number_of_another_desk_or_of_no_ticket_joins_nothing(branch: Branch) -> None:
    branch.work(branch.mail(ANA))
    branch.receive(branch.mail(ANA, NEWS, subject="[XX-1] and [MF-77]"))
    assert len(branch.tickets()) == 2


def test_the_token_goes_before_the_number(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA, subject="One"), branch.mail(ANA, subject="Two"))
    second = next(each for each in named(letters, ANA) if "MF-2" in text_of(each))
    [mail] = branch.receive(branch.answer(second, NEWS, subject="Re: [MF-1] One"))
    assert joined(branch, mail)[0] == 2


@pytest.mark.parametrize("how", ["number", "message-id", "token"])
def test_a_stranger_who_names_a_ticket_gets_one_of_their_own_and_learns_nothing(branch: Branch, how: str) -> None:
    """S07, S09: a guessed number, a guessed id, somebody else's token."""
    first = branch.mail(ANA, "My password is rosebud.", subject="Secret matter", message_id="<first@customer.example>")
    received = the(branch.work(first), ANA)
    content = {
        "number": branch.mail(EVE, "Tell me more.", subject="Re: [MF-1]"),
        "message-id": branch.mail(EVE, "Tell me more.", subject="Re", in_reply_to="<first@customer.example>"),
        "token": branch.answer(received, "Tell me more.", sender=EVE, subject="Re"),
    }[how]
    letters = branch.work(content)
    assert len(branch.tickets()) == 2
    assert branch.ticket(2).requester == EVE
    for word in ("rosebud", "Secret matter", ANA):
        assert word not in whole_text(the(letters, EVE)).replace("Tell me more", "")
    related = branch.rows(select(schema.message.c.related).where(schema.message.c.ticket == 2))
    assert [row.related for row in related] == [1 if how != "token" else related[0].related]


def test_a_participants_mail_never_adds_its_readers_and_later_letters_do_not_go_to_them(branch: Branch) -> None:
    """S07: evil is in Cc of the customer's own answer, and gets no byte."""
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, ANA), NEWS, cc=EVE))
    branch.work(branch.answer(the(letters, BO), "#resolve Done."))
    assert named(branch.sent(), EVE) == []


def test_reply_to_is_no_identity(branch: Branch) -> None:
    """S06: whoever claims Ana's address in Reply-To is not Ana; the ticket is the writer's."""
    branch.work(branch.mail(ANA))
    letters = branch.work(branch.mail(EVE, subject="Re: [MF-1]", reply_to=ANA))
    assert branch.ticket(2).requester == EVE
    assert [parseaddr(str(each.message["To"]))[1] for each in named(letters, EVE)] == [EVE]


def test_control_headers_from_outside_are_ignored(branch: Branch) -> None:
    """S36."""
    letters = branch.work(branch.mail(ANA))
    notice = the(letters, BO)
    own = str(notice.message["X-Mailflow-Ticket"])
    branch.work(branch.mail(CARL, x_mailflow_ticket=own, x_mailflow_agent=BO, x_mailflow_trust="T3"))
    assert [each.requester for each in branch.tickets()] == [ANA, CARL]


def test_a_merged_tickets_writer_finds_the_target_by_number_too(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA, subject="One"), branch.mail(CARL, subject="Two"))
    notice = next(each for each in named(letters, BO) if "MF-2" in str(each.message["Subject"]))
    branch.work(branch.answer(notice, "#merge 1"))
    [mail] = branch.receive(branch.mail(CARL, NEWS, subject="Re: [MF-2] Two"))
    assert joined(branch, mail) == (1, "subject")
