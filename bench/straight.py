"""The straightest correct program that we can write, as the yardstick: fetch, parse, one transaction, letters.

Not a product: no retries, no rules, no other language. One process and SQLite; killed and run again, it loses nothing.
With `--model` it reads each new mail with the model that mailflow ships, as mailflow does.
"""

import argparse
import asyncio
import email
import imaplib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any

BATCH = 50
CONNECTIONS = 4
DESK = "support@desk.example"
TAG = re.compile(r"\[MF-(\d+)\]")
NAMED = re.compile(r"<[^>\s]+>")
SCHEMA = """
create table if not exists ticket(id integer primary key, sender text, subject text, category text);
create table if not exists mail(
  id integer primary key, message_id text unique, ticket integer, text text, content blob);
create table if not exists outbox(
  id integer primary key, recipient text, ticket integer, answers text, subject text, sent integer default 0);
create index if not exists waiting on outbox(sent) where sent = 0;
"""
LETTER = """From: Support <{desk}>\r
To: <{recipient}>\r
Subject: =?utf-8?q?[MF-{ticket}]_Received?=\r
Message-ID: <letter.{id}@desk.example>\r
In-Reply-To: {answers}\r
References: {answers}\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
Thank you for your mail. It has the number MF-{ticket}.\r
Somebody will look at it and write to you; to add something, just answer this letter.\r
.\r
"""
Categorize = Callable[[Sequence[tuple[str, str]]], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """What the yardstick reads of a mail."""

    content: bytes
    message_id: str
    sender: str
    subject: str
    names: list[str]
    text: str


def parse(content: bytes) -> Lean:
    """Headers and the first plain text."""
    message = email.message_from_bytes(content)
    return Lean(
        content=content,
        message_id=str(message["Message-ID"]).strip(),
        sender=parseaddr(str(message["From"]))[1],
        subject=str(make_header(decode_header(str(message["Subject"])))),
        names=NAMED.findall(f"{message['In-Reply-To'] or ''} {message['References'] or ''}"),
        text=_text(message),
    )


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            data: Any = part.get_payload(decode=True)
            return str(data.decode(part.get_content_charset() or "utf-8", "replace"))
    return ""


class Store:
    """One connection that flushes at each commit; one that notes what was sent, which a power cut may forget."""

    def __init__(self, file: str) -> None:
        self.durable = self._open(file, "full")
        self._quick = self._open(file, "normal")
        self.durable.executescript(SCHEMA)

    def take_in(self, mails: Sequence[Lean], categories: Sequence[str]) -> None:
        """Mails become tickets and follow-ups, and new ones a letter that waits, in one transaction."""
        self.durable.execute("begin immediate")
        for mail, category in zip(mails, categories, strict=True):
            if not self._one("select 1 from mail where message_id = ?", mail.message_id):
                self._take(mail, category)
        self.durable.execute("commit")

    def waiting(self) -> list[tuple[Any, ...]]:
        """Letters that were not sent: (id, recipient, ticket, answered mail)."""
        return self.durable.execute("select id, recipient, ticket, answers from outbox where sent = 0").fetchall()

    def mark(self, letter: int) -> None:
        """The server has this letter."""
        self._quick.execute("update outbox set sent = 1 where id = ?", (letter,))

    def _take(self, mail: Lean, category: str) -> None:
        ticket = self._find(mail)
        if ticket is None:
            row = self.durable.execute(
                "insert into ticket(sender, subject, category) values(?, ?, ?)", (mail.sender, mail.subject, category)
            )
            ticket = row.lastrowid
            self.durable.execute(
                "insert into outbox(recipient, ticket, answers, subject) values(?, ?, ?, ?)",
                (mail.sender, ticket, mail.message_id, mail.subject),
            )
        self.durable.execute(
            "insert into mail(message_id, ticket, text, content) values(?, ?, ?, ?)",
            (mail.message_id, ticket, mail.text, mail.content),
        )

    def _find(self, mail: Lean) -> int | None:
        if (tag := TAG.search(mail.subject)) and (
            found := self._one("select id from ticket where id = ? and sender = ?", int(tag[1]), mail.sender)
        ):
            return found
        for name in mail.names:
            if found := self._one("select ticket from mail where message_id = ?", name):
                return found
        return None

    def _one(self, query: str, *values: object) -> int | None:
        row = self.durable.execute(query, values).fetchone()
        return row[0] if row else None

    @staticmethod
    def _open(file: str, synchronous: str) -> sqlite3.Connection:
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        connection.execute(f"pragma synchronous = {synchronous}")
        return connection


class Mailbox:
    """INBOX, read in batches; what is stored moves to Processed."""

    def __init__(self, host: str, port: int, user: str, password: str) -> None:
        imaplib.Commands["MOVE"] = ("SELECTED",)
        self._client = imaplib.IMAP4(host, port)
        self._client.login(user, password)
        self._client.create("Processed")
        self._client.select("INBOX")

    def batches(self) -> Iterator[tuple[str, list[bytes]]]:
        """UIDs for `move`, with the mails in their order."""
        uids = self._client.uid("SEARCH", "ALL")[1][0].split()
        for start in range(0, len(uids), BATCH):
            chosen = b",".join(uids[start : start + BATCH]).decode()
            fetched = self._client.uid("FETCH", chosen, "(BODY.PEEK[])")[1]
            yield chosen, [part[1] for part in fetched if isinstance(part, tuple)]

    def move(self, uids: str) -> None:
        """Put them away."""
        self._client.uid("MOVE", uids, "Processed")

    def leave(self) -> None:
        """Log out."""
        self._client.logout()


class Line:
    """One kept SMTP connection; the commands of a letter go out together (RFC 2920)."""

    async def open(self, host: str, port: int) -> "Line":
        """Connect and greet."""
        self._reader, self._writer = await asyncio.open_connection(host, port)
        await self._hear()
        self._writer.write(b"EHLO bench.example\r\n")
        await self._hear()
        return self

    async def send_all(self, letters: Iterator[tuple[Any, ...]], mark: Callable[[int], None]) -> None:
        """Take letters from the common heap until there are none."""
        for number, recipient, ticket, answers in letters:
            self._writer.write(f"MAIL FROM:<{DESK}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode())
            said = [await self._hear() for _ in range(3)]
            if said[2].startswith(b"354"):
                letter = LETTER.format(id=number, desk=DESK, recipient=recipient, ticket=ticket, answers=answers)
                self._writer.write(letter.encode())
                if (await self._hear()).startswith(b"250"):
                    mark(number)

    async def _hear(self) -> bytes:
        while (line := await self._reader.readline())[3:4] == b"-":
            pass
        return line


async def drain(mailbox: Mailbox, store: Store, smtp: tuple[str, int], categorize: Categorize) -> None:
    """All that waits becomes tickets, and all letters go out."""
    lines = [await Line().open(*smtp) for _ in range(CONNECTIONS)]
    for uids, contents in mailbox.batches():
        mails = [parse(each) for each in contents]
        store.take_in(mails, categorize([(each.subject, each.text) for each in mails]))
        mailbox.move(uids)
        heap = iter(store.waiting())
        await asyncio.gather(*(line.send_all(heap, store.mark) for line in lines))
    mailbox.leave()


def _shipped_model() -> Categorize:
    from mailflow.classify.shelf import Shelf  # the bare yardstick must not pay for the import
    from mailflow.resources import shipped

    classifier = Shelf(state=Path("none"), shipped=shipped("models")).serving()
    return lambda texts: [reading.category.label for reading in classifier.read(texts)]


def main() -> None:
    """Example: bench/straight.py --imap 127.0.0.1:143 --user u --password p --smtp 127.0.0.1:25 --db desk.db"""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("imap", "user", "password", "smtp", "db"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--model", action="store_true", help="classify with mailflow's shipped model")
    wanted = parser.parse_args()
    (imap_host, imap_port), (smtp_host, smtp_port) = wanted.imap.split(":"), wanted.smtp.split(":")
    categorize = _shipped_model() if wanted.model else lambda texts: [""] * len(texts)
    mailbox = Mailbox(imap_host, int(imap_port), wanted.user, wanted.password)
    asyncio.run(drain(mailbox, Store(wanted.db), (smtp_host, int(smtp_port)), categorize))


if __name__ == "__main__":
    main()
