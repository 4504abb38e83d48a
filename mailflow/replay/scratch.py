"""A desk in a temporary folder whose clock is the past's: mails in the order of their dates, and between them whatever

time brings. Letters are accepted as soon as they are due, by a courier who carries nothing, and no agent's letter waits
for #undo. Left out are the daily digest and the letters that tell of progress: nobody is there to make any.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from mailflow.classify.encode import is_there, open_encoder
from mailflow.desk.terms import Priority
from mailflow.engine import now, open_office
from mailflow.flow.keep import keep
from mailflow.flow.office import Office
from mailflow.flow.reader import SecondReader
from mailflow.flow.reconsider import reconsider, waiting
from mailflow.flow.send import Post
from mailflow.flow.take_in import take
from mailflow.flow.tick import tell_quarantine, tick
from mailflow.flow.understand import Understood
from mailflow.ingest.mailbox.drop import MAILBOX
from mailflow.ingest.read import House
from mailflow.mail import Kept, Outgoing, RawMail, Sent
from mailflow.notify.smtp import Courier, SmtpSettings
from mailflow.replay.news import News
from mailflow.replay.past import Addressee, PastMail, is_stream, read_past, timed
from mailflow.report.figures import report
from mailflow.room import Brief, ReadingRoom
from mailflow.settings import DeskSettings, Settings, StoreSettings
from mailflow.store import inbox, tickets
from mailflow.store.db import Store
from mailflow.store.people import settle_agents
from mailflow.teaching import serving_shelf

BEGINNING = datetime.fromtimestamp(0, UTC)
BATCH = 50
GRAIN = timedelta(minutes=1)
"""Mails that come within so much time are one step, as they are for a daemon that polls."""
LATE = timedelta(minutes=5)
"""What falls due within so much time is looked at together."""
TELL = timedelta(minutes=10)
LETTERS = 500
NO_PROGRESS = timedelta(days=60)
FEW = 1000
"""Up to so many mails are read twice unless one says otherwise: it takes a seventh of a second each."""
AUTHSERV = "replay.invalid"
Asked = tuple[list[Kept], Future[list[Understood]]]
"""A batch of mails in the order of their times, and what they will be understood as."""
Step = tuple[list[Kept], Callable[[], list[Understood]]]


class _Nowhere(Courier):
    """Accepts every letter, and carries none."""

    async def deliver(self, letter: Outgoing) -> Sent:
        return Sent(answer="250 not sent: a replay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is replayed: a source, at a desk of these settings (None: a desk of no special kind).

    `twice`: each ticket's mail is also read by its meaning, which finds outbreaks; None lets their number decide.
    """

    source: Path
    settings: Settings | None = None
    twice: bool | None = None


def replay(plan: Plan) -> Iterator[dict[str, Any]]:
    """What happens, in order, and at the end the figures. Raises PastError, OSError or StoreError."""
    with tempfile.TemporaryDirectory(prefix="mailflow-replay-") as folder, _open(plan, Path(folder)) as desk:
        names = desk.keep(read_past(plan.source, desk.addressee))
        yield from desk.live(names)


@contextmanager
def _open(plan: Plan, folder: Path) -> Iterator["Scratch"]:
    url = f"sqlite:///{folder / 'scratch.db'}"
    given = plan.settings or Settings(desk=DeskSettings(address="desk@replay.invalid"))
    settings = given.model_copy(
        update={"store": StoreSettings(url=url), "desk": replace(given.desk, undo_seconds=0, digest_at="")}
    )
    store = Store(url, durable=False)
    try:
        store.create()
        with store.write() as connection:
            settle_agents(connection, settings.agents)
        office = _without_progress(open_office(settings, store))
        house = _house(plan, office.house)
        addressee = Addressee(address=settings.desk.address, authserv_id=AUTHSERV)
        models = Path(settings.model.folder) if settings.model.enabled else None
        room = ReadingRoom(Brief(house=house, models=models, log_level="error", log_json=False))
        try:
            yield Scratch(replace(office, house=house), room, addressee, _Twice(plan.twice, settings))
        finally:
            room.close()
    finally:
        store.close()


def _without_progress(office: Office) -> Office:
    """A mail that cannot be read is parked at once: nobody will look at it again."""
    every = dict.fromkeys(Priority, NO_PROGRESS)
    rules = replace(office.rules, progress_every=every, vendor_progress_every=NO_PROGRESS)
    return replace(office, park_after=1, rules=rules)


def _house(plan: Plan, house: House) -> House:
    """Who reads: a stream's senders are proven by us, and no server is asked for the keys of old signatures.

    Without settings each mail counts as addressed to us.
    """
    if is_stream(plan.source):
        return replace(house, authserv_id=AUTHSERV, signature_holds=None)
    addresses = house.addresses if plan.settings else frozenset()
    return replace(house, addresses=addresses, signature_holds=None)


