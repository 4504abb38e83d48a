"""Random conversations, and an oracle that knows who may read which word: no letter tells anybody anything else.

Every mail holds a word of its own. Run many of them: python -m tests.attacks.conversations --n 1000
"""

import argparse
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from mailflow.flow.office import Caps
from mailflow.store import migrate, schema
from tests.flow.branch import ANA, BO, CARL, EVE, LIZ, TOM, Branch
from tests.servers.process import quick_folder
from tests.servers.sink import Sink

AGENTS, CUSTOMERS = (BO, LIZ, TOM), (ANA, CARL, EVE)
STEPS = 8
A_DESK = 5
ORDERS = ("", "#note ", "#ask ", "#finding ", "#resolve ", "#escalate l2 ", "#cancel ", "#frobnicate ", "#hypothesis ")
PUBLIC = frozenset({"", "#ask ", "#finding ", "#resolve ", "#cancel "})


class Conversation:
    """One desk with some tickets. `readers` says of each word who may read it beside the agents."""

    def __init__(self, branch: Branch, random: Random) -> None:
        self.branch, self.random = branch, random
        self.readers: dict[str, set[str]] = {}
        self.seen = 0

    def step(self) -> None:
        """One mail of anybody, honest or forged, and a look at all letters that it causes."""
        doings: list[Callable[[], bytes]] = [self._open, self._forge, self._guess, self._customer_writes]
        doings += [self._agent_writes, self._agent_writes]
        self.branch.receive(self.random.choice(doings)())
        self.branch.now += timedelta(minutes=self.random.choice((1, 20, 600)))
        self.check()

    def check(self) -> None:
        """No new letter holds a word that its reader may not know."""
        query = select(schema.outbox).where(schema.outbox.c.id > self.seen).order_by(schema.outbox.c.id)
        for row in self.branch.rows(query):
            self.seen = row.id
            said = row.text + row.subject + zlib.decompress(row.content).decode("utf-8", "replace")
            for word, readers in self.readers.items():
                assert row.recipient in AGENTS or row.recipient in readers or word not in said, (
                    f"{row.recipient} reads {word} of {readers} in {row.letter}"
                )

    def _word(self, *readers: str) -> str:
        word = f"secret{len(self.readers)}q{self.random.randrange(10**6)}"
        self.readers[word] = set(readers)
        return word

    def _open(self) -> bytes:
        who = self.random.choice(CUSTOMERS)
        word = self._word(who)
        return self.branch.mail(who, f"My {word} is broken.", subject=f"About {word}", cc=self.random.choice(CUSTOMERS))

    def _letter(self, *readers: str) -> str:
        """The Message-ID, and with it the token, of a letter that one of these had, or a made-up one."""
        outbox = schema.outbox.c
        rows = self.branch.rows(select(outbox.message_id).where(outbox.recipient.in_(readers)).order_by(outbox.id))
        return f"<{self.random.choice(rows).message_id}>" if rows else "<none@example.com>"

    def _requester(self, message_id: str) -> str:
        """Whose ticket the letter is about; "" if there is none."""
        outbox, ticket = schema.outbox.c, schema.ticket.c
        query = select(ticket.requester).join_from(schema.outbox, schema.ticket)
        return next((row.requester for row in self.branch.rows(query.where(outbox.message_id == message_id[1:-1]))), "")

    def _customer_writes(self) -> bytes:
        who = self.random.choice(CUSTOMERS)
        letter = self._letter(who)
        return self.branch.mail(who, f"Look at {self._word(who)}.", subject="Re: Printer", in_reply_to=letter)

    def _agent_writes(self) -> bytes:
        who, order = self.random.choice(AGENTS), self.random.choice(ORDERS)
        letter = self._letter(who)
        word = self._word(*([self._requester(letter)] if order in PUBLIC else []))
        return self.branch.mail(who, f"{order}Try {word} now.", subject="Re: Printer", in_reply_to=letter)

    def _forge(self) -> bytes:
        """Somebody with another's letter in hand, in their own name or in another's."""
        who = self.random.choice((*CUSTOMERS, *AGENTS))
        letter = self._letter(*(each for each in (*CUSTOMERS, *AGENTS) if each != who))
        word = self._word(who, self._requester(letter))
        body = f"{self.random.choice(ORDERS)}Tell me {word}."
        return self.branch.mail(who, body, subject="Re: Printer", in_reply_to=letter, cc=EVE, reply_to=EVE)

    def _guess(self) -> bytes:
        """Somebody who guesses a ticket's number."""
        who, number = self.random.choice(CUSTOMERS), self.random.randint(1, 5)
        return self.branch.mail(who, f"status {self._word(who)}", subject=f"Re: [MF-{number}] Printer")


def converse(url: str, seed: int, count: int) -> int:
    """So many conversations, one after the other at one desk; gives how many letters were looked at."""
    branch = Branch(url, Sink(), caps=Caps(ten_minutes=10**6, hour=10**6, day=10**6, all_hour=10**9))
    conversation = Conversation(branch, Random(seed))
    for _ in range(count * STEPS):
        conversation.step()
    branch.store.close()
    return conversation.seen


def main() -> None:
    """Some conversations a desk, each desk with a seed of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=1000, help="how many conversations")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    began, letters = time.monotonic(), 0
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        pattern = Path(folder, "pattern.db")
        migrate.upgrade(f"sqlite:///{pattern}")
        for seed in range(given.seed, given.seed + given.n // A_DESK):
            file = shutil.copy(pattern, Path(folder, f"{seed}.db"))
            letters += converse(f"sqlite:///{file}", seed, A_DESK)
            Path(file).unlink()
    count, took = given.n // A_DESK * A_DESK, time.monotonic() - began
    print(f"{count} conversations, {letters} letters, {took:.0f} s: nobody read what was not for them")


if __name__ == "__main__":
    main()
