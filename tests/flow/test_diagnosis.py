"""The first diagnosis by mail: what the requester answers to the first letter's questions is kept by question."""

from collections.abc import Mapping

import pytest

from mailflow.desk.clue import Clue
from mailflow.desk.events import CustomerWrote
from mailflow.export import exported, told
from mailflow.settings import DeskSettings
from tests.flow.branch import ANA, BO, LIZ, Branch, named, text_of, the
from tests.servers.sink import Letter

FIRST = {
    "hu": "Jó napot kívánok! A második emeleti nyomtató reggel óta egyáltalán nem nyomtat. Köszönöm a segítséget!",
    "en": "Good morning, the printer on the second floor has not printed anything since this morning. Thank you.",
    "de": "Guten Tag, der Drucker im zweiten Stock druckt seit heute Morgen überhaupt nicht mehr. Vielen Dank!",
}
BY_NUMBER = {
    "hu": "1. HP 4050\n2. Pirosan villog\n\nKöszönöm!",
    "en": "Hello,\n\n1) HP 4050\n2) It blinks red\n\nThanks",
    "de": "Zu 1: HP 4050\nZu 2: Es blinkt rot",
}
HEADING = {"hu": "Válaszok a kérdéseinkre", "en": "Answers to our questions", "de": "Antworten auf unsere Fragen"}


@pytest.fixture
def store_kind() -> str:
    """How events are stored is tested elsewhere on both stores."""
    return "sqlite"


def asked(branch: Branch, letter: Letter) -> list[str]:
    """The questions of the letter."""
    return list(branch.office.press.asked_in(text_of(letter)))


def clues(branch: Branch) -> list[Clue]:
    return [clue for each in branch.journal() if isinstance(each, CustomerWrote) for clue in each.clues]


def inside(letter: Letter, answers: Mapping[str, str]) -> str:
    """The letter quoted, with an answer below the last line of each question."""
    lines: list[str] = []
    for line in text_of(letter).splitlines():
        lines.append(f"> {line}".rstrip())
        lines += [f"\n{said}\n" for ending, said in answers.items() if line.endswith(ending)]
    return "On Monday, Support wrote:\n" + "\n".join(lines)


@pytest.mark.parametrize("language", ["hu", "en", "de"])
def test_answers_by_number_are_recorded_with_their_questions_and_stand_in_the_agents_letter(
    branch: Branch, language: str
) -> None:
    letter = the(branch.work(branch.mail(ANA, FIRST[language])), ANA)
    questions = asked(branch, letter)
    assert len(questions) == 3
    notice = text_of(the(branch.work(branch.answer(letter, BY_NUMBER[language])), BO))
    assert [(each.question, each.answer[:2]) for each in clues(branch)] == [
        (questions[0], "HP"),
        (questions[1], {"hu": "Pi", "en": "It", "de": "Es"}[language]),
    ]
    assert HEADING["en"] in notice
    shown = [line.strip(" *") for line in notice.splitlines()]
    assert shown[shown.index("HP 4050") - 1] in questions[0]


def test_answers_below_the_quoted_questions_are_recorded_and_handed_over(branch: Branch) -> None:
    letter = the(branch.work(branch.mail(ANA, FIRST["en"])), ANA)
    questions = asked(branch, letter)
    endings = {questions[0][-12:]: "HP 4050", questions[2][-12:]: "Room 214; no other one."}
    mail = branch.answer(letter, "Hello, see below.\n\n" + inside(letter, endings))
    notice = the(branch.work(mail), BO)
    assert clues(branch) == [
        Clue(question=questions[0], answer="HP 4050"),
        Clue(question=questions[2], answer="Room 214; no other one."),
    ]
    handed = the(branch.work(branch.answer(notice, "#escalate l2\nIt needs a new fuser.")), LIZ)
    assert HEADING["en"] in text_of(handed)
    assert "Room 214; no other one." in text_of(handed)


def test_a_later_answer_takes_the_place_of_the_earlier_and_tickets_show_lists_them(branch: Branch) -> None:
    letter = the(branch.work(branch.mail(ANA, FIRST["en"])), ANA)
    questions = asked(branch, letter)
    branch.work(branch.answer(letter, "1. HP 4050\n2. It blinks red"))
    branch.work(branch.answer(letter, "Sorry, I looked again.\n\n1) HP 4051"))
    with branch.store.read() as connection:
        record = exported(connection, 1, DeskSettings(), texts=True)
    assert record is not None
    assert record["answers"] == [
        {"question": questions[0], "answer": "HP 4051"},
        {"question": questions[1], "answer": "It blinks red"},
    ]
    assert f"{questions[0]} HP 4051\n{questions[1]} It blinks red\n\nJournal" in told(record)


def test_what_answers_nothing_is_plain_news(branch: Branch) -> None:
    letter = the(branch.work(branch.mail(ANA, FIRST["en"])), ANA)
    notice = the(branch.work(branch.answer(letter, "I tried this:\n1. switched it off\n2. switched it on")), BO)
    assert clues(branch) == []
    assert HEADING["en"] not in text_of(notice)


def test_a_list_to_an_agents_own_question_is_not_taken_for_answers_of_a_letter_that_asked_nothing(
    branch: Branch,
) -> None:
    branch.work(branch.mail(ANA, FIRST["en"], auto_submitted="auto-generated"))
    assert branch.outbox()[0].letter != "received"
    branch.work(branch.mail(ANA, "1. HP 4050\n2. It blinks red", subject="[MF-1] Printer"))
    assert clues(branch) == []


def test_answers_to_a_confidential_ticket_stand_in_no_letter(branch: Branch) -> None:
    letter = the(branch.work(branch.mail(ANA, FIRST["en"])), ANA)
    notice = named(branch.sent(), BO)[0]
    branch.work(branch.answer(letter, "1. HP 4050\n2. It blinks red"))
    branch.work(branch.answer(notice, "#breach"))
    before = len(branch.sent())
    branch.work(branch.answer(letter, "1) Canon 77, the one in the vault"))
    assert clues(branch)[-1].answer == "Canon 77, the one in the vault"
    assert not [each for each in branch.sent()[before:] if "Canon" in text_of(each) or "4050" in text_of(each)]
