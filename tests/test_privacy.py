"""Forgetting a person, giving them what is theirs, and letting go of what is old: over real mails, on both stores."""

import json
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import JSON, LargeBinary, Text, make_url, select, update

from mailflow import privacy
from mailflow.desk.terms import State
from mailflow.flow.tick import tidy
from mailflow.privacy import PrivacyError
from mailflow.store import examples, inbox, schema, tickets
from mailflow.store.entries import Participant
from mailflow.store.erasure import ERASED
from mailflow.store.ledger import Ledger
from mailflow.store.retention import Retention
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, EVE, Branch, named, the
from tests.servers.postgres import _programs
from tests.servers.sink import Sink

NAME = "Ana Novák"
TRACES = (ANA, "Novák", "zebra", "quokka")
"""Her address, her name, a word on her ticket, and one on another's."""
ON_ONE_STORE = pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
FOR_EVER = Retention(raw_days=0, tickets_months=0, quarantine_days=0)


@pytest.fixture
def branch(ready_url: str, sink: Sink) -> Iterator[Branch]:
    """A desk on each kind of store."""
    opened = Branch(ready_url, sink)
    yield opened
    opened.store.close()


@pytest.fixture
def lived(branch: Branch) -> Branch:
    """Ana has a ticket of her own, takes part in Carl's, stands in copy on Eve's, and has a mail in quarantine."""
    ana = f"{NAME} <{ANA}>"
    notice = the(branch.work(branch.mail(ana, "The zebra eats paper.", subject="A zebra")), BO)
    branch.work(branch.answer(notice, "#category network\n#note zebra of Ana Novák\n#take"))
    branch.work(branch.mail(CARL, "The gnu is slow.", subject="Gnu"))
    with branch.store.write() as connection:
        ledger = Ledger(connection, branch.now)
        ledger.join(2, Participant(address=ANA, name=NAME, language="en", role="participant"))
        ledger.flush()
    told = the(named(branch.sent(), BO)[-1:], BO)
    reply = the(named(branch.work(branch.answer(told, f"Dear Carl and {NAME}, we look.")), ANA), ANA)
    branch.work(branch.answer(reply, "My quokka is slow too.", sender=ana))
    branch.work(branch.mail(EVE, "The emu is loud.", subject="Emu", cc=ANA))
    branch.work(branch.mail(EVE, f"Please write to {ANA} about the emu.", subject="Another emu"))
    return branch


def everything(branch: Branch) -> str:
    """All that the store holds, as text: every column of every row, what is deflated and encoded in it read."""
    parts: list[str] = []
    with branch.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                parts += [_read(value) for value in row]
    return "\n".join(parts)


def _read(value: object) -> str:
    if not isinstance(value, bytes):
        return json.dumps(value, ensure_ascii=False, default=str)
    try:
        content = zlib.decompress(value)
    except zlib.error:
        return value.decode("latin-1")
    mail = message_from_bytes(content)
    texts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return content.decode("utf-8", "replace") + "".join(
        text.decode("utf-8", "replace") for text in texts if isinstance(text, bytes)
    )


def files_of(url: str) -> bytes:
    """The bytes of the store's files, or of its dump."""
    if url.startswith("sqlite"):
        file = Path(url.partition("///")[2])
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    made = make_url(url)
    command = [_programs() / "pg_dump", "-h", made.host, "-p", str(made.port), "-U", made.username, made.database]
    return subprocess.run([str(each) for each in command], check=True, capture_output=True).stdout


def found(branch: Branch) -> set[str]:
    """Those of her traces that are anywhere in the store."""
    told, stored = everything(branch).lower(), files_of(branch.store.url).lower()
    return {each for each in TRACES if each.lower() in told or each.lower().encode() in stored}


def test_after_erasing_a_person_nothing_of_them_is_found_in_the_store_or_its_files(lived: Branch) -> None:
    assert found(lived) == set(TRACES)
    done = privacy.forget(lived.store, ANA, FOR_EVER, lived.now)
    assert (done.tickets, done.mails) == (1, 2)
    assert done.letters >= 2
    assert found(lived) == set()


