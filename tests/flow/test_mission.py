"""The seed's rows S1 to S26 (MISSION.md), each by nothing but mail: who writes what, and who then reads what."""

import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mailflow.desk.terms import Breach, Head, Kind, Priority, State
from mailflow.export import exported
from mailflow.flow.office import Monitors
from mailflow.settings import DeskSettings
from mailflow.store import register, schema
from mailflow.store.people import Agent
from tests.desk.build import reading
from tests.flow.branch import (
    ANA,
    BO,
    CARL,
    LIZ,
    STAFF,
    START,
    SUPPORT,
    TOM,
    Branch,
    NewBranch,
    named,
    subject_of,
    text_of,
    the,
    whole_text,
)
from tests.servers.sink import Letter

EVA, PIA, NAGIOS = "eva@customer.example", "pia@agents.example", "nagios@monitor.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def store_kind() -> str:
    """What is stored is tested elsewhere on both stores; the ways of the mails are the same."""
    return "sqlite"


@pytest.fixture
def notice(branch: Branch) -> Letter:
    """The letter to the first line about Ana's printer."""
    return the(branch.work(branch.mail(f"Ana Kovács <{ANA}>", subject="Printer is dead")), BO)


def record_of(branch: Branch, number: int = 1) -> dict[str, Any]:
    """The ticket as it is exported."""
    with branch.store.read() as connection:
        found = exported(connection, number, DeskSettings(name="Support", address=SUPPORT), texts=True)
    assert found is not None
    return found


def words_of(letter: Letter) -> str:
    """The letter's text on one line."""
    return " ".join(text_of(letter).split())


def test_row_s1_every_letter_goes_through_the_desk_in_both_directions(branch: Branch, notice: Letter) -> None:
    reply = the(branch.work(branch.answer(notice, "Is it plugged in?")), ANA)
    answered = the(branch.work(branch.answer(reply, "Yes, it is.")), BO)
    assert all(SUPPORT in str(each.message["From"]) for each in branch.sent())
    assert BO not in whole_text(reply), "a customer needs no agent's address"
    assert "<support+" in str(answered.message["Reply-To"])


def test_row_s2_and_s3_a_monitors_alerts_are_one_event_that_is_told_and_cleared(make_branch: NewBranch) -> None:
    branch = make_branch()
    branch.office = branch.office_with(monitors=Monitors(addresses=frozenset({NAGIOS})))
    bad, well = "** PROBLEM Service Alert: web1/HTTP is CRITICAL **", "** RECOVERY Service Alert: web1/HTTP is OK **"
    assert "web1/HTTP" in text_of(the(branch.work(branch.mail(NAGIOS, "Notification", subject=bad)), BO))
    branch.now += HOUR / 6
    assert branch.work(branch.mail(NAGIOS, "Notification", subject=bad)) == []
    branch.now += HOUR / 6
    branch.work(branch.mail(NAGIOS, "Notification", subject=well))
    [event] = branch.tickets()
    assert (event.alerts, event.state) == (2, State.RESOLVED)


def test_row_s4_a_ticket_holds_when_who_how_and_in_whose_words_and_the_raw_mail(branch: Branch) -> None:
    mail = branch.mail(f"Ana Kovács <{ANA}>", subject="Printer is dead", files=[("log.txt", b"error 49")])
    branch.keep(mail)
    branch.now += timedelta(minutes=3)
    branch.take_waiting()
    record = record_of(branch)
    assert record["opened_at"] == START.isoformat(), "when it was reported"
    assert record["journal"][0]["at"] == branch.now.isoformat(), "when it was logged"
    [first] = [each for each in record["messages"] if each["direction"] == "in"]
    assert (first["from"], first["to"], first["subject"]) == (ANA, [SUPPORT], "Printer is dead")
    assert "does not print" in first["text"]
    [kept] = branch.rows(select(schema.raw_mail))
    assert zlib.decompress(kept.content) == mail


def test_row_s5_and_s16_what_the_model_is_not_sure_of_a_person_decides_and_teaches(branch: Branch) -> None:
    branch.reading = reading(unsure=[Head.KIND, Head.CATEGORY])
    notice = the(branch.work(branch.mail(ANA)), BO)
    assert "incident or request" in words_of(notice).lower()
    assert branch.ticket().state is State.NEW, "it is in nobody's queue before that"
    branch.work(branch.answer(notice, "#kind request\n#category network"))
    assert (branch.ticket().kind, branch.ticket().category) == (Kind.REQUEST, "network")
    lessons = {(row.head, row.label) for row in branch.rows(select(schema.example))}
    assert {("kind", "request"), ("category", "network")} <= lessons


