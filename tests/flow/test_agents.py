"""The people of the desk by mail: absences and deputies, who gets the work, second addresses, managers, the queue."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.desk.terms import Priority, State
from mailflow.flow.at_desk import last_day
from mailflow.flow.roster import Agents, choose, reached
from mailflow.notify.letters import Audience
from mailflow.store.people import Agent, agents
from tests.desk.build import reading
from tests.flow.branch import (
    ANA,
    AUTHSERV,
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
)
from tests.notify.occasions import NOW, make_ticket

MIA, BO_HOME = "mia@agents.example", "bo@home.example"
BUDAPEST = ZoneInfo("Europe/Budapest")


def said(text: str) -> str:
    """The text on one line, as it is read."""
    return " ".join(text.split())


def proven(branch: Branch, sender: str, body: str = "It does not print.") -> bytes:
    """A mail whose sender the server has proven."""
    proof = f"{AUTHSERV}; dmarc=pass header.from={sender.rpartition('@')[2]}"
    return branch.mail(sender, body, subject="Me", authentication_results=proof)


def to_desk(branch: Branch, sender: str, body: str) -> str:
    """What the desk answers to an agent's orders about itself."""
    return said(text_of(the(branch.work(proven(branch, sender, body)), sender)))


@pytest.fixture
def store_kind() -> str:
    """What only moves people about is shown on one store; the queries behind it are tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
def branch(make_branch: NewBranch) -> Branch:
    """A desk that knows from its mail server who has written."""
    return make_branch(authserv_id=AUTHSERV)


def agent(branch: Branch, address: str) -> Agent:
    with branch.store.read() as connection:
        return agents(connection)[address]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("until 2026-06-20", date(2026, 6, 20)),
        ("until 20 June", date(2026, 6, 20)),
        ("jún. 20-ig", date(2026, 6, 20)),
        ("június 20-áig", date(2026, 6, 20)),
        ("holnapig", date(2026, 6, 9)),
        ("bis 20.6.", date(2026, 6, 20)),
        ("bis Freitag", date(2026, 6, 12)),
        ("until today", date(2026, 6, 8)),
        ("until 2026-06-01", None),
        ("for some time", None),
    ],
)
def test_the_last_day_of_an_absence_is_read_in_three_languages(words: str, day: date | None) -> None:
    assert last_day(words, START, BUDAPEST) == day


def test_while_an_agent_is_away_the_deputy_gets_their_letters_and_then_they_do_again(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, BO), "#take"))
    assert f"{LIZ}" not in to_desk(branch, BO, "#away until 2026-06-10")
    told = to_desk(branch, BO, "#away until 2026-06-10 deputy Liz")
    assert "Wednesday, 10 June 2026" in told
    assert "Liz stands in for you" in told
    news = branch.work(branch.answer(the(letters, ANA), "It smokes now."))
    assert [each.rcpt[0] for each in news] == [LIZ]
    branch.now += timedelta(days=3)
    assert [each.rcpt[0] for each in branch.work(branch.answer(the(letters, ANA), "And now?"))] == [BO]


def test_whoever_is_back_early_says_so(branch: Branch) -> None:
    to_desk(branch, BO, "#away until 2026-06-30")
    assert "you are back" in to_desk(branch, BO, "#present")
    assert the(branch.work(branch.mail(ANA)), BO)


@pytest.mark.parametrize(
    ("order", "hint"),
    [
        ("#away until 2026-06-20 nobody@agents.example", "another agent"),
        ("#away", "which day"),
        ("#away until 2026-06-01", "which day"),
        ("#away until 2026-06-20 deputy Bo", "another agent"),
    ],
)
def test_an_absence_that_cannot_be_read_changes_nothing_and_says_what_to_write(
    branch: Branch, order: str, hint: str
) -> None:
    assert hint in to_desk(branch, BO, order)
    assert agent(branch, BO).away_until is None


def test_an_absence_told_by_mail_outlives_a_restart(make_branch: NewBranch, ready_url: str) -> None:
    branch = make_branch(authserv_id=AUTHSERV)
    to_desk(branch, BO, "#away until 2026-06-20 deputy Liz")
    again = make_branch(authserv_id=AUTHSERV, url=ready_url)
    assert (agent(again, BO).away_until is None, agent(again, BO).deputy) == (False, LIZ)


def test_orders_about_oneself_and_about_the_ticket_may_stand_in_one_mail(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    told = branch.work(branch.answer(the(letters, BO), "#away until 2026-06-20\n#note Back in two weeks."))
    assert "your work goes to your line" in said(text_of(the(told, BO)))
    assert branch.events()[-1] == "Noted"


def test_assigned_to_somebody_away_it_goes_to_the_deputy_and_both_are_told(branch: Branch) -> None:
    to_desk(branch, LIZ, "#away until 2026-06-20, tom@agents.example")
    letters = branch.work(proven(branch, ANA))
    told = branch.work(branch.answer(the(letters, BO), "#assign liz"))
    assert branch.ticket().assignee == TOM
    assert "assigned it to Tom, as Liz is away" in said(text_of(the(told, BO)))
    assert "Tom" in said(text_of(the(told, ANA)))
    assert the(told, TOM)


def test_assigned_to_somebody_away_without_a_deputy_it_stays_and_those_present_are_named(branch: Branch) -> None:
    to_desk(branch, LIZ, "#away until 2026-06-20")
    letters = branch.work(branch.mail(ANA))
    told = said(text_of(the(branch.work(branch.answer(the(letters, BO), "#assign Liz")), BO)))
    assert branch.ticket().assignee is None
    assert TOM in told
    assert LIZ not in told


@pytest.mark.parametrize(
    ("order", "assignee"),
    [
        ("#assign l2", LIZ),
        ("#assign tom@agents.example", TOM),
        ("#zuweisen Stufe 3", TOM),
        ("#assign auto", MIA),
        ("#kioszt automatikus", MIA),
    ],
)
def test_work_is_assigned_by_name_address_tier_or_to_whoever_has_the_fewest(
    make_branch: NewBranch, order: str, assignee: str
) -> None:
    branch = make_branch(authserv_id=AUTHSERV, agents=(*STAFF, Agent(address=MIA, name="Mia", tier=1)))
    first = branch.work(branch.mail(CARL))
    branch.work(branch.answer(the(first, BO), "#take"))
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, BO), order))
    assert branch.ticket(2).assignee == assignee


def test_with_fewest_a_new_ticket_has_its_agent_at_once_and_only_they_are_told(
    make_branch: NewBranch,
) -> None:
    branch = make_branch(authserv_id=AUTHSERV, agents=(*STAFF, Agent(address=MIA, name="Mia", tier=1)))
    branch.office = branch.office_with(rules=replace(branch.office.rules, assign="fewest"))
    letters = branch.work(proven(branch, ANA), branch.mail(CARL))
    assert [each.assignee for each in branch.tickets()] == [BO, MIA]
    assert [len(named(letters, each)) for each in (BO, MIA)] == [1, 1]
    assert branch.ticket().state is State.NEW
    told = branch.work(branch.answer(the(letters, BO), "#take"))
    assert "Bo" in subject_of(the(told, ANA)) + text_of(the(told, ANA))


def test_with_fewest_a_critical_ticket_pages_the_whole_tier(make_branch: NewBranch) -> None:
    branch = make_branch(authserv_id=AUTHSERV, agents=(*STAFF, Agent(address=MIA, name="Mia", tier=3)))
    branch.office = branch.office_with(rules=replace(branch.office.rules, assign="fewest"))
    branch.reading = reading(priority=Priority.P1)
    letters = branch.work(branch.mail(ANA))
    assert (len(named(letters, TOM)), len(named(letters, MIA))) == (1, 1)
    assert branch.ticket().assignee == MIA


def test_an_agents_second_address_acts_like_the_first(make_branch: NewBranch) -> None:
    branch = make_branch(authserv_id=AUTHSERV, agents=(Agent(address=BO, name="Bo", aliases=(BO_HOME,)), *STAFF[1:]))
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, BO), "#take", sender=BO_HOME))
    assert branch.ticket().assignee == BO
    told = branch.work(proven(branch, BO_HOME, "#queue"))
    assert "MF-1" in text_of(the(told, BO))


def test_managers_hear_of_what_is_nearly_missed_once_each(make_branch: NewBranch) -> None:
    staff = (Agent(address=BO, name="Bo", lead=True, manager=True), Agent(address=MIA, tier=2, manager=True))
    branch = make_branch(authserv_id=AUTHSERV, agents=staff)
    branch.work(branch.mail(ANA))
    told = {}
    for percent, minutes in ((50, 60), (75, 30), (90, 18), (100, 12)):
        letters = branch.pass_time(timedelta(minutes=minutes))
        told[percent] = (len(named(letters, BO)), len(named(letters, MIA)))
    assert told == {50: (1, 0), 75: (1, 0), 90: (1, 1), 100: (1, 1)}


def test_the_queue_shows_my_tickets_first_and_of_a_confidential_one_the_number_alone(branch: Branch) -> None:
    branch.work(branch.mail(ANA, subject="Projector"))
    branch.reading = reading(priority=Priority.P2)
    mine = the(branch.work(branch.mail(CARL, subject="Scanner")), LIZ)
    branch.work(branch.answer(mine, "#assign bo"))
    branch.reading = reading(breach=True)
    branch.work(branch.mail(CARL, subject="Leaked list"))
    told = to_desk(branch, BO, "#queue")
    assert told.index("MF-2") < told.index("MF-1")
    assert "Scanner" in told
    assert "P2 High" in told
    assert "Leaked" not in told


def test_an_empty_queue_says_so(branch: Branch) -> None:
    assert "Nothing waits" in to_desk(branch, BO, "#queue")


def test_verbose_tells_what_was_done_though_all_went_well(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    told = the(branch.work(branch.answer(the(letters, BO), "#verbose\n#category network")), BO)
    assert "category" in text_of(told)


def test_the_requester_learns_who_was_put_in_charge(branch: Branch) -> None:
    letters = branch.work(proven(branch, ANA))
    told = branch.work(branch.answer(the(letters, BO), "#assign liz"))
    assert "Liz" in text_of(the(told, ANA))
    assert "MF-1" in text_of(the(told, LIZ))


def test_a_machine_that_opened_a_ticket_gets_no_automatic_letter(branch: Branch) -> None:
    letters = branch.work(branch.mail("robot@machines.example", auto_submitted="auto-generated"))
    told = branch.work(branch.answer(the(letters, BO), "#take"))
    assert [each.rcpt[0] for each in (*letters, *told)] == [BO]


PEOPLE = tuple(
    Agent(address=f"{name}@agents.example", tier=tier, speaks=speaks)
    for name, tier, speaks in (("ann", 1, ()), ("ben", 1, ("hu",)), ("cat", 2, ("de",)), ("dan", 2, ("hu", "de")))
)
ROSTER: Agents = {each.address: each for each in PEOPLE}


@pytest.mark.parametrize(
    ("tier", "language", "load", "chosen"),
    [
        (1, "hu", {}, "ann"),
        (1, "hu", {"ann": 1}, "ben"),
        (1, "de", {"ann": 5}, "ann"),
        (2, "hu", {"dan": 9}, "dan"),
        (2, "en", {"cat": 1}, "dan"),
        (3, "en", {}, None),
    ],
)
def test_the_next_ticket_goes_to_whoever_speaks_the_language_and_has_the_fewest(
    tier: int, language: str, load: dict[str, int], chosen: str | None
) -> None:
    counts = {f"{name}@agents.example": count for name, count in load.items()}
    found = choose(ROSTER, tier, language, counts, NOW)
    assert (found and found.address.partition("@")[0]) == chosen


def test_where_all_are_away_everybody_is_told() -> None:
    later = NOW + timedelta(days=1)
    away = {address: replace(each, away_until=later) for address, each in ROSTER.items()}
    assert {each.tier for each in reached(away, make_ticket("en"), Audience.TIER, NOW)} == {1}
    assert reached(away, make_ticket("en"), Audience.MANAGER, NOW) == []


def test_the_day_after_an_absence_began_nothing_of_it_is_left(branch: Branch) -> None:
    to_desk(branch, BO, "#away until today")
    assert agent(branch, BO).away_until == datetime(2026, 6, 9, tzinfo=BUDAPEST)
    branch.now = START + timedelta(days=1)
    assert SUPPORT in str(the(branch.work(branch.mail(ANA)), BO).message["From"])


def test_a_progress_letter_says_where_it_is_what_was_done_and_when_the_next_word_comes(branch: Branch) -> None:
    branch.reading = reading(priority=Priority.P2)
    letters = branch.work(proven(branch, ANA))
    branch.work(branch.answer(the(letters, LIZ), "#take"))
    branch.now += timedelta(minutes=5)
    branch.work(branch.answer(the(letters, LIZ), "Please try it once more."))
    told = said(text_of(the(branch.pass_time(timedelta(hours=2)), ANA)))
    assert "Liz (second line) is working on it" in told
    assert "Liz started working on it" in told
    assert "by Monday, 8 June 2026, 15:05" in told


def test_of_mails_in_quarantine_the_deputy_of_a_lead_who_is_away_hears(branch: Branch) -> None:
    to_desk(branch, BO, "#away until 2026-06-30 deputy Liz")
    branch.receive(b"To: support@example.com\r\nSubject: nobody\r\n\r\nnothing\r\n")
    assert [each.rcpt[0] for each in branch.tell_quarantine()] == [LIZ]


def test_whoever_gets_a_ticket_with_a_call_gets_the_call_into_their_calendar(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    mine = the(branch.work(branch.answer(notice, "#escalate l2 a call is needed")), LIZ)
    branch.work(branch.answer(mine, "#call tomorrow 10:00"))
    told = branch.work(branch.answer(mine, "#assign Tom"))
    [invited] = [each for each in named(told, TOM) if "text/calendar" in str(each.message)]
    assert "invite.ics" in str(invited.message)
    assert "The invitation in this e-mail is for your calendar" in said(text_of(invited))
    assert not [each for each in named(told, ANA) if "text/calendar" in str(each.message)]
    again = branch.work(branch.answer(mine, "#assign Tom"))
    assert not [each for each in again if "text/calendar" in str(each.message)]
