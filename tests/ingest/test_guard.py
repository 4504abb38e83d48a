"""Who may be answered by a machine, and who was one."""

import pytest

from mailflow.ingest.read import House, read
from mailflow.mail import Proof, VerdictWord
from tests.ingest.letters import HOUSE, arrive, letter, multipart


def test_a_persons_mail_is_accepted_and_may_be_answered() -> None:
    verdict = arrive().verdict
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.ACCEPT, "new", True)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"Auto_Submitted": "auto-generated"}, "auto-submitted"),
        ({"Auto_Submitted": "auto-replied (vacation); x=y"}, "out-of-office"),
        ({"Return_Path": "<>"}, "null-path"),
        ({"Precedence": "bulk"}, "precedence"),
        ({"X_Precedence": "junk"}, "precedence"),
        ({"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, "response-suppress"),
        ({"X_Auto_Response_Suppress": "All"}, "response-suppress"),
        ({"X_Autoreply": "yes"}, "auto-header"),
        ({"X_Autorespond": "holiday"}, "auto-header"),
        ({"X_FC_MachineGenerated": "true"}, "auto-header"),
        ({"From": "no-reply@shop.example"}, "no-reply"),
        ({"From": "Shop <donotreply@shop.example>"}, "no-reply"),
        ({"From": "ne-valaszolj@bolt.example"}, "no-reply"),
        ({"From": "postmaster@example.org"}, "no-reply"),
        ({"From": "Desk <support+7@example.com>"}, "own-address"),
    ],
)
def test_a_machines_mail_is_automatic_and_never_answered(fields: dict[str, str], reason: str) -> None:
    verdict = arrive(**fields).verdict
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.AUTOMATIC, reason, False)


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "no"},
        {"Return_Path": "<ana@example.org>"},
        {"X_Auto_Response_Suppress": "DR, RN"},
        {"X_Autoreply": "no"},
        {"Precedence": "normal"},
        {"From": "Nora Reply <nora.reply@example.org>"},
        {"From": "Ana <noreen@example.org>"},
    ],
)
def test_a_person_is_not_taken_for_a_machine(fields: dict[str, str]) -> None:
    assert arrive(**fields).verdict.may_answer


@pytest.mark.parametrize("name", ["List_Id", "List_Unsubscribe", "Mailing_List", "List_Post"])
def test_a_persons_mail_through_a_list_is_kept_and_not_answered(name: str) -> None:
    verdict = arrive(**{name: "<x.example.org>"}, Precedence="bulk").verdict
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.ACCEPT, "list", False)


def test_our_own_letter_is_a_loop_and_a_foreign_desks_is_not() -> None:
    assert arrive(X_Mailflow_Loop="desk-1").verdict.word is VerdictWord.LOOP
    assert arrive(X_Mailflow_Loop="another").verdict.word is VerdictWord.ACCEPT


def test_without_an_id_of_our_own_no_header_makes_a_loop() -> None:
    nobody = House(addresses=frozenset(), prefix="MF", authserv_id=None, loop_id="")
    assert read(letter(X_Mailflow_Loop=""), nobody).verdict.reason == "new"


def test_a_mail_that_does_not_name_us_is_kept_and_not_answered() -> None:
    verdict = arrive(To="friends@example.org").verdict
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.ACCEPT, "not-addressed", False)


@pytest.mark.parametrize(
    "fields", [{"Cc": "support@example.com"}, {"Delivered_To": "support@example.com"}, {"Cc": "Support+9@EXAMPLE.com"}]
)
def test_a_copy_or_a_forwarded_delivery_names_us_too(fields: dict[str, str]) -> None:
    assert arrive(To="friends@example.org", **fields).verdict.may_answer


def test_without_known_addresses_nobody_has_to_name_us() -> None:
    nobody = House(addresses=frozenset(), prefix="MF", authserv_id=None, loop_id="")
    assert read(letter(To="friends@example.org"), nobody).verdict.reason == "new"


def test_a_forged_mail_is_held() -> None:
    arrival = arrive(Authentication_Results="mx.example.com; dmarc=fail header.from=example.org")
    assert arrival.proof is Proof.FAIL
    assert (arrival.verdict.word, arrival.verdict.reason) == (VerdictWord.QUARANTINE, "dmarc-fail")


def test_a_mail_of_nobody_is_held() -> None:
    assert arrive(From="").verdict.reason == "no-sender"
    assert arrive(From="a@example.org, b@example.org").verdict.reason == "no-identity"


def test_a_read_receipt_is_automatic() -> None:
    body, kind = multipart(
        "Content-Type: text/plain\n\nYour message was displayed.",
        "Content-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed",
        kind="report; report-type=disposition-notification",
    )
    verdict = arrive(body, kind=kind).verdict
    assert (verdict.word, verdict.reason) == (VerdictWord.AUTOMATIC, "mdn")


def test_an_oversized_mail_is_accepted_by_its_headers() -> None:
    arrival = read(letter(""), HOUSE, oversized=True)
    assert (arrival.verdict.word, arrival.verdict.reason) == (VerdictWord.ACCEPT, "oversized")
    assert arrival.mail.subject == "Printer"


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), (b"\r\n\r\n", "empty"), (b"just words", "no-headers")])
def test_what_is_no_mail_is_unreadable(content: bytes, reason: str) -> None:
    verdict = read(content, HOUSE).verdict
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.UNREADABLE, reason, False)


def test_limits_hold_a_mail_and_still_show_whose_it_is() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(60))
    parts = "--b\r\n\r\nx\r\n" * 600
    cases = {
        "too-deep": letter(kind="").replace(b"\r\n\r\n", b"\r\n" + deep.encode(), 1),
        "too-many-parts": letter(parts, kind="multipart/mixed; boundary=b"),
        "too-many-headers": b"From: ana@example.org\r\n" + b"X-A: b\r\n" * 1001 + b"\r\nx",
        "header-too-long": letter(X_Long="a" * 70_000),
        "too-many-addresses": letter(To=", ".join(f"p{n}@example.org" for n in range(201))),
    }
    for reason, content in cases.items():
        arrival = read(content, HOUSE)
        assert (arrival.verdict.word, arrival.verdict.reason) == (VerdictWord.QUARANTINE, reason)
        assert arrival.mail.sender is not None
        assert arrival.mail.sender.address == "ana@example.org"
