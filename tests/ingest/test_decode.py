"""Bytes to text, whatever their label says."""

from itertools import product

import pytest

from mailflow.ingest.parsing.charset import text_of
from mailflow.ingest.parsing.decode import header_text, parameters
from mailflow.ingest.parsing.transfer import base64_bytes, body_bytes

HUNGARIAN = "Kedves Ügyfélszolgálat! Nem működik a nyomtató, kérem a hibát elhárítani. Üdvözlettel, Szűcs Ernő"


WRONG = ("", "us-ascii", "x-unknown", "iso-8859-1", "utf-8")
LATIN_2 = ("iso-8859-2", "windows-1250", "cp1250 x")


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        *product(("iso8859-2", "cp1250"), (*WRONG, *LATIN_2)),
        *product(("utf-8",), (*WRONG, *LATIN_2)),
    ],
)
def test_hungarian_is_right_even_under_a_wrong_label(codec: str, label: str) -> None:
    assert text_of(HUNGARIAN.encode(codec), label) == HUNGARIAN


@pytest.mark.parametrize(
    "label", ["idna", "undefined", "punycode", "base64", "rot13", "unicode_escape", "../etc", "", "x" * 900]
)
def test_labels_that_are_no_charsets_cannot_do_harm(label: str) -> None:
    assert text_of(b"plain \\u0041 text", label) == "plain \\u0041 text"


def test_western_labels_mean_what_windows_means_by_them() -> None:
    assert text_of(b"\x84Preis\x93 100 \x80", "iso-8859-1") == "„Preis“ 100 €"


def test_broken_utf_8_shows_the_place_and_keeps_the_rest() -> None:
    assert text_of("működik ".encode() * 9 + b"\xc3", "utf-8") == "működik " * 9 + "\ufffd"


def test_japanese_of_the_vendors_is_read() -> None:
    assert text_of(b"\x1b$B-b\x1b(B41", "iso-2022-jp") == "№41"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?Q?M=C5=B1k=C3=B6d=C3=A9s?=", "Működés"),
        ("=?iso-8859-2?Q?M=FBk=F6d=E9si_hiba?=", "Működési hiba"),
        ("=?UTF-8?B?w4E=?= =?UTF-8?B?csOtesWR?=", "Áríző"),
        ("=?utf-8?B?xQ==?=\t=?utf-8?B?kQ==?=", "ő"),
        ("Re: =?utf-8?q?=C3=A1r?= lista", "Re: ár lista"),
        ("=?utf-8*hu?q?=C3=A1r?=", "ár"),
        ("a =?utf-8?q?b", "a =?utf-8?q?b"),
        ("=?nonsense?q?b?=", "b"),
    ],
)
def test_encoded_words_are_decoded(value: str, text: str) -> None:
    assert header_text(value) == text


@pytest.mark.parametrize("hidden", ["=0D=0ABcc: x@y.z", "=0B", "=0C", "=1C", "=C2=85", "=E2=80=A8", "=E2=80=AE", "=00"])
def test_a_header_never_holds_line_breaks_or_direction_marks(hidden: str) -> None:
    """S15, S05."""
    text = header_text(f"=?utf-8?q?hi{hidden}there?=")
    assert text.isprintable()
    assert "\u202e" not in text


def test_parameters_are_put_together() -> None:
    value = "attachment; filename*0*=utf-8''%C3%A1r; filename*1=\"lista.txt\"; size=3"
    assert parameters(value) == ("attachment", {"filename": "árlista.txt", "size": "3"})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="a;b.txt"', "a;b.txt"),
        ("attachment; filename=two words.txt", "two words.txt"),
        (r'attachment; filename="say \"hi\".txt"', 'say "hi".txt'),
        ('attachment; filename="=?utf-8?q?=C3=A1r?="', "ár"),
        ("attachment filename=glued.txt", "glued.txt"),
        ('attachment; filename="never closed', "never closed"),
    ],
)
def test_parameters_are_read_as_they_are_written_in_the_wild(value: str, name: str) -> None:
    assert parameters(value)[1]["filename"] == name


def test_base64_survives_what_happens_to_it() -> None:
    assert base64_bytes(b"aGVs bG8\r\n*=") == b"hello"
    assert base64_bytes(b"aGk=aG8=") == b"hiho"
    assert base64_bytes(b"a") == b""


def test_an_unknown_transfer_encoding_leaves_the_body_as_it_is() -> None:
    assert body_bytes(b"=C3=A1", "quoted-printable") == "á".encode()
    assert body_bytes(b"=C3=A1", "x-strange") == b"=C3=A1"
