"""Mails from files or a pipe, taken in by this process: `mailflow ingest`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from mailflow.engine import now, open_office, open_store
from mailflow.flow.keep import keep
from mailflow.flow.reader import Reader
from mailflow.flow.take_in import take_in
from mailflow.ingest.mailbox.drop import read_drop
from mailflow.mail import RawMail
from mailflow.settings import Settings
from mailflow.teaching import serving_shelf

BATCH = 50


def ingest_drop(settings: Settings, sources: Sequence[str], stdin: BinaryIO) -> int:
    """Store the mails of these files or of a pipe, then take them in; give their number.

    Raises StoreError or OSError if they could not be stored. Once they are, the rest may be the daemon's work.
    """
    store = open_store(settings)
    office = open_office(settings, store, Reader(serving_shelf(settings)))
    count = 0
    for raws in _batched(read_drop(sources, stdin=stdin, now=now())):
        ids = keep(store, raws, now())
        take_in(office, ids, now())
        count += len(raws)
    store.close()
    return count


def _batched(raws: Iterable[RawMail]) -> Iterator[list[RawMail]]:
    iterator = iter(raws)
    while some := list(islice(iterator, BATCH)):
        yield some
