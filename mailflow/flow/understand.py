"""A kept mail understood: read, classified, and known by what it says. Needs no store, so it may happen anywhere."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailflow.desk.reading import Reading, fallback
from mailflow.ingest.read import House, read
from mailflow.mail import Arrival, Kept, Protection, VerdictWord

Text = tuple[str, str]
Texts = Sequence[Text]
READ = frozenset({VerdictWord.ACCEPT, VerdictWord.AUTOMATIC})
"""The verdicts after which the text model reads a mail."""


class CannotReadNowError(Exception):
    """Reading is not possible at all for now; no mail is to blame, and all of them wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A mail with what reading found in it. `fingerprint` is the same for copies that came different ways."""

    id: int
    arrival: Arrival
    reading: Reading
    fingerprint: str


def understand(kept: Sequence[Kept], house: House, read_texts: Callable[[Texts], list[Reading]]) -> list[Understood]:
    """Read and classify these mails, in order; the text model sees them together, which is much faster."""
    arrivals = [read(each.content, house, oversized=each.oversized) for each in kept]
    readings = iter(read_texts([text_of(each) for each in arrivals if has_text(each)]))
    return [
        Understood(
            id=each.id,
            arrival=arrival,
            reading=next(readings) if has_text(arrival) else fallback(),
            fingerprint=fingerprint_of(arrival, each.content),
        )
        for each, arrival in zip(kept, arrivals, strict=True)
    ]


def has_text(arrival: Arrival) -> bool:
    """True if there is something for the text model to read."""
    return arrival.verdict.word in READ and arrival.mail.protection is not Protection.ENCRYPTED


def text_of(arrival: Arrival) -> tuple[str, str]:
    """What the text model reads of a mail, and of one that it brings as an attachment."""
    attached = arrival.forwarded.text if arrival.forwarded and arrival.forwarded.message_id else ""
    return arrival.mail.subject, "\n\n".join(filter(None, (arrival.reply.text, attached)))


def fingerprint_of(arrival: Arrival, content: bytes) -> str:
    """A digest of id, sender, subject, text and parts; of the bytes where a mail has no id of its own (F78, F79)."""
    mail = arrival.mail
    if not mail.message_id or arrival.verdict.word is VerdictWord.UNREADABLE:
        return hashlib.sha256(content).hexdigest()
    digest = hashlib.sha256()
    sender = mail.sender.address if mail.sender else ""
    for text in (mail.message_id, sender, mail.subject, mail.text, *(each.name for each in mail.attachments)):
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    for each in mail.attachments:
        digest.update(hashlib.sha256(each.content).digest())
    return digest.hexdigest()
