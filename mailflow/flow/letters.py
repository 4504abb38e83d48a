"""From what happened to the letters about it: to whom, in which language and thread, within the caps, in the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from mailflow.desk.approval import approval_ends
from mailflow.desk.breach import FIELD, possible_steps
from mailflow.desk.clock import due_time, silence_at
from mailflow.desk.events import CallCancelled, CallFixed, Event, Opened, ParticipantAdded, Refused, Undelivered
from mailflow.desk.moves import possible
from mailflow.desk.terms import DESK, Clock, Head, Priority, State
from mailflow.desk.ticket import Ticket
from mailflow.flow import alike
from mailflow.flow.addressees import addressees
from mailflow.flow.confidence import circle, stand_of
from mailflow.flow.office import Caps, Office
from mailflow.flow.roster import reached
from mailflow.mail import Attachment
from mailflow.notify.compose import Held, Occasion, Recipient, Step, Thread, Trail, Writing
from mailflow.notify.letters import LETTERS, Audience, letters_for
from mailflow.notify.occasion import Drift, Entry, Result
from mailflow.notify.occasion import Letter as Composed
from mailflow.store import tickets
from mailflow.store.company import offered
from mailflow.store.entries import Letter
from mailflow.store.ledger import Ledger
from mailflow.store.people import Agent, agents, key_ring
from mailflow.tokens import Purpose, Token

log = structlog.get_logger()
NOBODY = ""
NOTICE = "new_ticket"
CALLS = frozenset({"call_proposed", "call_fixed", "call_cancelled"})
"""Letters that tell a customer the time of a call, on their own clock too."""
APPROVALS = frozenset({"approval_ask", "approval_reminder", "approval_unclear"})
"""Letters whose answer approves or refuses."""
ANSWERS_TO_AGENTS = frozenset({"orders_result", "status", "help"})
"""What an agent's orders are answered with."""
UNCAPPED = ""
"""The budget of letters to agents: the desk's own work. Only challenges, which a forger can cause, are capped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One transaction at the desk: what it is made of, what it reads and writes, and who works there."""

    office: Office
    ledger: Ledger
    agents: dict[str, Agent]

    @classmethod
    def open(cls, office: Office, connection: Connection, now: datetime) -> "Desk":
        """The desk with its agents and its tokens' keys read anew, since both may be changed from outside."""
        office = replace(office, ring=key_ring(connection, now))
        return cls(office=office, ledger=Ledger(connection, now), agents=agents(connection))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something happens: the mail behind it, if any. `quiet_to` must get no automatic letter for it."""

    inbox: int | None = None
    writing: Writing | None = None
    attachments: tuple[Attachment, ...] = ()
    quiet_to: str = NOBODY


TELLS_NEXT = frozenset({"progress", "with_vendor", "update"})
"""Letters on how a ticket in work stands: the next one comes after so much time (DESK.md "Priority")."""
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
    results: tuple[Result, ...] = (),
    queue: tuple[Entry, ...] = (),
    drifts: tuple[Drift, ...] = (),
) -> None:
    """Compose one letter and put it into the outbox. `about` makes it a challenge for that held mail."""
    if (veiled := _veiled(desk, letter, recipient, ticket)) != letter:
        letter, outcomes = veiled, tuple(map(_without_words, outcomes))
    occasion = _occasion(desk, letter, recipient, cause, ticket, event)
    composed = desk.office.press.compose(
        replace(occasion, outcomes=outcomes, held=held, results=results, queue=queue, drifts=drifts),
        _token(desk, letter, recipient, ticket, about),
        _thread(desk, letter, ticket, recipient),
        () if LETTERS[letter].automatic else cause.attachments,
    )
    budget = UNCAPPED if recipient.agent and about is None else folded(recipient.address)
    _put(desk, occasion, composed, cause, budget)


def _veiled(desk: Desk, letter: str, recipient: Recipient, ticket: Ticket | None) -> str:
    """The letter that says to the privacy circle of a confidential ticket what an open answer to it would say."""
    if ticket is None or not ticket.confidential or letter not in ANSWERS_TO_AGENTS:
        return letter
    inside = {each.address for each in circle(desk.agents.values())}
    return "breach_result" if recipient.agent and recipient.address in inside else letter


def _without_words(event: Event) -> Event:
    """A refusal that names the order alone."""
    return replace(event, order=event.order.split()[0], detail="") if isinstance(event, Refused) else event


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
            wait=_wait(desk, occasion),
            state=state,
            answer=answer,
        )
    )


def _wait(desk: Desk, occasion: Occasion) -> timedelta:
    """A person's words wait for #undo; the agents' notice of a new ticket, for the second look at it."""
    if not LETTERS[occasion.letter].automatic:
        return desk.office.undo
    new = occasion.letter == NOTICE and isinstance(occasion.event, Opened)
    return desk.office.patience if new else timedelta()


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
    if LETTERS[letter].discreet:
        stand = stand_of(desk.ledger.connection, ticket, desk.office.rules, desk.ledger.now)
        orders = tuple(f"breach {each}" for each in (*possible_steps(ticket), FIELD))
        return replace(occasion, breach_until=stand.until, lacking=stand.missing, possible=orders)
    return replace(
        occasion,
        story=_story(desk, ticket) if LETTERS[letter].story else (),
        trail=_trail(desk, ticket) if letter == "why" else None,
        possible=possible(ticket) if recipient.agent else (),
        others=tuple(each.address for each in _customers(desk, ticket) if each.address != ticket.requester),
        clocks=clocks,
        alike=alike.show(desk.office.memory, desk.ledger, letter, ticket, event),
        wrote_at=tickets.last_date(desk.ledger.connection, ticket.number, recipient.address)
        if letter in CALLS and not recipient.agent
        else None,
        answer_at=approval_ends(ticket, desk.office.rules),
        standing=_standing(desk, ticket, recipient) if isinstance(event, CallFixed | CallCancelled) else None,
        due=_next_word(desk, letter, ticket, recipient, clocks),
        silence_at=silence_at(ticket, desk.ledger.now, desk.office.rules),
    )


def _standing(desk: Desk, ticket: Ticket, recipient: Recipient) -> Token:
    """The token that the recipient's calendar answers under."""
    return desk.office.ring.standing(ticket=ticket.number, recipient=recipient.address, purpose=Purpose.CALENDAR)


