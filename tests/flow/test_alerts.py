"""Monitors write to the desk: one trouble is one ticket, and no letter ever goes back to a monitor."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailflow.desk.events import AlertRepeated
from mailflow.desk.terms import State
from mailflow.flow.office import Monitors
from tests.flow.branch import ANA, BO, EVE, Branch, NewBranch, named, text_of, the
from tests.servers.sink import Letter

NAGIOS = "nagios@monitor.example"
BAD, WELL = "** PROBLEM Service Alert: web1/HTTP is CRITICAL **", "** RECOVERY Service Alert: web1/HTTP is OK **"
Tell = Callable[..., list[Letter]]


@pytest.fixture
def branch(make_branch: NewBranch) -> Branch:
    """A desk whose admin has listed one monitor."""
    branch = make_branch()
    branch.office = branch.office_with(monitors=Monitors(addresses=frozenset({NAGIOS})))
    return branch


def tell(branch: Branch, subject: str, sender: str = NAGIOS) -> list[Letter]:
    """The monitor writes, a minute after it wrote last."""
    branch.now += timedelta(minutes=1)
    return branch.work(branch.mail(sender, "Notification", subject=subject))


def test_a_trouble_is_one_ticket_however_often_it_is_told(branch: Branch) -> None:
    letters = tell(branch, BAD)
    assert "web1/HTTP" in text_of(the(letters, BO))
    for _ in range(3):
        assert not tell(branch, BAD), "the agents know already"
    [ticket] = branch.tickets()
    assert (ticket.alerts, ticket.state, ticket.flapping, ticket.silent) == (4, State.NEW, False, True)
    tell(branch, BAD.replace("web1", "web2"))
    assert len(branch.tickets()) == 2


def test_an_untouched_trouble_that_is_over_resolves_itself_and_counts_in_no_statistics(branch: Branch) -> None:
    tell(branch, BAD)
    assert not tell(branch, WELL)
    assert branch.ticket().state is State.RESOLVED
    assert not branch.pass_time(timedelta(days=10)), "it closes without a word"
    assert branch.ticket().state is State.CLOSED
    assert not named(branch.sent(), NAGIOS)


def test_a_trouble_that_somebody_works_on_stays_theirs(branch: Branch) -> None:
    notice = the(tell(branch, BAD), BO)
    assert "stays inside" in text_of(notice)
    branch.work(branch.answer(notice, "#take"))
    tell(branch, WELL)
    assert (branch.ticket().state, branch.events()[-1]) == (State.L1, "AlertCleared")
    branch.work(branch.answer(notice, "The disk was full."))
    branch.work(branch.answer(notice, "#resolve Cleared the disk."))
    assert branch.ticket().state is State.RESOLVED
    assert not named(branch.sent(), NAGIOS)


def test_a_trouble_that_comes_and_goes_is_one_ticket_that_says_so(branch: Branch) -> None:
    letters = tell(branch, BAD)
    for _ in range(3):
        tell(branch, WELL)
        letters = tell(branch, BAD)
    assert "comes and goes" in text_of(the(letters, BO))
    tell(branch, WELL)
    [ticket] = branch.tickets()
    assert (ticket.state, ticket.flapping, ticket.alerts) == (State.NEW, True, 4)
    assert not tell(branch, BAD), "that is said once"
    assert sum(isinstance(each, AlertRepeated) and each.flapping for each in branch.journal()) == 1


def test_a_trouble_that_comes_back_the_next_day_is_another_ticket(branch: Branch) -> None:
    tell(branch, BAD)
    tell(branch, WELL)
    branch.pass_time(timedelta(hours=2))
    tell(branch, BAD)
    assert [each.state for each in branch.tickets()] == [State.RESOLVED, State.NEW]


def test_a_recovery_of_what_was_never_told_is_only_kept(branch: Branch) -> None:
    [kept] = branch.receive(branch.mail(NAGIOS, subject=WELL))
    assert not branch.tickets()
    assert (branch.inbox(kept).state, branch.inbox(kept).reason) == ("done", "monitoring")


def test_a_mail_of_the_monitor_that_is_no_alert_is_a_silent_ticket(branch: Branch) -> None:
    letters = tell(branch, "Your licence ends in June")
    assert [each.rcpt[0] for each in letters] == [BO]
    assert branch.ticket().silent


@pytest.mark.parametrize("sender", [ANA, EVE])
def test_who_is_not_listed_can_end_no_trouble(branch: Branch, sender: str) -> None:
    tell(branch, BAD)
    tell(branch, WELL, sender)
    assert (branch.ticket(1).state, len(branch.tickets())) == (State.NEW, 2)


def test_a_forged_monitor_is_not_believed(make_branch: NewBranch) -> None:
    branch = make_branch(authserv_id="mx.example.com")
    branch.office = branch.office_with(monitors=Monitors(addresses=frozenset({NAGIOS})))
    proof = "mx.example.com; dmarc={} header.from=monitor.example"
    branch.work(branch.mail(NAGIOS, subject=BAD, authentication_results=proof.format("pass")))
    branch.work(branch.mail(NAGIOS, subject=WELL, authentication_results=proof.format("fail")))
    assert branch.ticket().state is State.NEW
