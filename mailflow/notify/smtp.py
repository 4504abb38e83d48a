"""The way to the mail server: letters in, deliveries out, over a few kept connections.

Start at `Courier.deliver`. The conversation is in `session`, what an answer means in `answer`; when to try again in
`retry`.
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

import aiosmtplib

from mailflow.mail import Deferred, Delivery, Failed, Outgoing
from mailflow.notify.envelope import find_fault
from mailflow.notify.session import BrokenError, Session, open_session


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """How to reach the mail server (a smarthost). `hostname` is our name in EHLO, by default the machine's own."""

    host: str = "127.0.0.1"
    port: int = 25
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    password_file: str = ""
    connections: int = 4
    timeout_seconds: float = 60
    ca_file: str = ""
    hostname: str = ""


class Courier:
    """Carries letters over at most `connections` connections at once, all within one asyncio loop."""

    def __init__(self, settings: SmtpSettings) -> None:
        """Raises OSError or ssl.SSLError if `ca_file` cannot be used."""
        self._settings = settings
        self._places = asyncio.Semaphore(settings.connections)
        self._idle: list[Session] = []
        self._closed = False
        self._tls = None if settings.tls == "none" else ssl.create_default_context(cafile=settings.ca_file or None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def deliver(self, letter: Outgoing) -> Delivery:
        """Hand the letter to the server and say what it made of it. Nothing that the network does raises."""
        if fault := find_fault(letter):
            return Failed(why=fault)
        async with self._places:
            return await self._deliver(letter)

    async def greet(self) -> str:
        """Open a connection as a letter would, and keep it; "" if that went well, else why not."""
        async with self._places:
            try:
                self._idle.append(await self._open())
            except BrokenError as error:
                return error.delivery.why
        return ""

    async def close(self) -> None:
        """Take leave of the server; letters under way are still finished, and their connections closed after them."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(session.quit() for session in idle))

    async def _deliver(self, letter: Outgoing) -> Delivery:
        """A kept connection that the server gave up in the meantime is replaced once by a new one."""
        try:
            if self._idle:
                try:
                    return await self._send(self._idle.pop(), letter)
                except BrokenError as error:
                    if error.heard:
                        return error.delivery
            return await self._send(await self._open(), letter)
        except BrokenError as error:
            return error.delivery

    async def _send(self, session: Session, letter: Outgoing) -> Delivery:
        finished = False
        try:
            delivery = await session.send(letter)
            finished = True
            return delivery
        finally:
            if finished and session.usable and not self._closed:
                self._idle.append(session)
            else:
                session.close()

    async def _open(self) -> Session:
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=settings.hostname or None,
            timeout=settings.timeout_seconds,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            tls_context=self._tls,
        )
        return await open_session(
            client, user=settings.user, password=self._find_password(), timeout=settings.timeout_seconds
        )

    def _find_password(self) -> str:
        """The password, read afresh for each connection so that a changed file counts. Raises BrokenError."""
        if not self._settings.password_file:
            return self._settings.password
        try:
            return Path(self._settings.password_file).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            why = f"smtp.password_file cannot be read: {error}"
            raise BrokenError(Deferred(why=why, site=True, stop=True)) from error
