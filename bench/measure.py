"""Runs a program and says what it cost, with all the processes that it starts; and how busy the machine was."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 1024 * 1024
LOOK_SECONDS = 0.05
SHARES_EVERY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Wall and CPU seconds, and MiB at the peak of the process with its children.

    `rss` counts a page once for each process that maps it, `pss` once in all (in equal shares).
    """

    wall: float
    cpu: float
    rss: float
    pss: float
    code: int


def run(command: Sequence[str], log: Path) -> Cost:
    """Run it to its end; what it prints goes to `log`."""
    with log.open("ab") as output:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        watch = Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.stop()
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall=wall, cpu=cpu, rss=watch.rss / MIB, pss=watch.pss / MIB, code=process.returncode)


class Watch(threading.Thread):
    """Looks at the memory of a process and its children until stopped; keeps the peaks in bytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.rss = self.pss = 0
        self._pid = pid
        self._stopped = threading.Event()

    def run(self) -> None:
        turn = 0
        while not self._stopped.wait(LOOK_SECONDS):
            family = list(_family(self._pid))
            self.rss = max(self.rss, sum(map(_resident, family)))
            if turn % SHARES_EVERY == 0:
                self.pss = max(self.pss, sum(map(_share, family)))
            turn += 1

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(tasks).split():
            yield from _family(int(child))


def _resident(pid: int) -> int:
    fields = _text(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * PAGE if fields else 0


def _share(pid: int) -> int:
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _text(path: Path) -> str:
    """What the kernel says there; nothing if the process has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def busy() -> dict[str, float]:
    """How busy the machine is: the load of the last minute, and milliseconds for a fixed piece of work."""
    began = time.perf_counter()
    sum(each * each for each in range(1_000_000))
    return {"load": os.getloadavg()[0], "fixed_work_ms": round((time.perf_counter() - began) * 1000)}


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def highest(values: Sequence[float], share: float = 0.95) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[max(0, round(len(values) * share) - 1)]
