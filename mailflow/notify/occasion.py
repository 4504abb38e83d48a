"""What a letter is written from: the desk, the recipient, the ticket, the event and what else the letter speaks of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mailflow.desk.events import Event
from mailflow.desk.reading import Reading
from mailflow.desk.terms import Clock, State
from mailflow.desk.ticket import Ticket
from mailflow.mail import Address, Outgoing
from mailflow.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard:
    """Who we are. `zone` is an IANA name; `loop_id` marks our mails so that two desks never talk to each other.

    `subaddress`: mail to `local+anything@domain` reaches us. `message_domain` stands behind the @ of our Message-IDs.
    """

    name: str
    address: str
    prefix: str
    language: str
    zone: str
    loop_id: str
    subaddress: bool
    message_domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom the letter is for. An `agent` reads the desk's own words on the ticket; anybody else never does."""

    address: str
    name: str
    language: str
    agent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A mail that the letter speaks of: who wrote it, and what in it is new."""

    name: str
    address: str
    text: str
    received_at: datetime
    message_id: str
    subject: str = ""
    attachments: tuple[str, ...] = ()
    encrypted: bool = False
    new_matter: bool = False
    """It speaks of something else than its ticket, as far as can be told."""
    copies: tuple[str, ...] = ()
    """Whom it has in copy, and who could take part on an agent's word."""
    resembles: str = ""
    """The address of the desk's own for whom its writer could be taken, and is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line of the ticket's story, as its journal holds it."""

    at: datetime
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A ticket that is like the one the letter is about, with what solved it ("" if nothing has yet)."""

    number: int
    subject: str
    solution: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A mail in quarantine, for the digest: its number in the inbox, and why (a stable word)."""

    id: int
    received_at: datetime
    sender: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Why a mail went where it went: the stable words of the guard, the threading and the proof of its sender."""

    verdict: str
    thread: str
    proof: str
    reading: Reading | None = None
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By head the mail's words that speak for the ticket's label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An order about the desk itself, and a stable word for what came of it; the last `day` it holds, and for whom."""

    line: str
    word: str
    day: date | None = None
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What is no longer as it was: `what` (language, category, accuracy), where `most` so, and the shares."""

    what: str
    most: str
    before: float
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A ticket in an agent's queue; `mine` if it waits for this agent."""

    ticket: Ticket
    due: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One letter to be written. A letter that needs what is None here raises jinja2.UndefinedError or AttributeError.

    `due` is when the recipient hears from us next; `clocks` when each of the ticket's promises falls due. `possible`
    are the canonical verbs possible now. `names` gives the names of agents by address. `outcomes` are all events of
    the command, refused orders among them. `silence_at` is when silence ends the wait: a ticket that waits for its
    customer is taken as settled, a solved one is closed. `results` are orders about the desk itself, each with a
    stable word for what came of it.
    """

    letter: str
    now: datetime
    desk: DeskCard
    recipient: Recipient
    ticket: Ticket | None = None
    event: Event | None = None
    writing: Writing | None = None
    story: tuple[Step, ...] = ()
    possible: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Who takes part beside the requester."""
    due: datetime | None = None
    silence_at: datetime | None = None
    clocks: Mapping[Clock, datetime] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[Event, ...] = ()
    held: tuple[Held, ...] = ()
    trail: Trail | None = None
    alike: tuple[Alike, ...] = ()
    results: tuple[Result, ...] = ()
    queue: tuple[Entry, ...] = ()
    drifts: tuple[Drift, ...] = ()
    breach_until: datetime | None = None
    """When the 72 hours of a privacy incident end; None once decided."""
    lacking: tuple[str, ...] = ()
    """The fields that the register of privacy incidents must hold of this one, and does not."""
    answer_at: datetime | None = None
    """When an approver's silence counts as a refusal."""
    wrote_at: datetime | None = None
    """The recipient's last mail, on the clock that it was dated by."""
    standing: Token | None = None
    """The recipient's token that stays the same from letter to letter, for an appointment's name and answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Where the letter joins the conversation: Message-IDs without angle brackets, the oldest first.

    `to` and `cc` are the addresses to show; without `to` the recipient alone is shown.
    """

    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The letter ready for the wire, and its subject and plain text for the outbox's reader."""

    outgoing: Outgoing
    subject: str
    text: str
