"""What may be asked of any ticket: by a customer's mail, an agent's order, the sender's report, or time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.desk.clue import Clue
from mailflow.desk.reading import Reading
from mailflow.desk.terms import CustomerWord, Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A mail begins a ticket. `received_at` is its INTERNALDATE; `successor_of` the number of a lapsed ticket.

    `alert` is the key of a monitor's trouble, "" for all that people write. `takers` are by tier the agents who would
    take it at once.
    """

    by: str
    name: str
    language: str
    subject: str
    number: int
    received_at: datetime
    reading: Reading
    may_answer: bool
    unverified: bool = False
    successor_of: int | None = None
    alert: str = ""
    takers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """The slower, better reading of the first mail has come."""

    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear:
    """A participant wrote, at `received_at`. `machine`: no person wrote it; it is kept, and moves nothing."""

    by: str
    received_at: datetime
    word: CustomerWord | None = None
    thanks: bool = False
    machine: bool = False
    rating: int | None = None
    clues: tuple[Clue, ...] = ()
    """What it answers to the questions of the first letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An agent's public reply to the customer (no order that speaks to the customer itself)."""

    by: str
    name: str
    tier: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An agent's words for the desk alone (`#note`)."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    by: str
    name: str
    tier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Hand the ticket to another agent, who is known to the desk; `instead_of` was meant and is away."""

    by: str
    to: str
    tier: int
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    by: str
    tier: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    by: str
    tier: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    by: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFinding:
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    """`#resolve` of an incident or `#fulfil` of a request (`fulfil` says which was written)."""

    by: str
    text: str
    fulfil: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Make this ticket part of another, which stands and is open or solved (the caller has looked)."""

    by: str
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A person's word on kind, category, impact, urgency or priority. It is law."""

    by: str
    head: Head
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Tell the agent something and change nothing: topic is status, why, help or similar."""

    by: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """An order that the desk could not even read: unknown verb, missing or wrong argument."""

    by: str
    order: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """An agent takes back these letters, none of which has gone out; `finding` is the cause that was known before."""

    by: str
    letters: tuple[str, ...]
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """The SMTP server accepted a letter of this ticket: its template's name, and when it was written, if not now."""

    letter: str
    accepted_at: datetime
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A letter of ours did not reach `recipient`: refused by SMTP, or a bounce that carries our token.

    `gave_up`: nobody refused it for good, but our patience is over; the address may well be right.
    """

    recipient: str
    permanent: bool
    why: str
    gave_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time has come: warnings, reminders, silence, closure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Write down what is held to be the cause (`#hypothesis`)."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAffected:
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Tell everybody on the ticket how things stand, in the agent's words."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Close what is solved, without waiting for the requester's word."""

    by: str
