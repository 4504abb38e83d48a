"""A fresh store of each kind, in this version's form."""

from collections.abc import Iterator

import pytest

from mailflow.store import migrate
from mailflow.store.db import Store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store."""
    migrate.upgrade(store_url)
    opened = Store(store_url)
    yield opened
    opened.close()
