"""How commands speak: JSON objects a line and nothing else with --json, else tables and sentences for a person."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

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


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool) -> None:
    """A list: JSON a line, or a table of these columns."""
    if as_json:
        for row in rows:
            print_json(dict(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(name, no_wrap=name not in _LONG, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    Console().print(table)


def say(text: str) -> None:
    """A sentence on standard output."""
    typer.echo(text)


_LONG = ("subject", "requester", "sender", "recipient", "reason", "missing")
"""Columns that may take several lines where the terminal is narrow."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    from rich.markup import escape

    text = " ".join(str(value).split())
    return escape(text if len(text) <= 60 else text[:59] + "…")
