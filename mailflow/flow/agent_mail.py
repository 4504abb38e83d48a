"""An agent's proven mail: its orders in their order, then its text as the answer to the customer or as a note."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mailflow.desk.commands import Answer, Command, Label, Note, Refuse
from mailflow.desk.events import Assigned, Event, Refused
from mailflow.desk.ticket import Ticket
from mailflow.flow import at_desk, attendance, breach, company, family, meeting, rotate, undo
from mailflow.flow.carry_out import carry_out
from mailflow.flow.confidence import circle
from mailflow.flow.errand import Errand, Run
from mailflow.flow.found import Match
from mailflow.flow.letters import Cause, Desk, agent_recipient, write_letter
from mailflow.flow.orders import SPEAKS, is_known, label_word, read_order
from mailflow.ingest.orders import stray_orders
from mailflow.ingest.words import brings_files
from mailflow.mail import Arrival, OrderLine, Reply
from mailflow.notify.letters import LETTERS
from mailflow.store import outbox
from mailflow.store.people import Agent

RECORDS = frozenset({"hypothesis", "affected"})
"""Orders that take the mail's text only where their own line has no words."""
INSIDE = RECORDS | {"note", "breach"}
"""Orders whose words are for the desk alone."""

ERRANDS: Mapping[str, Run] = {
    **undo.ERRANDS,
    **attendance.ERRANDS,
    **rotate.ERRANDS,
    **family.ERRANDS,
    **company.ERRANDS,
    **breach.ERRANDS,
    **meeting.ERRANDS,
}
"""Orders that look beyond their ticket; the others are read by `orders`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """An agent's mail about a ticket."""

    desk: Desk
    ticket: Ticket
    agent: Agent
    arrival: Arrival
    cause: Cause


def act(desk: Desk, match: Match, arrival: Arrival, cause: Cause) -> int | None:
    """Carry out what the agent wrote; give the ticket's number, or None where it was about the desk itself."""
    agent = desk.agents[arrival.mail.identity or ""]
    ticket = desk.ledger.ticket(match.ticket) if match.ticket else None
    if ticket is None:
        at_desk.obey(desk, agent, arrival.reply.orders, cause)
        return None
    arrival, wants_result = _for_the_ticket(desk, agent, arrival, cause)
    if not (arrival.reply.text or arrival.reply.orders or wants_result or _only_files(arrival)):
        return ticket.number
    if ticket.confidential and agent.address not in {each.address for each in circle(desk.agents.values())}:
        _turn_away(desk, ticket, agent, arrival, cause)
        return ticket.number
    public = _goes_out(desk, match) and not ticket.alert
    verbs = {order.verb for order in arrival.reply.orders}
    reply = arrival.reply
    strays = _strays(reply)
    internal = bool(verbs & {"note", "breach"}) or bool(strays) or not (public or verbs & (SPEAKS - INSIDE))
    if internal:
        cause = replace(cause, attachments=())
    _post(desk, ticket, arrival, cause, internal=internal)
    outcomes: list[Event] = []
    request = _Request(desk=desk, ticket=ticket, agent=agent, arrival=arrival, cause=cause)
    for command in _commands(request, public=public, strays=strays):
        ticket, events = carry_out(desk, desk.ledger.ticket(ticket.number), command, cause)
        outcomes += events
    if wants_result or any(_surprises(event) for event in outcomes):
        recipient = agent_recipient(agent, desk.office.card.language)
        write_letter(desk, "orders_result", recipient, cause, ticket=ticket, outcomes=tuple(outcomes))
    return ticket.number


def _turn_away(desk: Desk, ticket: Ticket, agent: Agent, arrival: Arrival, cause: Cause) -> None:
    """Of a confidential ticket only the privacy circle disposes: the agent hears who that is, and nothing else happens.

    What they wrote is kept inside.
    """
    _post(desk, ticket, arrival, cause, internal=True)
    insiders = ", ".join(each.name or each.address for each in circle(desk.agents.values()))
    verbs = dict.fromkeys(each.verb for each in arrival.reply.orders if each.verb) or {"note": None}
    outcomes: list[Event] = []
    for verb in verbs:
        command = Refuse(by=agent.address, order=verb, reason="circle", detail=insiders)
        outcomes += carry_out(desk, desk.ledger.ticket(ticket.number), command, cause)[1]
    recipient = agent_recipient(agent, desk.office.card.language)
    write_letter(desk, "orders_result", recipient, cause, ticket=ticket, outcomes=tuple(outcomes))


