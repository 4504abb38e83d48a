"""The workers and their supervisor: a thread a mailbox, the desk's own thread, the clock, and the sender's loop.

Each wakes when something is due, when it is rung, or to stop; SIGTERM lets it finish the step in hand. A worker that
dies takes the process with it, with its reason. Start reading at `Daemon.run`.
"""

import gc
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import structlog

from mailflow import logs
from mailflow.classify.encode import is_there
from mailflow.engine import now, open_office, open_store
from mailflow.flow.digest import tell_day
from mailflow.flow.drift import tell_drift
from mailflow.flow.keep import keep
from mailflow.flow.letters import NOTICE
from mailflow.flow.office import Office
from mailflow.flow.reconsider import reconsider
from mailflow.flow.take_in import take, take_in
from mailflow.flow.tick import tell_quarantine, tick, tidy
from mailflow.flow.understand import CannotReadNowError, Understood
from mailflow.ingest.mailbox.account import ImapSettings
from mailflow.ingest.mailbox.imap import Backoff, Mailbox, PermanentMailboxError, TransientMailboxError
from mailflow.mail import Kept, RawMail
from mailflow.room import Brief, ReadingRoom, SecondRoom
from mailflow.second import Found, SecondLook, WordRoom
from mailflow.sender import Sender
from mailflow.settings import Settings
from mailflow.steady import Steadiness
from mailflow.store import inbox, outbox, tickets
from mailflow.store.db import StoreError
from mailflow.store.lease import lease
from mailflow.wake import Bell

log = structlog.get_logger()
BATCH = 50
LOOK_SECONDS = 30.0
CATCH_UP_SECONDS = 60.0
TELL = timedelta(minutes=10)
TIDY = timedelta(days=1)


Places = tuple[list[int], list[int]]
"""UIDs to be put away as (processed, quarantined)."""


class Desk:
    """The desk's own thread: whatever changes tickets by mail or time happens here, one step after the other.

    A batch is kept here, read in the reading room, and taken in here, so that the next can be kept meanwhile.
    """

    def __init__(self, office: Office, room: ReadingRoom, letters: Bell) -> None:
        self._office = office
        self._room = room
        self._letters = letters
        self.news = Bell()
        """Rung when tickets may have come."""
        self.behind = False
        """True while mail comes by full batches."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._open: set[Future[Places]] = set()
        self._steadiness = Steadiness()
        self.steady = True
        """False for a while after the clock jumped: what time brings waits."""
        self._told_at = now() - TELL
        self._tidied_at = now() - TIDY

    def take(self, raws: Sequence[RawMail]) -> "Future[Places]":
        """Keep and take in these mails."""
        self.behind = len(raws) >= BATCH
        done: Future[Places] = Future()
        self._open.add(done)
        done.add_done_callback(self._open.discard)
        self._step(done, self._keep, raws, done)
        return done

    def reconsider(self, found: Found) -> None:
        """Let the desk think again of tickets that were read once more, and wait until that is stored."""
        self._thread.submit(reconsider, self._office, found, now()).result()
        self._letters.ring()

    def look(self, *, once: bool = False) -> "Future[None]":
        """Do all that waits in the store: mails that were kept and not taken in, tickets whose time has come."""
        return self._thread.submit(self._look, once)

    def close(self) -> None:
        """Finish what was begun."""
        wait(list(self._open))
        self._thread.shutdown()

    def _step(self, done: "Future[Places]", act: Callable[..., None], *arguments: Any) -> None:
        """Do this on the desk's thread; what goes wrong is told to whoever waits for `done`."""

        def attempt() -> None:
            try:
                act(*arguments)
            except Exception as error:  # it is raised where the result is asked for
                done.set_exception(error)

        self._thread.submit(attempt)

    def _keep(self, raws: Sequence[RawMail], done: "Future[Places]") -> None:
        ids = keep(self._office.store, raws, now())
        with self._office.store.read() as connection:
            kept = inbox.read_open(connection, ids)
        understood = self._room.ask(kept)
        understood.add_done_callback(lambda each: self._step(done, self._take, raws, ids, kept, each, done))

    def _take(
        self,
        raws: Sequence[RawMail],
        ids: Sequence[int],
        kept: Sequence[Kept],
        understood: "Future[list[Understood]]",
        done: "Future[Places]",
    ) -> None:
        take(self._office, kept, understood.result, now(), self._room.understand)
        self._letters.ring()
        self.news.ring()
        with self._office.store.read() as connection:
            places = inbox.places(connection, ids)
            let_in = inbox.was_let_in(connection)
        if let_in:  # by one of these mails: a held one was answered for, or one in quarantine released
            self.look().add_done_callback(_tell_failure)
        pairs = [(raw.uid, places[each]) for raw, each in zip(raws, ids, strict=True)]
        done.set_result(
            ([uid for uid, at in pairs if at == "processed"], [uid for uid, at in pairs if at == "quarantine"])
        )

    def _look(self, once: bool) -> None:
        if once:  # nobody will look twice at what an earlier daemon has left
            with self._office.store.write() as connection:
                outbox.hasten(connection, NOTICE, now())
        while ids := self._waiting():
            take_in(self._office, ids, now(), self._room.understand)
            self._letters.ring()
        if self._believes_the_clock():
            self._by_time(once)

    def _believes_the_clock(self) -> bool:
        before, self.steady = self.steady, self._steadiness.holds(now(), monotonic())
        if before and not self.steady:
            log.warning("clock_jumped", now=f"{now():%Y-%m-%d %H:%M:%S}")
        return self.steady

    def _by_time(self, once: bool) -> None:
        while tick(self._office, now()):
            self._letters.ring()
        if once or now() - self._told_at >= TELL:
            self._told_at = now()
            if tell_quarantine(self._office, now()) | tell_day(self._office, now()) | tell_drift(self._office, now()):
                self._letters.ring()
        if now() - self._tidied_at >= TIDY and not tidy(self._office, now()):
            self._tidied_at = now()

    def _waiting(self) -> list[int]:
        with self._office.store.read() as connection:
            return inbox.waiting(connection, BATCH)


