"""Who takes part in a ticket: offered, added, removed; whose matter it is, and which addresses are one person's."""

from typing import Any

from sqlalchemy import select

from mailflow.desk.terms import State
from mailflow.store import schema
from tests.flow.branch import ANA, BO, CARL, EVE, SUPPORT, Branch, named, subject_of, text_of, the, whole_text
from tests.servers.sink import Letter

DORA = "dora@customer.example"


def opened(branch: Branch, **headers: Any) -> list[Letter]:
    """Ana's ticket, with a word that nobody who comes later may read."""
    return branch.work(branch.mail(ANA, "The printer is broken. My PIN is rosebud.", **headers))


def people(branch: Branch, number: int = 1) -> dict[str, str]:
    """Who takes part, with their roles."""
    taking = schema.participant.c
    return {row.address: row.role for row in branch.rows(select(schema.participant).where(taking.ticket == number))}


def test_who_is_in_copy_is_offered_and_takes_part_only_on_the_agents_word(branch: Branch) -> None:
    others = f"{CARL}, {BO}, noreply@shop.example, {SUPPORT}, {ANA}"
    letters = opened(branch, cc=others)
    notice = the(letters, BO)
    assert f"In copy: {CARL}. Answer #add" in flat(notice)
    assert named(letters, CARL) == []
    assert people(branch) == {ANA: "requester"}
    told = branch.work(branch.answer(notice, "#add"))
    letter = the(told, CARL)
    assert "You are now in copy of MF-1" in text_of(letter)
    assert "rosebud" not in whole_text(letter)
    assert (letter.message["References"], letter.message["In-Reply-To"]) == (None, None)
    assert people(branch) == {ANA: "requester", CARL: "participant"}
    again = the(branch.work(branch.answer(notice, "#add")), BO)
    assert "#add" in text_of(again)


def flat(letter: Letter) -> str:
    """The letter's words in one line."""
    return " ".join(text_of(letter).replace("\n|", " ").split())


def test_an_answer_goes_to_all_and_a_reply_to_all_reaches_us_with_the_writers_own_proof(branch: Branch) -> None:
    notice = the(opened(branch, cc=CARL), BO)
    branch.work(branch.answer(notice, "#add"))
    replies = branch.work(branch.answer(notice, "Please open the lid."))
    mine, theirs = the(replies, ANA), the(replies, CARL)
    for each in (mine, theirs):
        assert (each.message["To"], each.message["Cc"]) == (ANA, CARL)
    assert mine.message["Reply-To"] != theirs.message["Reply-To"]
    to_all = branch.answer(theirs, "It is open.", cc=ANA)
    told = the(branch.work(to_all), BO)
    assert "carl@customer.example wrote about MF-1" in flat(told)
    assert f"in copy to {CARL}" in flat(told)
    assert branch.journal()[-1].by == CARL
    token = str(theirs.message["Reply-To"])
    sent = branch.rows(select(schema.message).where(schema.message.c.sender == CARL))[0]
    branch.work(branch.mail(ANA, "Mine too.", to=[CARL, token], subject="Re: x", in_reply_to=f"<{sent.message_id}>"))
    assert len(branch.tickets()) == 1
    assert branch.journal()[-1].by == ANA
    assert branch.ticket().requester == ANA
    assert branch.events().count("ParticipantOffered") == 1


def test_whoever_is_taken_off_gets_no_more(branch: Branch) -> None:
    notice = the(opened(branch), BO)
    branch.work(branch.answer(notice, f"#add {CARL}"))
    assert named(branch.work(branch.answer(notice, f"#kivesz {CARL}")), CARL) == []
    replies = branch.work(branch.answer(notice, "Please open the lid."))
    assert named(replies, CARL) == []
    assert the(replies, ANA).message["Cc"] is None
    assert "#remove" in text_of(the(branch.work(branch.answer(notice, f"#remove {ANA}")), BO))


def test_the_corrected_requester_hears_that_it_is_logged_and_the_other_nothing_more(branch: Branch) -> None:
    notice = the(opened(branch), BO)
    letters = branch.work(branch.answer(notice, f"#requester {CARL} Carl Nagy"))
    received = the(letters, CARL)
    assert "Dear Carl Nagy" in text_of(received)
    assert "MF-1" in subject_of(received)
    assert named(letters, ANA) == []
    assert people(branch) == {CARL: "requester"}
    replies = branch.work(branch.answer(notice, "#resolve Done."))
    assert named(replies, ANA) == []
    branch.work(branch.answer(the(replies, CARL), "Yes"))
    assert branch.ticket().state is State.CLOSED


def test_a_second_address_of_the_requester_counts_as_theirs(branch: Branch) -> None:
    notice = the(opened(branch), BO)
    branch.work(branch.answer(notice, f"#alias {DORA}"))
    solved = the(branch.work(branch.answer(notice, "#resolve Done.")), ANA)
    for stranger in (EVE, DORA):
        mail = branch.answer(solved, "It still does not print, and now it is loud as well.", sender=stranger)
        branch.work(mail)
    assert [each.requester for each in branch.tickets()] == [ANA, EVE]
    assert branch.ticket().state is State.L1
    assert branch.journal()[-1].by == ANA


def test_what_is_no_possible_participant_is_refused(branch: Branch) -> None:
    notice = the(opened(branch), BO)
    for order in ("#add", f"#add {BO}", f"#add {SUPPORT}", f"#add {ANA}", "#requester nobody", f"#alias {BO}"):
        letters = branch.work(branch.answer(notice, order))
        assert order.split()[0] in text_of(the(letters, BO))
    assert people(branch) == {ANA: "requester"}


def test_only_the_requester_is_asked_to_confirm_and_to_rate(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA, cc=CARL)), BO)
    branch.work(branch.answer(notice, f"#add {CARL}"))
    solved = branch.work(branch.answer(notice, "#resolve A new roller."))
    assert "“yes”" in text_of(the(solved, ANA))
    assert "“yes”" not in text_of(the(solved, CARL))
    closed = branch.work(branch.answer(the(solved, ANA), "Yes, it works again."))
    assert "How did we do?" in text_of(the(closed, ANA))
    told = text_of(the(closed, CARL))
    assert f"{ANA} has told us that all is well" in told
    assert "How did we do?" not in told
    branch.work(branch.answer(the(closed, ANA), "5"))
    branch.work(branch.answer(the(closed, CARL), "1"))
    assert branch.events().count("Rated") == 1
