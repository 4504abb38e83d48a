"""A small model, trained once: forty mails a language of the starter set."""

from pathlib import Path

import pytest

from mailflow.classify import examples, train
from mailflow.classify.examples import Example
from mailflow.classify.shelf import Shelf
from mailflow.resources import shipped

STARTER = Path(__file__).parents[2] / "starter"


@pytest.fixture(scope="session")
def lessons() -> list[Example]:
    """A hundred and twenty labelled mails, breaches among them."""
    return [mail for language in ("hu", "en", "de") for mail in _some(examples.read(STARTER / f"{language}.jsonl"))]


def _some(mails: list[Example]) -> list[Example]:
    breaches = [mail for mail in mails if mail.labels["breach"] == "true"]
    return [*breaches[:4], *[mail for mail in mails if mail not in breaches][:36]]


@pytest.fixture(scope="session")
def small_model(lessons: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model trained on the lessons."""
    out = tmp_path_factory.mktemp("models") / "small"
    train.train(lessons, out=out)
    return out


@pytest.fixture(scope="session")
def judge_set() -> list[Example]:
    """The frozen mails."""
    return examples.read_judge_set(STARTER)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The shipped models and an empty state folder."""
    return Shelf(shipped=shipped("models"), state=tmp_path / "state")
