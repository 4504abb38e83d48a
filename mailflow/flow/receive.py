"""What one mail is to the desk: a machine's, a stranger's, a customer's or an agent's; and what is done with it."""

from collections.abc import Sequence
from dataclasses import replace

from mailflow.desk.commands import Bounce, Hear, OfferParticipants, Open
from mailflow.desk.decide import lapsed
from mailflow.desk.moves import possible
from mailflow.desk.terms import LANGUAGES
from mailflow.desk.ticket import Ticket
from mailflow.flow import alerts
from mailflow.flow.agent_mail import act
from mailflow.flow.attendance import takers
from mailflow.flow.carry_out import carry_out
from mailflow.flow.company import in_copy
from mailflow.flow.consent import answer_approval
from mailflow.flow.diagnosis import clues_of
from mailflow.flow.forwarded import do_as_asked, original_of
from mailflow.flow.incoming import Incoming, cause_of, place, post, settle
from mailflow.flow.letters import TIME, Desk, agent_recipient, folded, write_letter
from mailflow.flow.matter import has_own_subject, new_matter
from mailflow.flow.meeting import invitation_answer, proposes_time
from mailflow.flow.trust import Trust, answer_of
from mailflow.flow.understand import Understood
from mailflow.mail import Kept, Proof, Reply, VerdictWord
from mailflow.notify.compose import Recipient
from mailflow.store import inbox, outbox
from mailflow.store.company import known_as, offered
from mailflow.store.entries import Participant
from mailflow.store.tickets import successors
from mailflow.subject import without_prefixes
from mailflow.tokens import Purpose, find

CHATTER = frozenset({"out-of-office", "mdn", "dsn", "report", "calendar-answer"})
"""What a machine wrote to nobody in particular: without a ticket of its own it is only kept."""

REPORTS = frozenset({"dsn", "report"})
"""Delivery reports, which have no sender to believe."""


def receive(desk: Desk, kept: Kept, understood: Understood) -> None:
    """Do what this mail asks, and note what became of it."""
    mail = place(desk, kept, understood)
    if alerts.is_monitors(desk, mail):
        _monitor(desk, mail)
        return
    match mail.arrival.verdict.word:
        case VerdictWord.LOOP:
            settle(desk, mail, "done", "loop-drop")
        case VerdictWord.UNREADABLE | VerdictWord.QUARANTINE:
            settle(desk, mail, "quarantined", "quarantine")
        case VerdictWord.BOUNCE:
            _bounce(desk, mail)
        case VerdictWord.AUTOMATIC:
            _machine(desk, mail)
        case VerdictWord.ACCEPT:
            _person(desk, mail)


def _expose_tokens(desk: Desk, mail: Incoming) -> None:
    """An agent's mail that somebody else got too has shown them its tokens."""
    ours = desk.office.house.addresses
    readers = (*mail.arrival.mail.to, *mail.arrival.mail.cc)
    if any(folded(each.address) not in ours for each in readers):
        outbox.expose(desk.ledger.connection, _our_ids(desk, mail))


def show_unread(desk: Desk, kept: Kept, understood: Understood) -> None:
    """Show a mail of which only the header can be read, on a ticket, so that a person looks; nobody is answered.

    A machine's, a forger's, or an agent's mail without proof is only told of with the quarantine.
    """
    mail = place(desk, kept, understood)
    verdict = replace(mail.arrival.verdict, may_answer=False)
    mail = replace(mail, arrival=replace(mail.arrival, verdict=verdict), unread=True)
    believed = mail.trust not in (Trust.REJECTED, Trust.HELD)
    if verdict.word is VerdictWord.ACCEPT and believed:
        _customer(desk, mail)


