"""Threads as mail programs and servers leave them: ids rewritten or dropped, answers that cross, forwards, copies."""

import base64
import threading
from collections.abc import Callable
from typing import Any

import pytest

from mailflow.flow.take_in import take_in
from mailflow.subject import REPLY
from tests.flow.branch import ANA, BO, CARL, EVE, SUPPORT, Branch, named, subject_of, text_of, the, whole_text

NEWS = "It is the one on the second floor."
SES = "0100018f2a7b-1c2d3e4f-0000-4a5b-8c9d-000000@email.amazonses.com"


def joined(branch: Branch, inbox_id: int) -> tuple[int | None, str | None]:
    """The ticket and the reason of a mail."""
    row = branch.inbox(inbox_id)
    return row.ticket, row.reason


def index(conversation: int, answers: int = 0) -> str:
    """A Thread-Index of Exchange."""
    return base64.b64encode(b"\x01" + conversation.to_bytes(21, "big") + b"\x00\x01\x02\x03\x04" * answers).decode()


@pytest.mark.parametrize(
    ("how", "changes"),
    [
        ("address-token", {"in_reply_to": f"<{SES}>", "references": f"<{SES}>", "subject": "x"}),
        ("message-id", {"to": SUPPORT, "in_reply_to": f"<{SES}>", "references": f"<first@customer.example> <{SES}>"}),
        ("body-token", {"to": SUPPORT, "in_reply_to": f"<{SES}>", "references": "", "subject": "x"}),
        ("subject", {"to": SUPPORT, "in_reply_to": "", "references": "", "body": ""}),
    ],
)
def test_an_answer_is_found_though_our_mail_server_gave_our_letter_another_id(
    branch: Branch, how: str, changes: dict[str, Any]
) -> None:
    """Amazon SES, and Exchange for some routes: what we called our letter never reaches the customer."""
    received = the(branch.work(branch.mail(ANA, message_id="<first@customer.example>")), ANA)
    if "body" in changes or how == "message-id":
        bare = {name: value for name, value in changes.items() if name != "body"}
        content = branch.mail(ANA, NEWS, **{"subject": f"Re: {subject_of(received)}"} | bare)
    else:
        content = branch.answer(received, NEWS, **changes)
    [mail] = branch.receive(content)
    assert joined(branch, mail) == (1, how)


@pytest.mark.parametrize(
    "header", ["X-Microsoft-Original-Message-ID", "X-Google-Original-Message-ID", "X-Original-Message-ID"]
)
def test_a_customers_second_mail_names_the_first_as_their_own_program_called_it(branch: Branch, header: str) -> None:
    """Outlook.com and Gmail replace the id that Thunderbird gave; the copy in its Sent folder keeps the old one."""
    former: dict[str, Any] = {header: "<old@thunderbird.example>"}
    branch.receive(branch.mail(ANA, message_id="<new@outlook.example>", **former))
    [mail] = branch.receive(branch.mail(ANA, NEWS, subject="More", in_reply_to="<old@thunderbird.example>"))
    assert joined(branch, mail) == (1, "message-id")


def test_exchange_tells_a_conversation_that_has_lost_its_ids(branch: Branch) -> None:
    branch.receive(branch.mail(ANA, thread_index=index(7), thread_topic="Printer"))
    [more, other, stranger] = branch.receive(
        branch.mail(ANA, NEWS, subject="RE: Printer", thread_index=index(7, 2)),
        branch.mail(ANA, "The scanner does not scan.", subject="Scanner", thread_index=index(7, 2)),
        branch.mail(EVE, "Me too.", subject="RE: Printer", thread_index=index(7, 2)),
    )
    assert joined(branch, more) == (1, "conversation")
    assert [branch.inbox(each).outcome for each in (other, stranger)] == ["ticket-create"] * 2


@pytest.mark.parametrize("value", ["", "!!!", "AQ==", "x" * 21])
def test_a_thread_index_that_is_none_joins_nothing(branch: Branch, value: str) -> None:
    branch.receive(branch.mail(ANA, thread_index=value), branch.mail(ANA, thread_index=value))
    assert len(branch.tickets()) == 2


def test_google_groups_writes_in_its_own_name_and_the_customer_has_a_ticket_of_their_own(branch: Branch) -> None:
    """A group that rewrites From for DMARC says in Reply-To who wrote; that is no identity (S06)."""
    group = "'Ana' via Support <all@groups.example>"
    branch.receive(branch.mail(ANA), branch.mail(group, NEWS, subject="Re: Printer", x_original_from=ANA, reply_to=ANA))
    assert [each.requester for each in branch.tickets()] == [ANA, "all@groups.example"]


def test_a_second_mail_written_before_the_number_came_joins_the_first(branch: Branch) -> None:
    first, second = branch.receive(
        branch.mail(ANA, message_id="<first@customer.example>"),
        branch.mail(ANA, NEWS, subject="Re: Printer", in_reply_to="<first@customer.example>"),
    )
    assert [joined(branch, each)[0] for each in (first, second)] == [1, 1]
    letters = branch.send()
    assert len(named(letters, ANA)) == 1
    assert "CustomerWrote" in branch.events()


