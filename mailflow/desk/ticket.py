"""A ticket: the state that its events have made. The row in the store is this value, field by field."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailflow.desk.terms import Breach, Impact, Kind, Priority, State, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One incident or request. All times are aware and UTC; durations are working time on the desk's calendar.

    Clocks (DESK.md "Clocks"): `opened_at` is the first mail's INTERNALDATE. `responded_at` is when SMTP accepted the
    first public answer by a person. `waiting_since` is the oldest customer mail that no person answered yet, or None.
    `spent` is the resolution time used up to `running_since`; the stopwatch stands while `running_since` is None.
    Where a new priority brought another calendar, `response_spent` is what the response clock that runs had used by
    then, and `response_since` is when it did. `warned` holds "clock:percent" for each warning given in this cycle.
    `due_at` is when the clock must next look.
    """

    number: int
    kind: Kind
    category: str
    impact: Impact
    urgency: Urgency
    priority: Priority
    state: State
    tier: int
    subject: str
    requester: str
    requester_name: str
    language: str
    opened_at: datetime
    logged_at: datetime
    changed_at: datetime
    triaged: bool
    doubt: str = ""
    """The head that a person was asked about ("kind" or "category"), until it is answered."""
    assignee: str | None = None
    previous_tier: int = 1
    solved_tier: int = 1
    hypothesis: str = ""
    finding: str = ""
    solution: str = ""
    unverified: bool = False
    confidential: bool = False
    undeliverable: bool = False
    reopened: int = 0
    merged_into: int | None = None
    successor_of: int | None = None
    responded_at: datetime | None = None
    waiting_since: datetime | None = None
    heard_at: datetime | None = None
    """When the newest mail of a customer came."""
    spent: timedelta = timedelta()
    running_since: datetime | None = None
    response_spent: timedelta = timedelta()
    response_since: datetime | None = None
    warned: frozenset[str] = frozenset()
    reminded: int = 0
    asked_at: datetime | None = None
    """When SMTP accepted the question that the desk waits on; the clocks pause from here (I11)."""
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    told_at: datetime | None = None
    """When its people last had a word of the desk or an agent on how it stands; progress letters count from here."""
    silent: bool = False
    """The requester may get no automatic letter: a machine, or a mailing list, opened it."""
    affected: str = ""
    vendor: str = ""
    """The supplier's reference, while it is with them."""
    approver: str = ""
    approval_at: datetime | None = None
    """When the approver was asked (WAIT_APPROVAL)."""
    call_slots: tuple[datetime, ...] = ()
    """The starts of which the requester may choose one, in the order of the letter."""
    call_at: datetime | None = None
    call_minutes: int = 0
    call_where: str = ""
    call_sequence: int = 0
    """The SEQUENCE of the last invitation that went out (RFC 5545)."""
    call_number: int = 0
    """How many appointments the ticket has had, with the one that stands."""
    call_wish: datetime | None = None
    """The start that the requester asked for instead."""
    major: bool = False
    parent: int | None = None
    """The larger trouble that this ticket follows."""
    outbreak: str = ""
    """"seen" once alike tickets were told to the lead, "dismissed" where they have nothing to do with each other."""
    alert: str = ""
    """The key of a monitor's trouble: source, host, check."""
    alerts: int = 0
    """How often the monitor told it."""
    flapping: bool = False
    """It came and went too often to resolve itself."""
    breach: Breach = Breach.NONE
    breach_at: datetime | None = None
    """When the breach was first suspected."""
    aware_at: datetime | None = None
    """When its owner became aware of the breach: 72 hours of wall time run from here."""
