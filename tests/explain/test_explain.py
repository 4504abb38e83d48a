"""What the desk would do with a mail, and why: told for an admin, and as JSON that keeps its promise."""

import io
import itertools
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailflow.explain.many import AT_ONCE, explain_again, explain_all, explain_batch
from mailflow.explain.record import Frame
from mailflow.explain.sources import mails_of
from mailflow.explain.telling import REASONS, told
from mailflow.ingest.read import House
from tests.ingest.letters import letter, multipart
from tests.ingest.test_machines_corpus import told_in

HOUSE = House(addresses=frozenset({"support@example.com"}), prefix="MF", authserv_id="mx.example.com", loop_id="desk-1")
FRAME = Frame(house=HOUSE, agents=frozenset({"bo@example.org"}))
TOKEN = "1-12-c-aaaaaaaa-bbbbbbbbbbbbbbbb"
PASS = "mx.example.com; dmarc=pass header.from=example.org"


def record(content: bytes, frame: Frame = FRAME) -> dict[str, Any]:
    """The mail's record."""
    [line] = explain_batch([("a.eml", content)], frame, json.dumps)
    found: dict[str, Any] = json.loads(line)
    return found


def words(content: bytes, frame: Frame = FRAME) -> str:
    """The mail explained to a person."""
    [text] = explain_batch([("a.eml", content)], frame, told)
    return text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (letter(Authentication_Results=PASS), ["vouches for the sender", "accept (new", "may go out", "it begins a"]),
        (letter(Authentication_Results=PASS.replace("pass", "fail")), ["TX: not believed", "quarantine (dmarc-fail"]),
        (letter(From="a@example.org, b@example.org"), ["identity   none", "no-identity"]),
        (letter(From="Bo <bo@example.org>"), ["held: an agent's address without proof"]),
        (letter("#resolve x\n#frobnicate\n\nText", From="bo@example.org", Authentication_Results=PASS),
         ["T3: an agent, proven", "order      #resolve x", "#frobnicate (no such order)"]),
        (letter("#resolve x"), ["#resolve x (acts only for a proven agent)"]),
        (letter(To=f"support+{TOKEN}@example.com"), ["a token in the address"]),
        (letter(In_Reply_To=f"<mf.{TOKEN}@example.com>"), ["a token in the References", "1 Message-IDs"]),
        (letter(Subject="AW: [MF-7] x"), ["number 7 in the subject"]),
        (letter(Auto_Submitted="auto-replied"), ["automatic (auto-submitted: Auto-Sub", "no automatic"]),
        (letter("Thanks!"), ["thanks     only thanks: reopens nothing"]),
        (letter("It works again, thank you"), ["word       confirm"]),
        (letter("4"), ["rating     4"]),
        (letter("New.\n\nOn Mon, 2 Mar 2026 at 10:00, Desk <d@example.com> wrote:\n> old\n> older"),
         ["1 of 4 lines are new; 3 quoted, 0 signature"]),
        (letter("Bo wrote:\n> Which floor?\nThe second.\n> Since when?\nMonday.", Subject="Re: Printer"),
         ["answers    Which floor? - The second."]),
        (letter(From="root"), ["from       <root>", "identity   none"]),
        (letter("New.\n\n-- \nAna\n+36 1"), ["1 of 4 lines are new; 0 quoted, 3 signature"]),
        (letter("-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n-----END PGP MESSAGE-----"),
         ["sealed     encrypted", "not read by the model", "(encrypted"]),
        (b"", ["unreadable (empty", "not read by the model"]),
        (b"\xff\xfe\x00", ["not read by the model"]),
        (letter("x\n" * 40), ["28 lines more"]),
    ],
)  # fmt: skip
def test_every_step_is_told_with_the_rule_that_fired(content: bytes, said: list[str]) -> None:
    text = words(content)
    for each in said:
        assert each in text, text


def test_the_words_that_spoke_for_a_label_are_told_to_a_person_who_asks() -> None:
    mail = letter("Since Monday the printer in our room stays silent.")
    text = words(mail, replace(FRAME, words=True))
    assert re.search(r"because +category hardware: Printer", text), text
    assert "because" not in words(mail)
    assert "because" not in words(b"", replace(FRAME, words=True))


def test_a_mail_that_is_not_read_has_no_confident_label() -> None:
    for content in (b"", b"\xff\xfe\x00", letter(From="a@example.org, b@example.org")):
        found = record(content)
        assert not found["sure"]
        assert max(found[head]["p"] for head in ("kind", "category", "impact", "urgency")) <= 0.5


