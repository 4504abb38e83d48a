"""The words of the desk (DESK.md, TAXONOMY.md): kinds, states, impacts, urgencies, priorities, clocks, languages."""

from enum import StrEnum

LANGUAGES = ("hu", "en", "de")
DESK = "desk"
"""The actor's name in the journal where no person acted."""


class Kind(StrEnum):
    """Something is broken, or something is wanted."""

    INCIDENT = "incident"
    REQUEST = "request"


class Impact(StrEnum):
    """How many it touches, and what of the business."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Urgency(StrEnum):
    """How soon it hurts."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Priority(StrEnum):
    """Critical, High, Medium, Low."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class State(StrEnum):
    """Where a ticket is in its life. L1 to L3 are an incident in work, FULFIL a request in work (at its tier)."""

    NEW = "NEW"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    FULFIL = "FULFIL"
    WAIT_CUSTOMER = "WAIT_CUSTOMER"
    WAIT_VENDOR = "WAIT_VENDOR"
    WAIT_APPROVAL = "WAIT_APPROVAL"
    SCHEDULED = "SCHEDULED"
    RESOLVED = "RESOLVED"
    FULFILLED = "FULFILLED"
    CLOSED = "CLOSED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"
    MERGED = "MERGED"


class Breach(StrEnum):
    """How far a privacy incident is (GDPR Articles 33 and 34)."""

    NONE = ""
    DETECTED = "DETECTED"
    ASSESSING = "ASSESSING"
    NOTIFY = "NOTIFY"
    NO_NOTIFY = "NO_NOTIFY"
    SUBJECTS_TOLD = "SUBJECTS_TOLD"
    SUBJECTS_NOT_REQUIRED = "SUBJECTS_NOT_REQUIRED"
    DENIED = "DENIED"
    CLOSED = "CLOSED"


class Clock(StrEnum):
    """The three promises that a ticket makes."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class Head(StrEnum):
    """What a ticket is labelled by."""

    KIND = "kind"
    CATEGORY = "category"
    IMPACT = "impact"
    URGENCY = "urgency"
    PRIORITY = "priority"


class CustomerWord(StrEnum):
    """What a customer can say in the first line."""

    STATUS = "status"
    CONFIRM = "confirm"
    CANCEL = "cancel"


IN_WORK = frozenset({State.L1, State.L2, State.L3, State.FULFIL})
ASIDE = frozenset({State.WAIT_CUSTOMER, State.WAIT_VENDOR, State.WAIT_APPROVAL, State.SCHEDULED})
"""States that a ticket in work waits in, and comes back from to the tier that it left."""
OPEN = IN_WORK | ASIDE | {State.NEW}
SOLVED = frozenset({State.RESOLVED, State.FULFILLED})
TIER_STATES = {1: State.L1, 2: State.L2, 3: State.L3}