def _tell_failure(looked: "Future[None]") -> None:
    """Log what nobody waits for; what could not be done now is tried again by the clock."""
    if error := looked.exception():
        log.error("look_failed", exc_info=error)


class MailboxWorker(threading.Thread):
    """Polls one mailbox: fetches the next batch while the desk takes in the last, and settles what is committed."""

    def __init__(self, settings: ImapSettings, desk: Desk, *, once: bool) -> None:
        super().__init__(name=f"mailbox {settings.name or settings.user}", daemon=True)
        self.bell = Bell()
        self.failure = ""
        self.caught_up = threading.Event()
        self._mailbox = Mailbox(settings)
        self._desk = desk
        self._once = once
        self._poll = settings.poll_seconds
        self._trouble = ""

    def run(self) -> None:
        backoff = Backoff()
        while not self.bell.stopping:
            try:
                self._mailbox.connect()
                self._serve(backoff)
            except (TransientMailboxError, PermanentMailboxError, StoreError, CannotReadNowError) as error:
                log.error("mailbox", mailbox=self._mailbox.key, why=str(error))
                self.failure = str(error)
                self.caught_up.set()
                if not self._once:
                    self.bell.wait(backoff.after(error))
            except Exception as error:
                log.critical("mailbox_died", mailbox=self._mailbox.key, exc_info=error)
                self.failure = f"mailbox {self._mailbox.key} died: {type(error).__name__}: {error}; see the log"
                self.caught_up.set()
                break
            if self._once:
                break
        self._mailbox.close()

    def _serve(self, backoff: Backoff) -> None:
        while not self.bell.stopping:
            self._drain()
            backoff.reset()
            self.caught_up.set()
            self._tell_trouble()
            if self._once:
                return
            while not self.bell.stopping and not self._mailbox.wait(self._poll, self.bell.socket):
                pass

    def _drain(self) -> None:
        while not self.bell.stopping and (uids := self._mailbox.waiting()):
            before: Future[Places] | None = None
            for raws in self._mailbox.batches(uids):
                taken = self._desk.take(raws)
                if before is not None:
                    self._mailbox.settle(*before.result())
                before = taken
                if self.bell.stopping:
                    break
            if before is None:
                return
            self._mailbox.settle(*before.result())

    def _tell_trouble(self) -> None:
        if self._mailbox.trouble != self._trouble:
            self._trouble = self._mailbox.trouble
            log.warning("mailbox_trouble", mailbox=self._mailbox.key, why=self._trouble or "over")


