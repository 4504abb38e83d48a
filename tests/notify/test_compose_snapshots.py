"""Every letter in every language, as it was last read and found good.

`MAILFLOW_SNAPSHOTS=write pytest tests/notify/test_compose_snapshots.py` writes them anew; read the difference then.
"""

import email
import email.header
import os
from email.message import Message
from pathlib import Path

import pytest

from mailflow.desk.terms import LANGUAGES
from mailflow.notify.compose import Occasion, Press, Recipient
from mailflow.notify.letters import LETTERS
from tests.notify.occasions import BO, THREAD, TOKEN, make_occasion, make_ticket

FOLDER = Path(__file__).parent / "snapshots"
PRESS = Press()


def pick(letter: str, language: str) -> Occasion:
    """The occasion of a letter, or of one of the two that stand in for others."""
    agent = Recipient(address=BO, name="Bo", language=language, agent=True)
    match letter:
        case "status_agent":
            return make_occasion("status", language, recipient=agent)
        case "confidential":
            return make_occasion("new_ticket", language, ticket=make_ticket(language, confidential=True))
        case _:
            return make_occasion(letter, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", [*LETTERS, "status_agent", "confidential"])
def test_the_letter_reads_as_it_was_approved(letter: str, language: str) -> None:
    made = PRESS.compose(pick(letter, language), TOKEN, THREAD)
    message = email.message_from_bytes(made.outgoing.content)
    seen = show(message) + "\n" + made.text
    path = FOLDER / language / f"{letter}.txt"
    if os.environ.get("MAILFLOW_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")


def test_no_approved_letter_is_left_over() -> None:
    known = {*LETTERS, "status_agent", "confidential"}
    assert {path.stem for path in FOLDER.glob("*/*.txt")} == known


def show(message: Message) -> str:
    """The header section, unfolded and decoded."""
    lines = []
    for name, value in message.items():
        decoded = str(email.header.make_header(email.header.decode_header(value.replace("\r\n", "").replace("\n", ""))))
        lines.append(f"{name}: {decoded}\n")
    return "".join(lines)
