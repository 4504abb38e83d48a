"""Letters are armed before the network is touched, and each ends as sent, failed or taken back."""

from datetime import timedelta

from sqlalchemy import Row, select

from mailflow.store import outbox, schema
from mailflow.store.db import Store
from mailflow.store.ledger import Ledger
from mailflow.store.outbox import Due
from tests.store.things import BO, NOW, letter, ticket

LANES = ("reply", "acknowledgement", "status")
LATER = NOW + timedelta(minutes=10)


def put(store: Store, *letters: object) -> None:
    with store.write() as connection:
        desk = Ledger(connection, NOW)
        if any(each.ticket for each in letters):  # type: ignore[attr-defined]
            desk.put(ticket(desk.new_number()))
        for each in letters:
            desk.letter(each)  # type: ignore[arg-type]
        desk.flush()


def claim(store: Store, at: object = NOW, limit: int = 10) -> list[Due]:
    with store.write() as connection:
        return outbox.claim(connection, at, LATER, limit, LANES)  # type: ignore[arg-type]


def row(store: Store, number: int) -> Row[object]:
    with store.read() as connection:
        return connection.execute(select(schema.outbox).where(schema.outbox.c.id == number)).one()


def test_due_letters_are_claimed_once_in_the_order_of_their_lanes(store: Store) -> None:
    lanes = ("status", "acknowledgement", "reply")
    put(store, *(letter(f"{lane}@example.com", lane=lane) for lane in lanes))
    claimed = claim(store)
    assert [each.lane for each in claimed] == ["reply", "acknowledgement", "status"]
    assert claimed[0].outgoing.content == letter().content
    assert claim(store) == []


def test_a_letter_waits_until_its_time_and_no_more_are_claimed_than_asked_for(store: Store) -> None:
    put(store, letter("now@example.com"), letter("soon@example.com"), letter("later@example.com", wait=LATER - NOW))
    assert len(claim(store, limit=1)) == 1
    assert len(claim(store)) == 1
    with store.read() as connection:
        assert outbox.next_due(connection, NOW) == LATER


def conversation(store: Store) -> None:
    """A status and, more urgent, a reply to Ana about one ticket; an acknowledgement to Carl."""
    put(
        store,
        letter("status@example.com", ticket=1, lane="status"),
        letter("carl@example.com", recipient="carl@example.com", lane="acknowledgement"),
        letter("reply@example.com", ticket=1, lane="reply"),
    )


def test_one_person_gets_the_letters_of_a_ticket_in_their_order_and_as_soon_as_the_most_urgent(store: Store) -> None:
    conversation(store)
    first = claim(store)
    assert [each.id for each in first] == [1, 2]
    assert claim(store) == [], "the reply waits for the fate of the status"
    with store.write() as connection:
        outbox.mark_sent(connection, [(1, NOW, "250 ok")])
    assert [each.id for each in claim(store)] == [3]


def test_a_letter_that_the_server_has_put_off_holds_back_nobody(store: Store) -> None:
    conversation(store)
    claim(store, limit=1)
    with store.write() as connection:
        outbox.defer(connection, 1, LATER, "451 later")
    assert [each.id for each in claim(store)] == [3, 2]


def test_a_letter_waits_for_an_earlier_one_that_may_still_be_undone(store: Store) -> None:
    put(
        store,
        letter("words@example.com", ticket=1, lane="reply", wait=timedelta(seconds=30)),
        letter("closed@example.com", ticket=1, lane="status"),
    )
    assert claim(store) == []
    with store.read() as connection:
        assert outbox.next_due(connection, NOW) == NOW + timedelta(seconds=30)
    assert [each.id for each in claim(store, NOW + timedelta(seconds=30))] == [1]


