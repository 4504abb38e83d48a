"""A tolerant reader of Authentication-Results (RFC 8601 2.2) that no quoted string and no comment can mislead.

`read` gives what one header says; `topmost` finds the one header that counts. Whom to believe, `sender` decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NO_NAME = "-"
"""Configured in place of a server's name where it writes none, as Microsoft 365 does."""

_OUTSIDE = re.compile(r'"((?:[^"\\]|\\.)*)"|([;("])|([^;("]+)', re.DOTALL)
_INSIDE = re.compile(r"\\.|[()]|[^()\\]+|\\", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_METHOD = re.compile(r"([a-z0-9][a-z0-9_-]*)(?:/\d+)?=([a-z0-9]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z][a-z0-9-]*\.[a-z0-9_-]+)=(.+)", re.IGNORECASE | re.DOTALL)
_AROUND = re.compile(r" ?([=/]) ?|(?<=[a-z]) ?\. (?=[a-z])|(?<=[a-z]) \. ?(?=[a-z])", re.IGNORECASE)
_END, _QUOTE = "\x00", "\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one method found: `dkim`, `pass`, and properties as `header.d`; names and the result in lower case."""

    method: str
    result: str
    properties: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationResults:
    """One header: `text` is all of it, `server` the authserv-id in lower case, "" where it names none.

    It is not `whole` where a quoted string or a comment never ends.
    """

    server: str
    results: tuple[Result, ...]
    text: str
    whole: bool


def topmost(headers: Iterable[tuple[str, str]], authserv_id: str) -> AuthenticationResults | None:
    """The first header of this server: those below it, and all of other servers, could be the sender's own (S03).

    Where the server writes no name, only the very first header counts, and only if it has none.
    """
    found = (read(value) for name, value in headers if name == "authentication-results")
    if authserv_id == NO_NAME:
        first = next(found, None)
        return first if first is not None and not first.server else None
    return next((each for each in found if each.server == authserv_id.lower()), None)


def read(value: str) -> AuthenticationResults:
    """What the header's value says; what cannot be read in it is passed over. Linear in the value's length."""
    text, quoted, whole = _without_comments(value)
    parts = [_AROUND.sub(lambda found: found.group(1) or ".", part).split() for part in text.split(_END)]
    server = _value(parts[0][0], quoted).lower() if parts[0] and "=" not in parts[0][0] else ""
    rest = parts[1:] if server else parts
    return AuthenticationResults(server=server, results=tuple(_results(rest, quoted)), text=value, whole=whole)


def _without_comments(value: str) -> tuple[str, list[str], bool]:
    """The value with comments gone, semicolons marked, each quoted string by its number; False if one never ends."""
    value = value.replace(_END, " ").replace(_QUOTE, " ")
    pieces: list[str] = []
    quoted: list[str] = []
    position, whole = 0, True
    while whole and (match := _OUTSIDE.match(value, position)):
        string, special, text = match.groups()
        position = match.end()
        if special == "(":
            position = _comment_end(value, position)
            pieces.append(" ")
        elif text:
            pieces.append(text)
        elif special == ";":
            pieces.append(_END)
        elif string is not None:
            pieces.append(f"{_QUOTE}{len(quoted)}{_QUOTE}")
            quoted.append(_ESCAPED.sub(r"\1", string))
        whole = special != '"' and position >= 0
    return re.sub(r"\s+", " ", "".join(pieces)), quoted, whole


def _comment_end(value: str, position: int) -> int:
    """Where the comment ends whose bracket was just opened (RFC 5322 3.2.2; they nest); -1 if it never does."""
    depth = 1
    for match in _INSIDE.finditer(value, position):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return -1


def _results(parts: Iterable[list[str]], quoted: list[str]) -> Iterator[Result]:
    for words in parts:
        method = _METHOD.fullmatch(words[0]) if words else None
        if method:
            found = filter(None, (_PROPERTY.fullmatch(word) for word in words[1:]))
            properties = {each.group(1).lower(): _value(each.group(2), quoted) for each in found}
            yield Result(method=method.group(1).lower(), result=method.group(2).lower(), properties=properties)


def _value(word: str, quoted: list[str]) -> str:
    return re.sub(rf"{_QUOTE}(\d+){_QUOTE}", lambda found: quoted[int(found.group(1))], word)
