"""Teaching the classifier from a terminal: train, judge, predict, list, use, label."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import tee
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
    more: Annotated[
        list[Path], typer.Option("--with", help="Labelled mails besides the starter set; may be given again.")
    ] = [],  # noqa: B006
    own: Annotated[
        Path | None, typer.Option("--categories", help="CSV or JSONL of name and description: categories of your own.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the candidate; else onto the shelf.")] = None,
    as_json: AsJson = False,
) -> None:
    """Learn a candidate from labelled mails. Example: mailflow model train --data tickets.csv --label kind=type"""
    from mailflow.classify.regroup import regroup
    from mailflow.classify.train import TrainingError
    from mailflow.classify.train import train as learn
    from mailflow.teaching import lessons, new_folder

    settings = context.obj.load_if_any()
    categories = _categories(settings, own)
    examples = _examples(data, text, label) if data else lessons(settings, categories)
    examples += [example for file in more for example in _examples(file, text, label)]
    encoded = _encoded(settings, examples)
    target = out or new_folder(settings)
    try:
        with _progress("learning") as bar:
            if categories:
                encoder = _encoder(settings)
                manifest = regroup(examples, categories, out=target, encoded=encoded, encoder=encoder, progress=bar)
            else:
                manifest = learn(examples, out=target, encoded=encoded, progress=bar)
    except (TrainingError, FileExistsError) as error:
        raise CommandError(str(error)) from error
    if as_json:
        print_json({"model": str(target), **manifest})
    else:
        _tell_learnt(manifest, target, own)


def _tell_learnt(manifest: Mapping[str, Any], target: Path, own: Path | None) -> None:
    for head, facts in manifest.get("second", manifest)["heads"].items():
        figures = facts["scores"]
        told = "macro F1 {macro_f1:.3f}, accuracy {accuracy:.3f}, ece {ece:.3f}".format(**figures) if figures else ""
        say(f"{head:9} {told or 'from descriptions, and too few labels to judge it: never sure'}")
    say(f"wrote {target}; put it in service with `mailflow model use {target.name}`")
    if own:
        say(f'and let the desk know its categories: in mailflow.toml, [model] categories = "{own}"')


@app.command()
def judge(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="CSV or JSONL of labelled mails; else the frozen ones and the last corrections.")
    ] = None,
    model: ModelDir = None,
    text: Text = "",
    label: Labels = [],  # noqa: B006
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Hold a model against labelled mails. Example: mailflow model judge --data held.jsonl --json"""
    from mailflow.classify.judge import judge as measure
    from mailflow.classify.judge import marks
    from mailflow.classify.page import page
    from mailflow.teaching import judge_set

    settings = context.obj.load_if_any()
    examples = _examples(data, text, label) if data else judge_set(settings)
    classifier, encoded = _classifier(context, model), _encoded(settings, examples)
    found = measure(classifier, examples, encoded)
    if html:
        html.write_text(
            page(
                f"{classifier.name} on {data.name if data else 'the judge set'}", marks(classifier, examples, encoded)
            ),
            "utf-8",
        )
    if as_json:
        print_json(found)
        return
    rows = [{"head": head, **figures} for head, figures in found["heads"].items()]
    print_rows(rows, ("head", "accuracy", "macro_f1", "ece", "coverage_at_95"), as_json=False)
    say(f"{found['n']} mails, {found['us_per_text']} µs each")


@app.command()
def curve(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="CSV or JSONL; else the starter set and the desk's labels.")] = None,
    text: Text = "",
    label: Labels = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """What more labels would bring, and for which class. Example: mailflow model curve"""
    from mailflow.classify.curve import curve as measure
    from mailflow.classify.curve import gains
    from mailflow.classify.train import TrainingError
    from mailflow.teaching import lessons, own_categories

    settings = context.obj.load_if_any()
    examples = _examples(data, text, label) if data else lessons(settings, own_categories(settings, None))
    encoded = _encoded(settings, examples)
    try:
        with _progress("learning") as progress:
            points = measure(examples, encoded, progress)
    except TrainingError as error:
        raise CommandError(str(error)) from error
    helped = gains(points)
    if as_json:
        print_json({"points": points, "gains": helped})
        return
    rows = [{"mails": each["mails"]} | {n: told["macro_f1"] for n, told in each["heads"].items()} for each in points]
    print_rows(rows, ("mails", *points[-1]["heads"]), as_json=False)
    say("macro F1 on mails held out. More labels would help most here (F1, and what the last doubling brought):")
    for each in helped[:5]:
        say(f"  {each['head']} {each['label']}: {each['f1']:.2f}, {each['gain']:+.2f}")


