"""A privacy incident by mail: who hears of it, the 72 hours, the decisions, and the register."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.desk.register import Entry, read_line
from mailflow.desk.terms import Breach
from mailflow.desk.when import past_moment_of
from mailflow.flow.confidence import circle
from mailflow.store import register
from mailflow.store.people import Agent
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, LIZ, START, TOM, Branch, named, subject_of, text_of, the, whole_text
from tests.servers.sink import Letter

PIA = "pia@agents.example"
LEAK = "By mistake I sent the payroll spreadsheet to a stranger."
CIRCLE = (
    Agent(address=BO, name="Bo", tier=1, lead=True),
    Agent(address=LIZ, name="Liz", tier=2),
    Agent(address=TOM, name="Tom", tier=3),
    Agent(address=PIA, name="Pia", tier=1, privacy=True),
)
BUDAPEST = ZoneInfo("Europe/Budapest")


@pytest.fixture
def store_kind() -> str:
    """What is stored is tested elsewhere on both stores; the ways of the mails are the same."""
    return "sqlite"


@pytest.fixture
def desk(make_branch: Callable[..., Branch]) -> Branch:
    """A desk with Pia in the privacy circle, beside Bo, Liz and Tom."""
    return make_branch(agents=CIRCLE)


@pytest.fixture
def suspected(desk: Branch) -> tuple[Branch, Letter]:
    """A mail that reads as a breach, and Pia's letter about it."""
    desk.reading = reading(breach=True)
    letters = desk.work(desk.mail(ANA, LEAK, subject="Payroll sent out"))
    return desk, the(letters, PIA)


def words_of(letter: Letter) -> str:
    """The letter's text on one line."""
    return " ".join(text_of(letter).split())


def said(desk: Branch, number: int = 1) -> dict[Entry, str]:
    """The register's last word on each entry."""
    with desk.store.read() as connection:
        return {row.entry: row.text for row in register.rows_of(connection, number)}


def test_only_the_circle_hears_of_a_suspected_breach_and_reads_no_word_of_it(
    suspected: tuple[Branch, Letter],
) -> None:
    desk, letter = suspected
    assert {each for sent in desk.sent() for each in sent.rcpt} == {ANA, PIA}
    assert "MF-1: a personal-data breach is suspected" in words_of(letter)
    assert "Thursday, 11 June 2026, 11:00" in words_of(letter)
    for word in ("payroll", "stranger", ANA, "customer.example"):
        assert word not in whole_text(letter).lower()


def test_the_requester_gets_a_neutral_letter(suspected: tuple[Branch, Letter]) -> None:
    desk, _ = suspected
    words = whole_text(the(desk.sent(), ANA)).lower()
    assert "mf-1" in words
    assert not [word for word in ("breach", "privacy", "payroll", "confidential") if word in words]


def test_later_mails_and_warnings_of_a_confidential_ticket_go_to_the_circle_whoever_works_on_it(desk: Branch) -> None:
    notice = the(desk.work(desk.mail(ANA, LEAK)), BO)
    desk.work(desk.answer(notice, "#take\n#breach"))
    answered = the(named(desk.sent(), ANA)[:1], ANA)
    letters = desk.work(desk.answer(answered, "It was the spreadsheet of March."))
    assert {each for sent in letters for each in sent.rcpt} == {PIA}
    assert "spreadsheet" not in whole_text(letters[0])
    later = desk.pass_time(timedelta(hours=20))
    assert {each for sent in later for each in sent.rcpt} <= {PIA, ANA}
    assert named(later, PIA)


def test_an_agent_who_suspects_a_breach_hands_its_words_to_the_register_and_none_to_the_customer(desk: Branch) -> None:
    notice = the(desk.work(desk.mail(ANA, LEAK)), BO)
    letters = desk.work(desk.answer(notice, "#breach\n\nPayroll went to a stranger."))
    assert [each.rcpt for each in letters] == [(PIA,)]
    assert "Bo suspects" in words_of(letters[0])
    assert said(desk) == {Entry.SUSPECTED: "", Entry.FACTS: "Payroll went to a stranger."}
    assert desk.ticket().confidential


def test_an_agent_outside_the_circle_can_suspect_and_decide_nothing(desk: Branch) -> None:
    notice = the(desk.work(desk.mail(ANA, LEAK)), BO)
    desk.work(desk.answer(notice, "#breach"))
    letters = desk.work(desk.answer(notice, "#breach deny It was nothing."))
    assert desk.ticket().breach is Breach.DETECTED
    assert "only the privacy circle can act on confidential tickets (Pia)" in words_of(the(letters, BO))
    desk.work(desk.answer(notice, "#breach"))
    assert "lacks" not in words_of(named(desk.sent(), BO)[-1])


