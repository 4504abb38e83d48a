"""An occasion for every letter, in one small story: Kovács Anna's printer, Bo and Éva at the desk."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mailflow.desk import events
from mailflow.desk.breach import FIELD, possible_steps
from mailflow.desk.clue import Clue
from mailflow.desk.moves import possible
from mailflow.desk.reading import Guess, Reading
from mailflow.desk.terms import Breach, Clock, Head, Impact, Kind, Priority, State, Urgency
from mailflow.desk.ticket import Ticket
from mailflow.notify.compose import DeskCard, Held, Occasion, Recipient, Step, Thread, Trail, Writing
from mailflow.notify.occasion import Alike, Drift, Entry, Result
from mailflow.tokens import Purpose, Token

DESK = DeskCard(
    name="Example Support",
    address="support@example.org",
    prefix="MF",
    language="en",
    zone="Europe/Budapest",
    loop_id="desk-7f3a",
    subaddress=True,
    message_domain="example.org",
)
TOKEN = Token(key=1, ticket=12, purpose=Purpose.CUSTOMER, nonce="abcdefgh", mac="ijklmnopqrstuvwx")
THREAD = Thread(in_reply_to="first@mail.example.com", references=("first@mail.example.com",))
OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOW = OPENED + timedelta(minutes=1)
DUE = OPENED + timedelta(hours=2)
ANNA, BO, EVA = "anna@example.com", "bo@example.org", "eva@example.org"
VERA = "vera@example.com"
APPROVERS = ("approval_ask", "approval_reminder", "approval_unclear")
CALL = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
WORDS = {
    "hu": (
        "Nem nyomtat a második emeleti nyomtató",
        "Jó napot!\n\nReggel óta nem nyomtat a második emeleti nyomtató, a kijelzőn E5 hiba áll. Délre kellene a "
        "szerződés, és senki sem tud nyomtatni a folyosón.\n\nKöszönöm!",
        "Kedves Anna!\n\nKicseréltem a fixálót, és a nyomtató újra nyomtat. Itt olvashatja, mi volt a hiba: "
        "https://example.org/e5?a=1&b=2\n\nÜdvözlettel:",
        "Melyik program nyomtat, és mi áll a kijelző alsó sorában?",
        "A fixáló elromlott, és túlmelegedett.",
        "Alkatrész kell hozzá, nálunk nincs.",
    ),
    "en": (
        "The printer on the second floor does not print",
        "Good morning,\n\nsince this morning the printer on the second floor has not printed, its display says E5. I "
        "need a contract by noon, and nobody on this corridor can print.\n\nThank you!",
        "Dear Anna,\n\nI have changed the fuser, and the printer prints again. Here is what was wrong: "
        "https://example.org/e5?a=1&b=2\n\nKind regards,",
        "Which program prints, and what does the lower line of the display say?",
        "The fuser broke and ran too hot.",
        "It needs a spare part that we do not have.",
    ),
    "de": (
        "Der Drucker im zweiten Stock druckt nicht",
        "Guten Tag,\n\nseit heute früh druckt der Drucker im zweiten Stock nicht, auf der Anzeige steht E5. Bis Mittag "
        "brauche ich einen Vertrag, und niemand auf dem Flur kann drucken.\n\nVielen Dank!",
        "Guten Tag Frau Kovács,\n\nich habe die Fixiereinheit getauscht, der Drucker druckt wieder. Hier steht, was es "
        "war: https://example.org/e5?a=1&b=2\n\nMit freundlichen Grüßen",
        "Welches Programm druckt, und was steht in der unteren Zeile der Anzeige?",
        "Die Fixiereinheit war defekt und wurde zu heiß.",
        "Es braucht ein Ersatzteil, das wir nicht haben.",
    ),
}
CLUES = {
    "hu": (
        Clue(question="Melyik eszközről van szó? (Típusa és a címkéjén álló szám.)", answer="HP 4050, N-217"),
        Clue(question="Mit csinál, vagy mit nem csinál már (fények, hangok, üzenetek)?", answer="Pirosan villog.\nE5."),
    ),
    "en": (
        Clue(question="Which device is it (type, and the number on its label)?", answer="HP 4050, N-217"),
        Clue(question="What does it do, or no longer do: lights, sounds, messages?", answer="A red light.\nE5."),
    ),
    "de": (
        Clue(question="Um welches Gerät geht es? (Typ und Nummer auf dem Aufkleber.)", answer="HP 4050, N-217"),
        Clue(question="Was tut es, oder was tut es nicht mehr (Lichter, Töne)?", answer="Es blinkt rot.\nE5."),
    ),
}
READING = Reading(
    kind=Guess(label="incident", p=0.97, sure=True),
    category=Guess(label="hardware", p=0.62, sure=False),
    impact=Guess(label="medium", p=0.81, sure=True),
    urgency=Guess(label="medium", p=0.74, sure=True),
    breach=Guess(label="false", p=0.01, sure=True),
    second={"category": "software"},
)

ALIKE = (
    Alike(number=9, subject="E5", solution="The fuser was changed.", state=State.CLOSED),
    Alike(number=11, subject="Drucker", solution="", state=State.L1),
)

AGENT_LETTERS = frozenset(
    letter
    for line in (
        "new_ticket page hand_over returned assigned_to_you customer_wrote reopened_agent withdrawn",
        "queue daily_digest drift",
        "target_warning silence_task undelivered_task orders_result desk_result help why quarantine_digest held",
        "call_fixed_agent call_cancelled_agent call_wished call_outcome approval_result",
        "outbreak similar alert_flapping",
        "forwarded_in split_off",
        "breach_suspected breach_warning breach_result",
    )
    for letter in line.split()
)


TICKETS: dict[str, dict[str, Any]] = {
    "breach_suspected": {"confidential": True, "breach": Breach.DETECTED},
    "breach_warning": {"confidential": True, "breach": Breach.ASSESSING},
    "breach_result": {"confidential": True, "breach": Breach.NOTIFY},
    "new_ticket": {"doubt": "category", "assignee": None, "state": State.NEW},
    "page": {"priority": Priority.P1, "impact": Impact.HIGH, "urgency": Urgency.HIGH, "state": State.L3, "tier": 3},
    "escalated": {"state": State.L2, "tier": 2, "assignee": None},
    "hand_over": {"state": State.L2, "tier": 2, "assignee": None},
    "outbreak": {"outbreak": "seen", "assignee": None, "state": State.NEW},
    "alert_flapping": {"alert": "nagios@example.org web1 http", "alerts": 4, "state": State.NEW, "assignee": None},
    "major_start": {"major": True, "priority": Priority.P1, "state": State.L3, "tier": 3},
    "major_over": {"state": State.RESOLVED, "parent": 7},
    "question": {"state": State.WAIT_CUSTOMER},
    "reminder": {"state": State.WAIT_CUSTOMER},
    "silence_task": {"state": State.WAIT_CUSTOMER, "priority": Priority.P2},
    "resolved": {"state": State.RESOLVED},
    "fulfilled": {"kind": Kind.REQUEST, "state": State.FULFILLED},
    "closed": {"state": State.CLOSED},
    "undelivered_task": {"undeliverable": True},
    "call_proposed": {"state": State.SCHEDULED, "tier": 2},
    "call_fixed": {"state": State.SCHEDULED, "tier": 2},
    "call_fixed_agent": {"state": State.SCHEDULED, "tier": 2},
    "call_cancelled": {"state": State.L2, "tier": 2, "call_minutes": 30, "call_where": "phone"},
    "call_cancelled_agent": {"state": State.L2, "tier": 2, "call_minutes": 30, "call_where": "phone"},
    "call_wished": {"state": State.SCHEDULED, "tier": 2},
    "call_outcome": {"state": State.L2, "tier": 2},
    "approval_refused": {"kind": Kind.REQUEST, "state": State.REJECTED},
    "approval_granted": {"kind": Kind.REQUEST, "state": State.FULFIL},
    "approval_result": {"kind": Kind.REQUEST, "state": State.FULFIL},
    **{
        letter: {"kind": Kind.REQUEST, "state": State.WAIT_APPROVAL, "approver": VERA}
        for letter in ("approval_asked", *APPROVERS)
    },
}
"""How the ticket stands when a letter goes out, where it is not simply in work."""
RESULTS = (
    Result(line="#release 4", word="released"),
    Result(line="#close 9", word="unknown"),
    Result(line="#away until 1 April", word="away", day=date(2026, 4, 1), who=EVA),
)
DRIFTS = (
    Drift(what="language", most="de", before=0.08, now=0.41),
    Drift(what="category", most="billing", before=0.3, now=0.06),
    Drift(what="accuracy", most="category", before=0.94, now=0.81),
)
BARE = frozenset({"queue", "daily_digest", "drift", "held", "quarantine_digest", "desk_result"})


def make_ticket(language: str, **changes: Any) -> Ticket:
    """Anna's ticket, an incident of medium priority at the first line."""
    ticket = Ticket(
        number=12,
        kind=Kind.INCIDENT,
        category="hardware",
        impact=Impact.MEDIUM,
        urgency=Urgency.MEDIUM,
        priority=Priority.P3,
        state=State.L1,
        tier=1,
        subject=WORDS[language][0],
        requester=ANNA,
        requester_name="Kovács Anna",
        language=language,
        opened_at=OPENED,
        logged_at=OPENED,
        changed_at=NOW,
        triaged=True,
        assignee=BO,
        solution=WORDS[language][4],
        reopened=1,
        solved_at=OPENED + timedelta(hours=3),
        spent=timedelta(hours=3, minutes=10),
    )
    return replace(ticket, **changes)


