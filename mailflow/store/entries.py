"""What the ledger is given to write: who takes part, and a letter for the outbox."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who takes part in a ticket; role is requester, participant or merged."""

    address: str
    name: str
    language: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter for the outbox. `budget` is the address that caps count for; `wait` holds it back that long."""

    ticket: int | None
    letter: str
    lane: str
    automatic: bool
    recipient: str
    budget: str
    message_id: str
    envelope_from: str
    subject: str
    text: str
    content: bytes
    by: str
    inbox: int | None
    wait: timedelta = timedelta()
    state: str = "due"
    answer: str = ""
