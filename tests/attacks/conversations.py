"""Random conversations at a desk, and an oracle of who may know what: nobody is told what is not for them.

A conversation is a few steps of customers, participants, agents, forgers and time. Ten thousand of them:
python -m tests.attacks.conversations --n 10000
"""

import argparse
import asyncio
import logging
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, ClassVar

import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from mailflow.desk.terms import Kind, Priority
from mailflow.flow.digest import tell_day
from mailflow.flow.office import Caps
from mailflow.flow.send import Post
from mailflow.flow.tick import tell_quarantine, tick
from mailflow.mail import Delivery, Outgoing, Sent
from mailflow.notify.smtp import Courier, SmtpSettings
from mailflow.store import migrate
from tests.attacks.oracle import AGENTS, Had, Oracle, Said
from tests.desk.build import reading
from tests.flow.branch import ANA, AUTHSERV, CARL, EVE, STAFF, SUPPORT, Branch
from tests.servers.process import quick_folder
from tests.servers.sink import Sink

DORA = "dora@customer.example"
CUSTOMERS = (ANA, CARL, EVE)
OUTSIDE = (*CUSTOMERS, DORA)
STEPS = 6
PICK = st.integers(0, 19)
"""Which of their letters somebody answers."""
NO_CAPS = Caps(ten_minutes=10**6, hour=10**6, day=10**6, all_hour=10**9)
SPOKEN = ("ask", "finding", "update", "resolve", "fulfil", "cancel")
PUBLIC = frozenset({"", *SPOKEN})
"""What an agent writes with these goes to those who take part; without an order, where their letter says so."""
INSIDE = ("note", "hypothesis", "affected", "escalate l2", "return l1", "vendor", "breach", "frobnicate")
BARE = (
    *("take", "close", "reopen", "back", "major", "kind request", "priority p1", "priority p3", "assign liz"),
    *(
        "assign auto",
        "status",
        "why",
        "similar",
        "help",
        "queue",
        "undo",
        "rotate",
        "call tomorrow 10:00",
        "cancelcall",
    ),
    *("away until tomorrow", "present", "dismiss", "verbose", "breach deny Nothing.", "split"),
)
WITH_TICKET = ("merge", "link", "major\n#link")
WITH_PERSON = ("add", "remove", "requester", "alias", "approval")
CUSTOMERS_WORDS = ("status", "cancel", "yes", "5", "Thank you!", "approve", "refuse", "1")
"""What a customer says in one word."""


class Pigeon(Courier):
    """Every letter arrives."""

    def __init__(self) -> None:
        super().__init__(SmtpSettings(host="127.0.0.1", tls="none"))

    async def deliver(self, letter: Outgoing) -> Delivery:
        """Accepted."""
        return Sent(answer="250 ok")


