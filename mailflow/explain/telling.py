"""A record in words for an admin: every step with what it found, and the rule that fired."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from mailflow.explain.record import HEADS

REASONS: Mapping[str, str] = {
    "new": "a person's mail like any other",
    "oversized": "above the size limit: only its header is read",
    "encrypted": "encrypted, and there is no key here",
    "calendar-request": "an invitation",
    "own-letter": "bears our own loop header: a letter of ours that came back",
    "dsn": "a delivery report (RFC 3464, or an older form)",
    "report": "a machine's report (multipart/report)",
    "mdn": "a read receipt (RFC 8098)",
    "complaint": "a feedback report about spam (RFC 5965)",
    "dmarc-fail": "our mail server says that its sender is forged (dmarc=fail)",
    "no-identity": "its From is not one valid address, so that nobody can be believed to have written it",
    "no-sender": "it names no sender",
    "spam": "our mail server marked it as spam",
    "auto-submitted": "Auto-Submitted says that a machine wrote it (RFC 3834)",
    "auto-header": "a header of auto-responders says that a machine wrote it",
    "response-suppress": "X-Auto-Response-Suppress asks for no answer",
    "null-path": "its envelope sender is empty: nothing may answer it",
    "out-of-office": "an out-of-office message",
    "auto-reply": "says itself that a machine wrote it",
    "precedence": "Precedence says that it is bulk mail",
    "no-reply": "its address says that nobody reads answers",
    "challenge": "another system asks to confirm that we are no machine",
    "calendar-answer": "a calendar's answer to an invitation",
    "calendar-counter": "a calendar's other proposal",
    "monitoring": "a monitoring system",
    "ticket-system": "another ticket system",
    "newsletter": "a newsletter",
    "list": "came through a mailing list",
    "x-loop": "passed on by a mailbox's rule",
    "not-addressed": "none of our addresses is among its recipients",
    "own-address": "claims to come from one of our own addresses",
    "no-headers": "it has no headers, so that it is no mail",
    "empty": "it is empty",
    "failed": "reading it ended the reading process",
    "too-deep": "its parts are nested too deep",
    "too-many-parts": "it has too many parts",
    "too-many-headers": "it has too many headers",
    "header-too-long": "one of its headers is too long",
    "too-many-addresses": "it has too many addresses",
}
"""Stable reason words, said in full."""

TRUST: Mapping[str, str] = {
    "T3": "an agent, proven: orders act",
    "held": "an agent's address without proof: held until the agent answers a challenge",
    "T2": "a known customer, proven",
    "T1": "an ordinary customer",
    "T0": "unverified: our mail server vouches for nothing",
    "TX": "not believed: quarantine",
}
PROOF: Mapping[str, str] = {
    "pass": "our mail server vouches for the sender",
    "fail": "our mail server says that the sender is forged",
    "none": "our mail server says nothing of the sender",
    "unconfigured": "no [desk] authserv_id is set, so that nobody is asked",
}
_ACCEPTED = frozenset({"accept", "automatic"})
_SHOWN, _SHORT = 12, 60
"""Lines of the new text, and characters of an answer and of what it answers."""


def told(record: dict[str, Any]) -> str:
    """The record as lines for a person."""
    steps = (_who, _verdict, _threading, _text, _said, _labels)
    lines = [f"{record['file']}: {record['subject'] or '(no subject)'}"]
    lines += [f"  {label:<10} {text}" for step in steps for label, text in step(record)]
    new = record["reply"].splitlines()
    lines += [f"  | {line}" for line in new[:_SHOWN]]
    if len(new) > _SHOWN:
        lines.append(f"  | ... {len(new) - _SHOWN} lines more")
    return "\n".join(lines)


def _who(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    sender = record["from"]
    name = f"{sender['name']} <{sender['address']}>".strip() if sender else "nobody"
    yield "from", f"{name}, {_language(record)}"
    if sender and record["identity"] is None:
        yield "identity", "none: not exactly one From header with one valid address"
    yield "trust", f"{record['trust']}: {TRUST[record['trust']]} ({PROOF[record['proof']]})"


def _language(record: dict[str, Any]) -> str:
    return f"language {record['language']}" if record["language"] else "language unknown"


def _verdict(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    reason = record["reason"]
    answer = "an automatic answer may go out" if record["may_answer"] else "no automatic answer goes out"
    said = f": {REASONS[reason]}" if reason in REASONS else ""
    yield "verdict", f"{record['verdict']} ({reason}{said}); {answer}"
    if record["bounce"]:
        recipients = ", ".join(record["bounce"]["recipients"]) or "nobody named"
        yield "bounced", f"{recipients}; {'for good' if record['bounce']['permanent'] else 'for now'}"
    if record["protection"]:
        yield "sealed", record["protection"]
    if record["defects"]:
        yield "defects", ", ".join(record["defects"])


def _threading(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """In the order in which the desk looks them up."""
    keys = record["threading"]
    places = (("address", "address_tokens"), ("References", "header_tokens"), ("text", "body_tokens"))
    offered = [f"a token in the {place}" for place, name in places if keys[name]]
    if keys["message_ids"]:
        offered.append(f"{len(keys['message_ids'])} Message-IDs that it answers")
    if keys["former_ids"]:
        offered.append("the id that it had before a server rewrote it")
    if keys["conversation"]:
        offered.append("a conversation of Exchange")
    offered += [f"number {each} in the subject, where the sender is on that ticket" for each in keys["numbers"]]
    alone = "nothing: it begins a ticket" if record["verdict"] == "accept" else "nothing"
    yield "threads by", ", ".join(offered) or alone
    if record["forwarded"]:
        yield "forwarded", f"the mail of {record['forwarded']['address']}"


def _text(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    lines = record["lines"]
    yield (
        "text",
        f"{lines['new']} of {lines['all']} lines are new; {lines['quoted']} quoted, {lines['signature']} signature",
    )
    for each in record["attachments"]:
        place = ", inline" if each["inline"] else ""
        yield "attached", f"{each['name']} ({each['type']}, {each['size']} bytes{place})"


def _said(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the text says by itself; orders are an agent's, the rest a customer's."""
    who = "" if record["trust"] == "T3" else " (acts only for a proven agent)"
    for line in record["orders"]:
        unknown = " (no such order)" if line in record["unknown_orders"] else who
        yield "order", line + unknown
    for each in record["answers"]:
        yield "answers", f"{_short(each['asked'])} - {_short(each['said'])}"
    if record["word"]:
        yield "word", f"{record['word']}: every word of it is understood; acts for a proven customer of a ticket"
    if record["thanks"]:
        yield "thanks", "only thanks: reopens nothing and starts no clock"
    if record["rating"]:
        yield "rating", f"{record['rating']} (or a choice of that number)"


def _short(text: str) -> str:
    return textwrap.shorten(text, _SHORT, placeholder=" ...")


def _labels(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if record["verdict"] not in _ACCEPTED or record["protection"] == "encrypted":
        yield "read as", "not read by the model"
        return
    labels = ", ".join(f"{head} {record[head]['label']} ({record[head]['p']:.0%})" for head in HEADS)
    yield "read as", f"{labels}; {record['priority']}" + ("" if record["sure"] else "; not sure, a person is asked")
    for head, words in record.get("why", {}).items():
        if words:
            yield "because", f"{head} {record[head]['label']}: {', '.join(words)}"
    breach = record["personal_data_breach"]
    if breach["label"]:
        yield "breach", f"perhaps of personal data ({breach['p']:.0%}): confidential"
