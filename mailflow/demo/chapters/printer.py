"""A Hungarian incident from first mail to closure: taken, asked about, answered, noted, resolved, confirmed."""

from mailflow.demo.cast import ANNA, BO, DESK
from mailflow.demo.stage import Letter, Stage
from mailflow.desk.events import Noted
from mailflow.desk.terms import Kind, State

SUBJECT = "Nem nyomtat a nyomtatóm, pedig ma bérszámfejtés van"
REPORT = """Jó reggelt!

Az asztalomon lévő kis HP nyomtató ma reggel óta nem nyomtat:
behúzza a papírt, aztán pirosan villog és megáll. Csak az enyém
rossz. Délutánra ki kellene nyomtatnom a bérjegyzékeket. Tudnak segíteni?

Köszönöm szépen:
Kovács Anna"""
AWAY = """Tisztelt Feladó!

Köszönöm levelét. Ma 9 és 10 óra között házon kívül vagyok, utána újra
elérhető leszek. Sürgős esetben kérem, forduljon kollégámhoz, Nagy Péterhez.

Kovács Anna"""
ANSWER = """Az áll a kijelzőn, hogy 13.20. A hátlapot még nem nyitottam ki, nem
mertem hozzányúlni.

Anna"""
QUESTION = "#ask Milyen szám áll a nyomtató kijelzőjén, és kinyitotta már a hátlapját?"
ADVICE = """Jó napot, Anna!

A 13.20 azt jelenti, hogy egy papírcsík maradt a hátlap mögött. Húzza
meg hátul a kart, vegye ki, amit ott talál, és csukja vissza kattanásig.
Elrontani nem lehet.

Bo"""
NOTE = """#note
Third jam with this model this month: the rollers are worn out."""
SOLUTION = """#resolve
Kikerült a papírcsík a hátlap mögül, a nyomtató újra nyomtat."""


def play(stage: Stage) -> None:
    """All of it."""
    task = _report(stage)
    question = _ask(stage, task)
    _solve(stage, task, question)


def _report(stage: Stage) -> Letter:
    with stage.step("Anna reports it: an answer in her language, a task for the first line"):
        stage.mail(ANNA, SUBJECT, REPORT)
        received = stage.letter(ANNA, "received")
        task = stage.letter(BO, "new_ticket", "page", ticket=received.ticket)
        stage.ticket(received.ticket, kind=Kind.INCIDENT, state=State.NEW)
    with stage.step("Bo takes it, with one word in his answer to the task"):
        stage.reply(BO, task, "#take")
        stage.letter(ANNA, "in_diagnosis", ticket=task.ticket)
        stage.ticket(task.ticket, assignee=BO.address, state=State.L1)
    return task


def _ask(stage: Stage, task: Letter) -> Letter:
    number = task.ticket
    with stage.step("Bo asks: the clocks stand while Anna is to answer"):
        stage.reply(BO, task, QUESTION)
        question = stage.letter(ANNA, "question", ticket=number)
        stage.ticket(number, state=State.WAIT_CUSTOMER, running_since=None)
    with stage.step("Anna's server says that she is out: kept, and it changes nothing"):
        mark = stage.absence(ANNA, question, "Automatikus válasz", AWAY)
        rows = stage.taken_in(mark)
        stage.expect_no_letter(rows)
        stage.ticket(number, state=State.WAIT_CUSTOMER)
    with stage.step("Anna herself answers: her mail finds its ticket, the work goes on"):
        stage.reply(ANNA, question, ANSWER)
        stage.letter(BO, "customer_wrote", ticket=number)
        stage.ticket(number, state=State.L1)
    return question


def _solve(stage: Stage, task: Letter, question: Letter) -> None:
    number = task.ticket
    with stage.step("Bo just replies: Anna has it from the desk's address, never from his"):
        stage.reply(BO, task, ADVICE)
        advice = stage.letter(ANNA, "reply", ticket=number)
        stage.expect("the desk's address", DESK.address in advice.header("From"), True)
        stage.expect("Bo's words", "papírcsík" in advice.text, True)
        stage.expect("Anna's thread", question.header("Message-ID") in advice.header("References"), True)
        stage.teller.remark(f"From: {advice.header('From')}")
    with stage.step("A note stays inside"):
        rows = stage.taken_in(stage.reply(BO, task, NOTE))
        stage.expect_no_letter(rows)
        stage.event(number, Noted)
    with stage.step("Bo resolves it: Anna is told what was done, and how to confirm"):
        stage.reply(BO, task, SOLUTION)
        resolved = stage.letter(ANNA, "resolved", ticket=number)
        stage.ticket(number, state=State.RESOLVED)
    with stage.step("Anna says yes: it is closed, and she has the whole story"):
        stage.reply(ANNA, resolved, "Igen, működik! Köszönöm szépen.")
        stage.letter(ANNA, "closed", ticket=number)
        stage.ticket(number, state=State.CLOSED)
