"""Kind, category, impact, urgency, priority: what a new ticket is taken for, and a person's word, which is law."""

from dataclasses import replace

from mailflow.desk.approval import by_rule
from mailflow.desk.commands import Label, Open
from mailflow.desk.events import (
    Assigned,
    BreachSuspected,
    Event,
    KindChanged,
    LabelAsked,
    Labelled,
    Opened,
    Paged,
    ReadAgain,
    Triaged,
)
from mailflow.desk.moves import allows
from mailflow.desk.reading import Guess, Reading
from mailflow.desk.refusal import refuse
from mailflow.desk.rules import Rules
from mailflow.desk.terms import DESK, OPEN, Breach, Head, Impact, Kind, Priority, State, Urgency
from mailflow.desk.ticket import Ticket

FIXED: dict[Head, type[Kind] | type[Impact] | type[Urgency] | type[Priority]] = {
    Head.KIND: Kind,
    Head.IMPACT: Impact,
    Head.URGENCY: Urgency,
    Head.PRIORITY: Priority,
}


def open_ticket(command: Open, rules: Rules) -> tuple[Event, ...]:
    """I1, then I4 where the model is sure of kind and category, else one question; a breach, an approval, a P1 (I5)."""
    opened = _opened(command, rules)
    triage = _triage(opened, opened.reading)
    found: list[Event] = [opened, triage]
    if opened.reading.breach.p >= rules.confidential_from:
        found.append(BreachSuspected(by=DESK))
    if isinstance(triage, Triaged):
        found += by_rule(opened.kind, opened.category, opened.by, rules)
    found += _page(None, opened.priority, rules)
    return (*found, *_give(found, opened, command))


def _give(found: list[Event], opened: Opened, command: Open) -> tuple[Event, ...]:
    """Whoever takes the next ticket of the tier where this one stands gets it; not a confidential one, nor an alert."""
    apart = opened.alert or any(isinstance(each, BreachSuspected) for each in found)
    tier = next((each.tier for each in found if isinstance(each, Paged)), opened.tier)
    taker = None if apart else command.takers.get(tier)
    return (Assigned(by=DESK, to=taker, tier=tier),) if taker else ()


def _opened(command: Open, rules: Rules) -> Opened:
    reading = command.reading
    impact, urgency = Impact(reading.impact.label), Urgency(reading.urgency.label)
    priority = rules.priority_of(impact, urgency)
    return Opened(
        by=command.by,
        number=command.number,
        name=command.name,
        language=command.language,
        subject=command.subject,
        received_at=command.received_at,
        kind=Kind(reading.kind.label),
        category=reading.category.label,
        impact=impact,
        urgency=urgency,
        priority=priority,
        reading=reading,
        tier=rules.first_tier(priority),
        acknowledge=command.may_answer,
        unverified=command.unverified,
        successor_of=command.successor_of,
        alert=command.alert,
    )


def reread(ticket: Ticket, reading: Reading, rules: Rules) -> tuple[Event, ...]:
    """I4 once more, by the second reading: of a new ticket that waits for a label, while nobody has touched it.

    That personal data may have leaked is told of every new ticket.
    """
    found: list[Event] = []
    if ticket.state is State.NEW and ticket.doubt and not ticket.triaged:
        again = _read_again(reading, rules)
        triage = _triage(again, reading)
        found += (again, triage)
        if isinstance(triage, Triaged):
            found += by_rule(again.kind, again.category, ticket.requester, rules)
        found += _page(ticket, again.priority, rules)
    if ticket.state is State.NEW and ticket.breach is Breach.NONE and reading.breach.p >= rules.confidential_from:
        found.append(BreachSuspected(by=DESK))
    return tuple(found)


def _read_again(reading: Reading, rules: Rules) -> ReadAgain:
    impact, urgency = Impact(reading.impact.label), Urgency(reading.urgency.label)
    return ReadAgain(
        by=DESK,
        kind=Kind(reading.kind.label),
        category=reading.category.label,
        impact=impact,
        urgency=urgency,
        priority=rules.priority_of(impact, urgency),
        reading=reading,
    )


def _triage(taken_for: Opened | ReadAgain, reading: Reading) -> Event:
    """I4. The labels stand where the reading is sure; else the one question that helps most."""
    doubts = _doubts(reading)
    if doubts:
        head, guess = min(doubts, key=lambda each: (not _second(reading, each[0]), each[1].p))
        return LabelAsked(by=DESK, head=head, first=guess.label, second=_second(reading, head))
    return _triaged(taken_for, DESK)


