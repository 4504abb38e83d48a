"""The words of orders in three languages."""

from itertools import chain

import pytest

from mailflow.desk.verbs import SPOKEN, TAKES_TEXT, VERBS, verb_of


def test_every_verb_is_spoken_in_all_three_languages() -> None:
    assert all(set(spoken) == {"en", "hu", "de"} and all(spoken.values()) for spoken in SPOKEN.values())


def test_every_spelling_leads_back_to_its_verb() -> None:
    for verb, words in VERBS.items():
        assert {verb_of(word) for word in words} == {verb}
        assert verb_of(verb) == verb


def test_no_spelling_belongs_to_two_verbs() -> None:
    spellings = [word.casefold() for word in chain.from_iterable(VERBS.values())]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    "word", ["LEZAR", "lezár", "Le-zár", "Schliessen", "schließen", "rueckgaengig", "Major-Incident"]
)
def test_spelling_is_forgiving(word: str) -> None:
    assert verb_of(word) is not None


def test_a_word_that_is_no_verb_is_none() -> None:
    assert verb_of("frobnicate") is None
    assert verb_of("") is None


def test_verbs_that_take_text_are_verbs() -> None:
    assert not TAKES_TEXT.difference(VERBS)
