"""The demo as a person starts it: the real command, told to its end; and one whose desk breaks."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from imapclient import IMAPClient

MAILFLOW = Path(sys.executable).with_name("mailflow")


def run_demo(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Tell the story in this folder; it must end by itself."""
    return subprocess.run(
        [MAILFLOW, "demo", *options],
        env={**os.environ, "TMPDIR": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The whole story, told once, and the folder that it left."""
    folder = tmp_path_factory.mktemp("demo")
    done = run_demo(folder, "--once")
    [scratch] = folder.glob("mailflow-demo-*")
    return done, scratch


Told = tuple[subprocess.CompletedProcess[str], Path]


def test_every_step_of_the_story_is_seen(told: Told) -> None:
    done, _ = told
    assert "NOT SEEN" not in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    good, steps = re.search(r"(\d+) of (\d+) steps were seen", done.stdout).groups()  # type: ignore[union-attr]
    assert good == steps
    assert int(steps) >= 30


@pytest.mark.parametrize(
    "step",
    [
        "Anna reports it: an answer in her language",
        "Bo takes it",
        "Bo asks: the clocks stand",
        "it changes nothing",
        "her mail finds its ticket",
        "never from his",
        "A note stays inside",
        "Anna says yes: it is closed",
        "Bo escalates without a reason: refused",
        "it goes to the second line",
        "Zsófi finds the cause",
        "Lena's reply reopens it",
        "logged as a request",
        "her mail comes twice: one ticket",
        "Bo's answer is one word",
        "the desk's letter bounces",
        "A stranger sends an order as Bo: held",
        "the third line is paged",
        "read as a breach",
        "No customer was ever shown an agent's address",
    ],
)
def test_the_day_has_what_a_day_at_a_desk_has(told: Told, step: str) -> None:
    summary = told[0].stdout.rpartition("step  ")[2]
    assert re.search(rf"seen +[^\n]*{re.escape(step)}", summary)


def test_the_log_does_not_disturb_the_story(told: Told) -> None:
    done, scratch = told
    assert done.stderr == ""
    assert "taken_in" not in done.stdout
    assert "taken_in" in (scratch / "desk.log").read_text()


def test_each_mail_is_kept_as_a_file_by_its_number(told: Told) -> None:
    done, scratch = told
    assert str(scratch / "letters") in done.stdout
    numbers = re.findall(r"^ +(\d{3}) .* → ", done.stdout, re.MULTILINE)
    assert len(numbers) > 60
    for number in numbers:
        [file] = (scratch / "letters").glob(f"{number}-*.eml")
        assert b"Message-ID:" in file.read_bytes()


def test_the_desk_can_be_looked_at_afterwards(told: Told) -> None:
    config = ["--config", str(told[1] / "mailflow.toml")]
    shown = subprocess.run([MAILFLOW, *config, "tickets", "show", "2"], capture_output=True, text=True, check=True)
    assert "VPN bricht seit dem Update dauernd ab" in shown.stdout
    assert "CLOSED" in shown.stdout


def test_a_desk_that_breaks_down_ends_with_1_and_what_was_expected(tmp_path: Path) -> None:
    """The sender dies at its tenth turn, so that a letter never comes."""
    done = run_demo(tmp_path, "--once", MAILFLOW_FAILPOINT="send.claimed:10", MAILFLOW_FAILPOINT_MODE="raise")
    assert done.returncode == 1
    assert re.search(r"NOT SEEN: expected \w+ to get the letter \w+; there was: ", done.stdout)
    assert "the desk has stopped" in done.stdout
    assert re.search(r"^NOT SEEN +Lena reports it", done.stdout, re.MULTILINE)


def test_without_once_the_desk_stays_up_for_a_mail_program(tmp_path: Path) -> None:
    with demo_that_stays(tmp_path) as (demo, said):
        port = int(re.search(r"IMAP: 127.0.0.1 port (\d+)", said)[1])  # type: ignore[index]
        login, password = re.search(r"^(anna@\S+) +(\S+)", said, re.MULTILINE).groups()  # type: ignore[union-attr]
        with IMAPClient("127.0.0.1", port, ssl=False, timeout=20) as client:
            client.login(login, password)
            assert client.select_folder("INBOX")[b"EXISTS"] > 3
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=30) == 0


@contextmanager
def demo_that_stays(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The demo once its story is told and its invitation given, with all that it said; killed at the end."""
    demo = subprocess.Popen(
        [MAILFLOW, "demo"],
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    try:
        said = ""
        while "\njudit@" not in said and (line := demo.stdout.readline()):  # type: ignore[union-attr]
            said += line
        yield demo, said
    finally:
        demo.kill()
        demo.communicate()
