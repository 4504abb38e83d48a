"""F60: a clock that jumps brings nothing until it has been calm for a minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from mailflow.steady import Steadiness

START = datetime(2026, 6, 8, 9, tzinfo=UTC)


def looks(*moments: tuple[float, float]) -> list[bool]:
    """Is the clock believed at each of these (seconds of the wall clock, ticks)?"""
    watch = Steadiness()
    return [watch.holds(START + timedelta(seconds=wall), ticks) for wall, ticks in moments]


def test_a_clock_that_goes_as_the_ticks_do_is_believed_however_long_nobody_looked() -> None:
    assert looks((0, 100), (30, 130), (36_000, 36_100), (36_001, 36_101)) == [True] * 4


@pytest.mark.parametrize("jump", [7200, -7200, 301, -301], ids=["+2 h", "-2 h", "+301 s", "-301 s"])
def test_f60_after_a_jump_two_calm_looks_are_waited_for(jump: int) -> None:
    moments = [(0, 0), (30 + jump, 30), (60 + jump, 60), (90 + jump, 90), (120 + jump, 120)]
    assert looks(*moments) == [True, False, False, True, True]


def test_small_corrections_are_no_jump() -> None:
    assert all(looks(*((ticks * 1.5 if ticks < 600 else ticks, ticks) for ticks in range(0, 900, 30))))


def test_a_clock_that_goes_on_jumping_is_not_believed() -> None:
    ticks = range(0, 600, 30)
    moments = [(0 if number % 2 else 7200, each) for number, each in enumerate(ticks)]
    assert looks(*moments) == [True] + [False] * (len(moments) - 1)


def test_f60_the_step_back_is_a_jump_too_and_looks_in_quick_succession_do_not_count_as_calm() -> None:
    believed = looks((0, 0), (7230, 30), (60, 60), (60.1, 60.1), (61, 61), (119, 119), (120, 120))
    assert believed == [True, False, False, False, False, False, True]
    assert [after for before, after in pairwise(believed) if not before][-1]
