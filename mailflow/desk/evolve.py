"""What each event makes of a ticket. A pure fold: the journal, replayed with its times, gives the same ticket."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.desk import appointment, approval, breach, events, people, troubles, vendor
from mailflow.desk.changes import Change
from mailflow.desk.clock import prioritise, silence_noticed, start, still_warned, stop, warning
from mailflow.desk.events import Event
from mailflow.desk.moves import solved, working
from mailflow.desk.rules import Rules
from mailflow.desk.stand import at_work, come_back, given, pause, pauses, step_aside
from mailflow.desk.terms import ASIDE, DESK, IN_WORK, OPEN, SOLVED, Clock, Head, Impact, Priority, State, Urgency
from mailflow.desk.ticket import Ticket


def evolve(ticket: Ticket | None, event: Event, now: datetime, rules: Rules) -> Ticket:
    """The ticket after this event, which was written at `now`. Raises ValueError if it has not been opened."""
    if isinstance(event, events.Opened):
        return _opened(event, now, rules)
    if ticket is None:
        raise ValueError(f"no ticket yet for {type(event).__name__}")
    change = CHANGES.get(type(event))
    changed = change(ticket, event, now, rules) if change else ticket
    return replace(changed, told_at=now) if type(event) in TELLS else changed


def _opened(event: events.Opened, now: datetime, rules: Rules) -> Ticket:
    return Ticket(
        number=event.number,
        kind=event.kind,
        category=event.category,
        impact=event.impact,
        urgency=event.urgency,
        priority=event.priority,
        state=State.NEW,
        tier=event.tier,
        previous_tier=event.tier,
        subject=event.subject,
        requester=event.by,
        requester_name=event.name,
        language=event.language,
        opened_at=event.received_at,
        logged_at=now,
        changed_at=now,
        triaged=False,
        unverified=event.unverified,
        confidential=event.reading.breach.p >= rules.confidential_from,
        successor_of=event.successor_of,
        waiting_since=event.received_at,
        heard_at=event.received_at,
        running_since=event.received_at,
        told_at=now,
        silent=not event.acknowledge,
        alert=event.alert,
        alerts=1 if event.alert else 0,
    )


def _label_asked(ticket: Ticket, event: events.LabelAsked, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, doubt=event.head.value)


def _read_again(ticket: Ticket, event: events.ReadAgain, now: datetime, rules: Rules) -> Ticket:
    taken_for = replace(
        ticket, kind=event.kind, category=event.category, impact=event.impact, urgency=event.urgency, doubt=""
    )
    return _prioritised(replace(taken_for, tier=rules.first_tier(event.priority)), event.priority, now, rules)


def _labelled(ticket: Ticket, event: events.Labelled, now: datetime, rules: Rules) -> Ticket:
    """The kind and the priority are changed by events of their own; here the doubt ends."""
    doubt = "" if ticket.doubt == event.head else ticket.doubt
    match event.head:
        case Head.CATEGORY:
            return replace(ticket, doubt=doubt, category=event.after)
        case Head.IMPACT:
            return replace(ticket, doubt=doubt, impact=Impact(event.after))
        case Head.URGENCY:
            return replace(ticket, doubt=doubt, urgency=Urgency(event.after))
        case _:
            return replace(ticket, doubt=doubt)


def _triaged(ticket: Ticket, event: events.Triaged, now: datetime, rules: Rules) -> Ticket:
    tier = rules.first_tier(event.priority) if ticket.state is State.NEW else ticket.tier
    labelled = replace(
        ticket, category=event.category, impact=event.impact, urgency=event.urgency, triaged=True, tier=tier
    )
    return _prioritised(labelled, event.priority, now, rules)


def _prioritised(ticket: Ticket, priority: Priority, now: datetime, rules: Rules) -> Ticket:
    """A new priority keeps what was spent. A P1 never pauses: becoming one starts the stopwatch, ceasing stops it."""
    if priority is ticket.priority:
        return ticket
    ticket = prioritise(ticket, priority, now, rules)
    if pauses(ticket):
        ticket = start(ticket, now) if priority is Priority.P1 else stop(ticket, now, rules)
    return replace(ticket, warned=still_warned(ticket, now, rules))


def _kind_changed(ticket: Ticket, event: events.KindChanged, now: datetime, rules: Rules) -> Ticket:
    state = working(event.after, ticket.tier) if ticket.state in IN_WORK else ticket.state
    return replace(ticket, kind=event.after, state=state)


def _paged(ticket: Ticket, event: events.Paged, now: datetime, rules: Rules) -> Ticket:
    """Aside only the tier changes to which the ticket will come back."""
    if ticket.state in ASIDE:
        assignee = ticket.assignee if ticket.previous_tier == event.tier else None
        return replace(ticket, tier=event.tier, previous_tier=event.tier, assignee=assignee)
    assignee = ticket.assignee if ticket.tier == event.tier else None
    return at_work(ticket, event.tier, assignee)


def _declared_major(ticket: Ticket, event: events.DeclaredMajor, now: datetime, rules: Rules) -> Ticket:
    return _prioritised(
        replace(ticket, major=True, outbreak="" if not ticket.outbreak else "major"), Priority.P1, now, rules
    )


def _taken(ticket: Ticket, event: events.Taken, now: datetime, rules: Rules) -> Ticket:
    return given(ticket, event.tier, event.by)


def _assigned(ticket: Ticket, event: events.Assigned, now: datetime, rules: Rules) -> Ticket:
    if event.by == DESK:
        return replace(ticket, assignee=event.to)
    return given(ticket, event.tier, event.to)


def _moved(ticket: Ticket, event: events.Escalated | events.Returned, now: datetime, rules: Rules) -> Ticket:
    return at_work(ticket, event.tier, None)


def _suspected(ticket: Ticket, event: events.Suspected, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, hypothesis=event.text)


def _affected(ticket: Ticket, event: events.AffectedRecorded, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, affected=event.text)


def _answered(ticket: Ticket, event: events.Answered, now: datetime, rules: Rules) -> Ticket:
    if ticket.state in OPEN and ticket.assignee is None:
        return replace(ticket, assignee=event.by)
    return ticket


def _cause_found(ticket: Ticket, event: events.CauseFound, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, finding=event.text, assignee=ticket.assignee or event.by)


def _asked(ticket: Ticket, event: events.Asked, now: datetime, rules: Rules) -> Ticket:
    """A second question while the first waits changes nothing yet; its acceptance begins the wait anew."""
    if ticket.state is State.WAIT_CUSTOMER:
        return ticket
    return replace(step_aside(ticket, State.WAIT_CUSTOMER, event.by), asked_at=None, reminded=0)


def _pause_started(ticket: Ticket, event: events.PauseStarted, now: datetime, rules: Rules) -> Ticket:
    return pause(replace(ticket, asked_at=event.at, reminded=0), event.at, rules)


def _reminded(ticket: Ticket, event: events.Reminded, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, reminded=event.count)


def _silence_noticed(ticket: Ticket, event: events.SilenceNoticed, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, reminded=silence_noticed(rules))


def _customer_wrote(ticket: Ticket, event: events.CustomerWrote, now: datetime, rules: Rules) -> Ticket:
    ticket = _reached_us(ticket, event.by)
    if event.by == ticket.requester:
        ticket = replace(ticket, silent=False)
    if ticket.state not in OPEN:
        return ticket
    if event.resumes:
        at = max(event.received_at, ticket.asked_at or event.received_at)
        ticket = replace(come_back(ticket, at), asked_at=None, reminded=0)
    return _waits(ticket, event.received_at)


def _waits(ticket: Ticket, since: datetime) -> Ticket:
    """The customer waits for an answer: a new cycle of the next-response clock, unless one runs already."""
    ticket = replace(ticket, heard_at=max(since, ticket.heard_at or since))
    if ticket.waiting_since:
        return ticket
    others = frozenset(each for each in ticket.warned if not each.startswith(Clock.NEXT_RESPONSE))
    return replace(_new_cycle(ticket), waiting_since=since, warned=others)


def _new_cycle(ticket: Ticket) -> Ticket:
    """The response clocks have used nothing."""
    return replace(ticket, response_spent=timedelta(), response_since=None)


def _thanked(ticket: Ticket, event: events.Thanked, now: datetime, rules: Rules) -> Ticket:
    return _reached_us(ticket, event.by)


def _reached_us(ticket: Ticket, writer: str) -> Ticket:
    """A requester who writes is there: letters may go out to them again."""
    return replace(ticket, undeliverable=False) if ticket.undeliverable and writer == ticket.requester else ticket


def _resolved(ticket: Ticket, event: events.Resolved, now: datetime, rules: Rules) -> Ticket:
    agent = ticket.assignee or (event.by if event.how == "agent" else None)
    return replace(
        stop(ticket, now, rules),
        state=solved(ticket.kind),
        solution=event.text,
        solved_tier=ticket.tier,
        solved_at=now,
        assignee=agent,
    )


def _closed(ticket: Ticket, event: events.Closed, now: datetime, rules: Rules) -> Ticket:
    return replace(ticket, state=State.CLOSED, closed_at=now)


def _reopened(ticket: Ticket, event: events.Reopened, now: datetime, rules: Rules) -> Ticket:
    """The same stopwatch goes on, from the mail's arrival but never from before it was stopped. A child that is

    reopened goes on by itself.
    """
    stopped = ticket.solved_at or ticket.closed_at or now
    ticket = _reached_us(ticket, event.by) if event.received_at else ticket
    ticket = start(ticket, max(event.received_at or now, stopped))
    assignee = ticket.assignee if ticket.tier == event.tier else None
    ticket = at_work(ticket, event.tier, assignee)
    ticket = replace(ticket, reopened=ticket.reopened + 1, solved_at=None, closed_at=None, asked_at=None, reminded=0)
    ticket = replace(ticket, parent=None)
    return _waits(ticket, event.received_at) if event.received_at else ticket


def _cancelled(ticket: Ticket, event: events.Cancelled, now: datetime, rules: Rules) -> Ticket:
    return replace(stop(ticket, now, rules), state=State.CANCELLED, closed_at=now)


def _merged(ticket: Ticket, event: events.Merged, now: datetime, rules: Rules) -> Ticket:
    return replace(stop(ticket, now, rules), state=State.MERGED, closed_at=now, merged_into=event.target)


def _first_response_made(ticket: Ticket, event: events.FirstResponseMade, now: datetime, rules: Rules) -> Ticket:
    return replace(_new_cycle(ticket), responded_at=event.at, waiting_since=event.waits_since)


def _response_made(ticket: Ticket, event: events.ResponseMade, now: datetime, rules: Rules) -> Ticket:
    return replace(_new_cycle(ticket), waiting_since=event.waits_since)


def _undone(ticket: Ticket, event: events.Undone, now: datetime, rules: Rules) -> Ticket:
    """In work again where a solution or a first question had moved it; the stopwatch goes on."""
    ticket = appointment.taken_back(ticket, event.letters, now)
    if "cause_found" in event.letters:
        ticket = replace(ticket, finding=event.finding)
    if ticket.state in SOLVED and {"resolved", "fulfilled", "major_over"}.intersection(event.letters):
        running = start(ticket, now)
        back = working(ticket.kind, ticket.solved_tier)
        return replace(running, state=back, tier=ticket.solved_tier, solution="", solved_at=None, asked_at=None)
    if ticket.state is State.WAIT_CUSTOMER and ticket.asked_at is None and "question" in event.letters:
        return come_back(ticket, now)
    return ticket


def _target_warned(ticket: Ticket, event: events.TargetWarned, now: datetime, rules: Rules) -> Ticket:
    """The lower thresholds count as given."""
    given = {warning(event.clock, percent) for percent in rules.warn_percents if percent <= event.percent}
    return replace(ticket, warned=ticket.warned | given)


def _undelivered(ticket: Ticket, event: events.Undelivered, now: datetime, rules: Rules) -> Ticket:
    """Only the requester's address counts, and only if it was refused: nobody else can hold the ticket open."""
    lost = not event.gave_up and event.recipient.casefold() == ticket.requester.casefold()
    return replace(ticket, undeliverable=ticket.undeliverable or lost)


