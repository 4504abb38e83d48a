"""What the writer of a mail wrote new, and what it says by itself: an agent's orders, a customer's word.

The text version is read where there is one; of an HTML mail its text with the quotes marked. The result may be "":
a mail that only quotes has said nothing new, and the whole stays in `Mail.text`.
"""

import re

from mailflow.ingest.html import marked_text
from mailflow.ingest.orders import split_orders
from mailflow.ingest.quote import own_segments
from mailflow.ingest.signature import without_signature
from mailflow.ingest.words import kinds_of, only_thanks, rating_of, word_of
from mailflow.mail import Mail, Reply

_FORWARDED = re.compile(r"\s*(?:fwd?|wg|vá|továbbítás|továbbítva|tr|i|vs|doorst)\s*:", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_BLANKS = re.compile(r"\n{4,}")


def reply_of(mail: Mail) -> Reply:
    """The new text, its orders and words."""
    text = new_text(mail)
    kinds = kinds_of(text)
    orders, below = split_orders(mail.plain)
    return Reply(
        text=text,
        orders=orders,
        body=new_text(mail, below) if orders else text,
        word=word_of(kinds),
        thanks=only_thanks(kinds),
        rating=rating_of(text),
    )


def new_text(mail: Mail, source: str | None = None) -> str:
    """The writer's own words of `source`, by default of the mail's best version, and what is forwarded with them."""
    marked = source is None and bool(mail.html) and not mail.plain.strip()
    if source is None:
        source = marked_text(mail.html) if marked else mail.text
    segments, forwarded = own_segments(source, forwards=bool(_FORWARDED.match(mail.subject)))
    names = _names(mail)
    own = ["\n".join(without_signature(segment, names, marked=marked)) for segment in segments]
    parts = [part for part in (*own, "\n".join(forwarded)) if part.strip()]
    return _BLANKS.sub("\n\n\n", "\n\n".join(parts)).strip()


def _names(mail: Mail) -> frozenset[str]:
    if mail.sender is None:
        return frozenset()
    return frozenset(
        word.lower() for word in _LETTERS.findall(mail.sender.name or mail.sender.address.partition("@")[0])
    )
