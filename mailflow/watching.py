"""The model's work in figures: by week, beside a model that reads along, and what has drifted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mailflow.classify.watch import Case, compared, drifts, falls, weeks
from mailflow.engine import now, open_store
from mailflow.flow.case import cases
from mailflow.settings import Settings
from mailflow.store.vectors import shadows
from mailflow.teaching import shelf_of


def watched(settings: Settings, span: timedelta) -> dict[str, Any]:
    """The figures by week of the tickets logged in this span, and what has drifted."""
    at = now()
    store = open_store(settings)
    with store.read() as connection:
        found = cases(connection, at - span)
    store.close()
    seen = list(found.values())
    told = {"weeks": weeks(found.values()), "drifts": [*drifts(seen, at), *falls(seen, at)]}
    along = shelf_of(settings).service().shadow
    return told | ({"shadow": {"name": along, **_compared(settings, along, found)}} if along else {})


def _compared(settings: Settings, along: str, found: Mapping[int, Case]) -> dict[str, Any]:
    store = open_store(settings)
    with store.read() as connection:
        said = shadows(connection, along)
    store.close()
    return compared(found, said)
