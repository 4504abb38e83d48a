"""How far a mail's sender is believed (TRUST.md "Who is it"): a class by address, proof and own token."""

from enum import StrEnum

from mailflow.flow.found import Match
from mailflow.mail import Proof
from mailflow.tokens import Purpose


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
    own = match.token is not None
    if is_agent and not (own and match.token and match.token.purpose is Purpose.CUSTOMER):
        return Trust.AGENT if own or proof is Proof.PASS else Trust.HELD
    if own or (proof is Proof.PASS and match.ticket is not None):
        return Trust.KNOWN
    return Trust.UNVERIFIED if proof is Proof.NONE else Trust.CUSTOMER
