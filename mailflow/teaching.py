"""What the model learns from and is judged by: the starter set, and what this desk's people decided."""

import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from mailflow.classify import categories
from mailflow.classify.categories import Category
from mailflow.classify.encode import open_encoder
from mailflow.classify.examples import HEADS, Example, read_elsewhere, read_judge_set, read_starter, read_unlabelled
from mailflow.classify.own import Decision, weigh
from mailflow.classify.shelf import Shelf
from mailflow.classify.vectors import VectorFile
from mailflow.engine import now, open_store
from mailflow.resources import shipped
from mailflow.settings import Settings
from mailflow.store import examples

VECTORS = "vectors.sqlite"
SILENT = 2000
NEWEST = 500
HELD = 5
"""The corrections of one ticket in so many are for judging."""
LAST = 300


def shelf_of(settings: Settings | None) -> Shelf:
    """The models that are there: the shipped ones, and those in the settings' folder or ./models."""
    return Shelf(state=Path(settings.model.folder if settings else "models"), shipped=shipped("models"))


def serving_shelf(settings: Settings) -> Shelf | None:
    """The models for whoever reads mail, or None where the settings want none."""
    return shelf_of(settings) if settings.model.enabled else None


def vector_file(settings: Settings | None) -> VectorFile | None:
    """The kept vectors, beside the desk's models, else in the user's cache; None where there is no encoder.

    Raises EncoderError.
    """
    encoder = open_encoder(settings.model.encoder if settings else "auto")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mailflow"
    return VectorFile((shelf_of(settings).state if settings else cache) / VECTORS, encoder) if encoder else None


def lessons(settings: Settings | None, own: Sequence[Category] = ()) -> list[Example]:
    """The starter set, and the desk's own tickets as its people decided them or silently took them.

    Where the desk has categories of its own, the starter set's teach only if all of them are among those.
    """
    starter = read_starter(shipped("starter"))
    if not {each.name for each in own} <= {each.labels[categories.HEAD] for each in starter}:
        starter = [categories.without(each) for each in starter]
    return [*starter, *read_elsewhere(shipped("starter")), *weigh(_decisions(settings), now())]


def own_categories(settings: Settings | None, file: Path | None) -> tuple[Category, ...]:
    """The categories of this file, else of the one that the settings name; none where these are the shipped ones.

    Raises TableError.
    """
    named = file or (Path(settings.model.categories) if settings and settings.model.categories else None)
    return categories.read(named) if named else ()


def judge_set(settings: Settings | None) -> list[Example]:
    """What a candidate must not be worse on, and no model learns from: frozen mails, and the desk's last corrections.

    Of these, every fifth ticket's. The categories of the frozen mails say nothing of a desk that has its own.
    """
    frozen = read_judge_set(shipped("starter"))
    if own_categories(settings, None):
        frozen = [categories.without(each) for each in frozen]
    return [*frozen, *(each.example for each in _corrections(settings, held=True)[-LAST:])]


def new_folder(settings: Settings | None) -> Path:
    """A folder on the shelf for a candidate, named by the time."""
    return shelf_of(settings).state / now().strftime("m%Y%m%d-%H%M%S")


def labelled_before(file: Path) -> list[Example]:
    """What was labelled into this file so far. Raises TableError."""
    return read_unlabelled(file) if file.exists() else []


def to_be_labelled(settings: Settings | None, data: Path | None, done: Sequence[Example]) -> list[Example]:
    """The mails of a file, else those of the newest tickets that nobody labelled, without the ones that are done."""
    known = {each.text for each in done}
    return [each for each in (read_unlabelled(data) if data else _undecided(settings)) if each.text not in known]


def _undecided(settings: Settings | None) -> list[Example]:
    if settings is None:
        return []
    store = open_store(settings)
    with store.read() as connection:
        rows = examples.undecided(connection, NEWEST)
    store.close()
    return [Example(subject=row.subject, body=row.body, language=row.language) for row in rows]


def _decisions(settings: Settings | None) -> list[Decision]:
    """What may be learnt of the desk's decisions, a ticket's labels together; none without settings."""
    if settings is None:
        return []
    store = open_store(settings)
    with store.read() as connection:
        accepted = examples.accepted(connection, SILENT)
    store.close()
    return [*_corrections(settings, held=False), *map(_silent, accepted)]


def _corrections(settings: Settings | None, *, held: bool) -> list[Decision]:
    """What people said of tickets, the oldest first: of those that are held back for judging, or of the others."""
    if settings is None:
        return []
    store = open_store(settings)
    with store.read() as connection:
        rows = examples.labelled(connection)
    store.close()
    by_ticket: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if (row.ticket % HELD == 0) == held:
            by_ticket[row.ticket].append(row)
    return [_decision(given[-1], {row.head: row.label for row in given}, spoken=True) for given in by_ticket.values()]


def _silent(row: Row[Any]) -> Decision:
    return _decision(row, {head: str(getattr(row, head)) for head in HEADS if head != "breach"}, spoken=False)


def _decision(row: Row[Any], labels: dict[str, str], *, spoken: bool) -> Decision:
    known = {head: label for head, label in labels.items() if head in HEADS}
    example = Example(subject=row.subject, body=row.body, language=row.language, labels=known)
    return Decision(example=example, sender=row.requester.casefold(), at=row.at, spoken=spoken)
