"""The first diagnosis: what a reply answers to the questions that our first letter asked."""

from mailflow.desk.clue import Clue
from mailflow.desk.terms import OPEN
from mailflow.desk.ticket import Ticket
from mailflow.flow.letters import Desk
from mailflow.ingest.clues import clues_in
from mailflow.mail import Reply
from mailflow.store.tickets import first_letter


def clues_of(desk: Desk, ticket: Ticket, reply: Reply) -> tuple[Clue, ...]:
    """The questions of the letter that acknowledged this ticket, as far as the reply answers them."""
    if ticket.state not in OPEN or not reply.text:
        return ()
    letter = first_letter(desk.ledger.connection, ticket.number)
    return clues_in(reply, desk.office.press.asked_in(letter)) if letter else ()
