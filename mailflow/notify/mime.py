"""A small writer of MIME (RFC 2045 to 2049, 2231, 2387): 7-bit clean, CRLF, nothing that a header could break out of.

The stdlib's policy-based EmailMessage costs a millisecond a letter; this costs a tenth. Its proof is that the stdlib's
parser reads back what went in.
"""

import binascii
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from mailflow.mail import Attachment
from mailflow.notify.clean import clean_line

Headers = Sequence[tuple[str, str]]
_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}", re.IGNORECASE)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LONGEST_LINE = 990
_WORD_BYTES = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A MIME part as it stands on the wire: its header lines and its encoded body, CRLF throughout."""

    headers: Headers
    body: bytes = field(repr=False)


def write(headers: Headers, part: Part) -> bytes:
    """The whole message: its headers, whose values are ASCII already, and the one part that is its body."""
    return b"".join([_write_headers([*headers, ("MIME-Version", "1.0"), *part.headers]), b"\r\n", part.body])


def make_html(html: str) -> Part:
    """An HTML part. Character references keep it ASCII, so that it needs no encoding and no charset can spoil it."""
    return _make_text(html.encode("ascii", "xmlcharrefreplace"), "html")


def make_calendar(content: bytes, method: str) -> Part:
    """An iCalendar version of the letter (RFC 6047 2.4)."""
    return Part(
        headers=_name_part(f"text/calendar; charset=utf-8; method={method}", "base64"), body=_write_base64(content)
    )


def make_text(text: str) -> Part:
    """A part of plain text."""
    return _make_text(text.encode(), "plain")


def _make_text(content: bytes, subtype: str) -> Part:
    """As it is where it is ASCII, else quoted-printable, else base64 where that is far smaller."""
    charset = f'text/{subtype}; charset="utf-8"'
    if content.isascii() and max(map(len, content.split(b"\n"))) < _LONGEST_LINE:
        return Part(headers=_name_part(charset, "7bit"), body=content.replace(b"\n", b"\r\n"))
    lines = content.replace(b"\n", b"\r\n")
    quoted = binascii.b2a_qp(lines, istext=True)
    if len(quoted) <= 2 * len(content):
        return Part(headers=_name_part(charset, "quoted-printable"), body=quoted)
    return Part(headers=_name_part(charset, "base64"), body=_write_base64(lines))


def make_file(attachment: Attachment, content_id: str = "") -> Part:
    """A part that holds a file; inline where it has a Content-ID."""
    name = clean_line(attachment.name, 150).replace("/", "_").replace("\\", "_") or "file"
    kind = attachment.type if _TYPE.fullmatch(attachment.type) else "application/octet-stream"
    headers = [
        *_name_part(kind, "base64"),
        ("Content-Disposition", f"{'inline' if content_id else 'attachment'};\r\n {write_parameter('filename', name)}"),
    ]
    if content_id:
        headers.append(("Content-ID", f"<{content_id}>"))
    return Part(headers=headers, body=_write_base64(attachment.content))


def join(subtype: str, boundary: str, parts: Iterable[Part], parameters: str = "") -> Part:
    """A multipart. `boundary` must be a word that no part can hold."""
    pieces: list[bytes] = []
    fence = f"--{boundary}\r\n".encode()
    for part in parts:
        pieces += [fence, _write_headers(part.headers), b"\r\n", part.body, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    kind = f'multipart/{subtype}; {parameters}boundary="{boundary}"'
    return Part(headers=[("Content-Type", kind)], body=b"".join(pieces))


def write_phrase(name: str) -> str:
    """A display name (RFC 5322 3.2.5): bare, quoted or encoded as it must be."""
    line = clean_line(name)
    if not line.isascii() or "=?" in line:
        return encode_words(line)
    if _ATOMS.fullmatch(line):
        return line
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_unstructured(text: str) -> str:
    """Free text for a header such as Subject, folded; its leading ASCII words stay readable."""
    line = clean_line(text)
    if line.isascii() and "=?" not in line:
        return _fold(line.split(" "))
    words = line.split(" ")
    plain = next(index for index, word in enumerate(words) if not word.isascii() or "=?" in word)
    encoded = encode_words(" ".join(words[plain:]))
    return _fold([*words[:plain], *encoded.split("\r\n ")])


def encode_words(text: str) -> str:
    """The text as encoded words (RFC 2047), each at most 75 characters, cut between characters, folded."""
    words: list[str] = []
    chunk = b""
    for character in text:
        more = character.encode()
        if len(chunk) + len(more) > _WORD_BYTES:
            words.append(_encode_word(chunk))
            chunk = b""
        chunk += more
    return "\r\n ".join([*words, _encode_word(chunk)])


def write_parameter(name: str, value: str) -> str:
    """A MIME parameter (RFC 2231 where it is not ASCII)."""
    if value.isascii():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}="{escaped}"'
    return f"{name}*=utf-8''{quote(value, safe='')}"


def _encode_word(chunk: bytes) -> str:
    return f"=?utf-8?b?{b64encode(chunk).decode()}?="


def _fold(words: Iterable[str]) -> str:
    lines, line = [], ""
    for word in words:
        if line and len(line) + len(word) > 64:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _name_part(kind: str, encoding: str) -> list[tuple[str, str]]:
    return [("Content-Type", kind), ("Content-Transfer-Encoding", encoding)]


def _write_base64(content: bytes) -> bytes:
    return binascii.b2a_base64(content, newline=False) if not content else _cut(b64encode(content))


def _cut(encoded: bytes) -> bytes:
    return b"\r\n".join([encoded[start : start + 76] for start in range(0, len(encoded), 76)])


def _write_headers(headers: Headers) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in headers]).encode("ascii")
