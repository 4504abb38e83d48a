"""Mails explained in order, the first at once: by this process while there are few, by one a core where there are many.

A few batches are under way at a time, so that memory stays flat however many mails there are.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from mailflow.classify.because import reasons
from mailflow.classify.shelf import Shelf
from mailflow.desk.reading import fallback
from mailflow.explain.record import Frame, explained
from mailflow.flow.reader import Reader
from mailflow.flow.understand import has_text, text_of
from mailflow.ingest.mailbox.drop import header_section
from mailflow.ingest.read import read
from mailflow.logs import set_up
from mailflow.mail import Arrival, VerdictWord
from mailflow.resources import shipped

AT_ONCE = 50
AHEAD = 2
"""Batches that wait for each process."""

Batch = list[tuple[str, bytes]]
Show = Callable[[dict[str, Any]], str]


def explain_all(mails: Iterable[tuple[str, bytes]], frame: Frame, show: Show, processes: int = 0) -> Iterator[str]:
    """Each mail as `show` says it, in order. `processes`: 0 is one a core. Words are told of the first ones only."""
    mails = iter(mails)
    first = list(islice(mails, 1))
    yield from explain_batch(first, frame, show)
    few = list(islice(mails, AT_ONCE))
    yield from explain_batch(few, frame, show)
    processes = processes or len(os.sched_getaffinity(0))
    if len(few) < AT_ONCE:
        return
    frame = replace(frame, words=False)
    batches = iter(lambda: list(islice(mails, AT_ONCE)), [])
    if processes == 1:
        for batch in batches:
            yield from explain_batch(batch, frame, show)
    else:
        yield from _together(batches, frame, show, processes)


def explain_batch(batch: Batch, frame: Frame, show: Show) -> list[str]:
    """These mails, explained in this process; the text model sees them together."""
    arrivals = [read(content, frame.house) for _, content in batch]
    reader = _reader(frame.models)
    readings = iter(reader([text_of(each) for each in arrivals if has_text(each)]))
    records = [
        explained(name, arrival, next(readings) if has_text(arrival) else fallback(), frame)
        for (name, _), arrival in zip(batch, arrivals, strict=True)
    ]
    return [
        show(record | (_why(reader, arrival, record) if frame.words else {}))
        for record, arrival in zip(records, arrivals, strict=True)
    ]


def _why(reader: Reader, arrival: Arrival, record: dict[str, Any]) -> dict[str, Any]:
    """The words that spoke for the labels; nothing where no model read the mail."""
    classifier = reader.serving()
    if classifier is None or not has_text(arrival):
        return {}
    subject, body = text_of(arrival)
    return {"why": reasons(classifier, {"subject": subject, "body": body}, record)}


@cache
def _reader(models: Path) -> Reader:
    return Reader(Shelf(state=models, shipped=shipped("models")))


def _together(batches: Iterable[Batch], frame: Frame, show: Show, processes: int) -> Iterator[str]:
    waiting: deque[tuple[Batch, Future[list[str]]]] = deque()
    with _Crew(processes) as crew:
        for batch in batches:
            waiting.append((batch, crew.submit(batch, frame, show)))
            if len(waiting) >= processes * AHEAD:
                yield from _result(*waiting.popleft(), frame, show)
        while waiting:
            yield from _result(*waiting.popleft(), frame, show)


class _Crew:
    """Processes that explain; where one of them dies all are replaced, as the library has it."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = _pool(processes)

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, batch: Batch, frame: Frame, show: Show) -> Future[list[str]]:
        """Begin to explain these mails."""
        try:
            return self._pool.submit(explain_batch, batch, frame, show)
        except BrokenProcessPool:
            self._pool = _pool(self._processes)
            return self._pool.submit(explain_batch, batch, frame, show)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Processes that begin afresh: one that is forked beside the threads of numpy may hang."""
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_quiet)


def _quiet() -> None:
    """Log as the command does, whose standard output is for mails."""
    set_up("warning", as_json=False)


def _result(batch: Batch, future: Future[list[str]], frame: Frame, show: Show) -> list[str]:
    try:
        return future.result()
    except BrokenProcessPool:  # a mail of these, or of the batches beside it, ended its process
        return explain_again(batch, frame, show)


def explain_again(batch: Batch, frame: Frame, show: Show) -> list[str]:
    """These mails once more, by halves until only what ends every process is left; of that, what its header says."""
    with _Crew(1) as crew:
        try:
            return crew.submit(batch, frame, show).result()
        except BrokenProcessPool:
            if len(batch) == 1:
                return [show(_lost(*batch[0], frame))]
    half = len(batch) // 2
    return [*explain_again(batch[:half], frame, show), *explain_again(batch[half:], frame, show)]


def _lost(name: str, content: bytes, frame: Frame) -> dict[str, Any]:
    arrival = read(header_section(content), frame.house, oversized=True)
    verdict = replace(arrival.verdict, word=VerdictWord.UNREADABLE, reason="failed", may_answer=False)
    return explained(name, replace(arrival, verdict=verdict), fallback(), frame)
