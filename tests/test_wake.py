"""A bell wakes whoever waits, now or next, and says once for all when it is the end."""

import threading

from mailflow.wake import Bell


def test_a_bell_that_was_rung_before_wakes_the_next_who_waits_once() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    assert bell.wait(60)
    assert not bell.wait(0)


def test_a_bell_wakes_who_waits_in_another_thread() -> None:
    bell, woken = Bell(), threading.Event()

    def wait() -> None:
        if bell.wait(60):
            woken.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    bell.ring()
    waiter.join(60)
    assert woken.is_set()


def test_after_the_end_nobody_waits() -> None:
    bell = Bell()
    bell.stop()
    assert bell.stopping
    assert bell.wait(60)
    assert bell.wait(60)


def test_it_may_be_rung_any_number_of_times_unheard() -> None:
    bell = Bell()
    for _ in range(100_000):
        bell.ring()
    bell.clear()
    assert not bell.wait(0)
