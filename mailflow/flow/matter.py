"""Whether a mail on a ticket speaks of something else: a hint for the agent, who alone decides (`#split`)."""

import re

from mailflow.desk.reading import Reading
from mailflow.desk.ticket import Ticket
from mailflow.ingest.words import kinds_of, only_thanks
from mailflow.mail import Arrival
from mailflow.subject import base_subject

NEW_MATTER = "new-matter"
_LETTERS_OF_NEWS = 60
_WORD = re.compile(r"[^\W\d_]{4,}")


def has_own_subject(arrival: Arrival, subject: str) -> bool:
    """True if the writer put another subject in place of the ticket's: our tag is gone, and what is there says more."""
    own, ours = base_subject(arrival.mail.subject), base_subject(subject)
    if not own or arrival.keys.numbers or own in ours or ours in own:
        return False
    return not only_thanks(kinds_of(own))


def new_matter(arrival: Arrival, reading: Reading, ticket: Ticket) -> str:
    """The reason word if this mail is likely a new matter in an old thread, else "".

    Its subject is another one; it says enough; and it is of another category for sure, or shares no word.
    """
    text = arrival.reply.text
    if not has_own_subject(arrival, ticket.subject) or sum(map(str.isalpha, text)) < _LETTERS_OF_NEWS:
        return ""
    other = reading.category.sure and reading.category.label != ticket.category
    shared = _words(ticket.subject) & _words(f"{arrival.mail.subject} {text}")
    return NEW_MATTER if other or not shared else ""


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