def test_others_keep_their_tickets_and_words_and_the_erased_one_its_numbers(lived: Branch) -> None:
    privacy.forget(lived.store, ANA, FOR_EVER, lived.now)
    own, carls = lived.ticket(1), lived.ticket(2)
    assert (own.requester, own.category, own.state, own.subject) == (ERASED, "network", State.CANCELLED, "")
    assert (carls.requester, carls.subject) == (CARL, "Gnu")
    told = everything(lived)
    for words in ("The gnu is slow.", "The emu is loud.", f"Please write to {ERASED} about the emu."):
        assert words in told
    with lived.store.read() as connection:
        assert len(tickets.history(connection, 1)) >= 4
        assert examples.labelled(connection) == []
        assert [row.number for row in examples.undecided(connection, 9)] == [4, 3, 2]


@ON_ONE_STORE
def test_an_erased_person_is_written_to_no_more_and_begins_anew(lived: Branch) -> None:
    lived.receive(lived.mail(ANA, "And one more."))
    privacy.forget(lived.store, ANA, FOR_EVER, lived.now)
    assert not named(lived.send(), ANA)
    assert not named(lived.pass_time(timedelta(days=30)), ERASED)
    assert the(named(lived.work(lived.mail(ANA, "It is me again.")), ANA), ANA)


@ON_ONE_STORE
def test_a_mail_that_still_lies_on_the_server_is_not_taken_in_again(branch: Branch) -> None:
    mail = branch.mail(ANA, "The zebra eats paper.")
    branch.receive(mail)
    privacy.forget(branch.store, ANA, FOR_EVER, branch.now)
    branch.receive(mail)
    assert len(branch.tickets()) == 1
    assert "zebra" not in everything(branch).replace(ANA, "")


@ON_ONE_STORE
def test_the_audit_says_when_and_how_much_and_not_whom(lived: Branch) -> None:
    privacy.forget(lived.store, ANA, FOR_EVER, lived.now)
    [row] = lived.rows(select(schema.erasure))
    assert (row.at, row.tickets, row.mails) == (lived.now, 1, 2)
    with pytest.raises(PrivacyError, match="it was erased on 2026-06-08"):
        privacy.forget(lived.store, ANA, FOR_EVER, lived.now)
    assert len(lived.rows(select(schema.erasure))) == 1


@ON_ONE_STORE
def test_whoever_is_on_legal_hold_unknown_or_an_agent_is_not_erased(lived: Branch) -> None:
    held = Retention(legal_hold={ANA: "case 12"})
    for address, why in ((ANA, "legal hold: case 12"), ("x@elsewhere.example", "knows nothing"), (BO, "an agent's")):
        with pytest.raises(PrivacyError, match=why):
            privacy.forget(lived.store, address, held, lived.now)
    assert found(lived) == set(TRACES)


@ON_ONE_STORE
def test_a_person_gets_their_own_data_and_nobody_elses(lived: Branch, tmp_path: Path) -> None:
    parcel = tmp_path / "ana.zip"
    count = privacy.export(lived.store, ANA, "MF", parcel)
    with zipfile.ZipFile(parcel) as opened:
        names, told = opened.namelist(), json.loads(opened.read("person.json"))
        mails = b"".join(opened.read(each) for each in names if each.startswith("mails/"))
    assert count == {"tickets": 1, "mails": 2, "letters": len([each for each in names if each.startswith("letters/")])}
    assert b"zebra" in mails
    assert b"quokka" in mails
    assert [each["number"] for each in told["tickets"]] == ["MF-1"]
    assert [each["text"] for each in told["tickets"][0]["messages"]] == ["The zebra eats paper."]
    assert b"The gnu is slow." not in mails
    with pytest.raises(PrivacyError, match="knows nothing"):
        privacy.export(lived.store, "x@elsewhere.example", "MF", tmp_path / "x.zip")


