"""Words of the wire: what comes in, what it is taken for, and what goes out.

Plain values that every wing may hold. They know no mailbox, no database and no ticket.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailflow.desk.terms import CustomerWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox of RFC 5322 3.4: a name to show (may be empty) and `local@domain`, its domain in lower case."""

    name: str = ""
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A mail as the server or a pipe gave it. `received_at` is the server's INTERNALDATE in UTC; clocks start there.

    `oversized` says that `content` holds only the header section, since the mail is larger than the limit.
    """

    mailbox: str
    uidvalidity: int
    uid: int
    received_at: datetime
    content: bytes
    size: int
    oversized: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A mail that is ours and still to be taken in; `id` is its number in the inbox."""

    id: int
    received_at: datetime
    content: bytes
    oversized: bool
    attempts: int
    vouched: bool
    """Its sender answered the challenge for it."""
    released: bool
    """A person let it out of quarantine."""
    ticket: int | None = None
    """Where it is shown already, because it could not be read before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not the body. `name` is for people only and never a path; `size` in bytes."""

    name: str
    type: str
    size: int
    inline: bool
    content: bytes = field(repr=False)
    content_id: str = ""


class Protection(StrEnum):
    """How a mail is sealed: signed words can be read, encrypted ones cannot."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail read: headers, text and parts, all decoded and bounded. Message-IDs stand without angle brackets.

    `sender` is whom to show and to answer; `identity` is the address that may count as proof of who wrote it, or None
    (TRUST.md: exactly one From header with exactly one valid mailbox). `headers` are all top-level headers in order,
    names in lower case, values unfolded and decoded. `text` is the whole body as text; `plain` is the first text/plain
    part alone ("" if there is none): orders stand only there. `defects` are stable words for what was broken.
    """

    message_id: str
    subject: str
    sender: Address | None
    identity: str | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    text: str = field(repr=False)
    plain: str = field(repr=False)
    html: str = field(repr=False)
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...] = ()
    protection: Protection | None = None


class VerdictWord(StrEnum):
    """What a mail is taken for before any ticket is looked at."""

    ACCEPT = "accept"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LOOP = "loop"
    QUARANTINE = "quarantine"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery status notification (RFC 3464) or its older forms: who was not reached, for good or for now.

    `message_ids` are those of the letter that came back, and `why` the other server's words, where the report has them.
    """

    recipients: tuple[str, ...]
    permanent: bool
    message_ids: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The guard's decision: a word, a stable reason word, and whether an automatic letter may go out."""

    word: VerdictWord
    reason: str
    may_answer: bool
    bounce: Bounce | None = None


class Proof(StrEnum):
    """What the receiving server says of the sender (RFC 8601), or that nobody was asked."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NONE = "none"
    UNCONFIGURED = "unconfigured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What a mail offers to find its conversation by, in TRUST.md's order.

    `address_tokens`, `header_tokens` and `body_tokens` are texts that look like our tokens (not yet verified), from the
    plus-addresses, from In-Reply-To and References, and from the body; `message_ids` all ids that it refers to, the
    nearest first; `numbers` those of the subject's `[PREFIX-N]` tags. `own_ids` are the mail's Message-ID and the one
    that it had before a server rewrote it; `conversation` is what Exchange keeps the same in a whole thread.
    """

    address_tokens: tuple[str, ...] = ()
    header_tokens: tuple[str, ...] = ()
    body_tokens: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    own_ids: tuple[str, ...] = ()
    conversation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line `#verb argument` of an agent's mail. `verb` is the canonical English verb, or None if it is not known."""

    verb: str | None
    argument: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineAnswer:
    """What somebody wrote inside a quote, and the quoted sentence or line that it stands below."""

    asked: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the writer wrote new: no quotes, no signature. `orders` and `body` split `text` for an agent's mail:

    the order lines of the top block, and what follows them. `word` is a customer's word in the first line;
    `thanks` says that the mail only thanks and brings no news; `rating` is 1 to 5 where the first line is such a digit.
    `answers` are the parts of `text` that were written inside the quote, in order.
    """

    text: str
    orders: tuple[OrderLine, ...] = ()
    body: str = ""
    word: CustomerWord | None = None
    thanks: bool = False
    rating: int | None = None
    answers: tuple[InlineAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A mail that somebody forwarded: its writer as it says itself, and the `note` that was put above it.

    `message_id` is "" where only its text was forwarded. `others` are whom it went to, `within` is what it
    forwards itself. `may_answer`: nothing says that a machine wrote it.
    """

    sender: Address
    subject: str
    text: str = field(repr=False)
    note: str = field(repr=False)
    language: str
    message_id: str = ""
    others: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    may_answer: bool = True
    within: "Forwarded | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAnswer:
    """What a calendar says to an invitation (RFC 5546 3.2.3, 3.2.7): whose, to which; yes, no, or rather at `start`."""

    uid: str
    sequence: int
    attendee: str
    accepted: bool
    start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """All that reading finds in one mail, without knowing any ticket."""

    mail: Mail
    verdict: Verdict
    proof: Proof
    keys: Keys
    reply: Reply
    language: str
    forwarded: Forwarded | None = None
    calendar: CalendarAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter ready for the wire: one recipient, an envelope sender to which bounces come, and the bytes to send."""

    message_id: str
    envelope_from: str
    recipient: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The server accepted the letter for its recipient (2xx after the final dot)."""

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Not now: a 4xx, a lost connection, or anything unknown. `site`: the server, not this letter, is the cause;

    `ambiguous` that the connection went after the final dot, so that the letter may have been accepted (RFC 1047);
    `stop` that no letter can go until the admin acts (the login is refused, TLS fails).
    """

    why: str
    site: bool
    ambiguous: bool = False
    stop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Never: a 5xx for this recipient or this letter. `policy` says that the server's rules refuse it (554, 5.7.x);

    `letter` that the letter itself is the cause (its size, its encoding), so that others may still reach the recipient.
    """

    why: str
    policy: bool = False
    letter: bool = False


Delivery = Sent | Deferred | Failed


def is_address(text: str) -> bool:
    """True if this can stand as an address in the settings: local@domain, without name, space or brackets."""
    return _ADDRESS.fullmatch(text) is not None


_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[\w-]+(\.[\w-]+)*")