CHANGES: Mapping[type[Event], Change] = {
    **appointment.CHANGES,
    **approval.CHANGES,
    **breach.CHANGES,
    **people.CHANGES,
    **troubles.CHANGES,
    **vendor.CHANGES,
    events.DeclaredMajor: _declared_major,
    events.Suspected: _suspected,
    events.AffectedRecorded: _affected,
    events.LabelAsked: _label_asked,
    events.ReadAgain: _read_again,
    events.Labelled: _labelled,
    events.Triaged: _triaged,
    events.KindChanged: _kind_changed,
    events.Paged: _paged,
    events.Taken: _taken,
    events.Assigned: _assigned,
    events.Escalated: _moved,
    events.Returned: _moved,
    events.Answered: _answered,
    events.CauseFound: _cause_found,
    events.Asked: _asked,
    events.PauseStarted: _pause_started,
    events.Reminded: _reminded,
    events.SilenceNoticed: _silence_noticed,
    events.CustomerWrote: _customer_wrote,
    events.Thanked: _thanked,
    events.Resolved: _resolved,
    events.Closed: _closed,
    events.Reopened: _reopened,
    events.Cancelled: _cancelled,
    events.Merged: _merged,
    events.FirstResponseMade: _first_response_made,
    events.ResponseMade: _response_made,
    events.TargetWarned: _target_warned,
    events.Undelivered: _undelivered,
    events.Undone: _undone,
}
"""The other events change nothing: they are said, kept or shown."""

TELLS: frozenset[type[Event]] = frozenset(
    {
        events.Taken,
        events.Escalated,
        events.Answered,
        events.CauseFound,
        events.Asked,
        events.Updated,
        events.ProgressTold,
        events.DeclaredMajor,
        events.Adopted,
        events.ParentTold,
        events.KindChanged,
        events.Reopened,
        events.CallProposed,
        events.CallFixed,
        events.CallCancelled,
        events.CallOver,
        events.WentToVendor,
        events.CameBack,
        events.Approved,
    }
)
"""Events after which the requester knows how it stands: the next progress letter counts from here."""