def test_a_breach_is_led_to_its_end_by_mail(suspected: tuple[Branch, Letter]) -> None:
    desk, letter = suspected
    desk.now += timedelta(hours=2)
    desk.work(
        desk.answer(letter, "#breach assess aware 2026-06-08 09:30\n#breach facts Payroll of March to a stranger")
    )
    assert desk.ticket().aware_at == START - timedelta(hours=1, minutes=30)
    desk.work(desk.answer(letter, "#breach notify A risk to 40 people"))
    told = words_of(named(desk.sent(), PIA)[-1])
    assert "the authority is notified" in told
    assert "the number of people" in told
    assert "the facts" not in told
    desk.work(desk.answer(letter, "#breach subjects told"))
    fields = ("effects", "remedy", "categories", "people", "records", "contact", "consequences")
    refused = desk.work(desk.answer(letter, "#breach close"))
    assert "the register still lacks" in words_of(the(refused, PIA))
    lines = "\n".join(f"#breach {each} about {each}" for each in fields)
    desk.work(desk.answer(letter, f"{lines}\n#breach close"))
    assert desk.ticket().breach is Breach.CLOSED
    kept = said(desk)
    assert kept[Entry.NOTIFY] == "A risk to 40 people"
    assert kept[Entry.CONSEQUENCES] == "about consequences"
    assert not [each for each in desk.sent() if "stranger" in whole_text(each) or "40 people" in whole_text(each)]


def test_the_reason_not_to_notify_stands_in_the_register_and_must_be_there(suspected: tuple[Branch, Letter]) -> None:
    desk, letter = suspected
    refused = desk.work(desk.answer(letter, "#breach assess\n#breach no-notify"))
    assert "needs its reason" in words_of(named(refused, PIA)[-1])
    assert desk.ticket().breach is Breach.ASSESSING
    desk.work(desk.answer(letter, "#breach no-notify The file was encrypted."))
    assert desk.ticket().breach is Breach.NO_NOTIFY
    assert said(desk)[Entry.NO_NOTIFY] == "The file was encrypted."


