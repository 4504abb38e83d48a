"""A mailbox behind a bad network or a broken server: nothing is lost, and nothing hangs."""

import resource
import socket
import traceback
from collections.abc import Callable

import pytest

from mailflow.ingest.mailbox.imap import TransientMailboxError
from tests.ingest.daemonlike import FIRST, SECOND, THIRD, At, Server, bodies, take_all
from tests.servers.dovecot import Account, Dovecot
from tests.servers.faulty_imap import Answer, Proxy, Talk, asked

Bell = tuple[socket.socket, socket.socket]


@pytest.mark.parametrize("how", ["bye", "reset", "close"])
def test_f01_a_mail_that_breaks_off_is_fetched_again_as_a_whole(how: str, faulty_imap: Server, at: At) -> None:
    def break_off(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.send(b"* 1 FETCH (UID 1 BODY[] {5000}\r\n" + b"x" * 2000)
        if how == "bye":
            talk.say("", "* BYE shutting down")
        if how == "reset":
            talk.reset()
        talk.connection.close()

    server = faulty_imap({1: FIRST, 2: SECOND}, answers={"UID FETCH": bodies(break_off, connections=1)})
    mailbox = at(server)
    mailbox.connect()
    with pytest.raises(TransientMailboxError):
        mailbox.fetch(mailbox.waiting())
    assert server.said("MOVE") == []
    assert take_all(mailbox) == {1: FIRST, 2: SECOND}


def test_f02_a_server_that_falls_silent_is_left(faulty_imap: Server, at: At) -> None:
    mailbox = at(faulty_imap({1: FIRST}, answers={"UID SEARCH": lambda talk, *_: talk.stall()}))
    mailbox.connect()
    with pytest.raises(TransientMailboxError, match="silent"):
        mailbox.waiting()


def test_f02_a_server_that_drips_is_left_though_it_never_falls_silent(faulty_imap: Server, at: At) -> None:
    def drip(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.drip(b"* 1 FETCH (UID 1 BODY[] {5000}\r\n" + b"x" * 5000, seconds=0.2)

    mailbox = at(faulty_imap({1: FIRST}, answers={"UID FETCH": bodies(drip)}))
    mailbox.connect()
    with pytest.raises(TransientMailboxError, match=r"slow|silent"):
        mailbox.fetch([1])


def refuse_all(talk: Talk, tag: bytes, command: bytes) -> None:
    """RFC 2180 4.1.2: NO where one of the mails is gone."""
    if 2 in asked(command):
        talk.no(tag, "Some of the requested messages no longer exist")
    else:
        talk.server._uid_fetch(talk, tag, command)


def send_ghost(talk: Talk, tag: bytes, command: bytes) -> None:
    """RFC 2180 4.1.3: NIL instead of a mail that is gone."""
    if b"BODY" not in command:
        talk.server._uid_fetch(talk, tag, command)
        return
    for uid in asked(command):
        if uid == 2:
            talk.say("* 2 FETCH (UID 2 BODY[] NIL)")
        else:
            talk.server.tell(talk, uid, command)
    talk.ok(tag)


def say_nothing_of_it(talk: Talk, tag: bytes, command: bytes) -> None:
    for uid in set(asked(command)) - {2}:
        talk.server.tell(talk, uid, command)
    talk.ok(tag)


@pytest.mark.parametrize("answer", [refuse_all, send_ghost, say_nothing_of_it])
def test_f04_a_mail_that_is_gone_is_no_error_however_the_server_says_it(
    answer: Answer, faulty_imap: Server, at: At
) -> None:
    mailbox = at(faulty_imap({1: FIRST, 2: SECOND, 3: THIRD}, answers={"UID FETCH": answer}))
    mailbox.connect()
    assert [(raw.uid, raw.content) for raw in mailbox.fetch([1, 2, 3])] == [(1, FIRST), (3, THIRD)]


def test_f04_a_mail_that_is_listed_but_never_given_is_told_and_left_where_it_is(faulty_imap: Server, at: At) -> None:
    server = faulty_imap({1: FIRST, 2: SECOND, 3: THIRD}, answers={"UID FETCH": say_nothing_of_it})
    mailbox = at(server)
    assert take_all(mailbox) == {1: FIRST, 3: THIRD}
    assert "cannot give UID 2" in mailbox.trouble
    assert server.mails == {2: SECOND}


def test_s33_f05_an_announced_size_above_the_limit_is_never_allocated(faulty_imap: Server, at: At) -> None:
    def announce(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.say("* 1 FETCH (UID 1 BODY[] {4294967295}")
        talk.send(b"x" * 1000)

    mailbox = at(faulty_imap({1: FIRST}, answers={"UID FETCH": bodies(announce)}))
    mailbox.connect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TransientMailboxError, match="4294967295"):
        mailbox.fetch([1])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


@pytest.mark.parametrize(
    "line", [b"* 1 FETCH (FLAGS ())", b"* OK " + b"x" * 500_000], ids=["short lines", "long lines"]
)
def test_f05_a_server_that_never_stops_talking_is_left(line: bytes, faulty_imap: Server, at: At) -> None:
    def flood(talk: Talk, tag: bytes, command: bytes) -> None:
        while not talk.server.stopped.is_set():
            talk.say(*[line] * (1_000_000 // len(line)))

    mailbox = at(faulty_imap({1: FIRST}, answers={"UID SEARCH": flood}), timeout_seconds=60)
    mailbox.connect()
    with pytest.raises(TransientMailboxError, match="more than"):
        mailbox.waiting()


def wrong_literal(size: Callable[[int], object]) -> Answer:
    def answer(talk: Talk, tag: bytes, command: bytes) -> None:
        for uid in asked(command):
            content = talk.server.mails[uid]
            announced = size(len(content)) if uid == 2 else len(content)
            talk.send(f"* {uid} FETCH (UID {uid} BODY[] {{{announced}}}\r\n".encode() + content + b")\r\n")
        talk.ok(tag)

    return bodies(answer, uid=2)


@pytest.mark.parametrize(
    "size", [lambda n: n + 1, lambda n: n - 1, lambda n: -n, lambda n: "many"], ids=["more", "less", "negative", "word"]
)
def test_f06_a_mail_with_a_wrong_size_does_not_stop_the_others(
    size: Callable[[int], object], faulty_imap: Server, at: At
) -> None:
    server = faulty_imap({1: FIRST, 2: SECOND, 3: THIRD}, answers={"UID FETCH": wrong_literal(size)})
    taken = take_all(at(server))
    assert taken == {1: FIRST, 2: b"Subject: two\r\n\r\n", 3: THIRD}
    assert server.moved == {"Processed": [FIRST, THIRD], "Quarantine": [SECOND]}


def test_a_broken_answer_is_told_without_a_piece_of_the_mail(faulty_imap: Server, at: At) -> None:
    secret = b"Subject: two\r\n\r\n" + b"my password is swordfish\r\n" * 9
    sizes: list[Callable[[int], object]] = [lambda _: 20, lambda _: -5, lambda _: 1000]
    for size in sizes:
        server = faulty_imap({2: secret}, answers={"UID FETCH": wrong_literal(size)})
        mailbox = at(server)
        mailbox.connect()
        with pytest.raises(TransientMailboxError) as caught:
            mailbox.fetch([2])
        assert "swordfish" not in "".join(traceback.format_exception(caught.value))


def test_f06_a_wrong_rfc822_size_changes_nothing(faulty_imap: Server, at: At) -> None:
    def lie(talk: Talk, tag: bytes, command: bytes) -> None:
        if b"RFC822.SIZE" not in command:
            talk.server._uid_fetch(talk, tag, command)
            return
        talk.say('* 1 FETCH (UID 1 RFC822.SIZE 3 INTERNALDATE "02-Mar-2026 09:00:00 +0000")')
        talk.say('* 2 FETCH (UID 2 RFC822.SIZE "x" INTERNALDATE "nonsense")')
        talk.ok(tag)

    mailbox = at(
        faulty_imap({1: FIRST, 2: b"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\n"}, answers={"UID FETCH": lie})
    )
    mailbox.connect()
    one, two = mailbox.fetch([1, 2])
    assert (one.content, one.size) == (FIRST, len(FIRST))
    assert two.received_at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_f08_a_connection_that_died_silently_while_idle_is_noticed(
    dovecot: Dovecot, account: Account, bad_network: Callable[[int], Proxy], at: At, bell: Bell
) -> None:
    proxy = bad_network(dovecot.port)
    mailbox = at(proxy, user=account.user, password=account.password, poll_seconds=1)
    mailbox.connect()
    assert mailbox.waiting() == []
    proxy.freeze()
    uid = dovecot.deliver(account, FIRST)
    with pytest.raises(TransientMailboxError):
        mailbox.wait(30, bell[1])
    proxy.thaw()
    mailbox.connect()
    assert mailbox.waiting() == [uid]


def test_f09_notices_that_nobody_asked_for_are_tolerated(faulty_imap: Server, at: At, bell: Bell) -> None:
    def chatter(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.say("* OK [ALERT] backup at noon", "* 1 FETCH (FLAGS (\\Seen))", "* FLAGS (\\Seen)", "* 4 RECENT")
        talk.server._uid_fetch(talk, tag, command)
        talk.say("* NO something is slow", "* 1 FETCH (UID 1 FLAGS (\\Answered))")

    server = faulty_imap({1: FIRST, 2: SECOND}, answers={"UID FETCH": chatter})
    assert take_all(at(server)) == {1: FIRST, 2: SECOND}


def test_f09_an_extra_line_end_after_a_mail_costs_a_connection_and_no_mail(faulty_imap: Server, at: At) -> None:
    def extra(talk: Talk, tag: bytes, command: bytes) -> None:
        talk.send(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % len(FIRST) + FIRST + b")\r\n\r\n")
        talk.ok(tag)

    server = faulty_imap({1: FIRST}, answers={"UID FETCH": bodies(extra, connections=1)})
    assert take_all(at(server)) == {1: FIRST}


@pytest.mark.parametrize(
    "lines",
    [
        ["+ idling", "* 2 EXISTS"],
        ["* 2 EXISTS", "+ idling"],
        ["+ idling", "* OK Still here", "* 1 RECENT", "* 2 EXISTS", "* 1 RECENT"],
    ],
)
def test_f09_a_notice_is_heard_wherever_the_server_puts_it(
    lines: list[str], faulty_imap: Server, at: At, bell: Bell
) -> None:
    def idle(talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say(*lines)
        talk.hear()
        talk.ok(tag)

    server = faulty_imap({1: FIRST}, answers={"IDLE": idle, "UID SEARCH": lambda talk, tag, _: talk.ok(tag)})
    mailbox = at(server)
    mailbox.connect()
    assert mailbox.waiting() == []
    assert mailbox.wait(30, bell[1])


def test_f09_a_notice_in_pieces_is_heard(faulty_imap: Server, at: At, bell: Bell) -> None:
    def idle(talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say("+ idling")
        talk.drip(b"* 2 EXISTS\r\n", seconds=0.02)
        talk.hear()
        talk.ok(tag)

    server = faulty_imap({1: FIRST}, answers={"IDLE": idle, "UID SEARCH": lambda talk, tag, _: talk.ok(tag)})
    mailbox = at(server)
    mailbox.connect()
    mailbox.waiting()
    assert mailbox.wait(30, bell[1])


def test_a_server_that_says_goodbye_while_we_idle_is_left(faulty_imap: Server, at: At, bell: Bell) -> None:
    server = faulty_imap(answers={"IDLE": lambda talk, *_: talk.say("+ idling", "* BYE autologout")})
    mailbox = at(server)
    mailbox.connect()
    mailbox.waiting()
    with pytest.raises(TransientMailboxError, match="autologout"):
        mailbox.wait(30, bell[1])


def test_a_server_without_idle_is_asked_again_and_again(faulty_imap: Server, at: At, bell: Bell) -> None:
    server = faulty_imap(
        answers={"NOOP": lambda talk, tag, _: talk.say("* 1 EXISTS", tag + b" OK done")}, capabilities="IMAP4rev1"
    )
    mailbox = at(server, poll_seconds=1)
    mailbox.connect()
    assert mailbox.waiting() == []
    assert mailbox.wait(30, bell[1])
    assert server.said("IDLE") == []


def test_f09_a_bad_answer_ends_the_connection_and_the_next_one_goes_on(faulty_imap: Server, at: At) -> None:
    def bad(talk: Talk, tag: bytes, command: bytes) -> None:
        if talk.number == 1:
            talk.say(tag + b" BAD what?")
        else:
            talk.server._uid_search(talk, tag, command)

    mailbox = at(faulty_imap({1: FIRST}, answers={"UID SEARCH": bad}))
    mailbox.connect()
    with pytest.raises(TransientMailboxError, match=r"what\?"):
        mailbox.waiting()
    mailbox.connect()
    assert mailbox.waiting() == [1]
