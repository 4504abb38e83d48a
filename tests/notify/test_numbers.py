"""Numbers in a letter: a ticket's is never broken at its hyphen, and a span under a minute is no "0 minutes"."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from mailflow.notify.layout import keep_numbers
from mailflow.notify.speech import Speech
from mailflow.notify.voice import open_voice
from mailflow.resources import shipped


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        (Markup("MF-12 is new"), '<span style="white-space: nowrap">MF-12</span> is new'),
        (Markup("a &amp; b, first-line"), "a &amp; b, first-line"),
        ("<b>ÜGY-7</b>", '&lt;b&gt;<span style="white-space: nowrap">ÜGY-7</span>&lt;/b&gt;'),
    ],
    ids=["a number", "no number", "text that is not HTML"],
)
def test_a_number_in_a_heading_is_kept_together(heading: str, shown: str) -> None:
    assert keep_numbers(heading) == shown


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            {0: "under a minute", -5: "under a minute", 59: "under a minute", 60: "1 minute", 90_000: "1 day 1 hour"},
        ),
        ("hu", {0: "egy percnél kevesebb", 59: "egy percnél kevesebb", 60: "1 perc", 7_200: "2 óra"}),
        ("de", {0: "unter einer Minute", 59: "unter einer Minute", 60: "1 Minute", 7_260: "2 Stunden 1 Minute"}),
    ],
)
def test_a_span_is_told_in_words(language: str, told: dict[int, str]) -> None:
    words = open_voice(language, [shipped("templates")]).words
    speech = Speech(
        language=language,
        words=words,
        zone=ZoneInfo("UTC"),
        desk="Desk",
        requester=("ana@example.com", "Ana"),
        names={},
        public=True,
    )
    assert {span: speech.duration(timedelta(seconds=span)) for span in told} == told
