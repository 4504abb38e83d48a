"""What an agent forwarded in: the mail is its first writer's, and the agent's own words stay inside."""

from dataclasses import replace

from mailflow.flow.agent_mail import act
from mailflow.flow.found import Match
from mailflow.flow.incoming import Incoming, cause_of
from mailflow.flow.letters import Desk, agent_recipient, folded, write_letter
from mailflow.ingest.orders import split_orders
from mailflow.mail import Forwarded, Reply

FORWARDED = "forwarded"
"""Why the agent's own words belong to the new ticket."""


def original_of(desk: Desk, mail: Incoming) -> Forwarded | None:
    """The forwarded mail, or the one that it forwards itself where its sender is an agent or the desk, and so on.

    The notes of all who passed it on stand together.
    """
    original, notes = mail.arrival.forwarded, list[str]()
    while original is not None:
        notes.append(original.note)
        if not _is_ours(desk, original.sender.address):
            return replace(original, note="\n\n".join(filter(None, notes)))
        original = original.within
    return None


def _is_ours(desk: Desk, address: str) -> bool:
    return address in desk.agents or folded(address) in set(map(folded, desk.office.house.addresses))


def do_as_asked(desk: Desk, mail: Incoming, note: str, number: int) -> None:
    """Carry out the orders above the forwarded mail on its ticket, keep the note, and tell the agent of the ticket."""
    text = split_orders(note)[1].strip()
    orders = mail.arrival.reply.orders
    cause = replace(cause_of(desk, mail), attachments=())
    if orders or text:
        reply = Reply(text=note, orders=orders, body=text)
        act(desk, Match(ticket=number, reason=FORWARDED), replace(mail.arrival, reply=reply), cause)
    agent = agent_recipient(desk.agents[mail.arrival.mail.identity or ""], desk.office.card.language)
    write_letter(desk, "forwarded_in", agent, cause, ticket=desk.ledger.ticket(number))
