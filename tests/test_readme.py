"""What the README shows is what the code does."""

from pathlib import Path

from mailflow.classify.modelfile import read_manifest
from mailflow.desk.moves import picture
from mailflow.desk.terms import Kind
from mailflow.resources import shipped

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_picture_of_an_incidents_life_is_drawn_from_the_table_of_moves() -> None:
    assert picture(Kind.INCIDENT).strip() in README


def test_the_models_figures_are_those_of_its_manifest() -> None:
    heads = read_manifest(shipped("models") / "starter")["second"]["heads"]
    for head, facts in heads.items():
        scores = facts["scores"]
        row = next(line for line in README.splitlines() if line.startswith(f"| {head}"))
        assert f"| {scores['accuracy'] * 100:.0f} % | {scores['macro_f1']:.2f}".replace("| 0.", "| .") in row
