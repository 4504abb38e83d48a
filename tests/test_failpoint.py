"""A failpoint does nothing until the environment arms it; then it acts at the passing that was asked for."""

import subprocess
import sys

import pytest

PROGRAM = """
from mailflow.failpoint import failpoint
for name in ("a", "b", "a", "b"):
    print(name, flush=True)
    failpoint(name)
print("end")
"""


def run(**environment: str) -> tuple[int, str]:
    """The exit status of a program with four failpoints, and how far it came."""
    armed = {f"MAILFLOW_{name}": value for name, value in environment.items()}
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=armed, check=False)
    return ran.returncode, ran.stdout.replace("\n", " ").strip()


def test_unarmed_it_is_idle() -> None:
    assert run() == (0, "a b a b end")


@pytest.mark.parametrize(
    ("armed", "reached"), [("1", "a"), ("3", "a b a"), ("b:1", "a b"), ("b:2", "a b a b"), ("a:2", "a b a")]
)
def test_it_kills_at_the_passing_of_that_number_or_name(armed: str, reached: str) -> None:
    assert run(FAILPOINT=armed) == (-9, reached)


@pytest.mark.parametrize(("mode", "status"), [("exit", 3), ("raise", 1), ("kill", -9)])
def test_it_ends_in_the_way_that_was_asked_for(mode: str, status: int) -> None:
    assert run(FAILPOINT="2", FAILPOINT_MODE=mode) == (status, "a b")


def test_a_number_that_is_never_reached_changes_nothing() -> None:
    assert run(FAILPOINT="5") == (0, "a b a b end")
