"""An SMTP server in a process of its own that costs little: it accepts everything and notes who got which answer.

`Sink` starts it, reads its notes and ends it. Each note is one JSON line, written before the 250 is said.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

GREETING = b"250-sink.example\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n"
ANSWERED = re.compile(rb"^In-Reply-To:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One accepted letter. `at` is the machine's monotonic clock, the same in every process."""

    at: float
    to: tuple[str, ...]
    in_reply_to: str


class Sink:
    """The server's process, seen from outside; a context manager."""

    host = "127.0.0.1"

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self._seen = 0

    def __enter__(self) -> Self:
        self._notes.touch()
        command = [sys.executable, __file__, str(self._notes)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()

    def letters(self) -> list[Accepted]:
        """The letters accepted since the last call (or since the start)."""
        with self._notes.open("rb") as file:
            file.seek(self._seen)
            lines = file.read()
        self._seen += len(lines)
        return [_read_note(line) for line in lines.splitlines()]

    def wait_for(self, message_id: str, seconds: float = 30) -> Accepted:
        """The letter that answers this mail, as soon as it is there. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for letter in self.letters():
                if letter.in_reply_to.strip("<>") == message_id.strip("<>"):
                    return letter
            time.sleep(0.005)
        raise TimeoutError(f"no letter answered {message_id} within {seconds:.0f} s")


def _read_note(line: bytes) -> Accepted:
    fields = json.loads(line)
    return Accepted(at=fields["at"], to=tuple(fields["to"]), in_reply_to=fields["in_reply_to"])


class _Conversation(asyncio.Protocol):
    """One connection, RFC 5321 with RFC 2920: as many commands at once as the client likes."""

    def __init__(self, notes: int) -> None:
        self._notes = notes
        self._left = b""
        self._recipients: list[str] = []
        self._reading_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._left += data
        self._wire.write(b"".join(self._answers()))

    def _answers(self) -> Iterator[bytes]:
        while True:
            end = b"\r\n.\r\n" if self._reading_letter else b"\r\n"
            part, found, rest = self._left.partition(end)
            if not found:
                return
            self._left = rest
            yield self._accept(part) if self._reading_letter else self._answer(part)

    def _accept(self, letter: bytes) -> bytes:
        self._reading_letter = False
        answered = ANSWERED.search(letter.partition(b"\r\n\r\n")[0])
        note = Accepted(
            at=time.monotonic(),
            to=tuple(self._recipients),
            in_reply_to=answered[1].decode(errors="replace") if answered else "",
        )
        os.write(self._notes, json.dumps(asdict(note)).encode() + b"\n")
        return b"250 2.0.0 kept\r\n"

    def _answer(self, command: bytes) -> bytes:
        match command[:4].upper():
            case b"EHLO":
                return GREETING
            case b"MAIL":
                self._recipients = []
            case b"RCPT":
                self._recipients += [each.decode(errors="replace") for each in ADDRESS.findall(command)]
            case b"DATA":
                self._reading_letter = True
                return b"354 go ahead\r\n"
            case b"QUIT":
                asyncio.get_running_loop().call_soon(self._wire.close)
                return b"221 2.0.0 bye\r\n"
        return b"250 2.0.0 ok\r\n"


async def _serve(notes: Path) -> None:
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    server = await asyncio.get_running_loop().create_server(lambda: _Conversation(file), Sink.host, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
