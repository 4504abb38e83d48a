"""Logins that fail, and secrets that stay secret: for now, for good, and with tokens that expire."""

import base64
from pathlib import Path

import pytest

from mailflow.ingest.mailbox.imap import PermanentMailboxError, TransientMailboxError
from tests.ingest.daemonlike import FIRST, At, Server, take_all
from tests.servers.faulty_imap import Answer, Talk


@pytest.mark.parametrize("code", ["UNAVAILABLE", "LIMIT", "INUSE"])
def test_f07_a_login_that_is_not_possible_now_may_be_later(code: str, faulty_imap: Server, at: At) -> None:
    server = faulty_imap(answers={"AUTHENTICATE": lambda talk, tag, _: talk.no(tag, f"[{code}] come back later")})
    with pytest.raises(TransientMailboxError, match=rf"\[{code}\] come back later"):
        at(server).connect()


def test_f07_a_refused_login_waits_for_a_person_and_shows_no_secret(faulty_imap: Server, at: At) -> None:
    def repeat_it(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.no(tag, f"[AUTHENTICATIONFAILED] I do not know {command.decode()}")

    server = faulty_imap(answers={"LOGIN": repeat_it}, capabilities="IMAP4rev1")
    with pytest.raises(PermanentMailboxError, match=r"AUTHENTICATIONFAILED.*\*\*\*") as caught:
        at(server).connect()
    assert "open sesame" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_s33_no_password_goes_to_a_server_that_wants_none_in_clear(faulty_imap: Server, at: At) -> None:
    server = faulty_imap(capabilities="IMAP4rev1 LOGINDISABLED")
    with pytest.raises(PermanentMailboxError, match="without TLS"):
        at(server).connect()
    with pytest.raises(PermanentMailboxError, match="no STARTTLS"):
        at(server, tls="starttls").connect()
    assert server.said("LOGIN") == []


def test_s33_text_that_was_slipped_in_before_tls_is_never_believed(faulty_imap: Server, at: At) -> None:
    def inject(talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say(tag + b" OK begin TLS", "* CAPABILITY IMAP4rev1 AUTH=PLAIN")
        talk.stall()

    server = faulty_imap(answers={"STARTTLS": inject}, capabilities="IMAP4rev1 STARTTLS AUTH=PLAIN")
    with pytest.raises(TransientMailboxError, match="STARTTLS"):
        at(server, tls="starttls").connect()
    assert server.said("AUTHENTICATE") == []


def challenge(*tokens: str) -> Answer:
    """A server that takes these tokens, and tells others what was wrong, as Google and Microsoft do."""

    def answer(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.say("+ ")
        given = base64.b64decode(talk.hear()).decode()
        if any(f"auth=Bearer {token}\x01" in given for token in tokens):
            talk.ok(tag)
            return
        talk.say(b"+ " + base64.b64encode(b'{"status":"invalid_token"}'))
        talk.hear()
        talk.no(tag, "[AUTHENTICATIONFAILED] invalid credentials")

    return answer


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_f13_a_token_that_has_expired_is_asked_for_anew_and_no_mail_is_lost(
    mechanism: str, faulty_imap: Server, at: At, tmp_path: Path
) -> None:
    def expire(talk: Talk, tag: bytes, command: bytes) -> None:
        if talk.number == 1:
            talk.say("* BYE session expired")
            talk.connection.close()
        else:
            talk.server._uid_fetch(talk, tag, command)

    server = faulty_imap({1: FIRST}, answers={"AUTHENTICATE": challenge("t-one", "t-two"), "UID FETCH": expire})
    token = tmp_path / "token"
    token.write_text("t-one\n")
    mailbox = at(server, mechanism=mechanism, token_command=f"cat {token}")
    mailbox.connect()
    with pytest.raises(TransientMailboxError, match="session expired"):
        mailbox.fetch(mailbox.waiting())
    token.write_text("t-two\n")
    assert take_all(mailbox) == {1: FIRST}


def test_f13_a_refused_token_is_told_without_the_token(
    faulty_imap: Server, at: At, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    server = faulty_imap(answers={"AUTHENTICATE": challenge("good")})
    with pytest.raises(PermanentMailboxError, match=r"invalid credentials.*token_command") as caught:
        at(server, mechanism="xoauth2", token_command="echo s3cret-token").connect()
    assert server.talks[0].lines[-1] == b""
    assert "s3cret" not in f"{caught.value}{caplog.text}"


@pytest.mark.parametrize(
    ("command", "error", "told"),
    [
        ("sh -c 'echo s3cret; exit 3'", TransientMailboxError, "ended with 3"),
        ("true", TransientMailboxError, "printed no token"),
        ("/nonexistent/program", PermanentMailboxError, "not found"),
        ("", PermanentMailboxError, "set imap.token_command"),
    ],
)
def test_f13_a_token_command_that_fails_is_told_without_what_it_printed(
    command: str, error: type[Exception], told: str, faulty_imap: Server, at: At
) -> None:
    with pytest.raises(error, match=told) as caught:
        at(faulty_imap(), mechanism="xoauth2", token_command=command).connect()
    assert "s3cret" not in str(caught.value)
