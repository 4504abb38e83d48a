"""In random conversations nobody reads a word that is not for them; `tests.attacks.conversations` runs many more."""

import pytest

from tests.attacks import conversations
from tests.attacks.conversations import converse


def test_in_random_conversations_nobody_reads_what_is_not_for_them(ready_url: str) -> None:
    assert converse(ready_url, seed=7, count=8) > 50


def test_the_oracle_sees_a_word_that_reaches_somebody_else(ready_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were an agent's answers for nobody, the run would have to end at the first one."""
    monkeypatch.setattr(conversations, "PUBLIC", frozenset())
    with pytest.raises(AssertionError, match="reads secret"):
        converse(ready_url, seed=7, count=8)
