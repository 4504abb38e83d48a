"""A reading room: a process of its own that reads and classifies mail while the desk does other work.

A mail that makes it hang or die costs that process alone (TRUST.md F51, F70): it is ended, another one starts, and the
caller learns that these mails could not be read now. What it runs is `reading`. There may be two: one that understands
mails, and one for the second reading of their texts.
"""

import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from mailflow.flow.reader import Second
from mailflow.flow.understand import CannotReadNowError, Text, Understood
from mailflow.ingest.read import House
from mailflow.mail import Kept

log = structlog.get_logger()
START_SECONDS = 60.0
BATCH_SECONDS = 10.0
MAIL_SECONDS = 1.0
_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")


class ReadingError(Exception):
    """The reading room did not come back with these mails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the reading process must know: who we are, where retrained models lie (None: no model), and how to log.

    With an `encoder` it gives texts their second reading, instead of understanding mails.
    """

    house: House
    models: Path | None
    log_level: str
    log_json: bool
    encoder: str = ""


class Room(Generic[_Asked, _Told]):
    """Answers in the order of asking. Started at once; it ends with `close`, or when this process dies."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._porter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room")
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection
        self._porter.submit(self._open_early)

    def ask(self, mails: Sequence[_Asked]) -> "Future[list[_Told]]":
        """Begin to understand these mails."""
        return self._porter.submit(self._ask, mails)

    def understand(self, mails: Sequence[_Asked]) -> list[_Told]:
        """Understand these mails. Raises ReadingError if that did not end well and in time."""
        return self.ask(mails).result()

    def close(self) -> None:
        """Send the reader home."""
        self._porter.shutdown()
        self._end()

    def _ask(self, mails: Sequence[_Asked]) -> list[_Told]:
        if not mails:
            return []
        if self._process is None:
            self._open()
        patience = BATCH_SECONDS + MAIL_SECONDS * len(mails)
        try:
            self._line.send(list(mails))
            if not self._line.poll(patience):
                raise ReadingError(f"not read within {patience:.0f} s")
            answer: list[_Told] | str = self._line.recv()
        except (OSError, EOFError) as error:
            self._end()
            raise ReadingError("the reading process died") from error
        except ReadingError:
            self._end()
            raise
        if isinstance(answer, str):
            raise ReadingError(answer)
        return answer

    def _open(self) -> None:
        """Start the process and wait until it is ready. Raises CannotReadNowError."""
        ours, theirs = socket.socketpair()
        self._line = Connection(ours.detach())
        with theirs:
            command = [sys.executable, "-m", "mailflow.reading", str(theirs.fileno())]
            try:
                self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
            except OSError as error:
                raise CannotReadNowError(f"the reading process could not start: {error}") from error
        try:
            self._line.send(self._brief)
            if self._line.poll(START_SECONDS):
                self._line.recv()
                return
        except (OSError, EOFError) as error:
            self._end()
            raise CannotReadNowError("the reading process could not start") from error
        self._end()
        raise CannotReadNowError("the reading process did not start in time")

    def _open_early(self) -> None:
        """Start before the first mail; where that fails it is tried again with the mail, and raised there."""
        try:
            self._open()
        except CannotReadNowError as error:
            log.error("reading_room", why=str(error))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._line.close()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


ReadingRoom = Room[Kept, Understood]
SecondRoom = Room[Text, Second]
