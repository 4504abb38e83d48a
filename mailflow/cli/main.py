"""The daemon's commands: demo, init, check, run, ingest, explain. The others are in rooms of their own."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mailflow.cli import desk, keys, model, privacy, report
from mailflow.cli.opening import Config
from mailflow.cli.show import AsJson, CommandError, as_line, print_json, print_line, say

app = typer.Typer(
    name="mailflow",
    help="A service desk that lives in a mailbox.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(desk.tickets, name="tickets")
app.add_typer(desk.inbox, name="inbox")
app.add_typer(desk.outbox, name="outbox")
app.add_typer(desk.agents, name="agents")
app.add_typer(keys.app, name="keys")
app.add_typer(model.app, name="model")
app.add_typer(privacy.privacy, name="privacy")
app.command()(report.report)
app.command()(report.replay)

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: an MTA keeps the mail and tries again."""


@app.callback()
def begin(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="The settings; else ./mailflow.toml, else the system's.")] = None,
) -> None:
    """A service desk that lives in a mailbox. Try it: `mailflow demo --once`."""
    from mailflow.logs import set_up

    set_up("warning", as_json=False)
    context.obj = Config(file=config)


@app.command()
def demo(once: Annotated[bool, typer.Option("--once", help="End by itself when the story is told.")] = False) -> None:
    """A day at a support desk, for real, over embedded servers. Example: mailflow demo --once"""
    try:
        from mailflow.demo.story import tell
    except ModuleNotFoundError as error:
        raise CommandError(f"the demo needs {error.name}: pip install 'mailflow[demo]'") from error
    raise typer.Exit(tell(once=once))


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Where to write.")] = Path()) -> None:
    """Write a commented mailflow.toml and make the store. Example: mailflow init /srv/desk"""
    from mailflow.engine import open_store
    from mailflow.sample import sample
    from mailflow.settings import SettingsError, load
    from mailflow.store.db import StoreError

    file = folder / "mailflow.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(sample(), encoding="utf-8")
    except FileExistsError as error:
        what = f"{file} is there already; edit it" if file.exists() else f"{folder} is no folder; take it away"
        raise CommandError(f"{what}, or choose another folder") from error
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}; choose another folder") from error
    try:
        open_store(load(file)).close()
    except (SettingsError, StoreError) as error:
        raise CommandError(f"wrote {file}, but its store cannot be made: {error}") from error
    say(f"wrote {file} and made the store\nnext: edit it, then `mailflow --config {file} check`")


@app.command()
def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Try every part: mailboxes, sending, store, model, letters, clock. Example: mailflow check"""
    from mailflow.check import findings
    from mailflow.settings import find_file

    bad = False
    for finding in findings(context.obj.load(), find_file(context.obj.file)):
        bad |= finding.level == "fail"
        if as_json:
            print_json({"part": finding.part, "level": finding.level, "text": finding.text})
        else:
            say(f"{finding.level:>4}  {finding.part}: {finding.text}")
    raise typer.Exit(1 if bad else 0)


@app.command()
def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Take in all that waits, send all that is due, end.")] = False,
) -> None:
    """The daemon. Example: mailflow --config /srv/desk/mailflow.toml run"""
    from mailflow.daemon import run_daemon
    from mailflow.store.db import StoreError
    from mailflow.store.lease import BusyError

    settings = context.obj.load()
    if not settings.all_mailboxes:
        raise CommandError("no mailbox is set: add [imap] with host, user and password to mailflow.toml")
    try:
        failures = run_daemon(settings, once=once)
    except BusyError as error:
        raise CommandError(f"{error}; end it first", code=TRY_AGAIN) from error
    except StoreError as error:
        raise CommandError(f"the store cannot be used: {error}; look at [store] url") from error
    if failures:
        raise CommandError("; ".join(failures))


@app.command()
def ingest(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Files, folders, mboxes, or - for standard input.")],
) -> None:
    """Take mails from files or a pipe; exit 75 if they could not be stored. Example: mailflow ingest - < mail.eml"""
    from mailflow.intake import ingest_drop

    if missing := [each for each in files if each != "-" and not Path(each).exists()]:
        raise CommandError(f"{missing[0]}: there is no such file")
    try:
        count = ingest_drop(context.obj.load(), files, sys.stdin.buffer)
    except Exception as error:  # whatever it is: the MTA must keep the mail, and not send it back
        raise CommandError(f"not stored, try again: {_one_line(error)}", code=TRY_AGAIN) from error
    if not count and files == ["-"]:
        raise CommandError("nothing came over standard input; pipe a mail into it")
    say(f"{count} {'mail' if count == 1 else 'mails'} taken in")


@app.command()
def explain(
    files: Annotated[list[str], typer.Argument(help="Mails as files, folders, mboxes, or - for standard input.")],
    context: typer.Context,
    as_json: AsJson = False,
    processes: Annotated[
        int, typer.Option(min=0, help="How many read at once where there are many; 0: all cores.")
    ] = 0,
) -> None:
    """What the desk would do with these mails, and why; nothing is stored or sent. Example: mailflow explain a.eml"""
    from mailflow.explain.many import explain_all
    from mailflow.explain.record import Frame
    from mailflow.explain.sources import mails_of
    from mailflow.explain.telling import told

    lost: list[str] = []

    def pass_over(name: str, why: str) -> None:
        typer.echo(f"mailflow: {name}: {why}", err=True)

    def lose(name: str, why: str) -> None:
        lost.append(name)
        pass_over(name, why)

    frame = replace(context.obj.frame() or Frame(), words=not as_json)
    mails = mails_of(files, sys.stdin.buffer, lose, pass_over)
    for text in explain_all(mails, frame, as_line if as_json else told, processes):
        print_line(text)
        sys.stdout.flush()  # whoever reads along sees each mail as soon as it is read
    raise typer.Exit(1 if lost else 0)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
