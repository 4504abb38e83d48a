"""The life cycle as one table (DESK.md I1 to I28): the decider asks it what is possible, the picture is drawn from it.

One table serves both kinds: IN is L1 to L3 of an incident and FULFIL of a request; SOLVED is RESOLVED and FULFILLED.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailflow.desk.terms import TIER_STATES, Head, Kind, State
from mailflow.desk.ticket import Ticket


class Place(StrEnum):
    """Several states at once; which ones depends on the kind."""

    IN = "IN"
    OPEN = "OPEN"
    SOLVED = "SOLVED"


Where = State | Place
BOTH = frozenset(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row: from `before`, on an order's verb or another cause, to `after` (None: no move).

    `guard` names a further condition on the ticket, `when` says in words what else must hold.
    """

    id: str
    before: tuple[Where, ...]
    on: str
    after: Where | None
    kinds: frozenset[Kind] = BOTH
    order: bool = True
    guard: str = ""
    when: str = ""


GUARDS: Mapping[str, Callable[[Ticket], bool]] = {
    "": lambda ticket: True,
    "below L3": lambda ticket: ticket.tier < 3,
    "above L1": lambda ticket: ticket.tier > 1,
    "NEW, L1 or asked": lambda ticket: ticket.state is State.NEW or ticket.tier == 1 or ticket.doubt == Head.KIND,
}

NEW, WAIT, CLOSED, CANCELLED, MERGED = State.NEW, State.WAIT_CUSTOMER, State.CLOSED, State.CANCELLED, State.MERGED
IN, OPEN, SOLVED = Place.IN, Place.OPEN, Place.SOLVED
_INCIDENT, _REQUEST = frozenset({Kind.INCIDENT}), frozenset({Kind.REQUEST})


def _order(
    identity: str, before: tuple[Where, ...], on: str, after: Where | None, *, guard: str = "", when: str = ""
) -> Move:
    """A row for an order that both kinds know."""
    return Move(id=identity, before=before, on=on, after=after, guard=guard, when=when)


def _cause(identity: str, before: tuple[Where, ...], on: str, after: Where | None, when: str = "") -> Move:
    """A row for what is no order: a mail, a report, time."""
    return Move(id=identity, before=before, on=on, after=after, order=False, when=when)


MOVES: tuple[Move, ...] = (
    _cause("I1", (), "mail", NEW),
    _order("I6", (NEW,), "take", IN, when="to the agent's tier"),
    _order("I6", (IN, WAIT), "take", None),
    _order("I6", (NEW,), "assign", IN, when="to that agent's tier"),
    _order("I6", (IN, WAIT), "assign", None),
    _cause("I6", (NEW,), "answer", IN, "to the agent's tier"),
    _cause("I7", (IN, WAIT, SOLVED, CLOSED), "answer", None),
    _order("I8", (NEW, IN), "escalate", IN, guard="below L3", when="a reason, and a higher tier"),
    _order("I9", (IN,), "return", IN, guard="above L1", when="a reason, and a lower tier"),
    _order("I11", (NEW, IN), "ask", WAIT, when="a question"),
    _order("I11", (WAIT,), "ask", None, when="one more question"),
    _order("I10", (NEW,), "finding", IN, when="what was found"),
    _order("I10", (IN,), "finding", None, when="what was found"),
    Move(id="I17", before=(OPEN,), on="resolve", after=SOLVED, kinds=_INCIDENT, when="what was done"),
    Move(id="I17", before=(OPEN,), on="fulfil", after=SOLVED, kinds=_REQUEST, when="what was done"),
    _order("I19", (SOLVED,), "reopen", IN, when="to the tier that solved it"),
    _order("I21", (CLOSED, CANCELLED), "reopen", IN, when="to L1"),
    _order("I23", (OPEN,), "cancel", CANCELLED, when="a reason"),
    _order("I22", (OPEN,), "merge", MERGED, when="into another ticket"),
    _order("I28", (NEW, IN), "kind", None, guard="NEW, L1 or asked", when="the other machine"),
    _order("I4", (OPEN, SOLVED, CLOSED), "category", None),
    _order("I4", (OPEN,), "impact", None),
    _order("I4", (OPEN,), "urgency", None),
    _order("I4", (OPEN,), "priority", None),
    _cause("I4", (NEW,), "triage", None, "the model is sure enough"),
    _cause("I5", (NEW, IN), "P1", IN, "to L3"),
    _cause("I12", (WAIT,), "customer's mail", IN, "written by a person"),
    _cause("I13", (WAIT,), "silence", SOLVED, "5 bd; P1 and P2 never"),
    _cause("I18", (SOLVED,), "confirmed", CLOSED, "by the requester"),
    _cause("I19", (SOLVED,), "customer's mail", IN, "other than thanks"),
    _cause("I20", (SOLVED,), "silence", CLOSED, "5 bd; P1 and P2 3 bd"),
    _cause("I21", (CLOSED, CANCELLED), "customer's mail", IN, "within 14 days, to L1"),
    _cause("I23", (OPEN,), "withdrawn", CANCELLED, "by the requester"),
    _cause("I25", (OPEN,), "target", None, "50, 75, 90, 100 %"),
    _cause("I26", (OPEN, SOLVED, CLOSED, CANCELLED, MERGED), "bounce", None),
)
ALWAYS = ("note", "status", "why", "help")
"""Orders that change nothing and are possible in every state."""


