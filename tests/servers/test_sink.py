"""The SMTP sink itself: it is a good server until it is told not to be."""

import smtplib
import ssl
from collections.abc import Callable

import pytest

from tests.servers.certificate import Certificate
from tests.servers.sink import CLOSE, KEEP_AND_CLOSE, Sink, Stage

CONTENT = b"Subject: hello\r\n\r\n.dots stay\r\n"


def send(client: smtplib.SMTP, to: str = "ana@example.org") -> None:
    client.sendmail("desk@example.com", [to], CONTENT)


def test_it_keeps_the_envelope_and_the_bytes(sink: Sink) -> None:
    with smtplib.SMTP(sink.host, sink.port) as client:
        send(client)
    [letter] = sink.wait_for(1)
    assert (letter.mail_from, letter.rcpt, letter.content) == ("desk@example.com", ("ana@example.org",), CONTENT)
    assert letter.message["Subject"] == "hello"


def test_it_refuses_one_recipient_once_and_then_takes_it(sink: Sink) -> None:
    sink.misbehave("RCPT", "450 4.2.0 Greylisted", match="ana@", times=1)
    with smtplib.SMTP(sink.host, sink.port) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused, match="Greylisted"):
            send(client)
        send(client)
    assert len(sink.letters_to("ana@example.org")) == 1


@pytest.mark.parametrize(
    ("stage", "answer", "kept"),
    [
        ("connect", "421 4.3.2 no", 0),
        ("connect", CLOSE, 0),
        ("MAIL", "451 4.3.0 no", 0),
        ("DATA", "554 5.7.1 no", 0),
        ("DATA", CLOSE, 0),
        ("BODY", "552 5.3.4 too big", 0),
        ("BODY", CLOSE, 0),
        ("BODY", KEEP_AND_CLOSE, 1),
    ],
)
def test_it_misbehaves_where_it_is_told(stage: Stage, answer: str, kept: int, sink: Sink) -> None:
    sink.misbehave(stage, answer)
    with pytest.raises((smtplib.SMTPException, OSError)), smtplib.SMTP(sink.host, sink.port) as client:
        send(client)
    assert len(sink.letters) == kept


def test_it_goes_down_and_comes_back_on_the_same_port(sink: Sink) -> None:
    sink.stop()
    with pytest.raises(OSError, match="refused"):
        smtplib.SMTP(sink.host, sink.port)
    sink.start()
    with smtplib.SMTP(sink.host, sink.port) as client:
        send(client)
    assert len(sink.letters) == 1


@pytest.mark.parametrize("starttls", [False, True])
def test_it_speaks_tls_and_asks_who_is_there(
    starttls: bool, make_sink: Callable[..., Sink], certificate: Certificate
) -> None:
    sink = make_sink(tls=certificate, starttls=starttls, login=("desk", "open sesame"))
    context = ssl.create_default_context(cafile=certificate.file)
    plain = smtplib.SMTP if starttls else lambda host, port: smtplib.SMTP_SSL(host, port, context=context)
    with plain(sink.host, sink.port) as client:
        if starttls:
            client.starttls(context=context)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("desk", "wrong")
        client.login("desk", "open sesame")
        send(client)
    assert len(sink.letters) == 1
