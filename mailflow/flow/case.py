"""The model's part in one ticket as its journal tells it: what it had read, and what people decided."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from mailflow.classify.watch import HEADS, Case
from mailflow.desk.terms import DESK
from mailflow.store.figures import Line, lives


def cases(connection: Connection, since: datetime) -> dict[int, Case]:
    """The cases of all tickets logged since then or still open, by number."""
    found = {row.number: case_of(lines) for row, lines in lives(connection, since)}
    return {number: case for number, case in found.items() if case is not None}


def case_of(lines: Iterable[Line]) -> Case | None:
    """The model's part in a ticket, as these lines of its journal tell it; None before it was opened."""
    case: Case | None = None
    for line in lines:
        if line.event == "Opened":
            guesses = _guesses(line.data["reading"])
            case = Case(opened_at=line.at, language=line.data["language"], asked=False, guesses=guesses)
        elif case is not None:
            case = _changed(case, line)
    return case


def _changed(case: Case, line: Line) -> Case:
    match line.event:
        case "ReadAgain":
            return replace(case, asked=False, guesses=_guesses(line.data["reading"]))
        case "LabelAsked":
            return replace(case, asked=True)
        case "Labelled" if line.by != DESK:
            return replace(case, spoken={**case.spoken, line.data["head"]: line.data["after"]})
        case _:
            return case


def _guesses(reading: Mapping[str, Any]) -> dict[str, tuple[str, float]]:
    return {head: (reading[head]["label"], reading[head]["p"]) for head in HEADS if reading[head]["p"]}
