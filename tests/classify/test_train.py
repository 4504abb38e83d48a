"""Learning: the same mails give the same model, near-copies stand on one side, and figures are out of fold."""

import csv
import json
from pathlib import Path

import pytest

from mailflow.classify import alike, examples, grams, judge, model, train
from mailflow.classify.examples import Example
from mailflow.classify.modelfile import MANIFEST, MODEL, ModelError
from mailflow.classify.shelf import Shelf
from mailflow.classify.train import TrainingError


def test_the_same_mails_give_the_same_model_byte_for_byte_and_progress_counts_to_the_end(
    lessons: list[Example], small_model: Path, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    train.train(lessons, out=tmp_path / "small", progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, seen[0][1] + 1))
    for name in (MODEL, MANIFEST):
        assert (tmp_path / "small" / name).read_bytes() == (small_model / name).read_bytes()


def test_the_manifest_tells_labels_data_versions_and_scores_by_language_and_class(
    small_model: Path, lessons: list[Example]
) -> None:
    manifest = json.loads((small_model / MANIFEST).read_text())
    assert manifest["data"]["fingerprint"] == examples.fingerprint(lessons)
    assert manifest["data"]["by_language"] == {"de": 40, "en": 40, "hu": 40}
    assert {"python", "numpy", "scikit-learn", "skops"} <= manifest["libraries"].keys()
    kind = manifest["heads"]["kind"]
    assert kind["labels"] == ["incident", "request"]
    assert kind["calibration"]["method"] in {"temperature", "sigmoid"}
    assert set(kind["scores"]["by_language"]) == {"de", "en", "hu"}
    assert kind["scores"]["by_class"]["request"]["n"] == sum(mail.labels["kind"] == "request" for mail in lessons)


def test_labels_of_ones_own_can_be_learnt_from_a_csv_file(lessons: list[Example], tmp_path: Path) -> None:
    own = {"incident": "Broken", "request": "Wanted"}
    with (tmp_path / "own.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["text", "type"])
        table.writerows([f"{mail.subject}\n{mail.body}", own[mail.labels["kind"]]] for mail in lessons)
    mails = examples.read(tmp_path / "own.csv", text=["text"], labels={"kind": "type"})
    train.train(mails, out=tmp_path / "own")
    (answer,) = model.load(tmp_path / "own").answer([("", "my screen is broken since yesterday")])
    assert answer["kind"].guess.label == "Broken"
    assert answer["kind"].second == "Wanted"


def test_too_few_mails_and_copies_of_one_mail_are_not_learnt_from(lessons: list[Example], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="too few"):
        train.train(lessons[:5], out=tmp_path / "few")
    with pytest.raises(TrainingError, match="near-copies count once"):
        train.train([lessons[0], lessons[1]] * 20, out=tmp_path / "copies")
    assert not (tmp_path / "few").exists()


def test_an_existing_model_is_never_written_over(lessons: list[Example], small_model: Path) -> None:
    with pytest.raises(FileExistsError):
        train.train(lessons, out=small_model)


def test_near_copies_share_a_group_and_other_mails_do_not() -> None:
    texts = [
        ("Printer", "The printer in room 12 on the second floor prints only blank pages since Monday"),
        ("Invoice", "We were charged twice for the yearly subscription, please refund one of the payments"),
        ("Printer", "The printer in room 14 on the second floor prints only blank pages since Tuesday"),
    ]
    group = alike.groups(grams.count(texts))
    assert group[0] == group[2] != group[1]
    assert [(i, j) for _, i, j in alike.pairs(texts)] == [(0, 2)]


def test_mails_of_one_family_are_never_split_even_in_two_languages() -> None:
    group = alike.groups(grams.count([("", "the scale is dead"), ("", "a mérleg meghalt"), ("", "wifi")]))
    joined = alike.join_families(group, ["scale", "scale", ""])
    assert joined[0] == joined[1] != joined[2]


def test_the_starter_set_has_twenty_mails_and_both_kinds_in_every_category_and_language() -> None:
    starter = Path(__file__).parents[2] / "starter"
    for language in ("hu", "en", "de"):
        mails = examples.read(starter / f"{language}.jsonl")
        for category in (
            "access",
            "availability",
            "billing",
            "data",
            "email",
            "general",
            "hardware",
            "network",
            "privacy",
            "security",
            "software",
        ):
            kinds = [mail.labels["kind"] for mail in mails if mail.labels["category"] == category]
            assert len(kinds) >= 20
            assert min(kinds.count("incident"), kinds.count("request")) >= 10


def test_the_judge_set_was_never_learnt_from(judge_set: list[Example]) -> None:
    learnt = {mail.text for mail in examples.read_starter(Path(__file__).parents[2] / "starter")}
    assert not learnt & {mail.text for mail in judge_set}


def test_a_trained_model_beats_guessing_on_mails_it_has_not_seen(small_model: Path, judge_set: list[Example]) -> None:
    figures = judge.judge(model.load(small_model), judge_set)
    assert figures["n"] == len(judge_set)
    assert figures["heads"]["kind"]["accuracy"] > 0.7
    assert set(figures["heads"]["kind"]) >= {"accuracy", "macro_f1", "ece", "coverage_at_95", "by_language", "by_class"}
    assert figures["us_per_text"] > 0


def test_predictions_stream_in_the_shape_of_explain(small_model: Path) -> None:
    lines = list(judge.predict(model.load(small_model), ({"subject": "Help", "body": f"mail {n}"} for n in range(120))))
    assert len(lines) == 120
    assert set(lines[0]) == {"kind", "category", "impact", "urgency", "personal_data_breach", "sure"}
    assert isinstance(lines[0]["personal_data_breach"]["label"], bool)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", "not json\n", "line 1"),
        ("a.jsonl", "", "no rows"),
        ("a.csv", "subject,body\na,b\n", "--label"),
        ("a.csv", "subject,kind\na,incident\n", "has no column 'body'"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(examples.TableError, match=says):
        examples.read(tmp_path / name)


def test_a_model_without_all_heads_cannot_serve_a_desk(lessons: list[Example], tmp_path: Path) -> None:
    only_kind = [
        Example(subject=each.subject, body=each.body, labels={"kind": each.labels["kind"]}) for each in lessons
    ]
    train.train(only_kind, out=tmp_path / "state" / "kind-only")
    with pytest.raises(ModelError, match="does not tell category"):
        Shelf(shipped=tmp_path / "none", state=tmp_path / "state").open("kind-only")
