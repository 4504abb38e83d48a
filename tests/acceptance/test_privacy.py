"""The commands about personal data: the register, a person's own data, forgetting them, and confidential tickets."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from mailflow.desk.register import Entry
from mailflow.desk.terms import Breach
from mailflow.store import register, schema
from mailflow.store.db import Store
from tests.acceptance.installation import Installation
from tests.acceptance.mails import mail

ANA, CARL = "ana@customer.example", "carl@customer.example"
AT = datetime(2026, 6, 8, 9, tzinfo=UTC)


@pytest.fixture
def breached(desk: Installation) -> Installation:
    """A desk with Ana's ticket, which is a breach of which the authority need not hear, and Carl's."""
    desk.deliver(mail("Payroll", ANA, "The payroll went to a stranger."), mail("Printer", CARL, "It is dead."))
    desk.say("run", "--once")
    [number] = [int(each["number"][3:]) for each in desk.records("tickets", "list") if each["requester"] == ANA]
    store = Store(desk.url)
    with store.write() as connection:
        ticket = schema.ticket
        values = {"confidential": True, "breach": Breach.NO_NOTIFY, "breach_at": AT, "aware_at": AT}
        connection.execute(update(ticket).where(ticket.c.number == number).values(values))
        for entry, text in (
            (Entry.FACTS, "One file"),
            (Entry.NO_NOTIFY, "It was encrypted"),
            (Entry.FACTS, "Two files"),
        ):
            register.write(connection, number, entry, text, by="pia@agents.example", at=AT)
    store.close()
    return desk


def test_the_register_is_exported_with_its_history_and_the_reasoned_decision(breached: Installation) -> None:
    [record] = breached.records("privacy", "register")
    assert record["phase"] == "NO_NOTIFY"
    assert record["authority"]["reason"] == "It was encrypted"
    assert record["facts"] == "Two files"
    assert [each["text"] for each in record["history"] if each["entry"] == "facts"] == ["One file", "Two files"]
    assert record["missing"] == ["effects", "remedy"]
    told = breached.say("privacy", "register")
    assert "no-notify" in told
    assert max(map(len, told.splitlines())) <= 80


def test_lists_and_exports_keep_a_confidential_ticket_to_themselves_unless_asked(breached: Installation) -> None:
    listed = breached.say("tickets", "list")
    assert "(confidential)" in listed
    assert ANA not in listed
    assert ANA in breached.say("tickets", "list", "--confidential")
    assert len(breached.records("tickets", "export")) == 1
    assert len(breached.records("tickets", "export", "--confidential")) == 2


def test_a_person_is_exported_and_erased_and_the_terminal_asks_before(breached: Installation, tmp_path: Path) -> None:
    parcel = tmp_path / "ana.zip"
    breached.say("privacy", "export", ANA, str(parcel))
    assert "person.json" in zipfile.ZipFile(parcel).namelist()
    assert parcel.stat().st_mode & 0o077 == 0
    assert breached.run("privacy", "export", ANA, str(parcel)).returncode == 1
    refused = breached.run("privacy", "erase", ANA)
    assert refused.returncode == 1
    assert ANA in breached.say("tickets", "list", "--confidential")
    assert breached.say("privacy", "erase", ANA, "--yes").startswith("erased: 1 tickets, 1 mails")
    assert ANA not in breached.say("tickets", "list", "--confidential")
    assert breached.run("privacy", "erase", ANA, "--yes").returncode == 1


def test_check_warns_where_nobody_is_in_the_privacy_circle(install: Callable[..., Installation]) -> None:
    assert "privacy circle" in install().run("check").stdout.decode()
