"""Each letter goes once to each person, in order, and one that is lost is told to somebody who can act."""

from collections.abc import Callable
from datetime import timedelta

from mailflow.desk.events import Undelivered
from mailflow.desk.terms import Priority
from mailflow.store.people import Agent
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, LIZ, Branch, named, subject_of, text_of, the
from tests.servers.sink import Sink

LONE = (Agent(address=BO, name="Bo", tier=1, lead=True),)


def letters_of(branch: Branch, address: str) -> list[tuple[str, str]]:
    return [(row.letter, row.state) for row in branch.outbox() if row.recipient == address]


def test_a_lead_who_is_the_only_agent_gets_a_page_once(make_branch: Callable[..., Branch]) -> None:
    branch = make_branch(agents=LONE)
    branch.reading = reading(priority=Priority.P1)
    branch.receive(branch.mail(ANA))
    assert branch.ticket().priority is Priority.P1
    assert letters_of(branch, BO) == [("page", "due")]


def test_a_lead_who_is_the_only_agent_gets_a_warning_once(make_branch: Callable[..., Branch]) -> None:
    branch = make_branch(agents=LONE)
    branch.work(branch.mail(ANA))
    warnings = branch.pass_time(timedelta(hours=30))
    assert len(named(warnings, BO)) == len({text_of(each) for each in named(warnings, BO)})


def test_a_letter_that_is_given_up_is_told_to_the_agent_and_its_reader_still_counts_as_reachable(
    branch: Branch, sink: Sink
) -> None:
    sink.misbehave("RCPT", "450 4.2.0 Greylisted", match=ANA)
    branch.work(branch.mail(ANA))
    told = branch.pass_time(timedelta(hours=25))
    told += branch.pass_time(timedelta(minutes=1))
    assert ("received", "failed") in letters_of(branch, ANA)
    assert not branch.ticket().undeliverable
    [lost] = [each for each in branch.journal() if isinstance(each, Undelivered) and "Greylisted" in each.why]
    assert lost.gave_up
    assert any("gave up" in text_of(each) for each in named(told, BO))


def test_a_letter_that_an_agent_cannot_get_is_told_to_another_once(branch: Branch, sink: Sink) -> None:
    sink.misbehave("RCPT", "550 5.1.1 no such user", match=BO)
    letters = branch.work(branch.mail(ANA))
    assert letters_of(branch, BO) == [("new_ticket", "failed")]
    assert BO in text_of(the(letters, LIZ))
    assert not branch.ticket().undeliverable


def test_a_lone_agent_who_cannot_be_reached_causes_no_loop(make_branch: Callable[..., Branch], sink: Sink) -> None:
    branch = make_branch(agents=LONE)
    sink.misbehave("RCPT", "550 5.1.1 no such user")
    branch.work(branch.mail(ANA))
    branch.pass_time(timedelta(minutes=5))
    assert letters_of(branch, BO) == [("new_ticket", "failed"), ("undelivered_task", "failed")]
    assert branch.events().count("Undelivered") == 3


def test_what_was_done_makes_the_news_of_its_beginning_needless(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.receive(branch.answer(notice, "#take"))
    branch.receive(branch.answer(notice, "#resolve I changed the toner."))
    letters = named(branch.send(), ANA)
    assert [("toner" in text_of(each)) for each in letters] == [True], [subject_of(each) for each in letters]
    assert ("in_diagnosis", "superseded") in letters_of(branch, ANA)
