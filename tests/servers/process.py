"""Starts a server in the foreground as an ordinary user, waits for its port, and ends it by its own process id."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

START_SECONDS = 60
ENOUGH = 4 << 30


def binary(name: str, *, package: str, places: Sequence[str] = ("/usr/sbin", "/usr/bin")) -> str:
    """The path of a server program; the test fails with what to install where it is missing."""
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        pytest.fail(
            f"The program '{name}' is missing: install it, e.g. with 'apt-get install {package}'.", pytrace=False
        )
    return found


def ordinary_user(*names: str) -> pwd.struct_passwd:
    """Who runs the server: whoever runs the tests, but instead of root the first of these users that exists."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.fail(f"The tests run as root, and no ordinary user of {', '.join(names)} exists.", pytrace=False)


def quick_folder() -> str:
    """Where files are made quickest: in memory, if there is enough of it."""
    return "/dev/shm" if os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > ENOUGH else "/tmp"


def scratch(name: str, user: pwd.struct_passwd) -> Path:
    """A new short folder that this user owns (sockets inside it must stay below 108 characters)."""
    folder = Path(tempfile.mkdtemp(prefix=f"mf-{name}-", dir=quick_folder()))
    if os.getuid() == 0:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_user(user: pwd.struct_passwd) -> dict[str, Any]:
    """What `subprocess` needs to become this user; nothing unless we are root."""
    if os.getuid() != 0:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class ServerProcess:
    """One server program in the foreground; its output goes to a file, which is shown when it does not start."""

    def __init__(self, command: Sequence[str], *, user: pwd.struct_passwd, folder: Path, port: int) -> None:
        self._command, self._user, self._port = list(command), user, port
        self._folder, self._output = folder, folder / "output.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run the program and return when its port answers."""
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **as_user(self._user),
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop(9)
                pytest.fail(
                    f"{self._command[0]} did not start:\n{self._output.read_text(errors='replace')[-3000:]}",
                    pytrace=False,
                )
            time.sleep(0.05)

    def stop(self, signal_number: int = 15) -> None:
        """End the program, wait until it is gone, and end what it leaves behind of its own."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal_number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self._port)) == 0
