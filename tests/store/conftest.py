"""A fresh store of each kind, in this version's form."""

from collections.abc import Iterator

import pytest

from mailflow.store.db import Store


@pytest.fixture
def store(ready_url: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store(ready_url)
    yield opened
    opened.close()
