"""The figures of the desk (DESK.md "Clocks" 6). Hours throughout: `net` is working time, `gross` the wall's.

Cancelled and merged tickets, and alerts that went by themselves, are left out. Targets are those of the ticket's
priority as it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Row

from mailflow.classify import watch
from mailflow.desk.rules import Rules
from mailflow.desk.terms import OPEN, SOLVED, Clock, Priority, State
from mailflow.flow.case import case_of
from mailflow.report.life import Life, Step, follow
from mailflow.store.figures import Line, lives

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = 7
AGES = {"under 1 day": 1, "1 to 3 days": 3, "3 to 7 days": 7, "1 to 4 weeks": 28, "over 4 weeks": 10_000}
"""Of the backlog: names, and the days that end them."""
OUT = frozenset({State.CANCELLED, State.MERGED})
DONE = SOLVED | {State.CLOSED}
GROUPS = ("priority", "kind", "category", "tier")


class Span(NamedTuple):
    """One clock of one ticket, run out: the hours that it took, whether in time, when, and what the ticket was."""

    net: float
    gross: float
    in_target: bool
    ended_at: datetime
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A ticket that counts: its columns in the store, its life, and the model's part in it."""

    row: Row[Any]
    life: Life
    case: watch.Case | None
    is_solved: bool
    """It was solved, and has stayed so."""
    group: tuple[str, ...]
    """Its priority, kind, category, and the tier that solved it, else the one where it is."""

    @property
    def ended_at(self) -> datetime | None:
        """When it left the backlog."""
        ended: datetime | None = self.row.solved_at or self.row.closed_at
        return ended


def report(connection: Connection, rules: Rules, now: datetime, since: datetime | None = None) -> dict[str, Any]:
    """All figures of the tickets opened since then (None: of all); the backlog is always the whole one."""
    left_out: Counter[str] = Counter()
    counted: list[Past] = []
    backlog: list[Row[Any]] = []
    for row, lines in lives(connection, since):
        if row.state in OPEN:
            backlog.append(row)
        if since is not None and row.opened_at < since:
            continue
        past = _past(row, lines, rules)
        if why := _why_not(past):
            left_out[why] += 1
        else:
            counted.append(past)
    return _figures(counted, backlog, rules, now) | {
        "since": since.isoformat() if since else None,
        "until": now.isoformat(),
        "unit": "hours",
        "left_out": dict(left_out),
    }


def _past(row: Row[Any], lines: Sequence[Line], rules: Rules) -> Past:
    solved = row.solved_at is not None and row.state in DONE
    group = (row.priority, row.kind, row.category, f"L{row.solved_tier if solved else row.tier}")
    return Past(row, follow(lines, rules), case_of(lines), solved, group)


def _why_not(past: Past) -> str:
    if past.row.state in OUT:
        return str(past.row.state).lower()
    return "cleared" if past.life.by_itself else ""


def _figures(counted: Sequence[Past], backlog: Sequence[Row[Any]], rules: Rules, now: datetime) -> dict[str, Any]:
    clocks = {
        Clock.FIRST_RESPONSE: [_first_response(each, rules) for each in counted if each.row.responded_at],
        Clock.NEXT_RESPONSE: [span for each in counted for span in _next_responses(each, rules)],
        Clock.RESOLUTION: [_resolution(each, rules) for each in counted if each.is_solved],
    }
    solved = [each for each in counted if each.is_solved]
    return {
        "tickets": len(counted),
        "open": len(backlog),
        "solved": len(solved),
        **{clock.value: _clock(spans) for clock, spans in clocks.items()},
        "reopened": _share(bool(each.row.reopened) for each in counted if each.is_solved or each.row.reopened),
        "first_contact_resolution": _share(each.life.first_contact for each in solved),
        "backlog": _backlog(backlog, now),
        "ratings": _ratings([each.life.rating for each in counted if each.life.rating]),
        "flow": _flow([step for each in counted for step in each.life.steps]),
        "weeks": _weeks(counted, clocks, now),
        "model": watch.weeks(each.case for each in counted if each.case),
    }


# --- the clocks


def _first_response(past: Past, rules: Rules) -> Span:
    return _span(past, Clock.FIRST_RESPONSE, past.row.opened_at, past.row.responded_at, rules)


def _next_responses(past: Past, rules: Rules) -> list[Span]:
    return [_span(past, Clock.NEXT_RESPONSE, since, at, rules) for since, at in past.life.responses]


def _resolution(past: Past, rules: Rules) -> Span:
    return _span(past, Clock.RESOLUTION, past.row.opened_at, past.row.solved_at, rules, past.row.spent)


def _span(
    past: Past, clock: Clock, since: datetime, at: datetime, rules: Rules, spent: timedelta | None = None
) -> Span:
    priority = Priority(past.row.priority)
    net = rules.calendar_of(priority).between(since, at) if spent is None else spent
    gross = max(at - since, timedelta())
    return Span(net / HOUR, gross / HOUR, net <= rules.target(priority, clock), at, past.group)


