"""Starts real mailflow processes without the second that Python needs to import them: each is a fork of one that has.

`python -m tests.acceptance.warm` reads a JSON line {"words", "environment", "log"} and answers with the exit status as
`subprocess` counts it (-9: killed). The failpoint is armed from that environment, as at any start.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import mailflow.cli
import mailflow.daemon
from mailflow import failpoint


def serve() -> None:
    """Answer each line until there is none."""
    for line in sys.stdin:
        wish = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(wish["words"], wish["environment"], Path(wish["log"]))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, flush=True)


def _become(words: list[str], environment: dict[str, str], log: Path) -> None:
    """Be `mailflow WORDS`, and nothing after it."""
    code = 1
    try:
        with log.open("ab") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        os.environ.update(environment)
        importlib.reload(failpoint)
        sys.argv = ["mailflow", *words]
        mailflow.cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
