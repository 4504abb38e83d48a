"""What may be asked about a supplier, an appointment, an approval."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """Give it to a supplier, under their reference."""

    by: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """The supplier is done."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Propose up to three starts, or fix the one; `where` is "phone", "video" or a link. Again: move it."""

    by: str
    slots: tuple[datetime, ...]
    minutes: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCall:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInvitation:
    """The calendar of an invited person answered (RFC 5546 REPLY, COUNTER): yes, no, or another start."""

    by: str
    accepted: bool
    sequence: int
    instead: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApproval:
    """`approver` is an address, never the requester's."""

    by: str
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disapprove:
    by: str
    reason: str
