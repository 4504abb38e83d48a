"""One command on one ticket: the pure desk decides, and ticket, journal and letters are written together."""

from mailflow.desk.commands import Command
from mailflow.desk.decide import handle
from mailflow.desk.events import Event, Refused
from mailflow.desk.ticket import Ticket
from mailflow.flow import children
from mailflow.flow.aftermath import follow_up
from mailflow.flow.letters import Cause, Desk, write_letters


def carry_out(desk: Desk, ticket: Ticket | None, command: Command, cause: Cause) -> tuple[Ticket, tuple[Event, ...]]:
    """Do what is asked and give the ticket as it stands then, with what happened.

    What is not possible is an event too; the caller tells whoever asked.
    """
    changed, events = handle(ticket, command, desk.ledger.now, desk.office.rules)
    desk.ledger.put(changed)
    for event in events:
        desk.ledger.record(changed.number, event, cause.inbox)
        follow_up(desk, changed, event)
    for event in events:
        if not isinstance(event, Refused):
            write_letters(desk, changed, event, cause)
    for event in events:
        for number, order in children.orders(desk, changed, event):
            carry_out(desk, desk.ledger.ticket(number), order, cause)
    return changed, events