def test_row_s6_and_s19_impact_and_urgency_give_the_priority_with_why_and_a_person_overrules(
    branch: Branch, notice: Letter
) -> None:
    assert "Why P3: impact medium (97%), urgency medium (97%)." in words_of(notice)
    branch.work(branch.answer(notice, "#impact high\n#urgency high"))
    assert branch.ticket().priority is Priority.P1


def test_row_s7_and_s20_the_first_letter_asks_and_the_answers_are_the_first_diagnosis(
    branch: Branch, notice: Letter
) -> None:
    received = the(branch.sent(), ANA)
    questions = [line for line in text_of(received).splitlines() if line.strip().startswith(("1.", "2.", "3."))]
    assert len(questions) >= 2
    told = the(branch.work(branch.answer(received, "1. Room 214\n2. Since this morning, error 49")), BO)
    assert "Room 214" in text_of(told)
    assert "error 49" in text_of(told)


def test_row_s8_s12_and_s21_a_hand_over_tells_the_second_line_all_that_is_known(branch: Branch, notice: Letter) -> None:
    branch.work(branch.answer(notice, "#affected room 214, about 20 people\n#note I tried another cable."))
    letters = branch.work(branch.answer(notice, "#escalate l2 the driver must be looked at"))
    assert branch.ticket().state is State.L2
    handed = words_of(the(letters, LIZ))
    for each in ("does not print", "room 214, about 20 people", "another cable", "the driver must be looked at"):
        assert each in handed
    assert named(letters, ANA), "she is told that others take over"
    assert "CustomerWrote" in branch.events() or "Opened" in branch.events()
    assert "Escalated" in branch.events()


def test_row_s9_people_are_warned_before_a_target_is_missed_and_the_queue_is_in_working_order(
    branch: Branch,
) -> None:
    branch.reading = reading(priority=Priority.P4)
    notice = the(branch.work(branch.mail(ANA, subject="Printer")), BO)
    branch.reading = reading()
    branch.work(branch.mail(CARL, subject="Mail server"))
    queue = words_of(the(branch.work(branch.answer(notice, "#queue")), BO))
    assert queue.index("MF-2") < queue.index("MF-1"), "the more urgent one comes first"
    warned = [each for _ in range(4) for each in named(branch.pass_time(HOUR), BO)]
    assert branch.ticket(2).responded_at is None
    assert any("MF-2" in subject_of(each) for each in warned)


def test_row_s10_silence_after_a_solution_closes_and_tells(branch: Branch, notice: Letter) -> None:
    branch.work(branch.answer(notice, "#resolve A new roller."))
    assert branch.ticket().state is State.RESOLVED
    letters = [letter for _ in range(12) for letter in branch.pass_time(DAY)]
    assert branch.ticket().state is State.CLOSED
    assert "closed" in words_of(named(letters, ANA)[-1]).lower()


@pytest.mark.parametrize("asked", ["Mi a helyzet?", "What is the status?", "Wie ist der Stand?"])
def test_row_s11_a_letter_at_each_stage_and_the_status_whenever_it_is_asked(
    branch: Branch, notice: Letter, asked: str
) -> None:
    stages = [the(branch.sent(), ANA)]
    stages.append(the(branch.work(branch.answer(notice, "#take")), ANA))
    status = the(branch.work(branch.answer(stages[0], asked)), ANA)
    assert branch.ticket().state is State.L1
    assert "MF-1" in text_of(status)
    stages.append(the(branch.work(branch.answer(notice, "#finding A roller is worn.")), ANA))
    stages.append(the(branch.work(branch.answer(notice, "#resolve A new roller.")), ANA))
    assert len({subject_of(each) for each in stages}) == 1, "one conversation"


def test_row_s13_the_second_line_has_its_own_queue(branch: Branch, notice: Letter) -> None:
    handed = the(branch.work(branch.answer(notice, "#escalate l2 the driver")), LIZ)
    branch.work(branch.mail(CARL, subject="Mouse"))
    queue = words_of(the(branch.work(branch.answer(handed, "#queue")), LIZ))
    assert "MF-1" in queue
    assert "MF-2" not in queue, "which is the first line's"


