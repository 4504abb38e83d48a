"""TRUST.md's hazards of reading, each by its number. What is quadratic hangs here; what is too big shows in bytes."""

import base64
import io
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.attach import safe_name
from mailflow.ingest.parsing.cms import signed_content
from mailflow.ingest.parsing.parse import parse
from mailflow.ingest.parsing.rtf import decompressed, text_of_rtf
from mailflow.ingest.parsing.tnef import opened
from mailflow.ingest.parsing.transfer import uu_bytes
from mailflow.ingest.read import read
from mailflow.mail import Mail, VerdictWord
from tests.ingest.cases.parse.bodies import properties, tnef
from tests.ingest.cases.parse.structure import der, opaque
from tests.ingest.letters import HOUSE, arrive, letter, multipart

MEGABYTE = 1024 * 1024


def mail_of(content: bytes) -> Mail:
    return parse(content).mail


def nested(depth: int, *, last: bytes = b"\nhello") -> bytes:
    """Multiparts in multiparts."""
    levels = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(depth))
    return b"From: ana@example.org\n" + b"".join(levels) + last


@pytest.mark.parametrize("header", ["Subject", "From", "To", "Message-ID", "Content-Type", "X-Anything"])
@pytest.mark.parametrize("hidden", ["=0D=0ABcc:_x@example.net", "=0B", "=0C", "=1C", "=00", "=C2=85", "=E2=80=A8"])
def test_s15_no_header_holds_what_ends_a_line(header: str, hidden: str) -> None:
    mail = mail_of(letter(**{header: f"=?utf-8?q?a{hidden}b?= <ana@example.org>"}))
    shown = [mail.subject, mail.message_id, *(value for _, value in mail.headers)]
    shown += [text for each in (*mail.to, mail.sender) if each for text in (each.name, each.address)]
    assert all(text.isprintable() for text in shown)


@given(st.text(max_size=300))
def test_s20_a_name_is_never_a_path_nor_a_trap(name: str) -> None:
    found = safe_name(name)
    assert not set(found) & set("/\\\0\r\n\u202e\u200b")
    assert found not in (".", "..")
    assert not found.endswith((".", " "))
    assert len(found) <= 256


def test_s21_an_archive_is_kept_as_it_is() -> None:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", bytes(50 * MEGABYTE))
        content = file.getvalue()
    part = "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    body, kind = multipart("\nsee", part + base64.encodebytes(content).decode())
    assert [each.content for each in arrive(body, kind=kind).mail.attachments] == [content]


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Thu, 01 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("Fri, 31 Dec 2099 23:59:59 +0000", datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:00:00 +9999", None),
        ("=?utf-8?q?today?=", None),
        ("\0", None),
        ("9" * 5000, None),
    ],
)
def test_f62_a_date_is_read_or_it_is_none(value: str, date: datetime | None) -> None:
    assert mail_of(letter(Date=value)).date == date


