"""What the model learns from and is judged by: the starter set, and the labels that this desk's people gave."""

from collections import defaultdict
from pathlib import Path

from mailflow.classify.examples import Example, read_judge_set, read_starter
from mailflow.classify.shelf import Shelf
from mailflow.classify.train import train
from mailflow.engine import now, open_store
from mailflow.resources import shipped
from mailflow.settings import Settings
from mailflow.store.tickets import labelled

__all__ = ["judge_set", "lessons", "new_folder", "serving_shelf", "shelf_of", "train"]


def shelf_of(settings: Settings | None) -> Shelf:
    """The models that are there: the shipped ones, and those in the settings' folder or ./models."""
    return Shelf(state=Path(settings.model.folder if settings else "models"), shipped=shipped("models"))


def serving_shelf(settings: Settings) -> Shelf | None:
    """The models for whoever reads mail, or None where the settings want none."""
    return shelf_of(settings) if settings.model.enabled else None


def lessons(settings: Settings | None) -> list[Example]:
    """The starter set and the desk's own corrected tickets."""
    return [*read_starter(shipped("starter")), *_own(settings)]


def judge_set(settings: Settings | None) -> list[Example]:
    """What a candidate must not be worse on: the frozen mails that no model learns from."""
    return read_judge_set(shipped("starter"))


def new_folder(settings: Settings | None) -> Path:
    """A folder on the shelf for a candidate, named by the time."""
    return shelf_of(settings).state / now().strftime("m%Y%m%d-%H%M%S")


def _own(settings: Settings | None) -> list[Example]:
    """A ticket's labels together; none without settings."""
    if settings is None:
        return []
    store = open_store(settings)
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    texts: dict[int, tuple[str, str, str]] = {}
    with store.read() as connection:
        for row in labelled(connection):
            labels[row.ticket][row.head] = row.label
            texts[row.ticket] = (row.subject, row.body, row.language)
    store.close()
    return [
        Example(subject=subject, body=body, language=language, labels=labels[ticket])
        for ticket, (subject, body, language) in texts.items()
    ]
