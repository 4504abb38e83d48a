"""A desk without a mailbox: mails as bytes go in, letters come out at an SMTP server; the test owns the clock."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from sqlalchemy import Row, Select, select

from mailflow.desk.events import Event
from mailflow.desk.reading import Reading
from mailflow.desk.ticket import Ticket
from mailflow.engine import open_office, open_store
from mailflow.flow.keep import keep
from mailflow.flow.office import Caps, Office
from mailflow.flow.send import Post
from mailflow.flow.take_in import take_in
from mailflow.flow.tick import tell_quarantine, tick
from mailflow.mail import RawMail
from mailflow.notify.compose import Press
from mailflow.notify.smtp import Courier, SmtpSettings
from mailflow.settings import DeskSettings, ModelSettings, Settings, StoreSettings
from mailflow.store import inbox, schema, tickets
from mailflow.store.people import Agent
from tests.desk.build import reading
from tests.servers.sink import Letter, Sink

START = datetime(2026, 6, 8, 9, tzinfo=UTC)
SUPPORT, DOMAIN = "support@example.com", "example.com"
ANA, CARL, EVE = "ana@customer.example", "carl@customer.example", "eve@evil.example"
BO, LIZ, TOM = "bo@agents.example", "liz@agents.example", "tom@agents.example"
AUTHSERV = "mx.example.com"
PRESS = Press()
"""Letters are the same at every desk; to compile them once is quicker."""
STAFF = (
    Agent(address=BO, name="Bo", tier=1, lead=True),
    Agent(address=LIZ, name="Liz", tier=2),
    Agent(address=TOM, name="Tom", tier=3),
)


class Branch:
    """The desk. `receive` takes mails in, `send` empties the outbox into the sink, `pass_time` lets the clock work."""

    def __init__(
        self,
        url: str,
        sink: Sink,
        *,
        address: str = SUPPORT,
        authserv_id: str = "",
        caps: Caps | None = None,
        agents: Sequence[Agent] = STAFF,
        undo_seconds: int = 0,
    ) -> None:
        desk = DeskSettings(name="Support", address=address, authserv_id=authserv_id, undo_seconds=undo_seconds)
        settings = Settings(
            desk=desk,
            store=StoreSettings(url=url),
            agents=tuple(agents),
            model=ModelSettings(enabled=False),
            caps=caps or Caps(),
        )
        self.address = address
        self.now = START
        self.reading: Reading = reading()
        self.store = open_store(settings)
        office = open_office(settings, self.store)
        self.office = replace(office, press=PRESS, read_texts=lambda texts: [self.reading for _ in texts])
        self._sink, self._uids, self._ids = sink, 0, 0

    # --- mails in

    def mail(
        self,
        sender: str,
        body: str = "The printer on the second floor does not print.",
        *,
        subject: str = "Printer",
        to: str | Sequence[str] = "",
        files: Iterable[tuple[str, bytes]] = (),
        **headers: str,
    ) -> bytes:
        """A mail as a mail program writes it. `headers` are named with _ for -, and replace the usual ones."""
        self._ids += 1
        message = EmailMessage()
        given = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        usual = {
            "from": sender,
            "to": to if isinstance(to, str) and to else ", ".join(to) or self.address,
            "subject": subject,
            "date": format_datetime(self.now),
            "message-id": f"<m{self._ids}.{self.now.timestamp():.0f}@{sender.rpartition('@')[2].strip('>')}>",
        }
        for name, value in (usual | given).items():
            message[name.title()] = value
        message.set_content(body)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return message.as_bytes(policy=SMTP)

    def answer(self, letter: Letter, body: str, **headers: Any) -> bytes:
        """The recipient's answer to this letter of ours, with the letter quoted, as mail programs write it."""
        ours = letter.message
        quoted = "\n".join(f"> {line}" for line in text_of(letter).splitlines())
        usual = {
            "to": str(ours["Reply-To"] or ours["From"]),
            "subject": f"Re: {subject_of(letter).removeprefix('Re: ')}",
            "in_reply_to": str(ours["Message-ID"]),
            "references": " ".join([*str(ours["References"] or "").split(), str(ours["Message-ID"])]),
        }
        sender = headers.pop("sender", letter.rcpt[0])
        return self.mail(sender, f"{body}\n\nOn Monday, Support wrote:\n{quoted}\n", **(usual | headers))

    def keep(self, *contents: bytes, mailbox: str = "support@imap/INBOX") -> list[int]:
        """Store these mails as they would come from an IMAP server now; their inbox ids."""
        raws = []
        for content in contents:
            self._uids += 1
            raws.append(
                RawMail(
                    mailbox=mailbox,
                    uidvalidity=1,
                    uid=self._uids,
                    received_at=self.now,
                    content=content,
                    size=len(content),
                )
            )
        return keep(self.store, raws, self.now)

    def receive(self, *contents: bytes) -> list[int]:
        """Store and take in these mails, as one batch."""
        ids = self.keep(*contents)
        take_in(self.office, ids, self.now)
        return ids

    def take_waiting(self) -> None:
        """Take in what waits in the store, as the daemon does: mails that were let in, or were kept and no more."""
        with self.store.read() as connection:
            ids = inbox.waiting(connection, 1000)
        take_in(self.office, ids, self.now)

    # --- time and letters out

    def send(self) -> list[Letter]:
        """Send all that is due; what arrived at the sink by that."""
        before = len(self._sink.letters)
        asyncio.run(self._send())
        return list(self._sink.letters[before:])

    def work(self, *contents: bytes) -> list[Letter]:
        """Take in these mails and send what they cause."""
        self.receive(*contents)
        return self.send()

    def pass_time(self, span: timedelta) -> list[Letter]:
        """Let this time pass, do what it brings, and send."""
        self.now += span
        while tick(self.office, self.now):
            pass
        return self.send()

    def tell_quarantine(self) -> list[Letter]:
        """Tell the first line of what is in quarantine."""
        tell_quarantine(self.office, self.now)
        return self.send()

    async def _send(self) -> None:
        settings = SmtpSettings(host=self._sink.host, port=self._sink.port, tls="none")
        async with Courier(settings) as courier:
            post = Post(self.office, courier, lambda: self.now)
            while due := post.claim(100):
                await asyncio.gather(*(post.carry(each) for each in due))

    # --- looking

    def sent(self) -> list[Letter]:
        """All letters that the sink has had."""
        return list(self._sink.letters)

    def office_with(self, **changes: Any) -> Office:
        """The office with something changed."""
        return replace(self.office, **changes)

    def ticket(self, number: int = 1) -> Ticket:
        """The ticket of this number, which must stand."""
        with self.store.read() as connection:
            found = tickets.find(connection, number)
        assert found is not None, f"there is no ticket {number}"
        return found

    def tickets(self) -> list[Ticket]:
        """All tickets."""
        with self.store.read() as connection:
            return list(tickets.every(connection))

    def journal(self, number: int = 1) -> list[Event]:
        """What happened to the ticket."""
        with self.store.read() as connection:
            return [line.event for line in tickets.history(connection, number)]

    def events(self, number: int = 1) -> list[str]:
        """The names of what happened to the ticket."""
        return [type(event).__name__ for event in self.journal(number)]

    def inbox(self, inbox_id: int) -> Row[Any]:
        """What became of a mail."""
        return self.rows(select(schema.inbox).where(schema.inbox.c.id == inbox_id))[0]

    def outbox(self) -> list[Row[Any]]:
        """All letters, in order."""
        return self.rows(select(schema.outbox).order_by(schema.outbox.c.id))

    def rows(self, query: Select[Any]) -> list[Row[Any]]:
        """What the store answers."""
        with self.store.read() as connection:
            return list(connection.execute(query))