def test_warnings_come_at_24_48_60_and_68_hours_whatever_the_calendar_and_stop_with_the_decision(
    suspected: tuple[Branch, Letter],
) -> None:
    desk, letter = suspected
    hours = []
    for _ in range(72):
        warned = [
            each for each in named(desk.pass_time(timedelta(hours=1)), PIA) if "privacy incident" in words_of(each)
        ]
        hours += [(desk.now - START) // timedelta(hours=1) for _ in warned]
    assert hours == [24, 48, 60, 68]
    desk.now += timedelta(hours=1)
    late = desk.work(desk.answer(letter, "#breach notify A risk"))
    assert "the reasons for the delay come first" in words_of(the(late, PIA))
    desk.work(desk.answer(letter, "#breach delay The owner was on leave.\n#breach notify A risk"))
    assert desk.ticket().breach is Breach.NOTIFY
    assert not [each for each in desk.pass_time(timedelta(hours=80)) if "72 hours" in words_of(each)]


def test_the_clock_runs_on_from_the_moment_of_awareness_that_is_named(suspected: tuple[Branch, Letter]) -> None:
    desk, letter = suspected
    desk.now += timedelta(hours=3)
    told = words_of(the(desk.work(desk.answer(letter, "#breach assess aware yesterday 14:00")), PIA))
    assert "Wednesday, 10 June 2026, 14:00" in told


def test_a_breach_alone_shows_how_it_stands_without_a_word_of_the_ticket(suspected: tuple[Branch, Letter]) -> None:
    desk, letter = suspected
    for order in ("#breach", "#status", "#help"):
        told = the(desk.work(desk.answer(letter, order)), PIA)
        assert "privacy incident: suspected" in words_of(told)
        assert "The register still lacks: the facts, the effects, the measures taken." in words_of(told)
        assert "payroll" not in whole_text(told).lower()
        assert "payroll" not in subject_of(told).lower()


def test_a_refused_order_on_a_confidential_ticket_repeats_none_of_its_words(suspected: tuple[Branch, Letter]) -> None:
    desk, letter = suspected
    told = the(desk.work(desk.answer(letter, "#frobnicate payroll of March")), PIA)
    assert "#frobnicate" in words_of(told)
    assert "payroll" not in whole_text(told).lower()


def test_without_a_circle_the_lead_hears_of_a_breach_and_without_a_lead_the_first_line(branch: Branch) -> None:
    branch.reading = reading(breach=True)
    assert the(branch.work(branch.mail(ANA, LEAK)), BO)
    assert [each.address for each in circle([replace(each, lead=False) for each in CIRCLE[:3]])] == [BO]


def test_a_denied_breach_stops_its_clock_and_can_be_suspected_again(suspected: tuple[Branch, Letter]) -> None:
    desk, letter = suspected
    desk.work(desk.answer(letter, "#breach deny Test data only"))
    assert desk.ticket().breach is Breach.DENIED
    assert desk.ticket().confidential
    assert not [each for each in desk.pass_time(timedelta(hours=80)) if "72 hours" in words_of(each)]
    desk.work(desk.answer(letter, "#breach"))
    assert desk.ticket().breach is Breach.DETECTED


@pytest.mark.parametrize(
    ("line", "entry", "text"),
    [
        ("", None, ""),
        ("something else", None, "something else"),
        ("assess", Entry.ASSESS, ""),
        ("assess aware 7:00", Entry.ASSESS, "aware 7:00"),
        ("no-notify low risk", Entry.NO_NOTIFY, "low risk"),
        ("no notify low risk", Entry.NO_NOTIFY, "low risk"),
        ("Notify: high risk", Entry.NOTIFY, "high risk"),
        ("subjects told by letter", Entry.SUBJECTS_TOLD, "by letter"),
        ("subjects not-required encrypted", Entry.SUBJECTS_NOT_REQUIRED, "encrypted"),
        ("subjects not required encrypted", Entry.SUBJECTS_NOT_REQUIRED, "encrypted"),
        ("field facts two\nlines", Entry.FACTS, "two\nlines"),
        ("nem-bejelent csekély kockázat", Entry.NO_NOTIFY, "csekély kockázat"),
        ("érintettek tájékoztatva levélben", Entry.SUBJECTS_TOLD, "levélben"),
        ("kovetkezmenyek csekély", Entry.CONSEQUENCES, "csekély"),
        ("melden hohes Risiko", Entry.NOTIFY, "hohes Risiko"),
        ("nicht melden verschlüsselt", Entry.NO_NOTIFY, "verschlüsselt"),
        ("Maßnahmen Passwörter neu", Entry.REMEDY, "Passwörter neu"),
        ("betroffene nicht erforderlich verschlüsselt", Entry.SUBJECTS_NOT_REQUIRED, "verschlüsselt"),
    ],
)
def test_what_follows_breach_is_read_in_three_languages(line: str, entry: Entry | None, text: str) -> None:
    assert read_line(line) == (entry, text)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2026-06-08 09:30", "2026-06-08T09:30"),
        ("7:00", "2026-06-10T07:00"),
        ("14:00", "2026-06-09T14:00"),
        ("today 7:00", "2026-06-10T07:00"),
        ("yesterday 14:00", "2026-06-09T14:00"),
        ("tegnap 14:00", "2026-06-09T14:00"),
        ("gestern 14 Uhr", "2026-06-09T14:00"),
        ("Monday 9:00", "2026-06-08T09:00"),
        ("Friday 9:00", "2026-06-05T09:00"),
        ("8 June 09:30", "2026-06-08T09:30"),
        ("december 24. 9:00", "2025-12-24T09:00"),
        ("2026-06-11 09:30", None),
        ("soon", None),
    ],
)
def test_a_time_of_awareness_is_the_last_one_that_its_words_can_mean(words: str, meant: str | None) -> None:
    now = datetime(2026, 6, 10, 11, tzinfo=BUDAPEST)
    found = past_moment_of(words, now, BUDAPEST)
    assert (found and f"{found.astimezone(BUDAPEST):%Y-%m-%dT%H:%M}") == meant


def test_where_a_breach_is_not_likely_enough_to_hide_it_the_first_line_is_asked(desk: Branch) -> None:
    read = reading(breach=True)
    desk.reading = replace(read, breach=replace(read.breach, p=0.4))
    notice = the(desk.work(desk.mail(ANA, "I mixed up two letters.", subject="Letters")), BO)
    assert "Perhaps personal data has got into the wrong hands (40%)." in words_of(notice)
    assert desk.ticket().breach is Breach.NONE
    letters = desk.work(desk.answer(notice, "#breach"))
    assert named(letters, PIA)
    assert desk.ticket().confidential
