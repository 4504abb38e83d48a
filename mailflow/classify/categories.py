"""An admin's own categories: a file of names and descriptions, in place of those that the project ships with."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mailflow.classify.examples import Example, TableError, rows

HEAD = "category"
_NAME = re.compile(r"[^\W_][\w-]{0,63}")
_BREAKS = re.compile(r"[,;:.\n]+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category: the one word that orders and letters name it by, and what it is about."""

    name: str
    description: str

    @property
    def texts(self) -> list[str]:
        """What is said of it: the whole, its name alone, and each phrase by itself."""
        name = self.name.replace("-", " ").replace("_", " ")
        phrases = [each for each in _BREAKS.split(self.description) if each]
        return [f"{name}: {self.description}" if phrases else name, name, *(f"{name}: {each}" for each in phrases)]


def read(path: Path) -> tuple[Category, ...]:
    """The categories of a CSV or JSONL file with the columns name and description. Raises TableError."""
    found = tuple(
        Category(
            name=str(row.get("name") or "").strip().lower(),
            description=" ".join(str(row.get("description") or "").split()),
        )
        for row in rows(path)
    )
    for number, each in enumerate(found, start=1):
        if not _NAME.fullmatch(each.name):
            raise TableError(f"{path}, row {number}: {each.name!r} is no name; it takes one word in the column `name`")
    if len({each.name for each in found}) < max(2, len(found)):
        raise TableError(f"{path}: names {len(found)} categories; it takes two at least, each once")
    return found


def relabel(examples: Sequence[Example], names: Collection[str]) -> list[Example]:
    """The examples without any category that is none of these."""
    return [each if each.labels.get(HEAD) in names else without(each) for each in examples]


def without(example: Example) -> Example:
    """The example with no word on its category."""
    return replace(example, labels={head: label for head, label in example.labels.items() if head != HEAD})
