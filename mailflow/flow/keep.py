"""Raw mail becomes ours: one durable transaction, before the server's flag is touched."""

from collections.abc import Sequence
from datetime import datetime

from mailflow.failpoint import failpoint
from mailflow.mail import RawMail
from mailflow.store import inbox
from mailflow.store.db import Store


def keep(store: Store, raws: Sequence[RawMail], now: datetime) -> list[int]:
    """Store these mails as they came; give their inbox ids, in order. A mail that we have keeps its id."""
    failpoint("keep.begin")
    with store.write() as connection:
        ids = inbox.keep(connection, raws, now)
        failpoint("keep.commit")
    failpoint("keep.done")
    return ids