@app.command()
def predict(
    context: typer.Context,
    model: ModelDir = None,
    first: Annotated[bool, typer.Option("--first", help="Only the first, quick reading.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Also the words that spoke for each label.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read JSONL of subject and body from a pipe. Example: mailflow model predict < mails.jsonl"""
    from mailflow.classify.because import reasons
    from mailflow.classify.judge import predict as answer

    encoder = None if first else _encoder(context.obj.load_if_any())
    classifier = _classifier(context, model)
    mails, again = tee(_mails(sys.stdin.buffer))
    for record, mail in zip(answer(classifier, mails, encoder), again, strict=True):
        print_json(record | ({"why": reasons(classifier, mail, record)} if why else {}))


@app.command()
def watch(
    context: typer.Context,
    weeks: Annotated[int, typer.Option(min=1, help="So many weeks back.")] = 16,
    as_json: AsJson = False,
) -> None:
    """How the model does at this desk, week by week, and what has drifted. Example: mailflow model watch --weeks 8"""
    from datetime import timedelta

    from mailflow.watching import watched

    found = watched(context.obj.load(), timedelta(weeks=weeks))
    if as_json:
        print_json(found)
        return
    rows = [{**line, **{head: told["accuracy"] for head, told in line["heads"].items()}} for line in found["weeks"]]
    columns = ("week", "tickets", "unsure", "uncorrected_when_sure", "kind", "category", "impact", "urgency")
    print_rows(rows, columns, as_json=False)
    say("by head: right among the mails on which a person spoke")
    for head, told in found.get("shadow", {}).get("heads", {}).items():
        say(f"{head}: {told['serving']:.0%} right, {found['shadow']['name']} {told['shadow']:.0%} ({told['n']} mails)")
    for drift in found["drifts"]:
        say(f"{drift['what']} has drifted: {drift['most']} {drift['before']:.0%} before, {drift['now']:.0%} now")


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
    shadow: Annotated[bool, typer.Option("--shadow", help="Only read along, without acting; `-` ends that.")] = False,
) -> None:
    """Put a model in service, if it is not worse. The daemon takes it up by itself. Example: mailflow model use m2"""
    from mailflow.classify.modelfile import ModelError
    from mailflow.teaching import judge_set, shelf_of

    settings = context.obj.load_if_any()
    shelf = shelf_of(settings)
    try:
        if shadow:
            shelf.follow("" if name == "-" else name)
            say("no model reads along" if name == "-" else f"{name} reads along; `mailflow model watch` compares it")
            return
        done = shelf.take_back() if name == "-" else _use(shelf, name, judge_set(settings), settings, anyway)
    except ModelError as error:
        raise CommandError(str(error)) from error
    say(f"{done['serving']} serves; {done['before']} can be taken back with `mailflow model use -`")


@app.command()
def label(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where the labelled mails go, as JSONL; it grows each time.")],
    data: Annotated[Path | None, typer.Option(help="CSV or JSONL of mails; else the desk's tickets.")] = None,
    model: ModelDir = None,
) -> None:
    """Label the mails that the model is least sure of. Example: mailflow model label own.jsonl"""
    from mailflow.classify.examples import TableError
    from mailflow.labelling import label as ask_for
    from mailflow.labelling import questions, write
    from mailflow.teaching import labelled_before, to_be_labelled

    settings = context.obj.load_if_any()
    try:
        done = labelled_before(file)
        mails = to_be_labelled(settings, data, done)
    except TableError as error:
        raise CommandError(str(error)) from error
    asked = questions(_classifier(context, model), mails, _encoded(settings, mails)) if mails else []
    before = len(done)
    try:
        for mail in ask_for(asked, _prompt, say):
            done.append(mail)
            write(file, done)
    except typer.Abort:
        say("")
    say(f"{len(done) - before} of {len(asked)} labelled; learn from them with `mailflow model train --with {file}`")


def _prompt(line: str) -> str:
    return str(typer.prompt(line, default="", show_default=False, prompt_suffix=""))


def _use(shelf: Any, name: str, judged_on: Any, settings: Any, anyway: bool) -> Any:
    return shelf.use(name, judged_on=judged_on, encoded=_encoded(settings, judged_on), anyway=anyway)


def _encoded(settings: Any, examples: Any) -> Any:
    """The vectors of these mails; None where there is no encoder."""
    from mailflow.classify.encode import EncoderError
    from mailflow.teaching import vector_file

    try:
        file = vector_file(settings)
        with _progress("encoding") as progress:
            return file.of([each.text for each in examples], progress) if file else None
    except EncoderError as error:
        raise CommandError(str(error)) from error


def _categories(settings: Any, file: Path | None) -> Any:
    from mailflow.classify.examples import TableError
    from mailflow.teaching import own_categories

    try:
        return own_categories(settings, file)
    except TableError as error:
        raise CommandError(str(error)) from error


def _encoder(settings: Any) -> Any:
    from mailflow.classify.encode import EncoderError, open_encoder

    try:
        return open_encoder(settings.model.encoder if settings else "auto")
    except EncoderError as error:
        raise CommandError(str(error)) from error


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
    from mailflow.jsonlines import JsonLineError, objects

    try:
        for place, mail in objects(lines, "standard input"):
            if not mail.keys() & {"subject", "body"}:
                raise CommandError(f'{place}: there is neither "subject" nor "body" in it')
            yield mail
    except JsonLineError as error:
        raise CommandError(f'{error}; a mail is like {{"subject": "...", "body": "..."}}') from error


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, if that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
