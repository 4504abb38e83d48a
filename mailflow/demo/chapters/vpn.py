"""A German incident that goes up a line: an order refused, a hand-over, the cause, a reopening, a rating."""

from mailflow.demo.cast import BO, LENA, ZSOFI
from mailflow.demo.stage import Letter, Stage
from mailflow.desk.events import Rated
from mailflow.desk.terms import Kind, State

SUBJECT = "VPN bricht seit dem Update dauernd ab"
REPORT = """Guten Morgen,

seit dem Windows-Update von gestern Abend bricht meine VPN-Verbindung
alle paar Minuten ab. Ich sitze im Homeoffice und komme so kaum an die
Frachtpapiere. Bei den Kollegen läuft alles.

Viele Grüße
Lena Hartmann"""
REASON = """#escalate l2
Drops every few minutes since last night's update, only on her laptop.
Tried: reconnect, other Wi-Fi, restart. The VPN server's log is clean."""
CAUSE = """#megállapítás
Das Update hat einen fehlerhaften WLAN-Treiber mitgebracht."""
SOLUTION = """#megoldva
Wir haben den WLAN-Treiber auf die Version von letzter Woche
zurückgesetzt. Bitte starten Sie den Laptop einmal neu."""
STILL = """Hallo Frau Balogh,

leider noch nicht: Nach dem Neustart hielt es eine Viertelstunde, dann
war die Verbindung wieder weg.

Lena Hartmann"""
AGAIN = """#megoldva
Windows hatte den Treiber beim Neustart erneut aktualisiert. Das ist
jetzt gesperrt, und die Verbindung steht seit einer Stunde."""


def play(stage: Stage) -> None:
    """All of it."""
    task = _hand_over(stage)
    resolved = _find(stage, task)
    _reopen(stage, task, resolved)


def _hand_over(stage: Stage) -> Letter:
    with stage.step("Lena reports it: the desk answers in German"):
        stage.mail(LENA, SUBJECT, REPORT)
        received = stage.letter(LENA, "received")
        first = stage.letter(BO, "new_ticket", ticket=received.ticket)
        stage.ticket(received.ticket, kind=Kind.INCIDENT, state=State.NEW)
    with stage.step("Bo escalates without a reason: refused, answered, nothing changed"):
        stage.reply(BO, first, "#escalate l2")
        stage.letter(BO, "orders_result", ticket=first.ticket)
        stage.ticket(first.ticket, state=State.NEW, tier=1)
    with stage.step("With the reason it goes to the second line, and Lena is told"):
        stage.reply(BO, first, REASON)
        stage.letter(LENA, "escalated", ticket=first.ticket)
        task = stage.letter(ZSOFI, "hand_over", ticket=first.ticket)
        stage.ticket(first.ticket, state=State.L2, tier=2)
    return task


def _find(stage: Stage, task: Letter) -> Letter:
    with stage.step("Zsófi finds the cause, and orders in Hungarian: Lena learns of it"):
        stage.reply(ZSOFI, task, CAUSE)
        stage.letter(LENA, "cause_found", ticket=task.ticket)
    with stage.step("Zsófi resolves it"):
        stage.reply(ZSOFI, task, SOLUTION)
        resolved = stage.letter(LENA, "resolved", ticket=task.ticket)
        stage.ticket(task.ticket, state=State.RESOLVED)
    return resolved


def _reopen(stage: Stage, task: Letter, first: Letter) -> None:
    with stage.step("It is not solved: Lena's reply reopens it, on the line that resolved it"):
        stage.reply(LENA, first, STILL)
        stage.letter(LENA, "reopened", ticket=task.ticket)
        again = stage.letter(ZSOFI, "reopened_agent", ticket=task.ticket)
        stage.ticket(task.ticket, state=State.L2, reopened=1)
    with stage.step("Zsófi resolves it for good, Lena confirms, it is closed"):
        stage.reply(ZSOFI, again, AGAIN)
        resolved = stage.letter(LENA, "resolved", ticket=task.ticket)
        stage.reply(LENA, resolved, "Ja, es funktioniert wieder. Vielen Dank!")
        closed = stage.letter(LENA, "closed", ticket=task.ticket)
        stage.ticket(task.ticket, state=State.CLOSED)
    with stage.step("One digit rates it"):
        stage.taken_in(stage.reply(LENA, closed, "5"))
        stage.event(task.ticket, Rated)
        stage.ticket(task.ticket, state=State.CLOSED)