def test_row_s14_a_call_is_proposed_chosen_and_in_both_calendars(branch: Branch, notice: Letter) -> None:
    liz = the(branch.work(branch.answer(notice, "#escalate l2 the server's log")), LIZ)
    proposal = the(branch.work(branch.answer(liz, "#call 2026-06-09 10:00, 2026-06-09 14:00 by video")), ANA)
    letters = branch.work(branch.answer(proposal, "2"))
    for person in (ANA, LIZ):
        parts = [part for part in the(letters, person).message.walk() if part.get_content_type() == "text/calendar"]
        assert [part.get_param("method") for part in parts][:1] == ["REQUEST"]


def test_row_s15_the_highest_priority_goes_straight_to_the_third_line_and_is_told_of_every_half_hour(
    branch: Branch,
) -> None:
    branch.reading = reading(priority=Priority.P1)
    letters = branch.work(branch.mail(ANA, "Nobody can work.", subject="All is down"))
    assert branch.ticket().tier == 3
    branch.work(branch.answer(the(letters, TOM), "#take"))
    assert branch.ticket().assignee == TOM
    told = [named(branch.pass_time(HOUR / 2), ANA) for _ in range(2)]
    assert all(len(each) == 1 for each in told)


def test_row_s17_every_step_stands_in_a_history_that_can_be_read_back(branch: Branch, notice: Letter) -> None:
    branch.work(branch.answer(notice, "#take\n#category network"))
    record = record_of(branch)
    events = [each["event"] for each in record["journal"]]
    assert events == branch.events()
    assert {each["by"] for each in record["journal"]} >= {BO}
    assert events[0] == "Opened"


def test_row_s18_alike_tickets_and_how_they_were_resolved_are_shown(branch: Branch, notice: Letter) -> None:
    branch.work(branch.answer(notice, "#resolve A new fuser roller was put in."))
    second = the(branch.work(branch.mail(CARL, "The printer on the third floor does not print.", subject="Print")), BO)
    shown = words_of(the(branch.work(branch.answer(second, "#similar")), BO))
    assert "MF-1" in shown
    assert "A new fuser roller was put in." in shown


def test_row_s22_hypothesis_finding_and_solution_are_apart_and_the_cause_is_told(
    branch: Branch, notice: Letter
) -> None:
    assert not named(branch.work(branch.answer(notice, "#hypothesis the fuser")), ANA)
    told = the(branch.work(branch.answer(notice, "#finding The roller is worn.")), ANA)
    assert "The roller is worn." in words_of(told)
    branch.work(branch.answer(notice, "#resolve A new roller."))
    ticket = branch.ticket()
    assert (ticket.hypothesis, ticket.finding, ticket.solution) == (
        "the fuser", "The roller is worn.", "A new roller."
    )  # fmt: skip


def test_row_s23_and_s24_the_user_confirms_and_gets_the_whole_story_and_rates_by_a_word(
    branch: Branch, notice: Letter
) -> None:
    solved = the(branch.work(branch.answer(notice, "#resolve A new roller was put in.")), ANA)
    assert "A new roller was put in." in words_of(solved)
    closing = the(branch.work(branch.answer(solved, "Yes, it works again, thank you!")), ANA)
    assert branch.ticket().state is State.CLOSED
    assert "A new roller was put in." in words_of(closing)
    branch.work(branch.answer(closing, "5"))
    assert branch.events()[-1] == "Rated"


def test_row_s25_the_first_answer_is_due_by_the_calendar_and_what_was_reached_is_measured(
    branch: Branch, notice: Letter
) -> None:
    assert "A first answer is due by Monday, 8 June 2026, 13:00." in words_of(notice)
    branch.now += HOUR
    branch.work(branch.answer(notice, "Please switch it off and on."))
    assert branch.ticket().responded_at == START + HOUR


def test_row_s26_a_breach_is_known_kept_confidential_registered_and_its_72_hours_run(
    make_branch: Callable[..., Branch],
) -> None:
    branch = make_branch(agents=(*STAFF, Agent(address=PIA, name="Pia", tier=1, privacy=True)))
    branch.reading = reading(breach=True)
    letters = branch.work(branch.mail(ANA, "I sent the payroll to a stranger.", subject="Payroll"))
    suspected = the(letters, PIA)
    assert not [each for each in letters if {BO, LIZ, TOM} & set(each.rcpt)]
    assert "payroll" not in whole_text(suspected).lower()
    branch.work(branch.answer(suspected, "#breach assess"))
    assert branch.ticket().breach is Breach.ASSESSING
    with branch.store.read() as connection:
        assert register.rows_of(connection, 1)
    warned = [each for _ in range(3) for each in named(branch.pass_time(DAY - HOUR / 4), PIA)]
    assert warned, "before the 72 hours are over"