def _person(desk: Desk, mail: Incoming) -> None:
    token = mail.match.token
    match mail.trust:
        case Trust.REJECTED:
            _reject(desk, mail)
        case _ if token is not None and token.purpose is Purpose.APPROVAL:
            answer_approval(desk, mail, token)
        case Trust.HELD | Trust.AGENT if not mail.objection and proposes_time(desk, mail):
            _hear(desk, mail, _the_ticket(desk, mail.match.ticket or 0))
        case Trust.HELD:
            _hold(desk, mail)
        case Trust.AGENT if token is not None and token.purpose is Purpose.CHALLENGE:
            _vouch(desk, mail, token.ticket)
        case Trust.AGENT if mail.match.ticket is not None or token is not None:
            _agent(desk, mail)
        case Trust.AGENT if (original := original_of(desk, mail)) is not None:
            number = _open(desk, replace(mail, original=original))
            do_as_asked(desk, mail, original.note, number)
        case Trust.AGENT if mail.arrival.reply.orders:
            _agent(desk, mail)
        case _:
            _customer(desk, mail)


def _reject(desk: Desk, mail: Incoming) -> None:
    reason = "forged" if mail.arrival.proof is Proof.FAIL else "no-identity"
    settle(desk, mail, "quarantined", "quarantine", reason=reason)


def _machine(desk: Desk, mail: Incoming) -> None:
    """An automatic mail: kept on its ticket, a ticket of its own, or only in the inbox where it answers nothing."""
    report = mail.arrival.verdict.reason in REPORTS and mail.arrival.proof is not Proof.FAIL
    if mail.trust is Trust.REJECTED and not report:
        _reject(desk, mail)
    elif mail.match.ticket is not None and (mail.match.token or mail.trust is not Trust.HELD):
        _hear(desk, mail, _the_ticket(desk, mail.match.ticket))
    elif mail.arrival.verdict.reason in CHATTER:
        settle(desk, mail, "done", "loop-drop")
    else:
        _open(desk, mail)


def _monitor(desk: Desk, mail: Incoming) -> None:
    """A listed monitor's mail is counted on its trouble's ticket or begins one; nobody is answered."""
    mail = alerts.unanswered(mail)
    alert = alerts.read(desk, mail)
    number = alerts.tell(desk, mail, alert) if alert else None
    if number is not None:
        _done(desk, mail, "article-append", number)
    elif alert is None or alert.word in alerts.NEWS:
        _open(desk, mail, alert=alert.key if alert else "")
    else:
        settle(desk, mail, "done", "loop-drop")


def _customer(desk: Desk, mail: Incoming) -> None:
    ticket = desk.ledger.ticket(mail.match.ticket) if mail.match.ticket else None
    if ticket is None or (mail.trust is Trust.UNVERIFIED and mail.match.token is None):
        _open(desk, mail)
    elif not _brings_news(_believed(mail, ticket)) or not _lapsed(desk, mail, ticket):
        _hear(desk, mail, ticket)
    elif (follower := _successor(desk, mail, ticket)) is not None:
        _hear(desk, mail, follower)
    else:
        _open(desk, mail, successor_of=ticket.number)


def _lapsed(desk: Desk, mail: Incoming, ticket: Ticket) -> bool:
    return lapsed(ticket, mail.kept.received_at, desk.office.rules)


def _successor(desk: Desk, mail: Incoming, ticket: Ticket) -> Ticket | None:
    """The ticket that this person's earlier reply to the lapsed one began, while that can go on."""
    desk.ledger.flush()
    for number in successors(desk.ledger.connection, ticket.number):
        follower = desk.ledger.ticket(number)
        if follower and follower.requester == mail.arrival.mail.identity and not _lapsed(desk, mail, follower):
            return follower
    return None


def _brings_news(reply: Reply) -> bool:
    """False for thanks, a rating, or one of the customer's words: the old ticket hears them whenever they come."""
    return reply.word is None and reply.rating is None and not reply.thanks


def _believed(mail: Incoming, ticket: Ticket) -> Reply:
    """The reply without what only a proven customer may say (TRUST.md, T2), and without thanks where the subject is

    another matter's: from others, and below such a subject, it is plain news.
    """
    reply = mail.arrival.reply
    if has_own_subject(mail.arrival, ticket.subject):
        return replace(reply, word=None, rating=None, thanks=False)
    return reply if mail.trust is Trust.KNOWN else replace(reply, word=None, rating=None)


