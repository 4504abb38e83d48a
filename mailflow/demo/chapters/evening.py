"""Looking back at the day: every mail decided about, every letter arrived once, nothing told that must stay inside."""

from typing import Any

from mailflow.demo.cast import AGENTS, CUSTOMERS
from mailflow.demo.chapters import printer
from mailflow.demo.people import all_text_of
from mailflow.demo.stage import Stage


def play(stage: Stage) -> None:
    """All of it."""
    with stage.step("Every mail was decided about, and none made two tickets"):
        rows = stage.record.mails()
        stage.expect("no mail undecided", [row.id for row in rows if row.state in ("kept", "parked")], [])
        opened = [row.ticket for row in rows if row.outcome == "ticket-create"]
        stage.expect("a ticket for each first mail", opened, [each.number for each in stage.record.tickets()])
        stage.teller.remark(f"{len(rows)} mails came in and made {len(opened)} tickets")
    with stage.step("Every letter was sent, and lies in its reader's inbox exactly once"):
        stage.wait("no letter to wait", lambda: not _unsent(stage) or None, lambda: str(_unsent(stage)))
        people = {each.address: each for each in (*CUSTOMERS, *AGENTS)}
        sent = sorted(row.message_id for row in _letters(stage, "sent") if row.recipient in people)
        lying = [str(letter["Message-ID"]).strip("<>") for each in people.values() for letter in stage.inbox(each)]
        stage.expect("the letters that were sent", sorted(lying), sent)
        stage.teller.remark(f"{len(sent)} letters arrived; the story showed the important ones")
    with stage.step("No customer was ever shown an agent's address, or the note"):
        secrets = (*(each.address for each in AGENTS), printer.NOTE.split("\n")[1])
        texts = [all_text_of(letter) for each in CUSTOMERS for letter in stage.inbox(each)]
        told = [secret for secret in secrets if any(secret in text for text in texts)]
        stage.expect("nothing that must stay inside", told, [])
    stage.teller.tickets(stage.record.tickets())


def _letters(stage: Stage, *states: str) -> list[Any]:
    return [row for row in stage.record.letters() if row.state in states]


def _unsent(stage: Stage) -> list[str]:
    return [f"{row.letter} ({row.state}, {row.answer})" for row in _letters(stage, "due", "failed", "held")]
