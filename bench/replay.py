"""How fast a past of mails is replayed, or with --outages whether replay finds hidden outages before the eighth mail.

The mails are those of the other benches; the outages are told in three languages among starter mails (40 in
three hours).
Example: .venv/bin/python bench/replay.py --n 2000
"""

import argparse
import json
import mailbox
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.mails import generate
from bench.measure import busy
from bench.show import show
from mailflow.desk.terms import LANGUAGES
from mailflow.logs import set_up
from mailflow.replay.scratch import Plan, replay
from mailflow.resources import shipped

NOW = datetime(2026, 6, 8, 12, tzinfo=UTC)
CASES = Path("tests/desk/cases/outages.json")
MAILS, MINUTES, SPAN, EIGHTH = 40, 180, 60, 8
HIDDEN = "hidden-"


def speed(count: int, folder: Path) -> dict[str, Any]:
    """So many mails in an mbox, read once: seconds from the start to the last record."""
    file = folder / "past.mbox"
    box = mailbox.mbox(str(file))
    for sample in generate(count, NOW):
        box.add(sample.content)
    box.close()
    machine, began, cpu = busy(), time.perf_counter(), _cpu()
    *_, end = replay(Plan(source=file, twice=False))
    seconds, used = time.perf_counter() - began, _cpu() - cpu
    return {
        "mails": end["mails"],
        "letters": end["letters"],
        "mails_per_second": round(end["mails"] / seconds, 1),
        "cpu_ms_per_mail": round(used * 1000 / end["mails"], 2),
        "machine": machine,
    }


def _cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def outages(rounds: int, folder: Path) -> dict[str, Any]:
    """Each outage hidden so many times, and as many streams that hide none."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    dice = random.Random(1)
    found = [watch(stream(cases[name], dice, folder)) for _ in range(rounds) for name in cases]
    quiet = [watch(stream([], dice, folder)) for _ in range(rounds * len(cases))]
    early = [after for after, right in filter(None, found) if right and after < EIGHTH]
    return {
        "outages": len(found),
        "found_before_the_eighth_mail": len(early),
        "after_mails": dict(sorted((str(each), early.count(each)) for each in set(early))),
        "quiet_streams": len(quiet),
        "false_candidates": sum(each is not None for each in quiet),
    }


def stream(hidden: list[list[str]], dice: random.Random, folder: Path) -> Path:
    """The mails of three hours; the outage's within one hour."""
    starter = list(_starter())
    mails = [(dice.uniform(0, MINUTES), each) for each in dice.sample(starter, MAILS - len(hidden))]
    begun = dice.uniform(20, MINUTES - SPAN)
    for number, (_, subject, body) in enumerate(hidden):
        mails.append((begun + dice.uniform(0, SPAN), {"id": f"{HIDDEN}{number}", "subject": subject, "body": body}))
    file = folder / "stream.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number, (minute, mail) in enumerate(sorted(mails, key=lambda each: each[0])):
            time_ = (NOW + timedelta(minutes=minute)).isoformat()
            words = {key: mail[key] for key in ("id", "subject", "body")}
            out.write(json.dumps({"time": time_, "from": f"p{number}@customer.example", **words}) + "\n")
    return file


def _starter() -> Iterator[dict[str, Any]]:
    for language in LANGUAGES:
        for line in (shipped("starter") / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def watch(file: Path) -> tuple[int, bool] | None:
    """After how many of the outage's mails the first candidate came, and whether only such are in it."""
    seen = 0
    for record in replay(Plan(source=file, twice=True)):
        if record["event"] == "mail":
            seen += record["message"].startswith(HIDDEN)
        if record["event"] == "outbreak":
            return seen, all(each.startswith(HIDDEN) for each in record["messages"])
    return None


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=2000, help="mails")
    parser.add_argument("--outages", type=int, default=0, metavar="ROUNDS", help="hide each outage so many times")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    set_up("error", as_json=False)
    with tempfile.TemporaryDirectory() as folder:
        figures = outages(wanted.outages, Path(folder)) if wanted.outages else speed(wanted.n, Path(folder))
    show(figures, as_json=wanted.json)


if __name__ == "__main__":
    main()