def _agent(desk: Desk, mail: Incoming) -> None:
    number = act(desk, mail.match, mail.arrival, cause_of(desk, mail))
    _expose_tokens(desk, mail)
    if number is None:
        settle(desk, mail, "done", "article-append")
    else:
        settle(desk, mail, "done", "article-append", ticket=number)


def _open(desk: Desk, mail: Incoming, successor_of: int | None = None, alert: str = "") -> int:
    """Begin a ticket; give its number."""
    writer = mail.writer
    number = desk.ledger.new_number()
    subject = " ".join(mail.subject.split())
    if successor_of is not None:
        subject = without_prefixes(subject, desk.office.card.prefix)
    spoken = mail.original.language if mail.original else mail.arrival.language
    language = spoken if spoken in LANGUAGES else desk.office.card.language
    taken_by = takers(desk, language, writer.address)
    desk.ledger.meet(writer.address, writer.name, language)
    desk.ledger.join(number, Participant(address=writer.address, name=writer.name, language=language, role="requester"))
    post(desk, mail, number)
    command = Open(
        by=writer.address,
        name=writer.name,
        language=language,
        subject=subject,
        number=number,
        received_at=mail.kept.received_at,
        reading=mail.understood.reading,
        may_answer=mail.may_answer and mail.trust is not Trust.REJECTED,
        unverified=mail.trust in (Trust.UNVERIFIED, Trust.REJECTED),
        successor_of=successor_of,
        alert=alert,
        takers=taken_by,
    )
    copies = _in_copy(desk, mail, number)
    carry_out(desk, None, command, cause_of(desk, mail, copies=copies))
    _offer(desk, mail, number, copies)
    _done(desk, mail, "ticket-create", number)
    return number


def _in_copy(desk: Desk, mail: Incoming, number: int) -> tuple[str, ...]:
    """Whom the agent may let take part: of a person's mail that is believed."""
    believed = mail.trust in (Trust.KNOWN, Trust.CUSTOMER, Trust.AGENT)
    person = believed and mail.arrival.verdict.word is VerdictWord.ACCEPT
    return in_copy(desk, number, mail.recipients) if person else ()


def _offer(desk: Desk, mail: Incoming, number: int, addresses: Sequence[str]) -> None:
    """Write down who was in copy, of whom no earlier mail of the ticket has told."""
    if addresses:
        command = OfferParticipants(by=mail.writer.address, addresses=tuple(addresses))
        carry_out(desk, _the_ticket(desk, number), command, replace(TIME, inbox=mail.kept.id))


def _done(desk: Desk, mail: Incoming, outcome: str, number: int, reason: str = "") -> None:
    """The mail stands on this ticket; what could not be read stays parked."""
    if mail.unread:
        settle(desk, mail, "parked", "quarantine", reason="failed", ticket=number)
    else:
        settle(desk, mail, "done", outcome, reason=reason, ticket=number)


def _hear(desk: Desk, mail: Incoming, ticket: Ticket) -> None:
    reply = _believed(mail, ticket)
    machine = mail.arrival.verdict.word is VerdictWord.AUTOMATIC
    post(desk, mail, ticket.number)
    command = invitation_answer(desk, mail, ticket) or Hear(
        by=_speaker(desk, mail, ticket),
        received_at=mail.kept.received_at,
        word=None if machine else reply.word,
        thanks=reply.thanks,
        machine=machine,
        rating=reply.rating,
        clues=() if machine else clues_of(desk, ticket, mail.arrival.reply),
    )
    matter = "" if machine or not _brings_news(reply) else new_matter(mail.arrival, mail.understood.reading, ticket)
    told = bool(matter) and "split" in possible(ticket)
    copies = _in_copy(desk, mail, ticket.number)
    before = offered(desk.ledger, ticket.number) if copies else ()
    carry_out(desk, ticket, command, cause_of(desk, mail, new_matter=told, copies=copies))
    _offer(desk, mail, ticket.number, [each for each in copies if each not in before])
    if mail.match.reason == "shown-before" and ticket.silent and not machine:
        _acknowledge(desk, mail, ticket.number)
    reason = f"{mail.match.reason}, {matter}" if matter else ""
    _done(desk, mail, "article-append", ticket.number, reason)


