"""A mail server on loopback that keeps what it accepts, and misbehaves where a test tells it to.

`faults` maps a phase (CONNECT EHLO STARTTLS AUTH RSET MAIL RCPT DATA BODY DOT QUIT) to acts, each used up once:
an answer such as "451 busy" (421 closes), "close", "rst", "stall", "keep rst" (accepted, but nobody is told), "ok".
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Self

from tests.servers.certificate import Certificate


@dataclass(frozen=True)
class Received:
    mail_from: str
    recipient: str
    content: bytes
    refused: tuple[str, ...] = ()


class Gone(Exception):
    """This connection is over."""


@dataclass
class FaultySmtp:
    faults: dict[str, list[str]] = field(default_factory=dict)
    extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 50000000")
    context: ssl.SSLContext | None = None
    implicit_tls: bool = False
    received: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    clear_commands: list[str] = field(default_factory=list)
    connections: int = 0
    most_at_once: int = 0
    port: int = 0

    async def __aenter__(self) -> Self:
        self._open: set[asyncio.StreamWriter] = set()
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self.context if self.implicit_tls else None
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.close()
        self.drop_all()

    def drop_all(self) -> None:
        """Close every connection, as a server does that is tired of an idle client."""
        for writer in self._open:
            writer.close()

    @property
    def open_connections(self) -> int:
        return len(self._open)

    def count(self, verb: str) -> int:
        return sum(command.upper().startswith(verb) for command in self.commands)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            await _Conversation(self, reader, writer).run()
        except (Gone, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()


class _Conversation:
    def __init__(self, server: FaultySmtp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.encrypted = server.implicit_tls
        self.mail_from: str | None = None
        self.recipients: list[str] = []

    async def run(self) -> None:
        await self.answer("CONNECT", "220 faulty.example ESMTP")
        while line := (await self.reader.readline()).decode():
            self.server.commands.append(line.strip())
            if not self.encrypted:
                self.server.clear_commands.append(line.strip())
            verb = line.strip().split(" ")[0].upper()
            await getattr(self, f"do_{verb.lower()}")(line.strip())

    async def do_ehlo(self, line: str) -> None:
        offers = [each for each in self.server.extensions if not (each == "STARTTLS" and self.encrypted)]
        lines = ["faulty.example", *offers]
        await self.answer("EHLO", "\r\n".join(f"250{'-' if each is not lines[-1] else ' '}{each}" for each in lines))

    async def do_helo(self, line: str) -> None:
        await self.answer("EHLO", "250 faulty.example")

    async def do_starttls(self, line: str) -> None:
        await self.answer("STARTTLS", "220 go ahead")
        assert self.server.context is not None, "a server that offers STARTTLS needs a certificate"
        await self.writer.start_tls(self.server.context)
        self.encrypted = True

    async def do_auth(self, line: str) -> None:
        await self.answer("AUTH", "235 welcome")

    async def do_rset(self, line: str) -> None:
        self.mail_from, self.recipients = None, []
        await self.answer("RSET", "250 forgotten")

    async def do_quit(self, line: str) -> None:
        await self.answer("QUIT", "221 bye")
        raise Gone

    async def do_mail(self, line: str) -> None:
        if self.mail_from is not None:
            await self.say("503 nested MAIL")
        elif await self.answer("MAIL", "250 sender ok"):
            self.mail_from = line[len("MAIL FROM:<") :].split(">")[0]

    async def do_rcpt(self, line: str) -> None:
        if self.mail_from is None:
            await self.say("503 MAIL first")
        elif await self.answer("RCPT", "250 recipient ok"):
            self.recipients.append(line[len("RCPT TO:<") :].split(">")[0])

    async def do_data(self, line: str) -> None:
        if not self.recipients and "DATA" not in self.server.faults:
            await self.say("554 no valid recipients")
        elif await self.answer("DATA", "354 go on"):
            await self.take_content()

    async def take_content(self) -> None:
        if self.server.faults.get("BODY"):
            await self.reader.readexactly(100)
            await self.answer("BODY", "")
        lines = []
        while (line := await self.reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        content = b"".join(lines)
        sender, recipients = self.mail_from, self.recipients
        self.mail_from, self.recipients = None, []
        if not recipients:
            await self.say("554 no valid recipients")
        elif await self.answer("DOT", "250 queued", keep=(sender, recipients, content)):
            self.keep(sender, recipients, content)

    def keep(self, sender: str | None, recipients: list[str], content: bytes) -> None:
        self.server.received += [Received(sender or "", each, content) for each in recipients]

    async def answer(self, phase: str, usual: str, keep: tuple[str | None, list[str], bytes] | None = None) -> bool:
        """Say the usual, or do what the test wants; True if all went as usual."""
        acts = self.server.faults.get(phase) or ["ok"]
        act = acts.pop(0)
        if act.startswith("keep "):
            assert keep is not None, f"{phase} has no content to keep"
            self.keep(*keep)
            act = act.removeprefix("keep ")
        match act:
            case "ok":
                if usual:
                    await self.say(usual)
                return True
            case "close":
                raise Gone
            case "rst":
                self.writer.transport.abort()
                raise Gone
            case "stall":
                await asyncio.sleep(3600)
        await self.say(act)
        if act.startswith("421"):
            raise Gone
        return act.startswith(("2", "3"))

    async def say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()


def server_context(certificate: Certificate) -> ssl.SSLContext:
    """What a server needs to show this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    return context
