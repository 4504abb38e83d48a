"""Mail that is stored is put away, whatever the server can and allows, and never anybody else's."""

import pytest

from mailflow.ingest.mailbox.imap import TransientMailboxError
from tests.ingest.daemonlike import FIRST, SECOND, At, Server, take_all
from tests.servers.faulty_imap import Answer, Talk


def test_f10_a_refused_move_is_tried_again_and_the_mail_is_not_fetched_twice(faulty_imap: Server, at: At) -> None:
    refusing = True

    def refuse(talk: Talk, tag: bytes, command: bytes) -> None:
        if refusing:
            talk.no(tag, "[SERVERBUG] not today")
        else:
            talk.server._uid_move(talk, tag, command)

    server = faulty_imap({1: FIRST, 2: SECOND}, answers={"UID MOVE": refuse})
    mailbox = at(server, poll_seconds=0)
    mailbox.connect()
    mailbox.settle([1], [])
    assert "not today" in mailbox.trouble
    assert mailbox.waiting() == [2]
    refusing = False
    mailbox.settle([2], [])
    assert mailbox.waiting() == []
    assert server.moved == {"Processed": [FIRST, SECOND]}
    assert mailbox.trouble == ""


def test_f10_a_connection_that_breaks_at_the_move_settles_after_the_next_connect(faulty_imap: Server, at: At) -> None:
    def break_once(talk: Talk, tag: bytes, command: bytes) -> None:
        if talk.number == 1:
            talk.reset()
        else:
            talk.server._uid_move(talk, tag, command)

    server = faulty_imap({1: FIRST}, answers={"UID MOVE": break_once})
    mailbox = at(server)
    mailbox.connect()
    with pytest.raises(TransientMailboxError):
        mailbox.settle([1], [])
    mailbox.connect()
    assert mailbox.waiting() == []
    assert server.moved == {"Processed": [FIRST]}


def test_f11_over_quota_mail_is_still_taken_in_and_a_person_is_told(faulty_imap: Server, at: At) -> None:
    over = {"UID MOVE": lambda talk, tag, _: talk.no(tag, "[OVERQUOTA] the account is full")}
    server = faulty_imap({1: FIRST, 2: SECOND}, answers=over)
    mailbox = at(server)
    assert take_all(mailbox) == {1: FIRST, 2: SECOND}
    assert mailbox.waiting() == []
    assert "[OVERQUOTA] the account is full" in mailbox.trouble


def test_a_server_without_move_copies_and_takes_away_only_what_was_copied(faulty_imap: Server, at: At) -> None:
    answers = {
        "UID COPY": lambda talk, tag, _: talk.ok(tag),
        "UID STORE": lambda talk, tag, _: talk.ok(tag),
        "UID EXPUNGE": lambda talk, tag, _: talk.ok(tag),
    }
    server = faulty_imap({1: FIRST}, answers=answers, capabilities="IMAP4rev1 UIDPLUS")
    mailbox = at(server)
    mailbox.connect()
    mailbox.settle([1], [])
    said = [line.split(b" ", 1)[1] for line in server.talks[0].lines[-3:]]
    assert said == [b'UID COPY 1 "Processed"', b"UID STORE 1 +FLAGS.SILENT (\\Deleted)", b"UID EXPUNGE 1"]


@pytest.mark.parametrize(("marked", "expunged"), [("1", True), ("1 9", False)])
def test_a_server_without_uidplus_never_takes_away_what_others_have_marked(
    marked: str, expunged: bool, faulty_imap: Server, at: At
) -> None:
    answers: dict[str, Answer] = {
        "UID COPY": lambda talk, tag, _: talk.ok(tag),
        "UID STORE": lambda talk, tag, _: talk.ok(tag),
        "UID SEARCH DELETED": lambda talk, tag, _: talk.say(f"* SEARCH {marked}", tag + b" OK done"),
        "EXPUNGE": lambda talk, tag, _: talk.ok(tag),
    }
    server = faulty_imap({1: FIRST}, answers=answers, capabilities="IMAP4rev1")
    mailbox = at(server)
    mailbox.connect()
    mailbox.settle([1], [])
    assert bool(server.said(" EXPUNGE")) is expunged


def test_where_the_server_keeps_no_keywords_stored_mail_is_marked_seen(faulty_imap: Server, at: At) -> None:
    def select(talk: Talk, tag: bytes, _: bytes) -> None:
        talk.say("* 1 EXISTS", "* OK [PERMANENTFLAGS (\\Seen \\Deleted)] ok", "* OK [UIDVALIDITY 7] ok")
        talk.ok(tag)

    server = faulty_imap({1: FIRST}, answers={"SELECT": select, "UID STORE": lambda talk, tag, _: talk.ok(tag)})
    mailbox = at(server, done="flag")
    mailbox.connect()
    mailbox.waiting()
    mailbox.settle([1], [])
    assert server.said("UID SEARCH")[-1].endswith(b"UID SEARCH UNDELETED UNSEEN")
    assert server.said("STORE")[-1].endswith(b"UID STORE 1 +FLAGS.SILENT (\\Seen)")
