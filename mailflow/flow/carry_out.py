"""One command on one ticket: the pure desk decides, and ticket, journal and letters are written together."""

from dataclasses import replace

from mailflow.desk.commands import Command
from mailflow.desk.decide import handle
from mailflow.desk.events import Event, Labelled, Merged, Refused
from mailflow.desk.ticket import Ticket
from mailflow.flow.letters import Cause, Desk, write_letters
from mailflow.store.tickets import first_mail


def carry_out(desk: Desk, ticket: Ticket | None, command: Command, cause: Cause) -> tuple[Ticket, tuple[Event, ...]]:
    """Do what is asked and give the ticket as it stands then, with what happened.

    What is not possible is an event too; the caller tells whoever asked.
    """
    now = desk.ledger.now
    changed, events = handle(ticket, command, now, desk.office.rules)
    desk.ledger.put(changed)
    for event in events:
        desk.ledger.record(changed.number, event, cause.inbox)
        if isinstance(event, Labelled):
            _learn(desk, changed, event)
        if isinstance(event, Merged):
            _bring_people(desk, changed.number, event.target)
    for event in events:
        if not isinstance(event, Refused):
            write_letters(desk, changed, event, cause)
    return changed, events


def _bring_people(desk: Desk, source: int, target: int) -> None:
    """Whoever takes part in the merged ticket takes part in the other from now on."""
    known = {each.address for each in desk.ledger.participants(target)}
    for person in desk.ledger.participants(source):
        if person.address not in known:
            desk.ledger.join(target, replace(person, role="participant"))


def _learn(desk: Desk, ticket: Ticket, event: Labelled) -> None:
    """A person's label becomes an example, with the ticket's first mail; a confidential ticket never does."""
    if ticket.confidential:
        return
    first = first_mail(desk.ledger.connection, ticket.number)
    if first is not None:
        words = {"language": ticket.language, "subject": first.subject, "body": first.text}
        desk.ledger.example(ticket.number, event.head, event.after, by=event.by, **words)
