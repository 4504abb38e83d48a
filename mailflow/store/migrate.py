"""Bringing a database of an older form to this version's, by alembic. Which form it has, `Store.form` says."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from mailflow.store.db import translated

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(url: str, form: str = "head") -> None:
    """Make or change the tables, up to this form.

    Each migration is one transaction, so a kill leaves the old form or the new one.
    Raises StoreError if the database cannot be used.
    """
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["url"] = url
    with translated():
        command.upgrade(config, form)
