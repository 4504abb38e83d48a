"""How the desk does, and how it would have done: report, replay."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from mailflow.cli.show import AsJson, CommandError, print_json, print_rows, say

_SPAN = re.compile(r"(\d{1,4})\s*([dwm])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30}
_SHOWN = ("", "n", "in target", "mean", "median", "p90", "p95", "gross mean")


def report(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="Tickets opened since: 90d, 12w, 2026-01-01; else all.")] = "",
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Turnaround, targets, backlog, flow, categories, ratings, the model. Example: mailflow report --since 90d"""
    import gc

    from mailflow.engine import now
    from mailflow.report.figures import report as figures

    settings, at = context.obj.load(), now()
    begin = _moment(since, at) if since else None
    gc.freeze()  # a report of many tickets makes many small things, and leaves no rubbish
    gc.set_threshold(20_000)
    with context.obj.store() as store, store.read() as connection:
        found = figures(connection, settings.rules, at, begin)
    if html:
        _draw(f"{settings.desk.name}: the desk's report", found, html)
    if as_json:
        print_json(found)
    else:
        _tell(found)
        if html:
            say(f"wrote {html}")


def replay(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="A Maildir, an mbox, a folder of mails, or a stream of JSON lines.")],
    twice: Annotated[
        bool | None,
        typer.Option("--twice/--once", help="Also by meaning, which finds outbreaks; else only up to 1,000 mails."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What a past of mails would have been at this desk; nothing is sent. Example: mailflow replay archive.mbox"""
    from mailflow.classify.encode import EncoderError
    from mailflow.flow.understand import CannotReadNowError
    from mailflow.replay.past import PastError
    from mailflow.replay.scratch import Plan
    from mailflow.replay.scratch import replay as live
    from mailflow.store.db import StoreError

    if not source.exists():
        raise CommandError(f"{source}: there is no such file or folder")
    try:
        for record in live(Plan(source=source, settings=context.obj.load_if_any(), twice=twice)):
            if as_json:
                print_json(record)
            elif record["event"] == "end":
                _end(record)
            else:
                say(_happened(record))
    except (PastError, CannotReadNowError, EncoderError, StoreError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename or source}: {error.strerror or error}") from error


def _happened(record: Any) -> str:
    """An event on one line."""
    said = {key: value for key, value in record.items() if key not in ("event", "time", "ticket")}
    told = ", ".join(f"{key} {' '.join(value) if isinstance(value, list) else value}" for key, value in said.items())
    time = record["time"][:16].replace("T", " ")
    return f"{time}  {record['ticket'] or '-':>8}  {record['event'].replace('_', ' ')}" + (f": {told}" if told else "")


def _end(record: Any) -> None:
    once = "" if record["readings"] > 1 else "; read once, so no outbreaks were looked for by meaning (--twice)"
    say(f"\n{record['mails']} mails, {record['letters']} letters, {record['outbreaks']} outbreaks{once}")
    _tell(record)


def _moment(text: str, now: datetime) -> datetime:
    """A day, or so long before now."""
    if span := _SPAN.fullmatch(text.strip()):
        return now - timedelta(days=int(span[1]) * _DAYS[span[2].lower()])
    try:
        day = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CommandError(f"--since {text!r} is no day; write it as 90d, 12w or 2026-01-01", code=2) from error
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _draw(title: str, found: Any, file: Path) -> None:
    from mailflow.report.page import page

    try:
        file.write_text(page(title, found), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error


def _tell(found: Any) -> None:
    """The figures as tables and sentences."""
    out = "".join(f", {count} {why} left out" for why, count in found["left_out"].items())
    say(f"{found['tickets']} tickets, {found['solved']} solved, {found['open']} open{out}; hours, net working time")
    for clock in ("first_response", "next_response", "resolution"):
        say(f"\n{clock.replace('_', ' ')}")
        rows = [_line("all", found[clock])]
        for group in ("priority", "kind", "category", "tier"):
            rows += [_line(name, measured) for name, measured in found[clock][f"by_{group}"].items()]
        print_rows(rows, _SHOWN, as_json=False)
    age, ratings = found["backlog"]["age"], found["ratings"]
    old = f", median age {age['median']:.1f} h, p90 {age['p90']:.1f} h" if age else ""
    ages = ", ".join(f"{count} {name}" for name, count in found["backlog"]["by_age"].items() if count)
    rated = f"{ratings['mean']} of 5 ({ratings['n']} ratings)" if ratings["n"] else "none"
    say(f"\nopen: {found['open']}{old}" + (f" ({ages})" if ages else ""))
    say(f"reopened {_percent(found['reopened'])}, at first contact {_percent(found['first_contact_resolution'])}")
    say(f"ratings: {rated}")
    say("flow: " + ", ".join(f"{each['from']} to {each['to']} {each['n']}" for each in found["flow"][:8]))
    say("by week, and the model's work: --html or --json")


def _line(name: str, measured: Any) -> dict[str, Any]:
    net, gross = measured["net"] or {}, measured["gross"] or {}
    shown = {each: _hours(net.get(each)) for each in ("mean", "median", "p90", "p95")}
    figures = {"": name, "n": measured["n"], "in target": _percent(measured["in_target"])}
    return figures | shown | {"gross mean": _hours(gross.get("mean"))}


def _hours(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
