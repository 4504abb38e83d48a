"""What has happened at the scratch desk since it was last asked, as the records that CONTRACT.md promises."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from mailflow.store.figures import newest
from mailflow.store.inbox import found

SAID = (
    *("kind", "category", "impact", "urgency", "priority", "tier", "head", "before", "after", "clock", "percent"),
    *("how", "rating", "count", "hours", "letters", "flapping"),
)
"""The values of events that are told: the desk's own terms, and nobody's words."""
OUTBREAK = "OutbreakSeen"


class News:
    """Remembers what was told. `names` are the mails as their source calls them, by their number in the inbox."""

    def __init__(self, names: Mapping[int, str], prefix: str) -> None:
        self._names, self._prefix = names, prefix
        self._line_read = self._letter_read = 0
        self._firsts: dict[int, str] = {}
        """The mail that began each ticket."""
        self._counts: Counter[str] = Counter()

    @property
    def totals(self) -> dict[str, int]:
        """How many mails, letters and outbreaks there were."""
        return {name: self._counts[name] for name in ("mails", "letters", "outbreaks")}

    def since(self, connection: Connection, taken: Sequence[int] = ()) -> Iterator[dict[str, Any]]:
        """What is new: what became of the mails just taken in, then what happened to tickets, then letters."""
        for row in found(connection, taken) if taken else ():
            yield self._mail(row)
        lines, letters = newest(connection, self._line_read, self._letter_read)
        for row in lines:
            self._line_read = row.id
            yield self._happened(row)
        for row in letters:
            self._letter_read = row.id
            self._counts["letters"] += 1
            yield self._record("letter", row.created_at, row.ticket, letter=row.letter, to=row.recipient)

    def _mail(self, row: Row[Any]) -> dict[str, Any]:
        name = self._names.get(row.id) or row.message_id or f"mail {row.id}"
        if row.outcome == "ticket-create":
            self._firsts.setdefault(row.ticket, name)
        self._counts["mails"] += 1
        became = {"message": name, "outcome": row.outcome, "reason": row.reason}
        return self._record("mail", row.received_at, row.ticket, **became)

    def _happened(self, row: Row[Any]) -> dict[str, Any]:
        if row.event == OUTBREAK:
            return self._outbreak(row)
        told = {name: row.data[name] for name in SAID if row.data.get(name) not in (None, "")}
        return self._record(_word(row.event), row.at, row.ticket, **told)

    def _outbreak(self, row: Row[Any]) -> dict[str, Any]:
        """A candidate, with its mails in their order; what joins it later is told by another word."""
        if more := row.data["more"]:
            numbers = row.data["alike"]
        else:
            numbers = sorted([row.ticket, *row.data["alike"]])
            self._counts["outbreaks"] += 1
        messages = [self._firsts[number] for number in numbers if number in self._firsts]
        return self._record("outbreak_joined" if more else "outbreak", row.at, row.ticket, messages=messages)

    def _record(self, word: str, at: Any, ticket: int | None, **more: Any) -> dict[str, Any]:
        number = f"{self._prefix}-{ticket}" if ticket else None
        return {"event": word, "time": at.isoformat(), "ticket": number, **more}


def _word(event: str) -> str:
    """An event's name as a word: TargetWarned is "target_warned"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", event).lower()