def _close(branch: Branch, number: int) -> None:
    with branch.store.write() as connection:
        ticket = schema.ticket
        values = {"state": State.CLOSED, "closed_at": branch.now, "due_at": None}
        connection.execute(update(ticket).where(ticket.c.number == number).values(values))


def _forget_old(branch: Branch, rules: Retention) -> None:
    office = branch.office_with(retention=rules)
    while tidy(office, branch.now):
        pass


def test_a_mails_bytes_go_90_days_after_its_ticket_closed_and_its_words_after_24_months(branch: Branch) -> None:
    [first] = branch.receive(branch.mail(ANA, "The zebra eats paper."))
    [second] = branch.receive(branch.mail(CARL, "The gnu is slow."))
    _close(branch, 1)
    for days, bytes_left, words_left in ((89, True, True), (91, False, True), (729, False, True), (732, False, False)):
        branch.now = branch.ticket(1).opened_at + timedelta(days=days)
        _forget_old(branch, Retention())
        with branch.store.read() as connection:
            assert bool(inbox.content(connection, first)) is bytes_left, days
            assert inbox.content(connection, second)
        assert ("zebra" in everything(branch)) is words_left, days
    assert branch.ticket(1).requester == ERASED
    assert "The gnu is slow." in everything(branch)


@ON_ONE_STORE
def test_nothing_that_is_on_hold_or_kept_for_ever_goes(branch: Branch) -> None:
    [first] = branch.receive(branch.mail(ANA, "The zebra eats paper."))
    _close(branch, 1)
    branch.now += timedelta(days=5000)
    _forget_old(branch, Retention(legal_hold={ANA.upper(): "case 12"}))
    _forget_old(branch, FOR_EVER)
    with branch.store.read() as connection:
        assert b"zebra" in (inbox.content(connection, first) or b"")
    assert "zebra" in everything(branch)


@ON_ONE_STORE
def test_a_copy_that_is_old_takes_no_bytes_from_the_open_ticket_of_the_same_mail(branch: Branch) -> None:
    mail = branch.mail(ANA, "The zebra eats paper.")
    [first] = branch.receive(mail)
    [copy] = branch.keep(mail, mailbox="other@imap/INBOX")
    branch.now += timedelta(days=500)
    _forget_old(branch, Retention())
    with branch.store.read() as connection:
        assert copy != first
        assert inbox.content(connection, first) == mail


@ON_ONE_STORE
def test_quarantine_is_emptied_after_30_days(branch: Branch) -> None:
    garbage = b"From: a@b.example, c@d.example\r\nSubject: okapi\r\n\r\nokapi\r\n"
    [held] = branch.receive(garbage)
    assert branch.inbox(held).state == "quarantined"
    branch.now += timedelta(days=29)
    _forget_old(branch, Retention())
    assert "okapi" in everything(branch)
    branch.now += timedelta(days=2)
    _forget_old(branch, Retention())
    assert branch.inbox(held).state == "dropped"
    assert "okapi" not in everything(branch)


@ON_ONE_STORE
def test_a_breach_that_is_not_over_is_kept_and_its_register_even_after(branch: Branch) -> None:
    branch.reading = reading(breach=True)
    branch.receive(branch.mail(ANA, "The zebra got the payroll."))
    _close(branch, 1)
    branch.now += timedelta(days=5000)
    _forget_old(branch, Retention())
    assert branch.ticket(1).requester == ANA
    privacy.forget(branch.store, ANA, FOR_EVER, branch.now)
    with branch.store.read() as connection:
        [record] = privacy.register_records(connection, "MF", branch.office.rules, branch.now)
    assert (record["number"], record["history"][0]["entry"]) == ("MF-1", "suspected")


def test_every_column_that_may_hold_words_is_text_or_is_emptied_by_name() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in schema.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary == {"raw_mail.content", "outbox.content", "vector.value", "token_key.secret"}
    keyed = {
        f"{table.name}.{column.name}"
        for table in schema.metadata.sorted_tables
        for column in table.primary_key.columns
        if isinstance(column.type, Text | JSON)
    }
    assert keyed <= {"person.address", "participant.address", "agent.address"}
