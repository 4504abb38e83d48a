"""Mails waiting in Dovecot become tickets, and their acknowledgements are accepted: whole processes, start included.

Beside mailflow runs the straightest correct program (`straight.py`), with mailflow's model and without any, in turn.
Example: .venv/bin/python bench/drain.py --n 1000 --rounds 3
"""

import argparse
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.mails import Sample, generate
from bench.measure import Cost, busy, middle, run
from bench.show import show
from bench.stand import MAILFLOW, Stand, StoreKind, set_up, stored_by_mailflow
from bench.truth import Score, score
from tests.servers.dovecot import Account

STRAIGHT = str(Path(__file__).with_name("straight.py"))
Stored = list[tuple[int, str]]
Contestant = Callable[[Stand, Account], tuple[list[str], Callable[[], Stored]]]
"""Gives the command that drains this mailbox, and how to look at what it stored afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One program has drained one mailbox."""

    name: str
    cost: Cost
    score: Score
    left: int
    mails_per_second: float
    machine: dict[str, float]

    @property
    def right(self) -> bool:
        """True if it ended well, left nothing behind and did all as it must be done."""
        return self.cost.code == 0 and self.left == 0 and self.score.right

    @property
    def line(self) -> str:
        """For a person."""
        cost, wrong = self.cost, f" exit {self.cost.code}, {self.left} left" if self.cost.code or self.left else ""
        return (
            f"{self.name:<14} {self.mails_per_second:7.1f} mails/s  {cost.wall:6.2f} s  CPU {cost.cpu:6.2f} s"
            f"  RSS {cost.rss:4.0f} MiB  PSS {cost.pss:4.0f} MiB  load {self.machine['load']:.1f}"
            f"  {self.score.told}{wrong}"
        )


def mailflow(kind: StoreKind) -> Contestant:
    """`mailflow run --once` on a fresh desk."""

    def prepare(stand: Stand, account: Account) -> tuple[list[str], Callable[[], Stored]]:
        settings = stand.desk(account, kind)
        return [MAILFLOW, "--config", str(settings), "run", "--once"], lambda: stored_by_mailflow(settings)

    return prepare


def straight(*options: str) -> Contestant:
    """The yardstick on a fresh database."""

    def prepare(stand: Stand, account: Account) -> tuple[list[str], Callable[[], Stored]]:
        file = stand.folder / f"straight-{account.user}.db"
        places = {
            "--imap": f"{stand.dovecot.host}:{stand.dovecot.port}",
            "--user": account.user,
            "--password": account.password,
            "--smtp": f"{stand.sink.host}:{stand.sink.port}",
            "--db": str(file),
        }
        words = [word for pair in places.items() for word in pair]
        return [sys.executable, STRAIGHT, *words, *options], lambda: _stored_straight(file)

    return prepare


def _stored_straight(file: Path) -> Stored:
    return sqlite3.connect(file).execute("select ticket, message_id from mail").fetchall()


def drain(stand: Stand, shelf: Path, samples: Sequence[Sample], name: str, contestant: Contestant) -> Run:
    """Let one program drain a fresh mailbox, and judge it."""
    account = stand.fill(shelf)
    command, look = contestant(stand, account)
    stand.sink.letters()
    machine = busy()
    cost = run(command, stand.log)
    done = Run(
        name=name,
        cost=cost,
        score=score(samples, look() if cost.code == 0 else [], stand.sink.letters()),
        left=stand.left(account),
        mails_per_second=len(samples) / cost.wall,
        machine=machine,
    )
    stand.forget(account)
    return done


def compare(count: int, rounds: int, kind: StoreKind, tell: Callable[[str], None]) -> list[Run]:
    """Every program once a round, in turn."""
    contestants = {f"mailflow {kind[:6]}": mailflow(kind), "straight": straight("--model"), "bare straight": straight()}
    samples = list(generate(count, datetime.now(UTC)))
    runs = []
    with set_up(kind) as stand:
        shelf = stand.lay_in(samples)
        for _ in range(rounds):
            for name, contestant in contestants.items():
                runs.append(drain(stand, shelf, samples, name, contestant))
                tell(runs[-1].line)
        if not all(each.right for each in runs):
            tell(stand.log.read_text(errors="replace")[-2000:])
    return runs


def summary(runs: Sequence[Run]) -> dict[str, Any]:
    """The medians by program, and mailflow's speed and CPU as shares of the yardstick's."""
    names = list(dict.fromkeys(each.name for each in runs))
    speed = {name: middle([each.mails_per_second for each in runs if each.name == name]) for name in names}
    cpu = {name: middle([each.cost.cpu for each in runs if each.name == name]) for name in names}
    own, *others = names
    return {
        "mails_per_second": {name: round(value, 1) for name, value in speed.items()},
        "cpu_ms_per_mail": {name: round(cpu[name] * 1000 / runs[0].score.mails, 2) for name in names},
        "speed_ratio": {f"{own} / {name}": round(speed[own] / speed[name], 3) for name in others},
        "cpu_ratio": {f"{own} / {name}": round(cpu[own] / cpu[name], 2) for name in others},
        "right": all(each.right for each in runs),
    }


def main() -> int:
    """0 if every program did everything right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="mails that wait")
    parser.add_argument("--rounds", type=int, default=3)
    stores = ["sqlite", "postgresql"]
    parser.add_argument("--store", choices=stores, default=stores[0], help="mailflow's; the latter without fsync")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    runs = compare(wanted.n, wanted.rounds, wanted.store, (lambda line: None) if wanted.json else print)
    found = summary(runs)
    show(found, as_json=wanted.json, runs=[asdict(each) for each in runs])
    return 0 if found["right"] else 1


if __name__ == "__main__":
    sys.exit(main())
