"""A call by mail: proposed, chosen, invited to, moved, declined, over; over real MIME, with the calendars' answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from mailflow.desk.terms import Priority, State
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, EVE, LIZ, SUPPORT, Branch, NewBranch, named, subject_of, text_of, the
from tests.servers.sink import Letter

BUDAPEST = ZoneInfo("Europe/Budapest")


@pytest.fixture
def hand_over(branch: Branch) -> Letter:
    """Liz's letter about Ana's trouble, which is with the second line."""
    notice = the(branch.work(branch.mail(ANA, "My mails do not go out.", subject="Mail")), BO)
    return the(branch.work(branch.answer(notice, "#escalate l2 needs the server's log")), LIZ)


def order(branch: Branch, letter: Letter, *lines: str) -> list[Letter]:
    return branch.work(branch.answer(letter, "\n".join(lines)))


def entry(letter: Letter) -> Any:
    """The appointment in the letter's calendar, which its attached file repeats."""
    part = next(part for part in letter.message.walk() if part.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    file = next(part for part in letter.message.walk() if part.get_filename() == "invite.ics")
    assert file.get_payload(decode=True) == content
    calendar: Any = icalendar.Calendar.from_ical(content)
    assert part.get_param("method") == calendar["METHOD"]
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    [found] = calendar.walk("VEVENT")
    found["METHOD"] = calendar["METHOD"]
    return found


def has_calendar(letters: Sequence[Letter]) -> bool:
    return any(part.get_content_type() == "text/calendar" for each in letters for part in each.message.walk())


def calendars_answer(branch: Branch, invited: Any, method: str, sender: str = ANA, **changes: str) -> bytes:
    """What a calendar program sends to the organizer: no In-Reply-To, no token but that of the organizer's address.

    `changes` replace properties, or the parameter PARTSTAT.
    """
    attendee, zone = changes.pop("attendee", sender), changes.pop("zone", "")
    partstat = changes.pop("partstat", "ACCEPTED")
    start = invited["DTSTART"].dt
    lines = {
        "UID": str(invited["UID"]),
        "SEQUENCE": str(invited["SEQUENCE"]),
        "DTSTAMP": f"{branch.now:%Y%m%dT%H%M%SZ}",
        "DTSTART": f"{start:%Y%m%dT%H%M%SZ}",
        "DTEND": f"{start + timedelta(minutes=30):%Y%m%dT%H%M%SZ}",
        "ORGANIZER": str(invited["ORGANIZER"]),
        f"ATTENDEE;PARTSTAT={partstat};CN=Ana": f"mailto:{attendee}",
    } | {name.upper(): value for name, value in changes.items()}
    lines[f"DTSTART{zone}"] = lines.pop("DTSTART")
    body = [f"{name}:{value}" for name, value in lines.items()]
    text = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", *body, "END:VEVENT", "END:VCALENDAR", ""]
    )
    message = EmailMessage()
    message["From"] = f"Ana <{sender}>"
    message["To"] = str(invited["ORGANIZER"]).removeprefix("mailto:")
    message["Subject"] = f"Accepted: {invited['SUMMARY']}"
    message["Message-ID"] = f"<{method}{branch.now.timestamp():.0f}.{len(text)}@calendar.example>"
    message.set_content("Ana has answered this invitation.")
    message.add_alternative(text.encode(), maintype="text", subtype="calendar", params={"method": method})
    return message.as_bytes(policy=SMTP)


