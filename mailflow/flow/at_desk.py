"""Orders about the desk itself, with or without a ticket: the quarantine, absences, the queue."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.desk.when import day_of
from mailflow.flow.letters import Cause, Desk, agent_recipient, write_letter
from mailflow.flow.queue import tell_queue
from mailflow.flow.roster import named
from mailflow.mail import OrderLine
from mailflow.notify.occasion import Result
from mailflow.store import inbox
from mailflow.store.people import Agent, put_absence

_DEPUTY = re.compile(
    r"[\s,;([]*\b(?:(?:deputy|helyettese?m?|vertret(?:ung|er|erin)|stellvertret(?:er|erin))\b[\s:]*|(?=[\w.+-]+@))"
    r"(?P<who>[^)\]]*)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"-?ig\b", re.IGNORECASE)
"""Hungarian says "until" by an ending: `dec. 1-ig`, `holnapig`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    desk: Desk
    agent: Agent
    line: OrderLine
    cause: Cause

    def result(self, word: str, day: date | None = None, who: str = "") -> Result:
        return Result(line=self.line.line, word=word, day=day, who=who)


def is_about_the_desk(line: OrderLine) -> bool:
    """True if the order needs no ticket."""
    return line.verb in _ORDERS


def obey(desk: Desk, agent: Agent, orders: Sequence[OrderLine], cause: Cause) -> None:
    """Do what these say, and tell the agent what came of each; a queue is its own answer."""
    results: list[Result] = []
    for line in orders:
        order = _Order(desk=desk, agent=desk.agents[agent.address], line=line, cause=cause)
        found = _ORDERS[line.verb or ""](order) if is_about_the_desk(line) else order.result("unknown")
        results += [found] if found else []
    if results or not orders:
        recipient = agent_recipient(agent, desk.office.card.language)
        write_letter(desk, "desk_result", recipient, cause, results=tuple(results))


def last_day(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """The last day of an absence, as people write it in three languages; None for none, or one that is over."""
    day = day_of(_UNTIL.sub("", text), now, zone)
    return None if day is None or day < now.astimezone(zone).date() else day


def _decide(decide: Callable[..., bool], done: str) -> Callable[[_Order], Result]:
    """A mail is let out of quarantine, or dropped."""

    def run(order: _Order) -> Result:
        number = order.line.argument.strip().lstrip("#")
        if not number.isdecimal():
            return order.result("unknown")
        return order.result(done if decide(order.desk.ledger.connection, int(number)) else "gone")

    return run


def _away(order: _Order) -> Result:
    """Away until the day's end; the work goes to the deputy who is named, else to the one known."""
    argument, agent, desk = order.line.argument, order.agent, order.desk
    zone = ZoneInfo(desk.office.card.zone)
    wanted = _DEPUTY.search(argument)
    deputy = named(desk.agents, wanted["who"]) if wanted else desk.agents.get(agent.deputy)
    day = last_day(argument[: wanted.start()] if wanted else argument, desk.ledger.now, zone)
    if day is None:
        return order.result("day")
    if wanted and (deputy is None or deputy.address == agent.address):
        return order.result("deputy")
    until = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    if deputy is None:
        _keep(desk, replace(agent, away_until=until))
        return order.result("away_alone", day)
    _keep(desk, replace(agent, away_until=until, deputy=deputy.address))
    return order.result("away", day, deputy.address)


def _present(order: _Order) -> Result:
    _keep(order.desk, replace(order.agent, away_until=None))
    return order.result("present")


def _keep(desk: Desk, agent: Agent) -> None:
    put_absence(desk.ledger.connection, agent)
    desk.agents[agent.address] = agent


def _queue(order: _Order) -> None:
    tell_queue(order.desk, order.agent, order.cause)


_ORDERS: Mapping[str, Callable[[_Order], Result | None]] = {
    "release": _decide(inbox.release, "released"),
    "reject": _decide(inbox.reject, "rejected"),
    "away": _away,
    "present": _present,
    "queue": _queue,
}
