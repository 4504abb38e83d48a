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
    events.CallProposed,
    events.CallFixed,
    events.CallAccepted,
    events.CallWished,
    events.CallCancelled,
    events.CallOver,
    events.ApprovalAsked,
    events.ApprovalReminded,
    events.Approved,
    events.Rejected,
    events.DeclaredMajor,
    events.Linked,
    events.Adopted,
    events.ChildJoined,
    events.SplitOff,
    events.OutbreakSeen,
    events.OutbreakDismissed,
    events.AlertRepeated,
    events.AlertCleared,
    events.ParticipantOffered,
    events.ParticipantAdded,
    events.ParticipantRemoved,
    events.RequesterCorrected,
    events.AddressLinked,
    events.BreachSuspected,
    events.BreachAssessed,
    events.BreachDecided,
    events.SubjectsDecided,
    events.BreachRecorded,
    events.BreachDenied,
    events.BreachClosed,
    events.BreachWarned,
}
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def called(event: events.Event, **ticket: object) -> list[tuple[str, str]]:
    return [(call.letter, call.audience) for call in letters_for(event, make_ticket("en", **ticket))]


def test_a_new_ticket_is_acknowledged_and_told_to_its_tier() -> None:
    assert called(open_ticket("en")) == [("received", "requester"), ("new_ticket", "tier")]


def test_a_writer_whom_no_machine_may_answer_is_not_acknowledged() -> None:
    event = replace(open_ticket("en"), acknowledge=False)
    assert called(event) == [("new_ticket", "tier")]


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
    assert called(events.Assigned(by=BO, to=EVA, tier=2)) == [("assigned_to_you", "assignee")]
    assert called(events.Assigned(by=BO, to=BO, tier=1)) == []


def test_an_escalation_is_told_to_the_requester_and_handed_over_to_the_tier() -> None:
    event = events.Escalated(by=BO, before=1, tier=2, reason="spare part")
    assert called(event) == [("escalated", "requester"), ("hand_over", "tier")]


@pytest.mark.parametrize(
    ("how", "fulfilled", "letter"),
    [("agent", False, "resolved"), ("agent", True, "fulfilled"), ("no answer", False, "unanswered")],
)
def test_a_solution_is_told_to_all_who_take_part(how: str, fulfilled: bool, letter: str) -> None:
    assert called(events.Resolved(by=BO, text="x", how=how, fulfilled=fulfilled)) == [(letter, "participants")]


def test_the_whole_story_goes_to_the_requester_alone() -> None:
    assert called(events.Closed(by="desk", how="silence")) == [("closed", "participants")]


def test_reopening_is_told_to_both_sides() -> None:
    event = events.Reopened(by=ANNA, tier=1, reason="")
    assert called(event) == [("reopened", "requester"), ("reopened_agent", "assignee")]


def test_a_withdrawal_is_told_to_the_agent_too() -> None:
    assert called(events.Cancelled(by=ANNA, reason="")) == [("cancelled", "requester"), ("withdrawn", "assignee")]
    assert called(events.Cancelled(by=BO, reason="x")) == [("cancelled", "requester")]


@pytest.mark.parametrize(
    ("percent", "clock", "letters"),
    [
        (50, Clock.RESOLUTION, [("target_warning", "assignee")]),
        (75, Clock.RESOLUTION, [("target_warning", "assignee"), ("target_warning", "lead")]),
        (100, Clock.FIRST_RESPONSE, [("target_warning", "assignee"), ("target_warning", "lead")]),
        (
            100,
            Clock.RESOLUTION,
            [("target_warning", "assignee"), ("target_warning", "lead"), ("late", "requester")],
        ),
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
        events.WentToVendor: events.WentToVendor(by=BO, reference="x"),
        events.Opened: open_ticket("en"),
        events.Paged: events.Paged(by="desk", tier=3),
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
    assert human == {"reply", "update", "question", "cause_found", "resolved", "fulfilled"}


def test_lanes_and_audiences_are_words_of_the_retry_schedule_and_of_the_desk() -> None:
    assert {spec.lane for spec in LETTERS.values()} <= set(Lane)
    assert LETTERS["reply"].lane == "reply"
    assert LETTERS["received"].lane == "acknowledgement"
    assert Audience("lead") is Audience.LEAD
