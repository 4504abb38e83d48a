"""A token proves that a letter came back from the address it was made for, and nothing else does."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.tokens import KeyRing, Purpose, Token, find, new_key

ANA, EVE = "ana@customer.example", "eve@evil.example"
RING = KeyRing({1: b"one" * 11, 7: b"seven" * 7})
TOKEN = RING.make(ticket=12, recipient=ANA, purpose=Purpose.CUSTOMER)


def test_it_proves_its_own_reader_alone_however_the_address_is_written() -> None:
    assert RING.proves(TOKEN, ANA)
    assert RING.proves(TOKEN, ANA.upper())
    assert not RING.proves(TOKEN, EVE)


@pytest.mark.parametrize(
    "change",
    [{"ticket": 13}, {"purpose": Purpose.AGENT}, {"nonce": "aaaaaaaa"}, {"mac": "a" * 16}, {"key": 1}, {"key": 2}],
    ids=str,
)
def test_no_claim_of_it_can_be_changed(change: dict[str, object]) -> None:
    assert not RING.proves(dataclasses.replace(TOKEN, **change), ANA)  # type: ignore[arg-type]


def test_a_standing_token_is_the_same_each_time_and_another_for_anybody_else() -> None:
    standing = RING.standing(ticket=12, recipient=ANA, purpose=Purpose.CALENDAR)
    assert standing == KeyRing({**RING.keys, 8: new_key()}).standing(ticket=12, recipient=ANA, purpose=Purpose.CALENDAR)
    assert RING.proves(standing, ANA)
    others = {(12, EVE, Purpose.CALENDAR), (13, ANA, Purpose.CALENDAR), (12, ANA, Purpose.AGENT)}
    made = {RING.standing(ticket=number, recipient=who, purpose=purpose).nonce for number, who, purpose in others}
    assert len(made | {standing.nonce}) == 4


def test_another_desks_token_proves_nothing() -> None:
    assert not KeyRing({7: new_key()}).proves(TOKEN, ANA)


def test_the_newest_key_makes_and_the_old_ones_still_verify() -> None:
    assert TOKEN.key == 7
    old = KeyRing({1: RING.keys[1]}).make(ticket=1, recipient=ANA, purpose=Purpose.AGENT)
    assert RING.proves(old, ANA)


def test_two_letters_never_bear_the_same_token() -> None:
    made = {str(RING.make(ticket=1, recipient=ANA, purpose=Purpose.AGENT)) for _ in range(500)}
    assert len(made) == 500


@pytest.mark.parametrize(
    "text",
    [
        f"support+{TOKEN}@example.com",
        f"<mf.{TOKEN}@example.com>",
        f"> Ref: {TOKEN}\r\n",
        f"SUPPORT+{str(TOKEN).upper()}@EXAMPLE.COM",
    ],
    ids=["address", "message id", "quoted text", "capitals"],
)
def test_it_is_found_wherever_a_mail_brings_it_back(text: str) -> None:
    [found] = find(text)
    assert found == TOKEN
    assert RING.proves(found, ANA)


def test_it_says_nothing_of_whom_it_was_made_for() -> None:
    assert "ana" not in str(TOKEN)
    assert len(TOKEN.mac) * 5 >= 80


def test_the_ring_shows_no_secret() -> None:
    assert repr(KeyRing({1: b"open sesame"})) == "KeyRing()"


@pytest.mark.parametrize(
    "text",
    ["1-2-c-abc", f"x{TOKEN}", f"{TOKEN}x", "1-2-z-abcdefgh-abcdefghijklmnop", ""],
    ids=["too short", "a letter before", "a letter after", "no such purpose", "nothing"],
)
def test_what_only_looks_like_one_is_not_found(text: str) -> None:
    assert list(find(text)) == []


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(isinstance(each, Token) for each in find(text))


@given(ticket=st.integers(0, 10**12 - 1), recipient=st.emails(), purpose=st.sampled_from(Purpose))
def test_every_token_comes_back_as_it_was_made(ticket: int, recipient: str, purpose: Purpose) -> None:
    token = RING.make(ticket=ticket, recipient=recipient, purpose=purpose)
    [found] = find(f"support+{token}@example.com")
    assert found == token
    assert RING.proves(found, recipient)
