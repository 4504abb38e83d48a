"""The reading process: understands the mails that come over its line, until the line ends. Started by `room`."""

import gc
import signal
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

import structlog

from mailflow import logs
from mailflow.classify.shelf import Shelf
from mailflow.flow.reader import Reader
from mailflow.flow.understand import Understood, understand
from mailflow.ingest.read import House
from mailflow.mail import Kept
from mailflow.resources import shipped
from mailflow.room import Brief

log = structlog.get_logger()


def work(line: Connection) -> None:
    """Answer each list of mails with what they mean, or with the reason why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    brief: Brief = line.recv()
    logs.set_up(brief.log_level, as_json=brief.log_json)
    reader = Reader(Shelf(state=brief.models, shipped=shipped("models")) if brief.models else None)
    gc.freeze()  # what is here now stays: it need not be looked through again and again
    gc.set_threshold(20_000)
    line.send("ready")
    while True:
        try:
            kept = line.recv()
        except (EOFError, OSError):
            return
        line.send(_answer(kept, brief.house, reader))


def _answer(kept: Sequence[Kept], house: House, reader: Reader) -> list[Understood] | str:
    try:
        return understand(kept, house, reader)
    except Exception as error:  # it is raised at the other end; this process must live on for the next mails
        log.error("reading_failed", mails=len(kept), exc_info=error)
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    work(Connection(int(sys.argv[1])))
