"""`mailflow ingest`: the pipe from an MTA. Exit 0 means that the mail is ours, 75 that it is still theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.installation import PATIENCE, Installation
from tests.acceptance.mails import mail
from tests.acceptance.starter import Cold

TRY_AGAIN = 75


def test_a_mail_from_a_pipe_is_taken_in_and_its_letters_wait_for_the_daemon(
    install: Callable[..., Installation],
) -> None:
    desk = install(starter=Cold())
    content = mail(sender="ana@customer.example")
    assert desk.run("ingest", "-", given=content).returncode == 0
    assert desk.run("ingest", "-", given=content).returncode == 0  # the MTA was not sure, and came again
    [ticket] = desk.records("tickets", "list")
    assert ticket["requester"] == "ana@customer.example"
    assert len(desk.records("outbox", "list", "--state", "due")) == 2
    desk.say("run", "--once")
    assert len(desk.sink.letters) == 2


def test_files_folders_and_mboxes_are_taken_in(desk: Installation, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(mail("One"))
    (tmp_path / "more").mkdir()
    for name in ("Two", "Three"):
        (tmp_path / "more" / f"{name}.eml").write_bytes(mail(name))
    boxed = b"".join(b"From x@y Mon Jun  8 09:00:00 2026\n" + mail(name) + b"\n" for name in ("Four", "Five"))
    (tmp_path / "box").write_bytes(boxed)
    told = desk.say("ingest", str(tmp_path / "one.eml"), str(tmp_path / "more"), str(tmp_path / "box"))
    assert "5" in told
    assert {each["subject"] for each in desk.records("tickets", "list")} == {"One", "Two", "Three", "Four", "Five"}


@pytest.mark.parametrize("fault", ["store", "settings", "no settings"])
def test_what_cannot_be_stored_or_opened_is_left_to_the_mta_to_try_again(
    install: Callable[..., Installation], fault: str
) -> None:
    """Whatever is wrong on our side must not make the MTA send a customer's mail back."""
    desk = install(sections={"store": {"url": "sqlite:////no/such/folder/desk.db"}} if fault == "store" else {})
    if fault == "settings":
        (desk.folder / "mailflow.toml").write_text("[desk]\naddres = 'support@example.com'\n")
    if fault == "no settings":
        (desk.folder / "mailflow.toml").unlink()
    ran = desk.run("ingest", "-", given=mail())
    assert ran.returncode == TRY_AGAIN
    assert ran.stderr.decode().startswith("mailflow: ")
    assert len(ran.stderr.decode().splitlines()) == 1


def test_a_named_file_that_is_not_there_is_the_callers_mistake(desk: Installation) -> None:
    ran = desk.run("ingest", "/there/is/no/such.eml")
    assert ran.returncode == 1
    assert "no such file" in ran.stderr.decode()


def test_many_at_once_on_a_fresh_store_lose_nothing(install: Callable[..., Installation], store_url: str) -> None:
    """An MTA runs one process a mail, several at the same moment, and comes again after 75."""
    desk = install(url=store_url)
    waiting = [mail(f"Case {number}") for number in range(4)]
    waiting.append(waiting[0])
    for _ in range(20):
        processes = [desk.start("ingest", "-", given=content) for content in waiting]
        codes = [process.wait(PATIENCE) for process in processes]
        assert set(codes) <= {0, TRY_AGAIN}, (desk.folder / "daemon.log").read_text()
        waiting = [content for content, code in zip(waiting, codes, strict=True) if code]
        if not waiting:
            break
    assert waiting == []
    assert sorted(each["subject"] for each in desk.records("tickets", "list")) == [f"Case {n}" for n in range(4)]