def _next_word(
    desk: Desk, letter: str, ticket: Ticket, recipient: Recipient, clocks: Mapping[Clock, datetime]
) -> datetime | None:
    """When the reader hears from us next: whoever a major incident touches, after its half hour; of a ticket in work

    at the next clock, or sooner with the next word on how it stands.
    """
    rules, promised = desk.office.rules, min(clocks.values(), default=None)
    if recipient.agent:
        return promised
    if ticket.major or ticket.parent is not None:
        return rules.calendar_of(Priority.P1).add(desk.ledger.now, rules.progress(Priority.P1))
    if letter not in TELLS_NEXT:
        return promised
    with_vendor = ticket.state is State.WAIT_VENDOR
    every = rules.vendor_progress_every if with_vendor else rules.progress(ticket.priority)
    ahead = [each for each in clocks.values() if each > desk.ledger.now]
    return min([*ahead, rules.calendar_of(ticket.priority).add(desk.ledger.now, every)])


def _clocks(desk: Desk, ticket: Ticket) -> dict[Clock, datetime]:
    found = ((clock, due_time(ticket, clock, desk.office.rules)) for clock in Clock)
    return {clock: due for clock, due in found if due is not None}


def _token(desk: Desk, letter: str, recipient: Recipient, ticket: Ticket | None, about: int | None) -> Token:
    make = desk.office.ring.make
    if about is not None:
        return make(ticket=about, recipient=recipient.address, purpose=Purpose.CHALLENGE)
    purpose = _purpose(letter, recipient)
    return make(ticket=ticket.number if ticket else 0, recipient=recipient.address, purpose=purpose)


