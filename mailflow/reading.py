"""The reading process: understands the mails that come over its line, until the line ends. Started by `room`.

Given an encoder it reads texts for the second time, and leaves the machine to whoever else wants it.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import structlog

from mailflow import logs
from mailflow.classify.encode import is_there, open_encoder
from mailflow.classify.shelf import Shelf
from mailflow.flow.reader import Reader, SecondReader
from mailflow.flow.understand import understand
from mailflow.resources import shipped
from mailflow.room import Brief

log = structlog.get_logger()
LESS_URGENT = 10
Read = Callable[[Sequence[Any]], list[Any]]


def work(line: Connection) -> None:
    """Answer each list of mails with what they mean, or with the reason why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    brief: Brief = line.recv()
    logs.set_up(brief.log_level, as_json=brief.log_json)
    read = _reader(brief)
    gc.freeze()  # what is here now stays: it need not be looked through again and again
    gc.set_threshold(20_000)
    line.send("ready")
    while True:
        try:
            mails = line.recv()
        except (EOFError, OSError):
            return
        line.send(_answer(mails, read))


def _reader(brief: Brief) -> Read:
    shelf = Shelf(state=brief.models, shipped=shipped("models")) if brief.models else None
    if is_there(brief.encoder):
        os.nice(LESS_URGENT)  # its start, which takes a second, must not hold up the intake either
    encoder = open_encoder(brief.encoder)
    if encoder is None:
        return partial(understand, house=brief.house, read_texts=Reader(shelf))
    return SecondReader(shelf, encoder)


def _answer(mails: Sequence[Any], read: Read) -> list[Any] | str:
    try:
        return read(mails)
    except Exception as error:  # it is raised at the other end; this process must live on for the next mails
        log.error("reading_failed", mails=len(mails), exc_info=error)
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    work(Connection(int(sys.argv[1])))
