"""The first form of the store"""

import sqlalchemy as sa
from alembic import op

from mailflow.store.schema import Id, Moment, Moments, Span, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("manager", sa.Boolean(), nullable=False, comment="is told of targets that are nearly missed"),
        sa.Column("privacy", sa.Boolean(), nullable=False, comment="belongs to the privacy circle"),
        sa.Column("speaks", sa.JSON(), nullable=False, comment="languages of the customers that they can serve"),
        sa.Column("aliases", sa.JSON(), nullable=False, comment="further addresses that they write from"),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("away_until", Moment(), nullable=True),
        sa.Column(
            "source", sa.String(length=8), nullable=False, comment="settings or command: who takes them off again"
        ),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_agent")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False, comment="keyed by the desk's secret"),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        comment="whom the desk has forgotten, without saying who it was",
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_address_hash"), ["address_hash"], unique=False)

    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False, comment="when the desk last did what it does once in a while"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
    op.create_table(
        "person",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Text(), nullable=True, comment="the address of the same person that they are known by"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_person")),
    )
    op.create_table(
        "raw_mail",
        sa.Column("id", Id, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="deflated"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_mail")),
        sa.UniqueConstraint("sha256", name=op.f("uq_raw_mail_sha256")),
    )
    op.create_table(
        "ticket",
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("impact", sa.String(length=8), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("priority", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("logged_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("triaged", sa.Boolean(), nullable=False),
        sa.Column("doubt", sa.String(length=16), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("previous_tier", sa.Integer(), nullable=False),
        sa.Column("solved_tier", sa.Integer(), nullable=False),
        sa.Column("hypothesis", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("unverified", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("undeliverable", sa.Boolean(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("merged_into", Id, nullable=True),
        sa.Column("successor_of", Id, nullable=True),
        sa.Column("responded_at", Moment(), nullable=True),
        sa.Column("waiting_since", Moment(), nullable=True),
        sa.Column("heard_at", Moment(), nullable=True),
        sa.Column("spent", Span(), nullable=False),
        sa.Column("running_since", Moment(), nullable=True),
        sa.Column("warned", Words(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("solved_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("affected", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("approval_at", Moment(), nullable=True),
        sa.Column("call_slots", Moments(), nullable=False),
        sa.Column("call_at", Moment(), nullable=True),
        sa.Column("call_minutes", sa.Integer(), nullable=False),
        sa.Column("call_where", sa.Text(), nullable=False),
        sa.Column("call_sequence", sa.Integer(), nullable=False),
        sa.Column("call_number", sa.Integer(), nullable=False),
        sa.Column("call_wish", Moment(), nullable=True),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("parent", Id, nullable=True),
        sa.Column("outbreak", sa.String(length=16), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.Column("flapping", sa.Boolean(), nullable=False),
        sa.Column("breach", sa.String(length=24), nullable=False),
        sa.Column("breach_at", Moment(), nullable=True),
        sa.Column("aware_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["ticket.number"], name=op.f("fk_ticket_merged_into_ticket")),
        sa.ForeignKeyConstraint(["parent"], ["ticket.number"], name=op.f("fk_ticket_parent_ticket")),
        sa.ForeignKeyConstraint(["successor_of"], ["ticket.number"], name=op.f("fk_ticket_successor_of_ticket")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ticket")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_alert",
            ["alert"],
            unique=False,
            sqlite_where=sa.text("alert <> ''"),
            postgresql_where=sa.text("alert <> ''"),
        )
        batch_op.create_index(batch_op.f("ix_ticket_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_parent"), ["parent"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_requester"), ["requester"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_state"), ["state"], unique=False)

    op.create_table(
        "token_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_key")),
    )
    op.create_table(
        "example",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket", Id, nullable=False),
        sa.Column("head", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_example_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example")),
        sa.UniqueConstraint("ticket", "head", name=op.f("uq_example_ticket_head")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("raw_id", Id, nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("uid", sa.BigInteger(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("oversized", sa.Boolean(), nullable=False),
        sa.Column(
            "state", sa.String(length=16), nullable=False, comment="kept, done, held, quarantined, parked, dropped"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.String(length=24),
            nullable=True,
            comment="ticket-create, article-append, quarantine, loop-drop, dsn, dup-of, held",
        ),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("trust", sa.String(length=8), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("ticket", Id, nullable=True),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True, comment="when the first line was told of it in quarantine"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["raw_id"], ["raw_mail.id"], name=op.f("fk_inbox_raw_id_raw_mail")),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_inbox_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name=op.f("uq_inbox_mailbox_uidvalidity_uid")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(
            "ix_inbox_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'kept'"),
            postgresql_where=sa.text("state = 'kept'"),
        )
        batch_op.create_index(batch_op.f("ix_inbox_raw_id"), ["raw_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbox_state_told_at"), ["state", "told_at"], unique=False)

    op.create_table(
        "participant",
        sa.Column("ticket", Id, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False, comment="requester, participant, or merged in"),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_participant_ticket_ticket")),
        sa.PrimaryKeyConstraint("ticket", "address", name=op.f("pk_participant")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_address"), ["address"], unique=False)

    op.create_table(
        "reference",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket", Id, nullable=False),
        sa.Column(
            "message_id",
            sa.Text(),
            nullable=False,
            comment="what a mail on the ticket referred to, or was called before",
        ),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_reference_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
    )
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reference_ticket"), ["ticket"], unique=False)

    op.create_table(
        "register",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column(
            "entry",
            sa.String(length=24),
            nullable=False,
            comment="a field of Article 33(3) or (5), or a step that was taken",
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_register_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
        comment="privacy incidents (GDPR Article 33(5)); rows are only added",
    )
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_ticket"), ["ticket"], unique=False)

    op.create_table(
        "vector",
        sa.Column("ticket", Id, autoincrement=False, nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column(
            "value",
            sa.LargeBinary(),
            nullable=False,
            comment="half floats; empty where the first mail could not be read",
        ),
        sa.Column("along", sa.Text(), nullable=False, comment="the model that read along, if one did"),
        sa.Column("shadow", sa.JSON(), nullable=True, comment="what it said, by head"),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_vector_ticket_ticket")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_vector")),
    )
    op.create_table(
        "journal",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket", Id, nullable=False),
        sa.Column(
            "tx", sa.String(length=32), nullable=False, comment="the transaction that wrote it, with its letters"
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("inbox", Id, nullable=True),
        sa.ForeignKeyConstraint(["inbox"], ["inbox.id"], name=op.f("fk_journal_inbox_inbox")),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_journal_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_ticket"), ["ticket"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_tx"), ["tx"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket", Id, nullable=False),
        sa.Column(
            "direction", sa.String(length=4), nullable=False, comment="in or note; what went out is in the outbox"
        ),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("related", Id, nullable=True, comment="a ticket that the mail named without the right to join it"),
        sa.Column("inbox", Id, nullable=True),
        sa.ForeignKeyConstraint(["inbox"], ["inbox.id"], name=op.f("fk_message_inbox_inbox")),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_message_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_ticket"), ["ticket"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket", Id, nullable=True),
        sa.Column("tx", sa.String(length=32), nullable=False),
        sa.Column("letter", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.String(length=16), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column(
            "budget", sa.Text(), nullable=False, comment="the address that caps are counted for, subaddress folded"
        ),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("envelope_from", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="deflated"),
        sa.Column("state", sa.String(length=16), nullable=False, comment="due, sent, failed, superseded, held"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("exposed", sa.Boolean(), nullable=False, comment="its token was seen by others than its reader"),
        sa.Column("inbox", Id, nullable=True),
        sa.ForeignKeyConstraint(["inbox"], ["inbox.id"], name=op.f("fk_outbox_inbox_inbox")),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.number"], name=op.f("fk_outbox_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_budget_created_at"), ["budget", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_created_at"), ["created_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'due'"),
            postgresql_where=sa.text("state = 'due'"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_ticket"), ["ticket"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_tx"), ["tx"], unique=False)

    op.bulk_insert(sa.table("counter", sa.column("name"), sa.column("value")), [{"name": "ticket", "value": 0}])


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_tx"))
        batch_op.drop_index(batch_op.f("ix_outbox_ticket"))
        batch_op.drop_index(
            "ix_outbox_due", sqlite_where=sa.text("state = 'due'"), postgresql_where=sa.text("state = 'due'")
        )
        batch_op.drop_index(batch_op.f("ix_outbox_created_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_budget_created_at"))

    op.drop_table("outbox")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_ticket"))
        batch_op.drop_index(batch_op.f("ix_message_message_id"))

    op.drop_table("message")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_tx"))
        batch_op.drop_index(batch_op.f("ix_journal_ticket"))

    op.drop_table("journal")
    op.drop_table("vector")
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_ticket"))

    op.drop_table("register")
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reference_ticket"))
        batch_op.drop_index(batch_op.f("ix_reference_message_id"))

    op.drop_table("reference")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_address"))

    op.drop_table("participant")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_state_told_at"))
        batch_op.drop_index(batch_op.f("ix_inbox_raw_id"))
        batch_op.drop_index(
            "ix_inbox_open", sqlite_where=sa.text("state = 'kept'"), postgresql_where=sa.text("state = 'kept'")
        )
        batch_op.drop_index(batch_op.f("ix_inbox_fingerprint"))

    op.drop_table("inbox")
    op.drop_table("example")
    op.drop_table("token_key")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_state"))
        batch_op.drop_index(batch_op.f("ix_ticket_requester"))
        batch_op.drop_index(batch_op.f("ix_ticket_parent"))
        batch_op.drop_index(batch_op.f("ix_ticket_due_at"))
        batch_op.drop_index(
            "ix_ticket_alert", sqlite_where=sa.text("alert <> ''"), postgresql_where=sa.text("alert <> ''")
        )

    op.drop_table("ticket")
    op.drop_table("raw_mail")
    op.drop_table("person")
    op.drop_table("mark")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_address_hash"))

    op.drop_table("erasure")
    op.drop_table("counter")
    op.drop_table("agent")