def test_a_letter_that_was_put_off_is_superseded_and_one_on_the_wire_is_not(store: Store) -> None:
    put(store, letter("one@example.com", ticket=1), letter("two@example.com", recipient="x@example.com", ticket=1))
    for each in claim(store)[:1]:
        with store.write() as connection:
            outbox.defer(connection, each.id, LATER, "451 later")
    with store.write() as connection:
        ledger = Ledger(connection, NOW)
        for reader in (letter().recipient, "x@example.com"):
            ledger.supersede(1, reader, [letter().letter])
    assert [row(store, each).state for each in (1, 2)] == ["superseded", "due"]


def test_what_a_dead_process_claimed_goes_out_again_with_the_same_message_id(store: Store) -> None:
    put(store, letter("one@example.com"), letter("two@example.com"))
    before = claim(store)
    with store.mark() as connection:
        outbox.mark_sent(connection, [(before[0].id, NOW, "250 ok")])
    with store.write() as connection:
        assert outbox.recover(connection, NOW) == 1
    again = claim(store)
    assert [each.outgoing.message_id for each in again] == [before[1].outgoing.message_id]
    assert again[0].attempts == 2


def test_a_claimed_letter_comes_back_by_itself_when_nobody_recovers_it(store: Store) -> None:
    put(store, letter())
    claim(store)
    assert claim(store, NOW + timedelta(minutes=9)) == []
    assert len(claim(store, LATER)) == 1


def test_each_answer_of_the_server_is_written_down(store: Store) -> None:
    put(store, *(letter(f"{each}@example.com") for each in range(3)))
    first, second, third = claim(store)
    with store.write() as connection:
        outbox.mark_sent(connection, [(first.id, NOW, "250 ok")])
        outbox.defer(connection, second.id, LATER, "450 later")
        outbox.fail(connection, third.id, "550 nobody")
    assert [(row(store, each).state, row(store, each).answer) for each in (1, 2, 3)] == [
        ("sent", "250 ok"),
        ("due", "450 later"),
        ("failed", "550 nobody"),
    ]
    assert row(store, 1).sent_at == NOW
    assert [each.id for each in claim(store, LATER)] == [second.id]


def test_only_the_writers_own_waiting_words_are_taken_back(store: Store) -> None:
    mine = {"ticket": 1, "by": BO, "automatic": False, "wait": timedelta(seconds=30)}
    put(
        store,
        letter("mine@example.com", **mine),
        letter("hers@example.com", **{**mine, "by": "liz@agents.example"}),
        letter("automatic@example.com", **{**mine, "automatic": True}),
    )
    with store.write() as connection:
        assert outbox.undo(connection, 1, BO) == 1
        assert outbox.undo(connection, 1, BO) == 0
    assert [row(store, each).state for each in (1, 2, 3)] == ["superseded", "due", "due"]


def test_what_is_on_the_wire_cannot_be_taken_back(store: Store) -> None:
    put(store, letter("mine@example.com", ticket=1, by=BO, automatic=False))
    claim(store)
    with store.write() as connection:
        assert outbox.undo(connection, 1, BO) == 0


def test_an_admin_retries_drops_and_releases(store: Store) -> None:
    put(store, letter("a@example.com", state="held"), letter("b@example.com", state="held"), letter("c@example.com"))
    claim(store)
    with store.write() as connection:
        outbox.mark_sent(connection, [(3, NOW, "250 ok")])
        assert outbox.set_state(connection, 1, "superseded", ("held", "due"), NOW)
        assert not outbox.set_state(connection, 3, "superseded", ("held", "due"), NOW)
        assert outbox.release(connection, NOW) == 1
    assert [row(store, each).state for each in (1, 2, 3)] == ["superseded", "due", "sent"]


def test_a_letter_is_found_by_its_message_id_and_its_bytes_are_as_they_go_out(store: Store) -> None:
    put(store, letter("one@example.com"))
    with store.read() as connection:
        found = outbox.by_message_id(connection, ["x@y", "one@example.com"])
        assert found is not None
        assert outbox.content(connection, found.id) == letter().content
        assert outbox.content(connection, 99) is None
