"""Places where a test may end the process, so that every crash can be tried. Idle unless the environment arms it.

`MAILFLOW_FAILPOINT=name:k` acts at the k-th passing of that name, `MAILFLOW_FAILPOINT=n` at the n-th failpoint passed;
`MAILFLOW_FAILPOINT_MODE` is exit, kill (default), raise or sleep.
"""

import os
import signal
import threading
import time


class FailpointError(Exception):
    """Raised by an armed failpoint in mode `raise`."""


_armed = os.environ.get("MAILFLOW_FAILPOINT", "")
_mode = os.environ.get("MAILFLOW_FAILPOINT_MODE", "kill")
_name, _, _count = _armed.rpartition(":")
_left = int(_count) if _armed else 0
_lock = threading.Lock()


def failpoint(name: str) -> None:
    """End, stop or break this process here if the environment says so."""
    if not _armed:
        return
    if _name and name != _name:
        return
    global _left
    with _lock:
        _left -= 1
        due = _left == 0
    if due:
        _act(name)


def _act(name: str) -> None:
    match _mode:
        case "exit":
            os._exit(3)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "raise":
            raise FailpointError(name)
        case "sleep":
            time.sleep(3600)
        case _:
            raise ValueError(f"MAILFLOW_FAILPOINT_MODE={_mode}: use exit, kill, raise or sleep")
