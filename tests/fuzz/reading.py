"""`make fuzz`: breaks mails for some minutes and lets the desk read each one. MINUTES=30 make fuzz.

A mail that is read badly is written to a file, with the command that reads it again. Ends with 1 if there was one.
"""

import argparse
import dataclasses
import hashlib
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Any

from mailflow.ingest.parsing import limits
from mailflow.ingest.read import House, read
from mailflow.mail import Arrival
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds

HOUSE = House(addresses=frozenset({"support@example.com"}), prefix="MF", authserv_id="mx.example.com", loop_id="desk-1")
SEEDS = seeds()
FOUND = Path(tempfile.gettempdir()) / "mailflow-fuzz"
CPU_SECONDS = 2
GROWTH = 300 * 1024
"""KiB that one mail may add to the most that this process has ever held."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def main() -> int:
    """Mutates until the time is over, or reads the given files once."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path, help="read these and mutate nothing")
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000_000)
    chosen = options.parse_args()
    signal.signal(signal.SIGVTALRM, _too_slow)
    if chosen.files:
        return max(_told(file, fault_of(file.read_bytes())) for file in chosen.files)
    print(f"seed {chosen.seed}: {len(SEEDS)} mails to break, {chosen.minutes:g} minutes", flush=True)
    return _mutate(chosen.seed, time.monotonic() + 60 * chosen.minutes)


def _mutate(seed: int, end: float) -> int:
    number, slowest = 0, 0.0
    faults: set[str] = set()
    while time.monotonic() < end:
        mail = mutated(SEEDS, random.Random(f"{seed}-{number}"))
        began = time.process_time()
        fault = fault_of(mail)
        slowest = max(slowest, time.process_time() - began)
        number += 1
        if fault and fault not in faults:
            faults.add(fault)
            _keep(mail, fault)
    print(f"{number} mails, {len(faults)} kinds of fault, the slowest read in {slowest:.2f} s of CPU time (twice)")
    return 1 if faults else 0


def fault_of(mail: bytes) -> str:
    """What is wrong with how this mail is read, in a line; "" if nothing is."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, 2 * CPU_SECONDS)
        arrival = read(mail, HOUSE)
        if read(mail, HOUSE) != arrival:
            return "read twice it is not the same"
    except Exception as error:
        return f"{type(error).__name__} {error}"[:100] + f" in {_place(error)}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held > GROWTH:
        return "more memory than a mail may take"
    return next(_faults(arrival), "")


def _faults(arrival: Arrival) -> Iterator[str]:
    for name, text in _texts(arrival, "arrival"):
        control = _CONTROL.search(text)
        if control:
            yield f"{control.group()!a} in {name}"
    mail = arrival.mail
    for name, size, limit in (
        ("text", len(mail.text), limits.TEXT),
        ("plain", len(mail.plain), limits.TEXT),
        ("html", len(mail.html), limits.TEXT),
        ("reply", len(arrival.reply.text), limits.TEXT),
        ("headers", len(mail.headers), limits.HEADERS),
        ("attachments", len(mail.attachments), limits.PARTS),
        ("to", len(mail.to), limits.ADDRESSES),
        ("references", len(mail.references), limits.REFERENCES),
        ("subject", len(mail.subject), limits.HEADER),
    ):
        if size > limit:
            yield f"{name} is over its limit"


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Each text in a value, with the name of where it stands."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield name, value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each, name)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from _texts(getattr(value, each.name), f"{name}.{each.name}")


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"over {CPU_SECONDS} s of CPU time")


def _place(error: BaseException) -> str:
    """The last line of ours that the error came through."""
    trace, place = error.__traceback__, ""
    while trace:
        if "mailflow" in trace.tb_frame.f_code.co_filename:
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _keep(mail: bytes, fault: str) -> None:
    FOUND.mkdir(exist_ok=True)
    file = FOUND / f"{hashlib.sha256(mail).hexdigest()[:12]}.eml"
    file.write_bytes(mail)
    _told(file, fault)


def _told(file: Path, fault: str) -> int:
    print(f"{fault or 'read well'}: {file}\n  .venv/bin/python -m tests.fuzz.reading {file}", flush=True)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
