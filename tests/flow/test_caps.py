"""How many automatic letters one address may get, whatever arrives (I7): 5 in ten minutes, 20 an hour, 40 a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailflow.flow.office import Caps
from tests.flow.branch import ANA, BO, Branch, named, the

MINUTES = timedelta(minutes=10)


def test_one_address_gets_five_letters_in_ten_minutes_and_every_mail_still_has_its_ticket(branch: Branch) -> None:
    letters = branch.work(*(branch.mail(ANA, subject=f"Case {number}") for number in range(8)))
    assert len(named(letters, ANA)) == 5
    assert len(named(letters, BO)) == len(branch.tickets()) == 8
    withheld = [row for row in branch.outbox() if row.state == "superseded"]
    assert {row.recipient for row in withheld} == {ANA}
    assert all("5 automatic letters in 10 minutes" in row.answer for row in withheld)
    branch.now += MINUTES
    the(named(branch.work(branch.mail(ANA, subject="Later")), ANA), ANA)


def test_plus_addresses_and_capitals_are_one_address(branch: Branch) -> None:
    writers = [f"ana+{number}@customer.example" for number in range(4)] + ["Ana@Customer.example", ANA, ANA, ANA]
    letters = branch.work(*(branch.mail(each, subject=f"Case {each}") for each in writers))
    assert sum(any("customer.example" in reader.lower() for reader in each.rcpt) for each in letters) == 5


@pytest.mark.parametrize(
    ("caps", "step", "wanted"),
    [
        (Caps(ten_minutes=9, hour=6, day=40), timedelta(minutes=5), 6),
        (Caps(ten_minutes=9, hour=9, day=7), timedelta(hours=1), 7),
    ],
    ids=["an hour", "a day"],
)
def test_the_longer_caps_hold_too(make_branch: Callable[..., Branch], caps: Caps, step: timedelta, wanted: int) -> None:
    branch = make_branch(caps=caps)
    letters = []
    for number in range(11):
        letters += branch.work(branch.mail(ANA, subject=f"Case {number}"))
        branch.now += step
    assert len(named(letters, ANA)) == wanted


def test_what_a_person_writes_is_never_withheld(branch: Branch) -> None:
    notices = named(branch.work(*(branch.mail(ANA, subject=f"Case {number}") for number in range(8))), BO)
    replies = branch.work(*(branch.answer(each, "Restart it.") for each in notices))
    assert len(named(replies, ANA)) == 8


def test_forged_agents_draw_few_challenges_and_a_busy_desk_draws_them_still(branch: Branch) -> None:
    """Letters of the desk's own work do not use up what a challenge needs."""
    branch.work(*(branch.mail(f"c{number}@customer.example") for number in range(30)))
    held = branch.receive(*(branch.mail(BO, f"#resolve {number}", subject="[MF-1]") for number in range(8)))
    assert len(named(branch.send(), BO)) == 5
    assert {branch.inbox(each).state for each in held} == {"held"}


def test_a_digest_reaches_the_lead_of_a_busy_desk(branch: Branch) -> None:
    branch.work(*(branch.mail(f"c{number}@customer.example") for number in range(50)))
    branch.receive(b"To: support@example.com\r\nSubject: nobody\r\n\r\nnothing\r\n")
    assert len(named(branch.tell_quarantine(), BO)) == 1
