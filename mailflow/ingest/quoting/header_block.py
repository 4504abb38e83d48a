"""The headers of an old mail as programs repeat them above it (From, Sent, To, Subject), in the words of `wording`."""

import re

from mailflow.ingest.quoting.wording import WORDING, folded

_ROLES = ("sender", "sent", "to", "subject", "other")
_DECORATION = " \t*_>|•·-#"
_LINES = 14
_LABEL = 40
_VALUE = 300
_DATED = re.compile(r"\d{4}|\d{1,2}\s?[./:-]\s?\d{1,2}|\d\s?[年월]")
_TIMED = re.compile(r"\d{1,2}\s?[:.h時时点]\s?\d\d")
_STAMP = re.compile(
    r"\s{0,40}\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?,?\s{1,3}\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp][Mm])?"
    r"(?:\s[A-Z]{2,4})?\s{0,9}$"
)


def _labels() -> dict[str, frozenset[str]]:
    """Each label and what it may stand for: "de" is a sender, "a" a recipient in some languages."""
    found: dict[str, set[str]] = {}
    for row in WORDING.values():
        for role in _ROLES:
            for part in getattr(row, role).split(";"):
                found.setdefault(folded(part.strip()), set()).add(role)
    found.pop("", None)
    return {label: frozenset(roles) for label, roles in found.items()}


_LABELS = _labels()
_NONE: frozenset[str] = frozenset()
_ONE_LINE = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _LABELS), key=len, reverse=True))})\s?[*_]{{0,2}}\s?[:：]",
    re.IGNORECASE,
)


def end_of_headers(lines: list[str], at: int, *, announced: bool = False) -> int | None:
    """Past the block of header lines that begins at this line, or None; `announced` if a line above it says so."""
    first = _header(lines[at]) if at < len(lines) else None
    if first is None:
        return _end_of_memo(lines, at)
    if _one_line(lines[at]):
        return at + 1
    found = [first]
    end = at + 1
    for index in range(at + 1, min(at + _LINES, len(lines))):
        header = _header(lines[index])
        if header:
            found.append(header)
            end = index + 1
        elif not lines[index].strip() and index > end:
            break
    return end if _are_headers(found, announced=announced) else None


def is_addressing(line: str) -> bool:
    """True for a header that says to whom or on what the old mail was."""
    header = _header(line)
    return header is not None and not header[0].isdisjoint(("to", "subject"))


def is_dated(line: str) -> bool:
    """True for a header that says when the old mail was sent."""
    header = _header(line)
    return header is not None and "sent" in header[0] and _DATED.search(header[1]) is not None


def _end_of_memo(lines: list[str], at: int) -> int | None:
    """Past the head of an old mail as Notes writes it: a name, a date and time, then labels, perhaps on own lines."""
    below = at + 1
    while below < min(at + 3, len(lines)) and not lines[below].strip():
        below += 1
    if below >= len(lines) or not _STAMP.match(lines[below]) or not lines[at].strip():
        return None
    roles: set[str] = set()
    for index in range(at + 2, min(at + _LINES, len(lines))):
        label, _, value = lines[index][:_VALUE].partition(":")
        role = _LABELS.get(folded(label.strip(_DECORATION)), _NONE)
        roles |= role
        if "subject" in role and "to" in roles:
            return index + (1 if value.strip() else 2)
    return None


def _header(line: str) -> tuple[frozenset[str], str] | None:
    """What the line's label may stand for, and its value."""
    head = line[:_LABEL].replace("：", ":")
    place = head.find(":")
    if place < 1:
        return None
    label = folded(head[:place].replace("\xa0", " ").strip(_DECORATION))
    roles = _LABELS.get(label) or _LABELS.get(label.replace(" ", ""))
    return None if roles is None else (roles, line[place + 1 : place + 1 + _VALUE].strip(_DECORATION))


def _are_headers(found: list[tuple[frozenset[str], str]], *, announced: bool) -> bool:
    """A sender and another header of which one has an address or a date; without a subject it takes more."""
    if not found[0][1] and len(found) < 3:
        return False
    roles = [roles for roles, _ in found]
    distinct = len({min(each) for each in roles})
    sender = any("sender" in each for each in roles)
    subject = any("subject" in each for each in roles)
    addressed = any("@" in value for _, value in found)
    dated = [value for each, value in found if "sent" in each and _DATED.search(value)]
    if distinct < 2:
        return False
    if announced:
        return sender or subject or addressed
    if sender and (addressed or any(map(_TIMED.search, dated))):
        return True
    if dated and (addressed or (subject and sender)):
        return True
    return sender and subject and distinct >= 3


def _one_line(line: str) -> bool:
    """All headers on one line, as some programs make of HTML mails."""
    text = line[: 2 * _VALUE]
    if "@" not in text or text.count(":") + text.count("：") < 2:
        return False
    labels = [_LABELS.get(folded(match.group().rstrip(":： *_")), _NONE) for match in _ONE_LINE.finditer(text)]
    roles = {role for each in labels for role in each}
    return len(labels) >= 2 and {"sender", "sent"} <= roles and bool(_TIMED.search(text))
