"""What an agent's order does to a ticket: its events, or one that says why it is not possible."""

from mailflow.desk.commands import (
    Answer,
    Ask,
    Assign,
    Cancel,
    Close,
    Escalate,
    Merge,
    Note,
    RecordAffected,
    RecordFinding,
    Refuse,
    Reopen,
    Resolve,
    Return,
    Show,
    Suspect,
    Take,
    Undo,
    Update,
)
from mailflow.desk.events import (
    AffectedRecorded,
    Answered,
    Asked,
    Assigned,
    Cancelled,
    CauseFound,
    Closed,
    Escalated,
    Event,
    Merged,
    Noted,
    Reopened,
    Resolved,
    Returned,
    Shown,
    Suspected,
    Taken,
    Undone,
    Updated,
)
from mailflow.desk.moves import allows
from mailflow.desk.refusal import refuse
from mailflow.desk.terms import IN_WORK, SOLVED, Kind, State
from mailflow.desk.ticket import Ticket

HandOver = Take | Assign | Escalate | Return
Work = Answer | Ask | RecordFinding | Resolve
Record = Suspect | RecordAffected | Update
Ending = Reopen | Cancel | Merge | Close
Word = Note | Show | Refuse | Undo
Order = HandOver | Work | Record | Ending | Word


def obey(ticket: Ticket, order: Order) -> tuple[Event, ...]:
    """Do as the agent says, where the table of moves allows it and nothing needed is missing."""
    if isinstance(order, Word):
        return _speak(ticket, order)
    verb = _verb(order)
    if not allows(ticket, _meant(ticket, verb)):
        return refuse(ticket, order.by, verb, _why_not(ticket, order))
    if _text(order) == "":
        return refuse(ticket, order.by, verb, "argument")
    if isinstance(order, HandOver):
        return _hand_over(ticket, order)
    if isinstance(order, Record):
        return (_record(order),)
    return _work(ticket, order) if isinstance(order, Work) else _end(ticket, order)


def _verb(order: HandOver | Work | Record | Ending) -> str:
    """The verb that was written."""
    match order:
        case Resolve():
            return "fulfil" if order.fulfil else "resolve"
        case RecordFinding():
            return "finding"
        case Suspect():
            return "hypothesis"
        case RecordAffected():
            return "affected"
        case _:
            return type(order).__name__.lower()


def _meant(ticket: Ticket, verb: str) -> str:
    """Whoever resolves a request means that it is fulfilled; to fulfil an incident may mistake it for a request."""
    return "fulfil" if verb == "resolve" and ticket.kind is Kind.REQUEST else verb


def _why_not(ticket: Ticket, order: HandOver | Work | Record | Ending) -> str:
    """An escalation or return whose only fault is that there is no such tier is told so."""
    return "tier" if isinstance(order, Escalate | Return) and ticket.state in IN_WORK else "state"


def _text(order: HandOver | Work | Record | Ending) -> str | None:
    """The words that must be there, stripped; None for an order that needs none."""
    match order:
        case Escalate() | Return() | Cancel():
            return order.reason.strip()
        case Ask():
            return order.question.strip()
        case RecordFinding() | Resolve() | Suspect() | RecordAffected() | Update():
            return order.text.strip()
        case _:
            return None


def _speak(ticket: Ticket, order: Word) -> tuple[Event, ...]:
    match order:
        case Note():
            return (Noted(by=order.by, text=order.text),)
        case Show():
            return (Shown(by=order.by, topic=order.topic),)
        case Undo():
            return (Undone(by=order.by, letters=order.letters, finding=order.finding),)
        case Refuse():
            return refuse(ticket, order.by, order.order, order.reason, order.detail)


def _hand_over(ticket: Ticket, order: HandOver) -> tuple[Event, ...]:
    new = ticket.state is State.NEW
    match order:
        case Take():
            told = ticket.assignee is not None and not new
            tier = order.tier if new else ticket.tier
            return (Taken(by=order.by, name=order.name, tier=tier, quiet=told),)
        case Assign():
            tier = order.tier if new else ticket.tier
            return (Assigned(by=order.by, to=order.to, tier=tier, instead_of=order.instead_of),)
        case Escalate():
            if not ticket.tier < order.tier <= 3:
                return refuse(ticket, order.by, "escalate", "tier")
            return (Escalated(by=order.by, before=ticket.tier, tier=order.tier, reason=order.reason.strip()),)
        case Return():
            if not 1 <= order.tier < ticket.tier:
                return refuse(ticket, order.by, "return", "tier")
            return (Returned(by=order.by, before=ticket.tier, tier=order.tier, reason=order.reason.strip()),)


def _work(ticket: Ticket, order: Work) -> tuple[Event, ...]:
    """Whoever works on a new ticket has taken it; the customer learns it from the work itself."""
    match order:
        case Answer():
            tier = order.tier if ticket.state is State.NEW else ticket.tier
            return (*_take(ticket, order.by, order.name, tier), Answered(by=order.by, name=order.name, text=order.text))
        case Ask():
            return (*_take(ticket, order.by, "", ticket.tier), Asked(by=order.by, question=order.question.strip()))
        case RecordFinding():
            return (*_take(ticket, order.by, "", ticket.tier), CauseFound(by=order.by, text=order.text.strip()))
        case Resolve():
            fulfilled = ticket.kind is Kind.REQUEST
            return (Resolved(by=order.by, text=order.text.strip(), how="agent", fulfilled=fulfilled),)


def _record(order: Record) -> Event:
    """Words that move nothing."""
    match order:
        case Suspect():
            return Suspected(by=order.by, text=order.text.strip())
        case RecordAffected():
            return AffectedRecorded(by=order.by, text=order.text.strip())
        case Update():
            return Updated(by=order.by, text=order.text.strip())


def _take(ticket: Ticket, agent: str, name: str, tier: int) -> tuple[Event, ...]:
    return (Taken(by=agent, name=name, tier=tier, quiet=True),) if ticket.state is State.NEW else ()


def _end(ticket: Ticket, order: Ending) -> tuple[Event, ...]:
    match order:
        case Reopen():
            tier = ticket.solved_tier if ticket.state in SOLVED else 1
            return (Reopened(by=order.by, tier=tier, reason=order.reason.strip()),)
        case Close():
            return (Closed(by=order.by, how="agent"),)
        case Cancel():
            return (Cancelled(by=order.by, reason=order.reason.strip()),)
        case Merge():
            if order.target == ticket.number:
                return refuse(ticket, order.by, "merge", "target")
            return (Merged(by=order.by, target=order.target),)
