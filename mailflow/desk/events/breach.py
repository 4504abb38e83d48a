"""The events of a privacy incident (GDPR Articles 33 and 34). Its letters carry the number alone."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachSuspected:
    """A personal-data breach may have happened: DETECTED, confidential from now on."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachAssessed:
    """ASSESSING: somebody who must know of it does; 72 hours run from `aware_at`."""

    by: str
    aware_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDecided:
    """The authority is notified, or not, and why. `notify` False is NO_NOTIFY."""

    by: str
    notify: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsDecided:
    """The people concerned were told, or need not be, and why."""

    by: str
    told: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRecorded:
    """A field of the register was written (Article 33(3) and (5)); its text stays in the register."""

    by: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDenied:
    """No personal data was concerned after all; the ticket stays confidential."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachClosed:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachWarned:
    """So many of the 72 hours are over."""

    by: str
    hours: int
    until: datetime