NewBranch = Callable[..., Branch]


def named(letters: Iterable[Letter], to: str) -> list[Letter]:
    """Those of the letters that this address got."""
    return [each for each in letters if to in each.rcpt]


def the(letters: Iterable[Letter], to: str) -> Letter:
    """The one letter that this address got."""
    found = named(letters, to)
    assert len(found) == 1, f"{to} got {len(found)} letters: {[subject_of(each) for each in found]}"
    return found[0]


def text_of(letter: Letter) -> str:
    """The letter's plain text."""
    return next(_decoded(part) for part in letter.message.walk() if part.get_content_type() == "text/plain")


def whole_text(letter: Letter) -> str:
    """All that can be read of the letter: its headers, and every text part decoded."""
    parts = [_decoded(part) for part in letter.message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in letter.message.items()), *parts])


def subject_of(letter: Letter) -> str:
    """The letter's subject, decoded."""
    return str(make_header(decode_header(letter.message["Subject"]))).replace("\n", "")


def files_of(letter: Letter) -> dict[str, bytes]:
    """The letter's attachments."""
    parts = (part for part in letter.message.walk() if part.get_filename())
    return {str(part.get_filename()): _bytes(part) for part in parts}


def _decoded(part: Message) -> str:
    return _bytes(part).decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n")


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload
