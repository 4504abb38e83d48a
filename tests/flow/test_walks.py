"""Every move of the table, walked by nothing but mail and time: each state is reached and left in each way it has."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from mailflow.desk.events import ApprovalAsked, Opened
from mailflow.desk.moves import GUARDS, MOVES, Move, solved, states
from mailflow.desk.terms import DESK, Kind, State
from mailflow.desk.ticket import Ticket
from mailflow.flow.office import Caps, Monitors
from tests.desk.build import reading
from tests.desk.lives import REACH
from tests.flow.branch import ANA, BO, Branch, NewBranch
from tests.servers.sink import Letter

VERA, NAGIOS = "vera@customer.example", "nagios@monitor.example"
TARGET = 1
"""The ticket that others are merged into."""
NO_CAPS = Caps(ten_minutes=10**6, hour=10**6, day=10**6, all_hour=10**6)
ANSWERS = {
    "customer's mail": "It still does not print, I am afraid. The lamp is red.",
    "confirmed": "yes, solved",
    "withdrawn": "cancel",
}
"""What Ana answers."""

VERDICTS = {"approved": "approve", "refused": "refuse"}
ORDERS = {
    "take": "#take",
    "assign": "#assign liz",
    "answer": "Please restart it, Ana.",
    "escalate": "#escalate l{up}\nIt needs a spare part.",
    "return": "#return l1\nIt is a known one.",
    "ask": "#ask\nWhich one is it?",
    "finding": "#finding\nThe fuser is worn.",
    "vendor": "#vendor ACME-1",
    "back": "#back",
    "call": "#call tomorrow 10:00 30m phone",
    "cancelcall": "#cancelcall",
    "approval": f"#approval {VERA}",
    "resolve": "#resolve\nChanged the fuser.",
    "fulfil": "#fulfil\nHere it is.",
    "close": "#close",
    "reopen": "#reopen\nIt was the wrong one.",
    "cancel": "#cancel\nA test.",
    "merge": f"#merge {TARGET}",
    "major": "#major",
    "P1": "#priority P1",
    "kind": "#kind request",
}
"""What Bo answers, {up} being the next tier."""

TIMES = {"silence": timedelta(days=5, hours=1), "slot's end": timedelta(days=1, hours=8)}
BARRED = {
    Kind.INCIDENT: {("escalate", State.L3), ("return", State.L1), ("call", State.L1)},
    Kind.REQUEST: set(),
}
"""Where the table's guards let an order nowhere."""

BY_RULE = "the category's rule"
BY_MONITOR = ("monitor's recovery", "monitor's alert")


