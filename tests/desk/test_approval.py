"""Whose word a request waits for, and what silence means, in the pure desk."""

from dataclasses import replace

from mailflow.desk.approval import approval_ends
from mailflow.desk.commands import Approve, AskApproval, Disapprove
from mailflow.desk.events import ApprovalAsked, ApprovalReminded, Refused, Rejected
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Kind, State
from tests.desk.build import ANA, BO, Play, days, hours, reading

VERA, DAN = "vera@example.org", "dan@example.org"
RULES = Rules(approvers={"hardware": "Vera@example.org"}, deputies={"VERA@example.org": DAN})


def request(rules: Rules = RULES) -> Play:
    play = Play(rules=rules)
    play.open(reading(Kind.REQUEST))
    return play


def test_the_rule_asks_in_whatever_case_the_settings_name_the_approver() -> None:
    assert (request().it.state, request().it.approver) == (State.WAIT_APPROVAL, VERA)


def test_whoever_would_approve_for_oneself_is_replaced_by_the_deputy_or_not_asked() -> None:
    own = replace(RULES, approvers={"hardware": ANA.upper()}, deputies={ANA.upper(): DAN})
    assert request(own).it.approver == DAN
    assert request(replace(own, deputies={})).it.state is State.NEW
    assert request(replace(own, deputies={ANA: ANA.title()})).it.state is State.NEW


def test_an_agent_may_ask_anybody_but_the_requester() -> None:
    play = request(Rules())
    [refused] = play.do(AskApproval(by=BO, approver=ANA.upper()))
    assert isinstance(refused, Refused)
    [asked] = play.do(AskApproval(by=BO, approver="Vera@Example.org"))
    assert asked == ApprovalAsked(by=BO, approver=VERA)


def test_only_the_one_who_is_asked_decides_and_only_while_asked() -> None:
    play = request()
    assert play.do(Approve(by=DAN)) == ()
    assert play.do(Disapprove(by=ANA, reason="")) == ()
    assert play.do(Approve(by=VERA))
    assert play.do(Disapprove(by=VERA, reason="no")) == ()
    assert play.it.state is State.FULFIL


def test_reminders_then_the_deputy_then_the_end_which_is_told_beforehand() -> None:
    play = request()
    end = approval_ends(play.it, RULES)
    heard = [play.tick(after) for after in (hours(8), hours(8), hours(8), days(4))]
    told = [event for events in heard for event in events if isinstance(event, ApprovalReminded | Rejected)]
    assert told[:3] == [
        ApprovalReminded(by="desk", count=1, approver=VERA),
        ApprovalReminded(by="desk", count=2, approver=VERA),
        ApprovalReminded(by="desk", count=3, approver=DAN, deputy=True),
    ]
    assert isinstance(told[3], Rejected)
    assert end == play.now
    assert approval_ends(play.it, RULES) is None
