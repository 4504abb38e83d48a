"""When alike mails are told to a person as one trouble, and when not."""

from datetime import timedelta

import pytest

from mailflow.desk.outbreak import Sighting, find_outbreak
from tests.desk.build import START


def seen(number: int, minutes: float, sender: str = "") -> Sighting:
    return Sighting(number=number, at=START + timedelta(minutes=minutes), sender=sender or f"p{number}@example.org")


def test_three_people_within_the_window_are_a_candidate_and_the_earliest_leads() -> None:
    assert find_outbreak(seen(3, 20), [seen(2, 10), seen(1, 0)]) == (1, 2, 3)


@pytest.mark.parametrize(
    "alike",
    [
        [],
        [seen(1, 0)],
        [seen(1, 0, "p3@example.org"), seen(2, 10)],
        [seen(1, 0, "p2@example.org"), seen(2, 10)],
        [seen(1, -11), seen(2, 10)],
    ],
    ids=["alone", "two", "two people", "one of them twice", "one came too early"],
)
def test_fewer_are_none(alike: list[Sighting]) -> None:
    assert find_outbreak(seen(3, 20), alike) == ()


def test_a_mail_that_was_read_late_counts_when_it_came() -> None:
    assert find_outbreak(seen(1, 0), [seen(2, 10), seen(3, 20), seen(1, 0)]) == (1, 2, 3)


def test_what_comes_all_day_long_is_no_outbreak_until_there_is_more_of_it() -> None:
    usual = [seen(100 + n, -40 - 14 * n) for n in range(100)]
    few = [seen(1, 0), seen(2, 10)]
    many = [seen(n, n) for n in range(15)]
    assert find_outbreak(seen(3, 20), [*usual, *few]) == ()
    assert len(find_outbreak(seen(20, 20), [*usual, *many])) == 16
