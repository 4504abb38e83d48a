"""The words that spoke for a label, as the mail has them."""

import pytest

from mailflow.classify import model
from mailflow.classify.because import words
from mailflow.classify.model import Classifier
from mailflow.resources import shipped


@pytest.fixture(scope="module")
def serving() -> Classifier:
    return model.load(shipped("models") / "starter")


@pytest.mark.parametrize(
    ("mail", "category", "telling"),
    [
        (("Hello", "Since Monday the Printer in our room stays silent."), "hardware", "Printer"),
        (("Szia", "Kérném a márciusi Számla másolatát."), "billing", "Számla"),
        (("Hallo", "Mein Passwort wird seit heute nicht angenommen."), "access", "Passwort"),
    ],
)
def test_the_telling_word_comes_first_as_it_is_written(
    serving: Classifier, mail: tuple[str, str], category: str, telling: str
) -> None:
    assert words(serving, mail, {"category": category})["category"][0] == telling


def test_a_mail_without_words_has_no_reasons(serving: Classifier) -> None:
    assert words(serving, ("", "?!"), {"kind": "incident", "category": "nonesuch"}) == {"kind": [], "category": []}


def test_no_more_words_are_told_than_are_wanted_and_each_once(serving: Classifier) -> None:
    mail = ("Printer printer", "The printer prints blank pages and the printer smells of smoke. " * 30)
    found = words(serving, mail, {"category": "hardware"}, limit=3)["category"]
    assert 1 <= len(found) <= 3
    assert len({word.casefold() for word in found}) == len(found)