def test_what_is_attached_and_whose_mail_is_forwarded_is_told() -> None:
    inner = letter(From="Carl <carl@customer.example>").decode()
    body, kind = multipart(
        "Content-Type: text/plain\n\nSee below.\n", f"Content-Type: message/rfc822\n\n{inner}",
        'Content-Type: image/png; name="a.png"\nContent-Disposition: attachment\n\nx',
    )  # fmt: skip
    text = words(letter(body, kind=kind, Subject="Fwd: Printer"))
    assert "the mail of carl@customer.example" in text
    assert "a.png (image/png" in text


def test_the_record_has_the_same_keys_for_every_mail() -> None:
    assert record(letter()).keys() == record(b"").keys() == record(b"\0\0").keys()


def test_every_reason_is_said_in_one_line() -> None:
    assert all(text and "\n" not in text for text in REASONS.values())
    assert {case["reason"] for case in told_in("others")} <= REASONS.keys()


# --- where mails come from


def found(*sources: str, stdin: bytes = b"") -> tuple[list[tuple[str, bytes]], list[str], list[str]]:
    """The mails, what was lost, and what was passed over."""
    lost: list[str] = []
    passed: list[str] = []
    mails = mails_of(sources, io.BytesIO(stdin), lambda name, _: lost.append(name), lambda name, _: passed.append(name))
    return list(mails), lost, passed


def test_a_folder_gives_its_mails_in_order_and_passes_over_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    files = {"b/2.eml": b"\xff\xfe\x00", "1": letter(), "README.md": b"# Read me\n", "x.db": b"SQLite\0"}
    more = {".hidden": letter(), "3.mbox": b"From a@b Mon Mar  2 10:00:00 2026\n" + letter()}
    for name, content in (files | more).items():
        (tmp_path / name).write_bytes(content)
    mails, lost, passed = found(str(tmp_path))
    assert [Path(name).name for name, _ in mails] == ["1", "3.mbox", "2.eml"]
    assert lost == []
    assert [Path(each).name for each in passed] == ["README.md", "x.db"]


def test_a_file_that_is_named_is_always_explained(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(b"SQLite\0")
    assert found(str(file)) == ([(str(file), b"SQLite\0")], [], [])
    file.write_bytes(b"")
    assert found(str(file)) == ([(str(file), b"")], [], [])
    assert found(str(tmp_path / "none")) == ([], [str(tmp_path / "none")], [])


def test_a_maildir_an_mbox_and_standard_input_are_taken(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(letter())
    (tmp_path / "cur" / "2.host:2,S").write_bytes(letter())
    (tmp_path / "dovecot-uidlist").write_bytes(b"3 V1")
    assert [Path(name).name for name, _ in found(str(tmp_path))[0]] == ["1.host", "2.host:2,S"]
    mbox = b"".join(b"From a@b Mon Mar  2 10:00:00 2026\n" + letter(f"number {n}\n\n") for n in range(3))
    assert [name for name, _ in found("-", stdin=mbox)[0]] == ["-", "-#2", "-#3"]
    assert [name for name, _ in found("-", stdin=b"")[0]] == ["-"]


# --- many mails


def numbered(count: int) -> Iterator[tuple[str, bytes]]:
    """So many mails, made as they are asked for."""
    return ((str(number), letter(f"Mail {number}")) for number in range(count))


def test_the_first_mail_is_told_before_the_second_is_read() -> None:
    mails = numbered(10_000)
    first = next(explain_all(mails, FRAME, json.dumps, processes=1))
    assert json.loads(first)["file"] == "0"
    assert next(mails)[0] == "1"


def test_many_mails_come_in_order_from_several_processes_and_few_are_held_at_a_time() -> None:
    count = 6 * AT_ONCE
    mails = numbered(10_000_000)
    texts = [json.loads(each) for each in itertools.islice(explain_all(mails, FRAME, json.dumps, processes=2), count)]
    assert [each["file"] for each in texts] == [str(number) for number in range(count)]
    assert [each["reply"] for each in texts] == [f"Mail {number}" for number in range(count)]
    assert int(next(mails)[0]) <= count + 8 * AT_ONCE


def test_a_mail_that_ends_its_process_gives_its_line_and_the_others_theirs() -> None:
    batch = [("fine", letter()), ("deadly", letter("DEADLY"))]
    texts = [json.loads(each) for each in explain_again(batch, FRAME, fragile)]
    assert [(each["file"], each["verdict"], each["reason"]) for each in texts] == [
        ("fine", "accept", "new"), ("deadly", "unreadable", "failed"),
    ]  # fmt: skip
    assert (texts[1]["subject"], texts[1]["reply"], texts[1]["sure"]) == ("Printer", "", False)


def fragile(found: dict[str, Any]) -> str:
    """Ends the process that shows a deadly mail."""
    if found["reply"] == "DEADLY":
        os._exit(9)
    return json.dumps(found)
