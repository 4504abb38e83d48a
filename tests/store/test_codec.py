"""Every event of the desk comes back from the journal as it was written."""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from mailflow.desk.events import Event, Opened
from mailflow.desk.reading import Reading
from mailflow.store.codec import event_data, event_of

EVENTS = get_args(Event)


def example(kind: Any) -> Any:
    """Some value of this type that is not its default."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return example(next(each for each in get_args(kind) if each is not types.NoneType))
    if origin is tuple:
        return (example(get_args(kind)[0]),) * 2
    if origin is not None:
        return {"kind": "request"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[-1]
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{each.name: example(hints[each.name]) for each in fields(kind)})
    plain = {
        str: "árvíztűrő \u2028 'quoted'",
        int: 3,
        float: 0.25,
        bool: True,
        datetime: datetime(2026, 6, 8, 9, 0, 0, 123456, tzinfo=UTC),
        timedelta: timedelta(minutes=90, milliseconds=5),
    }
    return plain[kind]


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_survives_the_journal(kind: type[Event]) -> None:
    event = example(kind)
    data = json.loads(json.dumps(event_data(event)))
    assert event_of(kind.__name__, data) == event


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_an_event_without_what_may_be_missing_survives_too(kind: type[Event]) -> None:
    hints = get_type_hints(kind)
    values: dict[str, Any] = {
        each.name: None if types.NoneType in get_args(hints[each.name]) else example(hints[each.name])
        for each in fields(kind)
    }
    event = kind(**values)
    assert event_of(kind.__name__, json.loads(json.dumps(event_data(event)))) == event


def test_an_event_of_an_older_version_takes_defaults_for_what_it_lacks() -> None:
    event = example(Opened)
    data = event_data(event) | {"a_field_of_tomorrow": 1}
    del data["reading"]["second"]
    restored = event_of("Opened", data)
    assert isinstance(restored, Opened)
    assert isinstance(restored.reading, Reading)
    assert restored.reading.second == {}
