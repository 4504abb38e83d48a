"""From what happened to the letters about it: to whom, in which language and thread, within the caps, in the outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from mailflow.desk.clock import due_time, silence_at
from mailflow.desk.events import Event, Undelivered
from mailflow.desk.moves import possible
from mailflow.desk.terms import DESK, Clock
from mailflow.desk.ticket import Ticket
from mailflow.flow.office import Caps, Office
from mailflow.mail import Attachment
from mailflow.notify.compose import Held, Occasion, Recipient, Step, Thread, Trail, Writing
from mailflow.notify.letters import LETTERS, Audience, letters_for
from mailflow.notify.occasion import Letter as Composed
from mailflow.store import tickets
from mailflow.store.ledger import Ledger, Letter
from mailflow.store.people import Agent
from mailflow.tokens import Purpose, Token

log = structlog.get_logger()
NOBODY = ""
UNCAPPED = ""
"""The budget of letters to agents: the desk's own work. Only challenges, which a forger can cause, are capped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One transaction at the desk: what it is made of, what it reads and writes, and who works there."""

    office: Office
    ledger: Ledger
    agents: Mapping[str, Agent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something happens: the mail behind it, if any. `quiet_to` must get no automatic letter for it."""

    inbox: int | None = None
    writing: Writing | None = None
    attachments: tuple[Attachment, ...] = ()
    quiet_to: str = NOBODY


PASSING = tuple(name for name, spec in LETTERS.items() if spec.passing)

TIME = Cause()
"""No mail: the clock, or the sender's report."""


def write_letters(desk: Desk, ticket: Ticket, event: Event, cause: Cause) -> None:
    """Put every letter that this event asks for into the outbox, each one once to one person."""
    told: set[tuple[str, str]] = set()
    for call in letters_for(event, ticket):
        for recipient in _audience(desk, ticket, event, call.audience):
            if (call.letter, recipient.address) not in told:
                told.add((call.letter, recipient.address))
                write_letter(desk, call.letter, recipient, cause, ticket=ticket, event=event)


def write_letter(
    desk: Desk,
    letter: str,
    recipient: Recipient,
    cause: Cause,
    *,
    ticket: Ticket | None = None,
    event: Event | None = None,
    about: int | None = None,
    outcomes: tuple[Event, ...] = (),
    held: tuple[Held, ...] = (),
    results: tuple[tuple[str, str], ...] = (),
) -> None:
    """Compose one letter and put it into the outbox. `about` makes it a challenge for that held mail."""
    occasion = _occasion(desk, letter, recipient, cause, ticket, event)
    composed = desk.office.press.compose(
        replace(occasion, outcomes=outcomes, held=held, results=results),
        _token(desk, recipient, ticket, about),
        _thread(desk, ticket, recipient),
        () if LETTERS[letter].automatic else cause.attachments,
    )
    budget = UNCAPPED if recipient.agent and about is None else folded(recipient.address)
    _put(desk, occasion, composed, cause, budget)


def _put(desk: Desk, occasion: Occasion, composed: Composed, cause: Cause, budget: str) -> None:
    """Put the letter into the outbox, in place of what it makes needless."""
    letter, recipient, ticket, event = occasion.letter, occasion.recipient, occasion.ticket, occasion.event
    spec = LETTERS[letter]
    if spec.supersedes and ticket is not None:
        desk.ledger.supersede(ticket.number, recipient.address, PASSING)
    state, answer = _allowed(desk, budget, recipient, cause, ticket) if spec.automatic else ("due", "")
    desk.ledger.letter(
        Letter(
            ticket=ticket.number if ticket else None,
            letter=letter,
            lane=spec.lane,
            automatic=spec.automatic,
            recipient=recipient.address,
            budget=budget,
            message_id=composed.outgoing.message_id,
            envelope_from=composed.outgoing.envelope_from,
            subject=composed.subject,
            text=composed.text,
            content=composed.outgoing.content,
            by=event.by if event else DESK,
            inbox=cause.inbox,
            wait=timedelta() if spec.automatic else desk.office.undo,
            state=state,
            answer=answer,
        )
    )


def _occasion(
    desk: Desk, letter: str, recipient: Recipient, cause: Cause, ticket: Ticket | None, event: Event | None
) -> Occasion:
    occasion = Occasion(
        letter=letter,
        now=desk.ledger.now,
        desk=desk.office.card,
        recipient=recipient,
        ticket=ticket,
        event=event,
        writing=_writing(desk, ticket, recipient, cause),
        names={each.address: each.name for each in desk.agents.values()},
    )
    if ticket is None:
        return occasion
    clocks = _clocks(desk, ticket)
    return replace(
        occasion,
        story=_story(desk, ticket) if LETTERS[letter].story else (),
        trail=_trail(desk, ticket) if letter == "why" else None,
        possible=possible(ticket) if recipient.agent else (),
        clocks=clocks,
        due=min(clocks.values(), default=None),
        silence_at=silence_at(ticket, desk.ledger.now, desk.office.rules),
    )


def _clocks(desk: Desk, ticket: Ticket) -> dict[Clock, datetime]:
    found = ((clock, due_time(ticket, clock, desk.office.rules)) for clock in Clock)
    return {clock: due for clock, due in found if due is not None}


def _token(desk: Desk, recipient: Recipient, ticket: Ticket | None, about: int | None) -> Token:
    make = desk.office.ring.make
    if about is not None:
        return make(ticket=about, recipient=recipient.address, purpose=Purpose.CHALLENGE)
    purpose = Purpose.AGENT if recipient.agent else Purpose.CUSTOMER
    return make(ticket=ticket.number if ticket else 0, recipient=recipient.address, purpose=purpose)


def agent_recipient(agent: Agent, default_language: str) -> Recipient:
    """An agent as the reader of a letter."""
    language = agent.language or default_language
    return Recipient(address=agent.address, name=agent.name, language=language, agent=True)


def _audience(desk: Desk, ticket: Ticket, event: Event, audience: Audience) -> Iterable[Recipient]:
    match audience:
        case Audience.REQUESTER:
            return _customers(desk, ticket, role="requester")
        case Audience.PARTICIPANTS:
            return _customers(desk, ticket)
        case Audience.ORDERER:
            return _orderer(desk, ticket, event)
        case _:
            lost = event.recipient if isinstance(event, Undelivered) else NOBODY
            chosen = _staff([each for each in desk.agents.values() if each.address != lost], ticket, audience)
            return [agent_recipient(each, desk.office.card.language) for each in chosen if each.address != event.by]


def _customers(desk: Desk, ticket: Ticket, role: str = "") -> list[Recipient]:
    people = [each for each in desk.ledger.participants(ticket.number) if role in ("", each.role)]
    language = ticket.language or desk.office.card.language
    return [
        Recipient(address=each.address, name=each.name, language=each.language or language, agent=False)
        for each in people
    ]


def _orderer(desk: Desk, ticket: Ticket, event: Event) -> list[Recipient]:
    agent = desk.agents.get(event.by)
    if agent is not None:
        return [agent_recipient(agent, desk.office.card.language)]
    return [each for each in _customers(desk, ticket) if each.address == event.by]


def _staff(everyone: list[Agent], ticket: Ticket, audience: Audience) -> list[Agent]:
    """The agents meant; where a tier is empty, the nearest below it, so that nothing is told to nobody."""
    if audience is Audience.ASSIGNEE and (assigned := [each for each in everyone if each.address == ticket.assignee]):
        return assigned
    if audience is Audience.LEAD and (leads := [each for each in everyone if each.lead]):
        return leads
    wanted = 1 if audience is Audience.LEAD else ticket.tier
    for tier in [*range(wanted, 0, -1), *range(wanted + 1, 4)]:
        if found := [each for each in everyone if each.tier == tier]:
            return found
    return []


def _allowed(desk: Desk, budget: str, recipient: Recipient, cause: Cause, ticket: Ticket | None) -> tuple[str, str]:
    """An automatic letter's first state and the reason: due, or withheld by the rules for automatic letters."""
    if budget == UNCAPPED:
        return "due", ""
    if recipient.address == cause.quiet_to:
        return "superseded", "no automatic letter answers this mail"
    if ticket is not None and ticket.silent and recipient.address == ticket.requester:
        return "superseded", "a machine or a mailing list opened it"
    if ticket is not None and ticket.undeliverable and recipient.address == ticket.requester:
        return "superseded", "letters to this address come back"
    caps = replace(desk.office.caps, day=1) if ticket is not None and ticket.unverified else desk.office.caps
    if over := _over(desk, budget, caps):
        return "superseded", over
    if desk.ledger.automatic_letters() >= desk.office.caps.all_hour:
        log.error("automatic_letters_held", cap=desk.office.caps.all_hour, help="mailflow outbox release")
        return "held", "breaker over all automatic letters; `mailflow outbox release` lets them go"
    return "due", ""


def _over(desk: Desk, budget: str, caps: Caps) -> str:
    """The cap that one more automatic letter to this address would break, in words; "" if none."""
    times = desk.ledger.written_to(budget)
    now = desk.ledger.now
    for limit, span, words in (
        (caps.ten_minutes, timedelta(minutes=10), "10 minutes"),
        (caps.hour, timedelta(hours=1), "an hour"),
        (caps.day, timedelta(days=1), "a day"),
    ):
        if sum(each > now - span for each in times) >= limit:
            return f"cap of {limit} automatic letters in {words} to one address"
    return ""


def folded(address: str) -> str:
    """The address that caps count for: lower case, without subaddress (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _thread(desk: Desk, ticket: Ticket | None, recipient: Recipient) -> Thread:
    trail = desk.ledger.trail(ticket.number, recipient.address) if ticket else []
    return Thread(in_reply_to=trail[-1] if trail else None, references=tuple(trail))


def _writing(desk: Desk, ticket: Ticket | None, recipient: Recipient, cause: Cause) -> Writing | None:
    """The mail that the letter speaks of: the one behind it, or for an agent the customer's first."""
    by_agent = cause.writing is not None and cause.writing.address in desk.agents
    if ticket is None or not recipient.agent or (cause.writing is not None and not by_agent):
        return cause.writing
    first = tickets.first_mail(desk.ledger.connection, ticket.number)
    return first and Writing(
        name=ticket.requester_name,
        address=first.sender,
        text=first.text,
        received_at=first.at,
        message_id=first.message_id,
        subject=first.subject,
    )


def _story(desk: Desk, ticket: Ticket) -> tuple[Step, ...]:
    desk.ledger.flush()
    lines = tickets.history(desk.ledger.connection, ticket.number)
    return tuple(Step(at=line.at, event=line.event) for line in lines)


def _trail(desk: Desk, ticket: Ticket) -> Trail | None:
    """How the ticket's first mail was judged, threaded, proven and read."""
    origin = tickets.origin(desk.ledger.connection, ticket.number)
    opened = tickets.opened(desk.ledger.connection, ticket.number)
    if origin is None:
        return None
    reading = opened.reading if opened else None
    return Trail(verdict=origin.verdict, thread=origin.reason, proof=origin.trust, reading=reading)
