"""Word vectors, which need no encoder: near are mails that share words, word parts, or concepts of three languages."""

import numpy as np
import pytest

from mailflow.classify.nearness import space_of
from mailflow.classify.words import DIMENSION, Words

PRINTER = {
    "en": ("en", "The label printer in the warehouse prints blank pages since this morning."),
    "en again": ("en", "Our warehouse label printer only gives blank pages, the labels stay empty."),
    "hu": ("hu", "A raktári címkenyomtató reggel óta üres lapokat nyomtat."),
    "hu again": ("hu", "Üres lapok jönnek a címkenyomtatóból a raktárban, nyomtatni nem lehet."),
    "de": ("de", "Der Etikettendrucker im Lager druckt seit heute früh leere Seiten."),
    "de again": ("de", "Im Lager kommen aus dem Etikettendrucker nur leere Seiten."),
}
OTHERS = {
    "en": ("en", "I need access to the finance folder, my manager has agreed."),
    "hu": ("hu", "Kérem, állítsák vissza a jelszavamat, kizártam magam a fiókomból."),
    "de": ("de", "Auf der Rechnung vom Mai steht eine falsche Anschrift."),
}


def cosine(one: tuple[str, str], other: tuple[str, str]) -> float:
    space = space_of(Words.name)
    assert space is not None
    rows = space.spread(Words().encode([one[1], other[1]]), [one[0], other[0]])
    return float(rows[0] @ rows[1])


@pytest.mark.parametrize("language", ["en", "hu", "de"])
def test_one_trouble_in_a_language_is_near_and_another_matter_is_not(language: str) -> None:
    space = space_of(Words.name)
    assert space is not None
    assert cosine(PRINTER[language], PRINTER[f"{language} again"]) >= space.near
    assert cosine(PRINTER[language], OTHERS[language]) < space.near


@pytest.mark.parametrize(("one", "other"), [("en", "hu"), ("en", "de"), ("hu", "de")])
def test_across_languages_concepts_bring_one_trouble_nearer_than_another_matter(one: str, other: str) -> None:
    assert cosine(PRINTER[one], PRINTER[other]) > cosine(PRINTER[one], OTHERS[other])


def test_vectors_are_the_same_whatever_else_is_encoded_with_them() -> None:
    texts = [text for _, text in PRINTER.values()]
    together = Words().encode(texts)
    assert together.shape == (len(texts), DIMENSION)
    assert np.array_equal(together, np.concatenate([Words().encode([text]) for text in texts]))
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_a_text_without_words_has_no_direction() -> None:
    assert not Words().encode(["", " \n "]).any()
