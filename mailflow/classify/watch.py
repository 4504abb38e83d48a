"""How the model does at the desk, week by week: what people had to correct, how often it was sure, what has changed.

Pure arithmetic on what the journal tells; `store.quality` reads it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency

from mailflow.classify.scores import expected_error

HEADS = ("kind", "category", "impact", "urgency")
WEEK = timedelta(days=7)
RECENT = timedelta(weeks=4)
MATTERS = 0.15
CHANCE = 0.001
LEAST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A ticket: what the model made of its first mail (label and probability by head), and what people said instead.

    `asked`: it was not sure, and a person was asked.
    """

    opened_at: datetime
    language: str
    asked: bool
    guesses: Mapping[str, tuple[str, float]]
    spoken: Mapping[str, str] = field(default_factory=dict)


def weeks(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """A line for each week that brought tickets, the oldest first."""
    by_week: dict[datetime, list[Case]] = {}
    for case in sorted(cases, key=lambda each: each.opened_at):
        by_week.setdefault(_monday(case.opened_at), []).append(case)
    return [_line(monday, some) for monday, some in by_week.items()]


def _monday(at: datetime) -> datetime:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _line(monday: datetime, cases: Sequence[Case]) -> dict[str, Any]:
    sure = [case for case in cases if not case.asked]
    return {
        "week": monday.date().isoformat(),
        "tickets": len(cases),
        "unsure": round(1 - len(sure) / len(cases), 3),
        "uncorrected_when_sure": _share(not _corrected(case) for case in sure),
        "heads": {head: figures for head in HEADS if (figures := _head(head, cases))},
    }


def _corrected(case: Case) -> bool:
    return any(case.guesses[head][0] != label for head, label in case.spoken.items() if head in case.guesses)


def _head(head: str, cases: Sequence[Case]) -> dict[str, Any]:
    """Against people's words alone: they speak where something is wrong or was asked, so this is a lower bound."""
    known = [(*case.guesses[head], case.spoken[head]) for case in cases if head in case.spoken and head in case.guesses]
    if not known:
        return {}
    hits = np.array([guess == spoken for guess, _, spoken in known])
    claims = np.array([chance for _, chance, _ in known])
    return {"n": len(known), "accuracy": round(float(hits.mean()), 3), "ece": round(expected_error(claims, hits), 3)}


def compared(cases: Mapping[int, Case], shadow: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    """By head how often the model in service and the one that reads along met what people said of the same tickets."""
    read = {number: case for number, case in cases.items() if number in shadow}
    heads: dict[str, Any] = {}
    for head in HEADS:
        known = [(number, case) for number, case in read.items() if head in case.spoken and head in case.guesses]
        if known:
            serving = _share(case.guesses[head][0] == case.spoken[head] for _, case in known)
            along = _share(shadow[number][head] == case.spoken[head] for number, case in known)
            heads[head] = {"n": len(known), "serving": serving, "shadow": along}
    return {"tickets": len(read), "heads": heads}


def _share(outcomes: Iterable[bool]) -> float | None:
    counted = list(outcomes)
    return round(sum(counted) / len(counted), 3) if counted else None


def drifts(cases: Sequence[Case], now: datetime) -> list[dict[str, Any]]:
    """What the last four weeks bring otherwise than before: languages, topics; only what is more than chance."""
    recent = [case for case in cases if case.opened_at > now - RECENT]
    before = [case for case in cases if case.opened_at <= now - RECENT]
    if min(len(recent), len(before)) < LEAST:
        return []
    found = [_drift("language", [each.language for each in recent], [each.language for each in before])]
    found.append(_drift("category", _topics(recent), _topics(before)))
    return [each for each in found if each]


def _topics(cases: Sequence[Case]) -> list[str]:
    return [case.spoken.get("category", case.guesses["category"][0]) for case in cases if "category" in case.guesses]


def _drift(what: str, recent: Sequence[str], before: Sequence[str]) -> dict[str, Any]:
    new, old = Counter(recent), Counter(before)
    names = sorted(new.keys() | old.keys())
    if len(names) < 2 or not recent or not before:
        return {}
    shares = {name: (old[name] / len(before), new[name] / len(recent)) for name in names}
    distance = sum(abs(a - b) for a, b in shares.values()) / 2
    chance = float(chi2_contingency([[new[name] for name in names], [old[name] for name in names]]).pvalue)
    if distance < MATTERS or chance > CHANCE:
        return {}
    most = max(shares, key=lambda name: abs(shares[name][1] - shares[name][0]))
    return {"what": what, "distance": round(distance, 3), "most": most, "before": round(shares[most][0], 3)} | {
        "now": round(shares[most][1], 3)
    }