def make_event(letter: str, language: str) -> events.Event | None:
    """What happened that this letter tells of."""
    _, _, reply, question, cause, reason = WORDS[language]
    made: dict[str, events.Event] = {
        "breach_suspected": events.BreachSuspected(by="desk"),
        "breach_warning": events.BreachWarned(by="desk", hours=48, until=OPENED + timedelta(hours=72)),
        "breach_result": events.Shown(by=BO, topic="breach"),
        "in_diagnosis": events.Taken(by=BO, name="Bo", tier=1, quiet=False),
        "escalated": events.Escalated(by=BO, before=1, tier=2, reason=reason),
        "cause_found": events.CauseFound(by=BO, text=cause),
        "progress": events.ProgressTold(by="desk"),
        "with_vendor": events.WentToVendor(by=BO, reference="ACME-77"),
        "call_proposed": events.CallProposed(
            by=EVA, slots=tuple(CALL + timedelta(hours=n) for n in (0, 1, 20)), minutes=30, where="phone"
        ),
        **dict.fromkeys(
            ("call_fixed", "call_fixed_agent"),
            events.CallFixed(by=ANNA, at=CALL, minutes=30, where="https://meet.example.com/mf-12", sequence=2),
        ),
        "call_cancelled": events.CallCancelled(by=EVA, how="agent", sequence=3, call=1, at=CALL),
        "call_cancelled_agent": events.CallCancelled(by=ANNA, how="declined", sequence=3, call=1, at=CALL),
        "call_wished": events.CallWished(by=ANNA, at=CALL + timedelta(hours=2)),
        "call_outcome": events.CallOver(by="desk"),
        **dict.fromkeys(("approval_asked", "approval_ask"), events.ApprovalAsked(by="desk", approver=VERA)),
        "approval_reminder": events.ApprovalReminded(by="desk", count=1, approver=VERA),
        "approval_granted": events.Approved(by=VERA),
        "approval_result": events.Approved(by=VERA),
        "approval_refused": events.Rejected(by=VERA, reason=reason, how="refused"),
        "update": events.Updated(by=BO, text=cause),
        "major_start": events.DeclaredMajor(by=BO),
        "known_trouble": events.Adopted(by=BO, parent=7),
        "major_update": events.ParentTold(by=BO, parent=7, news="update", text=cause),
        "major_progress": events.ParentTold(by="desk", parent=7, news="progress"),
        "major_over": events.Resolved(by=BO, text=cause, how="agent", fulfilled=False),
        "outbreak": events.OutbreakSeen(by="desk", alike=(9, 11)),
        "alert_flapping": events.AlertRepeated(by="nagios@example.org", count=4, flapping=True),
        "similar": events.Shown(by=BO, topic="similar"),
        "question": events.Asked(by=BO, question=question),
        "reminder": events.Reminded(by="desk", count=1),
        "reply": events.Answered(by=BO, name="Bo", text=reply),
        "resolved": events.Resolved(by=BO, text=cause, how="agent", fulfilled=False),
        "fulfilled": events.Resolved(by=BO, text=cause, how="agent", fulfilled=True),
        "unanswered": events.Resolved(by="desk", text="", how="no answer", fulfilled=False),
        "reopened": events.Reopened(by=ANNA, tier=1, reason=""),
        "closed": events.Closed(by=ANNA, how="confirmed"),
        "cancelled": events.Cancelled(by=BO, reason=reason),
        "merged": events.Merged(by=BO, target=7),
        "kind_changed": events.KindChanged(by=BO, before=Kind.REQUEST, after=Kind.INCIDENT),
        "in_copy": events.ParticipantAdded(by=BO, address=ANNA),
        "split_off": events.SplitOff(by=BO, into=13),
        "late": events.TargetWarned(by="desk", clock=Clock.RESOLUTION, percent=100, due=DUE),
        "status": events.Shown(by=ANNA, topic="status"),
        "page": events.Paged(by="desk", tier=3),
        "hand_over": events.Escalated(by=BO, before=1, tier=2, reason=reason),
        "returned": events.Returned(by=EVA, before=2, tier=1, reason=reason),
        "assigned": events.Assigned(by=EVA, to=BO, tier=1),
        "assigned_to_you": events.Assigned(by=EVA, to=BO, tier=1),
        "customer_wrote": events.CustomerWrote(by=ANNA, received_at=NOW, resumes=True, clues=CLUES[language]),
        "reopened_agent": events.Reopened(by=ANNA, tier=1, reason=""),
        "withdrawn": events.Cancelled(by=ANNA, reason=""),
        "target_warning": events.TargetWarned(by="desk", clock=Clock.FIRST_RESPONSE, percent=75, due=DUE),
        "silence_task": events.SilenceNoticed(by="desk"),
        "undelivered_task": events.Undelivered(by="desk", recipient=ANNA, why="550 5.1.1 User unknown"),
        "orders_result": refuse("#reopen"),
        "help": events.Shown(by=BO, topic="help"),
        "why": events.Shown(by=BO, topic="why"),
    }
    return open_ticket(language) if letter in {"received", "new_ticket"} else made.get(letter)


