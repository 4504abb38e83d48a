"""The tables. Names and constraints follow one convention, so that alembic sees the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware time, kept and given back in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without zone cannot be stored: {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Span(TypeDecorator[timedelta]):
    """A duration, kept in seconds."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class Words(TypeDecorator[frozenset[str]]):
    """A set of words without spaces, kept as one sorted line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str] | None:
        return None if value is None else frozenset(value.split())


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """Aware times in their order, kept in UTC on one line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(each.astimezone(UTC).isoformat() for each in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[datetime, ...] | None:
        return None if value is None else tuple(map(datetime.fromisoformat, value.split()))


raw_mail = Table(
    "raw_mail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False, comment="deflated"),
    Column("size", Integer, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("raw_id", Id, ForeignKey("raw_mail.id"), nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("uidvalidity", BigInteger),
    Column("uid", BigInteger),
    Column("received_at", Moment, nullable=False),
    Column("oversized", Boolean, nullable=False),
    Column("state", String(16), nullable=False, comment="kept, done, held, quarantined, parked, dropped"),
    Column("attempts", Integer, nullable=False),
    Column("outcome", String(24), comment="ticket-create, article-append, quarantine, loop-drop, dsn, dup-of, held"),
    Column("verdict", String(16)),
    Column("reason", Text),
    Column("trust", String(8)),
    Column("message_id", Text),
    Column("fingerprint", String(64)),
    Column("sender", Text),
    Column("subject", Text),
    Column("ticket", Id, ForeignKey("ticket.number")),
    Column("taken_at", Moment),
    Column("told_at", Moment, comment="when the first line was told of it in quarantine"),
    Column("error", Text),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    Index(None, "raw_id"),
    Index(None, "fingerprint"),
    Index("ix_inbox_open", "id", sqlite_where=text("state = 'kept'"), postgresql_where=text("state = 'kept'")),
    Index(None, "state", "told_at"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("category", String(64), nullable=False),
    Column("impact", String(8), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("priority", String(4), nullable=False),
    Column("state", String(16), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("requester", Text, nullable=False),
    Column("requester_name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("logged_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("triaged", Boolean, nullable=False),
    Column("doubt", String(16), nullable=False),
    Column("assignee", Text),
    Column("previous_tier", Integer, nullable=False),
    Column("solved_tier", Integer, nullable=False),
    Column("hypothesis", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("solution", Text, nullable=False),
    Column("unverified", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("undeliverable", Boolean, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("merged_into", Id, ForeignKey("ticket.number")),
    Column("successor_of", Id, ForeignKey("ticket.number")),
    Column("responded_at", Moment),
    Column("waiting_since", Moment),
    Column("heard_at", Moment),
    Column("spent", Span, nullable=False),
    Column("running_since", Moment),
    Column("response_spent", Span, nullable=False),
    Column("response_since", Moment),
    Column("warned", Words, nullable=False),
    Column("reminded", Integer, nullable=False),
    Column("asked_at", Moment),
    Column("solved_at", Moment),
    Column("closed_at", Moment),
    Column("due_at", Moment),
    Column("told_at", Moment),
    Column("silent", Boolean, nullable=False),
    Column("affected", Text, nullable=False),
    Column("vendor", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("approval_at", Moment),
    Column("call_slots", Moments, nullable=False),
    Column("call_at", Moment),
    Column("call_minutes", Integer, nullable=False),
    Column("call_where", Text, nullable=False),
    Column("call_sequence", Integer, nullable=False),
    Column("call_number", Integer, nullable=False),
    Column("call_wish", Moment),
    Column("major", Boolean, nullable=False),
    Column("parent", Id, ForeignKey("ticket.number")),
    Column("outbreak", String(16), nullable=False),
    Column("alert", Text, nullable=False),
    Column("alerts", Integer, nullable=False),
    Column("flapping", Boolean, nullable=False),
    Column("breach", String(24), nullable=False),
    Column("breach_at", Moment),
    Column("aware_at", Moment),
    Index(None, "parent"),
    Index("ix_ticket_alert", "alert", sqlite_where=text("alert <> ''"), postgresql_where=text("alert <> ''")),
    Index(None, "due_at"),
    Index(None, "requester"),
    Index(None, "state"),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("ticket.number"), nullable=False),
    Column("tx", String(32), nullable=False, comment="the transaction that wrote it, with its letters"),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("event", String(32), nullable=False),
    Column("data", JSON, nullable=False),
    Column("inbox", Id, ForeignKey("inbox.id")),
    Index(None, "ticket"),
    Index(None, "tx"),
)

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("ticket.number"), nullable=False),
    Column("direction", String(4), nullable=False, comment="in or note; what went out is in the outbox"),
    Column("message_id", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Column("related", Id, comment="a ticket that the mail named without the right to join it"),
    Column("inbox", Id, ForeignKey("inbox.id")),
    Index(None, "message_id"),
    Index(None, "ticket"),
)

reference = Table(
    "reference",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("ticket.number"), nullable=False),
    Column("message_id", Text, nullable=False, comment="what a mail on the ticket referred to, or was called before"),
    Index(None, "message_id"),
    Index(None, "ticket"),
)

person = Table(
    "person",
    metadata,
    Column("address", Text, primary_key=True),
    Column("same_as", Text, comment="the address of the same person that they are known by"),
    Column("name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("seen_at", Moment, nullable=False),
)

participant = Table(
    "participant",
    metadata,
    Column("ticket", Id, ForeignKey("ticket.number"), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("role", String(16), nullable=False, comment="requester, participant, or merged in"),
    Column("since", Moment, nullable=False),
    Index(None, "address"),
)

agent = Table(
    "agent",
    metadata,
    Column("address", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    Column("lead", Boolean, nullable=False),
    Column("manager", Boolean, nullable=False, comment="is told of targets that are nearly missed"),
    Column("privacy", Boolean, nullable=False, comment="belongs to the privacy circle"),
    Column("speaks", JSON, nullable=False, comment="languages of the customers that they can serve"),
    Column("aliases", JSON, nullable=False, comment="further addresses that they write from"),
    Column("deputy", Text, nullable=False),
    Column("away_until", Moment),
    Column("source", String(8), nullable=False, comment="settings or command: who takes them off again"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("ticket.number")),
    Column("tx", String(32), nullable=False),
    Column("letter", String(32), nullable=False),
    Column("lane", String(16), nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("budget", Text, nullable=False, comment="the address that caps are counted for, subaddress folded"),
    Column("message_id", Text, nullable=False, unique=True),
    Column("envelope_from", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="deflated"),
    Column("state", String(16), nullable=False, comment="due, sent, failed, superseded, held"),
    Column("attempts", Integer, nullable=False),
    Column("claimed", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("answer", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("exposed", Boolean, nullable=False, comment="its token was seen by others than its reader"),
    Column("inbox", Id, ForeignKey("inbox.id")),
    Index("ix_outbox_due", "next_at", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
    Index(None, "budget", "created_at"),
    Index(None, "created_at"),
    Index(None, "ticket"),
    Index(None, "tx"),
)

example = Table(
    "example",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("ticket.number"), nullable=False),
    Column("head", String(16), nullable=False),
    Column("label", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("ticket", "head"),
)

vector = Table(
    "vector",
    metadata,
    Column("ticket", Id, ForeignKey("ticket.number"), primary_key=True, autoincrement=False),
    Column("encoder", String(64), nullable=False),
    Column("value", LargeBinary, nullable=False, comment="half floats; empty where the first mail could not be read"),
    Column("along", Text, nullable=False, comment="the model that read along, if one did"),
    Column("shadow", JSON, comment="what it said, by head"),
)

register = Table(
    "register",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket", Id, ForeignKey("ticket.number"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("entry", String(24), nullable=False, comment="a field of Article 33(3) or (5), or a step that was taken"),
    Column("text", Text, nullable=False),
    Index(None, "ticket"),
    comment="privacy incidents (GDPR Article 33(5)); rows are only added",
)

erasure = Table(
    "erasure",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("address_hash", String(64), nullable=False, comment="keyed by the desk's secret"),
    Column("tickets", Integer, nullable=False),
    Column("mails", Integer, nullable=False),
    Column("letters", Integer, nullable=False),
    Index(None, "address_hash"),
    comment="whom the desk has forgotten, without saying who it was",
)

mark = Table(
    "mark",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("at", Moment, nullable=False, comment="when the desk last did what it does once in a while"),
)

token_key = Table(
    "token_key",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
