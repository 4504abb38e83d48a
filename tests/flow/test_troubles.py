"""A major incident and the tickets that follow it: told at once, then every half hour, and resolved together."""

from datetime import timedelta

import pytest

from mailflow.desk.commands import Command, SeeOutbreak
from mailflow.desk.terms import Priority, State
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import TIME, Desk
from mailflow.store.ledger import Ledger
from mailflow.store.people import agents
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, LIZ, TOM, Branch, NewBranch, named, subject_of, text_of, the, whole_text
from tests.servers.sink import Letter

EVA = "eva@customer.example"
HALF_HOUR = timedelta(minutes=30)
ANAS, CARLS = "The till in room Walnut is dead.", "Our cash desk shows nothing, my badge is 4711."


def do(branch: Branch, number: int, command: Command) -> list[Letter]:
    """Let the desk itself do this."""
    with branch.store.write() as connection:
        desk = Desk(office=branch.office, ledger=Ledger(connection, branch.now), agents=agents(connection))
        carry_out(desk, desk.ledger.ticket(number), command, TIME)
        desk.ledger.flush()
    return branch.send()


@pytest.fixture
def outage(branch: Branch) -> Branch:
    """Ana's ticket 1 is the candidate, Carl's ticket 2 is alike; Eva's ticket 3 is not."""
    report(branch, ANA, ANAS, "Till")
    report(branch, CARL, CARLS, "Cash desk")
    report(branch, EVA, "The coffee is cold.", "Coffee")
    do(branch, 1, SeeOutbreak(alike=(1, 2)))
    return branch


def declare(branch: Branch) -> list[Letter]:
    """Bo says that it is a major incident."""
    return branch.work(branch.mail(BO, "#major", subject="Re: [MF-1] Till", authentication_results=proof()))


def order(branch: Branch, words: str, number: int = 1) -> list[Letter]:
    """Tom gives an order on the ticket."""
    return branch.work(branch.mail(TOM, words, subject=f"Re: [MF-{number}] Till", authentication_results=proof()))


def proof(domain: str = "agents.example") -> str:
    return f"mx.example.com; dmarc=pass header.from={domain}"


def report(branch: Branch, sender: str, body: str, subject: str) -> list[Letter]:
    """A customer whom the mail server has proven writes."""
    return branch.work(branch.mail(sender, body, subject=subject, authentication_results=proof("customer.example")))


@pytest.fixture
def branch(make_branch: NewBranch) -> Branch:
    """A desk that believes its own mail server."""
    return make_branch(authserv_id="mx.example.com")


def test_a_major_incident_is_told_at_once_to_its_people_and_to_those_of_the_alike_tickets(outage: Branch) -> None:
    letters = declare(outage)
    first, second = outage.ticket(1), outage.ticket(2)
    assert (first.major, first.priority, first.state, first.tier) == (True, Priority.P1, State.L3, 3)
    assert (second.parent, second.major, second.state) == (1, False, State.NEW)
    assert "major incident" in text_of(the(letters, ANA))
    assert "We know about it" in text_of(the(letters, CARL))
    assert "P1" in text_of(the(letters, TOM))
    assert not named(letters, EVA)
    assert outage.ticket(3).parent is None


def test_what_a_customer_wrote_stays_on_their_ticket(outage: Branch) -> None:
    letters = [*declare(outage), *order(outage, "#update The switch is being replaced.")]
    letters += order(outage, "#finding A switch burnt out.")
    letters += [*outage.pass_time(HALF_HOUR), *order(outage, "#resolve A new switch is in.")]
    for letter in named(letters, CARL):
        text = whole_text(letter)
        assert not any(word in text for word in ("Walnut", "Till", ANA, "MF-1]")), text
    assert not any("4711" in whole_text(each) for each in named(letters, ANA))


