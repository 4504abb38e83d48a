"""A small scripted IMAP server for what no real server does on purpose, and a proxy that makes a good network bad."""

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

CAPABILITIES = "IMAP4rev1 AUTH=PLAIN IDLE MOVE UIDPLUS"
DATE = "02-Mar-2026 09:00:00 +0000"

Answer = Callable[["Talk", bytes, bytes], None]
"""Answers one command: the conversation, the command's tag, the rest of its line."""


@dataclass(slots=True)
class Talk:
    """One connection. `number` counts connections from 1; `lines` are all that the client has said."""

    connection: socket.socket
    server: "FaultyImap"
    number: int
    lines: list[bytes] = field(default_factory=list)
    _left: bytes = b""

    def hear(self) -> bytes:
        """The client's next line, without its end; empty when the client has gone."""
        while b"\r\n" not in self._left:
            data = self.connection.recv(65536)
            if not data:
                return b""
            self._left += data
        line, _, self._left = self._left.partition(b"\r\n")
        self.lines.append(line)
        return line

    def say(self, *lines: str | bytes) -> None:
        """Send these lines, each with its end."""
        self.send(b"".join((line.encode() if isinstance(line, str) else line) + b"\r\n" for line in lines))

    def send(self, data: bytes) -> None:
        """Send just these bytes."""
        self.connection.sendall(data)

    def ok(self, tag: bytes, text: str = "done") -> None:
        """End a command well."""
        self.say(tag + b" OK " + text.encode())

    def no(self, tag: bytes, text: str) -> None:
        """Refuse a command."""
        self.say(tag + b" NO " + text.encode())

    def reset(self) -> None:
        """Break the connection with RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def stall(self) -> None:
        """Say nothing until the server is stopped."""
        self.server.stopped.wait()

    def drip(self, data: bytes, seconds: float) -> None:
        """Send one byte at a time with this pause, until the client or the server goes."""
        for byte in data:
            self.send(bytes([byte]))
            if self.server.stopped.wait(seconds):
                return


class FaultyImap:
    """A mailbox of `mails` by UID that answers as a good server would, except for the commands in `answers`.

    `answers` maps the beginning of a command ("UID FETCH", "LOGIN") to what is said instead; the longest wins.
    """

    def __init__(
        self,
        mails: Mapping[int, bytes] | None = None,
        *,
        answers: Mapping[str, Answer] | None = None,
        capabilities: str = CAPABILITIES,
        uidvalidity: int = 7,
    ) -> None:
        self.mails, self.answers = dict(mails or {}), dict(answers or {})
        self.capabilities, self.uidvalidity = capabilities, uidvalidity
        self.moved: dict[str, list[bytes]] = {}
        self.talks: list[Talk] = []
        self.stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listener.getsockname()[:2]
        threading.Thread(target=self._accept, name="faulty-imap", daemon=True).start()

    def stop(self) -> None:
        """Listen no more and break all connections."""
        self.stopped.set()
        _shut(self._listener)
        for talk in self.talks:
            _shut(talk.connection)

    def said(self, command: str) -> list[bytes]:
        """All lines of all clients that hold this command."""
        return [line for talk in self.talks for line in talk.lines if command.encode() in line.upper()]

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.talks.append(Talk(connection, self, len(self.talks) + 1))
            threading.Thread(target=self._serve, args=(self.talks[-1],), daemon=True).start()

    def _serve(self, talk: Talk) -> None:
        with contextlib.suppress(OSError), talk.connection:
            talk.say("* OK ready")
            while line := talk.hear():
                tag, _, command = line.partition(b" ")
                self._answer(talk, tag, command)

    def _answer(self, talk: Talk, tag: bytes, command: bytes) -> None:
        spoken = command.decode(errors="replace").upper()
        fitting = [begin for begin in self.answers if spoken.startswith(begin)]
        if fitting:
            self.answers[max(fitting, key=len)](talk, tag, command)
            return
        name = "_" + "_".join(spoken.split()[: 2 if spoken.startswith("UID ") else 1]).lower()
        getattr(self, name, self._unknown)(talk, tag, command)

    def _unknown(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say(tag + b" BAD unknown command")

    def _capability(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say(f"* CAPABILITY {self.capabilities}")
        talk.ok(tag)

    def _authenticate(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say("+ ")
        talk.hear()
        talk.ok(tag)

    def _login(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.ok(tag)

    _noop = _create = _login

    def _list(self, talk: Talk, tag: bytes, command: bytes) -> None:
        talk.say(b'* LIST () "/" ' + command.split()[-1])
        talk.ok(tag)

    def _select(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say(
            f"* {len(self.mails)} EXISTS",
            "* FLAGS (\\Seen \\Deleted)",
            "* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok",
        )
        talk.say(f"* OK [UIDVALIDITY {self.uidvalidity}] valid")
        talk.ok(tag, "[READ-WRITE] selected")

    def _uid_search(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say(" ".join(["* SEARCH", *map(str, sorted(self.mails))]))
        talk.ok(tag)

    def _uid_fetch(self, talk: Talk, tag: bytes, command: bytes) -> None:
        for uid in asked(command):
            if uid in self.mails:
                self.tell(talk, uid, command)
        talk.ok(tag)

    def tell(self, talk: Talk, uid: int, command: bytes) -> None:
        """The good answer to a FETCH for one mail: its size and date, its header, or all of it."""
        content, place = self.mails[uid], sorted(self.mails).index(uid) + 1
        head = f"* {place} FETCH (UID {uid} ".encode()
        if b"RFC822.SIZE" in command:
            talk.say(head + f'RFC822.SIZE {len(content)} INTERNALDATE "{DATE}")'.encode())
            return
        name = b"BODY[]"
        if b"HEADER" in command:
            name, content = b"BODY[HEADER]<0>", content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        talk.say(head + name + b" {%d}" % len(content))
        talk.send(content + b")\r\n")

    def _uid_move(self, talk: Talk, tag: bytes, command: bytes) -> None:
        folder = command.split()[-1].strip(b'"').decode()
        for uid in asked(command):
            if uid in self.mails:
                place = sorted(self.mails).index(uid) + 1
                self.moved.setdefault(folder, []).append(self.mails.pop(uid))
                talk.say(f"* {place} EXPUNGE")
        talk.ok(tag)

    def _idle(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say("+ idling")
        talk.hear()
        talk.ok(tag)

    def _logout(self, talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say("* BYE bye")
        talk.ok(tag)


def asked(command: bytes) -> list[int]:
    """The UIDs that a UID command names."""
    found: list[int] = []
    for first, last in re.findall(rb"(\d+)(?::(\d+))?", command.split()[2]):
        found += range(int(first), int(last or first) + 1)
    return found


class Proxy:
    """Passes bytes between a client and a good server; after `freeze` it swallows them and lets nobody notice."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._flowing = threading.Event()
        self._flowing.set()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listener.getsockname()[:2]
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    def freeze(self) -> None:
        """From now on nothing passes, and no connection is closed: a NAT that has forgotten us."""
        self._flowing.clear()

    def thaw(self) -> None:
        """New connections pass again; the old ones stay dead."""
        self._flowing.set()

    def cut(self) -> None:
        """Break all connections."""
        for part in self._sockets:
            _shut(part)

    def stop(self) -> None:
        """Listen no more and break all connections."""
        _shut(self._listener)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += [near, far]
            dead = threading.Event()
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink, dead), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, dead: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if not self._flowing.is_set():
                    dead.set()
                if not dead.is_set():
                    sink.sendall(data)
            if not dead.is_set():
                _shut(sink)


def _shut(part: socket.socket) -> None:
    with contextlib.suppress(OSError):
        part.shutdown(socket.SHUT_RDWR)
    part.close()
