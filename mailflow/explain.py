"""What the desk would do with mails, and why. Nothing is stored or sent, and no configuration is needed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from mailflow.desk.reading import Guess, Reading
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Impact, Urgency
from mailflow.engine import house_of
from mailflow.flow.match import Match
from mailflow.flow.reader import Reader
from mailflow.flow.trust import judge
from mailflow.flow.understand import text_of
from mailflow.ingest.read import House, read
from mailflow.mail import Address, Arrival
from mailflow.settings import Settings
from mailflow.teaching import shelf_of

AT_ONCE = 50
NOWHERE = House(addresses=frozenset(), prefix="MF", authserv_id=None, loop_id="")


def explain_files(
    files: Iterable[Path], settings: Settings | None, lost: Callable[[Path, OSError], None]
) -> Iterator[dict[str, Any]]:
    """One record a mail, in order; a folder gives every file in it. A mail that cannot be parsed gives its line too.

    A file that cannot be opened is told to `lost`.
    """
    reader = Reader(shelf_of(settings))
    house = house_of(settings.desk) if settings else NOWHERE
    rules = settings.rules if settings else Rules()
    contents = _opened(_every(files), lost)
    while some := list(islice(contents, AT_ONCE)):
        arrivals = [read(content, house) for _, content in some]
        readings = reader([text_of(each) for each in arrivals])
        for (path, _), arrival, reading in zip(some, arrivals, readings, strict=True):
            yield explained(str(path), arrival, reading, rules)


def explained(file: str, arrival: Arrival, reading: Reading, rules: Rules) -> dict[str, Any]:
    """The record that CONTRACT.md promises."""
    mail, verdict, bounce = arrival.mail, arrival.verdict, arrival.verdict.bounce
    trust = judge(mail.identity, arrival.proof, Match(ticket=None, reason="new"), is_agent=False)
    return {
        "file": file,
        "message_id": mail.message_id,
        "from": _address(mail.sender) if mail.sender else None,
        "to": [each.address for each in mail.to],
        "cc": [each.address for each in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "language": arrival.language,
        "text": mail.text,
        "reply": arrival.reply.text,
        "attachments": [
            {"name": each.name, "type": each.type, "size": each.size, "inline": each.inline}
            for each in mail.attachments
        ],
        "verdict": verdict.word.value,
        "reason": verdict.reason,
        "may_answer": verdict.may_answer,
        "bounce": {"recipients": list(bounce.recipients), "permanent": bounce.permanent} if bounce else None,
        "trust": trust.value,
        "orders": [each.line for each in arrival.reply.orders],
        **_labels(reading, rules),
    }


def told(record: dict[str, Any]) -> str:
    """The record as lines for a person."""
    sender = record["from"] or {"name": "", "address": "nobody"}
    labels = ", ".join(f"{head} {record[head]['label']} ({record[head]['p']:.0%})" for head in _HEADS)
    lines = [
        f"{record['file']}: {record['subject'] or '(no subject)'}",
        f"  from       {sender['name']} <{sender['address']}>, {record['language'] or 'language unknown'}",
        f"  verdict    {record['verdict']} ({record['reason']}), trust {record['trust']}; "
        + ("an automatic answer may go out" if record["may_answer"] else "no automatic answer goes out"),
        f"  read as    {labels}, {record['priority']}" + ("" if record["sure"] else ": not sure, a person is asked"),
    ]
    if record["bounce"]:
        lines.append(f"  bounced    {', '.join(record['bounce']['recipients']) or 'nobody named'}")
    lines += [f"  order      {each}" for each in record["orders"]]
    lines += [f"  attached   {each['name']} ({each['type']}, {each['size']} bytes)" for each in record["attachments"]]
    lines += [f"  | {line}" for line in record["reply"].splitlines()[:12]]
    return "\n".join(lines)


_HEADS = ("kind", "category", "impact", "urgency")


def _labels(reading: Reading, rules: Rules) -> dict[str, Any]:
    guesses: dict[str, Guess] = {head: getattr(reading, head) for head in _HEADS}
    priority = rules.priority_of(Impact(reading.impact.label), Urgency(reading.urgency.label))
    return {
        **{head: {"label": each.label, "p": round(each.p, 4)} for head, each in guesses.items()},
        "priority": priority.value,
        "sure": reading.kind.sure and reading.category.sure,
        "personal_data_breach": {"label": reading.breach.label == "true", "p": round(reading.breach.p, 4)},
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _opened(paths: Iterable[Path], lost: Callable[[Path, OSError], None]) -> Iterator[tuple[Path, bytes]]:
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            lost(path, error)
        else:
            yield path, content


def _every(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        if file.is_dir():
            yield from (each for each in sorted(file.rglob("*")) if each.is_file())
        else:
            yield file