def _for_the_ticket(desk: Desk, agent: Agent, arrival: Arrival, cause: Cause) -> tuple[Arrival, bool]:
    """The mail without its orders about the desk itself, which are done here; and whether it asks for its result."""
    orders = arrival.reply.orders
    if about := [each for each in orders if at_desk.is_about_the_desk(each)]:
        at_desk.obey(desk, agent, about, cause)
    rest = tuple(each for each in orders if each.verb != "verbose" and each not in about)
    text = arrival.reply.text if len(rest) == len(orders) else arrival.reply.body
    reply = replace(arrival.reply, orders=rest, text=text)
    return replace(arrival, reply=reply), any(each.verb == "verbose" for each in orders)


def _only_files(arrival: Arrival) -> bool:
    """True if an agent's mail says nothing, and brings what is to be sent."""
    return not arrival.reply.text and not arrival.reply.orders and brings_files(arrival.mail.attachments)


def _surprises(event: Event) -> bool:
    """True for what the agent did not mean: a refusal, or that somebody else got the ticket."""
    return isinstance(event, Refused) or (isinstance(event, Assigned) and bool(event.instead_of))


def _goes_out(desk: Desk, match: Match) -> bool:
    """True if the letter that the agent answers says at its top that the reply goes to the customer."""
    if match.token is None:
        return False
    message_id = match.token.message_id(desk.office.card.message_domain)
    letter = outbox.by_message_id(desk.ledger.connection, [message_id])
    return letter is not None and letter.letter in LETTERS and LETTERS[letter.letter].reply_goes_out


def _strays(reply: Reply) -> tuple[str, ...]:
    """Lines that were meant as orders and are none: what was meant to stay inside must not go out with them."""
    unknown = (each.line for each in reply.orders if not (is_known(each) or each.verb in ERRANDS))
    return (*unknown, *stray_orders(_body(reply)))


def _body(reply: Reply) -> str:
    return reply.body.strip() if reply.orders else reply.text.strip()


def _commands(request: _Request, *, public: bool, strays: tuple[str, ...]) -> Iterator[Command]:
    """What the mail asks for. With strays in it, none of its words goes to the customer: they become a note."""
    agent, reply = request.agent, request.arrival.reply
    if (answer := label_word(request.ticket, reply.text, request.desk.office.rules)) is not None:
        yield Label(by=agent.address, head=answer[0], value=answer[1])
        return
    speaks = INSIDE if strays else SPEAKS
    speaker = next((order for order in reversed(reply.orders) if _takes_text(order, speaks)), None)
    body = _body(reply)
    for order in reply.orders:
        if order.verb in SPEAKS - speaks:
            yield Refuse(by=agent.address, order=order.verb or "", reason="unsent")
        else:
            yield from _read(request, order, _joined(order.argument, body) if order is speaker else order.argument)
    if speaker is None and body and (strays or not public):
        yield Note(by=agent.address, text=body)
    elif speaker is None and public and (body or _only_files(request.arrival)):
        yield Answer(by=agent.address, name=agent.name or agent.address, tier=agent.tier, text=body)
    if body:
        yield from (Refuse(by=agent.address, order=line[:80], reason="unsent") for line in strays)


def _takes_text(order: OrderLine, speaks: frozenset[str]) -> bool:
    return order.verb in speaks and not (order.verb in RECORDS and order.argument)


def _read(request: _Request, order: OrderLine, text: str) -> Iterator[Command]:
    """An errand looks at the ticket as the orders before it have left it."""
    desk, ticket = request.desk, request.desk.ledger.ticket(request.ticket.number) or request.ticket
    run = ERRANDS.get(order.verb or "")
    if run is None:
        yield from read_order(order, text, ticket, request.agent, desk.office.rules)
        return
    yield from run(
        Errand(
            desk=desk,
            ticket=ticket,
            agent=request.agent,
            line=order,
            text=text,
            arrival=request.arrival,
            cause=request.cause,
        )
    )


def _joined(argument: str, body: str) -> str:
    return "\n\n".join(part for part in (argument.strip(), body) if part)


def _post(desk: Desk, ticket: Ticket, arrival: Arrival, cause: Cause, *, internal: bool) -> None:
    mail = arrival.mail
    desk.ledger.message(
        ticket.number,
        "note" if internal else "in",
        message_id=mail.message_id,
        sender=mail.identity or "",
        recipients=[each.address for each in (*mail.to, *mail.cc)],
        subject=mail.subject,
        at=desk.ledger.now,
        text=arrival.reply.text,
        inbox=cause.inbox,
    )