def working(kind: Kind, tier: int) -> State:
    """The state of a ticket in work at this tier."""
    return State.FULFIL if kind is Kind.REQUEST else TIER_STATES[tier]


def solved(kind: Kind) -> State:
    """The state of a ticket whose work is done."""
    return State.FULFILLED if kind is Kind.REQUEST else State.RESOLVED


def states(where: Where, kind: Kind) -> tuple[State, ...]:
    """The states that a place means for this kind."""
    match where:
        case Place.IN:
            return (State.FULFIL,) if kind is Kind.REQUEST else tuple(TIER_STATES.values())
        case Place.SOLVED:
            return (solved(kind),)
        case Place.OPEN:
            return (State.NEW, *states(Place.IN, kind), State.WAIT_CUSTOMER)
        case _:
            return (where,)


def possible(ticket: Ticket) -> tuple[str, ...]:
    """The canonical verbs that can be done to this ticket now, for refusals and `#help`."""
    verbs = [move.on for move in MOVES if move.order and _fits(move, ticket)]
    return (*dict.fromkeys(verbs), *ALWAYS)


def allows(ticket: Ticket, on: str) -> bool:
    """True if the table has a row for this order or cause in the ticket's state."""
    return any(move.on == on and _fits(move, ticket) for move in MOVES)


def leads(kind: Kind, before: State, after: State) -> bool:
    """True if some row takes a ticket of this kind from one state to the other."""
    return any(
        after in states(move.after, kind)
        for move in MOVES
        if move.after and kind in move.kinds and _starts(move, kind, before)
    )


def _fits(move: Move, ticket: Ticket) -> bool:
    return ticket.kind in move.kinds and _starts(move, ticket.kind, ticket.state) and GUARDS[move.guard](ticket)


def _starts(move: Move, kind: Kind, state: State) -> bool:
    return any(state in states(each, kind) for each in move.before)


def picture(kind: Kind) -> str:
    """The moves as a Mermaid state diagram of this kind: each arrow says the rows of DESK.md and their causes."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        if move.after and kind in move.kinds:
            for before in move.before or ("[*]",):
                arrow = _box(before, kind), _box(move.after, kind)
                arrows.setdefault(arrow, []).append(f"{move.id} {move.on}")
    lines = ["stateDiagram-v2", *_boxes(kind)]
    lines += [f"    {before} --> {after}: {', '.join(causes)}" for (before, after), causes in arrows.items()]
    return "\n".join([*lines, "    CLOSED --> [*]", "    CANCELLED --> [*]", "    MERGED --> [*]", ""])


def _boxes(kind: Kind) -> list[str]:
    """OPEN is drawn around the states that it holds, and IN around the three tiers of an incident."""
    tiers = ["        state IN {", *(f"            {state}" for state in TIER_STATES.values()), "        }"]
    inside = tiers if kind is Kind.INCIDENT else [f"        {State.FULFIL}"]
    return ["    state OPEN {", f"        {NEW}", *inside, f"        {WAIT}", "    }"]


def _box(where: Where | str, kind: Kind) -> str:
    if where is Place.SOLVED:
        return solved(kind)
    return State.FULFIL if where is Place.IN and kind is Kind.REQUEST else str(where)
