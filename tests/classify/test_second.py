"""The second reading: learnt from the first and the vectors, judged out of fold, and served by numpy alone."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import skops.io
from numpy.typing import NDArray

from mailflow.classify import judge, model, modelfile, train
from mailflow.classify.examples import Example
from mailflow.classify.model import Classifier
from mailflow.classify.modelfile import MANIFEST, MODEL, ModelError
from mailflow.classify.shelf import Shelf, WorseModelError
from mailflow.classify.vectors import Encoded, encode
from mailflow.flow.reader import SecondReader
from tests.classify.stub import Stub


def encoded(mails: list[Example]) -> Encoded:
    return Encoded(encoder="stub", vectors=encode([mail.text for mail in mails], Stub()))


@pytest.fixture(scope="module")
def twice(lessons: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small model with a second reading."""
    out = tmp_path_factory.mktemp("twice") / "twice"
    train.train(lessons, out=out, encoded=encoded(lessons))
    return out


@pytest.fixture(scope="module")
def classifier(twice: Path) -> Classifier:
    return model.load(twice)


def test_the_first_reading_is_the_same_with_and_without_a_second_one(
    classifier: Classifier, small_model: Path, judge_set: list[Example]
) -> None:
    texts = [mail.text for mail in judge_set]
    assert np.array_equal(classifier.chances(texts), model.load(small_model).chances(texts))
    assert model.load(small_model).encoder == ""
    assert classifier.encoder == "stub"


def test_the_manifest_tells_of_both_readings_out_of_fold(twice: Path, lessons: list[Example]) -> None:
    manifest = json.loads((twice / MANIFEST).read_text())
    assert manifest["second"]["encoder"] == "stub"
    assert manifest["second"]["heads"]["kind"]["scores"]["n"] == len(lessons)
    assert set(manifest["second"]["heads"]) == set(manifest["heads"])


def test_vectors_that_tell_the_answer_are_learnt_from_and_make_it_sure(lessons: list[Example], tmp_path: Path) -> None:
    telling = _oracle(lessons)
    found = train.train(lessons, out=tmp_path / "told", encoded=Encoded(encoder="oracle", vectors=telling))
    assert found["second"]["heads"]["kind"]["scores"]["macro_f1"] == 1.0
    told = model.load(tmp_path / "told")
    readings = told.reread([mail.text for mail in lessons[:9]], telling[:9])
    assert [reading.kind.label == "incident" for reading in readings] == telling[:9, 0].tolist()
    assert sum(reading.kind.sure for reading in readings) >= 6


def test_the_same_mails_and_vectors_give_the_same_model_byte_for_byte(
    twice: Path, lessons: list[Example], tmp_path: Path
) -> None:
    train.train(lessons, out=tmp_path / "twice", encoded=encoded(lessons))
    for name in (MODEL, MANIFEST):
        assert (tmp_path / "twice" / name).read_bytes() == (twice / name).read_bytes()


def test_judging_takes_the_second_reading_only_with_vectors_of_its_own_encoder(
    classifier: Classifier, judge_set: list[Example]
) -> None:
    first, second = judge.judge(classifier, judge_set), judge.judge(classifier, judge_set, encoded(judge_set))
    foreign = judge.judge(classifier, judge_set, replace(encoded(judge_set), encoder="foreign"))
    assert (first["encoder"], second["encoder"]) == ("", "stub")
    assert foreign["heads"] == first["heads"] != second["heads"]


def test_predictions_are_read_twice_with_the_models_encoder(classifier: Classifier) -> None:
    mails = [{"subject": "Printer", "body": "It does not print since Monday, nobody can work."}]
    [once], [again] = list(judge.predict(classifier, mails)), list(judge.predict(classifier, mails, Stub()))
    assert once.keys() == again.keys()
    assert once["kind"]["p"] != again["kind"]["p"]


def test_a_model_that_reads_twice_is_not_given_up_for_one_that_reads_worse_once(
    lessons: list[Example], small_model: Path, judge_set: list[Example], tmp_path: Path
) -> None:
    """The vectors tell the kind of each frozen mail, so that only the second reading knows it for sure."""
    told = [Encoded(encoder="oracle", vectors=_oracle(mails)) for mails in (lessons, judge_set)]
    shelf = Shelf(shipped=tmp_path / "none", state=tmp_path / "state")
    train.train(lessons, out=shelf.state / "told", encoded=told[0])
    shelf.put(small_model)
    shelf.use("told", judged_on=judge_set, anyway=True)
    assert shelf.use("small", judged_on=judge_set)["worse"] == []
    shelf.use("told", judged_on=judge_set)
    with pytest.raises(WorseModelError, match="kind"):
        shelf.use("small", judged_on=judge_set, encoded=told[1])


def _oracle(mails: list[Example]) -> NDArray[np.float32]:
    kinds = np.array([mail.labels["kind"] == "incident" for mail in mails])
    return np.column_stack([kinds, ~kinds]).astype(np.float32)


def test_the_reader_of_the_background_reads_twice_or_only_keeps_the_vector(twice: Path, small_model: Path) -> None:
    texts = [("Printer", "It does not print."), ("", "")]
    home = twice.parent
    for folder, able in ((twice, True), (small_model, False)):
        shelf = Shelf(shipped=folder.parent, state=home / "state")
        (home / "state").mkdir(exist_ok=True)
        (home / "state" / "serving.json").write_text(json.dumps({"serving": folder.name, "served": [], "shadow": ""}))
        seconds = SecondReader(shelf, Stub())(texts)
        assert [len(each.vector) for each in seconds] == [2 * Stub.dimension] * 2
        assert [each.reading is not None for each in seconds] == [able] * 2


@pytest.mark.parametrize("harm", ["nan", "shape"])
def test_a_damaged_second_reading_is_refused(twice: Path, tmp_path: Path, harm: str) -> None:
    copy = Path(shutil.copytree(twice, tmp_path / "copy"))
    parts = dict(modelfile.unpack((copy / MODEL).read_bytes()))
    center = np.asarray(parts["second_center"])
    parts["second_center"] = np.full_like(center, np.nan) if harm == "nan" else center[:-1]
    content = bytes(skops.io.dumps(parts))
    (copy / MODEL).write_bytes(content)
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    (copy / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="second reading"):
        model.load(copy)


def test_a_shadow_reads_along_with_the_model_in_service(twice: Path, small_model: Path, tmp_path: Path) -> None:
    shelf = Shelf(shipped=tmp_path / "none", state=tmp_path / "state")
    for folder in (twice, small_model):
        shelf.put(folder)
    shelf.use("twice", judged_on=[], anyway=True)
    reader = SecondReader(shelf, Stub())
    assert [(each.along, each.shadow) for each in reader([("a", "b")])] == [("", None)]
    shelf.follow("small")
    [found] = reader([("Printer", "It does not print.")])
    assert found.along == "small"
    assert found.shadow == model.load(small_model).read([("Printer", "It does not print.")])[0]
    assert found.reading not in (None, found.shadow)
