"""In random conversations nobody reads what is not for them; `tests.attacks.conversations` holds many more."""

from collections.abc import Sequence

import pytest

from mailflow.flow import letters, receive
from mailflow.flow.incoming import Incoming
from mailflow.flow.letters import Desk
from mailflow.store.entries import Participant
from tests.attacks import conversations
from tests.attacks.conversations import Conversation, converse


def test_in_random_conversations_nobody_reads_what_is_not_for_them() -> None:
    done = converse(15, derandomize=True)
    assert Conversation.letters_seen > 100
    assert len(done) > 10


def test_the_oracle_sees_a_word_that_reaches_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were an agent's answers for nobody, the first one would end the run."""
    monkeypatch.setattr(conversations, "PUBLIC", frozenset())
    with pytest.raises(AssertionError, match="reads secret"):
        converse(100, derandomize=True)


def test_the_oracle_sees_somebody_who_takes_part_without_an_agents_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in copy joins at once."""

    def join(desk: Desk, mail: Incoming, number: int, addresses: Sequence[str]) -> None:
        for each in addresses:
            desk.ledger.join(number, Participant(address=each, name="", language="en", role="participant"))

    monkeypatch.setattr(receive, "_offer", join)
    with pytest.raises(AssertionError, match="which is of"):
        converse(100, derandomize=True)


def test_the_oracle_sees_a_confidential_ticket_told_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "circle", list)
    with pytest.raises(AssertionError, match="of a confidential ticket"):
        converse(100, derandomize=True)
