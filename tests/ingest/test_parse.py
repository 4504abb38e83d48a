"""A mail's bytes to headers, text and attachments."""

import base64
from datetime import UTC, datetime

from mailflow.ingest.parsing.parse import parse
from mailflow.mail import Mail
from tests.ingest.letters import arrive, letter, multipart


def mail_of(content: bytes) -> Mail:
    return parse(content).mail


def test_headers_are_read() -> None:
    mail = mail_of(letter(Reply_To="Other <o@example.org>", In_Reply_To="<9@x>", References="<8@x>\r\n <9@x>"))
    assert (mail.message_id, mail.subject, mail.identity) == ("1@example.org", "Printer", "ana@example.org")
    assert mail.date == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert [each.address for each in mail.reply_to] == ["o@example.org"]
    assert (mail.in_reply_to, mail.references) == (("9@x",), ("8@x", "9@x"))


def test_the_reply_to_is_never_who_it_is() -> None:
    """S06."""
    assert mail_of(letter(From="", Reply_To="agent@corp.example")).identity is None


def test_only_the_last_fifty_references_are_kept() -> None:
    mail = mail_of(letter(References=" ".join(f"<{n}@x>" for n in range(80))))
    assert (len(mail.references), mail.references[-1]) == (50, "79@x")


def test_a_date_that_cannot_be_is_none() -> None:
    for value in (
        "tomorrow",
        "Mon, 99 Foo 2026 10:00",
        "Mon, 02 Mar 99999 10:00:00 +0000",
    ):
        assert mail_of(letter(Date=value)).date is None


def test_the_plain_version_is_the_text_and_the_html_is_kept() -> None:
    body, kind = multipart(
        "Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<p>rich</p>", kind="alternative"
    )
    mail = arrive(body, kind=kind).mail
    assert (mail.text, mail.plain, mail.html.strip()) == ("plain", "plain", "<p>rich</p>")


def test_html_speaks_where_the_plain_version_is_empty() -> None:
    body, kind = multipart(
        "Content-Type: text/plain\n\n \n", "Content-Type: text/html\n\n<p>rich</p>", kind="alternative"
    )
    assert arrive(body, kind=kind).mail.text == "rich"


def test_files_are_attachments_with_names_that_harm_nobody() -> None:
    names = ["../../etc/passwd", "..\\\\evil.exe", "\u202egpj.exe", "CON", "naplo\u200b.txt. ", "a\x07b.txt"]
    parts = [
        f'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="{name}"\n\nx'
        for name in names
    ]
    body, kind = multipart("Content-Type: text/plain\n\nsee files", *parts)
    found = [part.name for part in arrive(body, kind=kind).mail.attachments]
    assert found == ["passwd", "evil.exe", "gpj.exe", "_CON", "naplo.txt", "a b.txt"]


def test_a_nested_mail_is_an_attachment_and_its_files_are_found() -> None:
    inner = (
        "From: x@example.org\nSubject: inner\nContent-Type: multipart/mixed; boundary=in\n\n"
        "--in\n\nhello\n--in\nContent-Disposition: attachment; filename=log.txt\n\nlog\n--in--\n"
    )
    body, kind = multipart("Content-Type: text/plain\n\nforwarded", f"Content-Type: message/rfc822\n\n{inner}")
    mail = arrive(body, kind=kind).mail
    assert mail.text == "forwarded"
    assert [(part.name, part.type) for part in mail.attachments] == [
        ("inner.eml", "message/rfc822"),
        ("log.txt", "text/plain"),
    ]


def test_a_mail_that_only_carries_a_mail_has_its_text() -> None:
    assert arrive("Subject: inner\n\nthe words", kind="message/rfc822").mail.text == "the words"


def test_uuencoded_files_leave_the_text() -> None:
    mail = arrive("Here it is.\n\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\n\nBye.").mail
    assert "begin" not in mail.text
    assert [(part.name, part.content) for part in mail.attachments] == [("hi.txt", b"hello")]


def test_begin_in_a_sentence_is_no_file() -> None:
    text = "begin 644 things\nand so on, this is no file at all, only words that go on and on and on\nend"
    assert arrive(text).mail.text == text


def test_flowed_lines_are_joined() -> None:
    mail = arrive("one \ntwo\n> quoted \n> more\n-- \nAna", kind="text/plain; format=flowed").mail
    assert mail.text == "one two\n> quoted more\n-- \nAna"


def test_a_part_without_an_end_is_read_to_the_end() -> None:
    assert arrive("--b\n\nthe words", kind="multipart/mixed; boundary=b").mail.text == "the words"


def test_a_boundary_that_nobody_named_is_found() -> None:
    assert (
        arrive("--b\nContent-Type: text/plain\n\nthe words\n--b--\n", kind="multipart/mixed").mail.text == "the words"
    )


def test_lines_that_are_no_headers_are_passed_over_where_real_ones_follow() -> None:
    mail = mail_of(b"From: a@example.org\nbroken line\nSubject: hello\n\nwords")
    assert (mail.subject, mail.text) == ("hello", "words")
    assert mail_of(b"From: a@example.org\nno empty line before me\n").text == "no empty line before me"


def test_line_ends_of_all_kinds_are_read() -> None:
    for end in (b"\r\n", b"\n", b"\r"):
        mail = mail_of(end.join([b"From: a@example.org", b"Subject: x", b"", b"one", b"two"]))
        assert (mail.subject, mail.text) == ("x", "one\ntwo")


def test_an_mbox_line_is_no_header() -> None:
    assert mail_of(b"From ana Mon Mar  2\n" + letter()).subject == "Printer"


def test_a_winmail_that_cannot_be_opened_stays_an_attachment() -> None:
    content = base64.b64encode(b"\x78\x9f\x3e\x22 broken").decode()
    part = f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{content}"
    body, kind = multipart("Content-Type: text/plain\n\nsee", part)
    assert [each.name for each in arrive(body, kind=kind).mail.attachments] == ["winmail.dat"]


def test_html_keeps_the_lines_and_drops_what_nobody_sees() -> None:
    html = "<style>p{}</style><script>x()</script><p>Egy &amp; kettő</p><ul><li>három</ul><img src='http://x/t.gif'>"
    text = arrive(html, kind="text/html; charset=utf-8").mail.text
    assert "Egy & kettő" in text
    assert "három" in text
    assert "http" not in text
    assert "x()" not in text
