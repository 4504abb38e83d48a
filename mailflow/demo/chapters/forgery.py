"""Somebody writes as Bo; and Bo himself, once, from nowhere: both are held and asked, only one can answer."""

from mailflow.demo.cast import BO, MARK
from mailflow.demo.stage import Stage
from mailflow.desk.events import Noted
from mailflow.desk.ticket import Ticket

FORGED = """#resolve
All done, you can close it."""
FRESH = """#note
Mark called me. It is about the label printer in the bakehouse."""


def play(stage: Stage) -> None:
    """All of it."""
    with stage.step("A stranger sends an order as Bo: held, nothing acts, and Bo is asked"):
        before = stage.wait("a ticket of Mark's", lambda: next(iter(stage.record.tickets(MARK)), None), lambda: "none")
        tag = f"Re: [MF-{before.number}] {before.subject}"
        rows = stage.taken_in(stage.mail(BO, tag, FORGED, shown="“Bo”"))
        stage.expect("the mail to be held", [row.state for row in rows], ["held"])
        stage.letter(BO, "held")
        _unchanged(stage, before)
    with stage.step("Bo himself forgets to reply and writes anew: the same question, to which he says yes"):
        stage.mail(BO, tag, FRESH)
        challenge = stage.letter(BO, "held")
        stage.reply(BO, challenge, "yes")
        stage.event(before.number, Noted)
        _unchanged(stage, before)


def _unchanged(stage: Stage, before: Ticket) -> None:
    stage.ticket(before.number, state=before.state, tier=before.tier, assignee=before.assignee)
