"""A mail that was forwarded in: who wrote the original, and what. Whether that is believed is the desk's matter.

An attached mail goes first; else the header block that mail programs repeat above a forwarded text, in the languages of
`wording`, where the subject or a line above the block calls it forwarded.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.ingest.language import language_of
from mailflow.ingest.machines.guard import Known, is_no_reply, judge
from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.parse import parse
from mailflow.ingest.quoting.header_block import end_of_headers
from mailflow.ingest.quoting.wording import WORDING
from mailflow.mail import Address, Forwarded, Mail, Proof
from mailflow.subject import is_forward, without_prefixes

_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']{1,64}@[\w.-]{1,250}\.\w{2,}")
_DECORATION = " \t*_>|•·-#=~:<>"
_LOOK = 100
_VALUE = 500
"""Lines of the mail, and characters of a header, that are looked at."""
_RULE = 8
"""Characters from which on a line of nothing but signs parts what stands above it from what is below."""
_DEPTH = 3
"""Forwards of forwards that are opened."""


def _words_of(role: str) -> frozenset[str]:
    words = (part.strip().casefold() for row in WORDING.values() for part in getattr(row, role).split(";"))
    return frozenset(words) - {""}


_SENDER, _SUBJECT, _ANNOUNCED = (_words_of(role) for role in ("sender", "subject", "forwarded"))
_BEGINNINGS = frozenset(words.split()[0] for words in _ANNOUNCED)


def forwarded_of(mail: Mail, depth: int = _DEPTH) -> Forwarded | None:
    """The original, or None where this is no forwarded mail or does not say who wrote it."""
    attached = [each.content for each in mail.attachments if each.type == "message/rfc822"]
    if attached and all(each in attached[0] for each in attached):
        return _attached(attached[0], mail, depth)
    found = _inline(mail.text, mail.subject, depth)
    return replace(found, attachments=mail.attachments) if found else None


def _attached(content: bytes, mail: Mail, depth: int) -> Forwarded | None:
    parsed = parse(content)
    inner = parsed.mail
    if inner.sender is None or not inner.identity:
        return None
    headers = dict(reversed(inner.headers))
    verdict = judge(
        Known(parsed=parsed, headers=headers, ours=frozenset(), loop_id="", proof=Proof.NONE, oversized=False)
    )
    return Forwarded(
        sender=Address(name=inner.sender.name, address=inner.identity),
        subject=without_prefixes(inner.subject),
        text=inner.text,
        note=mail.plain.strip(),
        language=language_of(inner.text, inner.subject),
        message_id=inner.message_id,
        others=tuple(each.address.lower() for each in (*inner.to, *inner.cc)),
        attachments=inner.attachments,
        may_answer=verdict.may_answer,
        within=forwarded_of(inner, depth - 1) if depth else None,
    )


def _inline(text: str, subject: str, depth: int) -> Forwarded | None:
    lines = text[: limits.REPLY].split("\n")[: limits.REPLY_LINES]
    named = is_forward(subject)
    beginnings = [at for at, line in enumerate(lines[:_LOOK]) if _announces(line)]
    places = range(min(len(lines), _LOOK)) if named else [at + below for at in beginnings for below in (1, 2)]
    for at in places:
        end = end_of_headers(lines, at, announced=True)
        if end is not None:
            return _original(lines, at, end, subject, depth)
    return None


def _original(lines: Sequence[str], at: int, end: int, forward: str, depth: int) -> Forwarded | None:
    """What stands below the header block from `at` to `end`, in the words of the block; `forward` is the subject."""
    block = lines[at:end]
    match = _ADDRESS.search(sender := _value(block, _SENDER))
    if match is None:
        return None
    text = "\n".join(lines[end:]).strip()
    subject = _value(block, _SUBJECT) or forward
    note = "\n".join(line for line in lines[:at] if not (_announces(line) or _is_rule(line))).strip()
    name = sender[: match.start()].removesuffix("mailto:").strip("\"'<>[]() \t")
    address = Address(name=name, address=match.group().lower())
    return Forwarded(
        sender=address,
        subject=without_prefixes(subject),
        text=text,
        note=note,
        language=language_of(text, subject),
        others=_others(block, address.address),
        may_answer=not is_no_reply(address.address),
        within=_inline(text, subject, depth - 1) if depth else None,
    )


def _others(block: Sequence[str], sender: str) -> tuple[str, ...]:
    """All further addresses of the block: those that it went to, and those in copy."""
    found = (match.lower() for line in block for match in _ADDRESS.findall(line[: 4 * _VALUE]))
    return tuple(dict.fromkeys(each for each in found if each != sender))


def _value(block: Sequence[str], labels: frozenset[str]) -> str:
    """The first header's value under one of these labels."""
    for line in block:
        label, _, value = line.replace("：", ":").partition(":")
        if label.replace("\xa0", " ").strip(_DECORATION).casefold() in labels:
            return value[:_VALUE].strip("*_ \t")
    return ""


def _is_rule(line: str) -> bool:
    return len(line) > _RULE and not line[:_VALUE].strip(_DECORATION)


def _announces(line: str) -> bool:
    said = line[:_VALUE].strip(_DECORATION).casefold()
    if said.partition(" ")[0] not in _BEGINNINGS:
        return False
    return any(said == words or said.startswith(f"{words} ") for words in _ANNOUNCED)
