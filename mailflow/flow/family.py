"""Orders that bind tickets to each other, or part them: merge, link, split."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row

from mailflow.desk.commands import Adopt, Command, Link, Merge, Open, SplitOut, TakeChild
from mailflow.desk.events import Refused
from mailflow.desk.moves import allows
from mailflow.desk.terms import OPEN, SOLVED
from mailflow.desk.ticket import Ticket
from mailflow.flow.carry_out import carry_out
from mailflow.flow.errand import Errand, Run
from mailflow.flow.letters import Cause
from mailflow.flow.match import standing
from mailflow.notify.compose import Writing
from mailflow.store import outbox, tickets
from mailflow.store.entries import Participant
from mailflow.subject import without_prefixes
from mailflow.tokens import find


def merge(errand: Errand) -> Iterator[Command]:
    """Into where the number leads now; refused where no ticket that is open or solved stands there."""
    target = _named(errand)
    if target is None or target.state not in OPEN | SOLVED:
        yield errand.refuse("target" if re.search(r"\d", errand.text) else "argument")
        return
    yield Merge(by=errand.by, target=target.number)


def link(errand: Errand) -> Iterator[Command]:
    """Both tell of each other. On a major incident the other one becomes its child."""
    desk, here = errand.desk, errand.ticket
    target = _named(errand)
    if target is None or target.number == here.number or not allows(target, "link"):
        yield errand.refuse("target" if re.search(r"\d", errand.text) else "argument")
        return
    major = here.major and here.state in OPEN
    order = Adopt(by=errand.by, parent=here.number) if major else Link(by=errand.by, other=here.number)
    if major or allows(here, "link"):
        _, events = carry_out(desk, target, order, errand.cause)
        if any(isinstance(each, Refused) for each in events):
            yield errand.refuse("target")
            return
    yield TakeChild(by=errand.by, child=target.number) if major else Link(by=errand.by, other=target.number)


def _named(errand: Errand) -> Ticket | None:
    """Where the order's number leads now."""
    found = re.search(r"\d{1,18}", errand.text)
    number = standing(errand.desk.ledger, int(found[0])) if found else None
    return errand.desk.ledger.ticket(number) if number else None


def split(errand: Errand) -> Iterator[Command]:
    """The mail of which the answered letter speaks, else the newest, becomes its writer's own ticket."""
    if not allows(errand.ticket, "split"):
        yield errand.refuse("state")
        return
    if errand.ticket.confidential:
        yield errand.refuse("secret")
        return
    mail = _meant(errand)
    if mail is None:
        yield errand.refuse("argument")
        return
    yield SplitOut(by=errand.by, into=_open(errand, mail))


def _meant(errand: Errand) -> Row[Any] | None:
    """A customer's mail on this ticket, and not the one that began it."""
    ledger, keys = errand.desk.ledger, errand.arrival.keys
    ledger.flush()
    later = tickets.mails_of(ledger.connection, errand.ticket.number)[:-1]
    mails = [each for each in later if each.sender not in errand.desk.agents]
    texts = (*keys.address_tokens, *keys.header_tokens, *keys.body_tokens)
    answered = next((token for text in texts for token in find(text)), None)
    ids = [answered.message_id(errand.desk.office.card.message_domain)] if answered else []
    letter = outbox.by_message_id(ledger.connection, ids)
    meant = [each for each in mails if letter is not None and each.inbox == letter.inbox]
    return next(iter(meant or mails), None)


def _open(errand: Errand, mail: Row[Any]) -> int:
    """The new ticket with its mail; the writer hears its number."""
    desk, old = errand.desk, errand.ticket
    writer = _writer(errand, mail.sender)
    number = desk.ledger.new_number()
    desk.ledger.join(number, writer)
    values = {name: getattr(mail, name) for name in ("message_id", "sender", "recipients", "at", "text", "inbox")}
    subject = errand.text.strip() or without_prefixes(mail.subject, desk.office.card.prefix)
    desk.ledger.message(number, "in", subject=subject, **values)
    [reading] = desk.office.read_texts([(subject, mail.text)])
    command = Open(
        by=writer.address,
        name=writer.name,
        language=writer.language,
        subject=" ".join(subject.split()),
        number=number,
        received_at=mail.at,
        reading=reading,
        may_answer=not old.silent,
        unverified=old.unverified,
        successor_of=old.number,
    )
    writing = Writing(
        name=writer.name,
        address=writer.address,
        text=mail.text,
        received_at=mail.at,
        message_id=mail.message_id,
        subject=subject,
    )
    carry_out(desk, None, command, Cause(inbox=mail.inbox, writing=writing))
    return number


def _writer(errand: Errand, address: str) -> Participant:
    """Who wrote the mail, as the requester of the new ticket."""
    ledger, old = errand.desk.ledger, errand.ticket
    names = {each.address: each.name for each in ledger.participants(old.number)}
    name = old.requester_name if address == old.requester else names.get(address, "")
    language = ledger.languages([address]).get(address, "") or old.language
    return Participant(address=address, name=name, language=language, role="requester")


ERRANDS: Mapping[str, Run] = {"merge": merge, "link": link, "split": split}
