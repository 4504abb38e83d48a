"""A letter's headers: who it is from, what it belongs to, and that machines must not answer it.

RFC 5322 3.6.4 (References), RFC 3834 (Auto-Submitted), RFC 5233 (plus-addresses). Every value is one line of ASCII.
"""

import re
from datetime import UTC
from email.utils import format_datetime

from mailflow.desk import events
from mailflow.mail import Address
from mailflow.notify.clean import clean_line
from mailflow.notify.letters import LETTERS
from mailflow.notify.mime import write_phrase, write_unstructured
from mailflow.notify.occasion import DeskCard, Occasion, Thread
from mailflow.subject import without_prefixes
from mailflow.tokens import Token

_ID = re.compile(r"[!-;=?-~]{3,250}")
_MAILBOX = re.compile(r"[^\s<>,;:\"()\[\]\\@]{1,64}@[^\s<>,;:\"()\\@]{1,253}")
_LAST_REFERENCES = 9


def write_headers(
    occasion: Occasion, token: Token, thread: Thread, subject: str, language: str, *, automatic: bool
) -> list[tuple[str, str]]:
    """All headers but those of MIME, in the order in which they stand."""
    desk = occasion.desk
    me = Address(name=occasion.recipient.name, address=occasion.recipient.address)
    reply_to = write_reply_to(desk, token)
    headers = [
        ("From", write_mailbox(Address(name=_sign(occasion), address=desk.address))),
        ("To", _write_mailboxes(thread.to or (me,)) or "undisclosed-recipients:;"),
        ("Cc", _write_mailboxes(thread.cc)),
        ("Reply-To", write_mailbox(Address(name=desk.name, address=reply_to)) if desk.subaddress else ""),
        ("Subject", write_unstructured(subject)),
        ("Date", format_datetime(occasion.now.astimezone(UTC))),
        ("Message-ID", f"<mf.{token}@{desk.message_domain}>"),
        *_write_thread(thread),
        *(_mark_automatic(occasion) if automatic else ()),
        *(_URGENT if occasion.letter == "page" else ()),
        ("X-Mailflow-Loop", write_unstructured(desk.loop_id)),
        ("X-Mailflow-Ticket", "" if occasion.ticket is None else f"{desk.prefix}-{occasion.ticket.number}"),
        ("Content-Language", language),
    ]
    return [(name, value) for name, value in headers if value]


_URGENT = (("Importance", "high"), ("X-Priority", "1"))


def write_subject(occasion: Occasion, thread: Thread) -> str:
    """`[PREFIX-N]` and the ticket's own subject, the same for all its letters, so that clients group them.

    A confidential ticket has no subject beyond its number (S35).
    """
    ticket = occasion.ticket
    if ticket is None:
        return occasion.desk.name
    tag = f"[{occasion.desk.prefix}-{ticket.number}]"
    prefix = "Re: " if thread.in_reply_to else ""
    own = "" if ticket.confidential else without_prefixes(ticket.subject.replace(tag, ""))
    return clean_line(f"{prefix}{tag} {own}")


def write_reply_to(desk: DeskCard, token: Token) -> str:
    """The address that answers and bounces come to: the desk's own, with the token where plus-addresses work."""
    if not desk.subaddress:
        return desk.address
    local, _, domain = desk.address.rpartition("@")
    return f"{local}+{token}@{domain}"


def find_author(occasion: Occasion) -> str:
    """The name of the agent whose event it is, or the desk's: an agent's address is never shown to a customer."""
    event = occasion.event
    if event is None:
        return occasion.desk.name
    name = event.name if isinstance(event, events.Answered) else ""
    name = occasion.names.get(event.by, "") or name
    return occasion.desk.name if not name or "@" in name else name


def write_mailbox(address: Address) -> str:
    """One mailbox, its name quoted or encoded as it must be; "" for an address that no header can hold."""
    if not _MAILBOX.fullmatch(address.address) or not address.address.isascii():
        return ""
    phrase = write_phrase(address.name) if address.name.strip() else ""
    return f"{phrase} <{address.address}>" if phrase else address.address


def _write_mailboxes(addresses: tuple[Address, ...]) -> str:
    return ",\r\n ".join(filter(None, map(write_mailbox, addresses)))


def _sign(occasion: Occasion) -> str:
    """The desk's name; before it the agent's, where the letter carries that agent's words."""
    desk = occasion.desk.name
    if occasion.recipient.agent or LETTERS[occasion.letter].automatic:
        return desk
    author = find_author(occasion)
    return desk if author == desk else f"{author}, {desk}"


def _write_thread(thread: Thread) -> list[tuple[str, str]]:
    """In-Reply-To, and of the References the first and the last nine."""
    parent = thread.in_reply_to or ""
    known = [*thread.references, parent] if parent not in thread.references else list(thread.references)
    ids = [f"<{each}>" for each in known if _ID.fullmatch(each)]
    if len(ids) > _LAST_REFERENCES + 1:
        ids = [ids[0], *ids[-_LAST_REFERENCES:]]
    return [("In-Reply-To", f"<{parent}>" if _ID.fullmatch(parent) else ""), ("References", "\r\n ".join(ids))]


def _mark_automatic(occasion: Occasion) -> tuple[tuple[str, str], ...]:
    """RFC 3834 5: auto-replied where it answers a mail of the recipient, else auto-generated."""
    writing = occasion.writing
    answers = writing is not None and writing.address == occasion.recipient.address
    word = "auto-replied" if answers else "auto-generated"
    return ("Auto-Submitted", word), ("X-Auto-Response-Suppress", "All")