def _purpose(letter: str, recipient: Recipient) -> Purpose:
    if letter in APPROVALS:
        return Purpose.APPROVAL
    return Purpose.AGENT if recipient.agent else Purpose.CUSTOMER


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
        case Audience.NEWCOMER:
            added = event.address if isinstance(event, ParticipantAdded) else NOBODY
            return [each for each in _customers(desk, ticket) if each.address == added]
        case Audience.CIRCLE:
            inside = circle(desk.agents.values())
            return [agent_recipient(each, desk.office.card.language) for each in inside]
        case Audience.APPROVER:
            return [approver_recipient(desk, ticket)]
        case _:
            lost = event.recipient if isinstance(event, Undelivered) else NOBODY
            staff = {address: each for address, each in desk.agents.items() if address != lost}
            now, hidden = desk.ledger.now, ticket.confidential
            chosen = circle(staff.values()) if hidden else reached(staff, ticket, audience, now)
            return [agent_recipient(each, desk.office.card.language) for each in chosen if each.address != event.by]


def approver_recipient(desk: Desk, ticket: Ticket) -> Recipient:
    """Whose approval the ticket waits for, as the reader of a letter: no agent, even if it is one's address."""
    agent, address = desk.agents.get(ticket.approver), ticket.approver
    spoken = agent.language if agent else desk.ledger.languages([address]).get(address, "")
    name = agent.name if agent else ""
    return Recipient(address=address, name=name, language=spoken or desk.office.card.language, agent=False)


def _customers(desk: Desk, ticket: Ticket, role: str = "") -> list[Recipient]:
    """Who takes part; a monitor reads no letters."""
    people = [each for each in desk.ledger.participants(ticket.number) if role in ("", each.role)]
    if ticket.alert:
        people = [each for each in people if each.address != ticket.requester]
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


def _thread(desk: Desk, letter: str, ticket: Ticket | None, recipient: Recipient) -> Thread:
    if ticket is None:
        return Thread()
    trail = desk.ledger.trail(ticket.number, recipient.address)
    to, cc = addressees(letter, ticket, desk.ledger.participants(ticket.number), recipient)
    return Thread(in_reply_to=trail[-1] if trail else None, references=tuple(trail), to=to, cc=cc)


def _writing(desk: Desk, ticket: Ticket | None, recipient: Recipient, cause: Cause) -> Writing | None:
    """The mail that the letter speaks of: the one behind it, or for an agent or an approver the customer's first."""
    by_requester = ticket is not None and cause.writing is not None and cause.writing.address == ticket.requester
    approves = ticket is not None and recipient.address == ticket.approver and not recipient.agent and not by_requester
    by_agent = cause.writing is not None and cause.writing.address in desk.agents
    reads_cause = not recipient.agent or (cause.writing is not None and not by_agent)
    if ticket is None or (reads_cause and not approves):
        return None if by_agent and not recipient.agent else cause.writing
    first = tickets.first_mail(desk.ledger.connection, ticket.number)
    return first and Writing(
        name=ticket.requester_name,
        address=first.sender,
        text=first.text,
        received_at=first.at,
        message_id=first.message_id,
        subject=first.subject,
        copies=offered(desk.ledger, ticket.number),
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
    words = _telling_words(desk, ticket)
    return Trail(verdict=origin.verdict, thread=origin.reason, proof=origin.trust, reading=reading, words=words)


def _telling_words(desk: Desk, ticket: Ticket) -> Mapping[str, Sequence[str]]:
    """By head the words of the ticket's first mail that speak for its label, if there is a model."""
    first = tickets.first_mail(desk.ledger.connection, ticket.number)
    given = {Head.KIND.value: ticket.kind.value, Head.CATEGORY.value: ticket.category}
    return desk.office.reader.words((first.subject, first.text), given) if first else {}
