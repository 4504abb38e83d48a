"""The stage of the demo: what people do there, and the eyes by which each step is seen.

People send by SMTP and read by IMAP. What is not seen in time raises NotSeenError, with what was there instead.
"""

import smtplib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self, TypeVar

from imapclient import IMAPClient

from mailflow.demo import cast
from mailflow.demo.backstage import Backstage
from mailflow.demo.people import Person, read_letter, text_of, write_absence, write_mail, write_reply
from mailflow.demo.postbox import Postbox
from mailflow.demo.record import Record
from mailflow.demo.telling import Seen, Teller
from mailflow.desk.ticket import Ticket
from mailflow.engine import now

PATIENCE = 8.0
LOOK = 0.01

_Found = TypeVar("_Found")


class NotSeenError(Exception):
    """A step did not happen: what was expected, and what was there."""


class ChapterOverError(Exception):
    """A step was not seen, so that the rest of its chapter cannot be told."""


UNSEEN = (NotSeenError, OSError, smtplib.SMTPException, IMAPClient.Error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One of the desk's letters, as it lies in its reader's inbox. `name` is the desk's name for it."""

    name: str
    ticket: int
    content: bytes = field(repr=False)

    def header(self, name: str) -> str:
        """A header's value, decoded; "" if there is none."""
        return str(read_letter(self.content)[name] or "")

    @property
    def text(self) -> str:
        """The subject and the plain text."""
        return f"{self.header('Subject')}\n{text_of(read_letter(self.content))}"


class Stage:
    """One telling of the story: the desk behind it, who prints it, and the steps so far."""

    def __init__(self, desk: Backstage, teller: Teller) -> None:
        self.seen: list[Seen] = []
        self.teller = teller
        self.record = Record(desk.store)
        self._desk = desk
        self._chapter = ""
        self._kept = 0
        self._piles: dict[Person, list[Letter]] = {}
        self._postboxes: dict[Person, Postbox] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for each in self._postboxes.values():
            each.close()

    def play(self, title: str, script: "Callable[[Stage], None]") -> None:
        """Play a chapter; a step that was not seen ends it."""
        self._chapter = title
        with suppress(ChapterOverError):
            script(self)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A step of the story; what was not seen in it is told and noted, and ends its chapter."""
        begun, missing = time.monotonic(), ""
        self.teller.begin_step(title)
        try:
            yield
        except UNSEEN as error:
            missing = str(error)
            self.teller.fail(missing)
            raise ChapterOverError(title) from error
        finally:
            seconds = time.monotonic() - begun
            self.seen.append(Seen(chapter=self._chapter, title=title, seconds=seconds, missing=missing))

    # --- what people do; each gives the mark of the last mail that came before

    def mail(
        self, writer: Person, subject: str, text: str, *, charset: str = "utf-8", copies: int = 1, shown: str = ""
    ) -> int:
        """Write a new mail to the desk; with several copies it comes more than once."""
        content = write_mail(writer, cast.DESK.address, subject, text, now(), charset)
        self._tell_writing(writer, subject, text, content, who=shown)
        return self._send(content, writer.address, [cast.DESK.address] * copies)

    def reply(self, writer: Person, letter: Letter, text: str) -> int:
        """Answer a letter from the writer's mail program, which quotes it."""
        content = write_reply(writer, letter.content, text, now())
        self._tell_writing(writer, str(read_letter(content)["Subject"]), text, content)
        return self._send(content, writer.address, [letter.header("Reply-To").rpartition("<")[2].rstrip(">")])

    def absence(self, writer: Person, letter: Letter, subject: str, text: str) -> int:
        """Let the writer's mail server answer that they are away, to the envelope sender as RFC 3834 has it."""
        content = write_absence(writer, letter.content, subject, text, now())
        self._tell_writing(writer, subject, text, content, who=f"{writer.short}'s server")
        return self._send(content, "", [letter.header("Return-Path").strip("<>")])

    def _send(self, content: bytes, mail_from: str, to: Sequence[str]) -> int:
        mark = max((row.id for row in self.record.mails()), default=0)
        for each in to:
            self._desk.world.send(content, mail_from, each)
        return mark

    # --- what is seen

    def letter(self, reader: Person, *names: str, ticket: int | None = None) -> Letter:
        """Wait until this letter (one of these) lies in the reader's inbox, and tell it."""
        return self.letter_to_one([reader], *names, ticket=ticket)[1]

    def letter_to_one(self, readers: Sequence[Person], *names: str, ticket: int | None = None) -> tuple[Person, Letter]:
        """Wait until one of these people has one of these letters, and tell it; the first who has."""
        who = " or ".join(each.short for each in readers)
        found = self.wait(
            f"{who} to get the letter {' or '.join(names)}",
            lambda: self._pick(readers, names, ticket),
            lambda: ", ".join(each.name for reader in readers for each in self._piles[reader]) or "no new letter",
        )
        self._tell_letter(*found)
        return found

    def ticket(self, number: int, **expected: object) -> Ticket:
        """Wait until the ticket stands like this, and tell how it stands."""

        def look() -> Ticket | None:
            found = self.record.ticket(number)
            fits = found and all(getattr(found, name) == value for name, value in expected.items())
            return found if fits else None

        def there() -> str:
            found = self.record.ticket(number)
            return _words({name: getattr(found, name, None) for name in expected})

        ticket = self.wait(f"ticket {number} to be {_words(expected)}", look, there)
        self.teller.stands(ticket)
        return ticket

    def event(self, number: int, kind: type[_Found]) -> _Found:
        """Wait until this happened to the ticket; gives the last that did."""
        return self.wait(
            f"{kind.__name__} in the journal of ticket {number}",
            lambda: next((each for each in reversed(self.record.events(number)) if isinstance(each, kind)), None),
            lambda: ", ".join(type(each).__name__ for each in self.record.events(number)),
        )

    def taken_in(self, mark: int, count: int = 1) -> list[Any]:
        """Wait until so many mails after the mark were decided about; gives their rows in the inbox."""

        def look() -> list[Any] | None:
            rows = self.record.mails(after=mark)
            return rows if len(rows) >= count and all(row.state != "kept" for row in rows) else None

        return self.wait(
            f"{count} mails to be decided about",
            look,
            lambda: ", ".join(row.state for row in self.record.mails(after=mark)) or "none",
        )

    def expect_no_letter(self, rows: Collection[Any]) -> None:
        """These mails caused no letter to anybody."""
        self.expect("no letter because of this", [row.letter for row in self.record.letters(because_of=rows)], [])
        self.teller.remark("no letter goes out because of it")

    def expect(self, what: str, actual: object, wanted: object) -> None:
        """Raise NotSeenError unless it is as wanted."""
        if actual != wanted:
            raise NotSeenError(f"expected {what} ({wanted}); there was: {actual}")

    def wait(self, what: str, look: Callable[[], _Found | None], there: Callable[[], str]) -> _Found:
        """Look until there is something. Raises NotSeenError when the time is up or the desk has stopped."""
        end = time.monotonic() + PATIENCE
        while (found := look()) is None:
            if time.monotonic() > end or not self._desk.works:
                stopped = "" if self._desk.works else "; the desk has stopped, its log says why"
                raise NotSeenError(f"expected {what}; there was: {there()}{stopped}")
            time.sleep(LOOK)
        return found

    def inbox(self, reader: Person) -> list[EmailMessage]:
        """All letters that lie in the reader's inbox; those that the story did not tell become files too."""
        for each in self._read(reader):
            self._keep(each.content, reader, each.name)
        self._piles[reader] = []
        return [read_letter(content) for content in self._desk.world.inbox(reader.address)]

    # --- behind it

    def _pick(
        self, readers: Sequence[Person], names: Sequence[str], ticket: int | None
    ) -> tuple[Person, Letter] | None:
        for reader in readers:
            for each in self._read(reader):
                if each.name in names and ticket in (None, each.ticket):
                    self._piles[reader].remove(each)
                    return reader, each
        return None

    def _read(self, reader: Person) -> list[Letter]:
        if reader not in self._postboxes:
            world = self._desk.world
            self._postboxes[reader] = Postbox(world.host, world.imap_port, reader.address, reader.password)
        pile = self._piles.setdefault(reader, [])
        for content in self._postboxes[reader].fetch_new():
            name, number = self.record.letter_of(str(read_letter(content)["Message-ID"]).strip("<>"))
            pile.append(Letter(name=name, ticket=number, content=content))
        return pile

    def _tell_letter(self, reader: Person, letter: Letter) -> None:
        number = self._keep(letter.content, reader, letter.name)
        self.teller.came(number, reader.short, letter.header("Subject"), letter.content)

    def _tell_writing(self, writer: Person, subject: str, text: str, content: bytes, who: str = "") -> None:
        self.teller.wrote(self._keep(content, writer, "writes"), who or writer.short, subject, text)

    def _keep(self, content: bytes, person: Person, what: str) -> int:
        self._kept += 1
        who, what = person.address.partition("@")[0], what.replace("_", "-")
        name = f"{self._kept:03}-{who}-{what}.eml"
        (self._desk.letters / name).write_bytes(content)
        return self._kept


def _words(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())