def _doubts(reading: Reading) -> list[tuple[Head, Guess]]:
    """What a person should be asked about; impact and urgency are taken as they come."""
    heads = ((Head.KIND, reading.kind), (Head.CATEGORY, reading.category))
    return [(head, guess) for head, guess in heads if not guess.sure]


def _second(reading: Reading, head: Head) -> str:
    """The other answer to ask about; "" where there is none, so that the question is asked openly."""
    if second := reading.second.get(head, ""):
        return second
    return next(each for each in Kind if each != reading.kind.label).value if head is Head.KIND else ""


def label(ticket: Ticket, command: Label, rules: Rules) -> tuple[Event, ...]:
    """I4, I28. A person sets or confirms a label; what hangs on it follows."""
    allowed = allowed_values(command.head, rules)
    value = next((each for each in allowed if each.casefold() == command.value.strip().casefold()), None)
    if value is None:
        return refuse(ticket, command.by, command.head, "argument", ", ".join(allowed))
    if command.head is Head.KIND:
        return _label_kind(ticket, command, Kind(value), rules)
    if not allows(ticket, command.head):
        return refuse(ticket, command.by, command.head, "state")
    labelled = Labelled(by=command.by, head=command.head, before=str(_value(ticket, command.head)), after=value)
    return (labelled, *_triage_again(ticket, labelled, rules))


def allowed_values(head: Head, rules: Rules) -> tuple[str, ...]:
    """What a label of this head can be."""
    return rules.categories if head is Head.CATEGORY else tuple(each.value for each in FIXED[head])


def _value(ticket: Ticket, head: Head) -> str:
    values = {
        Head.KIND: ticket.kind,
        Head.CATEGORY: ticket.category,
        Head.IMPACT: ticket.impact,
        Head.URGENCY: ticket.urgency,
        Head.PRIORITY: ticket.priority,
    }
    return values[head]


def _label_kind(ticket: Ticket, command: Label, kind: Kind, rules: Rules) -> tuple[Event, ...]:
    """To confirm a kind is possible while the ticket is open; to change it, only where I28 allows."""
    changes = kind is not ticket.kind
    if ticket.state not in OPEN or (changes and not allows(ticket, Head.KIND)):
        return refuse(ticket, command.by, Head.KIND, "state")
    labelled = Labelled(by=command.by, head=Head.KIND, before=ticket.kind, after=kind)
    changed = (KindChanged(by=command.by, before=ticket.kind, after=kind),) if changes else ()
    after = replace(ticket, kind=kind)
    triaged = () if ticket.triaged else (_triaged(after, command.by),)
    return (labelled, *changed, *triaged, *_ask_approval(ticket, after, rules))


def _triage_again(ticket: Ticket, labelled: Labelled, rules: Rules) -> tuple[Event, ...]:
    """The labels as they stand now, where they are new; a ticket whose work is done is only relabelled."""
    after = _relabel(ticket, labelled, rules)
    if ticket.state not in OPEN or (ticket.triaged and after == ticket):
        return ()
    approval = _ask_approval(ticket, after, rules)
    return (_triaged(after, labelled.by), *approval, *_page(ticket, after.priority, rules))


def _ask_approval(before: Ticket, after: Ticket, rules: Rules) -> tuple[Event, ...]:
    """A new request whose kind and category only now are sure may need its approver's word."""
    if before.state is not State.NEW or (
        before.triaged and (before.kind, before.category) == (after.kind, after.category)
    ):
        return ()
    return by_rule(after.kind, after.category, after.requester, rules)


def _relabel(ticket: Ticket, labelled: Labelled, rules: Rules) -> Ticket:
    match labelled.head:
        case Head.IMPACT:
            impact = Impact(labelled.after)
            return replace(ticket, impact=impact, priority=rules.priority_of(impact, ticket.urgency))
        case Head.URGENCY:
            urgency = Urgency(labelled.after)
            return replace(ticket, urgency=urgency, priority=rules.priority_of(ticket.impact, urgency))
        case Head.PRIORITY:
            return replace(ticket, priority=Priority(labelled.after))
        case _:
            return replace(ticket, category=labelled.after)


def _triaged(ticket: Opened | ReadAgain | Ticket, by: str) -> Triaged:
    return Triaged(
        by=by,
        kind=ticket.kind,
        category=ticket.category,
        impact=ticket.impact,
        urgency=ticket.urgency,
        priority=ticket.priority,
    )


def _page(before: Ticket | None, priority: Priority, rules: Rules) -> tuple[Event, ...]:
    """I5. Whatever becomes a P1 goes to its tier (L3) at once."""
    if priority is not Priority.P1 or (before and before.priority is Priority.P1):
        return ()
    return (Paged(by=DESK, tier=rules.first_tier(priority)),)
