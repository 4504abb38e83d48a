"""Two daemons on one store: the second is told so, and may work once the first has ended (F12)."""

import pytest

from mailflow.store.db import Store
from mailflow.store.lease import BusyError, lease


def test_f12_a_second_daemon_is_refused_until_the_first_has_ended(store: Store) -> None:
    other = Store(store.url)
    with lease(store), pytest.raises(BusyError, match="another daemon"), lease(other):
        raise AssertionError("both have it")
    with lease(other):
        pass
    other.close()
