"""The language of a mail."""

import pytest

from tests.ingest.letters import arrive


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Nem működik a nyomtató tegnap óta.", "hu"),
        ("nem mukodik a nyomtato, kerem segitsenek", "hu"),
        ("Der Drucker im zweiten Stock geht nicht mehr.", "de"),
        ("The printer on the second floor does not work.", "en"),
        ("Mon imprimante ne fonctionne plus depuis hier matin.", "fr"),
        ("Od wczoraj moja drukarka nie działa, proszę o pomoc.", "pl"),
    ],
)
def test_a_language_is_told(body: str, language: str) -> None:
    assert arrive(body).language == language


def test_a_short_text_is_helped_by_its_subject() -> None:
    assert arrive("ok", Subject="Nem megy a nyomtató a második emeleten").language == "hu"


def test_nothing_tells_nothing() -> None:
    assert arrive("", Subject="").language == ""
    assert arrive("12345", Subject="--").language == ""


def test_the_quote_below_does_not_decide() -> None:
    body = (
        "Már jól működik, köszönöm a segítséget.\n\nOn 2026-03-02 10:00, Desk wrote:\n> Dear Ana, please tell "
        "us which printer it is and where it stands.\n"
    )
    assert arrive(body).language == "hu"
