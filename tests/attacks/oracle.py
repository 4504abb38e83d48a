"""Who may know what: each mail says a word of its own, and no letter may say it to anybody else.

The oracle believes the store only in what it cannot grant by itself: on which ticket a mail stands, and that an order
was done. Who takes part, it knows from who wrote, and from what a proven agent ordered.
"""

import json
import re
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

from tests.flow.branch import BO, LIZ, TOM

AGENTS = (BO, LIZ, TOM)
CIRCLE = frozenset({BO})
_WORD = re.compile(r"secret\d+q")


_LINES = "SELECT ticket, by, event, data FROM journal WHERE inbox = ? ORDER BY id"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a ticket's journal."""

    ticket: int
    by: str
    event: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """A mail. `word` is what it says and no other does; `public`: an agent's, that goes to who takes part."""

    by: str
    word: str = ""
    honest: bool = True
    """It is of whom it says, and they can prove it."""
    public: bool = False
    refused: bool = False
    """The receiving server found it forged."""


@dataclass(frozen=True, kw_only=True)
class Had:
    """A letter that somebody has."""

    reader: str
    message_id: str
    ticket: int | None
    letter: str
    subject: str
    text: str

    @property
    def goes_out(self) -> bool:
        """It says that a reply goes to the customer."""
        return "Your reply goes to" in self.text


