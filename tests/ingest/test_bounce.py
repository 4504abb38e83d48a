"""Delivery reports, by their fields and in prose, and people who only quote one."""

import pytest

from mailflow.mail import Bounce, VerdictWord
from tests.ingest.letters import arrive, multipart


def report(*blocks: str, returned: str = "Message-ID: <7@desk.example>\nSubject: x\n\nhello") -> Bounce | None:
    status = "\n\n".join(("Reporting-MTA: dns; mx.example.org", *blocks))
    body, kind = multipart(
        "Content-Type: text/plain\n\nYour mail could not be delivered.",
        f"Content-Type: message/delivery-status\n\n{status}\n",
        f"Content-Type: message/rfc822\n\n{returned}",
        kind="report; report-type=delivery-status",
    )
    return arrive(body, kind=kind, From="MAILER-DAEMON@example.org", Return_Path="<>").verdict.bounce


def test_a_failed_recipient_is_reported_with_the_id_of_the_letter() -> None:
    bounce = report("Final-Recipient: rfc822; bela@example.org\nAction: failed\nStatus: 5.1.1")
    assert bounce == Bounce(
        recipients=("bela@example.org",), permanent=True, message_ids=("7@desk.example",), why="5.1.1"
    )


def test_the_address_that_we_wrote_to_wins_over_where_it_led() -> None:
    bounce = report(
        "Original-Recipient: rfc822;bela@example.org\nFinal-Recipient: rfc822;b7@mailbox.example\nAction: "
        "failed\nStatus: 5.2.2"
    )
    assert bounce is not None
    assert bounce.recipients == ("bela@example.org",)


def test_a_delay_is_not_for_good() -> None:
    bounce = report("Final-Recipient: rfc822; bela@example.org\nAction: delayed\nStatus: 4.4.1")
    assert bounce == Bounce(
        recipients=("bela@example.org",), permanent=False, message_ids=("7@desk.example",), why="4.4.1"
    )


def test_the_refusing_server_is_quoted_in_its_own_words() -> None:
    bounce = report(
        "Final-Recipient: rfc822; bela@example.org\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <bela@example.org>:\n  no such user here"
    )
    assert bounce is not None
    assert bounce.why == "550 5.1.1 <bela@example.org>: no such user here"


def test_of_several_recipients_only_the_failed_count() -> None:
    bounce = report(
        "Final-Recipient: rfc822; a@example.org\nAction: delivered\nStatus: 2.0.0",
        "Final-Recipient: rfc822; b@example.org\nAction: failed\nStatus: 5.1.1",
        "Final-Recipient: rfc822; c@example.org\nAction: failed (gone)\nStatus: 5.1.1",
    )
    assert bounce is not None
    assert bounce.recipients == ("b@example.org", "c@example.org")


def test_a_success_report_is_automatic_and_no_bounce() -> None:
    body, kind = multipart(
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; "
        "a@example.org\nAction: relayed\n",
        kind="report; report-type=delivery-status",
    )
    verdict = arrive(body, kind=kind).verdict
    assert (verdict.word, verdict.reason, verdict.bounce) == (VerdictWord.AUTOMATIC, "dsn", None)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "MAILER-DAEMON@mx.example",
            "failure notice",
            "Hi. This is the qmail-send program.\nI wasn't able to deliver your message.\n\n"
            "<bela@example.org>:\nNo mailbox here. (#5.1.1)\n\n--- Below this line is a copy of the "
            "message.\n\nTo: other@example.org\n",
        ),
        (
            "Mail Delivery System <Mailer-Daemon@mx.example>",
            "Mail delivery failed: returning message to sender",
            "A message that you sent could not be delivered.\n\n  bela@example.org\n    SMTP error: 550 "
            "unknown\n\n------ This is a copy of the message ------\n\nTo: other@example.org\n",
        ),
        (
            "postmaster@exchange.example",
            "Unzustellbar: [MF-12] Drucker",
            "Fehler bei der Zustellung an folgende Empfänger:\n\nbela@example.org\nDas Postfach wurde "
            "nicht gefunden.\n",
        ),
        (
            "postmaster@example.hu",
            "Kézbesíthetetlen levél",
            "Az alábbi címzettnek nem sikerült kézbesíteni a levelet:\n\n  bela@example.org\n",
        ),
        (
            "Postmaster <postmaster@old.example>",
            "Undeliverable Mail",
            "Unknown user: bela@example.org\n\nRCPT TO generated following response:\n550 "
            "<bela@example.org> unknown\n\nOriginal message follows.\n",
        ),
    ],
)
def test_a_report_in_prose_names_whom_it_did_not_reach(sender: str, subject: str, body: str) -> None:
    verdict = arrive(body, From=sender, Subject=subject).verdict
    assert verdict.word is VerdictWord.BOUNCE
    assert verdict.bounce is not None
    assert verdict.bounce.recipients == ("bela@example.org",)
    assert verdict.bounce.permanent


def test_a_warning_in_prose_is_not_for_good() -> None:
    bounce = arrive(
        "Your message has not yet been delivered to:\n\n  bela@example.org\n\nWe will keep trying.",
        From="MAILER-DAEMON@mx.example",
        Subject="Warning: message delayed 4 hours",
    ).verdict.bounce
    assert bounce is not None
    assert not bounce.permanent


def test_the_header_of_failed_recipients_is_enough() -> None:
    bounce = arrive("It failed.", X_Failed_Recipients="a@example.org, b@example.org").verdict.bounce
    assert bounce is not None
    assert bounce.recipients == ("a@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Mail delivery failed",
            "Hi, when I write to bela@example.org I get: Mail could not be delivered, 550 user unknown. Please help",
        ),
        ("Fwd: Undeliverable: offer", "See below.\n\n<bela@example.org>: 550 5.1.1 user unknown"),
        ("Undeliverable mails", "Kérem nézzék meg, a levelek nem mennek: 550 5.1.1 bela@example.org"),
        ("Unzustellbar", "Guten Tag,\nmeine Mails an bela@example.org sind unzustellbar (550 5.1.1)."),
    ],
)
def test_a_person_who_asks_about_a_bounce_is_no_bounce(subject: str, body: str) -> None:
    assert arrive(body, Subject=subject).verdict.word is VerdictWord.ACCEPT


def test_the_returned_letters_id_is_the_nearest_key() -> None:
    body, kind = multipart(
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@example.org\nAction: failed\n",
        "Content-Type: text/rfc822-headers\n\nMessage-ID: <7@desk.example>\n",
        kind="report; report-type=delivery-status",
    )
    assert arrive(body, kind=kind, References="<5@desk.example>").keys.message_ids == (
        "7@desk.example",
        "5@desk.example",
    )