def _acknowledge(desk: Desk, mail: Incoming, number: int) -> None:
    """A ticket that began with a mail's header alone has the whole mail now: its writer hears what is usual."""
    if not mail.arrival.verdict.may_answer:
        return
    ticket = _the_ticket(desk, number)
    recipient = Recipient(address=ticket.requester, name=ticket.requester_name, language=ticket.language, agent=False)
    write_letter(desk, "received", recipient, cause_of(desk, mail), ticket=ticket)


def _speaker(desk: Desk, mail: Incoming, ticket: Ticket) -> str:
    """The requester, where an agent has said that the writer's address is theirs too."""
    address = mail.writer.address
    if address == ticket.requester:
        return address
    known = known_as(desk.ledger, [address, ticket.requester])
    return ticket.requester if known[address] == known[ticket.requester] else address


def _bounce(desk: Desk, mail: Incoming) -> None:
    """A bounce counts only if it brings back the token of a letter that we sent (S28)."""
    report = mail.arrival.verdict.bounce
    ids = _our_ids(desk, mail)
    letter = outbox.by_message_id(desk.ledger.connection, ids) if ids else None
    if letter is None or letter.ticket is None or report is None:
        settle(desk, mail, "done", "dsn")
        return
    if letter.recipient not in desk.agents:  # a task about an agent's own bounce would come back too, for ever
        why = report.why or mail.arrival.mail.subject
        command = Bounce(recipient=letter.recipient, permanent=report.permanent, why=why)
        carry_out(desk, _the_ticket(desk, letter.ticket), command, replace(TIME, inbox=mail.kept.id))
    settle(desk, mail, "done", "dsn", ticket=letter.ticket)


def _our_ids(desk: Desk, mail: Incoming) -> set[str]:
    keys, report = mail.arrival.keys, mail.arrival.verdict.bounce
    texts = (*keys.address_tokens, *keys.header_tokens, *keys.body_tokens, *(report.message_ids if report else ()))
    return {token.message_id(desk.office.card.message_domain) for text in texts for token in find(text)}


def _hold(desk: Desk, mail: Incoming) -> None:
    """An agent's address without proof: nothing acts until the agent answers the challenge."""
    identity = mail.arrival.mail.identity or ""
    settle(desk, mail, "held", "held", reason=mail.objection or "agent without proof")
    recipient = agent_recipient(desk.agents[identity], desk.office.card.language)
    write_letter(desk, "held", recipient, cause_of(desk, mail), about=mail.kept.id)


def _vouch(desk: Desk, mail: Incoming, held: int) -> None:
    """A yes lets the held mail act, a no drops it; any other answer is asked again."""
    match answer_of(mail.arrival.reply.text):
        case True:
            done = inbox.vouch(desk.ledger.connection, held)
            reason = f"let mail {held} act" if done else f"mail {held} is not held"
        case False:
            done = inbox.reject(desk.ledger.connection, held)
            reason = f"mail {held} was not theirs" if done else f"mail {held} is not held"
        case None:
            recipient = agent_recipient(desk.agents[mail.arrival.mail.identity or ""], desk.office.card.language)
            write_letter(desk, "held", recipient, cause_of(desk, mail), about=held)
            reason = f"neither yes nor no to mail {held}"
    settle(desk, mail, "done", "article-append", reason=reason)


def _the_ticket(desk: Desk, number: int) -> Ticket:
    ticket = desk.ledger.ticket(number)
    if ticket is None:
        raise LookupError(f"ticket {number} is gone")
    return ticket
