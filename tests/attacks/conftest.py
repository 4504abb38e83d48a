"""A desk that attackers write to. What they try is the same on every store, so SQLite will do."""

import pytest

from tests.flow.conftest import _plain_log, branch, make_branch

__all__ = ["_plain_log", "branch", "make_branch", "store_kind"]


@pytest.fixture
def store_kind() -> str:
    """SQLite."""
    return "sqlite"
