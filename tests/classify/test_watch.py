"""Watching the model: by week against what people said, and a drift only where it is more than chance."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mailflow.classify.watch import Case, compared, drifts, falls, weeks

MONDAY = datetime(2026, 6, 8, tzinfo=UTC)


def case(days: float = 0, *, asked: bool = False, topic: str = "access", language: str = "en", **spoken: str) -> Case:
    return Case(
        opened_at=MONDAY + timedelta(days=days),
        language=language,
        asked=asked,
        guesses={"kind": ("incident", 0.9), "category": (topic, 0.8)},
        spoken=spoken,
    )


def test_each_week_has_its_line_the_oldest_first() -> None:
    found = weeks([case(8), case(6.9), case(0)])
    assert [(line["week"], line["tickets"]) for line in found] == [("2026-06-08", 2), ("2026-06-15", 1)]


def test_accuracy_is_told_against_what_people_said_and_sureness_by_what_they_left() -> None:
    mails = [
        case(),
        case(kind="request"),
        case(asked=True, kind="incident", category="network"),
        case(asked=True, kind="incident"),
    ]
    [line] = weeks(mails)
    assert line["unsure"] == 0.5
    assert line["uncorrected_when_sure"] == 0.5
    assert line["heads"]["kind"]["n"] == 3
    assert line["heads"]["kind"]["accuracy"] == 0.667
    assert line["heads"]["category"] == {"n": 1, "accuracy": 0.0, "ece": 0.8}


def test_a_week_without_a_sure_answer_says_nothing_of_sureness() -> None:
    assert weeks([case(asked=True)])[0]["uncorrected_when_sure"] is None


def test_a_flood_of_another_topic_is_a_drift_and_the_same_mix_is_none() -> None:
    before = [case(-60 - number % 30, topic=("access", "billing")[number % 2]) for number in range(200)]
    same = [case(-number % 20, topic=("access", "billing")[number % 2]) for number in range(100)]
    flood = [case(-number % 20, topic=("access", "security", "security")[number % 3]) for number in range(99)]
    now = MONDAY + timedelta(days=25)
    assert drifts([*before, *same], now) == []
    [found] = drifts([*before, *flood], now)
    assert (found["what"], found["most"], found["before"]) == ("category", "security", 0.0)
    assert found["now"] > 0.6


def test_few_mails_are_no_drift() -> None:
    assert drifts([case(-60), *(case(0, language="hu") for _ in range(20))], MONDAY + timedelta(days=1)) == []


def test_a_model_that_reads_along_is_compared_on_the_tickets_that_it_read_and_people_spoke_of() -> None:
    mails = {1: case(kind="request"), 2: case(kind="incident"), 3: case(), 4: case(kind="request")}
    said = {
        number: {"kind": "request", "category": "access", "impact": "low", "urgency": "low"} for number in (1, 2, 3)
    }
    found = compared(mails, said)
    assert found == {"tickets": 3, "heads": {"kind": {"n": 2, "serving": 0.5, "shadow": 0.5}}}


def said(number: int, each: int) -> dict[str, Any]:
    """A correction of one case in so many."""
    return {"kind": "request"} if number % each == 0 else {}


def test_more_corrections_of_sure_answers_than_before_are_told_and_as_many_are_not() -> None:
    now = MONDAY + timedelta(days=25)
    before = [case(-60 - number % 30, **said(number, 20)) for number in range(200)]
    same = [case(-number % 20, **said(number, 20)) for number in range(100)]
    worse = [case(-number % 20, **said(number, 4)) for number in range(100)]
    assert falls([*before, *same], now) == []
    assert falls([*before, *worse], now) == [{"what": "accuracy", "most": "kind", "before": 0.95, "now": 0.75}]
    asked = [replace(each, asked=True) for each in worse]
    assert falls([*before, *asked], now) == []
