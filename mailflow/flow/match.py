"""Which ticket a mail belongs to, in TRUST.md's order, and whether its sender has proven to be on it.

Own token in the plus-address; in In-Reply-To and References; in the body; a known Message-ID, then the subject's
number, where the sender takes part. Else nothing, and what the mail named is only noted as possibly related.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailflow.mail import Keys
from mailflow.store.ledger import Ledger
from mailflow.tokens import KeyRing, Purpose, Token, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The ticket, or None; a stable reason word; the sender's own token where one came back; what else was named."""

    ticket: int | None
    reason: str
    token: Token | None = None
    related: int | None = None


def match_mail(ledger: Ledger, ring: KeyRing, keys: Keys, identity: str | None, *, trusted: bool = False) -> Match:
    """Find the mail's ticket. `trusted`: an agent with proof, who may name any ticket by id or number."""
    for reason, token in _tokens(keys):
        if identity is None or not ring.proves(token, identity):
            continue
        if token.purpose is Purpose.CHALLENGE or token.ticket == 0:
            return Match(ticket=None, reason=reason, token=token)
        if (number := standing(ledger, token.ticket)) is not None:
            return Match(ticket=number, reason=reason, token=token)
    return _by_reference(ledger, keys, identity, trusted)


def named_tickets(keys: Keys) -> set[int]:
    """The numbers that a mail names by token or subject, to be read ahead."""
    tokens = {token.ticket for _, token in _tokens(keys) if token.purpose is not Purpose.CHALLENGE}
    return (tokens | set(keys.numbers)) - {0}


def _tokens(keys: Keys) -> Iterator[tuple[str, Token]]:
    places = (("address-token", keys.address_tokens), ("header-token", keys.header_tokens))
    for reason, texts in (*places, ("body-token", keys.body_tokens)):
        for text in texts:
            yield from ((reason, token) for token in find(text))


def _by_reference(ledger: Ledger, keys: Keys, identity: str | None, trusted: bool) -> Match:
    related = None
    for reason, numbers in _references(ledger, keys):
        for each in numbers:
            number = standing(ledger, each)
            if number is None:
                continue
            if trusted or _takes_part(ledger, each, identity) or _takes_part(ledger, number, identity):
                return Match(ticket=number, reason=reason)
            related = related or number
    return Match(ticket=None, reason="new", related=related)


def _references(ledger: Ledger, keys: Keys) -> Iterator[tuple[str, Iterable[int]]]:
    known = ledger.find(keys.message_ids)
    for message_id in keys.message_ids:
        yield "message-id", known.get(message_id, ())
    yield "subject", keys.numbers


def _takes_part(ledger: Ledger, number: int, identity: str | None) -> bool:
    return identity is not None and any(each.address == identity for each in ledger.participants(number))


def standing(ledger: Ledger, number: int) -> int | None:
    """The ticket that this number leads to now: itself, or where it was merged into; None if there is none."""
    seen: set[int] = set()
    while (ticket := ledger.ticket(number)) is not None and ticket.merged_into and number not in seen:
        seen.add(number)
        number = ticket.merged_into
    return None if ticket is None else number
