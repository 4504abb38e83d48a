"""One IMAP mailbox: what waits in it, the mails themselves, and what becomes of them once they are safely stored.

It stores nothing and judges nothing. Start reading at `Mailbox`; `login.py` logs in, `wire.py` reads the bytes.
"""

import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain

from imapclient.exceptions import IMAPClientError

from mailflow.failpoint import failpoint
from mailflow.ingest.mailbox import fetching
from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.ingest.mailbox.drop import written_at
from mailflow.ingest.mailbox.fetching import Head, ask_contents, ask_headers, ask_heads, in_batches
from mailflow.ingest.mailbox.folders import Folder, ensure, move, place, select
from mailflow.ingest.mailbox.login import Session, log_in
from mailflow.ingest.mailbox.trouble import Backoff, PermanentMailboxError, TransientMailboxError, is_no, words
from mailflow.ingest.mailbox.wire import readable, woken
from mailflow.mail import RawMail

__all__ = ["Backoff", "ImapSettings", "Mailbox", "PermanentMailboxError", "TransientMailboxError"]

DONE, QUARANTINED = "$MailflowDone", "$MailflowQuarantine"
SLACK = 8 * 1024 * 1024
UIDS_AT_ONCE = 250
STRIKES_TO_HEADER, STRIKES_TO_LEAVE = 3, 6
LIVELY_SECONDS, LIVELY_PAUSE = 3.0, 0.05
IDLE_SECONDS = 540.0  # RFC 2177 allows 29 minutes, many routers less
GOODBYE_SECONDS = 3