def test_it_joins_too_when_the_second_arrives_first(branch: Branch) -> None:
    branch.receive(branch.mail(ANA, NEWS, subject="Re: Printer", references="<first@customer.example>"))
    [late] = branch.receive(branch.mail(ANA, message_id="<first@customer.example>"))
    assert joined(branch, late) == (1, "message-id")


def test_the_same_subject_alone_joins_nothing(branch: Branch) -> None:
    branch.receive(branch.mail(ANA), branch.mail(ANA, NEWS), branch.mail(ANA, NEWS, subject="Re: Printer"))
    assert len(branch.tickets()) == 3


def test_two_answers_to_a_letter_that_the_desk_never_had_are_one_matter_for_each_writer(branch: Branch) -> None:
    """A colleague's circular, and the desk was in copy of what people answered."""
    circular: dict[str, Any] = {"subject": "Re: New printers", "in_reply_to": "<circular@customer.example>"}
    ana, carl, again = branch.receive(
        branch.mail(ANA, "Mine is not new.", **circular),
        branch.mail(CARL, "Mine neither.", **circular),
        branch.mail(ANA, "And it does not print.", **circular),
    )
    assert [joined(branch, each)[0] for each in (ana, carl, again)] == [1, 2, 1]
    assert "Mine is not new" not in "".join(whole_text(each) for each in named(branch.send(), CARL))


def test_two_people_of_a_ticket_who_answer_the_same_letter_both_join(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA, subject="One"), branch.mail(CARL, subject="Two"))
    branch.work(branch.answer(next(each for each in named(letters, BO) if "MF-2" in subject_of(each)), "#merge 1"))
    notice = next(each for each in named(letters, BO) if "MF-1" in subject_of(each))
    answers = branch.work(branch.answer(notice, "Which floor is it?"))
    mails = branch.receive(*(branch.answer(the(answers, each), NEWS) for each in (ANA, CARL)))
    assert [joined(branch, each) for each in mails] == [(1, "address-token")] * 2


def test_somebody_in_copy_who_answers_all_begins_a_ticket_of_their_own_linked_inside(branch: Branch) -> None:
    branch.receive(branch.mail(ANA, message_id="<first@customer.example>", cc=CARL))
    branch.receive(branch.mail(CARL, "Same here.", subject="Re: Printer", in_reply_to="<first@customer.example>"))
    assert [each.requester for each in branch.tickets()] == [ANA, CARL]


def test_a_copy_with_a_lists_foot_is_kept_on_the_same_ticket(branch: Branch) -> None:
    """The same Message-ID, sender and subject, other content: both are kept, and it is one matter."""
    first = branch.mail(ANA, message_id="<first@customer.example>")
    copy = branch.mail(ANA, "It does not print.\n\n--\nlist of all", subject="[all] Printer", list_id="<all.example>",
                       message_id="<first@customer.example>")  # fmt: skip
    ids = branch.receive(first, copy)
    assert [joined(branch, each)[0] for each in ids] == [1, 1]
    assert [branch.inbox(each).outcome for each in ids] == ["ticket-create", "article-append"]


def test_a_device_that_gives_all_its_mails_one_id_begins_a_ticket_with_each(branch: Branch) -> None:
    for subject in ("Scan 1", "Scan 2"):
        branch.receive(branch.mail(ANA, f"{subject} failed.", subject=subject, message_id="<1@scanner>"))
    assert len(branch.tickets()) == 2


def test_one_mail_through_two_mailboxes_at_the_same_moment_is_one_ticket(branch: Branch) -> None:
    content = branch.mail(ANA, to=[SUPPORT, "help@example.com"])
    copies = [f"Delivered-To: way{number}@example.com\r\n".encode() + content for number in range(4)]
    ids = [branch.keep(copy, mailbox=f"box{number}")[0] for number, copy in enumerate(copies)]
    start = threading.Barrier(len(ids))

    def take(inbox_id: int) -> None:
        start.wait()
        take_in(branch.office, [inbox_id], branch.now)

    threads = [threading.Thread(target=take, args=[each]) for each in ids]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(branch.tickets()) == 1
    assert sorted(str(branch.inbox(each).outcome) for each in ids) == ["dup-of"] * 3 + ["ticket-create"]


