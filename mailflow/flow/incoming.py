"""A mail on its way through the desk: placed by sender and ticket, posted on the ticket, settled in the inbox."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailflow.flow.answered import compare
from mailflow.flow.found import Match
from mailflow.flow.letters import Cause, Desk
from mailflow.flow.match import match_mail, remembered_ids
from mailflow.flow.notices import ENCRYPTED, UNREADABLE, notice
from mailflow.flow.roster import known_as
from mailflow.flow.trust import Trust, judge, objection
from mailflow.flow.understand import Understood
from mailflow.ingest.proof.lookalike import resembled
from mailflow.mail import Address, Arrival, Attachment, Forwarded, Kept, Keys, Proof, Protection, VerdictWord
from mailflow.notify.compose import Writing
from mailflow.store import outbox
from mailflow.store.tickets import has_written
from mailflow.tokens import Purpose, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A mail on its way through the desk, with what was found out so far."""

    kept: Kept
    understood: Understood
    arrival: Arrival
    match: Match
    trust: Trust
    objection: str = ""
    """Why an agent with proof must say once more that it is theirs."""
    original: Forwarded | None = None
    """What an agent forwarded in its writer's name."""
    unread: bool = False
    """Only its header could be read: it is shown on a ticket, and stays parked."""

    @property
    def writer(self) -> Address:
        """Whose words these are; its address may be "" where nobody signed."""
        if self.original:
            return self.original.sender
        sender = self.arrival.mail.sender
        if sender is None:
            return Address(address="")
        return Address(name=sender.name, address=self.arrival.mail.identity or sender.address.lower())

    @property
    def subject(self) -> str:
        """Their subject."""
        return self.original.subject if self.original else self.arrival.mail.subject

    @property
    def text(self) -> str:
        """What they wrote new, else all of it."""
        return self.original.text if self.original else self.arrival.reply.text or self.arrival.mail.text

    @property
    def recipients(self) -> tuple[str, ...]:
        """To whom else they wrote."""
        if self.original:
            return self.original.others
        return tuple(each.address for each in (*self.arrival.mail.to, *self.arrival.mail.cc))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Their files."""
        return (self.original or self.arrival.mail).attachments

    @property
    def may_answer(self) -> bool:
        """True if they may get an automatic letter for it."""
        return self.original.may_answer if self.original else self.arrival.verdict.may_answer

    @property
    def message_id(self) -> str:
        """Their mail's Message-ID, or where that is not known the one that brought it."""
        return (self.original.message_id if self.original else "") or self.arrival.mail.message_id


def place(desk: Desk, kept: Kept, understood: Understood) -> Incoming:
    """Find the ticket and the sender's class."""
    identity = known_as(desk.agents, understood.arrival.mail.identity)
    arrival = replace(understood.arrival, mail=replace(understood.arrival.mail, identity=identity))
    if kept.released:
        arrival = replace(arrival, verdict=replace(arrival.verdict, word=VerdictWord.ACCEPT))
    proof = Proof.PASS if kept.vouched else arrival.proof
    is_agent = identity in desk.agents
    match = match_mail(
        desk.ledger,
        desk.office.ring,
        _thread_keys(arrival),
        identity,
        arrival.mail.subject,
        is_agent=is_agent,
        trusted=is_agent and proof is Proof.PASS,
    )
    if _is_exposed(desk, match.token):
        match = replace(match, token=None)
    if kept.ticket is not None:
        match = Match(ticket=kept.ticket, reason="shown-before")
    trust = Trust.CUSTOMER if kept.released else judge(identity, proof, match, is_agent=is_agent)
    arrival = compare(desk, arrival, match, is_agent=is_agent)
    mail = Incoming(kept=kept, understood=understood, arrival=arrival, match=match, trust=trust)
    return mail if kept.vouched or trust is not Trust.AGENT else _questioned(desk, mail, proof)


