"""Which ticket a mail belongs to, in TRUST.md's order, and whether its sender has proven to be on it.

Own token in the plus-address; in In-Reply-To and References; in the body; then, where the sender takes part, a known
Message-ID, Exchange's conversation, the subject's number. Else nothing, and what the mail named is only noted as
possibly related. A subject alone joins nothing.
"""

import re
from collections.abc import Iterable, Iterator

from mailflow.flow.found import Match
from mailflow.mail import Keys
from mailflow.store.company import known_as
from mailflow.store.ledger import Ledger
from mailflow.subject import base_subject
from mailflow.tokens import PATTERN, KeyRing, Purpose, Token, find

CONVERSATION = "thread-index:"
"""Before what Exchange calls a conversation, where it is kept beside Message-IDs."""

_LETTER_ID = re.compile(rf"mf\.(?:{PATTERN.pattern})@.+", re.IGNORECASE)
_REMEMBERED = 10


def match_mail(
    ledger: Ledger, ring: KeyRing, keys: Keys, identity: str | None, subject: str, *, is_agent: bool, trusted: bool
) -> Match:
    """Find the mail's ticket. `trusted`: an agent with proof, who may name any ticket by id or number.

    A customer's token counts as long as they take part.
    """
    for reason, token in _tokens(keys):
        if identity is None or not ring.proves(token, identity):
            continue
        if token.purpose is Purpose.CHALLENGE or token.ticket == 0:
            return Match(ticket=None, reason=reason, token=token)
        number = standing(ledger, token.ticket)
        if number is not None and (_outlasts(token, is_agent) or _is_on(ledger, token.ticket, identity)):
            return Match(ticket=number, reason=reason, token=token)
    return _by_reference(ledger, keys, identity, subject, trusted=trusted)


def _outlasts(token: Token, is_agent: bool) -> bool:
    """True for the tokens of those who need not take part: agents, and whoever is asked for approval."""
    return token.purpose is not Purpose.CUSTOMER and (is_agent or token.purpose is not Purpose.CALENDAR)


def named_tickets(keys: Keys) -> set[int]:
    """The numbers that a mail names by token or subject, to be read ahead."""
    tokens = {token.ticket for _, token in _tokens(keys) if token.purpose is not Purpose.CHALLENGE}
    return (tokens | set(keys.numbers)) - {0}


def named_ids(keys: Keys) -> set[str]:
    """All under which the ledger may know a mail's conversation, to be read ahead."""
    return {*keys.message_ids, *keys.own_ids, *_conversation(keys)}


def remembered_ids(ledger: Ledger, keys: Keys, number: int) -> list[str]:
    """What else a later mail of this ticket may name: this one's former id, mails that we never had, the conversation.

    A mail that this one answers may come after it, or never, and others may answer the same.
    """
    known = ledger.find(keys.message_ids)
    strangers = [each for each in keys.message_ids if each not in known and not _LETTER_ID.fullmatch(each)]
    wanted = [*keys.own_ids[1:], *strangers[:_REMEMBERED], *_conversation(keys)]
    there = ledger.find(wanted)
    return [each for each in wanted if number not in there.get(each, ())]


def _conversation(keys: Keys) -> list[str]:
    return [CONVERSATION + keys.conversation] if keys.conversation else []


def _tokens(keys: Keys) -> Iterator[tuple[str, Token]]:
    places = (("address-token", keys.address_tokens), ("header-token", keys.header_tokens))
    for reason, texts in (*places, ("body-token", keys.body_tokens)):
        for text in texts:
            yield from ((reason, token) for token in find(text))


def _by_reference(ledger: Ledger, keys: Keys, identity: str | None, subject: str, *, trusted: bool) -> Match:
    related = None
    for reason, numbers in _references(ledger, keys, subject):
        for each in numbers:
            number = standing(ledger, each)
            if number is None:
                continue
            if trusted or _is_on(ledger, each, identity):
                return Match(ticket=number, reason=reason)
            related = related or number
    return Match(ticket=None, reason="new", related=related)


def _references(ledger: Ledger, keys: Keys, subject: str) -> Iterator[tuple[str, Iterable[int]]]:
    """The tickets that a mail names, the surest first, the newest first.

    Another mail of its own id, and a conversation, which goes on when its subject is another, must be of one subject.
    """
    known = ledger.find(named_ids(keys))
    for message_id in keys.message_ids:
        yield "message-id", _newest_first(known, message_id)
    for reason, ids in (("message-id", keys.own_ids), ("conversation", _conversation(keys))):
        for each in ids:
            yield reason, [n for n in _newest_first(known, each) if _is_about(ledger, n, subject)]
    if not _is_of_another_desk(keys, known):
        yield "subject", keys.numbers


def _newest_first(known: dict[str, list[int]], message_id: str) -> list[int]:
    return sorted(set(known.get(message_id, ())), reverse=True)


def _is_about(ledger: Ledger, number: int, subject: str) -> bool:
    ticket, base = ledger.ticket(number), base_subject(subject)
    return ticket is not None and bool(base) and base_subject(ticket.subject) == base


def _is_of_another_desk(keys: Keys, known: dict[str, list[int]]) -> bool:
    """True if the mail answers letters of a mailflow, and none that we wrote: its number is that desk's."""
    letters = [each for each in keys.message_ids if _LETTER_ID.fullmatch(each)]
    return bool(letters) and not any(each in known for each in keys.message_ids)


def _is_on(ledger: Ledger, number: int, identity: str | None) -> bool:
    """True for who takes part in the ticket or in the one that it was merged into: not for who was taken off it."""
    return any(_takes_part(ledger, each, identity) for each in {number, standing(ledger, number) or number})


def _takes_part(ledger: Ledger, number: int, identity: str | None) -> bool:
    """By this address or, as an agent has said, by another one of the same person."""
    people = {each.address for each in ledger.participants(number)}
    if identity is None or not people or identity in people:
        return identity in people
    known = known_as(ledger, [identity, *people])
    return known[identity] in {known[each] for each in people}


def standing(ledger: Ledger, number: int) -> int | None:
    """The ticket that this number leads to now: itself, or where it was merged into; None if there is none."""
    seen: set[int] = set()
    while (ticket := ledger.ticket(number)) is not None and ticket.merged_into and number not in seen:
        seen.add(number)
        number = ticket.merged_into
    return None if ticket is None else number
