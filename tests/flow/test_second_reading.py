"""A mail in doubt is read twice: the agents' notice waits a little for it, and tells what the second reading found."""

from dataclasses import replace
from datetime import timedelta

from mailflow.desk.terms import Head, Kind, Priority
from mailflow.flow.reader import Second
from mailflow.flow.reconsider import reconsider, waiting
from mailflow.store import vectors
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, LIZ, TOM, Branch, subject_of, text_of
from tests.servers.sink import Letter

IN_DOUBT = reading(unsure=[Head.KIND, Head.CATEGORY])
PATIENCE = timedelta(seconds=5)


def patient(branch: Branch) -> Branch:
    """The desk where notices wait, and the first reading is in doubt."""
    branch.office = replace(branch.office, patience=PATIENCE)
    branch.reading = IN_DOUBT
    return branch


def second(**changes: object) -> Second:
    return Second(encoder="stub", vector=b"\0\0" * 4, reading=reading(**changes))  # type: ignore[arg-type]


def to(letters: list[Letter], reader: str) -> list[Letter]:
    return [each for each in letters if reader in each.rcpt]


def test_the_acknowledgement_goes_at_once_and_the_notice_tells_what_the_second_reading_found(branch: Branch) -> None:
    patient(branch)
    assert [each.rcpt for each in branch.work(branch.mail(ANA))] == [(ANA,)]
    reconsider(branch.office, [(1, second(kind=Kind.REQUEST, category="access"))], branch.now)
    [notice] = branch.send()
    assert notice.rcpt == (BO,)
    assert "request" in subject_of(notice).lower() or "request" in text_of(notice).lower()
    assert "question" not in text_of(notice)
    ticket = branch.ticket()
    assert (ticket.kind, ticket.category, ticket.triaged) == (Kind.REQUEST, "access", True)


def test_after_some_seconds_the_notice_goes_as_it_is_and_no_second_one_follows(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA))
    [notice] = branch.pass_time(PATIENCE)
    assert "incident or request" in text_of(notice)
    reconsider(branch.office, [(1, second())], branch.now)
    assert branch.send() == []
    assert branch.ticket().triaged


def test_where_the_first_reading_was_sure_the_notice_goes_as_it_is_once_the_mail_was_looked_at(branch: Branch) -> None:
    patient(branch).reading = reading()
    assert to(branch.work(branch.mail(ANA)), BO) == []
    reconsider(branch.office, [(1, second(kind=Kind.REQUEST))], branch.now)
    assert len(to(branch.send(), BO)) == 1
    assert branch.pass_time(PATIENCE) == []
    assert branch.ticket().kind is Kind.INCIDENT


def test_a_mail_that_cannot_be_read_again_keeps_its_notice_no_longer(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA))
    reconsider(branch.office, [(1, None)], branch.now)
    assert [each.rcpt for each in branch.send()] == [(BO,)]


def test_a_critical_one_that_only_the_second_reading_sees_pages_instead_of_the_notice(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA))
    reconsider(branch.office, [(1, second(priority=Priority.P1))], branch.now)
    letters = branch.send()
    assert len(to(letters, TOM)) == 1
    assert len(to(letters, BO)) == 1
    assert to(letters, LIZ) == []
    assert branch.ticket().priority is Priority.P1
    assert branch.pass_time(2 * PATIENCE) == []


def test_a_breach_that_only_the_second_reading_sees_keeps_the_mail_out_of_the_notice(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA, "Our patients' list went to a stranger."))
    reconsider(branch.office, [(1, second(breach=True))], branch.now)
    letters = branch.send()
    assert branch.ticket().confidential
    assert not any("patients" in text_of(each) for each in to(letters, BO))


def test_what_an_agent_said_meanwhile_stands(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA))
    [notice] = branch.pass_time(PATIENCE)
    branch.work(branch.answer(notice, "#category network"))
    reconsider(branch.office, [(1, second(category="access"))], branch.now)
    assert branch.ticket().category == "network"


def test_the_newest_are_read_first_each_only_once_and_one_that_cannot_be_read_is_given_up(branch: Branch) -> None:
    patient(branch)
    for number in range(3):
        branch.receive(branch.mail(ANA, f"The scanner of room {number} is silent.", subject=f"Scanner {number}"))
    assert [each.ticket for each in waiting(branch.office, 2)] == [3, 2]
    assert waiting(branch.office, 1)[0].text == ("Scanner 2", "The scanner of room 2 is silent.")
    reconsider(branch.office, [(3, second()), (2, None)], branch.now)
    assert [each.ticket for each in waiting(branch.office, 9)] == [1]
    with branch.store.read() as connection:
        assert vectors.of(connection, [1, 2, 3], "stub") == {3: b"\0\0" * 4}
        assert vectors.of(connection, [3], "another") == {}


def test_what_a_model_that_reads_along_says_is_kept_and_moves_nothing(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA))
    along = replace(second(), reading=None, along="m2", shadow=reading(Kind.REQUEST, category="email"))
    reconsider(branch.office, [(1, along)], branch.now)
    assert not branch.ticket().triaged
    with branch.store.read() as connection:
        assert vectors.shadows(connection, "m2")[1]["category"] == "email"
        assert vectors.shadows(connection, "m3") == {}


def test_without_a_second_reading_in_the_model_the_vector_is_kept_and_nothing_changes(branch: Branch) -> None:
    patient(branch).work(branch.mail(ANA))
    reconsider(branch.office, [(1, replace(second(), reading=None))], branch.now)
    assert [each.rcpt for each in branch.send()] == [(BO,)]
    assert not branch.ticket().triaged
    assert waiting(branch.office, 9) == []
