"""Events of the desk as JSON and back. The names are those of the classes, so they are part of the store's format."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from mailflow.desk.events import Event

_NAMES: dict[type, tuple[str, ...]] = {}
_AS_THEY_ARE = frozenset({str, int, float, bool})
_EVENTS: Mapping[str, type[Event]] = {each.__name__: each for each in get_args(Event)}


def event_data(event: Event) -> dict[str, Any]:
    """The event's fields as JSON values."""
    return {name: _plain(getattr(event, name)) for name in _names(event)}


def event_of(name: str, data: Mapping[str, Any]) -> Event:
    """The event that `event_data` wrote. Fields that a later version added take their defaults."""
    return _build(_EVENTS[name], data)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case tuple() | list() | frozenset():
            return [_plain(each) for each in value]
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case _:
            return {name: _plain(getattr(value, name)) for name in _names(value)}


def _names(value: Any) -> tuple[str, ...]:
    kind = type(value)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(each.name for each in fields(value))
    return _NAMES[kind]


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _build(kind: type, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _typed(hints[name], value) for name, value in data.items() if name in hints})


def _typed(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if value is None:
        return None
    if origin in (Union, types.UnionType):
        return _typed(next(each for each in get_args(kind) if each is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(get_args(kind)[0], each) for each in value)
    if origin is not None:
        return value
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is timedelta:
        return timedelta(seconds=value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _build(kind, value) if is_dataclass(kind) and isinstance(kind, type) else value