def test_two_desks_that_use_the_same_numbers_do_not_take_each_others_answers(
    make_branch: Callable[..., Branch], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ours = make_branch()
    theirs = make_branch(f"sqlite:///{tmp_path_factory.mktemp('other')}/desk.db", address="help@example.com")
    ours.work(ours.mail(ANA, subject="Ours"))
    letter = the(theirs.work(theirs.mail(ANA, subject="Theirs", message_id="<theirs@customer.example>")), ANA)
    [mail] = ours.receive(ours.answer(letter, NEWS, to=SUPPORT))
    assert "[MF-1]" in subject_of(letter)
    assert joined(ours, mail)[0] == 2


@pytest.mark.parametrize("prefix", sorted({words[0] for words in REPLY.values()}))
def test_the_number_is_read_behind_every_languages_word_for_an_answer(branch: Branch, prefix: str) -> None:
    branch.receive(branch.mail(ANA))
    [mail] = branch.receive(branch.mail(ANA, NEWS, subject=f"{prefix.upper()}: [MF-1] Printer"))
    assert joined(branch, mail) == (1, "subject")


# --- a new matter in an old thread


def close(branch: Branch, letters: list[Any]) -> None:
    """Resolve ticket 1, and let Ana confirm."""
    answers = branch.work(branch.answer(the(letters, BO), "#resolve Done."))
    branch.work(branch.answer(the(answers, ANA), "Yes, it works."))
    assert branch.ticket().state == "CLOSED"


def test_news_long_after_the_end_begin_one_ticket_and_what_follows_joins_that(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    close(branch, letters)
    branch.now = branch.now.replace(month=7)
    for news in (NEWS, "And it smokes."):
        branch.receive(branch.answer(the(letters, ANA), news))
    assert [(each.number, each.successor_of) for each in branch.tickets()] == [(1, None), (2, 1)]
    assert "CustomerWrote" in branch.events(2)


def test_another_subject_and_other_words_are_marked_as_perhaps_a_new_matter(branch: Branch) -> None:
    received = the(branch.work(branch.mail(ANA)), ANA)
    news = "I cannot reach the shared drive from home since yesterday, the VPN says that my account is locked."
    [other, same, short] = branch.receive(
        branch.answer(received, news, subject="Shared drive"),
        branch.answer(received, news),
        branch.answer(received, "Any news?", subject="Hello"),
    )
    told = [text_of(each) for each in named(branch.send(), BO)]
    assert sum("may be a new matter" in each for each in told) == 1
    assert [joined(branch, each) for each in (other, same, short)] == [
        (1, "address-token, new-matter"), (1, "address-token"), (1, "address-token"),
    ]  # fmt: skip


# --- forwards by an agent in the customer's name

FORWARDED = (
    "He called me about it.\n\n---------- Forwarded message ---------\nFrom: Carl Nagy <carl@customer.example>\n"
    "Date: Mon, 2 Mar 2026 at 09:00\nSubject: Nyomtató\nTo: Bo <bo@agents.example>\n\nNem megy a "
    "nyomtató, kérem segítsenek."
)
PASS = f"mx.example.com; dmarc=pass header.from={BO.partition('@')[2]}"


@pytest.fixture
def proving(make_branch: Callable[..., Branch]) -> Branch:
    """A desk that believes its mail server."""
    return make_branch(authserv_id="mx.example.com")


def test_an_agent_who_forwards_a_mail_opens_the_ticket_in_its_writers_name(proving: Branch) -> None:
    content = proving.mail(BO, FORWARDED, subject="Fwd: Nyomtató", authentication_results=PASS)
    letters = proving.work(content)
    ticket = proving.ticket()
    assert (ticket.requester, ticket.requester_name, ticket.subject) == (CARL, "Carl Nagy", "Nyomtató")
    assert "MF-1" in subject_of(the(letters, CARL))
    assert ticket.language == "hu"
    assert "He called me" not in "".join(map(whole_text, named(letters, CARL)))
    assert any("Nem megy" in text_of(each) for each in named(letters, BO))
    assert "Noted" in proving.events()
    [mail] = proving.receive(
        proving.answer(the(letters, CARL), NEWS, authentication_results=PASS.replace("agents", "customer"))
    )
    assert joined(proving, mail)[0] == 1


def test_an_agent_who_answers_the_challenge_for_a_forwarded_mail_opens_it_too(branch: Branch) -> None:
    """Where no mail server vouches for anybody."""
    challenge = the(branch.work(branch.mail(BO, FORWARDED, subject="Fwd: Nyomtató")), BO)
    branch.work(branch.answer(challenge, "yes"))
    branch.take_waiting()
    assert branch.ticket().requester == CARL


def test_a_customer_who_forwards_a_mail_stays_the_requester(branch: Branch) -> None:
    """Only an agent with proof may speak for others."""
    branch.work(branch.mail(ANA, FORWARDED, subject="Fwd: Nyomtató"))
    assert branch.ticket().requester == ANA


def test_who_only_pretends_to_be_an_agent_opens_nothing_in_anothers_name(proving: Branch) -> None:
    letters = proving.work(proving.mail(BO, FORWARDED, subject="Fwd: Nyomtató"))
    assert proving.tickets() == []
    assert named(letters, CARL) == []


def test_an_agent_who_forwards_an_agents_mail_asks_in_their_own_name(proving: Branch) -> None:
    content = FORWARDED.replace("carl@customer.example", "liz@agents.example")
    proving.work(proving.mail(BO, content, subject="Fwd: Nyomtató", authentication_results=PASS))
    assert proving.ticket().requester == BO
