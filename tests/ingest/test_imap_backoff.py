"""How long a mailbox is left alone after a failure (FAULT F07)."""

from mailflow.ingest.mailbox.imap import Backoff, PermanentMailboxError, TransientMailboxError

LOST, REFUSED = TransientMailboxError("lost"), PermanentMailboxError("refused")


def test_f07_each_failure_doubles_the_pause_up_to_five_minutes() -> None:
    backoff = Backoff(spread=lambda: 0.5)
    assert [backoff.after(LOST) for _ in range(10)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_f07_pauses_are_spread_by_half_so_that_mailboxes_do_not_knock_together() -> None:
    least, most = Backoff(spread=lambda: 0.0), Backoff(spread=lambda: 1.0)
    assert [least.after(LOST) for _ in range(3)] == [0.5, 1, 2]
    assert [most.after(LOST) for _ in range(10)][-2:] == [300, 300]


def test_f07_after_three_refusals_there_are_at_most_six_logins_an_hour() -> None:
    backoff = Backoff()
    logins, clock = 0, 0.0
    while clock < 3600:
        logins += 1
        clock += backoff.after(REFUSED)
    assert logins <= 6
    assert backoff.after(REFUSED) == 900


def test_f07_a_success_forgets_the_failures() -> None:
    backoff = Backoff(spread=lambda: 0.5)
    for _ in range(5):
        backoff.after(REFUSED)
    backoff.reset()
    assert backoff.after(REFUSED) == 1
