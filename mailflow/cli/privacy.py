"""What the law asks for: the register of privacy incidents, a person's own data, and forgetting them."""

from pathlib import Path
from typing import Annotated

import typer

from mailflow.cli.show import AsJson, CommandError, print_rows, say

privacy = typer.Typer(help="Personal data, and its breaches.", no_args_is_help=True, rich_markup_mode=None)
Address = Annotated[str, typer.Argument(help="the person's address")]


@privacy.command("register")
def show_register(context: typer.Context, as_json: AsJson = False) -> None:
    """The register of privacy incidents (GDPR Article 33(5)). Example: mailflow privacy register --json"""
    from mailflow.engine import now
    from mailflow.privacy import register_records

    settings = context.obj.load()
    columns = ("number", "phase", "aware_at", "until", "decision", "missing")
    with context.obj.store() as store, store.read() as connection:
        records = list(register_records(connection, settings.desk.prefix, settings.rules, now()))
    if not as_json:
        for each in records:
            each["decision"] = (each["authority"] or {}).get("decision", "")
            each["missing"] = ", ".join(each["missing"])
    print_rows(records, columns, as_json=as_json, zone=settings.desk.zone)


@privacy.command("export")
def export_person(
    context: typer.Context,
    address: Address,
    file: Annotated[Path | None, typer.Argument(help="where to write; else ./ADDRESS.zip")] = None,
) -> None:
    """A person's own data as a zip of JSON and mails. Example: mailflow privacy export ana@example.org ana.zip"""
    from mailflow.privacy import PrivacyError, export

    target = file or Path(f"{address.replace('/', '_')}.zip")
    if target.exists():
        raise CommandError(f"{target} is there already; name another file")
    prefix = context.obj.load().desk.prefix
    try:
        with context.obj.store() as store:
            target.touch(mode=0o600)
            count = export(store, address.lower(), prefix, target)
    except PrivacyError as error:
        target.unlink()
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {error.strerror}") from error
    say(f"wrote {target}: {count['tickets']} tickets, {count['mails']} mails, {count['letters']} letters")


@privacy.command("erase")
def erase_person(
    context: typer.Context,
    address: Address,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget a person for good: words, mails, letters, examples. Example: mailflow privacy erase ana@example.org"""
    from mailflow.engine import now
    from mailflow.privacy import PrivacyError, forget
    from mailflow.teaching import VECTORS

    if not yes and not typer.confirm(f"Erase all that is known of {address}? It cannot be undone"):
        raise CommandError("nothing was erased")
    settings = context.obj.load()
    try:
        with context.obj.store() as store:
            done = forget(store, address.lower(), settings.retention, now())
    except PrivacyError as error:
        raise CommandError(str(error)) from error
    (Path(settings.model.folder) / VECTORS).unlink(missing_ok=True)  # it is made anew from what is left
    say(f"erased: {done.tickets} tickets, {done.mails} mails, {done.letters} letters")
    say(
        "still to do: the mailbox at the mail server, the backups, and `mailflow model train` to forget what was learnt"
    )
