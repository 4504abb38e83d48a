"""The desk's rules: every number of DESK.md that an admin can change, with its default. A section of the settings.

A mapping need not be complete: what it leaves out keeps its default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from mailflow.desk.terms import Clock, Impact, Priority, Urgency
from mailflow.desk.worktime import Calendar

CATEGORIES = (
    "access",
    "availability",
    "billing",
    "data",
    "email",
    "general",
    "hardware",
    "network",
    "privacy",
    "security",
    "software",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What is promised for one priority, in working time."""

    first_response: timedelta
    next_response: timedelta
    resolution: timedelta

    def __post_init__(self) -> None:
        """Raises ValueError for a target that is over before it begins."""
        if min(self.first_response, self.next_response, self.resolution) <= timedelta():
            raise ValueError("every target must be longer than nothing")


def _targets(first_response: int, next_response: int, resolution: int) -> Targets:
    return Targets(
        first_response=timedelta(hours=first_response),
        next_response=timedelta(hours=next_response),
        resolution=timedelta(hours=resolution),
    )


def _row(high: Priority, medium: Priority, low: Priority) -> Mapping[Urgency, Priority]:
    return {Urgency.HIGH: high, Urgency.MEDIUM: medium, Urgency.LOW: low}


MATRIX: Mapping[Impact, Mapping[Urgency, Priority]] = {
    Impact.HIGH: _row(Priority.P1, Priority.P2, Priority.P3),
    Impact.MEDIUM: _row(Priority.P2, Priority.P3, Priority.P4),
    Impact.LOW: _row(Priority.P3, Priority.P4, Priority.P4),
}
TARGETS: Mapping[Priority, Targets] = {
    Priority.P1: _targets(1, 1, 4),
    Priority.P2: _targets(1, 2, 8),
    Priority.P3: _targets(2, 4, 16),
    Priority.P4: _targets(3, 8, 32),
}
CLOSE_AFTER: Mapping[Priority, int] = {Priority.P1: 3, Priority.P2: 3, Priority.P3: 5, Priority.P4: 5}
PROGRESS_EVERY: Mapping[Priority, timedelta] = {
    Priority.P1: timedelta(minutes=30),
    Priority.P2: timedelta(hours=2),
    Priority.P3: timedelta(hours=8),
    Priority.P4: timedelta(hours=24),
}
START_TIER: Mapping[Priority, int] = {Priority.P1: 3, Priority.P2: 2, Priority.P3: 1, Priority.P4: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How this desk works. Days are working days of its calendar; `reopen_within` is wall time."""

    categories: tuple[str, ...] = CATEGORIES
    matrix: Mapping[Impact, Mapping[Urgency, Priority]] = field(default_factory=lambda: MATRIX)
    targets: Mapping[Priority, Targets] = field(default_factory=lambda: TARGETS)
    start_tier: Mapping[Priority, int] = field(default_factory=lambda: START_TIER)
    calendar: Calendar = field(default_factory=Calendar)
    calendars: Mapping[Priority, Calendar] = field(default_factory=dict)
    """For the targets and progress letters of a priority that is worked on at other times; days stay the desk's."""
    warn_percents: tuple[int, ...] = (50, 75, 90, 100)
    remind_after_days: tuple[int, ...] = (2, 4)
    silence_after_days: int = 5
    close_after_days: Mapping[Priority, int] = field(default_factory=lambda: CLOSE_AFTER)
    reopen_within: timedelta = timedelta(days=14)
    progress_every: Mapping[Priority, timedelta] = field(default_factory=lambda: PROGRESS_EVERY)
    """How long, in working time, a ticket in work may go without a word to its requester."""
    vendor_progress_every: timedelta = timedelta(hours=8)
    approvers: Mapping[str, str] = field(default_factory=dict)
    """Category -> the address that must approve its requests."""
    deputies: Mapping[str, str] = field(default_factory=dict)
    """Approver's address -> the deputy's."""
    approval_remind_after: tuple[timedelta, ...] = (timedelta(hours=8), timedelta(hours=16))
    approval_deputy_after: timedelta = timedelta(hours=24)
    approval_ends_after_days: int = 5
    breach_within: timedelta = timedelta(hours=72)
    breach_warn_hours: tuple[int, ...] = (24, 48, 60, 68)
    """Wall time from the moment of awareness (GDPR Article 33)."""
    assign: Literal["queue", "fewest"] = "queue"
    """A new ticket waits for somebody to take it, or goes at once to whoever of its tier has the fewest."""
    confidential_from: float = 0.75
    """How likely a breach of personal data must be for its ticket to be confidential from the first letter on."""

    def __post_init__(self) -> None:
        """Raises ValueError, in an admin's words, for rules that nobody could work by."""
        for name in ("warn_percents", "remind_after_days"):
            numbers: tuple[int, ...] = getattr(self, name)
            if list(numbers) != sorted(set(numbers)) or any(each < 1 for each in numbers):
                raise ValueError(f"{name} must be positive and rise: {numbers}")
        days = (self.silence_after_days, self.approval_ends_after_days, *self.close_after_days.values())
        if min(days) < 1:
            raise ValueError("silence_after_days, approval_ends_after_days and close_after_days must be at least 1")
        if min((self.vendor_progress_every, *self.progress_every.values())) <= timedelta():
            raise ValueError("progress_every and vendor_progress_every must be longer than nothing")
        if any(each not in (1, 2, 3) for each in self.start_tier.values()):
            raise ValueError("start_tier must be 1, 2 or 3")
        self._check_approvers()
        if not self.categories:
            raise ValueError("a desk needs at least one category")

    def _check_approvers(self) -> None:
        for category in self.approvers:
            if category not in self.categories:
                raise ValueError(f"approvers: {category!r} is none of the categories")
        for address in (*self.approvers.values(), *self.deputies, *self.deputies.values()):
            if "@" not in address:
                raise ValueError(f"approvers, deputies: {address!r} is no address; write it as name@example.org")

    def priority_of(self, impact: Impact, urgency: Urgency) -> Priority:
        """The matrix."""
        return self.matrix.get(impact, {}).get(urgency) or MATRIX[impact][urgency]

    def calendar_of(self, priority: Priority) -> Calendar:
        """When work is done on tickets of this priority."""
        return self.calendars.get(priority, self.calendar)

    def target(self, priority: Priority, clock: Clock) -> timedelta:
        """The working time that this clock may take."""
        targets = self.targets.get(priority, TARGETS[priority])
        match clock:
            case Clock.FIRST_RESPONSE:
                return targets.first_response
            case Clock.NEXT_RESPONSE:
                return targets.next_response
            case Clock.RESOLUTION:
                return targets.resolution

    def first_tier(self, priority: Priority) -> int:
        """The tier that a new ticket is told to."""
        return self.start_tier.get(priority, START_TIER[priority])

    def progress(self, priority: Priority) -> timedelta:
        """The rhythm of progress letters."""
        return self.progress_every.get(priority, PROGRESS_EVERY[priority])

    def close_after(self, priority: Priority) -> int:
        """Working days of silence after which a solved ticket closes."""
        return self.close_after_days.get(priority, CLOSE_AFTER[priority])
