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
    RESOLVED = "RESOLVED"
    FULFILLED = "FULFILLED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"
    MERGED = "MERGED"


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
OPEN = IN_WORK | {State.NEW, State.WAIT_CUSTOMER}
SOLVED = frozenset({State.RESOLVED, State.FULFILLED})
TIER_STATES = {1: State.L1, 2: State.L2, 3: State.L3}