def test_proposals_are_chosen_by_their_number_and_both_sides_are_invited(branch: Branch, hand_over: Letter) -> None:
    told = order(branch, hand_over, "#call 2026-06-10 14:00, 15:30, Thu 9:00 45m video https://meet.example.com/x")
    asked = the(told, ANA)
    assert branch.ticket().state is State.SCHEDULED
    for words in ("1. Wednesday, 10 June 2026, 14:00 (Budapest)", "2. Wednesday, 10 June 2026, 15:30", "3. Thursday"):
        assert words in text_of(asked)
    assert "https://meet.example.com/x" in text_of(asked)
    html = next(part for part in asked.message.walk() if part.get_content_type() == "text/html")
    assert all(
        str(html).count(f"&amp;body={number}%0D%0A") + str(html).count(f'&amp;body={number}"') for number in "123"
    )
    assert not has_calendar(told)

    fixed = branch.work(branch.answer(asked, "2"))
    mine, theirs = entry(the(fixed, ANA)), entry(the(fixed, LIZ))
    for each, who in ((mine, ANA), (theirs, LIZ)):
        assert each["METHOD"] == "REQUEST"
        assert each["DTSTART"].dt == datetime(2026, 6, 10, 13, 30, tzinfo=UTC)
        assert each["DTEND"].dt - each["DTSTART"].dt == timedelta(minutes=45)
        assert each["ATTENDEE"] == f"mailto:{who}"
        assert each["LOCATION"] == "https://meet.example.com/x"
        assert str(each["ORGANIZER"]).startswith("mailto:support+")
    assert mine["ATTENDEE"].params["RSVP"] == "TRUE"
    assert LIZ not in str(mine)
    assert branch.ticket().call_at == datetime(2026, 6, 10, 13, 30, tzinfo=UTC)


ORDERS = (
    ("#call tomorrow 14:00 phone", "2026-06-09 14:00", 30, "phone"),
    ("#hívás holnap 15:00 telefonon", "2026-06-09 15:00", 30, "phone"),
    ("#termin morgen 16 Uhr 20 min per Video", "2026-06-09 16:00", 20, "video"),
    ("#call 14:00", "2026-06-08 14:00", 20, "video"),
    ("#call 1 Dec 2pm 60m https://meet.example.com/a?b=1", "2026-12-01 14:00", 60, "https://meet.example.com/a?b=1"),
)
UNREADABLE = (
    "#call",
    "#call some time next week",
    "#call 2026-06-01 14:00",
    "#call tomorrow 9:00, whenever",
    "#call 9:00, 10:00, 11:00, 12:00",
    "#call 2027-03-28 02:30",  # the clock skips this hour
    "#call tomorrow 9:00 999m",
)
FORGED: tuple[dict[str, str], ...] = (
    {"sender": EVE, "attendee": ANA},
    {"sender": EVE},
    {"attendee": EVE},
    {"sequence": "0"},
    {"uid": "call1.1-1-k-aaaaaaaa-bbbbbbbbbbbbbbbb@example.com"},
    {"uid": "something-else@example.com"},
    {"method": "PUBLISH"},
    {"method": "CANCEL"},
    {"partstat": "TENTATIVE"},
)


def test_one_time_is_fixed_at_once_and_what_is_not_said_stays(branch: Branch, hand_over: Letter) -> None:
    for line, at, minutes, where in ORDERS:
        told = order(branch, hand_over, line)
        local = datetime.fromisoformat(at).replace(tzinfo=BUDAPEST)
        ticket = branch.ticket()
        assert (ticket.call_at, ticket.call_minutes, ticket.call_where) == (local.astimezone(UTC), minutes, where), line
        assert entry(the(told, ANA))["UID"] != entry(the(told, LIZ))["UID"]


def test_a_time_that_cannot_be_read_is_refused_with_how_to_write_it(branch: Branch, hand_over: Letter) -> None:
    for line in UNREADABLE:
        told = order(branch, hand_over, line)
        assert named(told, ANA) == []
        assert "2026-12-01 14:00 or tomorrow 14:00" in " ".join(text_of(the(told, LIZ)).split()), line
        assert branch.ticket().state is State.L2


