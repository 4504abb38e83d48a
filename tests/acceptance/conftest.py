"""A desk as an admin sets it up, on SQLite with a fresh mailbox and a mail server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.installation import Installation, clean_environment
from tests.acceptance.starter import Warm
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Starts mailflow's processes quickly."""
    starter = Warm(clean_environment())
    yield starter
    starter.end()


@pytest.fixture
def install(
    tmp_path: Path, dovecot: Dovecot, make_sink: Callable[..., Sink], warm: Warm
) -> Callable[..., Installation]:
    """Sets up a desk; `url` and `sections` change its settings, `starter=Cold()` is the command as a user starts it."""

    def make(**options: Any) -> Installation:
        return Installation(tmp_path / "desk", dovecot, dovecot.mailbox(), make_sink(), **({"starter": warm} | options))

    return make


@pytest.fixture
def desk(install: Callable[..., Installation]) -> Installation:
    """A desk with Bo as its one agent, and no model."""
    return install()
