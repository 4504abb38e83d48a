"""What was found of the ticket that a mail belongs to."""

from dataclasses import dataclass

from mailflow.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The ticket, or None; a stable reason word; the sender's own token where one came back; what else was named."""

    ticket: int | None
    reason: str
    token: Token | None = None
    related: int | None = None
