"""What the law asks of a desk: the register of privacy incidents, a person's own data, and forgetting them.

GDPR Articles 33(5), 15 and 20, and 17.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from mailflow.desk.breach import deadline
from mailflow.desk.register import FIELDS, Entry
from mailflow.desk.rules import Rules
from mailflow.flow.confidence import lacking
from mailflow.store import inbox, outbox, people, register, schema, tickets
from mailflow.store.db import Store
from mailflow.store.erasure import Erased, Person, erase, erased_at
from mailflow.store.register import Record, Row
from mailflow.store.retention import Retention


class PrivacyError(Exception):
    """What was asked cannot be done; says why and what to do."""


def register_records(connection: Connection, prefix: str, rules: Rules, now: datetime) -> Iterator[dict[str, Any]]:
    """Every privacy incident as the register has it, with its history."""
    for record in register.records(connection):
        yield _record(record, prefix, rules, now)


def _record(record: Record, prefix: str, rules: Rules, now: datetime) -> dict[str, Any]:
    ticket, fields = record.ticket, record.fields
    decided = record.last(Entry.NOTIFY, Entry.NO_NOTIFY)
    subjects = record.last(Entry.SUBJECTS_TOLD, Entry.SUBJECTS_NOT_REQUIRED)
    return {
        "number": f"{prefix}-{ticket.number}",
        "phase": ticket.breach.value,
        "suspected_at": ticket.breach_at,
        "aware_at": ticket.aware_at,
        "until": deadline(ticket, rules),
        "authority": _decision(decided),
        "subjects": _decision(subjects),
        **{each.value: fields.get(each, "") for each in FIELDS},
        "missing": [each.value for each in lacking(record, rules, now)],
        "history": [
            {"at": row.at.isoformat(), "by": row.by, "entry": row.entry.value, "text": row.text} for row in record.rows
        ],
    }


def _decision(row: Row | None) -> dict[str, str] | None:
    if row is None:
        return None
    return {"decision": row.entry.value, "reason": row.text, "at": row.at.isoformat(), "by": row.by}


def export(store: Store, address: str, prefix: str, file: Path) -> dict[str, int]:
    """Write a person's own data as a zip: `person.json`, their mails and our letters to them as eml; how many of each.

    Raises PrivacyError where the store knows nothing of them. What others wrote is not theirs, and left out.
    """
    with store.read() as connection:
        person = Person(connection, address)
        told = _told(connection, person, prefix)
        if not told["tickets"] and not told["mails"] and not told["letters"]:
            raise PrivacyError(_unknown(connection, address))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parcel:
            for each in told["mails"]:
                if content := inbox.content(connection, each["id"]):
                    parcel.writestr(f"mails/{each['id']}.eml", content)
            for each in told["letters"]:
                if content := outbox.content(connection, each["id"]):
                    parcel.writestr(f"letters/{each['id']}.eml", content)
            parcel.writestr("person.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
    return {name: len(told[name]) for name in ("tickets", "mails", "letters")}


def _told(connection: Connection, person: Person, prefix: str) -> dict[str, Any]:
    """All that is theirs, in a form that machines read."""
    came, sent = schema.inbox.c, schema.outbox.c
    mails = select(came.id, came.received_at, came.subject, came.sender, came.ticket)
    letters = select(sent.id, sent.created_at, sent.subject, sent.recipient, sent.ticket, sent.state, sent.text)
    rows = connection.execute(mails.where(came.sender.in_(person.addresses)).order_by(came.id))
    posts = connection.execute(letters.where(sent.recipient.in_(person.addresses)).order_by(sent.id))
    return {
        "addresses": sorted(person.addresses),
        "names": sorted(person.names),
        "tickets": [_ticket(connection, each, person, prefix) for each in person.own_tickets(connection)],
        "mails": [dict(row._mapping) for row in rows],
        "letters": [dict(row._mapping) for row in posts],
    }


def _ticket(connection: Connection, number: int, person: Person, prefix: str) -> dict[str, Any]:
    ticket = tickets.find(connection, number)
    if ticket is None:
        raise LookupError(f"ticket {number} is gone")
    message = schema.message.c
    query = select(message.at, message.subject, message.text).order_by(message.id)
    own = query.where(message.ticket == number, message.sender.in_(person.addresses))
    return {
        "number": f"{prefix}-{number}",
        "subject": ticket.subject,
        "kind": ticket.kind.value,
        "category": ticket.category,
        "priority": ticket.priority.value,
        "state": ticket.state.value,
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "language": ticket.language,
        "solution": ticket.solution,
        "messages": [dict(row._mapping) for row in connection.execute(own)],
    }


def forget(store: Store, address: str, retention: Retention, now: datetime) -> Erased:
    """Forget a person in the whole store, and let go of the space.

    Raises PrivacyError where they are unknown, an agent, or on legal hold under any of their addresses.
    """
    with store.write() as connection:
        person = Person(connection, address)
        for each in sorted(person.addresses):
            if reason := retention.hold(each):
                raise PrivacyError(f"{each} is on legal hold: {reason}; nothing was erased")
        if person.addresses & people.agents(connection).keys():
            raise PrivacyError(f"{address} is an agent's; take them off first, then erase")
        done = erase(connection, address, now)
        if not (done.tickets or done.mails or done.letters):
            raise PrivacyError(_unknown(connection, address))
    store.vacuum()
    return done


def _unknown(connection: Connection, address: str) -> str:
    at = erased_at(connection, address)
    return f"the desk knows nothing of {address}" + (f"; it was erased on {at:%Y-%m-%d}" if at else "")
