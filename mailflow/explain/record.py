"""One mail explained: the object of CONTRACT.md, and beside it the steps that lead there."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailflow.desk.reading import Guess, Reading
from mailflow.desk.rules import Rules
from mailflow.desk.terms import Impact, Urgency
from mailflow.flow.found import Match
from mailflow.flow.trust import judge
from mailflow.ingest.quoting.quote import own_segments
from mailflow.ingest.read import House
from mailflow.ingest.words import brings_files
from mailflow.mail import Address, Arrival, Mail, Reply

NOWHERE = House(addresses=frozenset(), prefix="MF", authserv_id=None, loop_id="")
_USER = re.compile(r"[\w.+-]{1,64}")
HEADS = ("kind", "category", "impact", "urgency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What must be known of a desk: who it is, its rules, its agents' addresses, and where its own models lie."""

    house: House = NOWHERE
    rules: Rules = field(default_factory=Rules)
    agents: frozenset[str] = frozenset()
    models: Path = Path("models")
    words: bool = False
    """Also the words that spoke for each label, which takes a tenth of a second a mail."""


def explained(file: str, arrival: Arrival, reading: Reading, frame: Frame) -> dict[str, Any]:
    """The record that CONTRACT.md promises, with more behind it."""
    mail, verdict, bounce, reply = arrival.mail, arrival.verdict, arrival.verdict.bounce, arrival.reply
    is_agent = mail.identity in frame.agents
    trust = judge(mail.identity, arrival.proof, Match(ticket=None, reason="new"), is_agent=is_agent)
    return {
        "file": file,
        "message_id": mail.message_id,
        "from": _writer(mail),
        "to": [each.address for each in mail.to],
        "cc": [each.address for each in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "language": arrival.language,
        "text": mail.text,
        "reply": reply.text,
        "attachments": [
            {"name": each.name, "type": each.type, "size": each.size, "inline": each.inline}
            for each in mail.attachments
        ],
        "verdict": verdict.word.value,
        "reason": verdict.reason,
        "may_answer": verdict.may_answer,
        "bounce": {"recipients": list(bounce.recipients), "permanent": bounce.permanent} if bounce else None,
        "trust": trust.value,
        "orders": [each.line for each in reply.orders],
        **_labels(reading, frame.rules),
        "identity": mail.identity,
        "proof": arrival.proof.value,
        "agent": is_agent,
        "defects": list(mail.defects),
        "protection": mail.protection.value if mail.protection else None,
        "threading": _keys(arrival),
        "lines": _lines(arrival),
        **_said(reply, files=brings_files(mail.attachments)),
        "forwarded": _address(arrival.forwarded.sender) if arrival.forwarded else None,
    }


def _keys(arrival: Arrival) -> dict[str, Any]:
    """What the mail offers to find its ticket by, the surest first."""
    keys = arrival.keys
    return {
        "address_tokens": list(keys.address_tokens),
        "header_tokens": list(keys.header_tokens),
        "body_tokens": list(keys.body_tokens),
        "message_ids": list(keys.message_ids),
        "former_ids": list(keys.own_ids[1:]),
        "conversation": keys.conversation,
        "numbers": list(keys.numbers),
    }


def _lines(arrival: Arrival) -> dict[str, int]:
    """How many lines the text has, and how many of them were cut as quoted and as signature."""
    segments, forwarded = own_segments(arrival.mail.text)
    whole, new = _count(arrival.mail.text.splitlines()), _count(arrival.reply.text.splitlines())
    own = max(new, sum(_count(segment.lines) for segment in segments) + _count(forwarded))
    return {"all": whole, "new": new, "quoted": max(0, whole - own), "signature": own - new}


def _count(lines: list[str]) -> int:
    return sum(1 for line in lines if line.strip())


def _said(reply: Reply, *, files: bool) -> dict[str, Any]:
    return {
        "word": reply.word.value if reply.word else None,
        "thanks": reply.thanks,
        "rating": reply.rating,
        "brings_files": files,
        "unknown_orders": [each.line for each in reply.orders if each.verb is None],
        "answers": [{"asked": each.asked, "said": each.said} for each in reply.answers],
    }


def _labels(reading: Reading, rules: Rules) -> dict[str, Any]:
    guesses: dict[str, Guess] = {head: getattr(reading, head) for head in HEADS}
    priority = rules.priority_of(Impact(reading.impact.label), Urgency(reading.urgency.label))
    return {
        **{head: {"label": each.label, "p": round(each.p, 4)} for head, each in guesses.items()},
        "priority": priority.value,
        "sure": reading.kind.sure and reading.category.sure,
        "personal_data_breach": {"label": reading.breach.label == "true", "p": round(reading.breach.p, 4)},
    }


def _writer(mail: Mail) -> dict[str, str] | None:
    """Who wrote it; a user without a domain, as machines name their own ("From: root"), as it stands there."""
    if mail.sender is not None:
        return _address(mail.sender)
    written = [value.strip() for name, value in mail.headers if name == "from"]
    return {"name": "", "address": written[0]} if len(written) == 1 and _USER.fullmatch(written[0]) else None


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}
