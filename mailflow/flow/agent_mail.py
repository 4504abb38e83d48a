"""An agent's proven mail: its orders in their order, then its text as the answer to the customer or as a note."""

from collections.abc import Iterator
from dataclasses import replace

from mailflow.desk.commands import Answer, Command, Label, Merge, Note, Refuse
from mailflow.desk.events import Event, Refused
from mailflow.desk.terms import OPEN, SOLVED
from mailflow.desk.ticket import Ticket
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import Cause, Desk, agent_recipient, write_letter
from mailflow.flow.match import Match, standing
from mailflow.flow.orders import SPEAKS, label_word, read_order
from mailflow.mail import Arrival, OrderLine
from mailflow.notify.letters import LETTERS
from mailflow.store import inbox, outbox
from mailflow.store.people import Agent


def act(desk: Desk, match: Match, arrival: Arrival, cause: Cause) -> int | None:
    """Carry out what the agent wrote; give the ticket's number, or None where it was about the desk itself."""
    agent = desk.agents[arrival.mail.identity or ""]
    ticket = desk.ledger.ticket(match.ticket) if match.ticket else None
    if ticket is None:
        _at_the_desk(desk, agent, arrival.reply.orders, cause)
        return None
    public = _goes_out(desk, match)
    verbs = {order.verb for order in arrival.reply.orders}
    internal = "note" in verbs or not (public or verbs & SPEAKS)
    if internal:
        cause = replace(cause, attachments=())
    _post(desk, ticket, arrival, cause, internal=internal)
    outcomes: list[Event] = []
    for command in _commands(desk, ticket, agent, arrival, public=public):
        ticket, events = carry_out(desk, ticket, command, cause)
        outcomes += events
    if any(isinstance(event, Refused) for event in outcomes):
        recipient = agent_recipient(agent, desk.office.card.language)
        write_letter(desk, "orders_result", recipient, cause, ticket=ticket, outcomes=tuple(outcomes))
    return ticket.number


def _goes_out(desk: Desk, match: Match) -> bool:
    """True if the letter that the agent answers says at its top that the reply goes to the customer."""
    if match.token is None:
        return False
    message_id = match.token.message_id(desk.office.card.message_domain)
    letter = outbox.by_message_id(desk.ledger.connection, [message_id])
    return letter is not None and letter.letter in LETTERS and LETTERS[letter.letter].reply_goes_out


def _commands(desk: Desk, ticket: Ticket, agent: Agent, arrival: Arrival, *, public: bool) -> Iterator[Command]:
    reply = arrival.reply
    if (answer := label_word(ticket, reply.text, desk.office.rules)) is not None:
        yield Label(by=agent.address, head=answer[0], value=answer[1])
        return
    speaker = next((order for order in reversed(reply.orders) if order.verb in SPEAKS), None)
    body = reply.body.strip() if reply.orders else reply.text.strip()
    for order in reply.orders:
        if order.verb == "undo":
            undone = outbox.undo(desk.ledger.connection, ticket.number, agent.address)
            if not undone:
                yield Refuse(by=agent.address, order="undo", reason="late")
            continue
        text = _joined(order.argument, body) if order is speaker else order.argument
        for command in read_order(order, text, ticket, agent, desk.agents, desk.office.rules):
            yield _target(desk, command) if isinstance(command, Merge) else command
    if speaker is None and body and not public:
        yield Note(by=agent.address, text=body)
    elif speaker is None and body:
        yield Answer(by=agent.address, name=agent.name or agent.address, tier=agent.tier, text=body)


def _target(desk: Desk, command: Merge) -> Command:
    """The merge into where that number leads now; refused where no ticket that is open or solved stands there."""
    number = standing(desk.ledger, command.target)
    target = desk.ledger.ticket(number) if number else None
    if target is None or target.state not in OPEN | SOLVED:
        return Refuse(by=command.by, order=f"merge {command.target}", reason="target")
    return Merge(by=command.by, target=target.number)


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


def _at_the_desk(desk: Desk, agent: Agent, orders: tuple[OrderLine, ...], cause: Cause) -> None:
    """Orders that name no ticket: let a mail out of quarantine or drop it; anything else is refused."""
    results = [_desk_order(desk, order) for order in orders]
    recipient = agent_recipient(agent, desk.office.card.language)
    write_letter(desk, "desk_result", recipient, cause, results=tuple(results))


def _desk_order(desk: Desk, order: OrderLine) -> tuple[str, str]:
    """The order's line and a stable word for what came of it: released, rejected, gone, or unknown."""
    number = order.argument.strip().lstrip("#")
    if order.verb not in ("release", "reject") or not number.isdecimal():
        return order.line, "unknown"
    decide = inbox.release if order.verb == "release" else inbox.reject
    done = decide(desk.ledger.connection, int(number))
    return order.line, f"{order.verb}ed" if done else "gone"
