"""How the model does at the desk, week by week: what people had to correct, how often it was sure, what has changed.

Pure arithmetic on what the journal tells; `watching` reads it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from mailflow.classify.scores import expected_error

HEADS = ("kind", "category", "impact", "urgency")
WEEK = timedelta(days=7)
RECENT = timedelta(weeks=4)
MATTERS = 0.15
"""The share of mails that would have to be of another kind for the mix to be as before (total variation)."""
FALLS = 0.05
CHANCE = 0.001
DRAWS = 5000
ROUNDING = 1e-9
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
    recent, before = _parts(cases, now)
    if min(len(recent), len(before)) < LEAST:
        return []
    found = [_drift("language", [each.language for each in recent], [each.language for each in before])]
    found.append(_drift("category", _topics(recent), _topics(before)))
    return [each for each in found if each]


def falls(cases: Sequence[Case], now: datetime) -> list[dict[str, Any]]:
    """The heads of which people correct more of the sure answers in the last four weeks than before, beyond chance.

    What nobody corrected counts as right.
    """
    sure = [case for case in cases if not case.asked]
    found: list[dict[str, Any]] = []
    for head in HEADS:
        recent, before = (
            [case.spoken.get(head, case.guesses[head][0]) == case.guesses[head][0] for case in part]
            for part in _parts([case for case in sure if head in case.guesses], now)
        )
        if min(len(recent), len(before)) < LEAST:
            continue
        was, is_now = sum(before) / len(before), sum(recent) / len(recent)
        if (
            was - is_now >= FALLS
            and _chance(*([sum(part), len(part) - sum(part)] for part in (recent, before))) <= CHANCE
        ):
            found.append({"what": "accuracy", "most": head, "before": round(was, 3), "now": round(is_now, 3)})
    return found


def _parts(cases: Sequence[Case], now: datetime) -> tuple[list[Case], list[Case]]:
    """Those of the last four weeks, and those before."""
    return [each for each in cases if each.opened_at > now - RECENT], [
        each for each in cases if each.opened_at <= now - RECENT
    ]


def _topics(cases: Sequence[Case]) -> list[str]:
    return [case.spoken.get("category", case.guesses["category"][0]) for case in cases if "category" in case.guesses]


def _chance(new: Sequence[int], old: Sequence[int]) -> float:
    """How likely counts of one and the same mix are as far from each other as these (parametric bootstrap)."""
    counts = np.array([new, old])
    sizes, pooled = counts.sum(axis=1), counts.sum(axis=0) / counts.sum()
    draw = np.random.default_rng(0)
    one, other = (draw.multinomial(size, pooled, DRAWS) / size for size in sizes)
    far = np.abs(one - other).sum(axis=1) >= np.abs(counts[0] / sizes[0] - counts[1] / sizes[1]).sum() - ROUNDING
    return float((far.sum() + 1) / (DRAWS + 1))


def _change(before: float, now: float) -> tuple[float, bool]:
    """How much it is; of two as great, what has become more is the greater."""
    return round(abs(now - before), 9), now > before


def _drift(what: str, recent: Sequence[str], before: Sequence[str]) -> dict[str, Any]:
    new, old = Counter(recent), Counter(before)
    names = sorted(new.keys() | old.keys())
    if len(names) < 2 or not recent or not before:
        return {}
    shares = {name: (old[name] / len(before), new[name] / len(recent)) for name in names}
    distance = sum(abs(a - b) for a, b in shares.values()) / 2
    if distance < MATTERS or _chance([new[name] for name in names], [old[name] for name in names]) > CHANCE:
        return {}
    most = max(shares, key=lambda name: _change(*shares[name]))
    return {"what": what, "distance": round(distance, 3), "most": most, "before": round(shares[most][0], 3)} | {
        "now": round(shares[most][1], 3)
    }
