"""What a ticket's response clocks had used when its priority, and with it the calendar, changed"""

import sqlalchemy as sa
from alembic import op

from mailflow.store.schema import Moment, Span

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(sa.Column("response_spent", Span(), nullable=False, server_default="0"))
        ticket.add_column(sa.Column("response_since", Moment(), nullable=True))
    with op.batch_alter_table("ticket") as ticket:
        ticket.alter_column("response_spent", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        ticket.drop_column("response_since")
        ticket.drop_column("response_spent")
