"""Categories of an admin's own: a file of names and descriptions is a start, and every label makes it better."""

import random
from pathlib import Path

import pytest

from mailflow.classify import described, judge, model, train
from mailflow.classify.categories import Category, read, without
from mailflow.classify.examples import Example, TableError
from mailflow.classify.model import Classifier
from mailflow.classify.regroup import regroup
from mailflow.classify.stack import away
from mailflow.classify.vectors import Encoded, encode
from tests.classify.stub import Stub

SHOP = (
    Category(name="returns", description="sending a parcel back, return label, exchange for another size"),
    Category(name="delivery", description="late shipment, courier, tracking number, wrong address"),
    Category(name="warranty", description="broken after purchase, repair, guarantee claim"),
)
MAILS = {
    "returns": ("Parcel", "I am sending the parcel back, where is the return label?"),
    "delivery": ("Shipment", "The courier was late and the tracking number is wrong."),
    "warranty": ("Repair", "It is broken after two weeks; this is a guarantee claim."),
}
NEW = ("Velcro", "velcro velcro strap")


def taught(lessons: list[Example], out: Path, *, twice: bool = True) -> Classifier:
    stub = Stub()
    encoded = Encoded(encoder=stub.name, vectors=encode([each.text for each in lessons], stub))
    regroup(lessons, SHOP, out=out, encoded=encoded if twice else None, encoder=stub if twice else None)
    return model.load(out)


@pytest.fixture(scope="module")
def unlabelled(lessons: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    return taught(lessons, tmp_path_factory.mktemp("models") / "shop")


@pytest.mark.parametrize("twice", [True, False], ids=["read twice", "read once"])
def test_without_any_label_descriptions_sort_the_mails_and_nothing_is_sure(
    unlabelled: Classifier, *, twice: bool
) -> None:
    texts = list(MAILS.values())
    answers = unlabelled.answer(texts, encode(texts, Stub()) if twice else None)
    found = [each["category"].guess for each in answers]
    assert [each.label for each in found] == list(MAILS)
    assert not any(each.sure for each in found)
    assert answers[0]["kind"].guess.label in ("incident", "request")


def test_the_other_heads_answer_as_if_nothing_had_been_changed(
    unlabelled: Classifier, lessons: list[Example], tmp_path: Path
) -> None:
    stub, texts = Stub(), list(MAILS.values())
    plain = [without(each) for each in lessons]
    encoded = Encoded(encoder=stub.name, vectors=encode([each.text for each in plain], stub))
    from_words = unlabelled.answer(texts)
    again = unlabelled.answer(texts, encode(texts, stub))
    train.train(plain, out=tmp_path / "plain", encoded=encoded)
    base = model.load(tmp_path / "plain")
    for ours, theirs in ((from_words, base.answer(texts)), (again, base.answer(texts, encode(texts, stub)))):
        for mine, other in zip(ours, theirs, strict=True):
            for name, expected in other.items():
                assert (mine[name].guess.label, mine[name].second) == (expected.guess.label, expected.second)
                assert mine[name].guess.p == pytest.approx(expected.guess.p, abs=3e-4)


def test_a_few_labels_teach_what_no_description_says(
    unlabelled: Classifier, lessons: list[Example], tmp_path: Path
) -> None:
    own = [
        Example(subject=f"Strap {number}", body=f"velcro strap number {number}", labels={"category": "returns"})
        for number in range(8)
    ]
    after = taught([*lessons, *own], tmp_path / "taught")
    vectors = encode([NEW], Stub())
    columns = next(each for each in after.second_heads if each.name == "category").columns()
    before_p, after_p = (each.chances([NEW], vectors)[0, columns][0] for each in (unlabelled, after))
    assert after_p > max(0.5, before_p + 0.2)


def test_enough_labels_draw_a_line_from_which_it_is_sure() -> None:
    chance, stub = random.Random(3), Stub()
    mails = [
        Example(subject=chance.choice(said.split()), body=f"{said} {_noise(chance)}", labels={"category": name})
        for _ in range(60)
        for name, (_, said) in MAILS.items()
    ]
    vectors = encode([each.text for each in mails], stub)
    rows = away(vectors, vectors.mean(axis=0))
    found = described.learn(SHOP, described.directions(SHOP, stub), mails, rows, 0)
    assert found.facts["scores"]["n"] == 180
    assert found.facts["scores"]["macro_f1"] > 0.9
    assert max(found.head.sure_from) <= 1
    copies = described.learn(SHOP, described.directions(SHOP, stub), [mails[0]] * 180, rows[:1].repeat(180, axis=0), 0)
    assert min(copies.head.sure_from) > 1


def _noise(chance: random.Random) -> str:
    """Words that nobody else uses, many enough that no two mails are copies."""
    return " ".join(f"{chance.getrandbits(24):06x}" for _ in range(9))


def test_a_model_with_categories_of_its_own_is_not_held_against_the_shipped_ones(
    unlabelled: Classifier, small_model: Path, judge_set: list[Example]
) -> None:
    serving = model.load(small_model)
    assert not [each for each in judge.worse_classes(unlabelled, serving, judge_set) if each.startswith("category")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,description\nreturns,a\n", "two at least"),
        ("name,description\nreturns,a\nReturns,b\n", "each once"),
        ("name,description\nbig parcels,a\nreturns,b\n", "row 1: 'big parcels' is no name"),
        ("label,description\nreturns,a\nlate,b\n", "in the column `name`"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.csv").write_text(text)
    with pytest.raises(TableError, match=told):
        read(tmp_path / "own.csv")


def test_names_are_read_in_lower_case_and_descriptions_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,description\nReturns,\nlate-parcels,courier\n")
    assert [each.name for each in read(tmp_path / "own.csv")] == ["returns", "late-parcels"]
    assert read(tmp_path / "own.csv")[0].texts == ["returns", "returns"]
