"""What is refused whatever a mail says: pickles, the network, secrets in the open, more rights than are needed."""

import ast
import socket
import stat
import subprocess
from collections import defaultdict
from itertools import takewhile
from pathlib import Path
from shutil import which
from typing import Any

import pytest

import mailflow
from mailflow.check import findings
from mailflow.ingest.read import read
from mailflow.settings import Settings, load
from tests.flow.branch import ANA, BO, EVE, Branch, the
from tests.ingest.letters import HOUSE, letter, multipart

ROOT = Path(mailflow.__file__).parent
UNIT = ROOT.parent / "deploy" / "mailflow.service"
RUNS_CODE = frozenset({"pickle", "joblib", "marshal", "shelve", "dill", "cloudpickle", "xml", "lxml"})
FETCHES = frozenset({"urllib.request", "http", "requests", "httpx", "ftplib"})


def imported(source: str) -> set[str]:
    """All modules that the source imports, and the packages that hold them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update([node.module, *(f"{node.module}.{each.name}" for each in node.names)])
    return names | {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_s23_s19_no_file_of_ours_can_unpickle_resolve_an_entity_or_fetch(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert not imported(source) & RUNS_CODE
    fetching = imported(source) & FETCHES
    assert not fetching or file.relative_to(ROOT).as_posix() == "ingest/account.py"
    called = {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"eval", "exec"}


REMOTE = (
    '<img src="http://evil.example/pixel.gif"><link rel=stylesheet href="//evil.example/x.css">'
    '<iframe src="http://127.0.0.1:1/"></iframe><style>@import url(http://evil.example/y.css);</style>'
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'


def test_s19_reading_a_mail_and_writing_its_letters_asks_nobody(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: asked.append(given))
    monkeypatch.setattr(socket.socket, "connect", lambda self, given: asked.append(given))
    body, kind = multipart(
        f"Content-Type: text/html\n\n{REMOTE}",
        f"Content-Type: text/xml\n\n{ENTITY}",
        f"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nATTACH:http://evil.example/x\n{ENTITY}\nEND:VCALENDAR",
        'Content-Type: message/external-body; access-type=URL; URL="http://evil.example/z"\n\n',
    )
    branch.receive(letter(body, kind=kind))
    assert len(branch.tickets()) == 1
    assert asked == []
    assert all("root:" not in row.text for row in branch.outbox())


def test_s27_a_forged_decline_and_a_strangers_invitation_move_nothing(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    before = branch.ticket()
    uid = "mf-1@example.com"
    for method, sender in (("REPLY", EVE), ("REQUEST", EVE), ("CANCEL", EVE)):
        event = (
            f"BEGIN:VEVENT\nUID:{uid}\nATTENDEE;PARTSTAT=DECLINED:mailto:{ANA}\nDTSTART:20260609T090000Z\nEND:VEVENT"
        )
        calendar = f"BEGIN:VCALENDAR\nMETHOD:{method}\n{event}\nEND:VCALENDAR"
        content = branch.answer(notice, "x", sender=sender).decode().partition("\r\n\r\n")[0]
        content = content.replace("text/plain", f"text/calendar; method={method}")
        branch.work(f"{content}\r\n\r\n{calendar}".encode())
    assert branch.ticket(1) == before


def exposed(settings: Settings, file: Path) -> list[str]:
    """The files of which `mailflow check` says that others may read them; it looks at these before all else."""
    told = (each.text for each in takewhile(lambda each: each.part == "secrets", findings(settings, file)))
    return [text for text in told if "others may read it" in text]


@pytest.mark.parametrize("secret", ["password", "password_file"])
def test_s30_a_secret_that_others_can_read_is_told_of_and_never_shown(tmp_path: Path, secret: str) -> None:
    word = "correct horse"
    (tmp_path / "word").write_text(word)
    file = tmp_path / "mailflow.toml"
    value = word if secret == "password" else "word"
    file.write_text(f'[desk]\naddress = "support@example.com"\n[imap]\nhost = "x"\nuser = "y"\n{secret} = "{value}"\n')
    for each in (file, tmp_path / "word"):
        each.chmod(0o644)
    settings = load(file)
    assert word not in repr(settings)
    assert exposed(settings, file)
    for each in (file, tmp_path / "word"):
        each.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert not exposed(settings, file)


def settings_of(unit: Path) -> dict[str, list[str]]:
    """All values of each setting, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in unit.read_text().splitlines():
        name, _, value = line.partition("=")
        if not line.startswith("#"):
            found[name].append(value)
    return found


@pytest.mark.skipif(which("systemd-analyze") is None, reason="systemd is not here")
def test_s31_systemd_finds_no_more_exposure_than_two_of_ten() -> None:
    judge = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(UNIT)]
    judged = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout[-200:] + judged.stderr


def test_s31_the_unit_gives_no_more_rights_than_are_needed() -> None:
    service = {name: " ".join(values) for name, values in settings_of(UNIT).items()}
    wanted = ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "ProtectClock")
    kernel = ("ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "RestrictNamespaces")
    memory = ("MemoryDenyWriteExecute", "LockPersonality", "RestrictSUIDSGID", "RestrictRealtime", "PrivateUsers")
    assert {service[name] for name in (*wanted, *kernel, *memory)} == {"yes"}
    assert (service["ProtectSystem"], service["UMask"]) == ("strict", "0077")
    assert service["RestrictAddressFamilies"].split() == ["AF_INET", "AF_INET6", "AF_UNIX"]
    assert service["CapabilityBoundingSet"] == ""
    assert service["SystemCallFilter"] == "@system-service ~@privileged @resources setpriority mbind"
    assert {"MemoryMax", "TasksMax", "StateDirectory", "LoadCredential"} <= set(service)
    assert "password" not in service["ExecStart"].lower()


SLOW = {
    "quotes": ">" * 60_000 + "\n",
    "wrote": "On " + "a " * 30_000 + "wrote",
    "spaces": "x" + " " * 100_000 + "y",
    "underscores": "_" * 100_000,
    "dashes": ("-" * 70 + "\n") * 2_000 + "x",
    "From lines": "From: " * 20_000,
    "hashes": "#" * 100_000 + "\n#a " * 5_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_s22_a_text_made_to_stop_a_reader_of_quotes_is_read(text: str) -> None:
    """A quadratic pattern takes minutes here; what is kept is all, or what is new."""
    assert read(letter(f"The printer is broken.\n\n{text}"), HOUSE).reply.text.startswith("The printer is broken.")