def test_f71_a_mail_of_fifty_megabytes_takes_less_than_three_hundred() -> None:
    lines = base64.encodebytes(bytes(range(256)) * 128).decode()
    part = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    body, kind = multipart("\nsee", part + lines * (50 * MEGABYTE // len(lines)))
    content = letter(body, kind=kind)
    del body
    tracemalloc.start()
    try:
        arrival = read(content, HOUSE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert arrival.verdict.word is VerdictWord.ACCEPT
    assert arrival.mail.attachments[0].size > 36 * MEGABYTE
    assert peak < 300 * MEGABYTE


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (nested(limits.DEPTH - 1), ""),
        (nested(limits.DEPTH + 1), limits.TOO_DEEP),
        (nested(1000), limits.TOO_DEEP),
        (nested(limits.DEPTH - 1, last=b"\n" + b"a" * 2 * MEGABYTE), limits.TOO_DEEP),
        (letter("--b\r\n\r\n" * 400, kind="multipart/mixed; boundary=b"), ""),
        (letter("--b\r\n\r\n" * 100_000, kind="multipart/mixed; boundary=b"), limits.TOO_MANY_PARTS),
        (
            letter(("--b\n\n" + "begin 644 a\n#0V%T\n`\nend\n" * 300) * 2, kind="multipart/mixed; boundary=b"),
            limits.TOO_MANY_PARTS,
        ),
        (b"From: ana@example.org\n" + b"X-A: b\n" * 900 + b"\nx", ""),
        (b"From: ana@example.org\n" + b"X-A: b\n" * 200_000 + b"\nx", limits.TOO_MANY_HEADERS),
        (b"From: ana@example.org\n" + b"X-A: " + b"b" * 200 + b"\n" * 1 + b"X: y\n" * 1200, limits.TOO_MANY_HEADERS),
        (
            letter(("--b\n" + "X-A: b\n" * 900 + "\nx\n") * 30, kind="multipart/mixed; boundary=b"),
            limits.TOO_MANY_HEADERS,
        ),
        (letter(Subject="a" * 60_000), ""),
        (letter(Subject="a" * 70_000), limits.HEADER_TOO_LONG),
        (letter(Subject="=?utf-8?q?a?= " * 16_000), limits.HEADER_TOO_LONG),
        (letter(kind="text/plain" + "; a=b" * 16_000), limits.HEADER_TOO_LONG),
        (letter(To=", ".join(f"a{n}@example.org" for n in range(200))), ""),
        (letter(To=", ".join(f"a{n}@example.org" for n in range(201))), limits.TOO_MANY_ADDRESSES),
    ],
)
def test_f72_what_is_over_a_limit_is_noted_and_held(content: bytes, word: str) -> None:
    arrival = read(content, HOUSE)
    assert arrival.mail.defects == ((word,) if word else ())
    assert (arrival.verdict.reason == word) is bool(word)


def test_f72_the_last_fifty_references_are_kept() -> None:
    mail = mail_of(letter(References=" ".join(f"<{n}@x>" for n in range(3000))))
    assert mail.references == tuple(f"{n}@x" for n in range(2950, 3000))


@pytest.mark.parametrize(
    "label", ["idna", "undefined", "punycode", "unicode_escape", "rot13", "x" * 5000, "\0", "utf-7"]
)
@pytest.mark.parametrize("data", [b"a" * 200_000, bytes(range(256)) * 800, b"\x81" * 200_000, b"+" * 200_000])
def test_f73_a_label_cannot_do_harm(label: str, data: bytes) -> None:
    mail = mail_of(letter(kind=f"text/plain; charset={label}", body="") + data)
    assert mail.text.encode("utf-8") is not None
    assert not any(sign in mail.text for sign in "\0\x07\x1b\x81")


def test_s38_a_header_name_too_long_for_one_is_passed_over() -> None:
    content = b"From: ana@example.org\nContent-" + b"a" * 300 + b": x\nSubject: Printer\n\nhello"
    assert (mail_of(content).subject, mail_of(content).text) == ("Printer", "hello")


def test_s38_open_brackets_are_read() -> None:
    mail = mail_of(letter(Reply_To="(" * 2000, Message_ID="<" * 2000, In_Reply_To='"' * 2000, Cc="\\" * 2000))
    assert (mail.reply_to, mail.message_id, mail.in_reply_to, mail.cc) == ((), "", (), ())


def test_s38_a_line_of_uuencode_gives_no_more_than_it_brings() -> None:
    assert len(uu_bytes([b"M"] * 100_000)) < 100_000


def test_s38_compressed_rich_text_stays_small() -> None:
    repeat = b"\xff" + b"\x00\x1f" * 8
    assert len(decompressed(b"\0" * 8 + b"LZFu" + b"\0" * 4 + b"\x00abcdefgh" + repeat * 200_000)) < MEGABYTE


@pytest.mark.parametrize("unit", [b"{", b"}", b"\\", b"\\bin99999999 ", b"\\u-1 ", b"{\\*", b"{\\fonttbl"])
def test_s38_rich_text_is_read_once_through(unit: bytes) -> None:
    assert text_of_rtf(b"{\\rtf1 hi " + unit * 100_000).startswith("hi")


@pytest.mark.parametrize(
    "content",
    [
        tnef((0x9003, b"\xff" * 4 + b"\x0b\x10\0\x10" + b"\xff" * 4)),
        tnef((0x9003, b"\xff" * 4)),
        tnef((0x9004, b"\xff" * 4)),
        tnef() + b"\1\0\0\0\0\0\0\0\0\0\0" * 100_000,
        tnef((0x9002, b""), (0x9005, properties((0x0D, 0x3701, tnef((0x9002, b"")) * 3)))),
    ],
)
def test_s38_counts_in_a_winmail_are_not_believed(content: bytes) -> None:
    found = opened(content)
    assert found is not None
    assert len(found.files) < 10


def test_s38_a_signed_mail_in_pieces_is_read_up_to_a_number_of_them() -> None:
    content = signed_content(opaque(der(0x24, der(4, b"ab") * 200_000)))
    assert content is not None
    assert len(content) == 120_000


def test_s38_signed_within_signed_ends() -> None:
    content = b"hello"
    for _ in range(60):
        content = b"Content-Type: application/pkcs7-mime\r\n\r\n" + opaque(der(4, content))
    assert limits.TOO_DEEP in mail_of(b"From: ana@example.org\r\n" + content).defects
