"""The model's work as the desk's journal tells it: cases for `classify.watch`, and its figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mailflow.classify.watch import HEADS, Case, compared, drifts, weeks
from mailflow.desk.events import LabelAsked, Labelled, Opened, ReadAgain
from mailflow.desk.reading import Reading
from mailflow.desk.terms import DESK
from mailflow.engine import now, open_store
from mailflow.settings import Settings
from mailflow.store.quality import readings
from mailflow.store.vectors import shadows
from mailflow.teaching import shelf_of


def watched(settings: Settings, span: timedelta) -> dict[str, Any]:
    """The figures by week of the tickets logged in this span, and what has drifted."""
    at = now()
    found = cases(settings, span)
    told = {"weeks": weeks(found.values()), "drifts": drifts(list(found.values()), at)}
    along = shelf_of(settings).service().shadow
    return told | ({"shadow": {"name": along, **_compared(settings, along, found)}} if along else {})


def _compared(settings: Settings, along: str, found: Mapping[int, Case]) -> dict[str, Any]:
    store = open_store(settings)
    with store.read() as connection:
        said = shadows(connection, along)
    store.close()
    return compared(found, said)


def cases(settings: Settings, span: timedelta) -> dict[int, Case]:
    """Each ticket logged in this span by its number, by the last reading that the desk had of it."""
    store = open_store(settings)
    found: dict[int, Case] = {}
    with store.read() as connection:
        for number, at, event in readings(connection, now() - span):
            match event:
                case Opened():
                    found[number] = Case(
                        opened_at=at, language=event.language, asked=False, guesses=_guesses(event.reading)
                    )
                case ReadAgain():
                    found[number] = replace(found[number], asked=False, guesses=_guesses(event.reading))
                case LabelAsked():
                    found[number] = replace(found[number], asked=True)
                case Labelled() if event.by != DESK:
                    spoken = {**found[number].spoken, event.head.value: event.after}
                    found[number] = replace(found[number], spoken=spoken)
    store.close()
    return found


def _guesses(reading: Reading) -> dict[str, tuple[str, float]]:
    guesses = {head: getattr(reading, head) for head in HEADS}
    return {head: (guess.label, guess.p) for head, guess in guesses.items() if guess.p}
