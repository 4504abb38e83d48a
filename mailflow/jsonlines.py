"""JSON lines (one object a line) from outside: each with its place, so that an error says where to look."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


class JsonLineError(ValueError):
    """A line that is no JSON object, and where."""


def objects(lines: Iterable[str | bytes], source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object with its place ("tickets.jsonl, line 3"). Empty lines are passed over. Raises JsonLineError."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{source}, line {number}"
        try:
            found = json.loads(line)
        except ValueError as error:
            raise JsonLineError(f"{place}: this is no JSON ({error})") from error
        if not isinstance(found, dict):
            raise JsonLineError(f"{place}: this is no JSON object")
        yield place, found
