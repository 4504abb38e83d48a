"""Starts mailflow's command line: cold, as a user does, or warm, as a fork of a process that has all of it imported."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

PROGRAM = Path(sys.executable).with_name("mailflow")


class Running(Protocol):
    """What `subprocess.Popen` and `Forked` have in common."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def kill(self) -> None: ...

    def send_signal(self, sig: int, /) -> None: ...


class Starter(Protocol):
    """Begins `mailflow WORDS` with these three streams."""

    def start(
        self, words: Sequence[str], streams: Sequence[IO[bytes]], *, cwd: Path, environment: Mapping[str, str]
    ) -> Running: ...


class Cold:
    """The real command."""

    def start(
        self, words: Sequence[str], streams: Sequence[IO[bytes]], *, cwd: Path, environment: Mapping[str, str]
    ) -> Running:
        given, said, complained = streams
        command = [str(PROGRAM), *words]
        return subprocess.Popen(command, stdin=given, stdout=said, stderr=complained, cwd=cwd, env=environment)


class Warm:
    """The client of `warm.py`, which it starts; any number may run at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mf-warm-")
        self._place = str(Path(self._folder.name) / "socket")
        command = [sys.executable, "-m", "tests.acceptance.warm", self._place]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        assert self._process.stdout
        assert self._process.stdout.readline() == b"ready\n"

    def start(
        self, words: Sequence[str], streams: Sequence[IO[bytes]], *, cwd: Path, environment: Mapping[str, str]
    ) -> Running:
        descriptors = [each.fileno() for each in streams]
        return Forked(self._place, "mailflow.cli", words, descriptors, cwd=cwd, environment=environment)

    def end(self) -> None:
        """No more of them."""
        self._process.communicate(timeout=60)
        self._folder.cleanup()


class Forked:
    """A process that `warm.py` has forked; `returncode` is as `subprocess` counts it (-9: killed)."""

    def __init__(
        self,
        place: str,
        module: str,
        words: Sequence[str],
        descriptors: Sequence[int],
        *,
        cwd: Path,
        environment: Mapping[str, str],
    ) -> None:
        self.returncode: int | None = None
        self._words = list(words)
        wish = {"module": module, "words": self._words, "cwd": str(cwd), "environment": dict(environment)}
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(place)
        socket.send_fds(self._line, [json.dumps(wish).encode()], descriptors)
        with self._line.makefile("rb", buffering=0) as answers:
            self.pid = int(answers.readline())

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """The exit status; raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                told = self._line.recv(100)
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self._words, timeout or 0) from None
            self.returncode = int(told)
            self._line.close()
        return self.returncode

    def send_signal(self, sig: int, /) -> None:
        """Nothing once it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)
