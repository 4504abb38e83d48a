"""How far a mail's sender is believed (TRUST.md "Who is it"): a class by address, proof and own token.

An agent who has proven who they are may still be asked (`objection`): for a mail that somebody may have sent again, and
for an order that cannot be taken back where a token alone stands for them.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from mailflow.flow.found import Match
from mailflow.mail import OrderLine, Proof
from mailflow.tokens import Purpose

FRESH = timedelta(days=7)
"""How far apart a mail's Date and its arrival may be, for its signature to prove anything (S12)."""

DESTRUCTIVE = frozenset({"cancel", "merge", "requester", "alias", "breach"})
"""Orders that end a ticket, or let other people read it, and cannot simply be taken back."""


_YES = frozenset({"yes", "yep", "y", "igen", "ja", "jawohl", "jo"})
_NO = frozenset({"no", "nope", "n", "not", "nem", "nein", "nicht"})


class Trust(StrEnum):
    """T3 acts as an agent, HELD waits for a challenge, T2 and T1 are customers, T0 is unverified, TX not believed."""

    AGENT = "T3"
    HELD = "held"
    KNOWN = "T2"
    CUSTOMER = "T1"
    UNVERIFIED = "T0"
    REJECTED = "TX"


def judge(identity: str | None, proof: Proof, match: Match, *, is_agent: bool) -> Trust:
    """The class of this mail's sender."""
    if identity is None or proof is Proof.FAIL:
        return Trust.REJECTED
    own = match.token is not None and match.token.purpose is not Purpose.CALENDAR
    if is_agent and not (own and match.token and match.token.purpose is Purpose.CUSTOMER):
        return Trust.AGENT if own or proof is Proof.PASS else Trust.HELD
    if own or (proof is Proof.PASS and match.ticket is not None):
        return Trust.KNOWN
    return Trust.UNVERIFIED if proof is Proof.NONE else Trust.CUSTOMER


def objection(
    proof: Proof, match: Match, orders: Iterable[OrderLine], written: datetime | None, received: datetime
) -> str:
    """Why an agent with proof is asked before this mail acts, in a stable word; "" where nothing speaks against it.

    `written` is the mail's Date, which is signed where a signature is the proof.
    """
    if match.token is None:
        return "" if written is not None and abs(received - written) <= FRESH else "not fresh"
    weak = proof is Proof.NONE and any(order.verb in DESTRUCTIVE for order in orders)
    return "token alone" if weak and match.token.purpose is Purpose.AGENT else ""


def answer_of(text: str) -> bool | None:
    """What the first word says to "is this e-mail from you?"; None where it is neither yes nor no."""
    first = next(iter(re.findall(r"\w+", text.casefold())), "")
    return True if first in _YES else False if first in _NO else None
