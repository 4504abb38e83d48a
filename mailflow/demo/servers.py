"""A small mail world in memory on loopback: an IMAP server with several mailboxes, and an SMTP server that fills them.

For `mailflow demo`; needs the extra `[demo]`. Both servers live in one thread of their own; everything that is not
theirs reaches them over the wire, as any mail program does. Nothing is kept after `stop`.
"""

import asyncio
import smtplib
import socket
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from typing import Self

from imapclient import IMAPClient

from mailflow.demo.postoffice import PostOffice

_PATIENCE = 20


class MailWorld:
    """Mailboxes by address, each with its password, which is also the login. Everybody may send to them.

    `user+detail@domain` is delivered to `user@domain` (RFC 5233). Mail for one of `bouncing` is accepted and then comes
    back to its envelope sender with a report; any other unknown recipient is refused at once with 550.
    """

    def __init__(
        self,
        accounts: Mapping[str, str],
        *,
        bouncing: Collection[str] = (),
        host: str = "127.0.0.1",
        imap_port: int = 0,
        smtp_port: int = 0,
    ) -> None:
        """A port that is 0 is chosen by `start`."""
        self.accounts = {address.lower(): password for address, password in accounts.items()}
        self.bouncing = frozenset(address.lower() for address in bouncing)
        self.host, self.imap_port, self.smtp_port = host, imap_port, smtp_port
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Return when both servers listen. Raises OSError if a port is taken."""
        started: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(started)), name="mail-world", daemon=True)
        self._thread.start()
        started.result(_PATIENCE)

    def stop(self) -> None:
        """Close all connections; the mail is gone."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(_PATIENCE)
            self._thread = None

    def send(self, content: bytes, mail_from: str, rcpt: str | Sequence[str]) -> None:
        """Hand a mail to the SMTP server. Raises smtplib.SMTPRecipientsRefused if one of the recipients is unknown."""
        lines = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        with smtplib.SMTP(self.host, self.smtp_port, local_hostname="localhost", timeout=_PATIENCE) as client:
            if refused := client.sendmail(mail_from, rcpt, lines):
                raise smtplib.SMTPRecipientsRefused(refused)

    def inbox(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """The mails in a mailbox, the oldest first, fetched by IMAP and left unseen."""
        with IMAPClient(self.host, self.imap_port, ssl=False, timeout=_PATIENCE) as client:
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a command
            client.login(address, self.accounts[address])
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
            return [fetched[uid][b"BODY[]"] for uid in sorted(fetched)]

    async def _run(self, started: "Future[None]") -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        with ExitStack() as servers:
            try:
                await self._listen(servers)
            except Exception as error:
                started.set_exception(error)
                return
            started.set_result(None)
            await self._stopping.wait()

    async def _listen(self, servers: ExitStack) -> None:
        post = PostOffice(self.accounts, self.bouncing)
        await post.open_mailboxes()
        imap = servers.enter_context(closing(await post.serve_imap(self.host, self.imap_port)))
        smtp = servers.enter_context(closing(await post.serve_smtp(self.host, self.smtp_port)))
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in (imap, smtp))
