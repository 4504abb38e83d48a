"""Kept mails become tickets, follow-ups, orders or quarantine: a batch in one transaction.

Reading and classifying come first, without the database. If the batch fails, each mail is tried alone; one that fails
again and again is parked and shown, and the others go on.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog

from mailflow.failpoint import failpoint
from mailflow.flow.letters import Desk, folded
from mailflow.flow.match import named_tickets
from mailflow.flow.office import Office
from mailflow.flow.receive import receive
from mailflow.flow.understand import CannotReadNowError, Understood
from mailflow.mail import Kept
from mailflow.store import inbox
from mailflow.store.db import StoreError
from mailflow.store.ledger import Ledger
from mailflow.store.people import agents

log = structlog.get_logger()
Understand = Callable[[Sequence[Kept]], Sequence[Understood]]


def take_in(office: Office, ids: Sequence[int], now: datetime, understand: Understand | None = None) -> None:
    """Take in these kept mails, understood here or by `understand` (in another process).

    Raises StoreError when the store cannot be used, CannotReadNowError when reading cannot; then nothing has happened.
    """
    with office.store.read() as connection:
        kept = inbox.read_open(connection, ids)
    take(office, kept, lambda: (understand or office.understand)(kept), now, understand)


def take(
    office: Office,
    kept: Sequence[Kept],
    understood: Callable[[], Sequence[Understood]],
    now: datetime,
    understand: Understand | None = None,
) -> None:
    """Take in these mails as `understood` gives them; if that fails, each of them alone."""
    try:
        _take_batch(office, kept, understood(), now)
    except (StoreError, CannotReadNowError):
        raise
    except Exception as error:  # one mail must not stop the others: each is tried alone
        if len(kept) == 1:
            _count(office, kept[0].id, error)
            return
        log.warning("batch_failed", mails=len(kept), why=type(error).__name__)
        for each in kept:
            take_in(office, [each.id], now, understand)


def _take_batch(office: Office, kept: Sequence[Kept], understood: Sequence[Understood], now: datetime) -> None:
    failpoint("take_in.begin")
    with office.store.write() as connection:
        still = inbox.lock_open(connection, [each.id for each in kept])
        desk = Desk(office=office, ledger=Ledger(connection, now), agents=agents(connection))
        _read_ahead(desk.ledger, understood)
        copies = inbox.fingerprints(connection, [each.fingerprint for each in understood])
        for mail, meaning in zip(kept, understood, strict=True):
            if mail.id in still:
                _take(desk, mail, meaning, copies)
        failpoint("take_in.flush")
        desk.ledger.flush()
        failpoint("take_in.commit")
    failpoint("take_in.done")
    log.info("taken_in", mails=len(still))


def _take(desk: Desk, kept: Kept, understood: Understood, copies: dict[str, int]) -> None:
    first = copies.get(understood.fingerprint, kept.id)
    if first != kept.id:
        desk.ledger.settle(kept.id, state="done", outcome="dup-of", reason=f"copy of mail {first}")
        return
    receive(desk, kept, understood)
    if desk.ledger.settled[kept.id] == "done":
        copies[understood.fingerprint] = kept.id


def _read_ahead(ledger: Ledger, understood: Iterable[Understood]) -> None:
    """Read what the whole batch will ask for in a few statements."""
    arrivals = [each.arrival for each in understood]
    known = ledger.find({message_id for each in arrivals for message_id in each.keys.message_ids})
    numbers = {number for each in arrivals for number in named_tickets(each.keys)}
    ledger.load(numbers.union(*known.values()))
    ledger.budgets({folded(each.mail.sender.address) for each in arrivals if each.mail.sender})


def _count(office: Office, inbox_id: int, error: Exception) -> None:
    with office.store.write() as connection:
        parked = inbox.count_attempt(connection, inbox_id, f"{type(error).__name__}: {error}", office.park_after)
    log.error("mail_failed", inbox=inbox_id, parked=parked, exc_info=error)
