"""An agent's proven mail: its orders in their order, then its text as the answer to the customer or as a note."""

from collections.abc import Iterator
from dataclasses import replace

from mailflow.desk.commands import Answer, Command, Label, Merge, Note, Refuse, Undo
from mailflow.desk.events import CauseFound, Event, Refused
from mailflow.desk.terms import OPEN, SOLVED
from mailflow.desk.ticket import Ticket
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import Cause, Desk, agent_recipient, write_letter
from mailflow.flow.match import Match, standing
from mailflow.flow.orders import SPEAKS, is_known, label_word, read_order
from mailflow.ingest.orders import stray_orders
from mailflow.ingest.pasted import without_pasted
from mailflow.mail import Arrival, OrderLine, Reply
from mailflow.notify.letters import LETTERS
from mailflow.store import inbox, outbox, tickets
from mailflow.store.people import Agent

INSIDE = frozenset({"note"})
"""Orders whose words are for the desk alone."""


def act(desk: Desk, match: Match, arrival: Arrival, cause: Cause) -> int | None:
    """Carry out what the agent wrote; give the ticket's number, or None where it was about the desk itself."""
    agent = desk.agents[arrival.mail.identity or ""]
    ticket = desk.ledger.ticket(match.ticket) if match.ticket else None
    if ticket is None:
        _at_the_desk(desk, agent, arrival.reply.orders, cause)
        return None
    public = _goes_out(desk, match)
    verbs = {order.verb for order in arrival.reply.orders}
    reply = _without_letter(desk, match, arrival.reply)
    strays = _strays(reply)
    internal = "note" in verbs or bool(strays) or not (public or verbs & SPEAKS)
    if internal:
        cause = replace(cause, attachments=())
    _post(desk, ticket, arrival, cause, internal=internal)
    outcomes: list[Event] = []
    for command in _commands(desk, ticket, agent, reply, public=public, strays=strays):
        ticket, events = carry_out(desk, ticket, command, cause)
        outcomes += events
    if any(isinstance(event, Refused) for event in outcomes):
        recipient = agent_recipient(agent, desk.office.card.language)
        write_letter(desk, "orders_result", recipient, cause, ticket=ticket, outcomes=tuple(outcomes))
    return ticket.number


def _without_letter(desk: Desk, match: Match, reply: Reply) -> Reply:
    """The reply without what it repeats of the letter that it answers, should no quote marks show it."""
    if match.token is None:
        return reply
    message_id = match.token.message_id(desk.office.card.message_domain)
    letter = tickets.letter_text(desk.ledger.connection, message_id)
    return replace(reply, text=without_pasted(reply.text, letter), body=without_pasted(reply.body, letter))


def _goes_out(desk: Desk, match: Match) -> bool:
    """True if the letter that the agent answers says at its top that the reply goes to the customer."""
    if match.token is None:
        return False
    message_id = match.token.message_id(desk.office.card.message_domain)
    letter = outbox.by_message_id(desk.ledger.connection, [message_id])
    return letter is not None and letter.letter in LETTERS and LETTERS[letter.letter].reply_goes_out


def _strays(reply: Reply) -> tuple[str, ...]:
    """Lines that were meant as orders and are none: what was meant to stay inside must not go out with them."""
    unknown = (order.line for order in reply.orders if not is_known(order))
    return (*unknown, *stray_orders(_body(reply)))


def _body(reply: Reply) -> str:
    return reply.body.strip() if reply.orders else reply.text.strip()


def _commands(
    desk: Desk, ticket: Ticket, agent: Agent, reply: Reply, *, public: bool, strays: tuple[str, ...]
) -> Iterator[Command]:
    """What the mail asks for. With strays in it, none of its words goes to the customer: they become a note."""
    if (answer := label_word(ticket, reply.text, desk.office.rules)) is not None:
        yield Label(by=agent.address, head=answer[0], value=answer[1])
        return
    speaks = INSIDE if strays else SPEAKS
    speaker = next((order for order in reversed(reply.orders) if order.verb in speaks), None)
    body = _body(reply)
    for order in reply.orders:
        if order.verb == "undo":
            yield _undo(desk, ticket, agent)
            continue
        if order.verb in SPEAKS - speaks:
            yield Refuse(by=agent.address, order=order.verb or "", reason="unsent")
            continue
        text = _joined(order.argument, body) if order is speaker else order.argument
        for command in read_order(order, text, ticket, agent, desk.agents, desk.office.rules):
            yield _target(desk, command) if isinstance(command, Merge) else command
    if speaker is None and body and (strays or not public):
        yield Note(by=agent.address, text=body)
    elif speaker is None and body:
        yield Answer(by=agent.address, name=agent.name or agent.address, tier=agent.tier, text=body)

    if body:
        yield from (Refuse(by=agent.address, order=line[:80], reason="unsent") for line in strays)


def _undo(desk: Desk, ticket: Ticket, agent: Agent) -> Command:
    """Take back the letters that wait and what their orders did; nothing where some of a mail's have gone out."""
    desk.ledger.flush()
    letters = tickets.own_letters(desk.ledger.connection, ticket.number, agent.address)
    waiting = [each for each in letters if each.state == "due" and each.attempts == 0]
    mails = {each.inbox for each in waiting}
    if not waiting or any(each.inbox in mails and each not in waiting for each in letters):
        return Refuse(by=agent.address, order="undo", reason="late")
    outbox.undo(desk.ledger.connection, ticket.number, agent.address)
    taken_back = len({each.inbox for each in waiting if each.letter == "cause_found"})
    history = tickets.history(desk.ledger.connection, ticket.number)
    causes = [line.event.text for line in history if isinstance(line.event, CauseFound)]
    earlier = causes[: len(causes) - taken_back]
    names = tuple(dict.fromkeys(each.letter for each in waiting))
    return Undo(by=agent.address, letters=names, finding=earlier[-1] if earlier else "")


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
