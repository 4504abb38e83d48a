"""The numbers of the desk, and what an admin may make of them."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from mailflow.desk.rules import Rules, Targets
from mailflow.desk.terms import Clock, Impact, Priority, Urgency
from tests.desk.build import START, hours, play

MATRIX = {
    (Impact.HIGH, Urgency.HIGH): "P1",
    (Impact.HIGH, Urgency.MEDIUM): "P2",
    (Impact.HIGH, Urgency.LOW): "P3",
    (Impact.MEDIUM, Urgency.HIGH): "P2",
    (Impact.MEDIUM, Urgency.MEDIUM): "P3",
    (Impact.MEDIUM, Urgency.LOW): "P4",
    (Impact.LOW, Urgency.HIGH): "P3",
    (Impact.LOW, Urgency.MEDIUM): "P4",
    (Impact.LOW, Urgency.LOW): "P4",
}


@pytest.mark.parametrize(("impact", "urgency"), list(MATRIX))
def test_the_matrix_gives_the_priority(impact: Impact, urgency: Urgency) -> None:
    assert Rules().priority_of(impact, urgency) == MATRIX[impact, urgency]


def test_rules_are_read_from_plain_settings_and_what_is_left_out_keeps_its_default() -> None:
    rules = TypeAdapter(Rules).validate_python(
        {
            "matrix": {"low": {"high": "P2"}},
            "targets": {"P4": {"first_response": "PT4H", "next_response": "PT8H", "resolution": "P2D"}},
            "close_after_days": {"P4": 10},
            "calendar": {
                "zone": "Europe/Budapest",
                "hours": [{"days": ["mon", "fri"], "opens": "09:00", "closes": "17:00"}],
                "holidays": ["2026-12-24"],
            },
        }
    )
    assert rules.priority_of(Impact.LOW, Urgency.HIGH) is Priority.P2
    assert rules.priority_of(Impact.LOW, Urgency.LOW) is Priority.P4
    assert rules.target(Priority.P4, Clock.RESOLUTION) == timedelta(days=2)
    assert rules.target(Priority.P1, Clock.RESOLUTION) == timedelta(hours=4)
    assert (rules.close_after(Priority.P4), rules.close_after(Priority.P1)) == (10, 3)
    assert rules.calendar.add(START, hours(8)) == START.replace(day=12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"warn_percents": (75, 50)},
        {"warn_percents": (0, 50)},
        {"remind_after_days": (2, 2)},
        {"silence_after_days": 0},
        {"close_after_days": {Priority.P1: 0}},
        {"start_tier": {Priority.P1: 4}},
        {"categories": ()},
        {"approvers": {"hardware": "Vera"}},
        {"approvers": {"screens": "vera@example.org"}},
        {"deputies": {"vera@example.org": "Dan"}},
    ],
)
def test_rules_that_nobody_could_work_by_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)) if "categories" not in wrong else "category"):
        Rules(**wrong)  # type: ignore[arg-type]


def test_a_target_is_longer_than_nothing() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Targets(first_response=timedelta(), next_response=timedelta(hours=1), resolution=timedelta(hours=1))


def test_a_desk_of_one_line_starts_everything_there() -> None:
    one_line = Rules(start_tier=dict.fromkeys(Priority, 1))
    assert play(priority=Priority.P1, rules=one_line).it.tier == 1
