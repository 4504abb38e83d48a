"""A mailbox at a real Dovecot: what waits is seen, fetched untouched, and moved or flagged once it is stored."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from mailflow.ingest.mailbox.imap import ImapSettings, Mailbox, PermanentMailboxError, TransientMailboxError
from tests.servers.dovecot import Account, Dovecot

MAIL = b"From: ana@example.org\r\nSubject: The printer is dead\r\n\r\nNothing comes out.\r\n"
SEVEN_IN_THE_MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def mail(number: int, size: int = 0) -> bytes:
    return b"Subject: number %d\r\n\r\n" % number + b"x" * 70 * (size // 70) + b"\r\n"


@pytest.fixture
def open_mailbox(dovecot: Dovecot, account: Account) -> Iterator[Callable[..., Mailbox]]:
    """Connects a mailbox to the test's account; options go into its settings."""
    opened: list[Mailbox] = []

    def open_one(tls: str = "none", to: Account = account, **options: Any) -> Mailbox:
        opened.append(Mailbox(ImapSettings(**(dovecot.settings(to, tls) | options))))
        opened[-1].connect()
        return opened[-1]

    yield open_one
    for mailbox in opened:
        mailbox.close()


def test_a_mail_is_fetched_as_it_lies_there_with_the_servers_time(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    uid = dovecot.deliver(account, MAIL, received_at=SEVEN_IN_THE_MORNING)
    mailbox = open_mailbox()
    assert mailbox.waiting() == [uid]
    [raw] = mailbox.fetch([uid])
    assert raw.content == MAIL
    assert raw.received_at == SEVEN_IN_THE_MORNING
    assert raw.received_at.tzinfo is UTC
    assert (raw.mailbox, raw.uidvalidity, raw.uid) == (mailbox.key, mailbox.uidvalidity, uid)
    assert (raw.size, raw.oversized) == (len(MAIL), False)
    assert re.fullmatch(rf"{re.escape(account.user)}@127\.0\.0\.1:\d+/INBOX", mailbox.key)


def test_reading_leaves_a_mail_unseen(dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]) -> None:
    uid = dovecot.deliver(account, MAIL)
    mailbox = open_mailbox()
    mailbox.fetch(mailbox.waiting())
    assert dovecot.flags(account) == {uid: set()}