def test_a_moved_call_updates_the_same_entry_and_a_cancelled_one_removes_it(branch: Branch, hand_over: Letter) -> None:
    first = entry(the(order(branch, hand_over, "#call tomorrow 14:00"), ANA))
    branch.now += timedelta(hours=1)
    second = entry(the(order(branch, hand_over, "#call tomorrow 16:00"), ANA))
    branch.now += timedelta(hours=1)
    gone = order(branch, hand_over, "#cancelcall")
    third = entry(the(gone, ANA))
    assert first["UID"] == second["UID"] == third["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    assert first["ORGANIZER"] == third["ORGANIZER"]
    assert (third["METHOD"], third["STATUS"]) == ("CANCEL", "CANCELLED")
    assert entry(the(gone, LIZ))["METHOD"] == "CANCEL"
    assert (branch.ticket().state, branch.ticket().tier) == (State.L2, 2)

    branch.now += timedelta(hours=1)
    again = entry(the(order(branch, hand_over, "#call tomorrow 18:00"), ANA))
    assert again["UID"] != first["UID"]
    assert again["SEQUENCE"] > third["SEQUENCE"]


def test_the_calendars_yes_no_and_rather_later_are_heard(branch: Branch, hand_over: Letter) -> None:
    invited = entry(the(order(branch, hand_over, "#call tomorrow 14:00"), ANA))
    assert branch.work(calendars_answer(branch, invited, "REPLY")) == []
    assert branch.events()[-1] == "CallAccepted"

    branch.now += timedelta(minutes=5)
    counter = calendars_answer(branch, invited, "COUNTER", dtstart="20260609T150000Z")
    wished = the(branch.work(counter), LIZ)
    assert "#call 2026-06-09 17:00" in text_of(wished)
    assert branch.ticket().call_at == datetime(2026, 6, 9, 12, tzinfo=UTC)

    moved = entry(the(branch.work(branch.answer(wished, "#call 2026-06-09 17:00")), ANA))
    assert branch.ticket().call_at == datetime(2026, 6, 9, 15, tzinfo=UTC)
    branch.now += timedelta(minutes=5)
    told = branch.work(calendars_answer(branch, moved, "REPLY", partstat="DECLINED"))
    assert entry(the(told, LIZ))["METHOD"] == "CANCEL"
    assert branch.ticket().state is State.L2


def test_another_time_in_the_agents_calendar_moves_the_call_and_a_strangers_does_not(
    branch: Branch, hand_over: Letter
) -> None:
    told = order(branch, hand_over, "#call tomorrow 14:00")
    mine, theirs = (entry(next(each for each in named(told, who) if has_calendar([each]))) for who in (LIZ, ANA))
    at = branch.ticket().call_at
    later = f"{mine['DTSTART'].dt + timedelta(hours=2):%Y%m%dT%H%M%SZ}"
    for invited, sender in ((mine, EVE), (mine, BO), (theirs, LIZ)):
        branch.now += timedelta(minutes=1)
        branch.work(calendars_answer(branch, invited, "COUNTER", sender, dtstart=later))
        assert branch.ticket().call_at == at
    branch.now += timedelta(minutes=1)
    moved = branch.work(calendars_answer(branch, mine, "COUNTER", LIZ, dtstart=later))
    assert at is not None
    assert branch.ticket().call_at == at + timedelta(hours=2)
    assert has_calendar(named(moved, ANA))


def test_a_counter_proposal_in_a_named_zone_is_read_on_that_zones_clock(branch: Branch, hand_over: Letter) -> None:
    invited = entry(the(order(branch, hand_over, "#call tomorrow 14:00"), ANA))
    zone = ";TZID=GMT Standard Time"
    branch.work(calendars_answer(branch, invited, "COUNTER", zone=zone, dtstart="20260609T160000"))
    assert branch.ticket().call_wish == datetime(2026, 6, 9, 15, tzinfo=UTC)


def test_without_plus_addresses_the_appointment_s_own_name_proves_the_answer(branch: Branch, hand_over: Letter) -> None:
    branch.office = branch.office_with(card=replace(branch.office.card, subaddress=False))
    invited = entry(the(order(branch, hand_over, "#call tomorrow 14:00"), ANA))
    assert invited["ORGANIZER"] == f"mailto:{SUPPORT}"
    branch.work(calendars_answer(branch, invited, "REPLY"))
    assert branch.events()[-1] == "CallAccepted"


def test_a_call_that_is_taken_back_before_anybody_heard_of_it_leaves_no_trace(make_branch: NewBranch) -> None:
    branch = make_branch(undo_seconds=60)
    notice = the(branch.work(branch.mail(ANA)), BO)
    handed = the(branch.work(branch.answer(notice, "#escalate l2 look")), LIZ)
    order(branch, handed, "#call tomorrow 14:00")
    assert named(order(branch, handed, "#undo"), ANA) == []
    assert (branch.ticket().state, branch.ticket().call_at) == (State.L2, None)
    assert named(branch.pass_time(timedelta(minutes=2)), ANA) == []

    order(branch, handed, "#call tomorrow 14:00")
    first = entry(the(branch.pass_time(timedelta(minutes=2)), ANA))
    order(branch, handed, "#call tomorrow 16:00")
    gone = entry(the(order(branch, handed, "#undo"), ANA))
    assert (gone["METHOD"], gone["UID"]) == ("CANCEL", first["UID"])
    assert branch.ticket().state is State.L2


def test_the_invitation_s_token_makes_nothing_else_count(branch: Branch, hand_over: Letter) -> None:
    told = order(branch, hand_over, "#call tomorrow 14:00")
    order(branch, hand_over, "#resolve Done.")
    for who, word, after in ((LIZ, "#reopen wrong", State.RESOLVED), (ANA, "yes", State.L2)):  # news, no confirmation
        organizer = str(entry(next(each for each in named(told, who) if has_calendar([each])))["ORGANIZER"])
        branch.work(branch.mail(who, word, to=organizer.removeprefix("mailto:"), subject="Re: Mail"))
        assert branch.ticket().state is after


def test_a_forged_stale_or_foreign_answer_moves_no_appointment(branch: Branch, hand_over: Letter) -> None:
    invited = entry(the(order(branch, hand_over, "#call tomorrow 14:00"), ANA))
    for changes in FORGED:
        branch.now += timedelta(seconds=1)
        branch.work(calendars_answer(branch, invited, **({"method": "REPLY", "partstat": "DECLINED"} | changes)))
        assert branch.ticket().call_at is not None, changes
        assert not {"CallCancelled", "CallAccepted"} & set(branch.events())


def test_after_the_call_the_agent_is_asked_for_its_outcome(branch: Branch, hand_over: Letter) -> None:
    order(branch, hand_over, "#call tomorrow 14:00 30m")
    branch.pass_time(timedelta(hours=27))
    told = [each for each in branch.pass_time(timedelta(minutes=31)) if "how did the call go" in text_of(each)]
    the(told, LIZ)
    assert branch.ticket().state is State.L2


def test_proposals_that_nobody_chose_lapse_and_both_are_told(branch: Branch, hand_over: Letter) -> None:
    asked = the(order(branch, hand_over, "#call tomorrow 14:00, tomorrow 15:00"), ANA)
    branch.pass_time(timedelta(hours=27, minutes=30))
    assert "CustomerWrote" not in branch.events()
    branch.work(branch.answer(asked, "1"))  # too late for the first
    assert branch.events()[-1] == "CustomerWrote"
    told = branch.pass_time(timedelta(hours=1))
    assert any("passed without an answer" in text_of(each) for each in named(told, ANA))
    assert any("chose none" in text_of(each) for each in named(told, LIZ))
    assert branch.ticket().state is State.L2


def test_a_solution_cancels_the_call_in_both_calendars(branch: Branch, hand_over: Letter) -> None:
    order(branch, hand_over, "#call tomorrow 14:00")
    told = order(branch, hand_over, "#resolve The log was full; it is emptied now.")
    assert [entry(each)["METHOD"] for each in told if has_calendar([each])] == ["CANCEL", "CANCEL"]
    assert branch.ticket().state is State.RESOLVED


def test_what_people_wrote_cannot_break_out_of_the_invitation(branch: Branch) -> None:
    subject = "Printer\\nATTENDEE:mailto:eve@evil.example; a, b"
    sender = '"Ana: \\"x\\";CN=Eve" <ana@customer.example>'
    notice = the(branch.work(branch.mail(sender, subject=subject)), BO)
    handed = the(branch.work(branch.answer(notice, "#escalate l2 look")), LIZ)
    invited = entry(the(order(branch, handed, "#call tomorrow 14:00"), ANA))
    assert invited["ATTENDEE"] == f"mailto:{ANA}"
    assert subject in str(invited["SUMMARY"])


def test_the_second_line_is_offered_a_call_for_a_high_priority(branch: Branch) -> None:
    branch.reading = reading(priority=Priority.P2)
    assert "#call" in text_of(the(branch.work(branch.mail(ANA)), LIZ))


def test_whose_clock_is_another_reads_both(branch: Branch) -> None:
    early = branch.mail(ANA, date="Mon, 08 Jun 2026 10:00:00 +0100")
    notice = the(branch.work(early), BO)
    handed = the(branch.work(branch.answer(notice, "#escalate l2 look")), LIZ)
    told = the(order(branch, handed, "#call tomorrow 14:00"), ANA)
    assert "14:00 (Budapest), 13:00 for you" in text_of(told)
    assert subject_of(told).endswith("Printer")
