"""What one mail is to the desk: a machine's, a stranger's, a customer's or an agent's; and what is done with it."""

import re
from dataclasses import dataclass, replace

from mailflow.desk.commands import Bounce, Hear, Open
from mailflow.desk.decide import lapsed
from mailflow.desk.terms import LANGUAGES
from mailflow.desk.ticket import Ticket
from mailflow.flow.agent_mail import act
from mailflow.flow.carry_out import carry_out
from mailflow.flow.letters import TIME, Cause, Desk, agent_recipient, folded, write_letter
from mailflow.flow.match import Match, match_mail
from mailflow.flow.trust import Trust, judge
from mailflow.flow.understand import Understood
from mailflow.mail import Address, Arrival, Kept, Proof, Reply, VerdictWord
from mailflow.notify.compose import Writing
from mailflow.store import inbox, outbox
from mailflow.store.ledger import Participant
from mailflow.tokens import Purpose, Token, find

CHATTER = frozenset({"out-of-office", "mdn", "dsn", "report"})
"""What a machine wrote to nobody in particular: without a ticket of its own it is only kept."""

REPORTS = frozenset({"dsn", "report"})
"""Delivery reports, which have no sender to believe."""

_REPLY_PREFIXES = re.compile(r"(?:\s*(?:re|aw|vá|antw|válasz|sv)(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A mail on its way through the desk, with what was found out so far."""

    kept: Kept
    understood: Understood
    arrival: Arrival
    match: Match
    trust: Trust


def receive(desk: Desk, kept: Kept, understood: Understood) -> None:
    """Do what this mail asks, and note what became of it."""
    mail = place(desk, kept, understood)
    match mail.arrival.verdict.word:
        case VerdictWord.LOOP:
            _settle(desk, mail, "done", "loop-drop")
        case VerdictWord.UNREADABLE | VerdictWord.QUARANTINE:
            _settle(desk, mail, "quarantined", "quarantine")
        case VerdictWord.BOUNCE:
            _bounce(desk, mail)
        case VerdictWord.AUTOMATIC:
            _machine(desk, mail)
        case VerdictWord.ACCEPT:
            _person(desk, mail)


def place(desk: Desk, kept: Kept, understood: Understood) -> Incoming:
    """Find the ticket and the sender's class."""
    arrival = understood.arrival
    identity = arrival.mail.identity
    if kept.released:
        arrival = replace(arrival, verdict=replace(arrival.verdict, word=VerdictWord.ACCEPT))
    proof = Proof.PASS if kept.vouched else arrival.proof
    is_agent = identity in desk.agents
    match = match_mail(desk.ledger, desk.office.ring, arrival.keys, identity, trusted=is_agent and proof is Proof.PASS)
    if is_agent and _is_exposed(desk, match.token):
        match = replace(match, token=None)
    trust = Trust.CUSTOMER if kept.released else judge(identity, proof, match, is_agent=is_agent)
    return Incoming(kept=kept, understood=understood, arrival=arrival, match=match, trust=trust)


def _is_exposed(desk: Desk, token: Token | None) -> bool:
    """True if others than the agent have seen this token, in the To or the references of a mail that they got too."""
    if token is None or token.purpose is not Purpose.AGENT:
        return False
    letter = outbox.by_message_id(desk.ledger.connection, [token.message_id(desk.office.card.message_domain)])
    return letter is not None and letter.exposed


def _expose_tokens(desk: Desk, mail: Incoming) -> None:
    """An agent's mail that somebody else got too has shown them its tokens."""
    ours = desk.office.house.addresses
    readers = (*mail.arrival.mail.to, *mail.arrival.mail.cc)
    if any(folded(each.address) not in ours for each in readers):
        outbox.expose(desk.ledger.connection, _our_ids(desk, mail))


def _person(desk: Desk, mail: Incoming) -> None:
    token = mail.match.token
    match mail.trust:
        case Trust.REJECTED:
            _reject(desk, mail)
        case Trust.HELD:
            _hold(desk, mail)
        case Trust.AGENT if token is not None and token.purpose is Purpose.CHALLENGE:
            _vouch(desk, mail, token.ticket)
        case Trust.AGENT if mail.match.ticket is not None or token is not None or mail.arrival.reply.orders:
            _agent(desk, mail)
        case _:
            _customer(desk, mail)


def _reject(desk: Desk, mail: Incoming) -> None:
    reason = "forged" if mail.arrival.proof is Proof.FAIL else "no-identity"
    _settle(desk, mail, "quarantined", "quarantine", reason=reason)


def _machine(desk: Desk, mail: Incoming) -> None:
    """An automatic mail: kept on its ticket, a ticket of its own, or only in the inbox where it answers nothing."""
    report = mail.arrival.verdict.reason in REPORTS and mail.arrival.proof is not Proof.FAIL
    if mail.trust is Trust.REJECTED and not report:
        _reject(desk, mail)
    elif mail.match.ticket is not None and (mail.match.token or mail.trust is not Trust.HELD):
        _hear(desk, mail, mail.match.ticket)
    elif mail.arrival.verdict.reason in CHATTER:
        _settle(desk, mail, "done", "loop-drop")
    else:
        _open(desk, mail)


def _customer(desk: Desk, mail: Incoming) -> None:
    ticket = desk.ledger.ticket(mail.match.ticket) if mail.match.ticket else None
    if ticket is None or (mail.trust is Trust.UNVERIFIED and mail.match.token is None):
        _open(desk, mail)
    elif _brings_news(_believed(mail)) and lapsed(ticket, mail.kept.received_at, desk.office.rules):
        _open(desk, mail, successor_of=ticket.number)
    else:
        _hear(desk, mail, ticket.number)


def _brings_news(reply: Reply) -> bool:
    """False for thanks, a rating, or one of the customer's words: the old ticket hears them whenever they come."""
    return reply.word is None and reply.rating is None and not reply.thanks


def _believed(mail: Incoming) -> Reply:
    """The reply without what only a proven customer may say (TRUST.md, T2): from others it is plain news."""
    reply = mail.arrival.reply
    return reply if mail.trust is Trust.KNOWN else replace(reply, word=None, rating=None)


def _agent(desk: Desk, mail: Incoming) -> None:
    number = act(desk, mail.match, mail.arrival, cause_of(mail))
    _expose_tokens(desk, mail)
    if number is None:
        _settle(desk, mail, "done", "article-append")
    else:
        _settle(desk, mail, "done", "article-append", ticket=number)


def _open(desk: Desk, mail: Incoming, successor_of: int | None = None) -> None:
    writer = _writer(mail)
    number = desk.ledger.new_number()
    subject = " ".join(mail.arrival.mail.subject.split())
    if successor_of is not None:
        subject = _own_subject(subject, desk.office.card.prefix)
    language = mail.arrival.language if mail.arrival.language in LANGUAGES else desk.office.card.language
    desk.ledger.meet(writer.address, writer.name, language)
    desk.ledger.join(number, Participant(address=writer.address, name=writer.name, language=language, role="requester"))
    _post(desk, mail, number)
    command = Open(
        by=writer.address,
        name=writer.name,
        language=language,
        subject=subject,
        number=number,
        received_at=mail.kept.received_at,
        reading=mail.understood.reading,
        may_answer=mail.arrival.verdict.may_answer and mail.trust is not Trust.REJECTED,
        unverified=mail.trust in (Trust.UNVERIFIED, Trust.REJECTED),
        successor_of=successor_of,
    )
    carry_out(desk, None, command, cause_of(mail))
    _settle(desk, mail, "done", "ticket-create", ticket=number)


def _own_subject(subject: str, prefix: str) -> str:
    """The subject without the tags of old tickets and the prefixes of answers."""
    untagged = re.sub(rf"\[{re.escape(prefix)}-\d+\]\s*", "", subject, flags=re.IGNORECASE)
    match = _REPLY_PREFIXES.match(untagged)
    return untagged[match.end() if match else 0 :].strip()


def _hear(desk: Desk, mail: Incoming, number: int) -> None:
    ticket = _the_ticket(desk, number)
    reply = _believed(mail)
    writer = _writer(mail)
    machine = mail.arrival.verdict.word is VerdictWord.AUTOMATIC
    _post(desk, mail, number)
    command = Hear(
        by=writer.address,
        received_at=mail.kept.received_at,
        word=None if machine else reply.word,
        thanks=reply.thanks,
        machine=machine,
        rating=reply.rating,
    )
    carry_out(desk, ticket, command, cause_of(mail))
    _settle(desk, mail, "done", "article-append", ticket=number)


def _bounce(desk: Desk, mail: Incoming) -> None:
    """A bounce counts only if it brings back the token of a letter that we sent (S28)."""
    report = mail.arrival.verdict.bounce
    ids = _our_ids(desk, mail)
    letter = outbox.by_message_id(desk.ledger.connection, ids) if ids else None
    if letter is None or letter.ticket is None or report is None:
        _settle(desk, mail, "done", "dsn")
        return
    if letter.recipient not in desk.agents:  # a task about an agent's own bounce would come back too, for ever
        why = report.why or mail.arrival.mail.subject
        command = Bounce(recipient=letter.recipient, permanent=report.permanent, why=why)
        carry_out(desk, _the_ticket(desk, letter.ticket), command, replace(TIME, inbox=mail.kept.id))
    _settle(desk, mail, "done", "dsn", ticket=letter.ticket)


def _our_ids(desk: Desk, mail: Incoming) -> set[str]:
    keys, report = mail.arrival.keys, mail.arrival.verdict.bounce
    texts = (*keys.address_tokens, *keys.header_tokens, *keys.body_tokens, *(report.message_ids if report else ()))
    return {token.message_id(desk.office.card.message_domain) for text in texts for token in find(text)}


def _hold(desk: Desk, mail: Incoming) -> None:
    """An agent's address without proof: nothing acts until the agent answers the challenge."""
    identity = mail.arrival.mail.identity or ""
    _settle(desk, mail, "held", "held", reason="agent without proof")
    recipient = agent_recipient(desk.agents[identity], desk.office.card.language)
    write_letter(desk, "held", recipient, cause_of(mail), about=mail.kept.id)


def _vouch(desk: Desk, mail: Incoming, held: int) -> None:
    done = inbox.vouch(desk.ledger.connection, held)
    _settle(desk, mail, "done", "article-append", reason=f"let mail {held} act" if done else f"mail {held} is not held")


def _settle(
    desk: Desk, mail: Incoming, state: str, outcome: str, *, reason: str = "", ticket: int | None = None
) -> None:
    arrival = mail.arrival
    desk.ledger.settle(
        mail.kept.id,
        state=state,
        outcome=outcome,
        verdict=arrival.verdict.word.value,
        reason=reason or (arrival.verdict.reason if mail.match.reason == "new" else mail.match.reason),
        trust=mail.trust.value,
        message_id=arrival.mail.message_id,
        fingerprint=mail.understood.fingerprint,
        sender=_writer(mail).address,
        subject=arrival.mail.subject,
        ticket=ticket,
    )


def _post(desk: Desk, mail: Incoming, number: int) -> None:
    arrival = mail.arrival
    desk.ledger.message(
        number,
        "in",
        message_id=arrival.mail.message_id,
        sender=_writer(mail).address,
        recipients=[each.address for each in (*arrival.mail.to, *arrival.mail.cc)],
        subject=arrival.mail.subject,
        at=mail.kept.received_at,
        text=arrival.reply.text or arrival.mail.text,
        inbox=mail.kept.id,
        related=mail.match.related,
    )


def cause_of(mail: Incoming) -> Cause:
    """The mail as the cause of letters."""
    arrival = mail.arrival
    writer = _writer(mail)
    writing = Writing(
        name=writer.name,
        address=writer.address,
        text=arrival.reply.text or arrival.mail.text,
        received_at=mail.kept.received_at,
        subject=arrival.mail.subject,
        attachments=tuple(each.name for each in arrival.mail.attachments),
        message_id=arrival.mail.message_id,
    )
    return Cause(
        inbox=mail.kept.id,
        writing=writing,
        attachments=arrival.mail.attachments,
        quiet_to="" if arrival.verdict.may_answer else writer.address,
    )


def _writer(mail: Incoming) -> Address:
    sender = mail.arrival.mail.sender
    if sender is None:
        return Address(address="")
    return Address(name=sender.name, address=mail.arrival.mail.identity or sender.address.lower())


def _the_ticket(desk: Desk, number: int) -> Ticket:
    ticket = desk.ledger.ticket(number)
    if ticket is None:
        raise LookupError(f"ticket {number} is gone")
    return ticket