class _Twice:
    """The second reading, where it is wanted and there is an encoder for it."""

    def __init__(self, wanted: bool | None, settings: Settings) -> None:
        self._wanted, self._settings = wanted, settings

    def reader(self, mails: int) -> SecondReader | None:
        """The reader for so many mails, or None: then they are read once."""
        encoder, wanted = self._settings.model.encoder, mails <= FEW if self._wanted is None else self._wanted
        found = open_encoder(encoder) if wanted and is_there(encoder) else None
        return SecondReader(serving_shelf(self._settings), found) if found else None


class Scratch:
    """The desk. `keep` stores the past, `live` lets it happen."""

    def __init__(self, office: Office, room: ReadingRoom, addressee: Addressee, twice: _Twice) -> None:
        self.addressee = addressee
        self._office, self._room, self._twice = office, room, twice
        self._now = self._told_at = BEGINNING
        self._post = Post(office, _Nowhere(SmtpSettings(tls="none")), lambda: self._now)

    def keep(self, mails: Iterable[PastMail]) -> dict[int, str]:
        """Store all mails, each with its time; their ids here, and what they are called."""
        names: dict[int, str] = {}
        rest = timed(mails, now())
        while some := list(islice(rest, BATCH)):
            ids = keep(self._office.store, [_raw(mail.content, at) for mail, at in some], some[-1][1])
            names |= {number: mail.id for number, (mail, _) in zip(ids, some, strict=True) if number not in names}
        return names

    def live(self, names: dict[int, str]) -> Iterator[dict[str, Any]]:
        """Let the mails come at their times; what happens, and the figures at the end."""
        news = News(names=names, prefix=self._office.card.prefix)
        reader = self._twice.reader(len(names))
        with asyncio.Runner() as runner:
            for mails, understand in self._steps():
                for _ in self._pass_time(mails[-1].received_at):
                    runner.run(self._deliver())
                    yield from self._tell(news)
                take(self._office, mails, understand, self._now, self._room.understand)
                if reader:
                    self._read_again(reader)
                runner.run(self._deliver())
                yield from self._tell(news, [each.id for each in mails])
        yield self._end(news, twice=reader is not None)

    def _steps(self) -> Iterator[Step]:
        """The mails in the order of their times, those of one minute together; the next batch is read meanwhile."""
        with self._office.store.read() as connection:
            order = inbox.waiting_by_time(connection)
        asked: Asked | None = None
        for first in range(0, len(order), BATCH):
            before, asked = asked, self._ask(order[first : first + BATCH])
            yield from _split(before)
        yield from _split(asked)

    def _ask(self, ids: Sequence[int]) -> Asked:
        with self._office.store.read() as connection:
            kept = inbox.read_open(connection, ids)
        kept.sort(key=lambda each: (each.received_at, each.id))
        return kept, self._room.ask(kept)

    def _pass_time(self, until: datetime) -> Iterator[None]:
        """Let the clock go on to this moment, and stop after each thing that it brings."""
        while (due := self._next_due()) is not None and due + LATE <= until:
            self._now = max(self._now, due + LATE)
            while tick(self._office, self._now):
                pass
            yield
        self._now = max(self._now, until)
        if self._now - self._told_at >= TELL:
            self._told_at = self._now
            tell_quarantine(self._office, self._now)

    def _next_due(self) -> datetime | None:
        with self._office.store.read() as connection:
            return tickets.next_due(connection)

    async def _deliver(self) -> None:
        while due := self._post.claim(LETTERS):
            await asyncio.gather(*map(self._post.carry, due))

    def _read_again(self, reader: SecondReader) -> None:
        """The second reading of the tickets that have just come, the oldest first, one by one as the desk would."""
        for each in reversed(waiting(self._office, BATCH)):
            reconsider(self._office, [(each.ticket, second) for second in reader([each.text])], self._now)

    def _tell(self, news: News, taken: Sequence[int] = ()) -> Iterator[dict[str, Any]]:
        with self._office.store.read() as connection:
            told = list(news.since(connection, taken))
        yield from told

    def _end(self, news: News, *, twice: bool) -> dict[str, Any]:
        with self._office.store.read() as connection:
            figures = report(connection, self._office.rules, self._now)
            return {"event": "end", "time": self._now.isoformat(), **news.totals, "readings": 1 + twice, **figures}


def _split(asked: Asked | None) -> Iterator[Step]:
    """The steps of a batch."""
    kept, understood = asked or ([], None)
    while kept and understood:
        until = kept[0].received_at + GRAIN
        count = next((place for place, each in enumerate(kept) if each.received_at >= until), len(kept))
        step, kept = kept[:count], kept[count:]
        yield step, partial(_those, [each.id for each in step], understood)


def _those(ids: Sequence[int], understood: Future[list[Understood]]) -> list[Understood]:
    found = {each.id: each for each in understood.result()}
    return [found[each] for each in ids]


def _raw(content: bytes, at: datetime) -> RawMail:
    return RawMail(mailbox=MAILBOX, uidvalidity=0, uid=0, received_at=at, content=content, size=len(content))
