"""A real SMTP server in a thread that keeps what it is sent, and misbehaves where a test tells it to."""

import asyncio
import itertools
import ssl
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificate import Certificate

Stage = Literal["connect", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "QUIT"]
CLOSE, STALL, KEEP_AND_CLOSE = "close", "stall", "keep and close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One accepted transaction: its envelope and its bytes as they came over the wire."""

    mail_from: str
    rcpt: tuple[str, ...]
    content: bytes = field(repr=False)
    session: int

    @property
    def message(self) -> Message:
        """The bytes as a message."""
        return message_from_bytes(self.content)


@dataclass(slots=True, kw_only=True)
class Rule:
    """One misbehaviour: at this stage, where the line contains `match`, for `times` times (-1: always)."""

    stage: Stage
    answer: str
    match: str
    times: int


class Sink:
    """The server. `letters` are what it accepted, in order; `commands` are the stages of each session as they came."""

    def __init__(
        self, *, tls: Certificate | None = None, starttls: bool = False, login: tuple[str, str] | None = None
    ) -> None:
        self.letters: list[Letter] = []
        self.commands: list[tuple[int, str]] = []
        self.rules: list[Rule] = []
        self.host, self.port = "127.0.0.1", 0
        self._login, self._starttls = login, starttls
        self._tls = _server_context(tls) if tls else None
        self._sessions = itertools.count(1)
        self._arrived = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sink", daemon=True)
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        """Listen, on the same port again after a `stop`."""
        if not self._thread.is_alive():
            self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(20)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Listen no more and break all connections, as a server that goes down."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(20)

    def remove(self) -> None:
        """Stop for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def misbehave(self, stage: Stage, answer: str, *, match: str = "", times: int = -1) -> None:
        """From now on answer so: a reply line such as "450 4.2.0 Greylisted", `CLOSE` or `STALL`.

        `match` is a part of the RCPT or MAIL argument. DATA answers instead of 354; BODY after the final dot, where
        `KEEP_AND_CLOSE` keeps the letter and goes without an answer. `CLOSE` at DATA goes after 354, in the letter.
        """
        self.rules.append(Rule(stage=stage, answer=answer, match=match, times=times))

    def behave(self) -> None:
        """Be a good server again."""
        self.rules.clear()

    def letters_to(self, address: str) -> list[Letter]:
        """What was accepted for this recipient."""
        return [letter for letter in list(self.letters) if address in letter.rcpt]

    def wait_for(self, count: int, *, to: str = "", seconds: float = 20) -> list[Letter]:
        """The letters (to this address), as soon as there are so many; fails after so many seconds."""
        end = time.monotonic() + seconds
        with self._arrived:
            while len(found := self.letters_to(to) if to else list(self.letters)) < count:
                if not self._arrived.wait(end - time.monotonic()):
                    raise AssertionError(f"only {len(found)} of {count} letters came: {found}")
        return found

    def ruling(self, stage: Stage, argument: str) -> str | None:
        """The answer that a rule wants here; it uses up one of the rule's times."""
        for rule in self.rules:
            if rule.stage == stage and rule.times and rule.match in argument:
                rule.times -= 1
                return rule.answer
        return None

    def keep(self, letter: Letter) -> None:
        """Remember a letter and wake who waits for it."""
        with self._arrived:
            self.letters.append(letter)
            self._arrived.notify_all()

    def _session(self) -> SMTP:
        options: dict[str, Any] = {"auth_require_tls": False}
        if self._login:
            options |= {"authenticator": self._authenticate}
        if self._tls and self._starttls:
            options |= {"tls_context": self._tls}
        return _Session(
            self, next(self._sessions), _Hooks(), loop=self._loop, hostname="sink.example", timeout=600, **options
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == self._login, handled=False)

    async def _listen(self) -> asyncio.Server:
        implicit = None if self._starttls else self._tls
        return await self._loop.create_server(self._session, self.host, self.port, ssl=implicit)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        for transport in list(_Session.open_transports.get(id(self), ())):
            transport.abort()
        await asyncio.sleep(0)


class _Hooks:
    """aiosmtpd's handler: it accepts everything; `_Session` does the rest."""

    async def handle_DATA(self, server: "_Session", session: Session, envelope: Envelope) -> str:
        """After the final dot: keep the letter, or do what a rule says."""
        return await server.receive(envelope)


class _Session(SMTP):
    """One connection; every stage asks the sink's rules first."""

    open_transports: dict[int, set[asyncio.Transport]] = {}  # noqa: RUF012

    def __init__(self, sink: Sink, number: int, handler: _Hooks, **options: Any) -> None:
        super().__init__(handler, **options)
        self._sink, self._number = sink, number

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self.open_transports.setdefault(id(self._sink), set()).add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.open_transports[id(self._sink)].discard(self._wire)
        super().connection_lost(error)

    async def receive(self, envelope: Envelope) -> str:
        letter = Letter(
            mail_from=envelope.mail_from or "",
            rcpt=tuple(envelope.rcpt_tos),
            content=envelope.original_content or b"",
            session=self._number,
        )
        answer = self._sink.ruling("BODY", envelope.mail_from or "")
        if answer in (None, KEEP_AND_CLOSE):
            self._sink.keep(letter)
        if answer in (CLOSE, KEEP_AND_CLOSE, STALL):
            await self._leave(answer)
        return answer or "250 2.0.0 kept"

    async def _handle_client(self) -> None:
        if await self._obey("connect", ""):
            self._wire.close()
            return
        await super()._handle_client()

    async def smtp_EHLO(self, argument: str) -> None:
        if not await self._obey("EHLO", argument):
            await super().smtp_EHLO(argument)

    async def smtp_MAIL(self, argument: str) -> None:
        if not await self._obey("MAIL", argument):
            await super().smtp_MAIL(argument)

    async def smtp_RCPT(self, argument: str) -> None:
        if not await self._obey("RCPT", argument):
            await super().smtp_RCPT(argument)

    async def smtp_DATA(self, argument: str) -> None:
        if not await self._obey("DATA", argument):
            await super().smtp_DATA(argument)

    async def smtp_QUIT(self, argument: str) -> None:
        if not await self._obey("QUIT", argument):
            await super().smtp_QUIT(argument)

    async def _obey(self, stage: Stage, argument: str) -> bool:
        """True if a rule has answered in our place."""
        self._sink.commands.append((self._number, f"{stage} {argument}".strip()))
        answer = self._sink.ruling(stage, argument or "")
        if answer is None:
            return False
        if stage == "DATA" and answer == CLOSE:
            await self.push("354 go ahead")
            await self._reader.readline()
        if answer in (CLOSE, STALL):
            await self._leave(answer)
        else:
            await self.push(answer)
            if answer.startswith("421"):
                self._wire.close()
        return True

    async def _leave(self, how: str) -> None:
        """Say nothing for ever, or be gone."""
        if how == STALL:
            await asyncio.sleep(3600)
        self._wire.abort()
        raise asyncio.CancelledError


def _server_context(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    return context
