"""A personal-data breach: the desk reads it as one, and its letters carry the number and nothing else."""

from mailflow.demo.cast import AGENTS, JUDIT
from mailflow.demo.stage import Letter, Stage

SUBJECT = "Rossz címre ment a bértábla"
REPORT = """Kedves Kollégák!

Egy órája véletlenül egy külső címre küldtem el a teljes bértáblát:
86 dolgozónk neve, adóazonosítója és fizetése van benne. Visszahívni
nem tudtam. Mit tegyek?

Fehér Judit"""
SECRETS = ("bértábla", "bértáblát", "adóazonosító", "fizetése")


def play(stage: Stage) -> None:
    """All of it."""
    with stage.step("Judit sent salaries to a stranger: read as a breach, and confidential at once"):
        stage.mail(JUDIT, SUBJECT, REPORT)
        received = stage.letter(JUDIT, "received")
        stage.ticket(received.ticket, confidential=True)
        _silent(stage, received)
    with stage.step("The privacy circle is told its number and the end of the 72 hours, and nothing of what she wrote"):
        _, task = stage.letter_to_one(AGENTS, "breach_suspected", ticket=received.ticket)
        _silent(stage, task)


def _silent(stage: Stage, letter: Letter) -> None:
    told = [word for word in SECRETS if word in letter.text.casefold()]
    stage.expect("nothing of her mail in the letter", told, [])
