"""The ordering portal is down: three customers say so in three languages, and the third line is paged."""

from mailflow.demo.cast import DIETER, GRACE, PETER, SABINE
from mailflow.demo.stage import Letter, Stage
from mailflow.desk.terms import Priority, State

REPORTS = (
    (
        PETER,
        "Nem érhető el a rendelési portál",
        """Sziasztok!

A rendelési portál nyolc óra óta egyáltalán nem tölt be, az egész iroda
áll. Mindenkinél ugyanaz: 503 Service Unavailable.

Péter""",
    ),
    (
        SABINE,
        "Bestellportal nicht erreichbar",
        """Hallo zusammen,

das Bestellportal ist seit acht Uhr komplett ausgefallen, am ganzen Standort
kommt nur „503 Service Unavailable“. Alle stehen, kein Auftrag geht raus.

Sabine Roth""",
    ),
    (
        GRACE,
        "Ordering portal is down",
        """Hi,

the ordering portal is down for everyone here since about eight. All we
get is "503 Service Unavailable", and no orders can go out.

Grace""",
    ),
)
SOLUTIONS = {
    PETER: "#gelöst A portál fél kilenckor újraindult, minden rendelés beérkezett.",
    SABINE: "#gelöst Das Portal läuft seit halb neun, alle Aufträge sind eingegangen.",
    GRACE: "#gelöst The portal is up since half past eight, every order came through.",
}


def play(stage: Stage) -> None:
    """All of it."""
    with stage.step("Three mails within a second: three tickets, each answered in its language"):
        for writer, subject, text in REPORTS:
            stage.mail(writer, subject, text)
        numbers = {writer: stage.letter(writer, "received").ticket for writer, _, _ in REPORTS}
    with stage.step("Everybody stands still, so it is critical: the third line is paged, urgently"):
        pages = {writer: stage.letter(DIETER, "page", ticket=number) for writer, number in numbers.items()}
        for page in pages.values():
            stage.expect("the page to be urgent", page.header("Importance"), "high")
            stage.ticket(page.ticket, priority=Priority.P1, state=State.L3)
    with stage.step("Dieter resolves them, ordering in German"):
        for writer, page in pages.items():
            _resolve(stage, page, SOLUTIONS[writer])
            stage.letter(writer, "resolved", ticket=page.ticket)


def _resolve(stage: Stage, page: Letter, solution: str) -> None:
    stage.reply(DIETER, page, solution)
    stage.ticket(page.ticket, state=State.RESOLVED)
