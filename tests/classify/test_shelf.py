"""Which model serves: a new one must not be worse, can be taken back, and a crash leaves the old one."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mailflow.classify import train
from mailflow.classify.examples import Example
from mailflow.classify.modelfile import ModelError
from mailflow.classify.shelf import SERVING, Shelf, WorseModelError


@pytest.fixture(scope="module")
def shuffled(lessons: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that learnt from mails whose labels were dealt out anew."""
    labels = [mail.labels for mail in lessons]
    random.Random(7).shuffle(labels)
    out = tmp_path_factory.mktemp("models") / "shuffled"
    train.train([replace(mail, labels=each) for mail, each in zip(lessons, labels, strict=True)], out=out)
    return out


def test_the_shipped_model_serves_where_nothing_was_trained(shelf: Shelf) -> None:
    assert shelf.serving().name == "starter"
    assert shelf.stamp() == ""
    assert [line["name"] for line in shelf.list() if line["serving"]] == ["starter"]


def test_a_model_of_shuffled_labels_is_refused_and_the_class_is_named(
    shelf: Shelf, shuffled: Path, judge_set: list[Example]
) -> None:
    shelf.put(shuffled)
    with pytest.raises(WorseModelError, match=r"worse .* for .*kind: incident") as refused:
        shelf.use("shuffled", judged_on=judge_set)
    assert "kind: incident" in refused.value.classes
    assert shelf.serving().name == "starter"


def test_anyway_puts_it_in_service_and_it_can_be_taken_back(
    shelf: Shelf, shuffled: Path, judge_set: list[Example]
) -> None:
    shelf.put(shuffled)
    told = shelf.use("shuffled", judged_on=judge_set, anyway=True)
    assert told["before"] == "starter"
    assert told["worse"]
    assert shelf.serving().name == "shuffled"
    assert shelf.take_back() == {"serving": "starter", "before": "shuffled"}
    assert shelf.serving().name == "starter"


def test_a_daemon_notices_the_change_by_the_stamp(shelf: Shelf, small_model: Path, judge_set: list[Example]) -> None:
    before = shelf.stamp()
    shelf.put(small_model)
    assert shelf.stamp() == before
    shelf.use("small", judged_on=judge_set, anyway=True)
    assert shelf.stamp() != before


def test_the_same_model_under_another_name_is_not_worse(
    shelf: Shelf, small_model: Path, judge_set: list[Example]
) -> None:
    shelf.put(small_model)
    shelf.use("small", judged_on=judge_set, anyway=True)
    twin = small_model.parent / "twin"
    if not twin.exists():
        twin.symlink_to(small_model)
    shelf.put(twin)
    assert shelf.use("twin", judged_on=judge_set)["worse"] == []


def test_a_broken_model_in_service_does_not_bar_the_way_to_a_good_one(
    shelf: Shelf, small_model: Path, judge_set: list[Example]
) -> None:
    shelf.put(small_model)
    shelf.use("small", judged_on=judge_set, anyway=True)
    (shelf.state / "small" / "model.skops").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="vouches"):
        shelf.serving()
    assert shelf.use("starter", judged_on=judge_set)["serving"] == "starter"


def test_a_name_that_is_not_there_and_a_name_that_is_taken_are_refused(
    shelf: Shelf, small_model: Path, judge_set: list[Example]
) -> None:
    with pytest.raises(ModelError, match="there are starter"):
        shelf.use("nonesuch", judged_on=judge_set)
    with pytest.raises(ModelError, match="there is no model"):
        shelf.open("../starter")
    shelf.put(small_model)
    with pytest.raises(ModelError, match="already"):
        shelf.put(small_model)


def test_a_damaged_note_of_who_serves_says_what_to_do(shelf: Shelf) -> None:
    shelf.state.mkdir()
    (shelf.state / SERVING).write_text("{")
    with pytest.raises(ModelError, match="remove it"):
        shelf.serving()


def test_nothing_to_take_back_is_said(shelf: Shelf) -> None:
    with pytest.raises(ModelError, match="before this one"):
        shelf.take_back()


@pytest.mark.parametrize("point", ["shelf.put", "model.replace"])
def test_killed_at_any_moment_the_old_model_goes_on_serving(shelf: Shelf, small_model: Path, point: str) -> None:
    code = (
        "import sys; from pathlib import Path; from mailflow.classify.shelf import Shelf;"
        "from mailflow.resources import shipped; s = Shelf(shipped=shipped('models'), state=Path(sys.argv[1]));"
        "'small' in s.names() or s.put(Path(sys.argv[2])); s.use('small', judged_on=[], anyway=True)"
    )
    command = [sys.executable, "-c", code, str(shelf.state), str(small_model)]
    environment = {"MAILFLOW_FAILPOINT": f"{point}:1", "MAILFLOW_FAILPOINT_MODE": "kill"}
    killed = subprocess.run(command, env=environment, check=False)
    assert killed.returncode == -9
    assert shelf.serving().name == "starter"
    subprocess.run(command, env={}, check=True)
    assert shelf.serving().name == "small"
    assert json.loads(shelf.stamp())["served"] == ["starter"]


def test_all_that_served_are_remembered_and_taken_back_one_after_the_other(
    shelf: Shelf, small_model: Path, shuffled: Path, judge_set: list[Example]
) -> None:
    for folder in (small_model, shuffled):
        shelf.put(folder)
        shelf.use(folder.name, judged_on=judge_set, anyway=True)
    assert shelf.service().served == ("starter", "small")
    shelf.take_back()
    assert shelf.take_back()["serving"] == "starter"
    assert shelf.service().served == ()


def test_a_model_reads_along_until_it_is_told_to_stop_or_another_serves(
    shelf: Shelf, small_model: Path, judge_set: list[Example]
) -> None:
    shelf.put(small_model)
    assert shelf.shadow() is None
    shelf.follow("small")
    shadow = shelf.shadow()
    assert shadow is not None
    assert (shadow.name, shelf.serving().name) == ("small", "starter")
    assert {line["name"]: line["role"] for line in shelf.list()} == {"starter": "serving", "small": "shadow"}
    shelf.follow("")
    assert shelf.shadow() is None
    shelf.follow("small")
    shelf.use("small", judged_on=judge_set, anyway=True)
    assert shelf.shadow() is None
    with pytest.raises(ModelError, match="there is no model"):
        shelf.follow("nonesuch")