def make_queue(language: str) -> tuple[Entry, ...]:
    """Anna's ticket, which is late; a confidential one; and one that nobody has taken."""
    ticket = make_ticket(language, priority=Priority.P2)
    secret = make_ticket(language, number=14, confidential=True)
    free = make_ticket(language, number=15, assignee=None, doubt="category", state=State.NEW)
    return (
        Entry(ticket=ticket, due=OPENED, mine=True),
        Entry(ticket=secret, due=DUE, mine=True),
        Entry(ticket=free, due=DUE, mine=False),
    )


def refuse(order: str) -> events.Refused:
    return events.Refused(by=BO, order=order, reason="state", state=State.L1, possible=possible(make_ticket("en")))


def open_ticket(language: str) -> events.Opened:
    return events.Opened(
        by=ANNA,
        number=12,
        name="Kovács Anna",
        language=language,
        subject=WORDS[language][0],
        received_at=OPENED,
        kind=Kind.INCIDENT,
        category="hardware",
        impact=Impact.MEDIUM,
        urgency=Urgency.MEDIUM,
        priority=Priority.P3,
        reading=READING,
        tier=1,
        acknowledge=True,
        unverified=False,
        successor_of=None,
    )


def tell_story(language: str) -> tuple[Step, ...]:
    """The ticket's journal so far."""
    _, _, reply, question, cause, reason = WORDS[language]
    happened: tuple[events.Event, ...] = (
        open_ticket(language),
        events.LabelAsked(by="desk", head=Head.CATEGORY, first="hardware", second="software"),
        events.Labelled(by=BO, head=Head.CATEGORY, before="software", after="hardware"),
        events.Taken(by=BO, name="Bo", tier=1, quiet=False),
        events.Asked(by=BO, question=question),
        events.CustomerWrote(by=ANNA, received_at=NOW, resumes=True, clues=CLUES[language]),
        events.Noted(by=BO, text="internal: the lease ends in May"),
        events.Escalated(by=BO, before=1, tier=2, reason=reason),
        events.CauseFound(by=EVA, text=cause),
        events.Answered(by=EVA, name="Éva", text=reply),
        events.Resolved(by=EVA, text=cause, how="agent", fulfilled=False),
    )
    return tuple(Step(at=OPENED + timedelta(minutes=20 * n), event=each) for n, each in enumerate(happened))


