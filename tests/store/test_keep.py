"""A mail is stored once, byte for byte, however often and from wherever it comes."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Table, func, select

from mailflow.mail import RawMail
from mailflow.store import inbox, schema
from mailflow.store.db import Store, StoreError
from tests.store.things import NOW, raw

ONE, TWO = b"Subject: one\r\n\r\n\xff\x00one\r\n", b"Subject: two\r\n\r\ntwo\r\n"


def keep(store: Store, *raws: RawMail) -> list[int]:
    with store.write() as connection:
        return inbox.keep(connection, raws, NOW)


def count(store: Store, table: Table) -> int:
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def states(store: Store) -> list[tuple[str, str | None]]:
    with store.read() as connection:
        query = select(schema.inbox.c.state, schema.inbox.c.outcome).order_by(schema.inbox.c.id)
        return [tuple(row) for row in connection.execute(query)]


def test_bytes_are_kept_as_they_came_and_wait_to_be_taken_in(store: Store) -> None:
    ids = keep(store, raw(ONE, uid=1), raw(TWO, uid=2))
    with store.read() as connection:
        assert [inbox.content(connection, each) for each in ids] == [ONE, TWO]
        assert inbox.waiting(connection, 10) == ids
        first, second = inbox.read_open(connection, ids)
        assert (first.content, first.received_at, first.attempts) == (ONE, NOW, 0)
        assert second.content == TWO
        assert inbox.places(connection, ids) == {ids[0]: "", ids[1]: ""}


def test_a_mail_that_is_fetched_again_from_its_place_keeps_its_id(store: Store) -> None:
    ids = keep(store, raw(ONE, uid=1), raw(TWO, uid=2))
    assert keep(store, raw(TWO, uid=2), raw(ONE, uid=1)) == ids[::-1]
    assert count(store, schema.inbox) == count(store, schema.raw_mail) == 2


def test_the_same_bytes_from_another_place_are_noted_as_a_copy_and_stored_once(store: Store) -> None:
    first = keep(store, raw(ONE, uid=1))
    second = keep(store, raw(ONE, uid=1, mailbox="sales@imap/INBOX"))
    assert first != second
    assert states(store) == [("kept", None), ("done", "dup-of")]
    assert count(store, schema.raw_mail) == 1


def test_copies_in_one_batch_are_seen(store: Store) -> None:
    ids = keep(store, raw(ONE, uid=1), raw(ONE, uid=2), raw(TWO, uid=3))
    assert len(set(ids)) == 3
    assert [state for state, _ in states(store)] == ["kept", "done", "kept"]


def test_after_a_new_uidvalidity_old_mails_are_copies_and_new_ones_are_new(store: Store) -> None:
    keep(store, raw(ONE, uid=1))
    keep(store, raw(ONE, uid=9, uidvalidity=8), raw(TWO, uid=1, uidvalidity=8))
    assert states(store) == [("kept", None), ("done", "dup-of"), ("kept", None)]


def test_other_bytes_at_a_known_place_are_another_mail(store: Store) -> None:
    """F03: a server that was restored may give an old UIDVALIDITY and UID to a new mail."""
    first = keep(store, raw(ONE, uid=1))
    second = keep(store, raw(TWO, uid=1))
    assert first != second
    with store.read() as connection:
        assert inbox.content(connection, second[0]) == TWO
        assert inbox.waiting(connection, 10) == [*first, *second]
    assert keep(store, raw(TWO, uid=1)) == second
    assert keep(store, raw(ONE, uid=1)) == first


def test_a_pipe_that_delivers_again_after_a_failure_gets_the_old_id(store: Store) -> None:
    pipe = replace(raw(ONE, uid=0), mailbox="drop", uidvalidity=0)
    ids = keep(store, pipe)
    assert keep(store, pipe) == ids
    assert keep(store, pipe, replace(pipe, content=TWO)) == [ids[0], ids[0] + 1]
    assert count(store, schema.inbox) == 2


def test_a_pipe_that_delivers_what_a_mailbox_has_brought_gets_that_mails_id(store: Store) -> None:
    ids = keep(store, raw(ONE, uid=5))
    assert keep(store, replace(raw(ONE, uid=0), mailbox="drop", uidvalidity=0)) == ids


def test_two_who_store_the_same_mail_at_the_same_moment_do_not_fail(store: Store) -> None:
    """Whoever comes second is told to try again, or is given the first one's mail."""
    gate, failures = threading.Barrier(4), list[BaseException]()

    def run() -> None:
        gate.wait()
        try:
            keep(store, replace(raw(ONE, uid=0), mailbox="drop", uidvalidity=0))
        except StoreError:
            return
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert count(store, schema.raw_mail) == count(store, schema.inbox) == 1


def test_a_transaction_that_breaks_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            inbox.keep(connection, [raw(ONE)], NOW)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    assert count(store, schema.inbox) == count(store, schema.raw_mail) == 0


def test_quarantined_mails_are_told_once_released_dropped_and_placed(store: Store) -> None:
    first, second, third = keep(store, raw(ONE, uid=1), raw(TWO, uid=2), raw(b"Subject: 3\r\n\r\n", uid=3))
    with store.write() as connection:
        for each in (first, second):
            assert not inbox.count_attempt(connection, each, "boom", 2)
            assert inbox.count_attempt(connection, each, "boom", 2)
        assert [row.id for row in inbox.untold(connection)] == [first, second]
        inbox.tell(connection, [first, second], NOW)
        assert inbox.untold(connection) == []
        assert inbox.release(connection, first)
        assert not inbox.release(connection, third)
        assert inbox.reject(connection, second)
        assert not inbox.vouch(connection, second)
        assert inbox.places(connection, [first, second, third]) == {first: "", second: "processed", third: ""}
        assert [each.released for each in inbox.read_open(connection, [first, second])] == [True]
