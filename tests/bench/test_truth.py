"""The judge of the benches sees each way in which a desk can be wrong."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bench.mails import NEW, generate
from bench.sink import Accepted
from bench.truth import Score, score

Stored = list[tuple[int, str]]

SAMPLES = list(generate(50, datetime(2026, 3, 2, 9, tzinfo=UTC)))
NUMBERS = {each.message_id: number for number, each in enumerate((s for s in SAMPLES if s.kind in NEW), 1)}
STORED: Stored = [(NUMBERS[each.root], each.message_id) for each in SAMPLES]
LETTERS = [Accepted(at=0, to=(each.sender,), in_reply_to=each.message_id) for each in SAMPLES if each.kind in NEW]


def judged(stored: Stored = STORED, letters: Sequence[Accepted] = LETTERS) -> Score:
    return score(SAMPLES, stored, letters)


def test_a_desk_that_does_all_right_is_right() -> None:
    assert judged().right
    assert judged().told == "all 50 mails right, 40 acknowledged"


def test_brackets_around_an_id_make_no_difference() -> None:
    assert judged([(number, name.strip("<>")) for number, name in STORED]).right


def test_a_mail_in_no_ticket_is_lost() -> None:
    assert judged(STORED[:-1]).lost == 1
    assert not judged(STORED[:-1]).right


def test_a_mail_that_is_stored_twice_is_doubled() -> None:
    assert judged([*STORED, STORED[0]]).doubled == 1


def test_a_reply_in_another_ticket_is_astray() -> None:
    assert judged([*STORED[:-1], (999, SAMPLES[-1].message_id)]).astray == 1


def test_two_new_mails_in_one_ticket_are_merged() -> None:
    assert judged([(1, name) if name == SAMPLES[1].message_id else (at, name) for at, name in STORED]).merged == 1


@pytest.mark.parametrize(
    ("letters", "wrong"),
    [
        (LETTERS[1:], "silent"),
        ([*LETTERS, LETTERS[0]], "repeated"),
        ([Accepted(at=0, to=("a@b.example",), in_reply_to=LETTERS[0].in_reply_to), *LETTERS[1:]], "misdirected"),
    ],
)
def test_a_missing_repeated_or_misdirected_acknowledgement_is_seen(letters: list[Accepted], wrong: str) -> None:
    assert getattr(judged(letters=letters), wrong) == 1
    assert not judged(letters=letters).right


def test_a_desk_that_did_nothing_lost_everything() -> None:
    assert (judged([], []).lost, judged([], []).silent) == (50, 40)