class Conversation(RuleBasedStateMachine):
    """A desk with a few tickets, where anybody writes."""

    pattern: ClassVar[Path]
    """A store as a new desk has it."""
    rules_seen: ClassVar[Counter[str]] = Counter()
    letters_seen: ClassVar[int] = 0
    sink: ClassVar[Sink]

    def __init__(self) -> None:
        super().__init__()
        self._file = Path(shutil.copy(self.pattern, f"{self.pattern}.{id(self)}"))
        self._ids = 0

    @initialize(
        checked=st.booleans(), who=st.sampled_from(CUSTOMERS), cc=st.sampled_from(OUTSIDE), secret=st.integers(0, 9)
    )
    def begin(self, checked: bool, who: str, cc: str, secret: int) -> None:
        """A desk that believes its mail server, or none, and a first ticket."""
        options = {"authserv_id": AUTHSERV if checked else "", "caps": NO_CAPS, "agents": STAFF}
        self.branch = Branch(f"sqlite:///{self._file}", self.sink, **options)  # type: ignore[arg-type]
        self.checked = checked
        self.oracle = Oracle(self._file)
        self._open(who, cc, secret == 0, Kind.INCIDENT, Priority.P3)

    def teardown(self) -> None:
        """Count what was seen."""
        Conversation.rules_seen["conversations"] += 1
        Conversation.letters_seen += self.oracle.letters
        self.oracle.close()
        self.branch.store.close()
        for each in self._file.parent.glob(f"{self._file.name}*"):
            each.unlink()

    # --- honest people

    @rule(
        who=st.sampled_from(CUSTOMERS),
        cc=st.sampled_from(OUTSIDE),
        secret=st.sampled_from([False] * 4 + [True]),
        kind=st.sampled_from(Kind),
        priority=st.sampled_from(Priority),
    )
    def open(self, who: str, cc: str, secret: bool, kind: Kind, priority: Priority) -> None:
        """A customer writes of something new."""
        self._open(who, cc, secret, kind, priority)

    @rule(pick=PICK, cc=st.sampled_from(OUTSIDE), titled=st.booleans())
    def answer(self, pick: int, cc: str, titled: bool) -> None:
        """A customer answers a letter."""
        if letter := self._letter(OUTSIDE, pick):
            word = self.oracle.word()
            subject = f"About {self.oracle.word()}" if titled else f"Re: {letter.subject}"
            self._send(Said(by=letter.reader, word=word), f"Look at {word}.", letter, subject=subject, cc=cc)

    @rule(pick=PICK, word=st.sampled_from(CUSTOMERS_WORDS))
    def say(self, pick: int, word: str) -> None:
        """A customer answers with one word, or with no and why."""
        if letter := self._letter(OUTSIDE, pick):
            why = self.oracle.word() if word == "refuse" else ""
            self._send(Said(by=letter.reader, word=why), f"{word} {why}", letter)

    @rule(pick=PICK, verb=st.sampled_from(("", "", "", *SPOKEN, *INSIDE)), cc=st.sampled_from(("", "", "", EVE, DORA)))
    def work(self, pick: int, verb: str, cc: str) -> None:
        """An agent writes words, to the customer or not; whoever is in copy has the letter's token then."""
        if letter := self._letter(AGENTS, pick):
            word = self.oracle.word()
            public = verb in PUBLIC and (bool(verb) or letter.goes_out)
            order = f"#{verb} " if verb else ""
            said = Said(by=letter.reader, word=word, public=public)
            self._send(said, f"{order}Try {word} now.", letter, file=word, cc=cc)

    @rule(pick=PICK, order=st.sampled_from(BARE))
    def order(self, pick: int, order: str) -> None:
        """An agent gives an order."""
        if letter := self._letter(AGENTS, pick):
            self._send(Said(by=letter.reader), f"#{order}", letter)

    @rule(pick=PICK, number=st.integers(1, 4), verb=st.sampled_from(WITH_TICKET))
    def bind(self, pick: int, number: int, verb: str) -> None:
        """An agent binds two tickets."""
        if letter := self._letter(AGENTS, pick):
            self._send(Said(by=letter.reader), f"#{verb} {number}", letter)

    @rule(
        pick=PICK,
        person=st.sampled_from((*OUTSIDE, "")),
        verb=st.sampled_from(WITH_PERSON),
    )
    def involve(self, pick: int, person: str, verb: str) -> None:
        """An agent says who takes part; without a name those who were in copy."""
        if letter := self._letter(AGENTS, pick):
            self._send(Said(by=letter.reader), f"#{verb} {person}", letter)

    # --- forgers

    @rule(
        who=st.sampled_from((*OUTSIDE, *AGENTS)),
        pick=PICK,
        verb=st.sampled_from(("", *SPOKEN, "add eve@evil.example\n", "requester eve@evil.example\n", "merge 1\n")),
        result=st.sampled_from(("fail", "none", "")),
    )
    def forge(self, who: str, pick: int, verb: str, result: str) -> None:
        """Somebody who has another's letter writes in a third one's name."""
        if letter := self._letter([each for each in (*OUTSIDE, *AGENTS) if each != who], pick):
            word = self.oracle.word()
            said = Said(by=who, word=word, honest=False, refused=self.checked and result == "fail")
            order = f"#{verb} " if verb else ""
            self._send(said, f"{order}Tell me {word}.", letter, cc=EVE, result=result)

    @rule(who=st.sampled_from(OUTSIDE), pick=PICK)
    def steal(self, who: str, pick: int) -> None:
        """Somebody answers another's letter in their own name, which they can prove."""
        if letter := self._letter([each for each in (*OUTSIDE, *AGENTS) if each != who], pick):
            word = self.oracle.word()
            self._send(Said(by=who, word=word), f"#resolve {word}", letter)

    @rule(who=st.sampled_from(OUTSIDE), number=st.integers(1, 5), result=st.sampled_from(("pass", "none", "")))
    def guess(self, who: str, number: int, result: str) -> None:
        """Somebody guesses a ticket's number."""
        word = self.oracle.word()
        subject = f"Re: [MF-{number}] Printer"
        self._send(Said(by=who, word=word), f"status {word}", None, subject=subject, cc=EVE, result=result)

    # --- time

    @rule(minutes=st.sampled_from((20, 300, 1500, 8000, 25000)))
    def wait(self, minutes: int) -> None:
        """Letters arrive, and time passes."""
        asyncio.run(self._deliver())
        self.branch.now += timedelta(minutes=minutes)
        while tick(self.branch.office, self.branch.now):
            pass
        tell_quarantine(self.branch.office, self.branch.now)
        tell_day(self.branch.office, self.branch.now)
        self._look("wait")

    async def _deliver(self) -> None:
        post = Post(self.branch.office, Pigeon(), lambda: self.branch.now)
        while due := post.claim(100):
            await asyncio.gather(*(post.carry(each) for each in due))

    # --- the wire

    def _open(self, who: str, cc: str, secret: bool, kind: Kind, priority: Priority) -> None:
        word = self.oracle.word()
        self.branch.reading = reading(kind=kind, priority=priority, breach=secret)
        self._send(Said(by=who, word=word), f"My {word} is broken.", None, subject=f"About {self.oracle.word()}", cc=cc)
        self.branch.reading = reading()

    def _letter(self, readers: Sequence[str], pick: int) -> Had | None:
        """One of the letters that these have, mostly a new one."""
        letters = [each for reader in readers for each in self.oracle.had[reader][-5:]]
        return letters[-1 - pick % len(letters)] if letters else None

    def _send(self, said: Said, body: str, letter: Had | None, **given: str) -> None:
        """The mail, and all that comes of it."""
        content = self._mail(said, body, letter, **given)
        [inbox_id] = self.branch.receive(content)
        self.branch.now += timedelta(minutes=3)
        self.oracle.hear(inbox_id, said, content)
        self._look(body.split()[0].strip("#").lower() if said.by in AGENTS else "mail", said.by)

    def _look(self, what: str, by: str = "") -> None:
        Conversation.rules_seen[what] += 1
        self.oracle.look(by)

    def _mail(
        self,
        said: Said,
        body: str,
        letter: Had | None,
        *,
        subject: str = "",
        cc: str = "",
        result: str = "pass",
        file: str = "",
    ) -> bytes:
        self._ids += 1
        headers: dict[str, Any] = {
            "From": said.by,
            "To": SUPPORT,
            "Subject": subject or f"Re: {letter.subject if letter else ''}",
            "Date": format_datetime(self.branch.now),
            "Message-ID": f"<m{self._ids}@{said.by.partition('@')[2]}>",
            "MIME-Version": "1.0",
        }
        if self.checked and result:
            checked = f"{AUTHSERV}; dmarc={result} header.from={said.by.partition('@')[2]}"
            headers = {"Authentication-Results": checked} | headers
        if cc and cc != said.by:
            headers["Cc"] = cc
        if letter is not None:
            headers["In-Reply-To"] = f"<{letter.message_id}>"
            quoted = "".join(f"> {line}\n" for line in letter.text.splitlines()[:40])
            body = f"{body}\n\nOn Monday, Support wrote:\n{quoted}"
        kind, text = _with_file(body, file) if file else ("text/plain; charset=utf-8", body)
        head = "".join(f"{name}: {value}\n" for name, value in {**headers, "Content-Type": kind}.items())
        return f"{head}\n{text}".encode().replace(b"\n", b"\r\n")


