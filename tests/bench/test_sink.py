"""The sink of the benches speaks SMTP and notes who got which answer."""

import smtplib
import socket
from pathlib import Path

from bench.sink import Sink

LETTER = b"Subject: x\r\nIn-Reply-To: <one@customer.example>\r\n\r\nHello\r\n..\r\nIn-Reply-To: <no@header>\r\n"


def test_it_notes_recipients_and_the_answered_mail_of_each_letter(tmp_path: Path) -> None:
    with Sink(tmp_path / "notes") as sink, smtplib.SMTP(sink.host, sink.port, timeout=20) as client:
        client.sendmail("desk@desk.example", ["one@customer.example"], LETTER)
        client.sendmail("desk@desk.example", ["two@customer.example"], b"Subject: no answer\r\n\r\nHello\r\n")
        first, second = sink.letters()
        assert (first.to, first.in_reply_to) == (("one@customer.example",), "<one@customer.example>")
        assert (second.to, second.in_reply_to) == (("two@customer.example",), "")
        assert sink.letters() == []


def test_it_takes_many_commands_at_once_and_answers_each(tmp_path: Path) -> None:
    with Sink(tmp_path / "notes") as sink, socket.create_connection((sink.host, sink.port), timeout=20) as wire:
        lines = wire.makefile("rb")
        wire.sendall(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n")
        while not (line := lines.readline()).startswith(b"354"):
            assert line[:3] in (b"220", b"250")
        wire.sendall(LETTER + b".\r\nQUIT\r\n")
        assert [lines.readline()[:3], lines.readline()[:3], lines.readline()] == [b"250", b"221", b""]
        lines.close()
        assert [each.to for each in sink.letters()] == [("c@d",)]