def make_occasion(letter: str, language: str, **changes: Any) -> Occasion:
    """The letter's occasion, complete."""
    agent = letter in AGENT_LETTERS
    name, address = ("Bo", BO) if agent else ("Kovács Anna", ANNA)
    if letter in APPROVERS:
        name, address = "", VERA
    subject, text = WORDS[language][:2]
    bare = letter in BARE
    changes.setdefault("ticket", None if bare else make_ticket(language, **TICKETS.get(letter, {})))
    take = events.Taken(by=BO, name="Bo", tier=1, quiet=True)
    occasion = Occasion(
        letter=letter,
        now=NOW,
        desk=DESK,
        recipient=Recipient(address=address, name=name, language=language, agent=agent),
        event=make_event(letter, language),
        writing=Writing(
            name="Kovács Anna",
            address=ANNA,
            text=text,
            received_at=OPENED,
            message_id="first@mail.example.com",
            subject=subject,
            attachments=("E5.jpg",),
        ),
        story=() if letter == "received" else tell_story(language)[: 2 if letter == "new_ticket" else 99],
        possible=possible(changes["ticket"]) if agent and not bare else (),
        due=DUE,
        clocks={Clock.FIRST_RESPONSE: DUE, Clock.RESOLUTION: OPENED + timedelta(hours=16)} if agent else {},
        names={BO: "Bo", EVA: "Éva"},
        outcomes=(refuse("#reopen"), take) if letter == "orders_result" else (),
        held=(Held(id=4, received_at=OPENED, sender="Bo <bo@example.org>", subject="#close", reason="forged"),),
        silence_at=OPENED + timedelta(days=7),
        results=RESULTS if letter == "desk_result" else (),
        drifts=DRIFTS if letter == "drift" else (),
        queue=make_queue(language) if letter in {"queue", "daily_digest"} else (),
        alike=ALIKE if letter in {"outbreak", "similar", "new_ticket"} else (),
        trail=Trail(
            verdict="accept",
            thread="new",
            proof="T1",
            reading=READING,
            words={"kind": ["blinkt"], "category": ["Drucker", "Toner"]},
        ),
        standing=TOKEN,
        answer_at=OPENED + timedelta(days=7) if letter.startswith("approval") else None,
    )
    if letter.startswith("breach_"):
        occasion = replace(
            occasion,
            possible=tuple(f"breach {each}" for each in (*possible_steps(changes["ticket"]), FIELD)),
            breach_until=OPENED + timedelta(hours=72) if letter != "breach_result" else None,
            lacking=("effects", "remedy"),
        )
    return replace(occasion, **changes)
