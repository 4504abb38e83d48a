"""From the command line to the settings and the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailflow.cli.show import CommandError


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Which settings the command line named."""

    file: Path | None

    def load(self) -> Any:
        """The `Settings`; a fault in them is the command's failure."""
        from mailflow.settings import SettingsError, load

        try:
            return load(self.file)
        except SettingsError as error:
            raise CommandError(str(error)) from error

    def load_if_any(self) -> Any:
        """The settings, or None where there is no file of them; then they need not be imported either."""
        from mailflow.resources import settings_file

        return self.load() if self.file or settings_file() else None

    def frame(self) -> Any:
        """What `explain` must know of the settings, or None where there are none."""
        from mailflow.explain.record import Frame

        settings = self.load_if_any()
        if settings is None:
            return None
        from mailflow.engine import house_of

        agents = frozenset(each.address for each in settings.agents)
        models = Path(settings.model.folder)
        return Frame(house=house_of(settings.desk), rules=settings.rules, agents=agents, models=models)

    @contextmanager
    def store(self) -> Iterator[Any]:
        """The `Store` of the settings, opened and closed."""
        from mailflow.engine import open_store
        from mailflow.store.db import StoreError

        settings = self.load()
        try:
            store = open_store(settings)
            try:
                yield store
            finally:
                store.close()
        except StoreError as error:
            raise CommandError(f"the store {settings.store.url.rpartition('@')[2]} cannot be used: {error}") from error
