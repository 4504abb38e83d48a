"""How much a desk's own decisions count: recent ones more, silent ones little, and one sender's only so much."""

from datetime import UTC, datetime, timedelta

from mailflow.classify.examples import Example
from mailflow.classify.own import AT_LEAST, SHARE, Decision, weigh

NOW = datetime(2026, 6, 8, tzinfo=UTC)


def decision(sender: str, *, days: int = 0, spoken: bool = True) -> Decision:
    mail = Example(subject="s", body=f"{sender} {days}", labels={"kind": "incident"})
    return Decision(example=mail, sender=sender, at=NOW - timedelta(days=days), spoken=spoken)


def weights(*decisions: Decision) -> list[float]:
    return [each.weight for each in weigh(decisions, NOW)]


def test_recent_words_weigh_more_than_old_ones_and_any_word_more_than_silence() -> None:
    recent, old, oldest, silent = weights(
        decision("a"), decision("b", days=182), decision("c", days=5000), decision("d", spoken=False)
    )
    assert recent == 2 * old
    assert old > oldest > silent > 0


def test_one_sender_who_writes_a_lot_counts_no_more_than_a_twentieth() -> None:
    flood = [decision("flood@example.org", days=0) for _ in range(900)]
    others = [decision(f"{number}@example.org") for number in range(100)]
    found = weights(*flood, *others)
    assert sum(found[:900]) <= max(AT_LEAST, SHARE * 2 * 1000) + 1e-9
    assert sum(found[900:]) == 200


def test_a_few_words_of_a_small_desk_count_in_full() -> None:
    assert weights(decision("a")) == [2.0]
