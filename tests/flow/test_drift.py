"""The leads hear once when the mails are no longer what they were, and never when they are."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from mailflow.flow.drift import tell_drift
from mailflow.store import schema
from tests.desk.build import reading
from tests.flow.branch import BO, Branch

WEEK = timedelta(weeks=1)
ENGLISH = "The printer on the second floor does not print since this morning."
GERMAN = "Der Drucker im zweiten Stock druckt seit heute Morgen nicht mehr."
EACH = 24


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.classify.watch.LEAST", 20)


def mails(branch: Branch, texts: Sequence[str], categories: Sequence[str] = ("hardware",)) -> None:
    """So many mails, the texts and categories in turn; machines wrote them, which saves their acknowledgements."""
    for number, category in enumerate(categories):
        branch.reading = reading(category=category)
        places = range(number, EACH, len(categories))
        writers = [(place, f"c{place}.{branch.now:%m%d}@customer.example") for place in places]
        branch.receive(
            *(branch.mail(one, texts[at % len(texts)], auto_submitted="auto-generated") for at, one in writers)
        )


def look(branch: Branch) -> list[tuple[str, str]]:
    """The letters about a drift, as recipient and text, of a look a week after the last."""
    branch.now += WEEK
    before = len(_letters(branch))
    told = tell_drift(branch.office, branch.now)
    found = _letters(branch)[before:]
    assert told == bool(found)
    return found


def _letters(branch: Branch) -> list[tuple[str, str]]:
    letter = schema.outbox.c
    query = select(letter.recipient, letter.text).where(letter.letter == "drift").order_by(letter.id)
    with branch.store.read() as connection:
        return [(row.recipient, row.text) for row in connection.execute(query)]


def test_a_steady_stream_brings_no_letter_and_a_flood_of_another_language_one(branch: Branch) -> None:
    mails(branch, [ENGLISH])
    branch.now += 5 * WEEK
    mails(branch, [ENGLISH])
    assert look(branch) == []
    branch.now += 5 * WEEK
    mails(branch, [GERMAN, GERMAN, ENGLISH])
    [(recipient, text)] = look(branch)
    assert recipient == BO
    assert "Mails in German" in text
    assert look(branch) == []


def test_a_flood_of_a_new_topic_brings_one_letter_and_within_the_week_nobody_looks_again(branch: Branch) -> None:
    mails(branch, [ENGLISH])
    branch.now += 5 * WEEK
    mails(branch, [ENGLISH], ["hardware", "security"])
    [(_, text)] = look(branch)
    assert "Category IT security" in text
    mails(branch, [ENGLISH], ["billing"])
    assert not tell_drift(branch.office, branch.now + timedelta(days=1))
    [(_, text)] = look(branch)
    assert "Category Hardware" in text
    assert "security" not in text