class Mailbox:
    """A mailbox, spoken to by one thread. After a `TransientMailboxError` it is closed: `connect` again, by `Backoff`.

    `uidvalidity` is what the server said last; UIDs mean nothing beyond it. `trouble` tells in one line what a person
    should know though work goes on: a folder that can only be read, a refused move, a mail that the server cannot give.
    """

    def __init__(self, settings: ImapSettings) -> None:
        self.key = settings.key
        self.uidvalidity = 0
        self._settings = settings
        self._session: Session | None = None
        self._folder = Folder(uidvalidity=0, readonly=False, keywords=False)
        self._strikes: Counter[int] = Counter()
        self._unsettled: dict[int, bool] = {}
        self._known: frozenset[int] = frozenset()
        self._asked_at = self._lively_until = self._settle_again_at = 0.0
        self._places: dict[str, str] = {}
        self._troubles: dict[str, str] = {}

    @property
    def trouble(self) -> str:
        """What a person should know, or nothing."""
        return "; ".join(self._troubles.values())

    def connect(self) -> None:
        """Log in, select the folder, make the folders that are missing, and settle what was left unsettled.

        Raises `TransientMailboxError` or `PermanentMailboxError` with the server's words and what to do.
        """
        self.close()
        limit = max(self._settings.max_bytes, fetching.BYTES_AT_ONCE) + SLACK
        self._session = log_in(self._settings, limit=limit)
        self._troubles.clear()
        with self._talk("connect") as session:
            self._use(select(session, self._settings.folder))
            if self._settings.done == "move":
                self._make_folders(session)
        self._asked_at = self._settle_again_at = 0.0

    def waiting(self) -> list[int]:
        """The UIDs that are not handled yet, ascending; those that wait only to be settled are not among them."""
        self._retry_settling()
        with self._talk("search") as session:
            there = self._look(session)
            if session.wire.grown:
                there = self._look(session)
        self._asked_at = time.monotonic()
        self._forget_others(there)
        found = frozenset(uid for uid in there - self._unsettled.keys() if self._strikes[uid] < STRIKES_TO_LEAVE)
        if found - self._known:
            self._lively_until = self._asked_at + LIVELY_SECONDS
        self._known = found
        return sorted(found)

    def batches(self, uids: Sequence[int]) -> Iterator[list[RawMail]]:
        """The mails in batches that fit into memory: at most 50 and 32 MiB, or one larger mail. Flags stay untouched.

        A mail above `max_bytes`, or one that failed to come three times, comes with its header alone, `oversized`;
        one that is gone does not come. `received_at` is the server's, else what the mail says, else 1970.
        """
        for start in range(0, len(uids), fetching.SIZES_AT_ONCE):
            some = uids[start : start + fetching.SIZES_AT_ONCE]
            with self._talk("fetch sizes") as session:
                heads = ask_heads(session, some)
            self._strikes.update(set(some) - {head.uid for head in heads})
            whole, headers = self._sorted_by_need(heads)
            for batch in in_batches(whole, self._strikes):
                yield self._take(batch, oversized=False)
            for batch in in_batches(headers, self._strikes):
                yield self._take(batch, oversized=True)

    def fetch(self, uids: Sequence[int]) -> list[RawMail]:
        """All of these mails at once, as `batches` gives them, by UID; ask for no more than memory holds."""
        return sorted(chain.from_iterable(self.batches(uids)), key=lambda raw: raw.uid)

    def settle(self, processed: Sequence[int], quarantined: Sequence[int]) -> None:
        """Move or flag mails that are safely stored; only after the commit, and with UIDs of this `uidvalidity`.

        What the server refuses (read-only, over quota) is no error: it is told in `trouble`, tried again later, and not
        waiting meanwhile. A mail that is gone is no error either.
        """
        failpoint("imap.settle")
        self._unsettled |= dict.fromkeys(processed, False) | dict.fromkeys(quarantined, True)
        self._settle_unsettled()
        failpoint("imap.settled")

    def wait(self, seconds: float, wake: socket.socket) -> bool:
        """Wait for mail; True if there may be some, False when this time is over or `wake` has rung.

        Right after mail it asks often, then it idles (RFC 2177), or sleeps where the server cannot. Since notices get
        lost, it returns True at the latest `poll_seconds` after the last look.
        """
        due = self._asked_at + self._settings.poll_seconds
        end = min(time.monotonic() + seconds, due)
        with self._talk("wait") as session:
            rung = False
            while not (rung or session.wire.grown) and time.monotonic() < end:
                rung = self._rest(session, end, wake)
            return session.wire.grown or time.monotonic() >= due

    def close(self) -> None:
        """Log out if the server listens, and be gone."""
        session, self._session = self._session, None
        if session is None:
            return
        with contextlib.suppress(IMAPClientError, OSError):
            session.wire.patience = GOODBYE_SECONDS
            session.logout()
        session.shutdown()

    @contextlib.contextmanager
    def _talk(self, doing: str) -> Iterator[Session]:
        """The session; whatever breaks the conversation closes it and becomes a `TransientMailboxError`.

        What it was made from is left out, since it may hold a piece of a mail.
        """
        if self._session is None:
            raise TransientMailboxError(f"{self.key}: not connected")
        try:
            yield self._session
        except (PermanentMailboxError, TransientMailboxError):
            self._drop()
            raise
        except (IMAPClientError, OSError, ValueError) as error:
            self._drop()
            raise TransientMailboxError(f"{self.key}: {doing}: {words(error)}") from None

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.shutdown()

    def _tell(self, what: str, text: str) -> None:
        """Note a trouble under this word, or that it is over."""
        self._troubles.pop(what, None)
        if text:
            self._troubles[what] = text

    def _use(self, folder: Folder) -> None:
        """Begin with a selected folder; a new UIDVALIDITY makes all that we knew by UID worthless (RFC 4549 3)."""
        if folder.uidvalidity != self.uidvalidity:
            self._strikes.clear()
            self._unsettled.clear()
            self._known = frozenset()
        self._folder, self.uidvalidity = folder, folder.uidvalidity
        self._tell(
            "readonly", f"{self.key} can only be read: its mail is taken in and stays" if folder.readonly else ""
        )

    def _make_folders(self, session: Session) -> None:
        for name in (self._settings.processed, self._settings.quarantine):
            self._places[name] = place(session, name)
            try:
                ensure(session, self._places[name])
            except IMAPClientError as error:
                if not is_no(error):
                    raise
                self._tell(name, f"folder {name} of {self.key} cannot be made: {words(error)}")

    def _look(self, session: Session) -> frozenset[int]:
        """What the server finds. Dovecot announces new mail only after the answer: then `grown` says to look again."""
        for notice in ("EXISTS", "RECENT", "EXPUNGE", "FETCH"):
            session.wire.response(notice)
        session.wire.grown = False
        return frozenset(session.search(self._criteria()))

    def _criteria(self) -> list[str]:
        if self._settings.done == "move":
            return ["UNDELETED"]
        return ["UNDELETED", "UNKEYWORD", DONE] if self._folder.keywords else ["UNDELETED", "UNSEEN"]

    def _forget_others(self, there: frozenset[int]) -> None:
        """Forget what is no longer in the folder, or is handled."""
        for uid in set(self._unsettled) - there:
            del self._unsettled[uid]
        for uid in set(self._strikes) - there:
            del self._strikes[uid]
        lost = sorted(uid for uid, strikes in self._strikes.items() if strikes >= STRIKES_TO_LEAVE)
        self._tell(
            "unreadable", f"the server cannot give UID {', '.join(map(str, lost[:10]))} of {self.key}" if lost else ""
        )

    def _sorted_by_need(self, heads: Sequence[Head]) -> tuple[list[Head], list[Head]]:
        """The mails to fetch whole, and those of which the header must do."""
        whole: list[Head] = []
        headers: list[Head] = []
        for head in heads:
            large = (head.size or 0) > self._settings.max_bytes
            (headers if large or self._strikes[head.uid] >= STRIKES_TO_HEADER else whole).append(head)
        return whole, headers

    def _take(self, batch: Sequence[Head], *, oversized: bool) -> list[RawMail]:
        """Fetch one batch; each mail bears a strike until it is there, so that one that breaks the line is found."""
        uids = [head.uid for head in batch]
        self._strikes.update(uids)
        with self._talk("fetch") as session:
            contents = (ask_headers if oversized else ask_contents)(session, uids)
        for uid in contents:
            del self._strikes[uid]
        return [self._raw(head, contents[head.uid], oversized=oversized) for head in batch if head.uid in contents]

    def _raw(self, head: Head, content: bytes, *, oversized: bool) -> RawMail:
        received_at = head.received_at or written_at(content) or datetime.fromtimestamp(0, UTC)
        size = (head.size or len(content)) if oversized else len(content)
        return RawMail(
            mailbox=self.key,
            uidvalidity=self.uidvalidity,
            uid=head.uid,
            received_at=received_at,
            content=content,
            size=size,
            oversized=oversized,
        )

    def _retry_settling(self) -> None:
        if self._unsettled and time.monotonic() >= self._settle_again_at:
            self._settle_unsettled()

    def _settle_unsettled(self) -> None:
        """Put away all that is stored; the first refusal ends it, is told, and tried again after `poll_seconds`."""
        self._settle_again_at = time.monotonic() + self._settings.poll_seconds
        if self._folder.readonly:
            return
        refusal = ""
        with self._talk("settle") as session:
            for bad in (False, True):
                uids = sorted(uid for uid, quarantined in self._unsettled.items() if quarantined is bad)
                for start in range(0, len(uids), UIDS_AT_ONCE):
                    refusal = refusal or self._put_away(session, uids[start : start + UIDS_AT_ONCE], bad)
        self._tell("settle", refusal)

    def _put_away(self, session: Session, uids: Sequence[int], bad: bool) -> str:
        """Move or flag these mails; the server's words if it refuses."""
        try:
            if self._settings.done == "move":
                move(session, uids, self._places[self._settings.quarantine if bad else self._settings.processed])
            else:
                session.add_flags(uids, self._marks(bad), silent=True)
        except IMAPClientError as error:
            if not is_no(error):
                raise
            return f"mail of {self.key} is stored but cannot be put away: {words(error)}"
        for uid in uids:
            del self._unsettled[uid]
        return ""

    def _marks(self, bad: bool) -> list[str]:
        if self._folder.keywords:
            return [DONE, QUARANTINED] if bad else [DONE]
        return ["\\Seen", "\\Flagged"] if bad else ["\\Seen"]

    def _rest(self, session: Session, end: float, wake: socket.socket) -> bool:
        """Wait once in the way that suits the moment; True if `wake` has rung."""
        now = time.monotonic()
        if now < self._lively_until:
            session.noop()
            return not session.wire.grown and woken(readable(min(LIVELY_PAUSE, end - now), wake), wake)
        if session.has_capability("IDLE"):
            return session.wire.wait_idle(min(end - now, IDLE_SECONDS), wake)
        rung = woken(readable(end - now, wake), wake)
        session.noop()
        return rung
