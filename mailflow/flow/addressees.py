"""Whom a letter to several people shows in its To and Cc: the requester, and who takes part by an agent's word.

Each of them gets a mail of their own with a token of their own; a reply to all reaches us and the others once. Whoever
came along with a merged ticket is shown to nobody, and sees nobody: they need not know each other.
"""

from collections.abc import Sequence

from mailflow.desk.ticket import Ticket
from mailflow.mail import Address
from mailflow.notify.compose import Recipient
from mailflow.store.entries import Participant

TOGETHER = frozenset({"requester", "participant"})
SHARED = frozenset({"reply", "update", "resolved", "fulfilled"})
"""Letters in a person's words that go to all who take part."""

Shown = tuple[tuple[Address, ...], tuple[Address, ...]]


def addressees(letter: str, ticket: Ticket, people: Sequence[Participant], reader: Recipient) -> Shown:
    """What stands in To and in Cc; both empty where the reader alone is shown."""
    known = [each for each in people if each.role in TOGETHER]
    hidden = ticket.confidential or ticket.unverified or reader.agent or letter not in SHARED
    if hidden or reader.address not in {each.address for each in known} or len(known) < 2:
        return (), ()
    shown = [(each.role, Address(name=each.name, address=each.address)) for each in known]
    to = tuple(address for role, address in shown if role == "requester")
    return to, tuple(address for role, address in shown if role != "requester")