class Oracle:
    """Watches one desk by its SQLite file: `hear` is told of each mail that it takes in, `look` sees new letters."""

    def __init__(self, file: Path) -> None:
        self._store = sqlite3.connect(file)
        self._store.row_factory = sqlite3.Row
        self.members: dict[int, set[str]] = defaultdict(set)
        self.had: dict[str, list[Had]] = defaultdict(list)
        self.letters = 0
        self._approvers: dict[int, set[str]] = defaultdict(set)
        self._same: set[tuple[str, str]] = set()
        self._writers: dict[int, set[str]] = defaultdict(set)
        self._readers: dict[str, set[str]] = {}
        self._where: dict[str, int] = {}
        self._public: set[str] = set()
        self._first: dict[int, str] = {}
        self._words = 0
        self._tickets: dict[int, sqlite3.Row] = {}

    def word(self) -> str:
        """A word that nobody has said."""
        self._words += 1
        return f"secret{self._words}q"

    def hear(self, inbox_id: int, said: Said, content: bytes) -> None:
        """Check what the mail did against what its writer may do, and learn who takes part now.

        Whoever writes a word, with it or quoted, knows it.
        """
        for word in _WORD.findall(content.decode()):
            self._readers.setdefault(word, set()).add(said.by)
        [placed] = self._rows("SELECT ticket, state FROM inbox WHERE id = ?", inbox_id)
        assert placed["state"] in ("done", "held", "quarantined"), f"{said} could not be taken in"
        number: int | None = placed["ticket"]
        lines = [Line(**line) for line in self._rows(_LINES, inbox_id)]
        acts = said.by in AGENTS and said.honest
        assert acts or not {line.by for line in lines} & set(AGENTS), f"{said} acts as an agent: {lines}"
        assert not (said.refused and (lines or number)), f"{said} was found forged and does {lines}"
        new = self._read_tickets()
        if not acts and number is not None and number not in new:
            assert self._may_write(said.by, number), f"{said} stands on {number}"
        if acts:
            self._obey(lines)
        for each in new:
            writer = self._tickets[each]["requester"]
            assert writer == said.by or (acts and self._was_split(lines, each, writer)), f"{writer} has {each}"
            self.members[each].add(writer)
        if number is not None:
            self._place(said, number, acts)

    def look(self, by: str = "") -> None:
        """No new letter goes to anybody, or says anything, that it may not. `by` wrote last."""
        rows = self._rows("SELECT * FROM outbox WHERE id > ? ORDER BY id", self.letters)
        if rows:
            self._read_tickets()
        for row in rows:
            self.letters = row["id"]
            words = set(_WORD.findall(shown(row)))
            if row["recipient"] in AGENTS:
                self._look_at_agents(row, words, by)
            else:
                self._look_at_customers(row, words)
            values = {name: row[name] for name in ("message_id", "ticket", "letter", "subject", "text")}
            self.had[row["recipient"]].append(Had(reader=row["recipient"], **values))

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        return self._store.execute(query, values).fetchall()

    def _look_at_agents(self, row: sqlite3.Row, words: Iterable[str], by: str) -> None:
        """Of a confidential ticket nobody hears a word, and only the circle hears at all."""
        reader, letter = row["recipient"], row["letter"]
        for word in words:
            assert not self._is_confidential(self._where.get(word)), f"{reader} reads {word} in {letter}"
        if letter != "held" and self._is_confidential(row["ticket"]):
            assert reader in CIRCLE | {by}, f"{reader} gets {letter} of a confidential ticket"

    def _look_at_customers(self, row: sqlite3.Row, words: set[str]) -> None:
        """A ticket's subject is for whoever takes part; its other words are for whom they were said to."""
        reader, letter, number = row["recipient"], row["letter"], row["ticket"]
        assert number is not None, f"{reader} gets {letter}, which is about nothing"
        known = self.members[number] | self._approvers[number]
        assert reader in known, f"{reader} gets {letter} of {number}, which is of {known}"
        for word in words - set(_WORD.findall(self._tickets[number]["subject"])):
            assert reader in self._readers[word], f"{reader} reads {word} of {self._readers[word]} in {letter}"

    def _read_tickets(self) -> list[int]:
        """How the tickets stand now; the numbers of the new ones."""
        query = "SELECT number, requester, confidential, parent, subject FROM ticket"
        found = {row["number"]: row for row in self._rows(query)}
        new = sorted(found.keys() - self._tickets.keys())
        self._tickets = found
        return new

    def _is_confidential(self, number: int | None) -> bool:
        return number is not None and bool(self._tickets[number]["confidential"])

    def _may_write(self, by: str, number: int) -> bool:
        known = self.members[number] | self._approvers[number]
        return by in known or any((by, each) in self._same or (each, by) in self._same for each in known)

    def _obey(self, lines: Iterable[Line]) -> None:
        """What an agent's orders, as they were done, mean for who takes part and who reads what."""
        for line in lines:
            data, members = json.loads(line.data), self.members[line.ticket]
            match line.event:
                case "ParticipantAdded":
                    members.add(data["address"])
                case "ParticipantRemoved":
                    members.discard(data["address"])
                case "RequesterCorrected":
                    members.discard(data["before"])
                    members.add(data["after"])
                    self._show(line.ticket, data["after"])
                case "AddressLinked":
                    self._same.add((data["address"], self._tickets[line.ticket]["requester"]))
                case "Merged":
                    self.members[data["target"]] |= members
                case "ApprovalAsked":
                    self._approvers[line.ticket].add(data["approver"])
                    self._readers.get(self._first.get(line.ticket, ""), set()).add(data["approver"])

    def _show(self, number: int, address: str) -> None:
        """Whose ticket it was from the beginning reads what was said on it to customers."""
        for word in self._public:
            if self._where.get(word) == number:
                self._readers[word].add(address)

    def _was_split(self, lines: Iterable[Line], number: int, writer: str) -> bool:
        """It came of another ticket, on which its writer had written."""
        splits = [line for line in lines if line.event == "SplitOff" and json.loads(line.data)["into"] == number]
        return any(writer in self._writers[line.ticket] for line in splits)

    def _place(self, said: Said, number: int, acts: bool) -> None:
        """An agent's public words are for who takes part, and in the tickets that follow this one; others' for them."""
        self._writers[number].add(said.by)
        if not said.word:
            return
        self._where[said.word] = number
        self._first.setdefault(number, said.word)
        if not acts or said.public:
            self._public.add(said.word)
        if said.public and acts:
            children = [each["number"] for each in self._tickets.values() if each["parent"] == number]
            self._readers[said.word] |= set[str]().union(*(self.members[each] for each in (number, *children)))
        elif number in self._approvers and said.by in self._approvers[number]:
            self._readers[said.word] |= self.members[number]


def shown(row: sqlite3.Row) -> str:
    """All that the letter says: its subject, each text, each file."""
    content = zlib.decompress(row["content"])
    said = [row["subject"], row["text"], content.replace(b"=\r\n", b"").decode("utf-8", "replace")]
    if b"Content-Disposition: attachment" in content:
        parts = (part.get_payload(decode=True) for part in message_from_bytes(content).walk())
        said += [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    return "\n".join(said)
