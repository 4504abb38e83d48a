"""The events of a ticket that waits for others than its requester: a supplier, an appointment, an approval."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WentToVendor:
    """I14. A supplier has it, under their reference."""

    by: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """I14. The supplier is done with it."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProposed:
    """I15. The requester may choose one of these starts. `where` is "phone", "video" or a link."""

    by: str
    slots: tuple[datetime, ...]
    minutes: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFixed:
    """I15. The appointment stands, or was moved: `sequence` counts its invitations (RFC 5545 3.8.7.4), `call` the

    ticket's appointments. `pauses`: the requester asked for a later time than any that was offered, so that the clock
    stands until then.
    """

    by: str
    at: datetime
    minutes: int
    where: str
    sequence: int
    call: int = 1
    pauses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCancelled:
    """I16. `how` is "agent", "declined", "unchosen" (not in time) or "settled" (the ticket ended before it)."""

    by: str
    how: str
    sequence: int
    call: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAccepted:
    """The requester's calendar said yes."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWished:
    """The requester's calendar asked for another start; the agent decides."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOver:
    """I16. The end of the slot has come: the agent records the outcome."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked:
    """The request waits for this person's word."""

    by: str
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReminded:
    """The approver is reminded (`count` 1, 2), or the `deputy` is asked in their place (3)."""

    by: str
    count: int
    approver: str
    deputy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """The approver said yes."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The approver said no, or nothing in time (`how` "refused" or "silence")."""

    by: str
    reason: str
    how: str
