"""The life cycle as one table (DESK.md I1 to I28): the decider asks it what is possible, the picture is drawn from it.

One table serves both kinds: IN is L1 to L3 of an incident and FULFIL of a request; SOLVED is RESOLVED and FULFILLED.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mailflow.desk.terms import TIER_STATES, Head, Kind, State
from mailflow.desk.ticket import Ticket


class Place(StrEnum):
    """Several states at once; which ones depends on the kind."""

    IN = "IN"
    ASIDE = "ASIDE"
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
    "L2, L3 or a request": lambda ticket: ticket.tier > 1 or ticket.kind is Kind.REQUEST,
    "not major": lambda ticket: not ticket.major,
    "an outbreak's candidate": lambda ticket: ticket.outbreak == "seen",
    "NEW, L1 or asked": lambda ticket: ticket.state is State.NEW or ticket.tier == 1 or ticket.doubt == Head.KIND,
}

NEW, WAIT, CLOSED, CANCELLED, MERGED = State.NEW, State.WAIT_CUSTOMER, State.CLOSED, State.CANCELLED, State.MERGED
VENDOR, APPROVAL, SCHEDULED, REJECTED = State.WAIT_VENDOR, State.WAIT_APPROVAL, State.SCHEDULED, State.REJECTED
IN, OPEN, SOLVED, ASIDE = Place.IN, Place.OPEN, Place.SOLVED, Place.ASIDE
_INCIDENT, _REQUEST = frozenset({Kind.INCIDENT}), frozenset({Kind.REQUEST})


def _order(
    identity: str, before: tuple[Where, ...], on: str, after: Where | None, *, guard: str = "", when: str = ""
) -> Move:
    """A row for an order that both kinds know."""
    return Move(id=identity, before=before, on=on, after=after, guard=guard, when=when)


def _cause(
    identity: str,
    before: tuple[Where, ...],
    on: str,
    after: Where | None,
    when: str = "",
    kinds: frozenset[Kind] = BOTH,
) -> Move:
    """A row for what is no order: a mail, a report, time."""
    return Move(id=identity, before=before, on=on, after=after, kinds=kinds, order=False, when=when)


MOVES: tuple[Move, ...] = (
    _cause("I1", (), "mail", NEW),
    _order("I6", (NEW,), "take", IN, when="to the agent's tier"),
    _order("I6", (IN, ASIDE), "take", None),
    _order("I6", (NEW,), "assign", IN, when="to that agent's tier"),
    _order("I6", (IN, ASIDE), "assign", None),
    _cause("I6", (NEW,), "answer", IN, "to the agent's tier"),
    _cause("I7", (IN, ASIDE, SOLVED, CLOSED), "answer", None),
    _order("I7", (NEW, IN, ASIDE), "update", None, when="how things stand"),
    _order("I8", (NEW, IN), "escalate", IN, guard="below L3", when="a reason, and a higher tier"),
    _order("I9", (IN,), "return", IN, guard="above L1", when="a reason, and a lower tier"),
    _order("I11", (NEW, IN), "ask", WAIT, when="a question"),
    _order("I11", (WAIT,), "ask", None, when="one more question"),
    _order("I10", (NEW,), "finding", IN, when="what was found"),
    _order("I10", (IN,), "finding", None, when="what was found"),
    _order("I10", (OPEN,), "hypothesis", None, when="what is held to be the cause"),
    _order("I10", (OPEN,), "affected", None, when="what is touched"),
    _order("I14", (IN,), "vendor", VENDOR, when="the supplier's reference"),
    _order("I14", (VENDOR,), "back", IN, when="to the tier that it left"),
    _order("I15", (IN,), "call", SCHEDULED, guard="L2, L3 or a request", when="up to three starts"),
    _order("I15", (SCHEDULED,), "call", None, when="another time"),
    _order("I16", (SCHEDULED,), "cancelcall", IN, when="to the tier that it left"),
    _cause("I16", (SCHEDULED,), "slot's end", IN, "or a decline, to the tier that it left"),
    Move(id="R2", before=(NEW, IN), on="approval", after=APPROVAL, kinds=_REQUEST, when="the approver's address"),
    _cause("R2", (NEW,), "the category's rule", APPROVAL, "", kinds=_REQUEST),
    _cause("R3", (APPROVAL,), "approved", IN, "by the approver", kinds=_REQUEST),
    _cause("R3", (APPROVAL,), "refused", REJECTED, "by the approver, or 5 bd of silence", kinds=_REQUEST),
    Move(id="I17", before=(OPEN,), on="resolve", after=SOLVED, kinds=_INCIDENT, when="what was done"),
    Move(id="I17", before=(OPEN,), on="fulfil", after=SOLVED, kinds=_REQUEST, when="what was done"),
    _order("I18", (SOLVED,), "close", CLOSED),
    _order("I19", (SOLVED,), "reopen", IN, when="to the tier that solved it"),
    _order("I21", (CLOSED, CANCELLED), "reopen", IN, when="to L1"),
    _order("I23", (OPEN,), "cancel", CANCELLED, when="a reason"),
    _order("I22", (OPEN,), "merge", MERGED, when="into another ticket"),
    _order("I24", (NEW, IN), "major", IN, guard="not major", when="to L3, as P1"),
    _order("I24", (ASIDE,), "major", None, guard="not major", when="comes back to L3, as P1"),
    _order("I24", (OPEN, SOLVED), "link", None, when="another ticket"),
    _order("I24", (OPEN,), "dismiss", None, guard="an outbreak's candidate"),
    _order("split", (OPEN, SOLVED, CLOSED), "split", None, when="a new matter in the last mail"),
    _order("people", (OPEN, SOLVED), "add", None, when="who was in copy, or an address"),
    _order("people", (OPEN, SOLVED), "remove", None, when="an address"),
    _order("people", (OPEN, SOLVED, CLOSED), "requester", None, when="whose matter it is"),
    _order("people", (OPEN, SOLVED, CLOSED), "alias", None, when="the requester's other address"),
    _order("breach", (OPEN, SOLVED, CLOSED), "breach", None),
    _cause("I27", (NEW,), "monitor's recovery", SOLVED, "untouched"),
    _cause("I27", (SOLVED,), "monitor's alert", NEW, "it was well for less than an hour"),
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
    _cause("I26", (OPEN, SOLVED, CLOSED, REJECTED, CANCELLED, MERGED), "bounce", None),
)
ALWAYS = ("note", "status", "why", "similar", "help")
"""Orders that change nothing and are possible in every state."""


def working(kind: Kind, tier: int) -> State:
    """The state of a ticket in work at this tier."""
    return State.FULFIL if kind is Kind.REQUEST else TIER_STATES[tier]


def solved(kind: Kind) -> State:
    """The state of a ticket whose work is done."""
    return State.FULFILLED if kind is Kind.REQUEST else State.RESOLVED


@cache
def states(where: Where, kind: Kind) -> tuple[State, ...]:
    """The states that a place means for this kind."""
    match where:
        case Place.IN:
            return (State.FULFIL,) if kind is Kind.REQUEST else tuple(TIER_STATES.values())
        case Place.SOLVED:
            return (solved(kind),)
        case Place.ASIDE:
            return (WAIT, VENDOR, SCHEDULED, *((APPROVAL,) if kind is Kind.REQUEST else ()))
        case Place.OPEN:
            return (NEW, *states(IN, kind), *states(ASIDE, kind))
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
    return "\n".join([*lines, "    CLOSED --> [*]", "    CANCELLED --> [*]", "    MERGED --> [*]", *_ends(kind), ""])


def _ends(kind: Kind) -> list[str]:
    return ["    REJECTED --> [*]"] if kind is Kind.REQUEST else []


def _boxes(kind: Kind) -> list[str]:
    """OPEN is drawn around the states that it holds, IN around an incident's three tiers, ASIDE around the waits."""
    tiers = ["        state IN {", *(f"            {state}" for state in TIER_STATES.values()), "        }"]
    inside = tiers if kind is Kind.INCIDENT else [f"        {State.FULFIL}"]
    waits = ["        state ASIDE {", *(f"            {state}" for state in states(ASIDE, kind)), "        }"]
    return ["    state OPEN {", f"        {NEW}", *inside, *waits, "    }"]


def _box(where: Where | str, kind: Kind) -> str:
    if where is Place.SOLVED:
        return solved(kind)
    return State.FULFIL if where is Place.IN and kind is Kind.REQUEST else str(where)
