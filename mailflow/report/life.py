"""One ticket's way as its journal tells it: from state to state, how long it waited for answers, who had to do with it.

A light twin of `desk.evolve`, which keeps every field and takes forty times as long; a test holds the two together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from mailflow.desk.appointment import CALLS
from mailflow.desk.moves import solved, working
from mailflow.desk.rules import Rules
from mailflow.desk.terms import ASIDE, DESK, IN_WORK, OPEN, SOLVED, Kind, Priority, State
from mailflow.store.figures import Line

CONTACTS = frozenset({"Answered", "Updated", "CauseFound", "Asked", "CallProposed", "CallFixed"})
"""Events by which an agent has spoken to the customer before the solution."""


class Step(NamedTuple):
    """From one state to another at this moment; `since` is when the ticket came into the first."""

    before: State
    after: State
    since: datetime
    at: datetime


@dataclass(slots=True)
class Life:
    """What the figures need of a ticket's journal. Filled by `follow`, line by line."""

    rules: Rules
    kind: Kind = Kind.INCIDENT
    state: State = State.NEW
    tier: int = 1
    previous_tier: int = 1
    solved_tier: int = 1
    since: datetime | None = None
    waits: datetime | None = None
    """Since when the customer has been waiting for an answer."""
    asked: bool = False
    """The question that it waits on has gone out."""
    flapping: bool = False
    steps: list[Step] = field(default_factory=list)
    responses: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when to when the customer waited for each answer after the first."""
    contacts: int = 0
    handed: bool = False
    """It went to another tier."""
    first_contact: bool = False
    """The solution was the first that the customer heard of an agent, from the first line, and it has stood since."""
    by_itself: bool = False
    """A monitor's recovery was the end of it (I27)."""
    rating: int | None = None

    def go(self, state: State, at: datetime) -> None:
        """Be in this state from now on."""
        if state is not self.state:
            self.steps.append(Step(self.state, state, self.since or at, at))
            self.state, self.since = state, at

    def work(self, tier: int, at: datetime) -> None:
        """Be in work at this tier."""
        self.tier = tier
        self.go(working(self.kind, tier), at)

    def aside(self, state: State, at: datetime) -> None:
        """Wait in this state, to come back to the tier that is left."""
        if self.state is not state:
            self.previous_tier = self.tier
            self.go(state, at)


def follow(lines: Iterable[Line], rules: Rules) -> Life:
    """The life that these lines tell."""
    life = Life(rules)
    for line in lines:
        life.contacts += line.event in CONTACTS
        if (turn := _TURNS.get(line.event)) is not None:
            turn(life, line)
    return life


def _opened(life: Life, line: Line) -> None:
    data = line.data
    life.kind, life.tier, life.previous_tier = Kind(data["kind"]), data["tier"], data["tier"]
    life.since = life.waits = datetime.fromisoformat(data["received_at"])


def _read(life: Life, line: Line) -> None:
    """A new reading or the triage gives a new ticket the tier of its priority."""
    first = life.rules.first_tier(Priority(line.data["priority"]))
    if line.event == "ReadAgain":
        life.kind, life.tier = Kind(line.data["kind"]), first
    elif life.state is State.NEW:
        life.tier = first


def _kind(life: Life, line: Line) -> None:
    life.kind = Kind(line.data["after"])
    if life.state in IN_WORK:
        life.go(working(life.kind, life.tier), line.at)


def _paged(life: Life, line: Line) -> None:
    life.handed = True
    if life.state in ASIDE:
        life.tier = life.previous_tier = line.data["tier"]
    else:
        life.work(line.data["tier"], line.at)


def _given(life: Life, line: Line) -> None:
    """Taken, or assigned by an agent; what waits aside goes on waiting, and the desk's own choice begins no work."""
    if life.state not in ASIDE and not (line.event == "Assigned" and line.by == DESK):
        life.work(line.data["tier"], line.at)


def _handed(life: Life, line: Line) -> None:
    life.handed = True
    life.work(line.data["tier"], line.at)


