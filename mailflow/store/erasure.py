"""Forgetting: what a person wrote and who they were (GDPR Article 17), and what is old enough.

A ticket that is forgotten keeps its number, labels, states and times, for the statistics; nobody's words and no address
stay on it. Bytes are emptied, their digests stay, so that a mail that still lies on its server is not taken in again.
"""

import hashlib
import hmac
import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from mailflow.desk.terms import DESK, OPEN, SOLVED, State
from mailflow.store import schema

ERASED = "erased@erased.invalid"
"""Stands for everybody who was forgotten (RFC 2606)."""
MARK = "[erased]"
EMPTY = zlib.compress(b"")
_KEPT_WORDS = frozenset(
    {"kind", "category", "impact", "urgency", "priority", "head", "label", "first", "second", "clock", "state", "how"}
)
"""What events hold that is nobody's word: the desk's own terms."""
_ADDRESSES = frozenset({"by", "to", "recipient", "address", "approver", "requester"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much of a person was forgotten."""

    tickets: int
    mails: int
    letters: int


class Person:
    """Somebody by all addresses and names that the store knows of them."""

    def __init__(self, connection: Connection, address: str) -> None:
        person, ticket = schema.person.c, schema.ticket.c
        same = select(person.same_as).where(person.address == address, person.same_as.is_not(None))
        known = {address, *connection.execute(same).scalars()}
        known |= set(connection.execute(select(person.address).where(person.same_as.in_(known))).scalars())
        self.addresses = frozenset(known)
        names = set(connection.execute(select(person.name).where(person.address.in_(known))).scalars())
        names |= set(connection.execute(select(ticket.requester_name).where(ticket.requester.in_(known))).scalars())
        self.names = frozenset(each.strip() for each in names if each.strip())

    def own_tickets(self, connection: Connection) -> list[int]:
        """The tickets that are theirs."""
        ticket = schema.ticket.c
        query = select(ticket.number).where(ticket.requester.in_(self.addresses)).order_by(ticket.number)
        return list(connection.execute(query).scalars())


def address_hash(connection: Connection, address: str) -> str:
    """The address as the audit keeps it: a digest that only this desk's first key can make."""
    secret = connection.execute(select(schema.token_key.c.secret).order_by(schema.token_key.c.id).limit(1)).scalar()
    return hmac.new(bytes(secret or b""), b"erasure|" + address.lower().encode(), hashlib.sha256).hexdigest()


def erased_at(connection: Connection, address: str) -> datetime | None:
    """When this address was last forgotten, or None."""
    erasure = schema.erasure.c
    query = select(func.max(erasure.at)).where(erasure.address_hash == address_hash(connection, address))
    found: datetime | None = connection.execute(query).scalar()
    return found


def erase(connection: Connection, address: str, now: datetime) -> Erased:
    """Forget this person everywhere: their tickets whole, on others' tickets their mails, letters, address and name."""
    person = Person(connection, address)
    own, theirs = person.own_tickets(connection), _written_by(connection, person)
    mails = _erase_mails(connection, person, theirs)
    letters = _erase_letters(connection, person, theirs)
    for number in own:
        anonymise(connection, number, now)
    _erase_people(connection, person)
    needles = _needles(person)
    for table in schema.metadata.sorted_tables:
        _redact(connection, table, needles)
    done = Erased(tickets=len(own), mails=mails, letters=letters)
    values = {"tickets": done.tickets, "mails": done.mails, "letters": done.letters}
    digest = address_hash(connection, address)
    connection.execute(insert(schema.erasure).values(at=now, address_hash=digest, **values))
    return done


def anonymise(connection: Connection, number: int, now: datetime) -> None:
    """Let the ticket say no more than what kind of trouble it was and how long it took; if it was open, it ends."""
    found = schema.ticket.c
    state = connection.execute(select(found.state).where(found.number == number)).scalar_one()
    _empty_ticket(connection, number, ended=None if state not in OPEN | SOLVED else now)
    mails = select(schema.inbox.c.id).where(schema.inbox.c.ticket == number)
    empty_mails(connection, schema.inbox.c.id.in_(mails), {"sender": ERASED, "subject": "", "message_id": None})
    _empty_letters(connection, schema.outbox.c.ticket == number)
    _empty_journal(connection, number)
    for table in (schema.message, schema.reference, schema.participant, schema.example, schema.vector):
        connection.execute(delete(table).where(table.c.ticket == number))


def _empty_ticket(connection: Connection, number: int, ended: datetime | None) -> None:
    ticket = schema.ticket
    words = ("subject", "requester_name", "hypothesis", "finding", "solution", "affected", "vendor", "approver")
    values: dict[str, Any] = dict.fromkeys((*words, "call_where", "alert"), "")
    values |= {"requester": ERASED, "silent": True, "undeliverable": True, "doubt": ""}
    if ended is not None:
        ends = {"state": State.CANCELLED, "closed_at": ended, "running_since": None, "asked_at": None, "due_at": None}
        values |= ends
    connection.execute(update(ticket).where(ticket.c.number == number).values(values))


def empty_mails(connection: Connection, which: ColumnElement[bool], change: Mapping[str, Any]) -> int:
    """Let go of these mails' bytes, and change their rows so; give their number."""
    inbox, raw = schema.inbox, schema.raw_mail
    rows = connection.execute(select(inbox.c.id, inbox.c.raw_id).where(which)).all()
    for some in _chunks([row.raw_id for row in rows]):
        connection.execute(update(raw).where(raw.c.id.in_(some)).values(content=EMPTY, size=0))
    for some in _chunks([row.id for row in rows]):
        connection.execute(update(inbox).where(inbox.c.id.in_(some)).values({"error": None, **change}))
    return len(rows)


def _empty_letters(connection: Connection, which: ColumnElement[bool]) -> int:
    """A letter that waits goes out no more."""
    outbox = schema.outbox
    _stop(connection, which)
    blank = {"recipient": ERASED, "budget": "", "subject": "", "text": "", "content": EMPTY, "answer": ""}
    return connection.execute(update(outbox).where(which).values(blank)).rowcount


def _stop(connection: Connection, which: ColumnElement[bool]) -> None:
    outbox = schema.outbox
    waits = update(outbox).where(which, outbox.c.state.in_(("due", "held")))
    connection.execute(waits.values(state="superseded", claimed=False))


def _empty_journal(connection: Connection, number: int) -> None:
    """Whoever works at the desk stays in its journal; everybody else, and every word, goes."""
    journal, agents = schema.journal, frozenset(connection.execute(select(schema.agent.c.address)).scalars())
    rows = connection.execute(select(journal.c.id, journal.c.by, journal.c.data).where(journal.c.ticket == number))
    for row in rows.all():
        by = row.by if row.by in agents or row.by == DESK else ERASED
        data = {name: _emptied(name, value, agents) for name, value in row.data.items()}
        connection.execute(update(journal).where(journal.c.id == row.id).values(by=by, data=data))


def _emptied(name: str, value: Any, agents: Collection[str]) -> Any:
    """A value of an event without words: addresses of others than agents are ERASED, free text is ""."""
    match value:
        case str() if name in {"before", "after"} and "@" not in value:
            return value
        case str() if name in _KEPT_WORDS or value in agents or value == DESK or _is_fixed(value):
            return value
        case str():
            return ERASED if value and name in _ADDRESSES else ""
        case list():
            return [_emptied(name, each, agents) for each in value if not (isinstance(each, str) and "@" in each)]
        case dict():
            return {key: _emptied(key, each, agents) for key, each in value.items()}
        case _:
            return value


def _is_fixed(value: str) -> bool:
    """A time, or one of the desk's own words such as a label or a language."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.+-]+|P[1-4]|[a-z]{2}|high|medium|low|incident|request", value))


def _written_by(connection: Connection, person: Person) -> set[int]:
    """The mails that they wrote, by their ids in the inbox."""
    inbox, message = schema.inbox.c, schema.message.c
    posted = select(message.inbox).where(message.sender.in_(person.addresses), message.inbox.is_not(None))
    came = select(inbox.id).where(inbox.sender.in_(person.addresses))
    return {*connection.execute(posted).scalars(), *connection.execute(came).scalars()}


def _erase_mails(connection: Connection, person: Person, theirs: Collection[int]) -> int:
    """Their mails, wherever they stand, and the bytes of every other mail that names their address; their number."""
    inbox, message = schema.inbox, schema.message
    done = 0
    for some in _chunks(sorted(theirs)):
        done += empty_mails(connection, inbox.c.id.in_(some), {"sender": ERASED, "subject": "", "message_id": None})
    for some in _chunks(sorted(_naming(connection, person) - set(theirs))):
        empty_mails(connection, inbox.c.id.in_(some), {})
    blank = {"sender": ERASED, "subject": "", "text": MARK, "message_id": ""}
    connection.execute(update(message).where(message.c.sender.in_(person.addresses)).values(blank))
    return done


def _naming(connection: Connection, person: Person) -> set[int]:
    """Mails whose bytes hold one of the addresses, and all mails of the tickets that they take or took part in."""
    inbox, raw, joined = schema.inbox.c, schema.raw_mail.c, schema.participant.c
    among = select(joined.ticket).where(joined.address.in_(person.addresses))
    found = set(connection.execute(select(inbox.id).where(inbox.ticket.in_(among))).scalars())
    wanted = [each.lower().encode() for each in person.addresses]
    query = select(inbox.id, raw.content).join_from(schema.inbox, schema.raw_mail).where(raw.size > 0)
    for row in connection.execute(query.execution_options(yield_per=100)):
        content = zlib.decompress(row.content).lower()
        if any(each in content for each in wanted):
            found.add(row.id)
    return found


def _erase_letters(connection: Connection, person: Person, theirs: Collection[int]) -> int:
    """Letters to them, the words of those that their mails caused, and the bytes of those that may name them.

    Of all these, what waits goes out no more.
    """
    outbox, joined = schema.outbox, schema.participant.c
    count = _empty_letters(connection, outbox.c.recipient.in_(person.addresses))
    among = select(joined.ticket).where(joined.address.in_(person.addresses))
    naming = sorted(key for (key,) in _holding(connection, outbox, _needles(person)))
    for which in (outbox.c.ticket.in_(among), *(outbox.c.id.in_(some) for some in _chunks(naming))):
        _stop(connection, which)
        connection.execute(update(outbox).where(which).values(content=EMPTY))
    for some in _chunks(sorted(theirs)):
        _stop(connection, outbox.c.inbox.in_(some))
        told = update(outbox).where(outbox.c.inbox.in_(some))
        connection.execute(told.values(content=EMPTY, text=MARK, subject=""))
    return count


def _erase_people(connection: Connection, person: Person) -> None:
    taking, known = schema.participant, schema.person
    connection.execute(delete(taking).where(taking.c.address.in_(person.addresses)))
    connection.execute(delete(known).where(known.c.address.in_(person.addresses)))


def _needles(person: Person) -> list[str]:
    """What must be found nowhere; a name of one word may be anybody's, and goes with the person's own tickets alone."""
    names = [each for each in person.names if " " in each]
    return sorted((*person.addresses, *names), key=len, reverse=True)


def _redact(connection: Connection, table: Table, needles: Sequence[str]) -> None:
    """Put a mark in place of each needle in every text of the table that still holds it."""
    keys = list(table.primary_key.columns)
    for place, values in _holding(connection, table, needles).items():
        here = [key == value for key, value in zip(keys, place, strict=True)]
        connection.execute(update(table).where(*here).values(values))


def _holding(connection: Connection, table: Table, needles: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows whose texts hold one of these, by their keys, with those texts as they should be.

    Every row is looked at here: how a database folds case, and how it keeps JSON, differs.
    """
    keys = list(table.primary_key.columns)
    columns = [each for each in table.columns if has_words(each) and not each.primary_key]
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    if not columns or table is schema.agent:
        return found
    for row in connection.execute(select(*keys, *columns).execution_options(yield_per=500)):
        texts = zip(columns, row[len(keys) :], strict=True)
        changed = {each.name: new for each, text in texts if (new := _redacted(text, needles)) != text}
        if changed:
            found[tuple(row[: len(keys)])] = changed
    return found


def has_words(column: Column[Any]) -> bool:
    """True of a column whose text people may have written."""
    return isinstance(column.type, Text | JSON)


def _redacted(value: Any, needles: Sequence[str]) -> Any:
    match value:
        case str():
            for each in needles:
                value = re.sub(re.escape(each), ERASED if "@" in each else MARK, value, flags=re.IGNORECASE)
            return value
        case list():
            return [_redacted(each, needles) for each in value]
        case dict():
            return {key: _redacted(each, needles) for key, each in value.items()}
        case _:
            return value


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + 500] for start in range(0, len(items), 500))
