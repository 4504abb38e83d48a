"""What the reports are made from: each ticket's labels and times, with the lines of its journal that tell of them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, Row, Text, case, cast, null, or_, select, true

from mailflow.desk.terms import OPEN
from mailflow.store import schema

AT_ONCE = 1000
TOLD = (
    *("Opened", "ReadAgain", "LabelAsked", "Labelled", "Triaged", "KindChanged", "Paged", "Taken", "Assigned"),
    *("Answered", "Updated", "CauseFound", "Escalated", "Returned", "Asked", "PauseStarted", "CustomerWrote"),
    *("Resolved", "Undone", "Closed", "Rated", "Reopened", "Cancelled", "Merged", "FirstResponseMade", "ResponseMade"),
    *(
        "WentToVendor",
        "CameBack",
        "CallProposed",
        "CallFixed",
        "CallCancelled",
        "CallOver",
        "ApprovalAsked",
        "Approved",
        "Rejected",
    ),
    *("AlertRepeated", "AlertCleared"),
)
"""The events that move a ticket, or that a figure is made from."""
_BARE = (
    "Answered",
    "PauseStarted",
    "Updated",
    "CauseFound",
    "Closed",
    "CameBack",
    "CallOver",
    "WentToVendor",
    "Approved",
)
"""Of these the name says all: people's words are not read."""
_COLUMNS = (
    *("number", "kind", "category", "priority", "state", "tier", "solved_tier", "language", "opened_at", "logged_at"),
    *("responded_at", "solved_at", "closed_at", "spent", "reopened"),
)


class Line(NamedTuple):
    """A line of a journal: when, what and by whom, and the event's values as they are kept."""

    at: datetime
    event: str
    by: str
    data: dict[str, Any]


def lives(connection: Connection, since: datetime | None = None) -> Iterator[tuple[Row[Any], list[Line]]]:
    """Each ticket opened since then (None: ever) or still open, by number: its columns, and its lines in order."""
    ticket = schema.ticket.c
    wanted = true() if since is None else or_(ticket.opened_at >= since, ticket.state.in_(OPEN))
    query = select(*(ticket[name] for name in _COLUMNS)).where(wanted).order_by(ticket.number).limit(AT_ONCE)
    last = 0
    while rows := connection.execute(query.where(ticket.number > last)).all():
        last = rows[-1].number
        lines = _lines(connection, [row.number for row in rows])
        for row in rows:
            yield row, lines[row.number]


def _lines(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Line]]:
    journal = schema.journal.c
    told = case((journal.event.in_(_BARE), null()), else_=cast(journal.data, Text))
    query = (
        select(journal.ticket, journal.at, journal.event, journal.by, told)
        .where(journal.ticket.in_(numbers), journal.event.in_(TOLD))
        .order_by(journal.id)
    )
    found: dict[int, list[Line]] = {number: [] for number in numbers}
    for number, at, event, by, values in connection.execute(query):
        found[number].append(Line(at, event, by, _read(values) if values else {}))
    return found


def _read(values: str) -> dict[str, Any]:
    """The event's values; the quick reader, which takes a third of the time, knows no half of a surrogate pair."""
    try:
        return from_json(values)  # type: ignore[no-any-return]
    except ValueError:
        return json.loads(values)  # type: ignore[no-any-return]


def newest(connection: Connection, line: int, letter: int) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """The journal's lines after this one, and the letters after this one that were not taken back; without texts."""
    journal, outbox = schema.journal.c, schema.outbox.c
    lines = select(journal.id, journal.ticket, journal.at, journal.event, journal.data).where(journal.id > line)
    letters = select(outbox.id, outbox.ticket, outbox.created_at, outbox.letter, outbox.recipient)
    letters = letters.where(outbox.id > letter, outbox.state != "superseded").order_by(outbox.id)
    return list(connection.execute(lines.order_by(journal.id))), list(connection.execute(letters))
