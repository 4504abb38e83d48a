"""A person's inbox as their mail program sees it: one kept IMAP connection, and each letter fetched once."""

import socket

from imapclient import IMAPClient

PATIENCE = 20


class Postbox:
    """Open it once, then ask for what is new."""

    def __init__(self, host: str, port: int, address: str, password: str) -> None:
        self._client = IMAPClient(host, port, ssl=False, timeout=PATIENCE)
        self._client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a command
        self._client.login(address, password)
        self._client.select_folder("INBOX", readonly=True)
        self._last = 0

    def fetch_new(self) -> list[bytes]:
        """The letters that came since the last time, the oldest first."""
        self._client.noop()
        fresh = [uid for uid in self._client.search(["UID", f"{self._last + 1}:*"]) if uid > self._last]
        if not fresh:
            return []
        fetched = self._client.fetch(fresh, ["BODY.PEEK[]"])
        self._last = max(fresh)
        return [bytes(fetched[uid][b"BODY[]"]) for uid in sorted(fetched)]

    def close(self) -> None:
        """Hang up."""
        self._client.logout()
