"""The two servers of the demo's mail world and what lies between them: mail that SMTP takes goes into IMAP mailboxes.

pymap keeps the mailboxes in memory. It is served by our own `asyncio.start_server`, since its own service leaves a task
to the garbage collector.
"""

import asyncio
from argparse import Namespace
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from uuid import uuid4

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.result import ProxyResultUnknown
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailflow.demo.bounce import write_bounce

HOSTNAME = "mail.demo.example"


class PostOffice:
    """The mailboxes of these accounts (address and password), and the rules by which mail reaches them."""

    def __init__(self, accounts: Mapping[str, str], bouncing: Collection[str]) -> None:
        self._accounts = accounts
        self._bouncing = bouncing
        self._login = Login(_make_config())

    async def open_mailboxes(self) -> None:
        """Make every account known to the IMAP server."""
        for address, password in self._accounts.items():
            await self._identify(address).set(UserMetadata(self._login.config, address, password=password))

    async def serve_imap(self, host: str, port: int) -> asyncio.Server:
        """The IMAP server, listening."""
        self._login.config.apply_context()
        imap = IMAPServer(self._login, self._login.config)

        async def on_connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await imap(reader, writer, SocketInfo.get(writer, ProxyResultUnknown(), unique_id=uuid4().bytes))

        return await asyncio.start_server(on_connect, host, port)

    async def serve_smtp(self, host: str, port: int) -> asyncio.Server:
        """The SMTP server, listening. A login is possible and never needed."""
        loop = asyncio.get_running_loop()

        def make() -> SMTP:
            return SMTP(
                self,
                hostname=HOSTNAME,
                ident="the mailflow demo",
                enable_SMTPUTF8=True,
                authenticator=self._authenticate,
                auth_require_tls=False,
                loop=loop,
            )

        return await loop.create_server(make, host, port)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """aiosmtpd asks whether this recipient is ours."""
        if self._find_account(address) is None and address.lower() not in self._bouncing:
            return f"550 5.1.1 <{address}>: no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd hands over a whole mail; it lies in its mailboxes before the sender hears so."""
        content, now = bytes(envelope.original_content or b""), datetime.now(UTC)
        sender = envelope.mail_from or ""
        for recipient in envelope.rcpt_tos:
            await self._deliver(content, sender, recipient, now)
        return "250 2.0.0 OK: delivered"

    async def _deliver(self, content: bytes, sender: str, recipient: str, now: datetime) -> None:
        account = self._find_account(recipient)
        if account is not None:
            await self._put(account, _stamp(sender, recipient, now) + content, now)
        elif back := self._find_account(sender):
            bounce = write_bounce(content, sender=sender, recipient=recipient, host=HOSTNAME, now=now)
            await self._put(back, _stamp("", sender, now) + bounce, now)

    async def _put(self, account: str, content: bytes, now: datetime) -> None:
        async with self._identify(account).new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(content, now, frozenset())])

    def _find_account(self, address: str) -> str | None:
        """The account of an address, its subaddress left out (RFC 5233), or None."""
        local, _, domain = address.lower().rpartition("@")
        account = f"{local.partition('+')[0]}@{domain}"
        return account if account in self._accounts else None

    def _identify(self, address: str) -> Identity:
        return Identity(address, self._login, None, frozenset())

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        password = self._accounts.get(data.login.decode(errors="replace").lower())
        right = password is not None and password.encode() == data.password
        return AuthResult(success=right, handled=False)


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        """The IMAP greeting, without the look-up of our own name by which pymap would block the loop."""
        return f"{HOSTNAME} is ready".encode()


def _make_config() -> Config:
    """pymap in memory, without TLS and without a thread for password hashes: it is only ever on loopback."""
    arguments = Namespace(
        host=None, port=0, debug=False, cert=None, key=None, tls=False, proxy_protocol=None, passlib_cfg=None
    )
    arguments.demo_data, arguments.demo_user, arguments.demo_password = False, "", ""
    return _Config.from_args(arguments, hash_context=Cleartext(), cpu_subsystem=Subsystem.for_asyncio())


def _stamp(sender: str, recipient: str, now: datetime) -> bytes:
    """The headers that a mail server puts on top at delivery (RFC 5321 4.4)."""
    lines = (
        f"Return-Path: <{sender}>",
        f"Delivered-To: {recipient}",
        f"Received: from localhost by {HOSTNAME} with ESMTP id {uuid4().hex[:12]}; {format_datetime(now)}",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
