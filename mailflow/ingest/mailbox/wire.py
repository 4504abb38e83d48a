"""The bytes between us and an IMAP server: imaplib's connection with a reader of our own.

It bounds what one answer may cost in time and memory, counts the mails of the selected folder as the server announces
them, and can wait in IDLE without losing a notice. It knows no mailbox; `login.Session` speaks through it.
"""

import contextlib
import imaplib
import re
import select
import socket
import ssl
import time

CHUNK = 256 * 1024
LINE_LIMIT = 8 * 1024 * 1024
LINES_LIMIT = 100_000
SLOWEST = 10_000  # bytes a second

_TAG = b"MAILFLOW"
_COUNT = re.compile(rb"\* (\d+) (EXISTS|EXPUNGE)\b", re.IGNORECASE)


class Wire(imaplib.IMAP4):
    """One connection. One answer may hold `limit` bytes, pause for `patience` seconds, and take so long plus a second

    for each 10 kB. `grown` is True once the server has announced more mails than it had.
    """

    def __init__(self, host: str, port: int, *, patience: float, limit: int, context: ssl.SSLContext | None) -> None:
        self.patience, self._limit, self._context = patience, limit, context
        self._received = bytearray()
        self._source: socket.socket | None = None
        self._spoken_at, self._heard, self._lines = time.monotonic(), 0, 0
        self.count, self.grown = 0, False
        super().__init__(host, port, patience)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect, and shake hands where TLS comes first."""
        self.host, self.port = host, port
        plain = socket.create_connection((host, port), timeout)
        try:
            _keep_alive(plain)
            self.sock = self._context.wrap_socket(plain, server_hostname=host) if self._context else plain
        except BaseException:
            plain.close()
            raise
        self._source = self.sock

    def send(self, data: bytes) -> None:  # type: ignore[override]
        """Send, and begin to count anew. Text that came before TLS is never read as if it had come inside it."""
        if self.sock is not self._source:
            if self._received:
                raise self.abort("the server sent text between STARTTLS and TLS")
            self._source = self.sock
        self._spoken_at, self._heard, self._lines = time.monotonic(), 0, 0
        self.sock.settimeout(self.patience)
        self.sock.sendall(data)

    def read(self, size: int) -> bytes:
        """The next bytes; an announced size is refused before anything is allocated for it."""
        if size > self._limit:
            raise self.abort(f"the server announced {size} bytes, more than {self._limit}")
        while len(self._received) < size:
            self._fill()
        return self._cut(size)

    def readline(self) -> bytes:
        """The next line with its end."""
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            if (searched := len(self._received)) > LINE_LIMIT:
                raise self.abort(f"the server sent a line of more than {LINE_LIMIT} bytes")
            self._fill()
        self._lines += 1
        if self._lines > LINES_LIMIT:
            raise self.abort(f"the server sent more than {LINES_LIMIT} lines in one answer")
        line = self._cut(end + 1)
        self._note(line)
        return line

    def shutdown(self) -> None:
        """Close without a word."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def wait_idle(self, seconds: float, wake: socket.socket) -> bool:
        """IDLE (RFC 2177) until mail is announced, `wake` can be read (then True), or this time is over."""
        end = time.monotonic() + seconds
        self.send(_TAG + b" IDLE\r\n")
        while not (line := self._spoken()).startswith(b"+"):
            if line.startswith(_TAG):
                raise self.error(f"IDLE refused: {line[len(_TAG) :].decode(errors='replace')}")
        woken = False
        while not woken and not self._heard_all() and (left := end - time.monotonic()) > 0:
            woken = self._watch(left, wake)
        self.send(b"DONE\r\n")
        while not self._spoken().startswith(_TAG):
            pass
        return woken

    def _watch(self, seconds: float, wake: socket.socket) -> bool:
        """Wait for bytes or for `wake` (then True). TLS may hold bytes that no poll shows: it is asked first."""
        if self._gather():
            return False
        ready = readable(seconds, self.sock, wake)
        self._gather()
        return woken(ready, wake)

    def _gather(self) -> bool:
        """Take what has come without waiting; True if anything has."""
        before = len(self._received)
        self.sock.setblocking(False)
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError):
            while True:
                self._take(self.sock.recv(CHUNK))
        return len(self._received) > before

    def _heard_all(self) -> bool:
        """Read the whole lines that have come; True if more mails were announced."""
        while b"\n" in self._received:
            self._spoken()
        return self.grown

    def _spoken(self) -> bytes:
        line = self.readline()
        if line.upper().startswith(b"* BYE"):
            raise self.abort(line[2:].decode(errors="replace"))
        return line

    def _fill(self) -> None:
        """Wait for more bytes, within the time that this answer has."""
        left = self._spoken_at + self.patience + self._heard / SLOWEST - time.monotonic()
        if left <= 0:
            raise self.abort(f"the server is too slow: {self._heard} bytes")
        self.sock.settimeout(min(self.patience, left))
        try:
            data = self.sock.recv(CHUNK)
        except TimeoutError:
            raise self.abort(f"the server fell silent after {self._heard} bytes") from None
        self._take(data)

    def _take(self, data: bytes) -> None:
        if not data:
            raise self.abort("the server closed the connection")
        self._heard += len(data)
        if self._heard > self._limit:
            raise self.abort(f"the server sent more than {self._limit} bytes in one answer")
        self._received += data

    def _cut(self, size: int) -> bytes:
        with memoryview(self._received) as view:
            data = bytes(view[:size])
        del self._received[:size]
        return data

    def _note(self, line: bytes) -> None:
        """Keep count of the selected folder (RFC 3501 7.3.1, 7.4.1)."""
        if match := _COUNT.match(line):
            if match[2].upper() == b"EXPUNGE":
                self.count -= 1
            else:
                self.grown = self.grown or int(match[1]) > self.count
                self.count = int(match[1])


def readable(seconds: float, *sockets: socket.socket) -> set[int]:
    """The numbers of those sockets that have something to read, after this time at most."""
    poll = select.poll()
    for part in sockets:
        poll.register(part, select.POLLIN)
    return {number for number, _ in poll.poll(max(0.0, seconds) * 1000)}


def woken(ready: set[int], wake: socket.socket) -> bool:
    """True if somebody rang; the bell is silent afterwards."""
    if wake.fileno() not in ready:
        return False
    wake.recv(4096)
    return True


def _keep_alive(sock: socket.socket) -> None:
    """Let the system notice a dead peer within two minutes, where it can be told when to look."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
