"""Labelled mails: the starter set, and whatever CSV or JSONL an admin brings."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailflow.jsonlines import JsonLineError, objects

HEADS = ("kind", "category", "impact", "urgency", "breach")
STARTER = ("hu", "en", "de", "retold")
_USUAL = {"breach": ("breach", "personal_data_breach")}
_LANGUAGE = ("lang", "language")
_FIELD_LIMIT = 10_000_000


class TableError(Exception):
    """A file of examples cannot be used; the sentence names the file, the line and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A mail and the labels that a person gave it, by head; a head may be missing. `language` is "" where unknown.

    `family` binds mails that tell the same situation, say in two languages; they are never judged by one another.
    `weight` is how much it counts in learning.
    """

    subject: str
    body: str
    labels: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    family: str = ""
    weight: float = 1.0

    @property
    def text(self) -> tuple[str, str]:
        """What a classifier reads."""
        return self.subject, self.body


def read(path: Path, *, text: Sequence[str] = (), labels: Mapping[str, str] | None = None) -> list[Example]:
    """The examples of a CSV or JSONL file.

    `text` names the columns of subject and body, or one for all; `labels` the columns by head, without which the usual
    names are looked for. Raises TableError.
    """
    found = list(rows(path))
    if not found:
        raise TableError(f"{path}: holds no rows")
    columns = labels or _usual_labels(found[0])
    if not columns:
        raise TableError(f"{path}: has none of the columns {', '.join(HEADS)}; name one with --label kind=COLUMN")
    return [_example(path, number, row, _text_columns(text), columns) for number, row in enumerate(found, start=1)]


def read_unlabelled(path: Path) -> list[Example]:
    """The mails of a CSV or JSONL file, with those of the usual labels that they have. Raises TableError."""
    return [
        _example(path, number, row, ("subject", "body"), _usual_labels(row))
        for number, row in enumerate(rows(path), start=1)
    ]


def read_starter(folder: Path) -> list[Example]:
    """The starter set: a file a language, and what was retold in another; the judge set `judge.jsonl` is not of it."""
    return [example for name in STARTER for example in read(folder / f"{name}.jsonl")]


def read_elsewhere(folder: Path) -> list[Example]:
    """Mails that are none of a service desk's (`elsewhere.jsonl`): advertising, applications, private letters."""
    return read_unlabelled(folder / "elsewhere.jsonl")


def read_judge_set(folder: Path) -> list[Example]:
    """The frozen mails that no model learns from, on which a candidate is compared with the model in service."""
    return read(folder / "judge.jsonl")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV, TSV or JSONL file by column. Raises TableError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _csv_rows(path, lines) if path.suffix.lower() in {".csv", ".tsv"} else _json_rows(path, lines)
    except OSError as error:
        raise TableError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: is not UTF-8 text") from error


def fingerprint(examples: Sequence[Example]) -> str:
    """The SHA-256 of texts, labels and weights in their order."""
    digest = hashlib.sha256()
    for example in examples:
        facts = [example.subject, example.body, sorted(example.labels.items()), round(example.weight, 6)]
        digest.update(json.dumps(facts).encode())
    return digest.hexdigest()


def _csv_rows(path: Path, lines: Any) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        yield from csv.DictReader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    except csv.Error as error:
        raise TableError(f"{path}: {error}") from error


def _json_rows(path: Path, lines: Any) -> Iterator[dict[str, Any]]:
    try:
        yield from (row for _, row in objects(lines, str(path)))
    except JsonLineError as error:
        raise TableError(str(error)) from error


def _usual_labels(row: Mapping[str, Any]) -> dict[str, str]:
    found = {head: next((name for name in _USUAL.get(head, (head,)) if name in row), None) for head in HEADS}
    return {head: name for head, name in found.items() if name is not None}


def _text_columns(text: Sequence[str]) -> tuple[str, str]:
    subject, body = text if len(text) == 2 else ("", text[0]) if text else ("subject", "body")
    return subject, body


def _example(
    path: Path, number: int, row: Mapping[str, Any], text: tuple[str, str], columns: Mapping[str, str]
) -> Example:
    missing = [name for name in (text[1], *columns.values()) if name not in row]
    if missing:
        raise TableError(f"{path}, row {number}: has no column {missing[0]!r}; it has {', '.join(map(str, row))}")
    subject, body = (str(row.get(name) or "") for name in text)
    given = {head: _label(row[name]) for head, name in columns.items()}
    return Example(
        subject=subject,
        body=body,
        labels={head: label for head, label in given.items() if label},
        language=next((str(row[name]) for name in _LANGUAGE if row.get(name)), ""),
        family=str(row.get("family") or ""),
    )


def _label(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()
