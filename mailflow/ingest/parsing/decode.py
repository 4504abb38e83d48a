"""Header values to text: encoded words (RFC 2047), parameters (RFC 2231, RFC 2045 5.1), and what may be shown of them.

Nothing here raises for any input, and everything is linear in it. Start at `header_text` and `parameters`.
"""

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from mailflow.ingest.parsing.charset import codec_of, text_of
from mailflow.ingest.parsing.transfer import base64_bytes

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SPACES = re.compile("[ \u00a0]+")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]+")
_WORD = re.compile(r"=\?[ \t]*([^?\s*]{0,60})(?:\*[^?\s]{0,40})?[ \t]*\?[ \t]*([bBqQ])[ \t]*\?")
_END = re.compile(r"\?=(?![0-9A-F]{2})|\?$")
_PARAMETER = re.compile(r'(?:;|(?<=")[ \t,])\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_ESCAPED = re.compile(r"\\([\"\\])")
_LABELLED = re.compile(r"[\w.-]{2,40}'[\w-]{0,20}'(?=.*%[0-9A-Fa-f]{2})")
_PARAMETERS = 100


def clean(text: str) -> str:
    """One line without control or invisible direction characters, spaces collapsed: safe in headers and logs."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _SPACES.sub(" ", _INVISIBLE.sub("", _CONTROLS.sub(" ", text))).strip()


def header_text(value: str) -> str:
    """An unstructured header's value with its encoded words decoded (RFC 2047), cleaned."""
    return clean(words_decoded(value))


def words_decoded(value: str) -> str:
    """The value with its encoded words decoded, and whatever these hide still in it."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    run: list[bytes] = []
    running: str | None = None
    for gap, charset, data in _words(value):
        if run and (gap.strip() or charset != running):
            pieces.append(text_of(b"".join(run), running or ""))
            run = []
        if gap.strip() or not (pieces or run):
            pieces.append(gap)
        if charset is not None:
            run.append(data)
        running = charset
    if run:
        pieces.append(text_of(b"".join(run), running or ""))
    return "".join(pieces)


def _words(value: str) -> Iterator[tuple[str, str | None, bytes]]:
    """Each encoded word as (text before it, charset, bytes); the text after the last one comes with no charset."""
    done = position = 0
    while (start := value.find("=?", position)) >= 0:
        head = _WORD.match(value, start)
        if head is None:
            position = start + 2
            continue
        end = _END.search(value, head.end())
        if end is None:
            break
        charset, how = head.groups()
        yield value[done:start], charset.lower(), _word_bytes(value[head.end() : end.start()], how, charset)
        done = position = end.end()
    yield value[done:], None, b""


def _word_bytes(text: str, how: str, charset: str) -> bytes:
    data = text.encode(codec_of(charset) or "utf-8", "replace") if not text.isascii() else text.encode()
    return base64_bytes(data) if how in "bB" else binascii.a2b_qp(data, header=True)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured value's first word in lower case and its parameters, continued and encoded ones joined."""
    if value.startswith("=?"):
        value = words_decoded(value)
    head, separator, rest = value.partition(";")
    head, glued = _parted(head)
    if "=" in glued:
        separator, rest = ";", f"{glued};{rest}"
    if not separator:
        return head, {}
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for _, match in zip(range(_PARAMETERS), _PARAMETER.finditer(separator + rest), strict=False):
        name, content = match.group(1).lower(), _unquoted(match.group(2).strip())
        section = _SECTION.fullmatch(name)
        if section is None or not (section.group(2) or section.group(3)):
            simple.setdefault(name, content)
        else:
            number = int(section.group(2) or 0)
            pieces.setdefault(section.group(1), []).append((number, bool(section.group(3)), content))
    decoded = {name: _plain(name, content) for name, content in simple.items()}
    return head, decoded | {name: _joined(parts) for name, parts in pieces.items()}


def _parted(head: str) -> tuple[str, str]:
    """The first word, and what is glued to it without a semicolon."""
    words = head.lower().split(None, 1)
    return words[0] if words else "", head.strip()[len(words[0]) :] if len(words) > 1 else ""


def _unquoted(text: str) -> str:
    """A quoted string's content; a backslash before anything but a quote is a path's, whatever RFC 5322 3.2.4 says."""
    if text.startswith('"'):
        return _ESCAPED.sub(r"\1", text[1:].removesuffix('"'))
    return text


def _plain(name: str, content: str) -> str:
    """A parameter in one piece; many put encoded words there, some what belongs to `name*`."""
    if name == "boundary":
        return content
    return _joined([(0, True, content)]) if _LABELLED.match(content) else words_decoded(content)


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """RFC 2231 3 and 4: the first encoded section names charset and language before two apostrophes."""
    charset, data = "", []
    for index, (_, encoded, content) in enumerate(sorted(parts)):
        text = content
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
            text = _unquoted(text)
        data.append(unquote_to_bytes(text) if encoded else text.encode())
    return words_decoded(text_of(b"".join(data), charset))