def test_everybody_hears_every_half_hour_and_at_every_change(outage: Branch) -> None:
    declare(outage)
    for _ in range(2):
        letters = outage.pass_time(HALF_HOUR)
        assert len(named(letters, ANA)) == 1
        assert "not over yet" in text_of(the(letters, CARL))
    told = order(outage, "#update The switch is being replaced.")
    assert all("The switch is being replaced." in text_of(the(told, each)) for each in (ANA, CARL))
    assert not named(outage.pass_time(timedelta(minutes=29)), CARL), "the half hour counts from the last word"
    found = order(outage, "#finding A switch burnt out.")
    assert "We have found the cause" in text_of(the(found, CARL))


def test_all_of_them_are_resolved_with_the_same_words_and_closed_apart(outage: Branch) -> None:
    declare(outage)
    over = order(outage, "#resolve A new switch is in.")
    assert [outage.ticket(number).state for number in (1, 2, 3)] == [State.RESOLVED, State.RESOLVED, State.NEW]
    for each in (ANA, CARL):
        assert "A new switch is in." in text_of(the(over, each))
        assert "over" in subject_and_text(the(over, each))
    outage.now += timedelta(hours=1)
    outage.work(outage.answer(the(over, ANA), "Yes, it works."))
    outage.work(outage.answer(the(over, CARL), "No, it still shows nothing."))
    assert (outage.ticket(1).state, outage.ticket(2).state) == (State.CLOSED, State.L1)
    assert outage.ticket(2).parent is None, "who is reopened goes on by himself"
    assert outage.ticket(2).responded_at is not None


def subject_and_text(letter: Letter) -> str:
    return f"{subject_of(letter)}\n{text_of(letter)}"


def test_the_all_clear_can_be_taken_back_while_it_waits(make_branch: NewBranch) -> None:
    branch = make_branch(authserv_id="mx.example.com", undo_seconds=30)
    report(branch, ANA, ANAS, "Till")
    report(branch, CARL, CARLS, "Cash desk")
    do(branch, 1, SeeOutbreak(alike=(2,)))
    declare(branch)
    order(branch, "#resolve A new switch is in.")
    assert branch.ticket(2).state is State.RESOLVED
    branch.now += timedelta(seconds=10)
    order(branch, "#undo")
    assert (branch.ticket(1).state, branch.ticket(2).state) == (State.L3, State.L1)
    branch.now += timedelta(minutes=1)
    assert not named(branch.send(), CARL)
    order(branch, "#resolve A new switch is in.")
    branch.now += timedelta(minutes=1)
    assert "A new switch is in." in text_of(the(branch.send(), CARL))


def test_a_confidential_ticket_never_follows(branch: Branch) -> None:
    report(branch, ANA, ANAS, "Till")
    branch.reading = reading(breach=True)
    report(branch, CARL, CARLS, "Cash desk")
    do(branch, 1, SeeOutbreak(alike=(2,)))
    assert not named(declare(branch), CARL)
    assert branch.ticket(2).parent is None


def test_children_of_a_cancelled_major_incident_go_on_by_themselves(outage: Branch) -> None:
    declare(outage)
    order(outage, "#cancel It was a drill.")
    assert (outage.ticket(2).parent, outage.ticket(2).state) == (None, State.NEW)
    assert "Parted" in outage.events(2)


def test_targets_of_a_child_are_watched_on_its_parent_alone(outage: Branch) -> None:
    declare(outage)
    letters = outage.pass_time(timedelta(hours=3))
    warned = [subject_of(each) for each in named(letters, BO) if "target" in text_of(each).lower()]
    assert not any("MF-2]" in subject for subject in warned)
    assert not named(letters, LIZ)


def test_link_on_a_major_incident_makes_a_child_that_is_told_and_resolved_with_it(outage: Branch) -> None:
    declare(outage)
    told = order(outage, "#link 3")
    assert "We know about it" in text_of(the(told, EVA))
    assert outage.ticket(3).parent == 1
    assert "A new switch is in." in text_of(the(order(outage, "#resolve A new switch is in."), EVA))
