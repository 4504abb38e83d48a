"""`#why` tells an agent the words that speak for the labels, if there is a model."""

from pathlib import Path

from mailflow.classify.shelf import Shelf
from mailflow.flow.reader import Reader
from mailflow.resources import shipped
from tests.flow.branch import ANA, BO, Branch, text_of, the


def test_why_tells_the_words_that_speak_for_the_category(branch: Branch, tmp_path: Path) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    assert "Words that speak" not in text_of(the(branch.work(branch.answer(notice, "#why")), BO))
    branch.office = branch.office_with(reader=Reader(Shelf(state=tmp_path, shipped=shipped("models"))))
    told = text_of(the(branch.work(branch.answer(notice, "#why")), BO))
    _, _, words = told.partition("(Hardware)")
    assert "rinter" in words.partition("\n\n")[0]
