"""A desk as an admin sets it up, on SQLite with a fresh mailbox and a mail server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.installation import Installation
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink


@pytest.fixture
def install(tmp_path: Path, dovecot: Dovecot, make_sink: Callable[..., Sink]) -> Callable[..., Installation]:
    """Sets up a desk; `url` and `sections` change its settings."""

    def make(**options: Any) -> Installation:
        return Installation(tmp_path / "desk", dovecot, dovecot.mailbox(), make_sink(), **options)

    return make


@pytest.fixture
def desk(install: Callable[..., Installation]) -> Installation:
    """A desk with Bo as its one agent, and no model."""
    return install()