def _clock(spans: Sequence[Span]) -> dict[str, Any]:
    """The figures of one clock, in all and by each way to group."""
    told = _measured(spans)
    for place, name in enumerate(GROUPS):
        groups: dict[str, list[Span]] = defaultdict(list)
        for span in spans:
            groups[span.group[place]].append(span)
        told[f"by_{name}"] = {key: _measured(groups[key]) for key in sorted(groups)}
    return told


def _measured(spans: Sequence[Span]) -> dict[str, Any]:
    return {
        "n": len(spans),
        "in_target": _share(each.in_target for each in spans),
        "net": _spread([each.net for each in spans]),
        "gross": _spread([each.gross for each in spans]),
    }


def _spread(spans: Sequence[float]) -> dict[str, float] | None:
    """Of these hours."""
    if not spans:
        return None
    hours = np.array(spans)
    median, p90, p95 = np.percentile(hours, [50, 90, 95])
    figures = {"mean": hours.mean(), "median": median, "p90": p90, "p95": p95}
    return {name: round(float(value), 2) for name, value in figures.items()}


def _share(outcomes: Iterable[bool]) -> float | None:
    counted = list(outcomes)
    return round(sum(counted) / len(counted), 3) if counted else None


# --- what is open, what people said, where tickets went


def _backlog(rows: Sequence[Row[Any]], now: datetime) -> dict[str, Any]:
    ages = [max(now - row.opened_at, timedelta()) for row in rows]
    by_age = dict.fromkeys(AGES, 0)
    for age in ages:
        by_age[next(name for name, days in AGES.items() if age < days * DAY or days == max(AGES.values()))] += 1
    return {
        "n": len(rows),
        "age": _spread([age / HOUR for age in ages]),
        "by_age": by_age,
        "by_priority": dict(sorted(Counter(row.priority for row in rows).items())),
        "by_state": dict(Counter(row.state for row in rows).most_common()),
    }


def _ratings(ratings: Sequence[int]) -> dict[str, Any]:
    counts = Counter(ratings)
    return {
        "n": len(ratings),
        "mean": round(float(np.mean(ratings)), 2) if ratings else None,
        "by_rating": {str(each): counts[each] for each in range(1, 6)},
    }


def _flow(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """How often tickets went from one state to another, and how long they had been in the first, by the wall."""
    stays: dict[tuple[str, str], list[float]] = defaultdict(list)
    for step in steps:
        stays[step.before, step.after].append(max(0.0, (step.at - step.since) / HOUR))
    ordered = sorted(stays.items(), key=lambda each: (-len(each[1]), each[0]))
    return [
        {"from": before, "to": after, "n": len(spans), "median": (_spread(spans) or {})["median"]}
        for (before, after), spans in ordered
    ]


# --- by week


def _weeks(counted: Sequence[Past], clocks: Mapping[Clock, Sequence[Span]], now: datetime) -> list[dict[str, Any]]:
    """A line for each week from the first ticket on: what came and went, of which topics, and how soon."""
    if not counted:
        return []
    opened = _by_week(counted, lambda each: each.row.opened_at)
    ended = _by_week([each for each in counted if each.ended_at], lambda each: each.ended_at or now)
    turns = {clock: _by_week(spans, lambda each: each.ended_at) for clock, spans in clocks.items()}
    left, lines = 0, []
    for week in range(min(opened), _week(now) + 1):
        left += len(opened[week]) - len(ended[week])
        lines.append(
            {
                "week": date.fromordinal(week * DAYS + 1).isoformat(),
                "opened": len(opened[week]),
                "solved": sum(each.is_solved for each in ended[week]),
                "open_at_end": left,
                "by_category": dict(Counter(each.row.category for each in opened[week]).most_common()),
                **{clock.value: _turnaround(turns[clock][week]) for clock in (Clock.FIRST_RESPONSE, Clock.RESOLUTION)},
            }
        )
    return lines


def _by_week(things: Iterable[Any], at: Callable[[Any], datetime]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for each in things:
        found[_week(at(each))].append(each)
    return found


def _week(at: datetime) -> int:
    """The week of this moment, in UTC; day 1 of the calendar was a Monday."""
    return (at.toordinal() - 1) // DAYS


def _turnaround(spans: Sequence[Span]) -> dict[str, Any]:
    """Of the clocks that ran out in this week: how many, in time, and the mean net hours by priority."""
    by_priority: dict[str, list[float]] = defaultdict(list)
    for span in spans:
        by_priority[span.group[0]].append(span.net)
    means = {each: round(float(np.mean(hours)), 2) for each, hours in sorted(by_priority.items())}
    mean = round(float(np.mean([span.net for span in spans])), 2) if spans else None
    in_target = _share(each.in_target for each in spans)
    return {"n": len(spans), "in_target": in_target, "mean": mean, "mean_by_priority": means}
