"""How alembic reaches the database: by the URL that `migrate.upgrade` gives; on SQLite with foreign keys off.

Two processes that find an old form at once take turns; the second finds nothing to do.
"""

from alembic import context
from sqlalchemy import create_engine, event, text

from mailflow.store.schema import metadata

url = context.config.attributes["url"]
engine = create_engine(url)
sqlite = url.startswith("sqlite")

if sqlite:

    @event.listens_for(engine, "connect")
    def _prepare(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=sqlite, transactional_ddl=True)
    with context.begin_transaction():
        if not sqlite:  # SQLite has one writer anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(727272)"))
        context.run_migrations()
engine.dispose()
