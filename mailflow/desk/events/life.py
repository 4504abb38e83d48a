"""The events of every ticket's way: opened, triaged, worked, asked, solved, closed; its clocks and its people."""

from dataclasses import dataclass
from datetime import datetime

from mailflow.desk.clue import Clue
from mailflow.desk.reading import Reading
from mailflow.desk.terms import Clock, Head, Impact, Kind, Priority, State, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """I1. `acknowledge` says whether the writer may have an automatic letter."""

    by: str
    number: int
    name: str
    language: str
    subject: str
    received_at: datetime
    kind: Kind
    category: str
    impact: Impact
    urgency: Urgency
    priority: Priority
    reading: Reading
    tier: int
    acknowledge: bool
    unverified: bool
    successor_of: int | None
    alert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    """I4. The labels stand, sure enough for the desk or set by a person."""

    by: str
    kind: Kind
    category: str
    impact: Impact
    urgency: Urgency
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAsked:
    """I4. The model was not sure: the first line is asked "`first` or `second`?" about this head."""

    by: str
    head: Head
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """I4. The second reading of a mail of which the first was not sure: what the ticket is taken for until a person

    or a sureness says more.
    """

    by: str
    kind: Kind
    category: str
    impact: Impact
    urgency: Urgency
    priority: Priority
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """I4, I28. A person changed or confirmed a label; a training example."""

    by: str
    head: Head
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """I5. A P1 went straight to L3 (from `before`)."""

    by: str
    tier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """I6. An agent works on it; `quiet` where the agent's own reply goes out instead of "in diagnosis"."""

    by: str
    name: str
    tier: int
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """I6. By the desk, which begins no work, or by an agent, who meant `instead_of` where that one is away."""

    by: str
    to: str
    tier: int
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """I7. An agent's public reply."""

    by: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """I8. Functional escalation."""

    by: str
    before: int
    tier: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """I9."""

    by: str
    before: int
    tier: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseFound:
    """I10. The hypothesis is confirmed."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """I11. A question to the requester."""

    by: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseStarted:
    """I11. The question reached the requester's server: the clocks stand from `at`."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """I11. `count` is 1 or 2."""

    by: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNoticed:
    """I13. The requester of a P1 or P2 does not answer: a task for the agent."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWrote:
    """I12 and any other mail of a participant that a person wrote. `resumes` where it ends a wait.

    `clues` are what it answers to the questions of the first letter.
    """

    by: str
    received_at: datetime
    resumes: bool
    clues: tuple[Clue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked:
    """A mail that only thanks: kept, moves nothing."""

    by: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineWrote:
    """An automatic mail on the ticket (out of office, read receipt): kept, moves nothing, no clock."""

    by: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """I13, I17. `how` is "agent" or "no answer"; `fulfilled` for a request."""

    by: str
    text: str
    how: str
    fulfilled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """I18, I20. `how` is "confirmed", "silence" or "agent"."""

    by: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    by: str
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """I19, I21. Back to `tier`. `received_at` is the customer's mail that did it; None where an agent's order did."""

    by: str
    tier: int
    reason: str
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """I23. By an agent or by the requester who withdrew."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """I22."""

    by: str
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChanged:
    """I28. The other machine, with the time spent kept."""

    by: str
    before: Kind
    after: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstResponseMade:
    """The SMTP server accepted the first public answer by a person.

    `waits_since` is when a customer's mail came that the answer, written before, does not answer.
    """

    by: str
    at: datetime
    waits_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseMade:
    """The SMTP server accepted a later public answer by a person; `waits_since` as in `FirstResponseMade`."""

    by: str
    at: datetime
    waits_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWarned:
    """I25. `percent` of this clock's target is used; it is (or was) due at `due`."""

    by: str
    clock: Clock
    percent: int
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """I26. A letter of ours came back for good, or we `gave_up` trying; then the address still counts as good."""

    by: str
    recipient: str
    why: str
    gave_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The agent (or the customer, topic "status") asked to be told; topic is status, why, help or similar."""

    by: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An agent took back letters before they went out, and with them what their orders had done to the ticket.

    `letters` are their templates' names, `finding` is the cause that was known before.
    """

    by: str
    letters: tuple[str, ...]
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An order that is not possible. `reason` is a stable word (state, unknown, argument, agent, target, tier);

    `possible` the canonical verbs possible now.
    """

    by: str
    order: str
    reason: str
    state: State
    possible: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """A hypothesis: what an agent holds to be the cause, until it is found."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedRecorded:
    """Which items, places or people the matter touches, in an agent's words."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """An agent's own words on how things stand, to everybody who takes part; no answer to a question of theirs."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold:
    """The desk's own word that work goes on, at the rhythm of the ticket's priority."""

    by: str
