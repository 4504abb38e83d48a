"""The demo's mail world, used as any mail program would use it."""

import select
import smtplib
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message

import pytest
from imapclient import SEEN, IMAPClient

from mailflow.demo.servers import MailWorld

SUPPORT, ANA, BO, GONE = "support@desk.example", "ana@customer.example", "bo@desk.example", "gone@customer.example"


@pytest.fixture(scope="module")
def running() -> Iterator[MailWorld]:
    with MailWorld({SUPPORT: "s3", ANA: "a1", BO: "b2"}, bouncing=[GONE]) as started:
        yield started


@pytest.fixture
def world(running: MailWorld) -> MailWorld:
    """The running world with all its inboxes emptied."""
    for address in running.accounts:
        with log_in(running, address) as client:
            client.select_folder("INBOX")
            client.delete_messages(client.search() or [1])
            client.expunge()
    return running


def log_in(world: MailWorld, address: str) -> IMAPClient:
    client = IMAPClient(world.host, world.imap_port, ssl=False, timeout=20)
    client.login(address, world.accounts[address])
    return client


def mail(subject: str = "Printer", text: str = "It does not print.") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = ANA, SUPPORT, subject, "<1@customer>"
    message.set_content(text)
    return message.as_bytes()


def parts_of(message: Message) -> list[Message]:
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, Message)]


def test_a_mail_lies_in_the_inbox_of_its_recipient_alone(world: MailWorld) -> None:
    world.send(mail("Árvíztűrő"), ANA, SUPPORT)
    [arrived] = world.inbox(SUPPORT)
    assert arrived.endswith(mail("Árvíztűrő").replace(b"\n", b"\r\n"))
    assert world.inbox(ANA) == world.inbox(BO) == []


def test_a_mail_to_several_people_reaches_each(world: MailWorld) -> None:
    world.send(mail(), SUPPORT, [ANA, BO])
    assert len(world.inbox(ANA)) == len(world.inbox(BO)) == 1


def test_delivery_says_whom_it_was_for_and_from_whom(world: MailWorld) -> None:
    world.send(mail(), ANA, "Support+7-1-c-token@Desk.example")
    arrived = message_from_bytes(world.inbox(SUPPORT)[0])
    assert arrived["Return-Path"] == f"<{ANA}>"
    assert arrived["Delivered-To"] == "Support+7-1-c-token@Desk.example"
    assert arrived["Received"]


def test_an_unknown_recipient_is_refused_at_once(world: MailWorld) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        world.send(mail(), ANA, "nobody@desk.example")
    assert refused.value.recipients["nobody@desk.example"][0] == 550


def test_a_bouncing_recipient_is_accepted_and_comes_back_to_the_envelope_sender(world: MailWorld) -> None:
    world.send(mail(), "support+7-1-c-token@desk.example", GONE)
    report = message_from_bytes(world.inbox(SUPPORT)[0])
    assert report["Return-Path"] == "<>"
    assert report["Delivered-To"] == "support+7-1-c-token@desk.example"
    assert report.get_content_type() == "multipart/report"
    assert report.get_param("report-type") == "delivery-status"
    words, status, original = parts_of(report)
    assert GONE in words.get_payload()
    assert status.get_content_type() == "message/delivery-status"
    _, of_recipient = parts_of(status)
    assert of_recipient["Action"] == "failed"
    assert of_recipient["Status"].startswith("5.")
    assert of_recipient["Final-Recipient"].endswith(GONE)
    assert "Message-ID: <1@customer>" in original.get_payload()


def test_a_bounce_never_bounces(world: MailWorld) -> None:
    world.send(mail(), "", GONE)
    assert all(world.inbox(address) == [] for address in world.accounts)


def test_a_wrong_password_opens_nothing(world: MailWorld) -> None:
    with (
        IMAPClient(world.host, world.imap_port, ssl=False, timeout=20) as client,
        pytest.raises(IMAPClient.Error),
    ):
        client.login(SUPPORT, "a1")


def test_a_mail_program_may_log_in_to_send(world: MailWorld) -> None:
    with smtplib.SMTP(world.host, world.smtp_port, local_hostname="localhost", timeout=20) as client:
        client.login(ANA, "a1")
        client.sendmail(ANA, [SUPPORT], mail())
    assert len(world.inbox(SUPPORT)) == 1
    with (
        smtplib.SMTP(world.host, world.smtp_port, local_hostname="localhost", timeout=20) as client,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        client.login(ANA, "wrong")


def test_looking_into_an_inbox_leaves_its_mail_unseen(world: MailWorld) -> None:
    world.send(mail(), ANA, SUPPORT)
    world.inbox(SUPPORT)
    with log_in(world, SUPPORT) as client:
        client.select_folder("INBOX")
        assert client.search("UNSEEN") == client.search()


def test_a_client_that_idles_is_told_of_new_mail(world: MailWorld) -> None:
    with log_in(world, SUPPORT) as client:
        client.select_folder("INBOX")
        client.idle()
        world.send(mail(), ANA, SUPPORT)
        assert select.select([client.socket()], [], [], 20)[0]
        _, notices = client.idle_done()
        assert (1, b"EXISTS") in notices


def test_mail_is_moved_into_a_folder_made_for_it_and_marked(world: MailWorld) -> None:
    world.send(mail(), ANA, SUPPORT)
    with log_in(world, SUPPORT) as client:
        assert client.has_capability("MOVE")
        client.create_folder("Processed")
        client.select_folder("INBOX")
        [uid] = client.search()
        client.add_flags([uid], [SEEN, "$Mailflow"])
        flags = client.get_flags([uid])[uid]
        client.move([uid], "Processed")
        assert client.search() == []
    assert SEEN in flags
    assert len(world.inbox(SUPPORT, "Processed")) == 1


def test_each_account_sees_only_its_own_folders(world: MailWorld) -> None:
    with log_in(world, ANA) as ana, log_in(world, BO) as bo:
        ana.create_folder("Private")
        assert "Private" in [name for _, _, name in ana.list_folders()]
        assert "Private" not in [name for _, _, name in bo.list_folders()]


def test_a_given_port_is_used_and_a_taken_one_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            MailWorld({SUPPORT: "s3"}, imap_port=port).start()
    with MailWorld({SUPPORT: "s3"}, imap_port=port) as world:
        assert world.imap_port == port
        assert world.inbox(SUPPORT) == []


def test_a_world_that_is_stopped_answers_no_more_and_can_start_empty_again() -> None:
    world = MailWorld({SUPPORT: "s3"})
    world.start()
    world.send(mail(), SUPPORT, SUPPORT)
    open_client = log_in(world, SUPPORT)
    world.stop()
    with pytest.raises((OSError, IMAPClient.Error)):
        open_client.noop()
    open_client.shutdown()
    with pytest.raises(OSError, match="refused"):
        log_in(world, SUPPORT)
    with world:
        assert world.inbox(SUPPORT) == []
