"""Fixtures for the tests of the flow: a desk on each kind of store, and more desks beside it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from structlog.typing import Processor

from tests.flow.branch import Branch
from tests.servers.sink import Sink


@pytest.fixture(autouse=True, scope="session")
def _plain_log() -> None:
    """Errors are logged as plain text: a picture of every variable takes seconds."""
    processors: list[Processor] = [structlog.processors.add_log_level, structlog.processors.format_exc_info]
    structlog.configure(processors=[*processors, structlog.processors.KeyValueRenderer()])


@pytest.fixture
def make_branch(ready_url: str, sink: Sink) -> Iterator[Callable[..., Branch]]:
    """Opens desks on the fresh store, or with `url` on another one."""
    made: list[Branch] = []

    def make(url: str = ready_url, **options: Any) -> Branch:
        made.append(Branch(url, sink, **options))
        return made[-1]

    yield make
    for each in made:
        each.store.close()


@pytest.fixture
def branch(make_branch: Callable[..., Branch]) -> Branch:
    """A desk with Bo (first line, lead), Liz (second) and Tom (third), that trusts no mail server."""
    return make_branch()
