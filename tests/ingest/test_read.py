"""The door of reading: it takes whatever comes, and never raises."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.ingest.parsing import limits
from mailflow.ingest.read import read
from mailflow.mail import VerdictWord
from tests.ingest.letters import HOUSE, arrive, letter, multipart

BODY, KIND = multipart(
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "M=C5=B1k=C3=B6dik\n\n> old\n",
    "Content-Type: text/html\n\n<div>x<blockquote type=cite>y</blockquote></div>",
    'Content-Type: application/octet-stream; name="a.bin"\nContent-Transfer-Encoding: base64\n\naGVsbG8=',
    "Content-Type: message/rfc822\n\nSubject: inner\n\nhi",
    "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.c\nAction: failed\n",
)
SEED = letter(
    BODY,
    type=KIND,
    Subject="=?utf-8?q?M=C5=B1k?= =?utf-8?b?xZE=?= [MF-3]",
    References="<1@x> <2@x>",
    Authentication_Results="mx.example.com; dmarc=pass (x) header.from=example.org",
    Auto_Submitted="no",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SEED)), st.integers(0, 40), st.binary(max_size=12)), max_size=6))
def test_a_damaged_mail_is_always_read(damages: list[tuple[int, int, bytes]]) -> None:
    content = SEED
    for start, length, put in damages:
        content = content[:start] + put + content[start + length :]
    arrival = read(content, HOUSE)
    assert arrival.verdict.reason
    assert "\n" not in arrival.mail.subject


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(content: bytes) -> None:
    assert read(content, HOUSE).verdict.reason


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("> \n-_*:#<>@.,()[]\"'|=?aA1írta wrote On From To")), max_size=300))
def test_any_text_is_read(body: str) -> None:
    reply = arrive(body).reply
    assert len(reply.text) <= len(body)


POISON = {
    "a hundred thousand parts": letter("--b\r\n\r\n" * 100_000, kind="multipart/mixed; boundary=b"),
    "two hundred thousand headers": b"From: a@example.org\n" + b"X-A: b\n" * 200_000 + b"\nx",
    "sixteen thousand encoded words": letter(Subject="=?utf-8?q?a?= " * 16_000),
    "encoded words without an end": letter(Subject="=?utf-8?q?a " * 5_000),
    "sixteen thousand parameters": letter(kind="text/plain" + "; a=b" * 16_000),
    "semicolons": letter(kind="text/plain" + ";" * 60_000),
    "open comments": letter(Reply_To="(" * 60_000),
    "open brackets": letter(Message_ID="<" * 60_000),
    "open quotes": letter(To='"\\' * 30_000),
    "atoms": letter(From="a " * 30_000),
    "depth three thousand": b"From: a@b.c\nContent-Type: message/rfc822\n\n" * 3_000,
    "punycode": letter("a" * 200_000, kind="text/plain; charset=punycode"),
    "quote marks": letter(">" * 1_000_000),
    "quoted lines": letter("> x\r\n" * 100_000),
    "rules": letter("-----\r\n" * 100_000),
    "dashes": letter("-" * 1_000_000),
    "attributions": letter("On 1/1/2026 x wrote\r\n" * 50_000),
    "on and on": letter("On " * 300_000),
    "header blocks": letter("From: a@b\r\nTo: c@d\r\n" * 50_000),
    "closings": letter("Thanks,\r\nBob\r\n" * 50_000),
    "spaces": letter(" " * 1_000_000),
    "blockquotes": letter("<blockquote>" * 20_000, kind="text/html"),
    "divs": letter("<div>" * 100_000, kind="text/html"),
    "begin": letter("begin 644 a\r\n" * 50_000 + "\r\nend"),
    "orders": letter("#note x\r\n" * 100_000),
    "addresses in a report": letter("user " * 60_000, From="MAILER-DAEMON@x.example", Subject="failure notice"),
    "angles in a report": letter(("<" * 290 + "\r\n") * 2_000, Subject="Undeliverable: x"),
}


@pytest.mark.parametrize("name", sorted(POISON))
def test_s22_poison_is_taken_in(name: str) -> None:
    """S22, S38, F70, F72; a quadratic rule would make this test hang, and the suite's own limit would end it."""
    arrival = read(POISON[name], HOUSE)
    assert len(arrival.mail.text) <= limits.TEXT
    assert len(arrival.mail.attachments) <= limits.PARTS
    assert len(arrival.mail.headers) <= limits.HEADERS


def test_the_same_bytes_are_always_read_the_same() -> None:
    assert read(SEED, HOUSE) == read(SEED, HOUSE)


def test_reading_opens_no_file_and_no_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """S19: a mail full of addresses of pictures and documents is only text."""
    read(SEED, HOUSE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a mail made us connect"))
    html = (
        "<img src='http://x.example/t.gif'><link rel=stylesheet href='http://x.example/c.css'><iframe "
        "src='file:///etc/passwd'>"
    )
    assert arrive(html, kind="text/html").verdict.word is VerdictWord.ACCEPT
    assert not list(itertools.islice(tmp_path.iterdir(), 1))
