"""The text of a letter laid out for a screen of 72 columns, and the same text made safe HTML. Filters for the kits."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

WIDTH = 72
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
_NUMBER = re.compile(r"\b\w+-\d+\b")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_BLANKS = re.compile(r"\n{3,}")


def wrap(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> str:
    """The text as one paragraph of lines no longer than `width`; a word that is longer stays whole."""
    if len(first) + len(text) <= width and text.isprintable() and "  " not in text:
        return first + text.strip()
    lines: list[str] = []
    line, empty = first, True
    for word in text.split():
        if empty:
            line, empty = line + word, False
        elif len(line) + len(word) < width:
            line = f"{line} {word}"
        else:
            lines.append(line)
            line = rest + word
    lines.append(line)
    return "\n".join(lines)


def wrap_lines(text: str, prefix: str = "") -> str:
    """The text with its own lines kept, each too long one wrapped, and the prefix before each."""
    return "\n".join(_wrap_line(line.rstrip(), prefix) for line in text.strip("\n").split("\n"))


def underline(text: str) -> str:
    """A heading: one line, and a line of dashes as long beneath it."""
    line = " ".join(text.split())
    return line + "\n" + "-" * min(len(line), WIDTH)


def columns(rows: Iterable[Sequence[str]], gap: int = 2) -> str:
    """The rows' first two parts as aligned columns, the second wrapped in its own; a row without one is left out."""
    pairs = [(str(row[0]), str(row[1])) for row in rows if row[1]]
    indent = min(max((len(left) for left, _ in pairs), default=0) + gap, 30)
    return "\n".join(wrap(right, left.ljust(indent - 1) + " ", " " * indent) for left, right in pairs)


def trim(text: str) -> str:
    """The text with no more than one empty line in a row and no space at the ends of lines."""
    lines = "\n".join([line.rstrip() for line in text.strip().split("\n")])
    return _BLANKS.sub("\n\n", lines) + "\n"


def shorten(text: str, characters: int = 4000, lines: int = 60) -> str:
    """The beginning of the text: at most so many characters and lines, an ellipsis where it was cut."""
    kept = "\n".join(text.strip().split("\n")[:lines])[:characters].rstrip()
    return kept if len(kept) >= len(text.strip()) else kept + "\n[…]"


def paragraphs(text: str) -> list[str]:
    """The text cut at its empty lines."""
    return [part for part in _PARAGRAPHS.split(text.strip()) if part]


def break_lines(text: str) -> Markup:
    """The text escaped, its line breaks kept."""
    return Markup(str(escape(text)).replace("\n", "<br>\n"))  # noqa: S704  escaped before


def link(text: str) -> Markup:
    """The text escaped, its line breaks kept, and each http or https address in it a link."""
    parts: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        url = escape(match[0])
        parts += [break_lines(text[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return Markup("".join([*parts, break_lines(text[end:])]))  # noqa: S704  every part is escaped


def keep_numbers(html: str) -> Markup:
    """The finished HTML, in which no ticket's number is broken at its hyphen."""
    kept = _NUMBER.sub(r'<span style="white-space: nowrap">\g<0></span>', str(escape(html)))
    return Markup(kept)  # noqa: S704  what is not HTML yet is escaped


def _wrap_line(line: str, prefix: str) -> str:
    if len(prefix) + len(line) <= WIDTH + 6:
        return (prefix + line).rstrip()
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line, prefix + indent, prefix + indent)