def _questioned(desk: Desk, mail: Incoming, proof: Proof) -> Incoming:
    """An agent's mail, held where something speaks against letting it act at once."""
    arrival, match = mail.arrival, mail.match
    if match.token is not None and match.token.purpose is Purpose.CHALLENGE:
        return mail
    why = objection(proof, match, arrival.reply.orders, arrival.mail.date, mail.kept.received_at)
    if not why and _was_used(desk, mail):
        why = "sent again"
    return replace(mail, trust=Trust.HELD, objection=why) if why else mail


def _was_used(desk: Desk, mail: Incoming) -> bool:
    """True if a mail of this Message-ID and sender, which was another, stands on a ticket already (S12)."""
    message_id = mail.arrival.mail.message_id
    if not message_id or mail.kept.ticket is not None or not desk.ledger.find([message_id]):
        return False
    desk.ledger.flush()
    return has_written(desk.ledger.connection, message_id, mail.arrival.mail.identity or "")


def _thread_keys(arrival: Arrival) -> Keys:
    """A machine may use one Message-ID or conversation for all that it ever writes, so that these tell nothing."""
    machine = arrival.verdict.word is VerdictWord.AUTOMATIC
    return replace(arrival.keys, own_ids=(), conversation="") if machine else arrival.keys


def _is_exposed(desk: Desk, token: Token | None) -> bool:
    """True if others than its reader have seen this token: a mail that they got too bore it, or an agent says so."""
    if token is None or token.purpose is Purpose.CHALLENGE:
        return False
    letter = outbox.by_message_id(desk.ledger.connection, [token.message_id(desk.office.card.message_domain)])
    return letter is not None and letter.exposed


def post(desk: Desk, mail: Incoming, number: int) -> None:
    """Put the mail on the ticket."""
    arrival = mail.arrival
    desk.ledger.message(
        number,
        "in",
        message_id=mail.message_id,
        sender=mail.writer.address,
        recipients=[each.address for each in (*arrival.mail.to, *arrival.mail.cc)],
        subject=mail.subject,
        at=mail.kept.received_at,
        text=shown_text(desk, mail),
        inbox=mail.kept.id,
        related=mail.match.related,
    )
    if arrival.verdict.word is VerdictWord.ACCEPT:
        desk.ledger.refer(number, remembered_ids(desk.ledger, arrival.keys, number))


def shown_text(desk: Desk, mail: Incoming) -> str:
    """The mail's words, or a notice in their place."""
    sealed = mail.arrival.mail.protection is Protection.ENCRYPTED
    notices = UNREADABLE if mail.unread else ENCRYPTED if sealed else None
    return notice(notices, desk.office.card.language, mail.kept.id) if notices else mail.text


def cause_of(desk: Desk, mail: Incoming, *, new_matter: bool = False, copies: tuple[str, ...] = ()) -> Cause:
    """The mail as the cause of letters."""
    arrival, writer = mail.arrival, mail.writer
    writing = Writing(
        name=writer.name,
        address=writer.address,
        text=shown_text(desk, mail),
        received_at=mail.kept.received_at,
        subject=mail.subject,
        attachments=tuple(each.name for each in mail.attachments),
        message_id=mail.message_id,
        encrypted=arrival.mail.protection is Protection.ENCRYPTED,
        new_matter=new_matter,
        copies=copies,
        resembles=resembled(writer, _of_the_desk(desk)),
    )
    return Cause(
        inbox=mail.kept.id,
        writing=writing,
        attachments=mail.attachments,
        quiet_to="" if mail.may_answer else writer.address,
    )


def _of_the_desk(desk: Desk) -> Iterator[Address]:
    """Us, and everybody who works here, by each of their addresses."""
    for each in desk.office.house.addresses:
        yield Address(name=desk.office.card.name, address=each)
    for agent in desk.agents.values():
        yield from (Address(name=agent.name, address=each) for each in (agent.address, *agent.aliases))


def settle(
    desk: Desk, mail: Incoming, state: str, outcome: str, *, reason: str = "", ticket: int | None = None
) -> None:
    """Note in the inbox what became of the mail."""
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
        sender=arrival.mail.identity or mail.writer.address,
        subject=arrival.mail.subject,
        ticket=ticket,
    )
