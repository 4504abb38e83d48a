"""The sender: an asyncio loop in a thread of its own that empties the outbox whenever something is due."""

import asyncio
import threading
from collections.abc import Sequence

import structlog

from mailflow.engine import now
from mailflow.flow.office import Office
from mailflow.flow.send import send
from mailflow.mail import Delivery
from mailflow.notify.retry import Breaker
from mailflow.notify.smtp import Courier, SmtpSettings
from mailflow.store import outbox
from mailflow.store.db import StoreError
from mailflow.wake import Bell

log = structlog.get_logger()
AT_ONCE = 100
LOOK_SECONDS = 30.0
TROUBLE_SECONDS = 5.0
"""How long to leave a store alone that could not be used."""


class Sender(threading.Thread):
    """Sends until it is told to finish; then it still sends what is due now if it runs `once`."""

    def __init__(self, office: Office, smtp: SmtpSettings, *, once: bool) -> None:
        super().__init__(name="sender", daemon=True)
        self.bell = Bell()
        self._office = office
        self._smtp = smtp
        self._once = once
        self._breaker = Breaker()
        self.failure = ""

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
            while True:
                last = self.bell.stopping
                sent = await self._send(courier)
                if last and not (self._once and sent):
                    return
                if not sent and not self.bell.stopping:
                    await asyncio.to_thread(self.bell.wait, self._until_due())

    async def _send(self, courier: Courier) -> int:
        """One round; how many letters were tried."""
        allowed, self._breaker = self._breaker.allow(now(), AT_ONCE)
        if not allowed:
            return 0
        try:
            tried = await send(self._office, courier, now, allowed)
        except* StoreError as errors:
            log.error("store", why=str(errors.exceptions[0]))
            await asyncio.to_thread(self.bell.wait, TROUBLE_SECONDS)
            tried = []
        self._note(tried)
        return len(tried)

    def _note(self, tried: Sequence[tuple[str, Delivery]]) -> None:
        was_open = self._breaker.is_open
        for recipient, delivery in tried:
            self._breaker = self._breaker.record(now(), recipient, delivery)
        if self._breaker.is_open and not was_open:
            log.error("sending_stopped", why=self._breaker.why)

    def _until_due(self) -> float:
        try:
            with self._office.store.read() as connection:
                due = outbox.next_due(connection)
        except StoreError:
            return TROUBLE_SECONDS
        return LOOK_SECONDS if due is None else max(0.05, min(LOOK_SECONDS, (due - now()).total_seconds()))
