"""One transaction's view of the desk: what is put is seen at once, and written together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from mailflow.desk.events import Noted
from mailflow.desk.terms import Head, State
from mailflow.store import examples, schema, tickets
from mailflow.store.db import Store
from mailflow.store.entries import Participant
from mailflow.store.ledger import Ledger
from tests.store.things import ANA, BO, NOW, full_ticket, letter, ticket


@contextmanager
def ledger(store: Store, now: object = NOW) -> Iterator[Ledger]:
    with store.write() as connection:
        opened = Ledger(connection, now)  # type: ignore[arg-type]
        yield opened
        opened.flush()


def test_a_ticket_comes_back_field_by_field(store: Store) -> None:
    with ledger(store) as desk:
        assert [desk.new_number(), desk.new_number()] == [1, 2]
        desk.put(ticket(1))
        desk.put(full_ticket(2))
        assert desk.ticket(2) == full_ticket(2)
    with store.read() as connection:
        assert tickets.find(connection, 1) == ticket(1)
        assert tickets.find(connection, 2) == full_ticket(2)
        assert tickets.find(connection, 3) is None
        assert list(tickets.every(connection, "NEW")) == [ticket(1), full_ticket(2)]
        assert tickets.due(connection, NOW + timedelta(hours=8), 10) == [2]
        assert tickets.next_due(connection) == NOW + timedelta(hours=8)


def test_a_ticket_is_changed_where_it_stands(store: Store) -> None:
    with ledger(store) as desk:
        desk.put(ticket(desk.new_number()))
    with ledger(store) as desk:
        changed = ticket(1, state=State.L2, tier=2, assignee=BO)
        assert desk.ticket(1) == ticket(1)
        desk.put(changed)
        assert desk.ticket(1) == changed
    with store.read() as connection:
        assert list(tickets.every(connection)) == [changed]


def test_numbers_count_from_one_and_a_rollback_leaves_no_gap(store: Store) -> None:
    with ledger(store) as desk:
        desk.put(ticket(desk.new_number()))

    def fail() -> None:
        with ledger(store) as desk:
            desk.put(ticket(desk.new_number()))
            desk.put(ticket(desk.new_number()))
            desk.flush()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    with ledger(store) as desk:
        desk.put(ticket(desk.new_number()))
    with store.read() as connection:
        assert [each.number for each in tickets.every(connection)] == [1, 2]


def test_the_journal_letters_and_ticket_of_one_transaction_bear_its_mark(store: Store) -> None:
    with ledger(store) as desk:
        number = desk.new_number()
        desk.put(ticket(number))
        desk.record(number, Noted(by=BO, text="one"), None)
        desk.letter(letter(ticket=number))
        mark = desk.tx
    with ledger(store) as desk:
        desk.record(1, Noted(by=BO, text="two"), None)
        assert desk.tx != mark
    with store.read() as connection:
        assert [line.event for line in tickets.history(connection, 1)] == [
            Noted(by=BO, text="one"),
            Noted(by=BO, text="two"),
        ]
        assert connection.execute(select(schema.outbox.c.tx)).scalars().all() == [mark]


def test_who_takes_part_is_known_at_once_and_later_the_requester_first(store: Store) -> None:
    people = [
        Participant(address="carl@customer.example", name="Carl", language="de", role="participant"),
        Participant(address=ANA, name="Ána", language="hu", role="requester"),
    ]
    with ledger(store) as desk:
        number = desk.new_number()
        desk.put(ticket(number))
        for each in people:
            desk.meet(each.address, each.name, each.language)
            desk.join(number, each)
        assert set(desk.participants(number)) == set(people)
    with ledger(store) as desk:
        assert desk.participants(1) == (people[1], people[0])
        desk.meet(ANA, "Anna", "en")
    with ledger(store) as desk:
        assert desk.languages([ANA, "nobody@example.org"]) == {ANA: "en"}


def test_a_thread_is_what_one_person_wrote_and_was_sent_in_order(store: Store) -> None:
    with ledger(store) as desk:
        number = desk.new_number()
        desk.put(ticket(number))
        _post(desk, number, "a1@customer.example")
        desk.letter(letter("d1@example.com", ticket=number))
        desk.letter(letter("d2@example.com", ticket=number, recipient=BO))
        assert desk.trail(number, ANA) == ["a1@customer.example", "d1@example.com"]
    with ledger(store, NOW + timedelta(minutes=1)) as desk:
        desk.letter(letter("d3@example.com", ticket=number, state="superseded"))
        _post(desk, number, "a2@customer.example", NOW + timedelta(minutes=1))
        assert desk.trail(number, ANA)[-1] == "a2@customer.example"
    with ledger(store) as desk:
        assert desk.trail(number, ANA) == ["a1@customer.example", "d1@example.com", "a2@customer.example"]
        assert desk.trail(number, BO) == ["d2@example.com"]
        assert desk.find(["a1@customer.example", "d2@example.com", "x@y"]) == {
            "a1@customer.example": [1],
            "d2@example.com": [1],
        }


def test_automatic_letters_of_a_day_are_counted_for_each_address(store: Store) -> None:
    with ledger(store, NOW - timedelta(hours=25)) as desk:
        desk.letter(letter("old@example.com"))
    with ledger(store, NOW - timedelta(hours=23)) as desk:
        desk.letter(letter("yesterday@example.com"))
        desk.letter(letter("withheld@example.com", state="superseded"))
        desk.letter(letter("personal@example.com", automatic=False))
        desk.letter(letter("other@example.com", budget=BO))
    with ledger(store) as desk:
        desk.letter(letter("now@example.com"))
        assert desk.written_to(ANA) == [NOW]
    with ledger(store) as desk:
        assert sorted(desk.written_to(ANA)) == [NOW - timedelta(hours=23), NOW]


def test_a_later_label_replaces_the_one_before(store: Store) -> None:
    with ledger(store) as desk:
        number = desk.new_number()
        desk.put(ticket(number))
    for label in ("network", "software"):
        with ledger(store) as desk:
            desk.example(1, Head.CATEGORY, label, language="hu", subject="s", body="b", by=BO)
    with store.read() as connection:
        assert [(row.head, row.label) for row in examples.labelled(connection)] == [("category", "software")]


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without zone"), ledger(store) as desk:
        desk.put(ticket(desk.new_number(), opened_at=NOW.replace(tzinfo=None)))


def _post(desk: Ledger, number: int, message_id: str, at: object = NOW) -> None:
    desk.message(
        number, "in", message_id=message_id, sender=ANA, recipients=["support@example.com"], subject="Printer",
        at=at, text="It does not print.", inbox=None,  # type: ignore[arg-type]
    )  # fmt: skip
