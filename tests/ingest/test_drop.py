"""Mails from files, folders, an mbox and a pipe."""

import io
import mailbox
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailflow.ingest.mailbox.drop import read_drop, written_at
from mailflow.mail import RawMail

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ONE = b"Subject: one\n\nFrom here on it is broken.\n"
TWO = b"Subject: two\n\nSecond.\n"


def read(*sources: str | Path, stdin: bytes = b"", **options: Any) -> list[RawMail]:
    return list(read_drop(sources, stdin=io.BytesIO(stdin), now=NOW, **options))


def test_a_file_is_one_mail_without_a_servers_identity(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(ONE)
    [raw] = read(tmp_path / "a.eml")
    assert raw == RawMail(mailbox="drop", uidvalidity=0, uid=0, received_at=NOW, content=ONE, size=len(ONE))


def test_a_pipe_is_one_mail() -> None:
    assert [raw.content for raw in read("-", stdin=ONE)] == [ONE]
    assert read("-", stdin=b"") == []


def test_the_from_line_that_a_delivery_agent_puts_before_a_mail_is_taken_off() -> None:
    assert [raw.content for raw in read("-", stdin=b"From ana@example.org Mon Mar  2 09:00:00 2026\n" + ONE)] == [ONE]


def test_an_mbox_gives_its_mails_as_they_were_put_in(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for content in (ONE, TWO, ONE):
        box.add(content)
    box.close()
    assert [raw.content for raw in read(tmp_path / "box")] == [ONE, TWO, ONE]


def test_the_word_from_in_a_text_does_not_end_a_mail(tmp_path: Path) -> None:
    box = b"From a@example.org Mon Mar  2 09:00:00 2026\nSubject: x\n\nHello\n\nFrom tomorrow on I am away.\n\n"
    (tmp_path / "box").write_bytes(box)
    assert [raw.content for raw in read(tmp_path / "box")] == [box.split(b"\n", 1)[1][:-1]]


def test_a_maildir_gives_new_and_read_mails_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder = mailbox.Maildir(tmp_path / "Maildir")
    folder.add(ONE)
    seen = mailbox.MaildirMessage(TWO)
    seen.set_subdir("cur")
    folder.add(seen)
    (tmp_path / "Maildir" / "tmp" / "half").write_bytes(b"not whole")
    assert [raw.content for raw in read(tmp_path / "Maildir")] == [ONE, TWO]


def test_a_folder_gives_all_its_files_but_the_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, content in (("a.eml", ONE), ("b/c.eml", TWO), (".hidden", b"x")):
        (tmp_path / name).write_bytes(content)
    assert [raw.content for raw in read(tmp_path)] == [ONE, TWO]


def test_a_mail_above_the_limit_comes_with_its_header_alone(tmp_path: Path) -> None:
    large = b"Subject: large\r\n\r\n" + b"x" * 5000
    [raw] = read("-", stdin=large, max_bytes=1000)
    assert (raw.content, raw.size, raw.oversized) == (b"Subject: large\r\n\r\n", len(large), True)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nothing")


def test_dated_mail_comes_when_it_says_that_it_came() -> None:
    received = b"Received: from a by b; Mon, 2 Mar 2026\n\t08:30:00 +0100\n"
    date = b"Date: Mon, 2 Mar 2026 07:00:00 +0100\n"
    assert read("-", stdin=date + received + ONE, dated=True)[0].received_at == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert read("-", stdin=date + ONE, dated=True)[0].received_at == datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    assert read("-", stdin=ONE, dated=True)[0].received_at == NOW
    assert read("-", stdin=date + ONE)[0].received_at == NOW


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Mon, 99 Mar 2026 07:00:00 +0100",
        "Mon, 2 Mar 99999 07:00:00",
        "1" * 5000,
        "Mon, 2 Mar 0001 00:00 +9999",
    ],
)
def test_a_broken_date_is_no_date(date: str) -> None:
    assert written_at(f"Date: {date}\n\nDate: Mon, 2 Mar 2026 07:00:00 +0100\n".encode()) is None


def test_a_real_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import datetime, UTC; from mailflow.ingest.mailbox.drop import read_drop\n"
        "[raw] = read_drop(['-'], stdin=sys.stdin.buffer, now=datetime.now(UTC), max_bytes=1000)\n"
        "print(raw.size, raw.oversized)"
    )
    mail = b"Subject: large\n\n" + b"x" * 3_000_000
    ran = subprocess.run([sys.executable, "-c", code], input=mail, capture_output=True, check=True)
    assert ran.stdout.split() == [str(len(mail)).encode(), b"True"]
