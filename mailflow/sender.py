"""The sender: an asyncio loop in a thread of its own that empties the outbox whenever something is due."""

import asyncio
import threading
from contextlib import suppress
from datetime import datetime

import structlog

from mailflow.engine import now
from mailflow.flow.office import Office
from mailflow.flow.send import Post
from mailflow.mail import Delivery
from mailflow.notify.retry import Breaker
from mailflow.notify.smtp import Courier, SmtpSettings
from mailflow.store import outbox
from mailflow.store.db import StoreError
from mailflow.wake import Bell

log = structlog.get_logger()
AT_ONCE = 200
"""How many letters may be on their way."""
ROOM = 100
"""How many places must be free before more letters are claimed: one at a time would be a transaction for each."""
LOOK_SECONDS = 30.0
TROUBLE_SECONDS = 5.0
"""How long to leave a store alone that could not be used."""
LULL_SECONDS = 0.1
"""How long to wait for more answers before looking what they have set free."""

Flight = asyncio.Task[tuple[str, Delivery]]


class Sender(threading.Thread):
    """Sends until it is told to finish; then it still sends what is due now if it runs `once`."""

    def __init__(self, office: Office, smtp: SmtpSettings, *, once: bool) -> None:
        super().__init__(name="sender", daemon=True)
        self.bell = Bell()
        self.failure = ""
        self._office = office
        self._smtp = smtp
        self._once = once

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:
            log.critical("sender_died", exc_info=error)
            self.failure = f"the sender died: {type(error).__name__}: {error}; see the log"

    def finish(self) -> None:
        """Come to an end."""
        self.bell.stop()

    async def _serve(self) -> None:
        async with Courier(self._smtp) as courier:
            await Round(self._office, Post(self._office, courier, now), self.bell, once=self._once).serve()


class Round:
    """Keeps letters on their way: a slow one holds its own place and no other letter."""

    def __init__(self, office: Office, post: Post, bell: Bell, *, once: bool) -> None:
        self._office = office
        self._post = post
        self._bell = bell
        self._once = once
        self._breaker = Breaker()
        self._flying: set[Flight] = set()
        self._errors: list[BaseException] = []
        self._trouble = False
        self._dry = True
        self._looked = now()
        self._stir = asyncio.Event()
        self._lull: asyncio.TimerHandle | None = None

    async def serve(self) -> None:
        """Send until the bell stops; what is on its way then is waited for. Raises what a letter's way raised."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._bell.socket, self._hear)
        try:
            while await self._turn():
                pass
        finally:
            loop.remove_reader(self._bell.socket)
            await asyncio.gather(*self._flying, return_exceptions=True)
        if self._errors:
            raise BaseExceptionGroup("letters", self._errors)

    async def _turn(self) -> bool:
        """Let letters off and wait until there may be more; False at the end."""
        self._stir.clear()
        last = self._bell.stopping
        if self._may_claim(last):
            self._let_off()
        if self._errors or (last and not self._flying):
            return False
        wait = self._until_due()
        self._trouble = False
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._stir.wait()
        return True

    def _may_claim(self, last: bool) -> bool:
        return len(self._flying) <= AT_ONCE - ROOM and not self._trouble and (self._once or not last)

    def _let_off(self) -> None:
        """Claim letters for the places that are free. A probe counts only if there is a letter for it."""
        self._looked = now()
        allowed, breaker = self._breaker.allow(self._looked, AT_ONCE - len(self._flying))
        if not allowed:
            return
        try:
            due = self._post.claim(allowed)
        except StoreError as error:
            self._give_pause(error)
            return
        self._dry = len(due) < allowed
        self._breaker = breaker if due else self._breaker
        for letter in due:
            flight = asyncio.create_task(self._post.carry(letter))
            self._flying.add(flight)
            flight.add_done_callback(self._land)

    def _land(self, flight: Flight) -> None:
        self._flying.discard(flight)
        if flight.cancelled():
            return
        match flight.exception():
            case None:
                self._note(*flight.result())
            case StoreError() as error:
                self._give_pause(error)
            case error:
                self._errors.append(error)
        if self._dry and self._flying and not self._errors:
            self._lull = self._lull or asyncio.get_running_loop().call_later(LULL_SECONDS, self._end_lull)
        else:
            self._stir.set()

    def _end_lull(self) -> None:
        self._lull = None
        self._stir.set()

    def _hear(self) -> None:
        self._bell.clear()
        self._stir.set()

    def _give_pause(self, error: StoreError) -> None:
        log.error("store", why=str(error))
        self._trouble = True

    def _note(self, recipient: str, delivery: Delivery) -> None:
        was_open = self._breaker.is_open
        self._breaker = self._breaker.record(now(), recipient, delivery)
        if self._breaker.is_open and not was_open:
            log.error("sending_stopped", why=self._breaker.why)

    def _until_due(self) -> float:
        """Seconds until there may be a letter to claim, if nothing stirs before."""
        if self._trouble:
            return TROUBLE_SECONDS
        if not self._may_claim(self._bell.stopping):
            return LOOK_SECONDS
        if self._breaker.probe_at is not None and self._breaker.probe_at > self._looked:
            return _seconds_until(self._breaker.probe_at)
        try:
            with self._office.store.read() as connection:
                due = outbox.next_due(connection, self._looked)
        except StoreError:
            return TROUBLE_SECONDS
        return LOOK_SECONDS if due is None else _seconds_until(due)


def _seconds_until(moment: datetime) -> float:
    return max(0.05, min(LOOK_SECONDS, (moment - now()).total_seconds()))
