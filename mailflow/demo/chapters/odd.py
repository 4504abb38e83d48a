"""What else a mailbox brings: an old charset, a mail that comes twice, a riddle, and an address that bounces."""

from mailflow.demo.cast import BO, ILONA, KURT, MARK
from mailflow.demo.stage import Stage
from mailflow.desk.events import LabelAsked
from mailflow.desk.terms import Kind

OLD_SUBJECT = "Kérés: hozzáférés az őrségi fiók postafiókjához"
OLD = """Tisztelt Ügyfélszolgálat!

Jövő héttől én helyettesítem Győző kollégámat az őrségi fiókban.
Kérem, adjanak hozzáférést az info@levelpapir.example közös postafiókhoz.

Üdvözlettel:
Szűcs Ilona"""
RIDDLE_SUBJECT = "about yesterday"
RIDDLE = """Hi,

it is the same again as with the other one. Could somebody have a look
when there is time?

Mark"""
INVOICE_SUBJECT = "Rechnung 2026-1187 bitte noch einmal"
INVOICE = """Hallo,

könnten Sie mir die Rechnung 2026-1187 bitte noch einmal als PDF
schicken? Ich finde sie nicht mehr.

Danke
Kurt Weber"""


def play(stage: Stage) -> None:
    """All of it."""
    _twice(stage)
    _riddle(stage)
    _bounce(stage)


def _twice(stage: Stage) -> None:
    with stage.step("Ilona's old program writes ISO 8859-2, and her mail comes twice: one ticket"):
        mark = stage.mail(ILONA, OLD_SUBJECT, OLD, charset="iso-8859-2", copies=2)
        rows = stage.taken_in(mark, count=2)
        stage.expect("one ticket and one copy", [row.outcome for row in rows], ["ticket-create", "dup-of"])
        received = stage.letter(ILONA, "received")
        stage.letter(BO, "new_ticket", ticket=received.ticket)
        stage.ticket(received.ticket, subject=OLD_SUBJECT, requester_name=ILONA.name, kind=Kind.REQUEST)


def _riddle(stage: Stage) -> None:
    with stage.step("The model cannot know what Mark means, and says so: it asks Bo one question"):
        stage.mail(MARK, RIDDLE_SUBJECT, RIDDLE)
        received = stage.letter(MARK, "received")
        task = stage.letter(BO, "new_ticket", ticket=received.ticket)
        asked = stage.event(received.ticket, LabelAsked)
        stage.teller.remark(f"the question: which {asked.head}, {asked.first} or {asked.second}?")
    with stage.step("Bo's answer is one word: it is the label, and an example to learn from"):
        stage.reply(BO, task, asked.second)
        stage.ticket(task.ticket, doubt="", triaged=True, **{asked.head: asked.second})
        stage.expect("an example to learn from", stage.record.examples(task.ticket).get(asked.head), asked.second)
        stage.teller.remark(f"to learn from: {asked.head} = {asked.second}")


def _bounce(stage: Stage) -> None:
    with stage.step("Kurt's address takes no mail: the desk's letter bounces, Bo has a task"):
        stage.mail(KURT, INVOICE_SUBJECT, INVOICE)
        number = stage.letter(BO, "undelivered_task").ticket
        stage.ticket(number, requester=KURT.address, undeliverable=True)
