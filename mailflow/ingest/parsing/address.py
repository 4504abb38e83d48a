"""Addresses in headers: a tolerant reader for whom to show and to answer, and a strict one for who it is.

The two must not be mixed: only `identity` may count as proof of a sender (TRUST.md).
"""

import re

from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.decode import header_text
from mailflow.mail import Address

_TOKEN = re.compile(
    r'(=\?[^?\s]{1,60}\?[bBqQ]\?[^?@<>"]{0,400}\?=)|"((?:[^"\\]|\\.){0,1000})"|(<[^<>]*>)|([(),;:])|([^"(),;:<>]+)|.',
    re.DOTALL,
)
_TOKENS = 4000
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f"
_SPEC = re.compile(rf"[^{_UNSEEN}@<>()\[\],;:\\\"]{{1,128}}@[^{_UNSEEN}@<>(),;:\\\"']{{1,255}}")
_QUOTED_SPEC = re.compile(rf'"[^"{_UNSEEN}<>@]{{1,64}}"@[^{_UNSEEN}@<>(),;:\\"\']{{1,255}}')
_ATOM = r"(?!=\?)[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]+"
_ENCODED = r"=\?[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\\"]+(?<!,)"
"""An encoded word may hold a bare comma, as many mailers write it: either reading of it finds the same one address."""
_QUOTED = r'"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"'
_LABEL = r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,.\"]+"
_DOT_ATOM = rf"{_LABEL}(?:\.{_LABEL})*"
_PHRASE = rf"(?:{_ATOM}|{_ENCODED}|{_QUOTED})(?:[ \t]+(?:{_ATOM}|{_ENCODED}|{_QUOTED}))*"
_STRICT = re.compile(
    rf"(?:(?:{_PHRASE})?[ \t]*<(?P<angle>{_DOT_ATOM}@{_DOT_ATOM})>|(?P<bare>{_DOT_ATOM}@{_DOT_ATOM}))"
    r"(?:[ \t]*\([^()\\\x00-\x1f]*\))?"
)


def identity(values: list[str]) -> str | None:
    """The single mailbox of the single From header, domain in lower case; None if there is any doubt (TRUST.md).

    A dot in an unquoted name (obsolete since RFC 5322, and in daily use) is let through: no two readers differ on it.
    """
    if len(values) != 1 or len(values[0]) > 2000:
        return None
    match = _STRICT.fullmatch(values[0])
    spec = (match.group("angle") or match.group("bare")) if match else None
    return _lowered(spec) if spec and len(spec) <= 320 else None


def addresses(values: list[str]) -> tuple[tuple[Address, ...], bool]:
    """All mailboxes in these headers, at most the limit, and whether there were more."""
    found: list[Address] = []
    for value in values:
        found += _mailboxes(value, limits.ADDRESSES + 1 - len(found))
        if len(found) > limits.ADDRESSES:
            return tuple(found[: limits.ADDRESSES]), True
    return tuple(found), False


def _mailboxes(value: str, wanted: int) -> list[Address]:
    found: list[Address] = []
    names: list[str] = []
    for words, angle, comment in _entries(value):
        if len(found) >= wanted:
            break
        entry = _mailbox(words, angle, comment)
        if entry is not None:
            found.append(_named(entry, names) if angle else entry)
        names = [*names, _name(words)] if entry is None and not angle else []
    if not found and "=?" in value:
        decoded = header_text(value)
        return [] if "=?" in decoded else _mailboxes(decoded, wanted)
    return found


def _entries(value: str) -> list[tuple[list[str], str, str]]:
    """The comma-separated entries as (words, what stood in angle brackets, comment); group names are dropped."""
    entries: list[tuple[list[str], str, str]] = []
    words: list[str] = []
    angle, comment, depth = "", "", 0
    for _, match in zip(range(_TOKENS), _TOKEN.finditer(value), strict=False):
        encoded, quoted, brackets, special, text = match.groups()
        text = encoded or text
        if special == "(":
            depth += 1
        elif special == ")":
            depth = max(depth - 1, 0)
        elif depth:
            comment += match.group()
        elif special in (",", ";"):
            entries.append((words, angle, comment))
            words, angle, comment = [], "", ""
        elif special == ":":
            words = []
        elif brackets:
            angle = brackets if "@" in brackets or not angle else angle
        elif quoted is not None:
            words.append(f'"{quoted}"')
        elif text and text.strip():
            words.append(text.strip())
    entries.append((words, angle, comment))
    return entries


def _mailbox(words: list[str], angle: str, comment: str) -> Address | None:
    inside = angle.strip("<>").strip().removeprefix("mailto:")
    spec = _spec(inside.replace(" ", "")) if angle else None
    if spec is not None:
        return Address(name=_name(words) or header_text(comment), address=spec)
    joined = " ".join(words)
    spec = _spec(joined) or _spec("".join(words)) or _spec(inside)
    if spec is None:
        return None
    rest = re.sub(re.escape(spec), " ", joined, flags=re.IGNORECASE)
    return Address(name=_name([rest]) or header_text(comment), address=spec)


def _named(entry: Address, before: list[str]) -> Address:
    """With what stood before it and is no address: "Kovács, Anna <anna@example.org>" without quotes."""
    name = ", ".join(filter(None, (*before, entry.name)))
    return Address(name=name, address=entry.address)


def _spec(text: str) -> str | None:
    if "@" not in text:
        return None
    match = _SPEC.search(text) or _QUOTED_SPEC.search(text)
    return _lowered(match.group().rstrip(".").strip("'")) if match else None


def _lowered(spec: str) -> str:
    local, _, domain = spec.rpartition("@")
    return f"{local}@{domain.lower()}"


def _name(words: list[str]) -> str:
    plain = " ".join(_ESCAPED.sub(r"\1", word[1:-1]) if word.startswith('"') else word for word in words)
    name = header_text(plain).strip("'\" ")
    return "" if name == "." else name


def folded(address: str) -> str:
    """The address in lower case without its subaddress (RFC 5233): what caps and own addresses are compared by."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