@dataclass
class Walks:
    """One desk where tickets walk, the moves that are to be walked, and those that were seen: (cause, from where)."""

    branch: Branch
    kind: Kind
    todo: list[tuple[Move, State]] = field(default_factory=list)
    seen: dict[tuple[str, State], State] = field(default_factory=dict)
    barred: set[tuple[str, State]] = field(default_factory=set)
    letters: dict[tuple[str, str], Letter] = field(default_factory=dict)
    """The last letter to each person about each ticket."""
    opened: int = 0

    def walk(self) -> None:
        """Bring a fresh ticket to where the first move begins, and let it go on from there as far as it can."""
        move, before = self.todo[0]
        number = self.open(monitor=move.on in BY_MONITOR)
        for each in self.way(move.on, before):
            self.act(each, number)
        assert self.branch.ticket(number).state is before, (move.on, before)
        if not GUARDS[move.guard](self.branch.ticket(number)):
            self.barred.add((move.on, before))
            self.todo.pop(0)
            return
        self.step(move, before, number)
        while move.on not in BY_MONITOR and (following := self.following(self.branch.ticket(number))):
            self.step(*following, number)

    def following(self, ticket: Ticket) -> tuple[Move, State] | None:
        """A move that is still to be walked, and that this ticket can take."""
        return next(
            (
                (move, before)
                for move, before in self.todo
                if before is ticket.state and move.on not in BY_MONITOR and GUARDS[move.guard](ticket)
            ),
            None,
        )

    def step(self, move: Move, before: State, number: int) -> None:
        """Let the move happen, and see where it led."""
        self.act(move.on, number)
        after = self.branch.ticket(number).state
        assert after in states(move.after or before, self.kind), (move.on, before, after)
        self.seen[move.on, before] = after
        self.todo.remove((move, before))

    def way(self, on: str, before: State) -> Sequence[str]:
        """How a fresh ticket comes to that state."""
        if on in BY_MONITOR:
            other = ("kind",) if self.kind is Kind.REQUEST else ()  # a trouble is an incident until somebody says else
            return (*other, *BY_MONITOR[: BY_MONITOR.index(on)])
        if before is State.CLOSED:
            return (*REACH[solved(self.kind)], "close")
        return REACH[before]

    def open(self, *, monitor: bool = False) -> int:
        """A mail begins a ticket; its number."""
        self.opened += 1
        if monitor:
            self.tell("PROBLEM")
        else:
            self.work(self.branch.mail(ANA, subject=f"Matter {self.opened}"))
        return self.opened

    def act(self, on: str, number: int) -> None:
        """Let this happen to the ticket, by mail or time."""
        if on in TIMES:
            self.keep(self.branch.pass_time(TIMES[on]))
        elif on in BY_MONITOR:
            self.tell("RECOVERY" if on == "monitor's recovery" else "PROBLEM")
        elif on in ANSWERS:
            self.work(self.branch.answer(self.letters[ANA, f"MF-{number}"], ANSWERS[on]))
        elif on in VERDICTS:
            self.work(self.branch.answer(self.letters[VERA, f"MF-{number}"], VERDICTS[on]))
        else:
            tier = self.branch.ticket(number).tier
            self.work(self.branch.answer(self.letters[BO, f"MF-{number}"], ORDERS[on].format(up=tier + 1)))

    def tell(self, word: str) -> None:
        """The monitor writes of this ticket's trouble."""
        self.branch.now += timedelta(minutes=1)
        well = "OK" if word == "RECOVERY" else "CRITICAL"
        subject = f"** {word} Service Alert: web{self.opened}/HTTP is {well} **"
        self.work(self.branch.mail(NAGIOS, "Notification", subject=subject))

    def work(self, mail: bytes) -> None:
        """Take this mail in and send what it causes."""
        self.keep(self.branch.work(mail))

    def keep(self, letters: Sequence[Letter]) -> None:
        """Remember whom these letters are for, and of which ticket."""
        for letter in letters:
            tag = str(letter.message["X-Mailflow-Ticket"])
            self.letters |= {(reader, tag): letter for reader in letter.rcpt}


def moving(kind: Kind) -> list[tuple[Move, State]]:
    """The moves that change a state of this kind, each with where it begins."""
    return [
        (move, before)
        for move in MOVES
        if move.after and kind in move.kinds
        for place in move.before
        for before in states(place, kind)
    ]


@pytest.fixture
def store_kind() -> str:
    """What is stored is tested elsewhere on both stores; the ways are the same."""
    return "sqlite"


@pytest.fixture
def walks(make_branch: NewBranch, request: pytest.FixtureRequest) -> Walks:
    """A desk with a monitor and no caps, and a ticket that others can be merged into."""
    kind: Kind = request.param
    branch = make_branch(caps=NO_CAPS)
    branch.reading = reading(kind)
    branch.office = branch.office_with(monitors=Monitors(addresses=frozenset({NAGIOS})))
    walks = Walks(branch=branch, kind=kind)
    assert branch.ticket(walks.open()).state is State.NEW
    return walks


def _turn(each: tuple[Move, State]) -> int:
    """Time first, for it moves what stands beside; last what makes a ticket critical, for it stays so."""
    return {"silence": 0, "slot's end": 0, "P1": 2, "major": 2}.get(each[0].on, 1)


@pytest.mark.parametrize("walks", list(Kind), indirect=True)
def test_each_way_into_and_out_of_each_state_is_walked_by_mail_or_time_alone(walks: Walks) -> None:
    walks.todo = sorted((each for each in moving(walks.kind) if each[0].on != BY_RULE), key=_turn)
    while walks.todo:
        walks.walk()
    assert walks.barred == BARRED[walks.kind]
    reached, left = set(walks.seen.values()) | {State.NEW}, {before for _, before in walks.seen}
    every = {
        state for move, before in moving(walks.kind) for state in (before, *states(move.after or before, walks.kind))
    }
    assert reached == every
    assert left == every - {State.MERGED, State.REJECTED}


def test_a_category_s_rule_asks_for_approval_as_the_mail_comes_in(make_branch: NewBranch) -> None:
    branch = make_branch()
    branch.reading = reading(Kind.REQUEST)
    branch.office = branch.office_with(rules=replace(branch.office.rules, approvers={"hardware": VERA}))
    branch.work(branch.mail(ANA))
    assert branch.ticket().state is State.WAIT_APPROVAL
    assert [type(each) for each in branch.journal()[:1]] == [Opened]
    assert ApprovalAsked(by=DESK, approver=VERA) in branch.journal()
