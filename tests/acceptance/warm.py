"""Forks mailflow processes from one that has imported all of it: `python -m tests.acceptance.warm SOCKET`.

A connection brings one JSON line (see `starter.Forked`) and its streams, and is told the process id and at last the
exit status. A forked process is `mailflow WORDS` to its end, with the failpoints of its own environment. What it
need not do again: compile the shipped letters, and start Python for its reading process, which is forked here too.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import mailflow.cli
from mailflow import check, daemon, engine, explain, export, failpoint, intake, reading, room
from mailflow.notify.compose import Press
from tests.acceptance.starter import Forked
from tests.notify.occasions import make_occasion

KNOWN = (check, daemon, explain, export, intake)
"""What the commands import when they are run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to become."""

    module: str
    words: list[str]
    cwd: str
    environment: dict[str, str]

    def be(self, place: str) -> None:
        """Be it."""
        os.chdir(self.cwd)
        os.environ.clear()
        os.environ.update(self.environment)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        importlib.reload(failpoint)
        if self.module == "mailflow.reading":
            reading.work(Connection(int(self.words[0])))
            return
        setattr(room, "subprocess", _readers(place))  # noqa: B010
        sys.argv = ["mailflow", *self.words]
        mailflow.cli.main()


def warm_up() -> None:
    """Compile the shipped letters, for all desks that have no letters of their own."""
    press = Press()
    for language in press.languages:
        voice = press._find_voice(make_occasion("help", language))
        for environment in (voice.text, voice.html):
            for name in environment.list_templates(extensions=["j2"]):
                environment.get_template(name)
    setattr(engine, "Press", lambda *folders: Press(*folders) if folders else press)  # noqa: B010


def next_wish(place: str) -> Wish | None:
    """In a forked process what to become; here None once nobody can wish for anything more (stdin has ended)."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen(64)
        print("ready", flush=True)
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
            line, _ = listener.accept()
            with line:
                if os.fork() == 0:
                    listener.close()
                    return _keep(line)
    return None


def _keep(line: socket.socket) -> Wish:
    """Fork once more, tell the end of that process, and end with it; in that process what to become."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    text, streams, _, _ = socket.recv_fds(line, 1 << 20, 4)
    wish = Wish(**json.loads(text))
    child = os.fork()
    if child:
        for each in streams:
            os.close(each)
        line.sendall(f"{child}\n".encode())
        line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
        os._exit(0)
    for number, each in enumerate(streams[:3]):
        os.dup2(each, number)
        os.close(each)
    for each in streams[3:]:
        wish.words.append(str(each))
    return wish


def _readers(place: str) -> SimpleNamespace:
    """What `room` uses of `subprocess`, with readers that are forked."""

    def start(command: Sequence[str], *, stdin: int, pass_fds: Sequence[int]) -> Forked:
        with Path(os.devnull).open("rb") as nothing:
            descriptors = [nothing.fileno(), 1, 2, *pass_fds]
            return Forked(place, "mailflow.reading", [], descriptors, cwd=Path.cwd(), environment=os.environ)

    return SimpleNamespace(Popen=start, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired)


def main(place: str) -> None:
    """Serve until stdin ends."""
    warm_up()
    gc.collect()
    gc.freeze()
    if wish := next_wish(place):
        _end(wish.be, place)


def _end(be: Callable[[str], None], place: str) -> NoReturn:
    """End as Python does, but without taking all down piece by piece, for which it would copy every page first."""
    code = 0
    try:
        be(place)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1])
