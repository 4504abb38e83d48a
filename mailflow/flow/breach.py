"""`#breach` and what may follow it, and the register that keeps what came of it."""

from collections.abc import Callable, Iterator, Mapping
from zoneinfo import ZoneInfo

from mailflow.desk.commands import (
    AssessBreach,
    CloseBreach,
    Command,
    DecideBreach,
    DecideSubjects,
    DenyBreach,
    Note,
    RecordBreach,
    Refuse,
    Show,
    SuspectBreach,
)
from mailflow.desk.events import (
    BreachAssessed,
    BreachClosed,
    BreachDecided,
    BreachDenied,
    BreachSuspected,
    Event,
    SubjectsDecided,
)
from mailflow.desk.register import FIELDS, Entry, read_line
from mailflow.desk.terms import Breach
from mailflow.desk.ticket import Ticket
from mailflow.desk.verbs import bare
from mailflow.desk.when import past_moment_of
from mailflow.flow.confidence import circle, stand_of
from mailflow.flow.errand import Errand, Run
from mailflow.flow.letters import Desk
from mailflow.store import register

_SINCE = frozenset(
    map(bare, ("aware", "since", "at", "tudomás", "tudomásszerzés", "seit", "kenntnis", "bekannt", "um"))
)
Took = BreachSuspected | BreachAssessed | BreachDecided | SubjectsDecided | BreachDenied | BreachClosed


def order(errand: Errand) -> Iterator[Command]:
    """Anybody may suspect a breach; all that follows is for the privacy circle. Alone it shows how it stands."""
    entry, text = read_line(errand.text)
    begins = entry is None and errand.ticket.breach in {Breach.NONE, Breach.DENIED}
    if not begins and errand.by not in {each.address for each in circle(errand.desk.agents.values())}:
        yield _no(errand, entry, "circle")
    elif entry is None:
        yield from _begin(errand, text)
    elif entry in FIELDS:
        yield from _record(errand, entry, text)
    else:
        yield from _STEPS[entry](errand, text)


def _no(errand: Errand, entry: Entry | None, reason: str) -> Refuse:
    """A refusal that holds nothing of what the agent wrote."""
    return Refuse(by=errand.by, order=f"breach {entry or ''}".strip(), reason=reason)


def _begin(errand: Errand, text: str) -> Iterator[Command]:
    """`#breach` without a word that it knows: a suspicion, with its words as the facts so far, or a look."""
    suspected = errand.ticket.breach in {Breach.NONE, Breach.DENIED}
    yield SuspectBreach(by=errand.by) if suspected else Show(by=errand.by, topic="breach")
    ticket = errand.desk.ledger.ticket(errand.ticket.number)
    if not text or ticket is None:
        return
    if suspected and ticket.breach is Breach.DETECTED:
        yield from _write(errand, Entry.FACTS, text)
    else:
        yield Note(by=errand.by, text=text)


def _record(errand: Errand, entry: Entry, text: str) -> Iterator[Command]:
    if errand.ticket.breach is Breach.NONE:
        yield _no(errand, entry, "phase")
    elif not text:
        yield _no(errand, entry, "argument")
    else:
        yield from _write(errand, entry, text)


def _write(errand: Errand, entry: Entry, text: str) -> Iterator[Command]:
    desk = errand.desk
    desk.ledger.flush()
    register.write(desk.ledger.connection, errand.ticket.number, entry, text, by=errand.by, at=desk.ledger.now)
    yield RecordBreach(by=errand.by, field=entry.value)


def _assess(errand: Errand, text: str) -> Iterator[Command]:
    """Aware since the time that is named, else since now."""
    words = text.split()
    while words and bare(words[0]) in _SINCE:
        del words[0]
    zone = ZoneInfo(errand.desk.office.card.zone)
    aware_at = past_moment_of(" ".join(words), errand.desk.ledger.now, zone) if words else None
    if words and aware_at is None:
        yield _no(errand, Entry.ASSESS, "past")
    else:
        yield AssessBreach(by=errand.by, aware_at=aware_at)


def _decide(*, notify: bool) -> Callable[[Errand, str], Iterator[Command]]:
    def decide(errand: Errand, text: str) -> Iterator[Command]:
        rows = register.rows_of(errand.desk.ledger.connection, errand.ticket.number)
        delay = [row.text for row in rows if row.entry is Entry.DELAY]
        yield DecideBreach(by=errand.by, notify=notify, reason=text, delay=delay[-1] if delay else "")

    return decide


def _tell(*, told: bool) -> Callable[[Errand, str], Iterator[Command]]:
    return lambda errand, text: iter((DecideSubjects(by=errand.by, told=told, reason=text),))


def _deny(errand: Errand, text: str) -> Iterator[Command]:
    yield DenyBreach(by=errand.by, reason=text)


def _close(errand: Errand, text: str) -> Iterator[Command]:
    desk = errand.desk
    stand = stand_of(desk.ledger.connection, errand.ticket, desk.office.rules, desk.ledger.now)
    yield CloseBreach(by=errand.by, missing=stand.missing)


_STEPS: Mapping[Entry, Callable[[Errand, str], Iterator[Command]]] = {
    Entry.ASSESS: _assess,
    Entry.NOTIFY: _decide(notify=True),
    Entry.NO_NOTIFY: _decide(notify=False),
    Entry.SUBJECTS_TOLD: _tell(told=True),
    Entry.SUBJECTS_NOT_REQUIRED: _tell(told=False),
    Entry.DENY: _deny,
    Entry.CLOSE: _close,
}
ERRANDS: Mapping[str, Run] = {"breach": order}


def note_step(desk: Desk, ticket: Ticket, event: Took) -> None:
    """Every step of a privacy incident stands in the register, with its reason."""
    entry, text = _line_of(event)
    desk.ledger.flush()
    register.write(desk.ledger.connection, ticket.number, entry, text, by=event.by, at=desk.ledger.now)


def _line_of(event: Took) -> tuple[Entry, str]:
    match event:
        case BreachSuspected():
            return Entry.SUSPECTED, ""
        case BreachAssessed():
            return Entry.ASSESS, event.aware_at.isoformat()
        case BreachDecided():
            return Entry.NOTIFY if event.notify else Entry.NO_NOTIFY, event.reason
        case SubjectsDecided():
            return Entry.SUBJECTS_TOLD if event.told else Entry.SUBJECTS_NOT_REQUIRED, event.reason
        case BreachDenied():
            return Entry.DENY, event.reason
        case BreachClosed():
            return Entry.CLOSE, ""


AFTER: Mapping[type[Event], Callable[[Desk, Ticket, Took], None]] = dict.fromkeys(
    (BreachSuspected, BreachAssessed, BreachDecided, SubjectsDecided, BreachDenied, BreachClosed), note_step
)
"""What each step means beyond its ticket."""
