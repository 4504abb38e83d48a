"""When to try a letter again, which letters go first, and when to stop asking the server at all.

Pure: the time and the dice are arguments. The schedule is TRUST.md's; RFC 5321 4.5.4.1 is kept from the sixth try on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mailflow.mail import Deferred, Delivery, Failed, Sent

_SCHEDULE = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30))
_JITTER = 0.2
_AMBIGUOUS_WAIT = timedelta(minutes=10)
_FIRST_PROBE, _LAST_PROBE = timedelta(seconds=60), timedelta(minutes=15)
_POLICY_REFUSALS = 5
_SITE_FAILURES = 12


class Lane(StrEnum):
    """What a letter is for, in the order in which the outbox is drained: people first, courtesies last."""

    REPLY = "reply"
    RESOLUTION = "resolution"
    ASK = "ask"
    ACKNOWLEDGEMENT = "acknowledgement"
    STATUS = "status"
    REMINDER = "reminder"
    SURVEY = "survey"


PATIENCE: Mapping[Lane, timedelta] = {
    Lane.REPLY: timedelta(days=5),
    Lane.RESOLUTION: timedelta(days=5),
    Lane.ASK: timedelta(days=5),
    Lane.ACKNOWLEDGEMENT: timedelta(hours=24),
    Lane.STATUS: timedelta(hours=24),
    Lane.REMINDER: timedelta(hours=8),
    Lane.SURVEY: timedelta(hours=8),
}


def next_attempt(
    *, now: datetime, created_at: datetime, attempts: int, lane: Lane, delivery: Deferred, random: float
) -> datetime | None:
    """When to try again after so many attempts (this one counted), or None to give up for good.

    `random` is from 0 to 1 and spreads the wait by 20 % either way. A letter that may have arrived waits 10 minutes
    at least (RFC 1047), so that the server has time to find out.
    """
    if now - created_at >= PATIENCE[lane]:
        return None
    wait = _SCHEDULE[min(attempts, len(_SCHEDULE)) - 1] * (1 - _JITTER + 2 * _JITTER * random)
    return now + (max(wait, _AMBIGUOUS_WAIT) if delivery.ambiguous else wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Whether the server is asked at all. Closed, letters flow; open, one letter now and then probes.

    It opens at once where only the admin can help (login, TLS), after five distinct recipients in a row that the
    server's policy refused, and after three cohorts of four connections that failed. `why` is "" while it is closed.
    """

    why: str = ""
    probe_at: datetime | None = None
    wait: timedelta = _FIRST_PROBE
    refused: tuple[str, ...] = ()
    site_failures: int = 0

    @property
    def is_open(self) -> bool:
        """True while only probes may go."""
        return self.probe_at is not None

    def allow(self, now: datetime, wanted: int) -> tuple[int, "Breaker"]:
        """How many letters may go now, and the breaker after it: each probe doubles the wait, up to 15 minutes."""
        if self.probe_at is None:
            return wanted, self
        if now < self.probe_at or not wanted:
            return 0, self
        wait = min(self.wait * 2, _LAST_PROBE)
        return 1, replace(self, probe_at=now + wait, wait=wait)

    def record(self, now: datetime, recipient: str, delivery: Delivery) -> "Breaker":
        """The breaker after this delivery. What was never asked of the server changes nothing."""
        match delivery:
            case Sent():
                return Breaker()
            case Failed(policy=True):
                return self._count_refusal(now, recipient, delivery.why)
            case Deferred(stop=True):
                return self._open(now, delivery.why, _LAST_PROBE)
            case Deferred(site=True):
                counted = replace(self, site_failures=self.site_failures + 1)
                return counted._open(now, delivery.why) if counted.site_failures >= _SITE_FAILURES else counted
            case Deferred() if len(self.refused) < _POLICY_REFUSALS:
                return Breaker(refused=self.refused)  # a server that puts off one recipient is up and lets us in
        return self

    def _count_refusal(self, now: datetime, recipient: str, why: str) -> "Breaker":
        if recipient in self.refused:
            return self
        counted = replace(self, refused=(*self.refused, recipient), site_failures=0)
        return counted._open(now, why) if len(counted.refused) >= _POLICY_REFUSALS else counted

    def _open(self, now: datetime, why: str, wait: timedelta = _FIRST_PROBE) -> "Breaker":
        """Open, or still open: letters that were under way as it opened do not put the probe off."""
        if self.is_open:
            return replace(self, why=why, wait=max(self.wait, wait))
        return replace(self, why=why, probe_at=now + wait, wait=wait)