class Daemon:
    """Everything that runs, and when it ends."""

    def __init__(self, office: Office, settings: Settings, *, once: bool) -> None:
        self._office = office
        self._once = once
        brief = Brief(
            house=office.house,
            models=Path(settings.model.folder) if settings.model.enabled else None,
            log_level=settings.log.level,
            log_json=settings.log.json,
        )
        self._room = ReadingRoom(brief)
        self._sender = Sender(office, settings.smtp, once=once)
        self._desk = Desk(office, self._room, self._sender.bell)
        self._mailboxes = [MailboxWorker(each, self._desk, once=once) for each in settings.all_mailboxes]
        self._seconds = self._read_twice(replace(brief, encoder=settings.model.encoder))
        self._clock = Bell()
        self.failures: list[str] = []

    def run(self) -> int:
        """Work until stopped, or with `once` until nothing waits; 0 if all went well."""
        with self._office.store.write() as connection:
            outbox.recover(connection, now())
        with self._signals():
            workers = [self._sender, *self._mailboxes, *self._seconds]
            for each in workers:
                each.start()
                threading.Thread(target=self._watch, args=(each,), daemon=True).start()
            self._run_once() if self._once else self._keep_time(workers)
            self._stop()
        return 1 if self.failures else 0

    def stop(self) -> None:
        """End soon: each worker finishes its step."""
        self._clock.stop()
        for each in self._mailboxes:
            each.bell.stop()

    def _read_twice(self, brief: Brief) -> list[SecondLook]:
        """The worker of the second look, where the agents' notices wait for it; without an encoder, by words."""
        if not self._office.patience:
            return []
        desk = self._desk
        room = SecondRoom(brief) if brief.models and is_there(brief.encoder) else WordRoom()
        return [SecondLook(self._office, room, desk.reconsider, lambda: desk.behind, desk.news)]

    def _watch(self, worker: threading.Thread) -> None:
        """Wake the supervisor when this worker ends."""
        worker.join()
        self._clock.ring()

    def _run_once(self) -> None:
        for each in self._mailboxes:
            each.join()
        self.failures += [each.failure for each in self._mailboxes if each.failure]
        self._look(once=True)

    def _keep_time(self, workers: Sequence[threading.Thread]) -> None:
        """Look at the clock, once the mailboxes are read: what a customer has answered must not close on them."""
        for each in self._mailboxes:
            each.caught_up.wait(CATCH_UP_SECONDS)
        while not self._clock.stopping:
            well = self._look()
            if dead := [each.name for each in workers if not each.is_alive()]:
                self.failures.append(f"{', '.join(dead)} died; see the log")
                log.critical("worker_died", workers=dead)
                return
            self._clock.wait(self._until_due() if well else LOOK_SECONDS)

    def _look(self, *, once: bool = False) -> bool:
        """Let the desk look; False if it could not, and should be left alone for a while."""
        try:
            self._desk.look(once=once).result()
            return True
        except (StoreError, CannotReadNowError) as error:
            log.error("store", why=str(error))
            if once:
                self.failures.append(f"the store cannot be used: {error}")
        except Exception as error:
            log.critical("desk_died", exc_info=error)
            self.failures.append(f"the desk died: {type(error).__name__}: {error}; see the log")
            self._clock.stop()
        return False

    def _until_due(self) -> float:
        if not self._desk.steady:
            return LOOK_SECONDS
        try:
            with self._office.store.read() as connection:
                due = tickets.next_due(connection)
        except StoreError:
            return LOOK_SECONDS
        return LOOK_SECONDS if due is None else max(0.1, min(LOOK_SECONDS, (due - now()).total_seconds()))

    def _stop(self) -> None:
        self.stop()
        self._desk.news.stop()
        for second in self._seconds:
            second.join()
        for each in self._mailboxes:
            each.join()
        self._desk.close()
        self._room.close()
        self._sender.finish()
        self._sender.join()
        if self._sender.failure:
            self.failures.append(self._sender.failure)
        self._office.store.close()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT ask for an end, where this is the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, lambda *_: self.stop()) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def run_daemon(settings: Settings, *, once: bool) -> list[str]:
    """Open the desk and work; gives what went wrong, in words, when it ends.

    Raises StoreError, and BusyError where another daemon works on this store.
    """
    logs.set_up(settings.log.level, as_json=settings.log.json)
    store = open_store(settings)
    with lease(store):
        patience = timedelta(seconds=0 if once else settings.model.patience_seconds)
        daemon = Daemon(replace(open_office(settings, store), patience=patience), settings, once=once)
        gc.freeze()  # what is here now stays: it need not be looked through again and again
        gc.set_threshold(20_000)
        daemon.run()
    return daemon.failures
