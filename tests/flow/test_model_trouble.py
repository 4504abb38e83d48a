"""Whatever is wrong with the model, a mail becomes a ticket: by the rules, P3, for a person of the first line."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailflow.classify.model import Classifier
from mailflow.classify.modelfile import MANIFEST, MODEL
from mailflow.classify.shelf import SERVING, Shelf
from mailflow.desk.terms import Head, Priority, State
from mailflow.flow.reader import Reader
from mailflow.resources import shipped
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, Branch, text_of, the

NAME = "mine"


def _set(folder: Path, **facts: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, **facts}))


def _corrupt(folder: Path) -> None:
    (folder / MODEL).unlink()
    (folder / MODEL).write_bytes(b"PK broken")


def _too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.classify.modelfile.LARGEST", 1000)


def _failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(model: Classifier, texts: Sequence[Any]) -> None:
        raise MemoryError(f"{model.name} cannot read {len(texts)} mails")

    monkeypatch.setattr(Classifier, "read", fail)


HARMS: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "missing": lambda folder, _: shutil.rmtree(folder),
    "corrupt": lambda folder, _: _corrupt(folder),
    "of a version to come": lambda folder, _: _set(folder, format=99),
    "cut by another reader": lambda folder, _: _set(folder, reader="0000"),
    "too large": lambda _, patch: _too_large(patch),
    "out of memory": lambda _, patch: _failing(patch),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf on which a copy of the shipped model serves."""
    state = tmp_path_factory.mktemp("state")
    shutil.copytree(shipped("models") / "starter", state / NAME)
    (state / SERVING).write_text(json.dumps({"serving": NAME, "served": [], "shadow": ""}))
    return state


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_mail_becomes_a_ticket_without_the_model(
    branch: Branch, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[..., object]
) -> None:
    state = tmp_path / "state"
    shutil.copytree(whole, state, copy_function=_link)
    harm(state / NAME, monkeypatch)
    reader = Reader(Shelf(state=state, shipped=tmp_path / "none"))
    branch.office = branch.office_with(read_texts=reader)
    letters = branch.work(branch.mail(ANA))
    assert {each.rcpt[0] for each in letters} == {ANA, BO}
    ticket = branch.ticket()
    assert (ticket.state, ticket.tier, ticket.priority, ticket.triaged) == (State.NEW, 1, Priority.P3, False)
    assert "One question" in the(letters, BO).message.get_payload(0).as_string()  # type: ignore[union-attr]


def test_the_first_line_is_told_of_a_mail_unlike_all_that_the_model_knows(branch: Branch) -> None:
    branch.reading = replace(reading(unsure=[Head.CATEGORY]), fits=False)
    assert "unlike the mails" in text_of(the(branch.work(branch.mail(ANA)), BO))
    branch.reading = reading(unsure=[Head.CATEGORY])
    assert "unlike the mails" not in text_of(the(branch.work(branch.mail(CARL, subject="Scanner")), BO))


def _link(source: str, target: str) -> None:
    """The model is only linked; its small papers are copied, since harm changes them."""
    if source.endswith(MODEL):
        Path(target).symlink_to(source)
    else:
        shutil.copyfile(source, target)
