"""Who knows every mail that was put in, and tells what must hold whenever a process was killed (TRUST.md I1 to I9)."""

import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from mailflow.store import schema
from tests.acceptance.installation import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected:
    """A mail, what must become of it, and how many letters it must cause by their name and recipient."""

    name: str
    content: bytes = field(repr=False)
    outcome: str
    letters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """`check` fails with the invariant's name. `silent` are machines' addresses; `before` is the id of the last letter

    that was sent before the first of these mails; `digest` are letters that the desk writes of its own accord.
    """

    mails: tuple[Injected, ...]
    silent: frozenset[str] = frozenset()
    digest: tuple[tuple[str, str], ...] = ()
    before: int = 0

    def check(self, desk: Installation, *, crashes: int) -> None:
        """All invariants, after the last run came to its end by itself."""
        self._nothing_is_lost(desk)
        self._each_has_one_fate(desk)
        self._no_two_tickets_share_a_source(desk)
        self._letters_are_of_their_mails_transaction(desk)
        self._every_letter_has_an_end(desk)
        self._no_letter_goes_out_too_often(desk, crashes)
        self._machines_are_not_answered(desk)

    def _nothing_is_lost(self, desk: Installation) -> None:
        """I1, and each mail is where it belongs on the server, once."""
        kept = {row.sha256: zlib.decompress(row.content) for row in desk.rows(select(schema.raw_mail))}
        for mail in self.mails:
            assert kept.get(_sha(mail.content)) == mail.content, f"I1: {mail.name} is not kept"
        folders = desk.folders()
        quarantined = [mail.content for mail in self.mails if mail.outcome == "quarantine"]
        processed = [mail.content for mail in self.mails if mail.outcome != "quarantine"]
        assert folders["INBOX"] == [], "I1: mails are left in the INBOX"
        assert Counter(folders["Quarantine"]) == Counter(quarantined), "I1: the quarantine folder"
        assert Counter(folders["Processed"]) == Counter(processed), "I1: the processed folder"

    def _each_has_one_fate(self, desk: Installation) -> None:
        """I2."""
        query = select(schema.inbox.c.outcome, schema.inbox.c.state, schema.raw_mail.c.sha256)
        rows = desk.rows(query.join_from(schema.inbox, schema.raw_mail))
        fates: dict[str, Counter[str]] = {}
        for row in rows:
            assert row.state in ("done", "quarantined"), f"I2: a mail is left {row.state}"
            fates.setdefault(row.sha256, Counter())[row.outcome] += 1
        for content in {mail.content for mail in self.mails}:
            wanted = Counter(mail.outcome for mail in self.mails if mail.content == content)
            assert fates[_sha(content)] == wanted, f"I2: {[m.name for m in self.mails if m.content == content]}"

    def _no_two_tickets_share_a_source(self, desk: Installation) -> None:
        """I3, and no number is missing or given twice."""
        journal = schema.journal.c
        sources = [row.inbox for row in desk.rows(select(journal.inbox).where(journal.event == "Opened"))]
        assert len(sources) == len(set(sources)), "I3: two tickets of one mail"
        numbers = [row.number for row in desk.rows(select(schema.ticket.c.number).order_by(schema.ticket.c.number))]
        assert numbers == list(range(1, len(sources) + 1)), "I3: the numbers"
        posts = Counter(row.inbox for row in desk.rows(select(schema.message.c.inbox)))
        assert set(posts.values()) == {1}, "I3: a mail stands on a ticket twice"

    def _letters_are_of_their_mails_transaction(self, desk: Installation) -> None:
        """I4."""
        marks: dict[int, set[str]] = {}
        for table in (schema.journal, schema.outbox):
            for row in desk.rows(select(table.c.inbox, table.c.tx).where(table.c.inbox.is_not(None))):
                marks.setdefault(row.inbox, set()).add(row.tx)
        assert all(len(each) == 1 for each in marks.values()), f"I4: {marks}"

    def _every_letter_has_an_end(self, desk: Installation) -> None:
        """I5, and there is neither more nor less to read than the mails gave cause for."""
        rows = desk.rows(select(schema.outbox).where(schema.outbox.c.id > self.before))
        ends = {(row.letter, row.state, row.answer) for row in rows if row.state not in ("sent", "superseded")}
        assert not ends, f"I5: {ends}"
        written = Counter((row.letter, row.recipient) for row in rows if row.state == "sent")
        wanted = Counter([letter for mail in self.mails for letter in mail.letters] + list(self.digest))
        assert written == wanted, f"I5: {written - wanted} too many, {wanted - written} missing"

    def _no_letter_goes_out_too_often(self, desk: Installation, crashes: int) -> None:
        """I6."""
        copies: dict[tuple[str, tuple[str, ...]], list[bytes]] = {}
        for letter in desk.sink.letters:
            copies.setdefault((str(letter.message["Message-ID"]), letter.rcpt), []).append(letter.content)
        assert len({message_id for message_id, _ in copies}) == len(copies), "I6: one Message-ID, two readers"
        for which, contents in copies.items():
            assert len(contents) <= 1 + crashes, f"I6: {len(contents)} copies of {which} after {crashes} crashes"
            assert len(set(contents)) == 1, f"I6: {which} changed on the way"
        outbox = schema.outbox.c
        sent = desk.rows(select(outbox.message_id).where(outbox.state == "sent", outbox.id > self.before))
        assert {message_id.strip("<>") for message_id, _ in copies} == {row.message_id for row in sent}, "I6: the wire"

    def _machines_are_not_answered(self, desk: Installation) -> None:
        """I9."""
        readers = {address for letter in desk.sink.letters for address in letter.rcpt}
        assert not readers & self.silent, f"I9: {readers & self.silent}"


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
