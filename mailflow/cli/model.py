"""Teaching the classifier from a terminal: train, judge, predict, list, use."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from mailflow.cli.show import AsJson, CommandError, print_json, print_rows, say

app = typer.Typer(help="The text model.", no_args_is_help=True, rich_markup_mode=None)

Text = Annotated[str, typer.Option(help="The columns of the text: subject,body or one column.")]
Labels = Annotated[list[str], typer.Option("--label", help="HEAD=COLUMN, e.g. kind=type; may be given again.")]
ModelDir = Annotated[Path | None, typer.Option("--model", help="A model's folder; else the one that serves.")]


@app.command()
def train(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="CSV or JSONL; else the starter set and the desk's labels.")] = None,
    text: Text = "",
    label: Labels = [],  # noqa: B006
    out: Annotated[Path | None, typer.Option(help="Where to write the candidate; else onto the shelf.")] = None,
    as_json: AsJson = False,
) -> None:
    """Learn a candidate from labelled mails. Example: mailflow model train --data tickets.csv --label kind=type"""
    from mailflow.classify.train import TrainingError
    from mailflow.teaching import lessons, new_folder
    from mailflow.teaching import train as learn

    settings = context.obj.load_if_any()
    try:
        with _progress() as progress:
            examples = _examples(data, text, label) if data else lessons(settings)
            target = out or new_folder(settings)
            manifest = learn(examples, out=target, progress=progress)
    except (TrainingError, FileExistsError) as error:
        raise CommandError(str(error)) from error
    if as_json:
        print_json({"model": str(target), **manifest})
        return
    for head, figures in manifest["heads"].items():
        say(
            f"{head:9} macro F1 {figures['macro_f1']:.3f}, accuracy {figures['accuracy']:.3f}, ece {figures['ece']:.3f}"
        )
    say(f"wrote {target}; put it in service with `mailflow model use {target.name}`")


@app.command()
def judge(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="CSV or JSONL of labelled mails that the model has not seen.")],
    model: ModelDir = None,
    text: Text = "",
    label: Labels = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """Hold a model against labelled mails. Example: mailflow model judge --data held.jsonl --json"""
    from mailflow.classify.judge import judge as measure

    found = measure(_classifier(context, model), _examples(data, text, label))
    if as_json:
        print_json(found)
        return
    rows = [{"head": head, **figures} for head, figures in found["heads"].items()]
    print_rows(rows, ("head", "accuracy", "macro_f1", "ece", "coverage_at_95"), as_json=False)
    say(f"{found['n']} mails, {found['us_per_text']} µs each")


@app.command()
def predict(context: typer.Context, model: ModelDir = None, as_json: AsJson = False) -> None:
    """Read JSONL of subject and body from a pipe. Example: mailflow model predict < mails.jsonl"""
    from mailflow.classify.judge import predict as answer

    for record in answer(_classifier(context, model), _mails(sys.stdin.buffer)):
        print_json(record)


@app.command("list")
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """All models with their scores, and which serves. Example: mailflow model list"""
    from mailflow.classify.modelfile import ModelError
    from mailflow.teaching import shelf_of

    try:
        rows = shelf_of(context.obj.load_if_any()).list()
    except ModelError as error:
        raise CommandError(str(error)) from error
    if as_json:
        print_rows(rows, (), as_json=True)
        return
    heads = sorted({head for row in rows for head in row.get("scores", {})})
    shown = [row | {head: f"{row['scores'][head]['macro_f1']:.2f}" for head in row.get("scores", {})} for row in rows]
    print_rows(
        shown,
        ("name", "serving", "mails", *heads, *(["error"] if any("error" in row for row in rows) else [])),
        as_json=False,
    )
    say("macro F1 by head, on mails that the model had not seen")


@app.command()
def use(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A model's name, or `-` to take the one before back.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if it is worse.")] = False,
) -> None:
    """Put a model in service, if it is not worse. The daemon takes it up by itself. Example: mailflow model use m2"""
    from mailflow.classify.modelfile import ModelError
    from mailflow.teaching import judge_set, shelf_of

    settings = context.obj.load_if_any()
    shelf = shelf_of(settings)
    try:
        done = shelf.take_back() if name == "-" else shelf.use(name, judged_on=judge_set(settings), anyway=anyway)
    except ModelError as error:
        raise CommandError(str(error)) from error
    say(f"{done['serving']} serves; {done['before']} can be taken back with `mailflow model use -`")


def _classifier(context: typer.Context, folder: Path | None) -> Any:
    from mailflow.classify.model import load
    from mailflow.classify.modelfile import ModelError
    from mailflow.teaching import shelf_of

    try:
        return load(folder) if folder else shelf_of(context.obj.load_if_any()).serving()
    except ModelError as error:
        raise CommandError(str(error)) from error


def _examples(data: Path, text: str, labels: list[str]) -> Any:
    from mailflow.classify.examples import TableError, read

    pairs = [each.partition("=") for each in labels]
    if any(not head or not column for head, _, column in pairs):
        raise CommandError("--label takes HEAD=COLUMN, e.g. --label kind=type", code=2)
    try:
        return read(data, text=text.split(",") if text else (), labels={head: column for head, _, column in pairs})
    except (TableError, OSError) as error:
        raise CommandError(str(error)) from error


def _mails(lines: Any) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            mail = json.loads(line)
        except ValueError as error:
            raise CommandError(f"line {number} of standard input is no JSON: {error}") from error
        if not isinstance(mail, dict):
            raise CommandError(f'line {number} of standard input is no object like {{"subject": "...", "body": "..."}}')
        yield mail


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, if that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("learning", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
