"""An English request: where is it, it is done, thanks that are only thanks, and the word that closes."""

from mailflow.demo.cast import BO, TOM
from mailflow.demo.stage import Stage
from mailflow.desk.terms import Kind, State

SUBJECT = "A second monitor for our new planner"
WISH = """Hello,

from Monday on we have a new planner, Priya. Could you please order a
second 27 inch monitor for her desk, the same model that I have? No hurry,
any day next week is fine.

Cheers
Tom"""
DONE = """#fulfil
The monitor stands on Priya's desk, connected. She only has to sit down."""


def play(stage: Stage) -> None:
    """All of it."""
    with stage.step("Tom wants something: it is logged as a request, not as an incident"):
        stage.mail(TOM, SUBJECT, WISH)
        received = stage.letter(TOM, "received")
        task = stage.letter(BO, "new_ticket", ticket=received.ticket)
        stage.ticket(received.ticket, kind=Kind.REQUEST, state=State.NEW)
    with stage.step("Bo takes it, Tom asks where it is: the desk answers that by itself"):
        stage.reply(BO, task, "#take")
        stage.letter(TOM, "in_diagnosis", ticket=task.ticket)
        stage.reply(TOM, received, "status")
        stage.letter(TOM, "status", ticket=task.ticket)
        stage.ticket(task.ticket, state=State.FULFIL)
    with stage.step("Bo fulfils it"):
        stage.reply(BO, task, DONE)
        fulfilled = stage.letter(TOM, "fulfilled", ticket=task.ticket)
        stage.ticket(task.ticket, state=State.FULFILLED)
    with stage.step("Thanks alone say nothing about whether it works: nothing moves"):
        rows = stage.taken_in(stage.reply(TOM, fulfilled, "Thank you very much!"))
        stage.expect_no_letter(rows)
        stage.ticket(task.ticket, state=State.FULFILLED)
    with stage.step("“Yes” closes it"):
        stage.reply(TOM, fulfilled, "Yes")
        stage.letter(TOM, "closed", ticket=task.ticket)
        stage.ticket(task.ticket, state=State.CLOSED)
