"""Bringing a database to the form that this version needs, by alembic. Whether that is needed, `db.is_current` says."""

from pathlib import Path

from alembic import command
from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Make or change the tables; each migration is one transaction, so a kill leaves the old form or the new one."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["url"] = url
    command.upgrade(config, "head")
