"""Which lines a mail program has marked as old: by ">", or by the initials or signs that some of its users choose."""

import re

from mailflow.ingest.quoting.attribution import says_who_wrote

_CUT = 500
_FIRST = frozenset("> \t\xa0")
_UNUSUAL = re.compile(r"\s{0,2}([A-Za-z]{1,4}>|[|%=)\]:#]{1,2}>?|--?[\])>])(?=\s|[^\W_]|$)")
_LEAST = 3
"""So many lines begin with a sign, or it is none."""
_TRIES = 20


def quoted_lines(lines: list[str]) -> list[bool]:
    """For each line, whether it is quoted."""
    quoted = [line[:1] in _FIRST and is_quoted(line) for line in lines]
    sign = "" if any(quoted) else _unusual_sign(lines)
    if not sign:
        return quoted
    return [line[:_CUT].lstrip().startswith(sign) for line in lines]


def is_quoted(line: str) -> bool:
    """True if ">" marks this line as old; prompts (">>> x") and tags ("<<<") do not."""
    stripped = line[:_CUT].lstrip()
    return stripped[:1] == ">" and stripped[:4] != ">>> " and "<<<" not in stripped[-6:]


def _unusual_sign(lines: list[str]) -> str:
    """What stands before the lines below an attribution ("AK> ", "| "), or ""."""
    tries = 0
    for index, line in enumerate(lines):
        if ":" not in line[-4:] or not line.rstrip().endswith(":") or not says_who_wrote(line):
            continue
        below = next((each for each in lines[index + 1 : index + 4] if each.strip()), "")
        match = _UNUSUAL.match(below)
        if match and sum(each[:_CUT].lstrip().startswith(match.group(1)) for each in lines[index + 1 :]) >= _LEAST:
            return match.group(1)
        tries += 1
        if tries == _TRIES:
            break
    return ""
