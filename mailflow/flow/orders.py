"""From an order line to the desk's command. What cannot be read becomes a refusal that says why, never an exception."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mailflow.desk.commands import (
    Ask,
    AskApproval,
    Back,
    Cancel,
    CancelCall,
    Close,
    Command,
    DeclareMajor,
    Dismiss,
    Escalate,
    Label,
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
    Update,
    Vendor,
)
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Head, Kind
from mailflow.desk.ticket import Ticket
from mailflow.desk.values import value_of
from mailflow.mail import OrderLine, is_address
from mailflow.store.people import Agent

SPEAKS = frozenset(
    {
        *("escalate", "return", "ask", "finding", "hypothesis", "affected", "resolve", "fulfil", "cancel", "reopen"),
        *("note", "update", "breach"),
    }
)
"""Orders whose text may stand below them; the last of these takes the mail's text."""

_TIER = re.compile(r"^\s*(?:l|szint|stufe|level|tier)?\s*([123])\b[\s:,.-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    line: OrderLine
    text: str
    ticket: Ticket
    agent: Agent
    rules: Rules

    @property
    def by(self) -> str:
        return self.agent.address


def is_known(line: OrderLine) -> bool:
    """True if this verb is an order that needs nothing but its ticket."""
    return line.verb in _READERS


def read_order(line: OrderLine, text: str, ticket: Ticket, agent: Agent, rules: Rules) -> Iterator[Command]:
    """The command that this line asks for. `text` is its argument, with the mail's text where it takes that."""
    reader = _READERS.get(line.verb or "")
    order = _Order(line=line, text=text, ticket=ticket, agent=agent, rules=rules)
    yield reader(order) if reader else Refuse(by=agent.address, order=line.line[:80], reason="unknown")


def label_word(ticket: Ticket, text: str, rules: Rules) -> tuple[Head, str] | None:
    """A one-word answer to the desk's question as (head, value), or None where the text is no such answer."""
    word = text.strip().rstrip(".!")
    if not ticket.doubt or not word or len(word.split()) > 1:
        return None
    if (kind := value_of(Head.KIND, word)) in tuple(Kind):
        return Head.KIND, kind
    category = _category(word, rules)
    return (Head.CATEGORY, category) if category in rules.categories else None


def _take(order: _Order) -> Command:
    return Take(by=order.by, name=order.agent.name or order.by, tier=order.agent.tier)


def _address(text: str) -> str:
    """The address that the text names; "" if it names none."""
    written = text.strip().rpartition("<")[2].strip("<> ").removeprefix("mailto:")
    return written if is_address(written) else ""


def _escalate(order: _Order) -> Command:
    tier, reason = tier_of(order.text, order.ticket.tier + 1)
    return Escalate(by=order.by, tier=tier, reason=reason)


def _return(order: _Order) -> Command:
    tier, reason = tier_of(order.text, order.ticket.tier - 1)
    return Return(by=order.by, tier=tier, reason=reason)


def tier_of(text: str, default: int) -> tuple[int, str]:
    """The tier that the words begin with, else the default; and the words after it."""
    found = _TIER.match(text)
    return (int(found[1]), text[found.end() :].strip()) if found else (default, text.strip())


def _label(head: Head) -> Callable[[_Order], Command]:
    return lambda order: Label(by=order.by, head=head, value=value_of(head, order.text))


def _category(word: str, rules: Rules) -> str:
    """The desk's own name for it, else what the word stands for."""
    plain = word.strip().casefold()
    return plain if plain in rules.categories else value_of(Head.CATEGORY, word)


def _show(topic: str) -> Callable[[_Order], Command]:
    return lambda order: Show(by=order.by, topic=topic)


_READERS: Mapping[str, Callable[[_Order], Command]] = {
    "take": _take,
    "escalate": _escalate,
    "return": _return,
    "ask": lambda order: Ask(by=order.by, question=order.text),
    "finding": lambda order: RecordFinding(by=order.by, text=order.text),
    "resolve": lambda order: Resolve(by=order.by, text=order.text),
    "fulfil": lambda order: Resolve(by=order.by, text=order.text, fulfil=True),
    "hypothesis": lambda order: Suspect(by=order.by, text=order.text),
    "affected": lambda order: RecordAffected(by=order.by, text=order.text),
    "update": lambda order: Update(by=order.by, text=order.text),
    "close": lambda order: Close(by=order.by),
    "approval": lambda order: AskApproval(by=order.by, approver=_address(order.text)),
    "vendor": lambda order: Vendor(by=order.by, reference=order.text),
    "back": lambda order: Back(by=order.by),
    "cancelcall": lambda order: CancelCall(by=order.by),
    "major": lambda order: DeclareMajor(by=order.by),
    "dismiss": lambda order: Dismiss(by=order.by),
    "reopen": lambda order: Reopen(by=order.by, reason=order.text),
    "cancel": lambda order: Cancel(by=order.by, reason=order.text),
    "note": lambda order: Note(by=order.by, text=order.text),
    "kind": _label(Head.KIND),
    "category": lambda o: Label(by=o.by, head=Head.CATEGORY, value=_category(o.text, o.rules)),
    "impact": _label(Head.IMPACT),
    "urgency": _label(Head.URGENCY),
    "priority": _label(Head.PRIORITY),
    "status": _show("status"),
    "why": _show("why"),
    "similar": _show("similar"),
    "help": _show("help"),
}
