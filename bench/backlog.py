"""A backlog is taken in by the running daemon, with the worker of the second reading and without it, in turn.

Prints mails a second from the daemon's start until its mailbox is empty, and the ratio of the medians.
Example: .venv/bin/python -m bench.backlog --n 1000 --rounds 3
"""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.latency import running_desk
from bench.mails import generate
from bench.measure import busy, middle
from bench.show import show
from bench.stand import Stand, set_up

ENCODERS = {"once": "", "twice": "auto"}
POLL_SECONDS = 0.2
PATIENCE_SECONDS = 600


def take_in(stand: Stand, shelf: Path, count: int, encoder: str) -> float:
    """Mails a second. Raises TimeoutError if some are left after ten minutes."""
    account = stand.fill(shelf)
    settings = stand.desk(account)
    with settings.open("a") as file:
        file.write(f'[model]\nencoder = "{encoder}"\n')
    began = time.monotonic()
    with running_desk(stand, settings):
        while stand.left(account):
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise TimeoutError(f"{stand.left(account)} mails are left")
            time.sleep(POLL_SECONDS)
        took = time.monotonic() - began
    stand.forget(account)
    return count / took


def compare(count: int, rounds: int) -> dict[str, Sequence[float]]:
    """Each way once a round, in turn."""
    speeds: dict[str, list[float]] = {name: [] for name in ENCODERS}
    samples = list(generate(count, datetime.now(UTC)))
    with set_up() as stand:
        shelf = stand.lay_in(samples)
        for _ in range(rounds):
            for name, encoder in ENCODERS.items():
                speeds[name].append(round(take_in(stand, shelf, count, encoder), 1))
    return dict(speeds)


def main() -> int:
    """0 when every mail was taken in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="mails that wait")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    speeds = compare(wanted.n, wanted.rounds)
    medians: dict[str, Any] = {name: middle(each) for name, each in speeds.items()}
    ratio = round(medians["twice"] / medians["once"], 3)
    show({"mails_per_second": medians, "twice_to_once": ratio}, as_json=wanted.json, runs=speeds, machine=busy())
    return 0


if __name__ == "__main__":
    sys.exit(main())