@pytest.mark.parametrize("tls", ["none", "starttls", "tls"])
def test_the_mailbox_is_reached_in_clear_and_over_both_kinds_of_tls(
    tls: str, dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    dovecot.deliver(account, MAIL)
    mailbox = open_mailbox(tls)
    assert [raw.content for raw in mailbox.fetch(mailbox.waiting())] == [MAIL]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_s33_a_certificate_that_nobody_vouches_for_is_refused(tls: str, open_mailbox: Callable[..., Mailbox]) -> None:
    with pytest.raises(PermanentMailboxError, match=r"not trusted.*ca_file"):
        open_mailbox(tls, ca_file="")


def test_s33_a_certificate_for_another_host_is_refused(open_mailbox: Callable[..., Mailbox]) -> None:
    with pytest.raises(PermanentMailboxError, match="not trusted"):
        open_mailbox("tls", host="127.0.0.2")


def test_a_wrong_password_is_told_with_the_servers_words_and_without_the_password(
    open_mailbox: Callable[..., Mailbox],
) -> None:
    with pytest.raises(PermanentMailboxError, match=r"AUTHENTICATIONFAILED.*imap\.password") as caught:
        open_mailbox(password="wrong horse")
    assert "horse" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_server_that_is_down_may_come_back(dovecot: Dovecot, open_mailbox: Callable[..., Mailbox]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(TransientMailboxError, match="cannot connect"):
            open_mailbox(port=nobody.getsockname()[1])


def test_a_folder_that_does_not_exist_is_told_with_those_that_do(open_mailbox: Callable[..., Mailbox]) -> None:
    with pytest.raises(PermanentMailboxError, match=r"no folder Helpdesk.*INBOX"):
        open_mailbox(folder="Helpdesk")


def test_stored_mail_moves_to_its_folder_and_no_longer_waits(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    good, bad, later = [dovecot.deliver(account, mail(number)) for number in range(3)]
    mailbox = open_mailbox()
    mailbox.settle([good], [bad])
    assert mailbox.waiting() == [later]
    assert dovecot.messages(account, "Processed") == [mail(0)]
    assert dovecot.messages(account, "Quarantine") == [mail(1)]
    assert dovecot.messages(account) == [mail(2)]
    assert mailbox.trouble == ""


def test_with_done_flag_stored_mail_stays_and_is_marked(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    good, bad, later = [dovecot.deliver(account, mail(number)) for number in range(3)]
    mailbox = open_mailbox(done="flag")
    mailbox.settle([good], [bad])
    assert mailbox.waiting() == [later]
    marks = {good: {"$MailflowDone"}, bad: {"$MailflowDone", "$MailflowQuarantine"}, later: set[str]()}
    assert dovecot.flags(account) == marks
    assert open_mailbox(done="flag").waiting() == [later]


def test_folders_below_a_namespace_are_made_where_the_server_wants_them(
    dovecot: Dovecot, open_mailbox: Callable[..., Mailbox]
) -> None:
    below = dovecot.mailbox(prefix=True)
    uid = dovecot.deliver(below, MAIL)
    mailbox = open_mailbox(to=below, processed="Desk/Done")
    mailbox.settle([uid], [])
    assert dovecot.messages(below, "INBOX.Desk.Done") == [MAIL]


def test_a_removed_folder_is_made_again(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    uid = dovecot.deliver(account, MAIL)
    mailbox = open_mailbox()
    with dovecot.client(account) as other:
        other.delete_folder("Processed")
    mailbox.settle([uid], [])
    assert dovecot.messages(account, "Processed") == [MAIL]


def test_a_mail_that_a_person_deletes_is_left_alone(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    kept, deleted = dovecot.deliver(account, mail(0)), dovecot.deliver(account, mail(1))
    with dovecot.client(account) as other:
        other.delete_messages([deleted])
    mailbox = open_mailbox()
    assert mailbox.waiting() == [kept]
    mailbox.settle([kept], [])
    assert dovecot.messages(account) == [mail(1)]


def test_f04_a_mail_that_vanishes_before_it_is_fetched_is_no_error(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    uids = [dovecot.deliver(account, mail(number)) for number in range(3)]
    mailbox = open_mailbox()
    assert mailbox.waiting() == uids
    with dovecot.client(account) as other:
        other.delete_messages(uids[:1])
        other.expunge()
    assert [raw.uid for raw in mailbox.fetch(uids)] == uids[1:]
    mailbox.settle(uids, [])
    assert dovecot.messages(account, "Processed") == [mail(1), mail(2)]


def test_f05_a_mail_above_the_limit_comes_with_its_header_alone(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    large, small = dovecot.deliver(account, mail(0, size=20_000)), dovecot.deliver(account, mail(1))
    mailbox = open_mailbox(max_bytes=10_000)
    first, second = mailbox.fetch([large, small])
    assert (first.uid, first.oversized, first.content) == (large, True, b"Subject: number 0\r\n\r\n")
    assert first.size == len(mail(0, size=20_000))
    assert (second.uid, second.oversized, second.content) == (small, False, mail(1))


def test_batches_hold_no_more_mails_than_memory_should(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    with dovecot.client(account) as other:
        other.multiappend("INBOX", [mail(number) for number in range(120)])
    mailbox = open_mailbox()
    batches = list(mailbox.batches(mailbox.waiting()))
    assert [len(batch) for batch in batches] == [50, 50, 20]
    assert [raw.content for batch in batches for raw in batch] == [mail(number) for number in range(120)]


def test_f11_a_mailbox_that_can_only_be_read_is_still_taken_in(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    first = dovecot.deliver(account, mail(0))
    second = dovecot.deliver(account, mail(1))
    dovecot.forbid_writing(account)
    mailbox = open_mailbox()
    assert mailbox.waiting() == [first, second]
    assert [raw.content for raw in mailbox.fetch([first])] == [mail(0)]
    mailbox.settle([first], [])
    assert mailbox.waiting() == [second]
    assert "can only be read" in mailbox.trouble


@pytest.mark.parametrize("tls", ["none", "tls"])
def test_idle_tells_of_new_mail(
    tls: str,
    dovecot: Dovecot,
    account: Account,
    open_mailbox: Callable[..., Mailbox],
    bell: tuple[socket.socket, socket.socket],
) -> None:
    mailbox = open_mailbox(tls)
    assert mailbox.waiting() == []
    sender = threading.Timer(0.3, dovecot.deliver, (account, MAIL))
    sender.start()
    assert mailbox.wait(30, bell[1])
    sender.join()
    assert len(mailbox.waiting()) == 1


def test_mail_that_comes_between_the_look_and_the_wait_is_not_overlooked(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox], bell: tuple[socket.socket, socket.socket]
) -> None:
    first = dovecot.deliver(account, mail(0))
    mailbox = open_mailbox()
    assert mailbox.waiting() == [first]
    second = dovecot.deliver(account, mail(1))
    mailbox.settle([first], [])
    assert mailbox.wait(30, bell[1])
    assert mailbox.waiting() == [second]


def test_a_look_sees_the_mail_that_came_a_moment_ago(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    mailbox = open_mailbox()
    assert mailbox.waiting() == []
    uid = dovecot.deliver(account, MAIL)
    assert mailbox.waiting() == [uid]


def test_a_quiet_mailbox_lets_the_time_pass(
    open_mailbox: Callable[..., Mailbox], bell: tuple[socket.socket, socket.socket]
) -> None:
    mailbox = open_mailbox()
    mailbox.waiting()
    assert not mailbox.wait(0.2, bell[1])


def test_the_bell_ends_the_wait(
    open_mailbox: Callable[..., Mailbox], bell: tuple[socket.socket, socket.socket]
) -> None:
    mailbox = open_mailbox()
    mailbox.waiting()
    bell[0].send(b"!")
    assert not mailbox.wait(30, bell[1])
    assert mailbox.waiting() == []


def test_f08_the_mailbox_is_looked_at_from_time_to_time_even_while_it_idles(
    open_mailbox: Callable[..., Mailbox], bell: tuple[socket.socket, socket.socket]
) -> None:
    mailbox = open_mailbox(poll_seconds=1)
    mailbox.waiting()
    assert mailbox.wait(30, bell[1])


def test_the_secret_is_in_no_representation(dovecot: Dovecot, account: Account) -> None:
    settings = ImapSettings(**dovecot.settings(account), token_command="echo s3cret")
    assert account.password not in repr(settings)
    assert "s3cret" not in repr(settings)


def test_the_password_may_stand_in_a_file(
    open_mailbox: Callable[..., Mailbox], account: Account, tmp_path: Any
) -> None:
    (tmp_path / "password").write_text(account.password + "\n")
    assert open_mailbox(password="", password_file=str(tmp_path / "password")).waiting() == []
    with pytest.raises(PermanentMailboxError, match="cannot be read"):
        open_mailbox(password="", password_file=str(tmp_path / "nowhere"))


def test_a_lost_connection_is_told_once_and_the_next_connect_goes_on(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    uid = dovecot.deliver(account, MAIL)
    mailbox = open_mailbox()
    assert mailbox.waiting() == [uid]
    dovecot.stop()
    try:
        with pytest.raises(TransientMailboxError):
            mailbox.settle([uid], [])
    finally:
        dovecot.start()
    mailbox.connect()
    assert mailbox.waiting() == []
    assert dovecot.messages(account, "Processed") == [MAIL]


def test_f03_a_new_uidvalidity_is_seen_and_all_is_looked_at_afresh(
    dovecot: Dovecot, account: Account, open_mailbox: Callable[..., Mailbox]
) -> None:
    with dovecot.client(account) as other:
        other.create_folder("Desk")
    desk = open_mailbox(folder="Desk")
    first = desk.uidvalidity
    desk.close()
    with dovecot.client(account) as other:
        other.delete_folder("Desk")
        other.create_folder("Desk")
    uid = dovecot.deliver(account, MAIL, folder="Desk")
    desk.connect()
    assert desk.uidvalidity != first
    assert desk.waiting() == [uid]
