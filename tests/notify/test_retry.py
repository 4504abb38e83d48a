"""When a letter is tried again, and when the server is left in peace."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.mail import Deferred, Failed, Sent
from mailflow.notify.retry import Breaker, Lane, next_attempt

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BUSY = Deferred(why="RCPT: 450 busy", site=False)
DOWN = Deferred(why="connect: refused", site=True)
LOST = Deferred(why="end of data: lost", site=True, ambiguous=True)
NO_LOGIN = Deferred(why="AUTH: 535 wrong", site=True, stop=True)
SPAM = Failed(why="DATA: 554 5.7.1 spam", policy=True)
UNKNOWN = Failed(why="RCPT: 550 5.1.1 no such user")
TAKEN = Sent(answer="250 ok")


def attempt(attempts: int, *, delivery: Deferred = BUSY, random: float = 0.5, age: timedelta = MINUTE) -> datetime:
    at = next_attempt(
        now=NOON, created_at=NOON - age, attempts=attempts, lane=Lane.REPLY, delivery=delivery, random=random
    )
    assert at is not None
    return at


def test_the_schedule_is_1_2_5_10_20_30_minutes_and_then_every_30() -> None:
    waits = [(attempt(number) - NOON) / MINUTE for number in range(1, 10)]
    assert waits == [1, 2, 5, 10, 20, 30, 30, 30, 30]


def test_the_wait_is_spread_by_a_fifth_either_way() -> None:
    assert attempt(4, random=0) - NOON == 8 * MINUTE
    assert attempt(4, random=1) - NOON == 12 * MINUTE


@given(st.integers(1, 300), st.floats(0, 1))
def test_f25_a_letter_that_may_have_arrived_waits_ten_minutes_at_least(attempts: int, random: float) -> None:
    assert attempt(attempts, delivery=LOST, random=random) - NOON >= 10 * MINUTE


def test_f24_a_greylisted_letter_is_tried_again_after_five_minutes() -> None:
    waited = sum((attempt(number, random=0) - NOON for number in (1, 2, 3)), start=timedelta())
    assert waited >= 5 * MINUTE


@pytest.mark.parametrize(
    ("lane", "patience"),
    [
        (Lane.REPLY, 5 * DAY),
        (Lane.RESOLUTION, 5 * DAY),
        (Lane.ASK, 5 * DAY),
        (Lane.ACKNOWLEDGEMENT, DAY),
        (Lane.STATUS, DAY),
        (Lane.REMINDER, 8 * HOUR),
        (Lane.SURVEY, 8 * HOUR),
    ],
)
def test_each_lane_is_given_up_when_its_news_is_stale(lane: Lane, patience: timedelta) -> None:
    def at_age(age: timedelta) -> datetime | None:
        return next_attempt(now=NOON, created_at=NOON - age, attempts=9, lane=lane, delivery=DOWN, random=0.5)

    assert at_age(patience - MINUTE) is not None
    assert at_age(patience) is None


def test_people_come_before_courtesies() -> None:
    assert list(Lane)[:4] == [Lane.REPLY, Lane.RESOLUTION, Lane.ASK, Lane.ACKNOWLEDGEMENT]
    assert list(Lane)[-1] == Lane.SURVEY


def opened(delivery: Deferred | Failed, times: int = 1) -> Breaker:
    breaker = Breaker()
    for number in range(times):
        breaker = breaker.record(NOON, f"c{number}@customer.example", delivery)
    return breaker


def test_a_closed_breaker_lets_all_letters_go() -> None:
    assert Breaker().allow(NOON, 50) == (50, Breaker())


def test_f30_a_refused_login_stops_all_letters_at_once_and_is_tried_every_15_minutes() -> None:
    breaker = opened(NO_LOGIN)
    assert breaker.is_open
    assert breaker.why == NO_LOGIN.why
    probes = []
    for minute in range(120):
        allowed, breaker = breaker.allow(NOON + minute * MINUTE, 50)
        if allowed:
            assert allowed == 1
            probes.append(minute)
            breaker = breaker.record(NOON + minute * MINUTE, "ana@customer.example", NO_LOGIN)
    assert probes == [15, 30, 45, 60, 75, 90, 105]


def test_f23_five_recipients_refused_for_policy_in_a_row_stop_all() -> None:
    assert not opened(SPAM, 4).is_open
    assert opened(SPAM, 5).is_open


def test_one_recipient_refused_again_and_again_stops_nothing() -> None:
    breaker = Breaker()
    for _ in range(20):
        breaker = breaker.record(NOON, "ana@customer.example", SPAM)
    assert not breaker.is_open


def test_refusals_with_a_success_between_them_stop_nothing() -> None:
    breaker = opened(SPAM, 4).record(NOON, "ana@customer.example", TAKEN)
    assert not breaker.record(NOON, "bo@customer.example", SPAM).is_open


def test_unknown_recipients_stop_nothing() -> None:
    assert opened(UNKNOWN, 50) == Breaker()


def test_f31_a_server_that_is_down_is_left_alone_after_three_cohorts() -> None:
    assert not opened(DOWN, 11).is_open
    assert opened(DOWN, 12).is_open


def test_f31_probes_come_after_60_seconds_and_then_more_and_more_rarely_up_to_15_minutes() -> None:
    breaker, now, probes = opened(DOWN, 12), NOON, [NOON]
    while now < NOON + 2 * HOUR:
        now += timedelta(seconds=1)
        allowed, breaker = breaker.allow(now, 50)
        if allowed:
            probes.append(now)
            breaker = breaker.record(now, "ana@customer.example", DOWN)
    gaps = [(later - earlier).total_seconds() / 60 for earlier, later in pairwise(probes)]
    assert gaps[:5] == [1, 2, 4, 8, 15]
    assert set(gaps[5:]) == {15}


@pytest.mark.parametrize("cause", [opened(NO_LOGIN), opened(SPAM, 5), opened(DOWN, 12)])
def test_a_probe_that_is_accepted_lets_all_letters_go(cause: Breaker) -> None:
    allowed, breaker = cause.allow(NOON + 15 * MINUTE, 50)
    assert allowed == 1
    assert breaker.record(NOON + 15 * MINUTE, "ana@customer.example", TAKEN) == Breaker()


def test_a_recipient_that_is_put_off_shows_that_the_server_is_back() -> None:
    assert not opened(DOWN, 12).record(NOON, "ana@customer.example", BUSY).is_open
    assert not opened(NO_LOGIN).record(NOON, "ana@customer.example", BUSY).is_open
    assert opened(SPAM, 5).record(NOON, "ana@customer.example", BUSY).is_open


def test_an_address_that_was_never_asked_about_does_not_close_it() -> None:
    assert opened(NO_LOGIN).record(NOON, "ana", Failed(why="not an address")).is_open


def test_letters_that_were_under_way_do_not_put_the_probe_off() -> None:
    breaker = opened(DOWN, 12)
    late = breaker.record(NOON + 30 * timedelta(seconds=1), "ana@customer.example", DOWN)
    assert late.probe_at == breaker.probe_at


def test_an_open_breaker_without_letters_keeps_its_probe() -> None:
    breaker = opened(NO_LOGIN)
    assert breaker.allow(NOON + DAY, 0) == (0, breaker)
