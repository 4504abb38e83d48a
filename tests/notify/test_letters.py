"""Which letters an event causes (DESK.md, the incident's table)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from mailflow.desk import events
from mailflow.desk.terms import Clock, Kind, Priority
from mailflow.notify.letters import LETTERS, Audience, letters_for
from mailflow.notify.retry import Lane
from tests.notify.occasions import ANNA, BO, EVA, OPENED, make_ticket, open_ticket

QUIET = {
    events.Triaged,
    events.LabelAsked,
    events.ReadAgain,
    events.Labelled,
    events.Noted,
    events.Undone,
    events.PauseStarted,
    events.Thanked,
    events.MachineWrote,
    events.Rated,
    events.FirstResponseMade,
    events.ResponseMade,
    events.Refused,
    events.Suspected,
    events.AffectedRecorded,
    events.CameBack,
    events.CallAccepted,
    events.Linked,
    events.ChildJoined,
    events.Parted,
    events.OutbreakDismissed,
    events.AlertCleared,
    events.ParticipantOffered,
    events.ParticipantRemoved,
    events.AddressLinked,
    events.BreachRecorded,
}
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def called(event: events.Event, **ticket: object) -> list[tuple[str, str]]:
    return [(call.letter, call.audience) for call in letters_for(event, make_ticket("en", **ticket))]


def test_a_new_ticket_is_acknowledged_and_told_to_its_tier() -> None:
    assert called(open_ticket("en")) == [("received", "requester"), ("new_ticket", "assignee")]


def test_a_writer_whom_no_machine_may_answer_is_not_acknowledged() -> None:
    event = replace(open_ticket("en"), acknowledge=False)
    assert called(event) == [("new_ticket", "assignee")]


def test_a_critical_ticket_is_told_to_its_agents_once_by_its_page() -> None:
    opened = replace(open_ticket("en"), priority=Priority.P1)
    assert called(opened) == [("received", "requester")]
    paged = events.Paged(by="desk", tier=3)
    assert called(paged, changed_at=OPENED) == [("page", "tier"), ("page", "lead")]


def test_a_ticket_that_becomes_critical_later_is_told_to_its_requester_too() -> None:
    assert called(events.Paged(by="desk", tier=3))[0] == ("escalated", "requester")


def test_taking_it_is_told_unless_the_agents_own_reply_goes_out() -> None:
    assert called(events.Taken(by=BO, name="Bo", tier=1, quiet=False)) == [("in_diagnosis", "requester")]
    assert called(events.Taken(by=BO, name="Bo", tier=1, quiet=True)) == []


def test_whoever_assigns_a_ticket_to_himself_is_not_written_to() -> None:
    told = [("assigned_to_you", "assignee"), ("assigned", "requester")]
    assert called(events.Assigned(by=BO, to=EVA, tier=2)) == told
    assert called(events.Assigned(by=BO, to=BO, tier=1)) == [("assigned", "requester")]
    assert called(events.Assigned(by="desk", to=BO, tier=1)) == []


def test_an_escalation_is_told_to_the_requester_and_handed_over_to_the_tier() -> None:
    event = events.Escalated(by=BO, before=1, tier=2, reason="spare part")
    assert called(event) == [("escalated", "requester"), ("hand_over", "tier")]


@pytest.mark.parametrize(
    ("how", "fulfilled", "letter"),
    [("agent", False, "resolved"), ("agent", True, "fulfilled"), ("no answer", False, "unanswered")],
)
def test_a_solution_is_told_to_all_who_take_part(how: str, fulfilled: bool, letter: str) -> None:
    assert called(events.Resolved(by=BO, text="x", how=how, fulfilled=fulfilled)) == [(letter, "participants")]


def test_both_sides_hear_of_a_call_once_whoever_fixed_it() -> None:
    by_agent = events.CallFixed(by=BO, at=AT, minutes=30, where="phone", sequence=1)
    chosen = replace(by_agent, by=ANNA)
    customer, agent = ("call_fixed", "requester"), "call_fixed_agent"
    assert called(by_agent) == [customer, (agent, "assignee"), (agent, "orderer")]
    assert called(chosen) == [customer, (agent, "assignee")]


def test_proposals_that_a_solution_makes_needless_are_not_told() -> None:
    assert called(events.CallCancelled(by=BO, how="settled", sequence=1)) == []


def test_who_takes_an_approver_s_place_is_asked_not_reminded() -> None:
    reminded = events.ApprovalReminded(by="desk", count=3, approver="dan@example.com", deputy=True)
    assert called(reminded) == [("approval_ask", "approver")]


@pytest.mark.parametrize("ticket", [{"major": True}, {"parent": 3}])
def test_the_end_of_a_major_incident_is_told_as_the_all_clear(ticket: dict[str, object]) -> None:
    event = events.Resolved(by=BO, text="x", how="agent", fulfilled=False)
    assert called(event, **ticket) == [("major_over", "participants")]


def test_a_major_incident_is_told_by_its_own_letter_and_its_agents_are_paged() -> None:
    assert called(events.DeclaredMajor(by=BO), major=True) == [("major_start", "participants")]
    assert called(events.Paged(by="desk", tier=3), major=True) == [("page", "tier"), ("page", "lead")]


def test_a_childs_people_hear_an_agents_words_or_that_work_goes_on() -> None:
    words = events.ParentTold(by=BO, parent=3, news="update", text="x")
    assert called(words, parent=3) == [("major_update", "participants")]
    assert called(replace(words, news="progress", text=""), parent=3) == [("major_progress", "participants")]


def test_targets_of_a_child_are_not_warned_of() -> None:
    warned = events.TargetWarned(by="desk", clock=Clock.RESOLUTION, percent=100, due=AT)
    assert called(warned, parent=3) == []


def test_the_whole_story_goes_to_the_requester_alone() -> None:
    assert called(events.Closed(by="desk", how="silence")) == [("closed", "participants")]


def test_reopening_is_told_to_both_sides() -> None:
    event = events.Reopened(by=ANNA, tier=1, reason="")
    assert called(event) == [("reopened", "requester"), ("reopened_agent", "assignee")]


def test_a_withdrawal_is_told_to_the_agent_too() -> None:
    assert called(events.Cancelled(by=ANNA, reason="")) == [("cancelled", "requester"), ("withdrawn", "assignee")]
    assert called(events.Cancelled(by=BO, reason="x")) == [("cancelled", "requester")]


WIDELY = [("target_warning", audience) for audience in ("assignee", "lead", "manager")]


@pytest.mark.parametrize(
    ("percent", "clock", "letters"),
    [
        (50, Clock.RESOLUTION, [("target_warning", "assignee")]),
        (75, Clock.RESOLUTION, [("target_warning", "assignee"), ("target_warning", "lead")]),
        (90, Clock.RESOLUTION, [*WIDELY]),
        (100, Clock.FIRST_RESPONSE, [*WIDELY]),
        (100, Clock.RESOLUTION, [*WIDELY, ("late", "requester")]),
    ],
)
def test_warnings_widen_and_only_a_missed_resolution_reaches_the_customer(
    percent: int, clock: Clock, letters: list[tuple[str, str]]
) -> None:
    assert called(events.TargetWarned(by="desk", clock=clock, percent=percent, due=AT)) == letters


@pytest.mark.parametrize("topic", ["status", "why", "help"])
def test_whoever_asks_is_told(topic: str) -> None:
    assert called(events.Shown(by=BO, topic=topic)) == [(topic, "orderer")]


def test_every_event_either_is_quiet_or_causes_letters() -> None:
    made: dict[type, events.Event] = {
        events.Answered: events.Answered(by=BO, name="Bo", text="x"),
        events.Returned: events.Returned(by=BO, before=2, tier=1, reason="x"),
        events.CauseFound: events.CauseFound(by=BO, text="x"),
        events.Asked: events.Asked(by=BO, question="x"),
        events.Reminded: events.Reminded(by="desk", count=1),
        events.SilenceNoticed: events.SilenceNoticed(by="desk"),
        events.CustomerWrote: events.CustomerWrote(by=ANNA, received_at=AT, resumes=False),
        events.Merged: events.Merged(by=BO, target=3),
        events.KindChanged: events.KindChanged(by=BO, before=Kind.REQUEST, after=Kind.INCIDENT),
        events.Undelivered: events.Undelivered(by="desk", recipient=ANNA, why="550"),
        events.Updated: events.Updated(by=BO, text="x"),
        events.ProgressTold: events.ProgressTold(by="desk"),
        events.OutbreakSeen: events.OutbreakSeen(by="desk", alike=(3,)),
        events.AlertRepeated: events.AlertRepeated(by="nagios@example.org", count=4, flapping=True),
        events.DeclaredMajor: events.DeclaredMajor(by=BO),
        events.Adopted: events.Adopted(by=BO, parent=3),
        events.ParentTold: events.ParentTold(by=BO, parent=3, news="progress"),
        events.WentToVendor: events.WentToVendor(by=BO, reference="x"),
        events.CallProposed: events.CallProposed(by=BO, slots=(AT,), minutes=30, where="phone"),
        events.CallFixed: events.CallFixed(by=BO, at=AT, minutes=30, where="phone", sequence=1),
        events.CallWished: events.CallWished(by=ANNA, at=AT),
        events.CallCancelled: events.CallCancelled(by=BO, how="agent", sequence=2, at=AT),
        events.CallOver: events.CallOver(by="desk"),
        events.ApprovalAsked: events.ApprovalAsked(by=BO, approver="vera@example.com"),
        events.ApprovalReminded: events.ApprovalReminded(by="desk", count=1, approver="vera@example.com"),
        events.Approved: events.Approved(by="vera@example.com"),
        events.Rejected: events.Rejected(by="vera@example.com", reason="x", how="refused"),
        events.Opened: open_ticket("en"),
        events.Paged: events.Paged(by="desk", tier=3),
        events.SplitOff: events.SplitOff(by=BO, into=13),
        events.ParticipantAdded: events.ParticipantAdded(by=BO, address=EVA),
        events.RequesterCorrected: events.RequesterCorrected(by=BO, before=EVA, after=ANNA),
        events.BreachSuspected: events.BreachSuspected(by="desk"),
        events.BreachWarned: events.BreachWarned(by="desk", hours=24, until=AT),
        events.BreachAssessed: events.BreachAssessed(by=BO, aware_at=AT),
        events.BreachDecided: events.BreachDecided(by=BO, notify=True, reason="x"),
        events.SubjectsDecided: events.SubjectsDecided(by=BO, told=True, reason=""),
        events.BreachDenied: events.BreachDenied(by=BO, reason="x"),
        events.BreachClosed: events.BreachClosed(by=BO),
        events.Taken: events.Taken(by=BO, name="Bo", tier=1, quiet=False),
        events.Assigned: events.Assigned(by=BO, to=EVA, tier=1),
        events.Escalated: events.Escalated(by=BO, before=1, tier=2, reason="x"),
        events.Resolved: events.Resolved(by=BO, text="x", how="agent", fulfilled=False),
        events.Closed: events.Closed(by=ANNA, how="confirmed"),
        events.Reopened: events.Reopened(by=ANNA, tier=1, reason=""),
        events.Cancelled: events.Cancelled(by=ANNA, reason=""),
        events.TargetWarned: events.TargetWarned(by="desk", clock=Clock.RESOLUTION, percent=100, due=AT),
        events.Shown: events.Shown(by=BO, topic="why"),
    }
    assert set(get_args(events.Event)) == QUIET | set(made)
    caused = {letter for event in made.values() for letter, _ in called(event)}
    assert all(called(event) for event in made.values())
    assert caused <= set(LETTERS)


def test_only_letters_with_a_persons_own_words_go_out_as_a_persons() -> None:
    human = {letter for letter, spec in LETTERS.items() if not spec.automatic}
    words = {"reply", "update", "question", "cause_found", "resolved", "fulfilled", "major_update", "major_over"}
    assert human == words | {"call_proposed", "call_fixed"}


def test_lanes_and_audiences_are_words_of_the_retry_schedule_and_of_the_desk() -> None:
    assert {spec.lane for spec in LETTERS.values()} <= set(Lane)
    assert LETTERS["reply"].lane == "reply"
    assert LETTERS["received"].lane == "acknowledgement"
    assert Audience("lead") is Audience.LEAD
