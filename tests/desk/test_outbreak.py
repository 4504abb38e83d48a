"""When alike mails are told to a person as one trouble, and when not."""

from datetime import timedelta

import pytest

from mailflow.desk.outbreak import Measure, Sighting, find_outbreak
from tests.desk.build import START

ASKED = (0.4, 0.3, 0.2)


def seen(number: int, minutes: float, sender: str = "") -> Sighting:
    return Sighting(number=number, at=START + timedelta(minutes=minutes), sender=sender or f"p{number}@example.org")


def all_alike(cosine: float) -> Measure:
    return Measure(alike=lambda one, other: cosine, together=ASKED)


SAME = all_alike(0.9)


def test_three_people_within_the_window_are_a_candidate_and_the_earliest_leads() -> None:
    assert find_outbreak(seen(3, 50), [seen(2, 40), seen(1, 0)], SAME) == (1, 2, 3)


@pytest.mark.parametrize(
    "others",
    [
        [],
        [seen(1, 0)],
        [seen(1, 0, "p3@example.org"), seen(2, 10)],
        [seen(1, 0, "p2@example.org"), seen(2, 10)],
        [seen(1, -41), seen(2, 10)],
    ],
    ids=["alone", "two", "two people", "one of them twice", "one came too early"],
)
def test_fewer_are_none(others: list[Sighting]) -> None:
    assert find_outbreak(seen(3, 20), others, SAME) == ()


@pytest.mark.parametrize(("cosine", "needed"), [(0.5, 3), (0.35, 4), (0.25, 5), (0.15, None)])
def test_the_more_people_there_are_the_less_alike_they_need_be(cosine: float, needed: int | None) -> None:
    found = [
        size
        for size in range(2, 9)
        if find_outbreak(seen(size, size), [seen(n, n) for n in range(1, size)], all_alike(cosine))
    ]
    assert found == ([] if needed is None else list(range(needed, 9)))


def test_only_those_that_are_alike_are_in_it() -> None:
    apart = {4, 5}
    measure = Measure(alike=lambda one, other: 0.1 if apart & {one, other} else 0.6, together=ASKED)
    assert find_outbreak(seen(6, 20), [seen(n, n) for n in range(1, 6)], measure) == (1, 2, 3, 6)
    assert find_outbreak(seen(4, 20), [seen(n, n) for n in (1, 2, 3)], measure) == ()


def test_who_wrote_twice_is_in_it_with_both_but_counts_once() -> None:
    others = [seen(1, 0, "p2@example.org"), seen(2, 10), seen(3, 15)]
    assert find_outbreak(seen(4, 20), others, SAME) == (1, 2, 3, 4)


def test_a_mail_that_was_read_late_counts_when_it_came() -> None:
    assert find_outbreak(seen(1, 0), [seen(2, 10), seen(3, 20), seen(1, 0)], SAME) == (1, 2, 3)


def test_what_comes_all_day_long_is_no_outbreak_until_there_is_more_of_it() -> None:
    usual = [seen(100 + n, -45 - 14 * n) for n in range(95)]
    few = [seen(1, 0), seen(2, 10)]
    many = [seen(n, n) for n in range(19)]
    assert find_outbreak(seen(3, 20), [*usual, *few], SAME) == ()
    assert len(find_outbreak(seen(20, 20), [*usual, *many], SAME)) == 20
