"""An order that must look beyond its own ticket: at the outbox, at other tickets, at people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailflow.desk.commands import Command, Refuse
from mailflow.desk.ticket import Ticket
from mailflow.flow.letters import Cause, Desk
from mailflow.mail import Arrival, OrderLine
from mailflow.store.people import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """The order's line with its `text` (its argument, and the mail's text where it takes that), and all around it."""

    desk: Desk
    ticket: Ticket
    agent: Agent
    line: OrderLine
    text: str
    arrival: Arrival
    cause: Cause

    @property
    def by(self) -> str:
        """The agent's address."""
        return self.agent.address

    def refuse(self, reason: str, detail: str = "") -> Refuse:
        """The order cannot be carried out, for this stable reason."""
        return Refuse(by=self.by, order=self.line.line.lstrip("#")[:80], reason=reason, detail=detail)


Run = Callable[[Errand], Iterator[Command]]
"""The commands for the ticket itself; what others need is done on the way."""
