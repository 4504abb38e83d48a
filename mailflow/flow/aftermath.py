"""What an event means beyond its ticket: people who come along, an example for the model."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mailflow.desk.events import Event, Labelled, Merged
from mailflow.desk.ticket import Ticket
from mailflow.flow import breach, company
from mailflow.flow.letters import Desk
from mailflow.store.tickets import first_mail

After = Callable[[Desk, Ticket, Any], None]


def follow_up(desk: Desk, ticket: Ticket, event: Event) -> None:
    """Do what this event asks for outside the ticket's own row."""
    if (after := _AFTER.get(type(event))) is not None:
        after(desk, ticket, event)


def _learn(desk: Desk, ticket: Ticket, event: Labelled) -> None:
    """A person's label becomes an example, with the ticket's first mail; a confidential ticket never does."""
    if ticket.confidential:
        return
    first = first_mail(desk.ledger.connection, ticket.number)
    if first is not None:
        words = {"language": ticket.language, "subject": first.subject, "body": first.text}
        desk.ledger.example(ticket.number, event.head, event.after, by=event.by, **words)


def _bring_people(desk: Desk, ticket: Ticket, event: Merged) -> None:
    """Whoever takes part in the merged ticket takes part in the other from now on."""
    known = {each.address for each in desk.ledger.participants(event.target)}
    for person in desk.ledger.participants(ticket.number):
        if person.address not in known:
            desk.ledger.join(event.target, replace(person, role="merged"))


_AFTER: Mapping[type[Event], After] = {**breach.AFTER, **company.AFTER, Labelled: _learn, Merged: _bring_people}
