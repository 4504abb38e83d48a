"""May the wall clock be believed (TRUST.md F60)? Compared with the machine's ticks, which nobody sets.

A jump brings many moments at once that have not come: what time brings must wait until the clock is calm again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

JUMP = timedelta(minutes=5)
CALM = timedelta(minutes=1)


@dataclass
class Steadiness:
    """What was last read, and since when (in ticks) the clock has been calm after a jump; None if it never jumped."""

    _read: tuple[datetime, float] | None = None
    _calm_since: float | None = None

    def holds(self, wall: datetime, ticks: float) -> bool:
        """True unless `wall` went more than JUMP farther or less far than `ticks` (seconds) within the last CALM."""
        before, self._read = self._read, (wall, ticks)
        if before is not None:
            drift = (wall - before[0]) - timedelta(seconds=ticks - before[1])
            if abs(drift) > JUMP:
                self._calm_since = ticks
        return self._calm_since is None or timedelta(seconds=ticks - self._calm_since) >= CALM
