"""The page of a judgement: whole by itself, true to the figures, and safe whatever a mail says."""

import re
from pathlib import Path

import numpy as np
import pytest

from mailflow.classify import draw, judge, model
from mailflow.classify.examples import Example
from mailflow.classify.page import page
from mailflow.classify.scores import Marked
from mailflow.plot import bars
from tests.markup import Balance

TRUTH = np.array(["a", "a", "b", "b"])
GIVEN = np.array(["a", "b", "b", "b"])
MARKED = Marked(
    truth=TRUTH, given=GIVEN, claim=np.array([0.9, 0.95, 0.6, 0.99]), hit=TRUTH == GIVEN, sure=np.array([True] * 4)
)


@pytest.fixture(scope="module")
def html(small_model: Path, judge_set: list[Example]) -> str:
    return page("small on judge", judge.marks(model.load(small_model), judge_set))


def test_the_page_needs_nothing_else_and_is_well_formed(html: str) -> None:
    assert not re.search(r"<script|src=|href=|url\(|@import", html)
    balance = Balance()
    balance.feed(html)
    assert balance.open == []
    assert html.count("<h2>") == 5
    assert html.count("<svg") == 20


def test_a_mail_that_was_answered_wrongly_is_shown_as_text_whatever_it_holds() -> None:
    mails = [Example(subject=f"<b>{n}", body="</td><script>alert(1)</script>", language="en") for n in range(4)]
    shown = page("t", {"kind": (MARKED, mails)})
    assert "<script>" not in shown
    assert "&lt;b&gt;1" in shown
    assert "&lt;b&gt;0" not in shown


def test_the_confusion_counts_what_was_answered_for_what_it_is() -> None:
    counts = re.findall(r'text-anchor="middle">(\d+)<', draw.confusion(TRUTH, GIVEN))
    assert counts == ["1", "1", "2"]


def test_the_coverage_begins_with_the_surest_answer_and_ends_with_all() -> None:
    [points] = re.findall(r'points="([^"]+)"', draw.coverage(MARKED.claim, MARKED.hit))
    heights = [float(point.split(",")[1]) for point in points.split()]
    assert heights[0] == 8.0
    assert heights[-1] == pytest.approx(8 + draw.SIDE * 0.25, abs=0.1)


def test_a_bar_is_as_long_as_its_value() -> None:
    short, long = re.findall(r'width="([\d.]+)" height="16"', bars({"hu": 0.25, "en": 0.5}, most=1))
    assert 2 * float(short) == float(long)
