"""The secret keys of the desk's tokens: when they were made, and a new one."""

import typer

from mailflow.cli.show import AsJson, print_rows, say

app = typer.Typer(help="The keys of the desk's tokens.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_keys(context: typer.Context, as_json: AsJson = False) -> None:
    """When each key was made; the secrets are never shown. Example: mailflow keys list"""
    from mailflow.store.people import key_dates

    with context.obj.store() as store, store.read() as connection:
        found = key_dates(connection)
    uses = ["makes tokens", *["verifies"] * len(found)]
    rows = ({**row._mapping, "use": use} for row, use in zip(found, uses, strict=False))
    print_rows(rows, ("id", "made_at", "use"), as_json=as_json)


@app.command("rotate")
def rotate_keys(context: typer.Context) -> None:
    """Make a new key; the last four still verify. A running daemon uses it at once. Example: mailflow keys rotate"""
    from mailflow.engine import now
    from mailflow.store.people import KEYS, rotate_key

    with context.obj.store() as store, store.write() as connection:
        made = rotate_key(connection, now())
    say(f"key {made} makes the tokens from now on; letters made with the {KEYS - 1} keys before it still count")
