"""Mail text made fit to be shown: no control characters, no bidi tricks, no endless length (S05, S15).

What people wrote is data. It passes here once, before any template or header sees it.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"  # Cc, Zl, Zp; tab and line feed stay
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f"  # Cf: bidi, zero width, tags
    "\ud800-\udfff]"  # lone surrogates, which no charset can hold
)
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LINE = 255
_LINES = frozenset({"name", "requester_name", "subject", "sender", "attachments"})
_WORDLESS = (int, bool, float, datetime, timedelta, int | None, datetime | None)
"""Types of fields that need no look."""
_T = TypeVar("_T")


def clean_text(text: str) -> str:
    """The text with its lines and tabs, without what cannot be seen."""
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


def clean_line(text: str, limit: int = _LINE) -> str:
    """The text as one line of at most `limit` characters; every run of white space is one space."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_value(value: _T) -> _T:
    """The value with every text in it cleaned: dataclasses, tuples and mappings are looked through."""
    return cast("_T", _clean(value))


def _clean(value: Any) -> Any:
    kind: Any = type(value)
    form = _find_form(kind)
    if form is None:
        return value
    if form is str:
        return value if value.isprintable() else clean_text(value)
    if form is tuple:
        return tuple([_clean(each) for each in value]) if value else value
    if form is Mapping:
        return {_clean(key): _clean(each) for key, each in value.items()} if value else value
    return _clean_fields(value, form)


def _clean_fields(value: Any, names: tuple[str, ...]) -> Any:
    changed = {}
    for name in names:
        before = getattr(value, name)
        if before is None or (type(before) is str and len(before) <= _LINE and before.isprintable()):
            continue
        after = _clean_lines(before) if name in _LINES else _clean(before)
        if after is not before:
            changed[name] = after
    return replace(value, **changed) if changed else value


def _clean_lines(value: Any) -> Any:
    """Names and subjects are one line each, however many the mail had."""
    if isinstance(value, tuple):
        return tuple([_clean_lines(each) for each in value])
    fits = value.isprintable() and len(value) <= _LINE
    return value if fits else clean_line(value)


@cache
def _find_form(kind: Any) -> Any:
    """How values of this type are looked through: str, tuple, Mapping, the names of a dataclass's fields, or None."""
    if issubclass(kind, Enum):
        return None
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind) if field.type not in _WORDLESS)
    return next((form for form in (str, tuple, Mapping) if issubclass(kind, form)), None)
