"""What becomes of a letter whatever the mail server does: the faults F20 to F30 and F33, and the attack S16."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailflow.mail import Deferred, Delivery, Failed, Outgoing, Sent
from mailflow.notify.smtp import Courier, SmtpSettings
from tests.notify.faulty_smtp import FaultySmtp, server_context
from tests.servers.certificate import Certificate


def letter(recipient: str = "ana@customer.example", **changes: Any) -> Outgoing:
    content = b"From: support@desk.example\r\nSubject: Hello\r\n\r\nWe are on it.\r\n"
    plain = Outgoing(
        recipient=recipient, message_id="1@desk.example", envelope_from="support@desk.example", content=content
    )
    return replace(plain, **changes)


def settings(server: FaultySmtp, **changes: Any) -> SmtpSettings:
    plain = SmtpSettings(host="localhost", port=server.port, tls="none", timeout_seconds=5, hostname="me.example")
    return replace(plain, **changes)


def deliver(server: FaultySmtp, letters: Iterable[Outgoing] = (), /, **changes: Any) -> list[Delivery]:
    """The deliveries of these letters (one by default), carried one after the other."""

    async def run() -> list[Delivery]:
        async with server, Courier(settings(server, **changes)) as courier:
            return [await courier.deliver(each) for each in (letters or [letter()])]

    return asyncio.run(run())


PLAIN = ("8BITMIME", "SIZE 50000000")
both_ways = pytest.mark.parametrize("extensions", [("PIPELINING", *PLAIN), PLAIN], ids=["pipelining", "one by one"])


@both_ways
def test_an_accepted_letter_is_sent_with_its_envelope_and_bytes(extensions: tuple[str, ...]) -> None:
    server = FaultySmtp(extensions=extensions)
    [delivery] = deliver(server)
    assert delivery == Sent(answer="250 queued")
    [received] = server.received
    assert (received.mail_from, received.recipient) == ("support@desk.example", "ana@customer.example")
    assert received.content == letter().content


def test_the_null_sender_goes_out_as_an_empty_path() -> None:
    server = FaultySmtp()
    [delivery] = deliver(server, [letter(envelope_from="")])
    assert isinstance(delivery, Sent)
    assert server.received[0].mail_from == ""


@both_ways
def test_one_connection_serves_many_letters(extensions: tuple[str, ...]) -> None:
    server = FaultySmtp(extensions=extensions)
    deliveries = deliver(server, [letter(f"c{number}@customer.example") for number in range(20)])
    assert all(isinstance(each, Sent) for each in deliveries)
    assert len(server.received) == 20
    assert server.connections == 1


def test_letters_go_over_several_connections_but_no_more_than_set() -> None:
    async def run(server: FaultySmtp) -> list[Delivery]:
        async with server, Courier(settings(server, connections=3)) as courier:
            return await asyncio.gather(*(courier.deliver(letter(f"c{n}@customer.example")) for n in range(50)))

    server = FaultySmtp()
    deliveries = asyncio.run(run(server))
    assert all(isinstance(each, Sent) for each in deliveries)
    assert len({each.recipient for each in server.received}) == 50
    assert server.most_at_once == 3


def test_a_letter_under_way_is_finished_when_the_courier_closes_and_no_connection_is_left() -> None:
    async def run(server: FaultySmtp) -> Delivery:
        async with server:
            courier = Courier(settings(server))
            task = asyncio.create_task(courier.deliver(letter()))
            await asyncio.sleep(0)
            await courier.close()
            delivery = await task
            async with asyncio.timeout(20):
                while server.open_connections:
                    await asyncio.sleep(0.01)
            return delivery

    assert isinstance(asyncio.run(run(FaultySmtp())), Sent)


def test_the_courier_takes_leave_politely_and_does_not_wait_for_a_server_that_does_not() -> None:
    async def run(server: FaultySmtp) -> None:
        async with server:
            async with Courier(settings(server, timeout_seconds=0.2)) as courier:
                await courier.deliver(letter())
            assert server.commands[-1] == "QUIT"

    asyncio.run(run(FaultySmtp()))
    asyncio.run(run(FaultySmtp({"QUIT": ["stall"]})))


def test_a_delivery_that_is_given_up_frees_its_place_and_its_connection() -> None:
    async def run(server: FaultySmtp) -> Delivery:
        async with server, Courier(settings(server, connections=1)) as courier:
            task = asyncio.create_task(courier.deliver(letter()))
            while server.count("MAIL") == 0:
                await asyncio.sleep(0.01)
            task.cancel()
            return await courier.deliver(letter())

    assert isinstance(asyncio.run(run(FaultySmtp({"MAIL": ["stall"]}))), Sent)


# F20: 421 in any phase


@both_ways
@pytest.mark.parametrize("phase", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
def test_f20_a_server_that_is_closing_defers_for_the_site(phase: str, extensions: tuple[str, ...]) -> None:
    server = FaultySmtp({phase: ["421 4.3.2 shutting down"]}, extensions)
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Deferred)
    assert first.site
    assert not first.ambiguous
    assert not first.stop
    assert "421 4.3.2 shutting down" in first.why
    assert isinstance(second, Sent), "the next letter goes over a new connection"
    assert len(server.received) == 1


@both_ways
@pytest.mark.parametrize("phase", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
def test_a_server_that_answers_nonsense_defers_and_is_left(phase: str, extensions: tuple[str, ...]) -> None:
    server = FaultySmtp({phase: ["who are you?"]}, extensions)
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Deferred)
    assert isinstance(second, Sent)


@pytest.mark.parametrize("answer", ["150 hm", "250 hm", "999 hm"])
def test_an_answer_of_unknown_meaning_counts_as_for_later(answer: str) -> None:
    first, second = deliver(FaultySmtp({"DATA": [answer]}, PLAIN), [letter(), letter()])
    assert isinstance(first, Deferred)
    assert isinstance(second, Sent)


def test_a_server_that_cannot_be_reached_defers_for_the_site() -> None:
    async def run() -> Delivery:
        async with FaultySmtp() as gone:
            pass
        async with Courier(settings(gone)) as courier:
            return await courier.deliver(letter())

    delivery = asyncio.run(run())
    assert isinstance(delivery, Deferred)
    assert delivery.site
    assert not delivery.stop


def test_a_server_that_takes_no_mail_at_all_defers_for_the_site() -> None:
    [delivery] = deliver(FaultySmtp({"CONNECT": ["554 no mail service here"]}))
    assert delivery == Deferred(why="connect: 554 no mail service here", site=True)


# F21 to F24, F27: refusals


@both_ways
@pytest.mark.parametrize("answer", ["450 4.2.1 mailbox busy", "451 4.7.1 greylisted, come back", "452 4.5.3 too many"])
@pytest.mark.parametrize("phase", ["RCPT", "DATA", "DOT"])
def test_f21_f24_a_recipient_that_is_busy_defers_this_letter_only(
    answer: str, phase: str, extensions: tuple[str, ...]
) -> None:
    server = FaultySmtp({phase: [answer]}, extensions)
    first, second = deliver(server, [letter(), letter("bo@customer.example")])
    assert isinstance(first, Deferred)
    assert not first.site
    assert answer in first.why
    assert isinstance(second, Sent)
    assert server.connections == 1


@both_ways
@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "551 moved", "553 5.1.3 bad mailbox"])
def test_f22_f27_a_refused_recipient_fails_and_the_others_get_theirs(answer: str, extensions: tuple[str, ...]) -> None:
    server = FaultySmtp({"RCPT": ["ok", answer]}, extensions)
    deliveries = deliver(server, [letter(f"{name}@customer.example") for name in ("ana", "bo", "cem")])
    assert [type(each) for each in deliveries] == [Sent, Failed, Sent]
    refused = deliveries[1]
    assert isinstance(refused, Failed)
    assert answer in refused.why
    assert not refused.policy
    assert [each.recipient for each in server.received] == ["ana@customer.example", "cem@customer.example"]
    assert server.connections == 1


@both_ways
@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("answer", ["552 5.3.4 too big", "552 too big"])
def test_f23_a_letter_that_is_too_large_fails_by_itself_and_its_recipient_is_not_to_blame(
    answer: str, phase: str, extensions: tuple[str, ...]
) -> None:
    first, second = deliver(FaultySmtp({phase: [answer]}, extensions), [letter(), letter()])
    assert isinstance(first, Failed)
    assert (first.letter, first.policy) == (True, False)
    assert isinstance(second, Sent)


@both_ways
@pytest.mark.parametrize("answer", ["550 5.7.1 not your address", "553 5.1.8 bad sender", "501 syntax"])
def test_a_refused_sender_is_our_own_fault_and_stops_all_letters(answer: str, extensions: tuple[str, ...]) -> None:
    [delivery] = deliver(FaultySmtp({"MAIL": [answer]}, extensions))
    assert isinstance(delivery, Deferred)
    assert (delivery.site, delivery.stop) == (True, True)
    assert answer in delivery.why


@both_ways
@pytest.mark.parametrize("phase", ["RCPT", "DATA", "DOT"])
@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        ("552 5.2.2 mailbox full", False),
        ("554 no", True),
        ("554 5.7.1 spam", True),
        ("550 5.7.26 no DMARC", True),
        ("554 5.6.0 bad content", False),
    ],
)
def test_f23_refusals_of_the_recipient_and_by_policy_fail(
    answer: str, policy: bool, phase: str, extensions: tuple[str, ...]
) -> None:
    server = FaultySmtp({phase: [answer]}, extensions)
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Failed)
    assert answer in first.why
    assert first.policy is policy
    assert isinstance(second, Sent)


def test_a_letter_larger_than_the_server_takes_is_announced_with_its_size() -> None:
    server = FaultySmtp()
    deliver(server)
    assert f"MAIL FROM:<support@desk.example> SIZE={len(letter().content)}" in server.commands


def test_a_refused_recipient_sends_nothing_even_if_the_server_asks_for_the_content() -> None:
    server = FaultySmtp({"RCPT": ["550 no such user"], "DATA": ["ok"]})
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Failed)
    assert isinstance(second, Sent)
    assert len(server.received) == 1
    assert server.connections == 1


# F25, F26, F29: lost and silent connections


@pytest.mark.parametrize("end", ["keep close", "keep rst", "close"])
def test_f25_a_connection_lost_after_the_final_dot_is_ambiguous(end: str) -> None:
    server = FaultySmtp({"DOT": [end]})
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Deferred)
    assert first.ambiguous
    assert first.site
    assert isinstance(second, Sent)
    assert len(server.received) == (2 if "keep" in end else 1), "nothing is repeated behind the caller's back"


def test_f26_a_connection_lost_within_the_content_is_not_ambiguous() -> None:
    server = FaultySmtp({"BODY": ["rst"]})
    big = letter(content=b"Subject: big\r\n\r\n" + b"x" * 70 + (b"\r\n" + b"y" * 70) * 400_000)
    first, second = deliver(server, [big, letter()])
    assert isinstance(first, Deferred)
    assert first.site
    assert not first.ambiguous
    assert isinstance(second, Sent)
    assert len(server.received) == 1


@both_ways
@pytest.mark.parametrize("end", ["close", "rst"])
@pytest.mark.parametrize("phase", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_content_defers_for_the_site(
    phase: str, end: str, extensions: tuple[str, ...]
) -> None:
    server = FaultySmtp({phase: [end]}, extensions)
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Deferred)
    assert first.site
    assert not first.ambiguous
    assert isinstance(second, Sent)


@pytest.mark.parametrize("phase", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
def test_f29_a_silent_server_defers_for_the_site_within_the_timeout(phase: str) -> None:
    first, second = deliver(FaultySmtp({phase: ["stall"]}), [letter(), letter()], timeout_seconds=0.1)
    assert isinstance(first, Deferred)
    assert first.site
    assert not first.ambiguous
    assert isinstance(second, Sent)


def test_f29_silence_after_the_final_dot_is_ambiguous() -> None:
    [delivery] = deliver(FaultySmtp({"DOT": ["stall"]}), timeout_seconds=0.05)
    assert isinstance(delivery, Deferred)
    assert delivery.ambiguous


def test_a_connection_closed_while_idle_is_opened_again_without_failing() -> None:
    async def run(server: FaultySmtp) -> list[Delivery]:
        async with server, Courier(settings(server)) as courier:
            deliveries = [await courier.deliver(letter())]
            server.drop_all()
            await asyncio.sleep(0)
            return [*deliveries, await courier.deliver(letter())]

    server = FaultySmtp()
    assert [type(each) for each in asyncio.run(run(server))] == [Sent, Sent]
    assert server.connections == 2


@both_ways
def test_a_kept_connection_that_the_server_ends_with_421_is_opened_again_once(extensions: tuple[str, ...]) -> None:
    server = FaultySmtp({"MAIL": ["ok", "421 too many letters", "421 too many letters"]}, extensions)
    first, second = deliver(server, [letter(), letter()])
    assert isinstance(first, Sent)
    assert isinstance(second, Deferred), "the new connection was refused as well, and there is no third"
    assert server.connections == 2


# F28, F30: TLS and login


TLS = ("PIPELINING", "STARTTLS", "AUTH PLAIN LOGIN")
SECRETS = {"user": "desk", "password": "tell-nobody"}


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_letters_go_encrypted_and_logged_in(tls: str, certificate: Certificate) -> None:
    server = FaultySmtp(extensions=TLS, context=server_context(certificate), implicit_tls=tls == "tls")
    deliveries = deliver(server, [letter()] * 3, tls=tls, ca_file=str(certificate.file), **SECRETS)
    assert all(isinstance(each, Sent) for each in deliveries)
    assert len(server.received) == 3
    assert server.count("AUTH") == 1
    assert not any("AUTH" in each or "MAIL" in each for each in server.clear_commands)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown issuer", "other name"])
def test_s33_f28_a_certificate_that_does_not_fit_stops_all(tls: str, fault: str, certificate: Certificate) -> None:
    server = FaultySmtp(extensions=TLS, context=server_context(certificate), implicit_tls=tls == "tls")
    how = {"ca_file": ""} if fault == "unknown issuer" else {"ca_file": str(certificate.file), "host": "127.1"}
    [delivery] = deliver(server, tls=tls, **how, **SECRETS)
    assert isinstance(delivery, Deferred)
    assert delivery.site
    assert delivery.stop
    assert "smtp.ca_file" in delivery.why
    assert server.count("AUTH") == server.count("MAIL") == 0


def test_s33_f28_a_server_without_starttls_is_never_told_a_secret_or_a_letter() -> None:
    server = FaultySmtp(extensions=("AUTH PLAIN",))
    [delivery] = deliver(server, tls="starttls", **SECRETS)
    assert isinstance(delivery, Deferred)
    assert delivery.stop
    assert "smtp.tls" in delivery.why
    assert server.count("AUTH") == server.count("MAIL") == 0


def test_s33_f28_words_slipped_in_before_encryption_are_not_believed(certificate: Certificate) -> None:
    injected = "220 go ahead\r\n250-evil.example\r\n250 AUTH PLAIN"
    server = FaultySmtp({"STARTTLS": [injected]}, ("STARTTLS",), server_context(certificate))
    [delivery] = deliver(server, tls="starttls", ca_file=str(certificate.file), **SECRETS)
    assert isinstance(delivery, Deferred)
    assert server.count("AUTH") == 0, "the encrypted server itself offers no login"


def test_a_server_that_refuses_starttls_for_now_is_deferred(certificate: Certificate) -> None:
    server = FaultySmtp({"STARTTLS": ["454 TLS not available"]}, TLS, server_context(certificate))
    [delivery] = deliver(server, tls="starttls", ca_file=str(certificate.file))
    assert isinstance(delivery, Deferred)
    assert delivery.site
    assert server.count("MAIL") == 0


@pytest.mark.parametrize("answer", ["535 5.7.8 wrong password", "534 5.7.9 too weak"])
def test_f30_a_refused_login_stops_all_after_one_attempt_and_names_the_setting(answer: str) -> None:
    server = FaultySmtp({"AUTH": [answer] * 9}, ("AUTH PLAIN LOGIN CRAM-MD5",))
    [delivery] = deliver(server, **SECRETS)
    assert isinstance(delivery, Deferred)
    assert delivery.site
    assert delivery.stop
    assert answer in delivery.why
    assert "smtp.password" in delivery.why
    assert "tell-nobody" not in delivery.why
    assert server.count("AUTH") == 1


def test_a_login_server_that_is_busy_is_deferred_without_stopping() -> None:
    [delivery] = deliver(FaultySmtp({"AUTH": ["454 4.7.0 later"]}, ("AUTH PLAIN",)), **SECRETS)
    assert isinstance(delivery, Deferred)
    assert not delivery.stop


def test_a_server_that_wants_a_login_says_so_with_the_setting() -> None:
    [delivery] = deliver(FaultySmtp({"MAIL": ["530 5.7.0 authentication required"]}))
    assert isinstance(delivery, Deferred)
    assert delivery.stop
    assert "smtp.user" in delivery.why


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("tell-nobody\n")
    server = FaultySmtp(extensions=("AUTH PLAIN",))
    [delivery] = deliver(server, user="desk", password_file=str(file))
    assert isinstance(delivery, Sent)
    assert "AUTH PLAIN AGRlc2sAdGVsbC1ub2JvZHk=" in server.commands


def test_a_password_file_that_is_missing_is_named() -> None:
    [delivery] = deliver(FaultySmtp(), user="desk", password_file="/nowhere/password")
    assert isinstance(delivery, Deferred)
    assert delivery.stop
    assert "smtp.password_file" in delivery.why


def test_a_password_is_never_printed() -> None:
    assert "tell-nobody" not in repr(settings(FaultySmtp(), **SECRETS))


# F33 and S16: addresses and bytes


def test_f33_an_address_outside_ascii_fails_with_a_reason_where_the_server_cannot_take_it() -> None:
    server = FaultySmtp(extensions=PLAIN)
    first, second = deliver(server, [letter("jürgen@müller.example"), letter()])
    assert isinstance(first, Failed)
    assert "SMTPUTF8" in first.why
    assert isinstance(second, Sent)


def test_f33_an_address_outside_ascii_goes_to_a_server_that_takes_it() -> None:
    server = FaultySmtp()
    [delivery] = deliver(server, [letter("jürgen@müller.example")])
    assert isinstance(delivery, Sent)
    assert server.received[0].recipient == "jürgen@müller.example"
    assert any(each.endswith(" SMTPUTF8") for each in server.commands)


@pytest.mark.parametrize(("extensions", "kind"), [((), Failed), (("8BITMIME",), Sent)])
def test_f33_eight_bits_go_only_to_a_server_that_takes_them(extensions: tuple[str, ...], kind: type) -> None:
    server = FaultySmtp(extensions=extensions)
    [delivery] = deliver(server, [letter(content="Subject: x\r\n\r\nárvíztűrő\r\n".encode())])
    assert isinstance(delivery, kind)
    assert ("MAIL FROM:<support@desk.example> BODY=8BITMIME" in server.commands) is (kind is Sent)


@pytest.mark.parametrize(
    "address",
    [
        "ana@customer.example>\r\nRCPT TO:<evil@attacker.example",
        "ana@customer.example\nDATA",
        "ana@customer.example> SIZE=1",
        "-oQ/tmp@customer.example",
        "ana@-customer.example",
        "ana\x00@customer.example",
        "ana\u202e@customer.example",
        "a na@customer.example",
        "ana",
        "@customer.example",
        "ana@",
        "",
        '"ana>"@customer.example',
        "a" * 65 + "@customer.example",
        "ana@" + "a." * 130 + "example",
    ],
)
def test_s16_an_address_that_could_carry_a_command_never_reaches_the_wire(address: str) -> None:
    server = FaultySmtp()
    [as_recipient] = deliver(server, [letter(address)])
    assert isinstance(as_recipient, Failed)
    assert as_recipient.why.isprintable()
    if address:
        assert isinstance(deliver(server, [letter(envelope_from=address)])[0], Failed)
    assert server.commands == []


@pytest.mark.parametrize(
    "address",
    [
        "ana+1-2-c-abcdefgh@customer.example",
        "o'neil@customer.example",
        "ana@[127.0.0.1]",
        "ana@localhost",
        '"ana..b"@customer.example',
    ],
)
def test_addresses_that_people_have_are_mailed(address: str) -> None:
    server = FaultySmtp()
    [delivery] = deliver(server, [letter(address)])
    assert isinstance(delivery, Sent)
    assert server.received[0].recipient == address


@pytest.mark.parametrize("end", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r\n.\r\n", b"\r.\r\n"])
def test_s16_no_content_can_end_itself_and_smuggle_a_second_letter(end: bytes) -> None:
    smuggled = b"Subject: a\r\n\r\nfirst" + end + b"MAIL FROM:<evil@attacker.example>" + end + b"last"
    server = FaultySmtp()
    [delivery] = deliver(server, [letter(content=smuggled)])
    assert isinstance(delivery, Sent)
    [received] = server.received
    assert received.content.split(b"\r\n") == [
        *(b"Subject: a", b"", b"first", b"."),
        *(b"MAIL FROM:<evil@attacker.example>", b".", b"last", b""),
    ]


def test_a_large_letter_arrives_octet_by_octet_also_if_it_ends_at_a_dot() -> None:
    content = b"Subject: large\r\n\r\n" + b".\r\n" * 100_000
    server = FaultySmtp()
    [delivery] = deliver(server, [letter(content=content)])
    assert isinstance(delivery, Sent)
    assert server.received[0].content == content


def test_a_letter_that_begins_with_a_dot_arrives_with_it() -> None:
    server = FaultySmtp()
    deliver(server, [letter(content=b".X: y\r\n\r\n..\r\n.z\r\n")])
    assert server.received[0].content == b".X: y\r\n\r\n..\r\n.z\r\n"


def test_a_server_cannot_put_control_characters_into_our_log() -> None:
    [delivery] = deliver(FaultySmtp({"RCPT": ["550 no\x1b[31m\x00\x85 user" + "x" * 5000]}))
    assert isinstance(delivery, Failed)
    assert delivery.why.isprintable()
    assert len(delivery.why) < 500
