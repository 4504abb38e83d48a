"""A ticket as the record that CONTRACT.md promises, and as a story for a person."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from mailflow.desk.clue import Clue, gather
from mailflow.desk.events import CustomerWrote
from mailflow.desk.ticket import Ticket
from mailflow.settings import DeskSettings
from mailflow.store import tickets
from mailflow.store.codec import event_data
from mailflow.store.tickets import Line, Post

HIDDEN = "(confidential)"
"""What a list shows in place of what only the privacy circle may read."""


def exported(connection: Connection, number: int, desk: DeskSettings, *, texts: bool) -> dict[str, Any] | None:
    """The ticket with its mails and its journal, or None if there is none; `texts` adds what the mails say."""
    ticket = tickets.find(connection, number)
    if ticket is None:
        return None
    posts = tickets.posts(connection, number, desk.address)
    history = tickets.history(connection, number)
    return {
        **_labels(ticket, desk.prefix),
        "messages": [_message(each, desk.prefix, texts=texts) for each in posts],
        "answers": [{"question": each.question, "answer": each.answer} for each in _clues(history)],
        "journal": [_entry(each) for each in history],
    }


def veiled(ticket: Ticket) -> Ticket:
    """The ticket as a list shows it: of a confidential one no more than its number and where it stands."""
    if not ticket.confidential:
        return ticket
    said = replace(ticket, hypothesis="", finding="", solution="", affected="", vendor="", approver="", call_where="")
    return replace(said, subject=HIDDEN, requester=HIDDEN, requester_name="", category=HIDDEN)


def veiled_mail(row: dict[str, Any]) -> dict[str, Any]:
    """A mail as a list shows it: of a confidential ticket's no more than that it came."""
    return row | dict.fromkeys(("sender", "subject", "message_id"), HIDDEN) if row["confidential"] else row


def told(record: dict[str, Any]) -> str:
    """The record as lines for a terminal."""
    head = (
        f"{record['number']}  {'CONFIDENTIAL  ' if record['confidential'] else ''}{record['subject']}\n"
        f"{record['kind']} · {record['category']} · {record['priority']} (impact {record['impact']}, urgency "
        f"{record['urgency']}) · {record['state']} · level {record['tier']}\n"
        f"from {record['requester']}, opened {record['opened_at']}"
    )
    marks = {"in": "←", "out": "→", "note": "·"}
    mails = [
        f"{each['at']}  {marks[each['direction']]} {each['from']} to {', '.join(each['to'])}: {each['subject']}\n"
        + "\n".join(f"      {line}" for line in (*_found(each), *each.get("text", "").splitlines()))
        for each in record["messages"]
    ]
    journal = [f"{each['at']}  {in_words(each['event'])}, by {each['by']}" for each in record["journal"]]
    answers = [f"{each['question']} {each['answer']}" for each in record["answers"]]
    answered = ["", "Answers to our questions", *answers] if answers else []
    return "\n".join([head, *answered, "", "Journal", *journal, "", "Mails", *mails])


def _clues(history: Iterable[Line]) -> tuple[Clue, ...]:
    """What was answered to the first letter's questions."""
    return gather(each for line in history if isinstance(line.event, CustomerWrote) for each in line.event.clues)


def in_words(event: str) -> str:
    """An event's name as people say it: CustomerWrote is "customer wrote"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", event).lower()


def _found(message: dict[str, Any]) -> list[str]:
    """What was decided of a mail that came in."""
    lines = []
    if message.get("verdict"):
        lines.append(f"[verdict {message['verdict']} ({message['reason']}), trust {message['trust']}]")
    if message.get("related"):
        lines.append(f"[related: names {message['related']}, and had no right to join it]")
    return lines


def _labels(ticket: Ticket, prefix: str) -> dict[str, Any]:
    return {
        "number": f"{prefix}-{ticket.number}",
        "subject": ticket.subject,
        "kind": ticket.kind.value,
        "category": ticket.category,
        "impact": ticket.impact.value,
        "urgency": ticket.urgency.value,
        "priority": ticket.priority.value,
        "state": ticket.state.value,
        "tier": ticket.tier,
        "assignee": ticket.assignee,
        "requester": ticket.requester,
        "language": ticket.language,
        "opened_at": ticket.opened_at.isoformat(),
        "triaged": ticket.triaged,
        "confidential": ticket.confidential,
        "reopened": ticket.reopened,
        "solution": ticket.solution,
    }


def _message(post: Post, prefix: str, *, texts: bool) -> dict[str, Any]:
    message = {
        "direction": post.direction,
        "message_id": post.message_id,
        "from": post.sender,
        "to": list(post.recipients),
        "subject": post.subject,
        "at": post.at.isoformat(),
    }
    if post.letter:
        message |= {"letter": post.letter, "state": post.state}
    if post.verdict:
        message |= {"verdict": post.verdict, "reason": post.reason, "trust": post.trust}
    if post.related:
        message["related"] = f"{prefix}-{post.related}"
    return message | {"text": post.text} if texts else message


def _entry(line: Line) -> dict[str, Any]:
    data = event_data(line.event)
    return {"event": type(line.event).__name__, "at": line.at.isoformat(), "by": data.pop("by"), "data": data}
