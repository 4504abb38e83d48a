"""What mailflow holds in memory while it drains many mails, and how soon it answers and waits after its start.

Example: .venv/bin/python bench/memory.py --n 10000
"""

import argparse
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bench.drain import Run, drain, mailflow
from bench.latency import running_desk
from bench.mails import generate
from bench.measure import busy, middle
from bench.relay import Relay
from bench.show import show
from bench.stand import MAILFLOW, Stand, set_up

SECONDS = 60
NOTHING = [sys.executable, "-c", "pass"]
HELP = [MAILFLOW, "--help"]


def time_help(rounds: int) -> dict[str, float]:
    """`mailflow --help` beside an interpreter that does nothing, in turn."""
    took: dict[str, list[float]] = {"help": [], "nothing": []}
    for _ in range(rounds):
        for name, command in (("help", HELP), ("nothing", NOTHING)):
            began = time.monotonic()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            took[name].append(time.monotonic() - began)
    helped, nothing = middle(took["help"]), middle(took["nothing"])
    return {"seconds": round(helped, 3), "python_seconds": round(nothing, 3), "ratio": round(helped / nothing, 1)}


def time_start(stand: Stand, rounds: int) -> dict[str, float]:
    """From the start of the daemon until it waits in IDLE, and until a mail that waited has its letter."""
    to_idle, to_letter = [], []
    for sample in generate(rounds, datetime.now(UTC)):
        account = stand.dovecot.mailbox()
        relay = Relay(stand.dovecot.host, stand.dovecot.port)
        settings = stand.desk(account, imap_port=relay.port)
        began = time.monotonic()
        with running_desk(stand, settings):
            to_idle.append(relay.wait_for_idle(SECONDS) - began)
        relay.close()
        stand.dovecot.deliver(account, sample.content)
        began = time.monotonic()
        with running_desk(stand, stand.desk(account)):
            to_letter.append(stand.sink.wait_for(sample.message_id, SECONDS).at - began)
    return {"idle_seconds": round(middle(to_idle), 2), "first_letter_seconds": round(middle(to_letter), 2)}


def measure_peak(stand: Stand, count: int) -> Run:
    """Drain so many mails."""
    samples = list(generate(count, datetime.now(UTC)))
    shelf = stand.lay_in(samples)
    return drain(stand, shelf, samples, "mailflow", mailflow("sqlite"))


def main() -> int:
    """0 if all mails were drained as they must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10_000, help="mails to drain")
    parser.add_argument("--rounds", type=int, default=5, help="of the start-up times")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    figures: dict[str, Any] = {"help": time_help(wanted.rounds)}
    with set_up() as stand:
        figures["start"] = time_start(stand, wanted.rounds)
        done = measure_peak(stand, wanted.n)
    figures["peak"] = {"mails": wanted.n, "rss_mib": round(done.cost.rss), "pss_mib": round(done.cost.pss)}
    figures["result"] = done.line
    figures["machine"] = busy()
    show(figures, as_json=wanted.json, run=asdict(done))
    return 0 if done.right else 1


if __name__ == "__main__":
    sys.exit(main())
