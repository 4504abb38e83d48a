"""Kept mails become tickets, follow-ups, orders or quarantine: a batch in one transaction.

Reading and classifying come first, without the database. If the batch fails, each mail is tried alone; one that fails
again and again is parked and shown, and the others go on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from mailflow.failpoint import failpoint
from mailflow.flow.letters import Desk, folded
from mailflow.flow.match import named_ids, named_tickets
from mailflow.flow.office import Office
from mailflow.flow.receive import receive, show_unread
from mailflow.flow.understand import CannotReadNowError, Understood
from mailflow.ingest.mailbox.drop import header_section
from mailflow.mail import Kept
from mailflow.store import inbox
from mailflow.store.db import StoreError
from mailflow.store.ledger import Ledger

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
            _fail(office, kept[0], error, now, understand or office.understand)
            return
        log.warning("batch_failed", mails=len(kept), why=type(error).__name__)
        for each in kept:
            take_in(office, [each.id], now, understand)


def _take_batch(office: Office, kept: Sequence[Kept], understood: Sequence[Understood], now: datetime) -> None:
    failpoint("take_in.begin")
    with office.store.write() as connection:
        still = inbox.lock_open(connection, [each.id for each in kept])
        desk = Desk.open(office, connection, now)
        copies = inbox.first_copies(connection, [each.fingerprint for each in understood])
        _read_ahead(desk.ledger, understood)
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
    known = ledger.find({message_id for each in arrivals for message_id in named_ids(each.keys)})
    numbers = {number for each in arrivals for number in named_tickets(each.keys)}
    ledger.load(numbers.union(*known.values()))
    ledger.budgets({folded(each.mail.sender.address) for each in arrivals if each.mail.sender})


def _fail(office: Office, kept: Kept, error: Exception, now: datetime, understand: Understand) -> None:
    """Count one more failure; the last one parks the mail and shows what its header says (TRUST.md F70)."""
    header = _header_of(kept, understand) if kept.attempts + 1 >= office.park_after else None
    with office.store.write() as connection:
        parked = inbox.count_attempt(connection, kept.id, f"{type(error).__name__}: {error}", office.park_after)
        if header is not None and kept.ticket is None:
            _show(office, connection, kept, header, now)
    log.error("mail_failed", inbox=kept.id, parked=parked, exc_info=error)


def _header_of(kept: Kept, understand: Understand) -> Understood | None:
    """What the header alone says; None if that cannot be read either."""
    try:
        [header] = understand([replace(kept, content=header_section(kept.content), oversized=True)])
    except CannotReadNowError:
        raise
    except Exception as error:  # the mail is parked in any case, and told of with the quarantine
        log.warning("header_unreadable", inbox=kept.id, why=type(error).__name__)
        return None
    return header


def _show(office: Office, connection: Connection, kept: Kept, header: Understood, now: datetime) -> None:
    try:
        with connection.begin_nested():
            desk = Desk.open(office, connection, now)
            show_unread(desk, kept, header)
            desk.ledger.flush()
    except Exception as error:  # as above: without a ticket it is still parked
        log.error("not_shown", inbox=kept.id, exc_info=error)
