"""One SMTP connection to the mail server, kept for many letters.

aiosmtplib opens it (greeting, EHLO, STARTTLS, AUTH). It can send only one command at a time, so the transactions are
ours: its transport is handed to asyncio streams, MAIL, RCPT and DATA go together where the server offers PIPELINING
(RFC 2920), and it is known exactly whether a connection went before or after the final dot.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import aiosmtplib

from mailflow.mail import Deferred, Delivery, Failed, Outgoing
from mailflow.notify.answer import Answer, Phase, UnreadableAnswerError, clean, judge, read_line
from mailflow.notify.envelope import end_lines, is_plain, stuff_dots

_LINE_LIMIT = 8192
_LINES = 100
_CHUNK = 64 * 1024
_DOT_PATIENCE = 10
_FAREWELL = 2.0


class BrokenError(Exception):
    """The connection is of no more use. `heard` says whether the server had answered anything of this letter."""

    def __init__(self, delivery: Deferred, *, heard: bool = True) -> None:
        super().__init__(delivery.why)
        self.delivery = delivery
        self.heard = heard


class Session:
    """An open connection. `usable` turns False for good once anything is unclear about it."""

    def __init__(self, transport: asyncio.Transport, extensions: frozenset[str], timeout: float) -> None:
        loop = asyncio.get_running_loop()
        self._reader = asyncio.StreamReader(limit=_LINE_LIMIT, loop=loop)
        protocol = asyncio.StreamReaderProtocol(self._reader, loop=loop)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        transport.set_write_buffer_limits(high=0)
        self._writer = asyncio.StreamWriter(transport, protocol, self._reader, loop)
        self._extensions = extensions
        self._timeout = timeout
        self._transaction_open = False
        self._heard = False
        self.usable = True

    async def send(self, letter: Outgoing) -> Delivery:
        """Hand over one letter whose envelope is without fault. Raises BrokenError when the connection is lost."""
        lines = end_lines(letter.content)
        if fault := self._find_lack(letter, lines):
            return Failed(why=fault, letter=is_plain(letter))
        self._heard = False
        refusal = await self._open_envelope(letter, lines)
        if refusal:
            return refusal
        return await self._hand_over(stuff_dots(lines))

    async def quit(self) -> None:
        """Take leave if the server still listens, without waiting long; the connection is closed in any case."""
        self._timeout = min(self._timeout, _FAREWELL)
        try:
            if self.usable and not self._reader.at_eof():
                await self._write(b"QUIT\r\n", Phase.QUIT)
                await self._read(Phase.QUIT)
        except BrokenError:
            self.usable = False
        self.close()

    def close(self) -> None:
        """Close without a word."""
        self.usable = False
        self._writer.close()

    def _find_lack(self, letter: Outgoing, lines: bytes) -> str | None:
        if not is_plain(letter) and "smtputf8" not in self._extensions:
            return f"the mail server takes no address with letters outside ASCII (no SMTPUTF8): {letter.recipient}"
        if not lines.isascii() and "8bitmime" not in self._extensions:
            return "the letter is not encoded in 7 bits and the mail server takes no other (no 8BITMIME)"
        return None

    async def _open_envelope(self, letter: Outgoing, lines: bytes) -> Delivery | None:
        """Get as far as 354, or say what kept us from it."""
        answers = await self._converse(self._make_commands(letter, lines))
        refusals = [judge(phase, answer) for phase, answer in answers if not _is_welcome(phase, answer)]
        if refusals and _is_welcome(*answers[-1]):
            await self._write(b".\r\n", Phase.DATA)  # RFC 2920 3.1: DATA went along, and nobody is there to get it
            await self._read(Phase.DATA)
        self._transaction_open = bool(refusals)
        return refusals[0] if refusals else None

    def _make_commands(self, letter: Outgoing, lines: bytes) -> list[tuple[Phase, bytes]]:
        options = f" SIZE={len(lines)}" if "size" in self._extensions else ""
        options += "" if lines.isascii() else " BODY=8BITMIME"
        options += "" if is_plain(letter) else " SMTPUTF8"
        return [
            *([(Phase.RSET, b"RSET\r\n")] if self._transaction_open else []),
            (Phase.MAIL, f"MAIL FROM:<{letter.envelope_from}>{options}\r\n".encode()),
            (Phase.RCPT, f"RCPT TO:<{letter.recipient}>\r\n".encode()),
            (Phase.DATA, b"DATA\r\n"),
        ]

    async def _converse(self, commands: list[tuple[Phase, bytes]]) -> list[tuple[Phase, Answer]]:
        """The answers in order, to all commands with PIPELINING, else up to the first refusal."""
        if "pipelining" in self._extensions:
            await self._write(b"".join(command for _, command in commands), commands[0][0])
            return [(phase, await self._read(phase)) for phase, _ in commands]
        answers: list[tuple[Phase, Answer]] = []
        for phase, command in commands:
            await self._write(command, phase)
            answers.append((phase, await self._read(phase)))
            if not _is_welcome(*answers[-1]):
                break
        return answers

    async def _hand_over(self, content: bytes) -> Delivery:
        """Send the content and the final dot. A connection lost from there on may have brought the letter or not."""
        whole = len(content) - len(content) % _CHUNK
        for start in range(0, whole, _CHUNK):
            await self._write(content[start : start + _CHUNK], Phase.DATA)
        await self._write(content[whole:] + b".\r\n", Phase.DOT)
        return judge(Phase.DOT, await self._read(Phase.DOT))

    async def _write(self, data: bytes, phase: Phase) -> None:
        async with self._guard(phase):
            self._writer.write(data)
            await self._writer.drain()

    async def _read(self, phase: Phase) -> Answer:
        """The next answer. Raises BrokenError for 421 too: the server is about to close (RFC 5321 3.8)."""
        async with self._guard(phase):
            answer = await self._read_lines()
        if answer.code == 421:
            self.usable = False
            raise BrokenError(Deferred(why=answer.quote(phase), site=True), heard=self._heard)
        self._heard = True
        self.usable = self.usable and 200 <= answer.code < 600 and (answer.code >= 400 or _is_welcome(phase, answer))
        return answer

    async def _read_lines(self) -> Answer:
        texts: list[str] = []
        while len(texts) < _LINES:
            line = await self._reader.readline()
            if not line.endswith(b"\n"):
                raise ConnectionResetError("the server closed the connection")
            code, last, text = read_line(line)
            texts.append(text)
            if last:
                return Answer(code=code, text=" ".join(texts))
        raise UnreadableAnswerError(f"more than {_LINES} lines")

    @asynccontextmanager
    async def _guard(self, phase: Phase) -> AsyncIterator[None]:
        """Bound the wait (RFC 5321 4.5.3.2: ten times longer for the final dot), and name what broke the connection."""
        try:
            async with asyncio.timeout(self._timeout * (_DOT_PATIENCE if phase == Phase.DOT else 1)):
                yield
        except TimeoutError as error:
            raise self._break(phase, "no answer in time", heard=True) from error
        except (OSError, ssl.SSLError) as error:
            raise self._break(phase, str(error), heard=self._heard) from error
        except (UnreadableAnswerError, ValueError) as error:
            raise self._break(phase, f"an answer that is not SMTP: {error}", heard=True) from error

    def _break(self, phase: Phase, words: str, *, heard: bool) -> BrokenError:
        self.usable = False
        why = clean(f"{phase}: {words}")
        return BrokenError(Deferred(why=why, site=True, ambiguous=phase == Phase.DOT), heard=heard)


def _is_welcome(phase: Phase, answer: Answer) -> bool:
    return answer.code == 354 if phase == Phase.DATA else 200 <= answer.code < 300


async def open_session(client: aiosmtplib.SMTP, *, user: str, password: str, timeout: float) -> Session:
    """Connect, greet, encrypt and log in as the client was made to. Raises BrokenError with what to look at."""
    try:
        await client.connect()
        await client.ehlo()
        if user:
            await _log_in(client, user, password)
        transport = cast("asyncio.Transport", client.transport)
        return Session(transport, frozenset(client.esmtp_extensions), timeout)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        client.close()
        raise BrokenError(_explain(error)) from error


async def _log_in(client: aiosmtplib.SMTP, user: str, password: str) -> None:
    """One attempt by the best method that both know, since each refused one counts against us (F30)."""
    methods = {"cram-md5": client.auth_crammd5, "plain": client.auth_plain, "login": client.auth_login}
    for method in client.supported_auth_methods:
        await methods[method](user, password)
        return
    raise aiosmtplib.SMTPAuthenticationError(504, "the server offers no way to log in that we know")


def _explain(error: Exception) -> Deferred:
    """The failed opening in words, and whether only the admin can mend it."""
    match error:
        case aiosmtplib.SMTPAuthenticationError(code=code, message=message):
            why = f"AUTH: {code} {message} (see smtp.user and smtp.password)"
            return Deferred(why=clean(why), site=True, stop=code >= 500)
        case aiosmtplib.SMTPResponseException(code=code, message=message):
            return Deferred(why=clean(f"connect: {code} {message}"), site=True)
    if tls := _find_tls_error(error):
        return Deferred(why=clean(f"TLS: {tls} (see smtp.tls and smtp.ca_file)"), site=True, stop=True)
    return Deferred(why=clean(f"connect: {error}"), site=True)


def _find_tls_error(error: Exception) -> str | None:
    for each in (error, error.__cause__):
        if isinstance(each, ssl.SSLError) and not isinstance(each, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return str(each)
    if isinstance(error, aiosmtplib.SMTPException) and "STARTTLS" in str(error):
        return str(error)
    return None
