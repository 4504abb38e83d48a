"""The reading room: a process of its own that reads and classifies mail while the desk does other work.

A mail that makes it hang or die costs that process alone (TRUST.md F51, F70): it is ended, another one starts, and the
caller learns that these mails could not be read now.
"""

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

import structlog

from mailflow import logs
from mailflow.classify.shelf import Shelf
from mailflow.flow.reader import Reader
from mailflow.flow.understand import Understood, understand
from mailflow.ingest.read import House
from mailflow.store.inbox import Kept

log = structlog.get_logger()
START_SECONDS = 60.0
BATCH_SECONDS = 10.0
MAIL_SECONDS = 1.0


class ReadingError(Exception):
    """The reading room did not come back with these mails."""


class ReadingRoom:
    """Answers in the order of asking. Started at once; it ends with `close`, or when this process dies."""

    def __init__(self, shelf: Shelf | None, house: House, *, log_level: str, log_json: bool) -> None:
        self._arguments = (shelf, house, log_level, log_json)
        self._porter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room")
        self._process: Any = None
        self._line: Connection
        self._porter.submit(self._open_early)

    def ask(self, kept: Sequence[Kept]) -> "Future[list[Understood]]":
        """Begin to understand these mails."""
        return self._porter.submit(self._ask, kept)

    def understand(self, kept: Sequence[Kept]) -> list[Understood]:
        """Understand these mails. Raises ReadingError if that did not end well and in time."""
        return self.ask(kept).result()

    def close(self) -> None:
        """Send the reader home."""
        self._porter.shutdown()
        self._end()

    def _ask(self, kept: Sequence[Kept]) -> list[Understood]:
        if not kept:
            return []
        if self._process is None:
            self._open()
        patience = BATCH_SECONDS + MAIL_SECONDS * len(kept)
        try:
            self._line.send(list(kept))
            if not self._line.poll(patience):
                raise ReadingError(f"not read within {patience:.0f} s")
            answer: list[Understood] | Exception = self._line.recv()
        except (OSError, EOFError) as error:
            self._end()
            raise ReadingError("the reading process died") from error
        except ReadingError:
            self._end()
            raise
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _open(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._line, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, *self._arguments), name="mailflow-reader", daemon=True)
        with theirs:
            process.start()
        self._process = process
        try:
            if self._line.poll(START_SECONDS):
                self._line.recv()
                return
        except (OSError, EOFError) as error:
            self._end()
            raise ReadingError("the reading process could not start") from error
        self._end()
        raise ReadingError("the reading process did not start")

    def _open_early(self) -> None:
        """Start before the first mail; where that fails it is tried again with the mail, and raised there."""
        try:
            self._open()
        except ReadingError as error:
            log.error("reading_room", why=str(error))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._line.close()
        process.join(1)
        if process.is_alive():
            process.kill()
            process.join()


def _work(line: Connection, shelf: Shelf | None, house: House, log_level: str, log_json: bool) -> None:
    """The other process: answers until the line ends. It imports no more than it needs, so that it starts quickly."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logs.set_up(log_level, as_json=log_json)
    reader = Reader(shelf)
    reader.warm_up()
    line.send("ready")
    while True:
        try:
            kept = line.recv()
        except (EOFError, OSError):
            return
        line.send(_answer(kept, house, reader))


def _answer(kept: Sequence[Kept], house: House, reader: Callable[[Any], Any]) -> list[Understood] | Exception:
    try:
        return understand(kept, house, reader)
    except Exception as error:  # the caller raises it; this process must live on for the next mails
        log.error("reading_failed", mails=len(kept), exc_info=error)
        return ReadingError(f"{type(error).__name__}: {error}")