def _back(life: Life, line: Line) -> None:
    life.work(life.previous_tier, line.at)


def _wrote(life: Life, line: Line) -> None:
    if life.state in OPEN:
        if line.data["resumes"]:
            life.asked = False
            _back(life, line)
        life.waits = life.waits or datetime.fromisoformat(line.data["received_at"])


def _responded(life: Life, line: Line) -> None:
    """The first answer has its own clock; the later ones are counted from the mail that waited for them."""
    if line.event == "ResponseMade" and life.waits:
        life.responses.append((life.waits, datetime.fromisoformat(line.data["at"])))
    until = line.data.get("waits_since")
    life.waits = datetime.fromisoformat(until) if until else None


def _resolved(life: Life, line: Line) -> None:
    life.first_contact = life.tier == 1 and not life.contacts and not life.handed and line.data["how"] == "agent"
    life.solved_tier, life.by_itself = life.tier, False
    life.go(solved(life.kind), line.at)


def _reopened(life: Life, line: Line) -> None:
    life.first_contact = life.by_itself = life.asked = False
    life.work(line.data["tier"], line.at)
    if received := line.data.get("received_at"):
        life.waits = life.waits or datetime.fromisoformat(received)


def _asked(life: Life, line: Line) -> None:
    if life.state is not State.WAIT_CUSTOMER:
        life.asked = False
        life.aside(State.WAIT_CUSTOMER, line.at)


def _paused(life: Life, line: Line) -> None:
    life.asked = True


def _undone(life: Life, line: Line) -> None:
    """The agent took the letter back, and with it the solution, or the question."""
    letters = set(line.data["letters"])
    if life.state in SOLVED and {"resolved", "fulfilled", "major_over"} & letters:
        life.work(life.solved_tier, line.at)
    elif (life.state is State.SCHEDULED and CALLS & letters) or (
        life.state is State.WAIT_CUSTOMER and "question" in letters and not life.asked
    ):
        _back(life, line)


def _cleared(life: Life, line: Line) -> None:
    if life.state is State.NEW and not life.flapping:
        life.by_itself, life.solved_tier = True, life.tier
        life.go(solved(life.kind), line.at)


def _repeated(life: Life, line: Line) -> None:
    life.flapping |= line.data["flapping"]
    if line.data["back"]:
        life.by_itself = False
        life.go(State.NEW, line.at)


def _rated(life: Life, line: Line) -> None:
    life.rating = line.data["rating"]


def _to(state: State) -> Callable[[Life, Line], None]:
    return lambda life, line: life.go(state, line.at)


def _waiting(state: State) -> Callable[[Life, Line], None]:
    return lambda life, line: life.aside(state, line.at)


_TURNS: Mapping[str, Callable[[Life, Line], Any]] = {
    "Opened": _opened,
    "Triaged": _read,
    "ReadAgain": _read,
    "KindChanged": _kind,
    "Paged": _paged,
    "Taken": _given,
    "Assigned": _given,
    "Escalated": _handed,
    "Returned": _handed,
    "Asked": _asked,
    "PauseStarted": _paused,
    "CustomerWrote": _wrote,
    "FirstResponseMade": _responded,
    "ResponseMade": _responded,
    "WentToVendor": _waiting(State.WAIT_VENDOR),
    "CameBack": _back,
    "CallProposed": _waiting(State.SCHEDULED),
    "CallFixed": _waiting(State.SCHEDULED),
    "CallCancelled": _back,
    "CallOver": _back,
    "ApprovalAsked": _waiting(State.WAIT_APPROVAL),
    "Approved": _back,
    "Rejected": _to(State.REJECTED),
    "Resolved": _resolved,
    "Closed": _to(State.CLOSED),
    "Rated": _rated,
    "Reopened": _reopened,
    "Undone": _undone,
    "Cancelled": _to(State.CANCELLED),
    "Merged": _to(State.MERGED),
    "AlertRepeated": _repeated,
    "AlertCleared": _cleared,
}
