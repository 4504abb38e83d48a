"""How commands speak: JSON objects a line and nothing else with --json, else tables and sentences for a person."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line, and nothing else.")]


class CommandError(Exception):
    """What went wrong, in one line with what to do."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def as_line(value: Any) -> str:
    """The value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def print_json(value: Any) -> None:
    """One JSON object on one line of standard output."""
    print_line(as_line(value))


def print_line(text: str) -> None:
    """This text as it is on standard output, with a line end."""
    sys.stdout.write(text + "\n")


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, zone: str = "UTC") -> None:
    """A list: JSON a line, or a table of these columns, with its times in this zone, which the heading names once."""
    if as_json:
        for row in rows:
            print_json(dict(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    first = next((each for each in columns if each in _TIMES), None)
    for name in columns:
        table.add_column(f"{name} ({zone})" if name == first else name, no_wrap=name not in _LONG, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(name), ZoneInfo(zone)) for name in columns))
    Console().print(table)


def say(text: str) -> None:
    """A sentence on standard output."""
    typer.echo(text)


_LONG = ("subject", "requester", "sender", "recipient", "reason", "missing")
"""Columns that may take several lines where the terminal is narrow."""
_TIMES = ("received_at", "created_at", "aware_at", "until", "away_until", "made_at")
"""Columns that hold a time."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _cell(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    from rich.markup import escape

    text = " ".join(str(value).split())
    return escape(text if len(text) <= 60 else text[:59] + "…")