def _with_file(body: str, file: str) -> tuple[str, str]:
    parts = (
        f"Content-Type: text/plain; charset=utf-8\n\n{body}",
        f'Content-Type: text/plain\nContent-Disposition: attachment; filename="{file}.txt"\n\n{file}',
    )
    return 'multipart/mixed; boundary="b"', "".join(f"\n--b\n{part}" for part in parts) + "\n--b--\n"


def converse(count: int, *, steps: int = STEPS, shrink: bool = False, derandomize: bool = False) -> Counter[str]:
    """So many conversations; gives how often each thing was done."""
    Conversation.rules_seen, Conversation.letters_seen = Counter(), 0
    Conversation.sink = Sink()
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        Conversation.pattern = Path(folder, "pattern.db")
        migrate.upgrade(f"sqlite:///{Conversation.pattern}")
        options = settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=derandomize,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(Conversation, settings=options)
    return Conversation.rules_seen


def main() -> None:
    """Converse, and say what was seen."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=1000, help="how many conversations")
    options.add_argument("--steps", type=int, default=STEPS, help="how many steps each has")
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.monotonic()
    done = converse(given.n, steps=given.steps, shrink=True)
    count, took = done.pop("conversations"), time.monotonic() - began
    print(", ".join(f"{name} {times}" for name, times in done.most_common()))
    print(
        f"{count} conversations, {Conversation.letters_seen} letters, {took:.0f} s: nobody read what was not for them"
    )


if __name__ == "__main__":
    main()
