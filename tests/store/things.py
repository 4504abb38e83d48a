"""What the tests of the store put into it."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mailflow.desk.terms import Breach, Impact, Kind, Priority, State, Urgency
from mailflow.desk.ticket import Ticket
from mailflow.mail import RawMail
from mailflow.store.entries import Letter

NOW = datetime(2026, 6, 8, 9, tzinfo=UTC)
ANA, BO = "ana@customer.example", "bo@agents.example"


def raw(content: bytes = b"Subject: one\r\n\r\none\r\n", *, uid: int = 1, **changes: Any) -> RawMail:
    """A mail from a mailbox; `uid=0` is one from a pipe."""
    mail = RawMail(
        mailbox="support@imap/INBOX", uidvalidity=7, uid=uid, received_at=NOW, content=content, size=len(content)
    )
    return replace(mail, **changes)


def ticket(number: int = 1, **changes: Any) -> Ticket:
    """A ticket as it opens."""
    opened = Ticket(
        number=number,
        kind=Kind.INCIDENT,
        category="hardware",
        impact=Impact.MEDIUM,
        urgency=Urgency.LOW,
        priority=Priority.P4,
        state=State.NEW,
        tier=1,
        subject="Nem megy a nyomtató",
        requester=ANA,
        requester_name="Ána",
        language="hu",
        opened_at=NOW,
        logged_at=NOW + timedelta(seconds=2),
        changed_at=NOW + timedelta(seconds=2),
        triaged=True,
    )
    return replace(opened, **changes)


def full_ticket(number: int = 2) -> Ticket:
    """A ticket of which no field has its default."""
    full = ticket(
        number,
        doubt="kind",
        assignee=BO,
        previous_tier=2,
        solved_tier=3,
        hypothesis="toner",
        finding="the fuser",
        solution="a new fuser",
        unverified=True,
        confidential=True,
        undeliverable=True,
        reopened=4,
        merged_into=1,
        successor_of=1,
        responded_at=NOW + timedelta(hours=1),
        heard_at=NOW,
        waiting_since=NOW + timedelta(hours=2),
        spent=timedelta(hours=3, microseconds=250_000),
        running_since=NOW + timedelta(hours=4),
        response_spent=timedelta(minutes=20),
        response_since=NOW + timedelta(hours=5),
        warned=frozenset({"first_response:50", "resolution:100"}),
        reminded=2,
        asked_at=NOW + timedelta(hours=5),
        solved_at=NOW + timedelta(hours=6),
        closed_at=NOW + timedelta(hours=7),
        due_at=NOW + timedelta(hours=8),
        told_at=NOW + timedelta(hours=9),
        silent=True,
        affected="the whole second floor",
        vendor="ACME-77",
        approver="vera@example.org",
        approval_at=NOW + timedelta(hours=10),
        call_slots=(NOW + timedelta(hours=11), NOW + timedelta(hours=12)),
        call_at=NOW + timedelta(hours=11),
        call_minutes=30,
        call_where="phone",
        call_sequence=2,
        call_number=1,
        call_wish=NOW + timedelta(hours=13),
        major=True,
        parent=1,
        outbreak="seen",
        alert="monitor|db1|disk",
        alerts=3,
        flapping=True,
        breach=Breach.ASSESSING,
        breach_at=NOW + timedelta(hours=14),
        aware_at=NOW + timedelta(hours=15),
    )
    assert all(getattr(full, each.name) not in (None, "", (), False, 0) for each in fields(full))
    return full


def letter(message_id: str = "one@example.com", **changes: Any) -> Letter:
    """A letter for the outbox."""
    plain = Letter(
        ticket=None,
        letter="received",
        lane="acknowledgement",
        automatic=True,
        recipient=ANA,
        budget=ANA,
        message_id=message_id,
        envelope_from="support@example.com",
        subject="We have your message",
        text="Thank you",
        content=b"Subject: We have your message\r\n\r\nThank you\r\n",
        by="desk",
        inbox=None,
    )
    return replace(plain, **changes)
