"""From the delivery of a single mail to its accepted acknowledgement, with the daemon running.

In turn with each mail another one goes to a mailbox that a bare IDLE client watches: what the IMAP server itself takes
to say that there is mail. `quiet` mails come to a daemon that idles, `lively` ones soon after another mail.
Example: .venv/bin/python bench/latency.py --mails 50
"""

import argparse
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from bench.mails import Sample, generate
from bench.measure import busy, highest, middle
from bench.show import show
from bench.stand import MAILFLOW, Stand, set_up
from tests.servers.dovecot import Account

SECONDS = 60
QUIET, LIVELY = (4.0, 5.0), (0.3, 1.0)
"""Seconds since the mail before: the daemon idles again, or still asks often because mail is coming."""


class Watcher:
    """The least IDLE client there can be (RFC 2177)."""

    def __init__(self, stand: Stand, account: Account) -> None:
        self._socket = socket.create_connection((stand.dovecot.host, stand.dovecot.port), timeout=SECONDS)
        self._lines = self._socket.makefile("rb")
        self._say(f'1 LOGIN {account.user} "{account.password}"', b"1 OK")
        self._say("2 SELECT INBOX", b"2 OK")
        self._say("3 IDLE", b"+")

    def hear_of_mail(self) -> float:
        """When the server next says that there is mail, by the monotonic clock."""
        self._hear(b" EXISTS")
        return time.monotonic()

    def close(self) -> None:
        """Leave without a word."""
        self._lines.close()
        self._socket.close()

    def _say(self, line: str, until: bytes) -> None:
        self._socket.sendall(line.encode() + b"\r\n")
        self._hear(until)

    def _hear(self, part: bytes) -> None:
        while part not in (line := self._lines.readline()):
            if not line:
                raise ConnectionError(f"the server left instead of saying {part!r}")


@contextmanager
def running_desk(stand: Stand, settings: Path) -> Iterator[None]:
    """The daemon, from its start to its end by SIGTERM. Raises RuntimeError with its last words if it died before."""
    with stand.log.open("ab") as log:
        process = subprocess.Popen([MAILFLOW, "--config", str(settings), "run"], stdout=log, stderr=log)
    try:
        yield
    finally:
        died = process.poll()
        process.terminate()
        process.wait(SECONDS)
        if died is not None:
            raise RuntimeError(f"the daemon ended with {died}: {stand.log.read_text(errors='replace')[-2000:]}")


@contextmanager
def deliverer(stand: Stand, account: Account) -> Iterator[Callable[[Sample], float]]:
    """Puts mails into a mailbox over a kept connection, and says when it began to."""
    with IMAPClient(stand.dovecot.host, port=stand.dovecot.port, ssl=False, timeout=SECONDS) as client:
        client.login(account.user, account.password)

        def deliver(sample: Sample) -> float:
            began = time.monotonic()
            client.append("INBOX", sample.content)
            return began

        yield deliver


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Seconds mail by mail: to the acknowledgement when quiet and when lively, and to the server's notice."""

    quiet: list[float] = field(default_factory=list)
    lively: list[float] = field(default_factory=list)
    notice: list[float] = field(default_factory=list)


def measure(count: int) -> Series:
    """So many mails of each kind, in turn, against one daemon and one server."""
    dice, series = random.Random(1), Series()
    samples = iter([each for each in generate(4 * (count + 1), datetime.now(UTC)) if each.message_id == each.root])
    with set_up() as stand:
        desk, watched = stand.dovecot.mailbox(), stand.dovecot.mailbox()
        with (
            running_desk(stand, stand.desk(desk)),
            deliverer(stand, desk) as to_desk,
            deliverer(stand, watched) as to_watched,
        ):
            _time_letter(stand, to_desk, next(samples), [])  # the start of the daemon is not measured here
            watcher = Watcher(stand, watched)
            for _ in range(count):
                time.sleep(dice.uniform(*QUIET) / 2)
                began = to_watched(next(samples))
                series.notice.append(watcher.hear_of_mail() - began)
                time.sleep(dice.uniform(*QUIET) / 2)
                _time_letter(stand, to_desk, next(samples), series.quiet)
                time.sleep(dice.uniform(*LIVELY))
                _time_letter(stand, to_desk, next(samples), series.lively)
            watcher.close()
    return series


def _time_letter(stand: Stand, deliver: Callable[[Sample], float], sample: Sample, took: list[float]) -> None:
    began = deliver(sample)
    took.append(stand.sink.wait_for(sample.message_id, SECONDS).at - began)


def summary(series: Series) -> dict[str, Any]:
    """Medians and 95th percentiles in milliseconds, and what mailflow adds to the server's own time."""
    figures: dict[str, Any] = {"mails": len(series.quiet)}
    for name, take in (("median", middle), ("p95", highest)):
        quiet, lively, notice = (round(take(each) * 1000) for each in (series.quiet, series.lively, series.notice))
        figures[name] = {
            "notice_ms": notice,
            "quiet_ms": quiet,
            "lively_ms": lively,
            "quiet_beyond_notice_ms": quiet - notice,
            "quiet_to_notice": round(quiet / notice, 2),
            "lively_to_notice": round(lively / notice, 2),
        }
    return figures | {"machine": busy()}


def main() -> int:
    """0 when every mail was acknowledged; one that is not raises TimeoutError."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=50, help="of each kind")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    series = measure(wanted.mails)
    show(summary(series), as_json=wanted.json, seconds=asdict(series))
    return 0


if __name__ == "__main__":
    sys.exit(main())
