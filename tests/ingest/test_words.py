"""What a customer says in one line, and what only looks like it."""

import pytest

from mailflow.desk.terms import CustomerWord
from tests.ingest.letters import arrive


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("status?", CustomerWord.STATUS),
        ("Hol tart?", CustomerWord.STATUS),
        ("Wie ist der Stand?", CustomerWord.STATUS),
        ("Yes, solved. Thank you!", CustomerWord.CONFIRM),
        ("Hello,\n\nit works now, thanks a lot!", CustomerWord.CONFIRM),
        ("Igen", CustomerWord.CONFIRM),
        ("Igen, működik! Köszönöm szépen a gyors segítséget.", CustomerWord.CONFIRM),
        ("Igen, most már jól működik, köszönöm", CustomerWord.CONFIRM),
        ("Yes, it works, thanks for the quick fix", CustomerWord.CONFIRM),
        ("Yes, that fixed it. Thanks Bo!", CustomerWord.CONFIRM),
        ("Ja, funktioniert wieder, herzlichen Dank für die schnelle Hilfe", CustomerWord.CONFIRM),
        ("Szia! Megoldva, köszönöm szépen!\n\nÜdv,\nAna", CustomerWord.CONFIRM),
        ("most mar mukodik", CustomerWord.CONFIRM),
        ("Ja, gelöst. Vielen Dank!", CustomerWord.CONFIRM),
        ("Visszavonom.", CustomerWord.CANCEL),
        ("Please cancel my ticket", CustomerWord.CANCEL),
        ("Ich ziehe die Anfrage zurück.", CustomerWord.CANCEL),
        ("Yes it is solved, but now the scanner is broken", None),
        ("Igen, de a szkenner nem megy", None),
        ("Nem működik", None),
        ("Not solved", None),
        ("Ja, aber der Scanner geht nicht", None),
        ("Yes\n\nOne more thing: the scanner.", None),
        ("Status of the printer is offline", None),
        ("Cancel my subscription to the newsletter", None),
        ("Thanks", None),
    ],
)
def test_a_word_is_understood_only_when_nothing_else_is_said(body: str, word: CustomerWord | None) -> None:
    assert arrive(body, Subject="Re: [MF-1] Printer").reply.word is word


@pytest.mark.parametrize(
    "body",
    [
        "Thanks!",
        "Köszönöm szépen!",
        "Szuper, köszi!",
        "Vielen Dank!\n\nViele Grüße\nAna",
        "Thank you very much.\n\n> old",
    ],
)
def test_thanks_alone_brings_no_news(body: str) -> None:
    assert arrive(body).reply.thanks


@pytest.mark.parametrize(
    "body", ["Thanks, but it is broken again", "Köszönöm, de még nem jó", "Ok", "Danke, solved", ""]
)
def test_thanks_with_more_are_not_thanks_alone(body: str) -> None:
    assert not arrive(body).reply.thanks


@pytest.mark.parametrize(
    ("body", "rating"),
    [("5", 5), ("4/5\nGood work", 4), ("1.", 1), ("6", None), ("5 printers are broken", None), ("12", None)],
)
def test_a_digit_alone_in_the_first_line_is_a_rating(body: str, rating: int | None) -> None:
    assert arrive(body).reply.rating == rating
