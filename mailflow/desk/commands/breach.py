"""What may be asked about a privacy incident (GDPR Articles 33 and 34)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectBreach:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessBreach:
    """`aware_at` is when the desk's owner became aware; now, if it is None."""

    by: str
    aware_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideBreach:
    """Notify the authority or not; the reason must be there, and after 72 hours that of the `delay` too."""

    by: str
    notify: bool
    reason: str
    delay: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideSubjects:
    """Were the people concerned told; the reason must be there where they were not."""

    by: str
    told: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBreach:
    """A field of the register has a new text (the caller keeps it)."""

    by: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DenyBreach:
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseBreach:
    """Closed once nothing that the register must hold is `missing`."""

    by: str
    missing: tuple[str, ...] = ()
