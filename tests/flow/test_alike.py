"""Alike tickets and outbreaks at a desk without an encoder: by the words of real mails in three languages."""

from datetime import timedelta

import pytest

from mailflow.flow.reconsider import reconsider, waiting
from mailflow.second import WordRoom
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, CARL, EVE, Branch, named, text_of, the
from tests.servers.sink import Letter

FAY = "fay@customer.example"
TOLD = {
    "en": [
        ("Label printer", "The label printer in the warehouse prints blank pages since this morning."),
        ("Blank labels", "Our warehouse label printer only gives blank pages, the labels stay empty."),
        ("Printer in the warehouse", "Since this morning the label printer prints nothing but blank pages."),
    ],
    "hu": [
        ("Címkenyomtató", "A raktári címkenyomtató reggel óta csak üres lapokat nyomtat."),
        ("Üres címkék", "A raktárban a címkenyomtató üres lapokat nyomtat, a címkék üresek."),
        ("Nyomtató a raktárban", "Reggel óta üres lapokat nyomtat a raktári címkenyomtató."),
    ],
    "de": [
        ("Etikettendrucker", "Der Etikettendrucker im Lager druckt seit heute früh nur leere Seiten."),
        ("Leere Etiketten", "Im Lager druckt der Etikettendrucker leere Seiten, die Etiketten bleiben leer."),
        ("Drucker im Lager", "Seit heute früh druckt der Etikettendrucker im Lager leere Seiten."),
    ],
}
OTHER = ("Rechnung", "Auf der Rechnung vom Mai steht eine falsche Anschrift.")
SOLUTION = "Turned the roll of labels around."
LANGUAGES = pytest.mark.parametrize("language", ["en", "hu", "de"])


def report(branch: Branch, sender: str, told: tuple[str, str]) -> list[Letter]:
    """A minute later this customer writes; what goes out at once."""
    branch.now += timedelta(minutes=1)
    return branch.work(branch.mail(sender, told[1], subject=told[0]))


def look(branch: Branch) -> list[Letter]:
    """The second look at what has come, as a daemon without an encoder takes it; what goes out then."""
    found = waiting(branch.office, 10)
    seconds = WordRoom().understand([each.text for each in found])
    reconsider(branch.office, [(each.ticket, second) for each, second in zip(found, seconds, strict=True)], branch.now)
    return branch.send()


@pytest.fixture
def patient(branch: Branch) -> Branch:
    """A desk where the agents' notice waits for the second look."""
    branch.office = branch.office_with(patience=timedelta(seconds=5))
    return branch


def resolved(branch: Branch, told: tuple[str, str]) -> None:
    report(branch, ANA, told)
    branch.work(branch.answer(the(look(branch), BO), f"#resolve {SOLUTION}"))
    branch.now += timedelta(hours=2)


@LANGUAGES
def test_the_notice_of_a_new_ticket_shows_what_resolved_one_like_it(patient: Branch, language: str) -> None:
    resolved(patient, TOLD[language][0])
    assert named(report(patient, CARL, TOLD[language][1]), BO) == []
    shown = text_of(the(look(patient), BO))
    assert SOLUTION in shown
    assert "MF-1" in shown
    assert patient.pass_time(timedelta(seconds=5)) == [], "there is one notice"


@LANGUAGES
def test_the_notice_of_another_matter_shows_none(patient: Branch, language: str) -> None:
    resolved(patient, TOLD[language][0])
    report(patient, CARL, OTHER)
    shown = text_of(the(look(patient), BO))
    assert SOLUTION not in shown
    assert "Alike tickets" not in shown


def test_a_confidential_ticket_is_shown_on_no_notice_and_its_own_shows_none(patient: Branch) -> None:
    resolved(patient, TOLD["en"][0])
    patient.reading = reading(breach=True)
    report(patient, CARL, TOLD["en"][1])
    assert not any(SOLUTION in text_of(each) for each in look(patient))
    patient.reading = reading()
    report(patient, FAY, TOLD["en"][2])
    shown = text_of(the(look(patient), BO))
    assert "MF-1" in shown
    assert "MF-2" not in shown


def test_after_a_restart_the_notice_still_knows_the_old_tickets(patient: Branch) -> None:
    resolved(patient, TOLD["en"][0])
    patient.office = patient.office_with(memory=type(patient.office.memory)())
    with patient.store.read() as connection:
        patient.office.memory.warm(connection)
    report(patient, CARL, TOLD["en"][1])
    assert SOLUTION in text_of(the(look(patient), BO))


@LANGUAGES
def test_three_people_who_say_it_in_the_same_words_are_a_candidate(patient: Branch, language: str) -> None:
    for sender, told in zip((ANA, CARL, EVE), (TOLD[language][0], OTHER, TOLD[language][1]), strict=True):
        report(patient, sender, told)
        assert not [each for each in look(patient) if "One trouble?" in text_of(each)]
    report(patient, FAY, TOLD[language][2])
    [letter] = [each for each in look(patient) if "One trouble?" in text_of(each)]
    assert letter.rcpt == (BO,)
    assert all(f"MF-{number}" in text_of(letter) for number in (1, 3, 4))
    assert "MF-2" not in text_of(letter)
