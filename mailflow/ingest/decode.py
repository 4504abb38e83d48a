"""Bytes to text, whatever their label says: charsets, transfer encodings, encoded words, parameters (RFC 2047, 2231).

Nothing here raises for any input, and everything is linear in it. Start at `text_of` and `header_text`.
"""

import binascii
import codecs
import functools
import re
from collections.abc import Iterator

from resiliparse.parse.encoding import detect_encoding

_NAMES = """
    ascii big5 big5hkscs cp037 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852
    cp855 cp858 cp866 cp874 cp932 cp949 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp iso2022_jp_1 iso2022_jp_2
    iso2022_jp_3 iso2022_jp_ext iso2022_kr iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8
    iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 johab koi8_r koi8_u latin_1
    mac_cyrillic mac_latin2 mac_roman shift_jis tis_620 utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le
    utf_7 utf_8 utf_8_sig
"""
_ALLOWED = frozenset(codecs.lookup(name).name for name in _NAMES.split())
_WIDER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext",
    "utf-8-sig": "utf-8",
}
_NICKNAMES = {
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932",
    "ms932": "cp932",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ansi": "cp1252",
    "cp-850": "cp850",
    "utf8mb4": "utf-8",
}
_WESTERN = frozenset({"cp1252", "cp1254", "iso8859-15"})
_CHARSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()-]{0,39}")
_HUNGARIAN = re.compile(rb"[a-zA-Z][\xf5\xfb][a-zA-Z]")
"""Hungarian letters of Latin-2 under a Latin-1 label are that common that such bytes are looked at twice."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SPACES = re.compile("[ \u00a0]+")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]+")
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARAMETERS = 100


@functools.lru_cache(maxsize=512)
def codec_of(charset: str) -> str | None:
    """The Python codec that a charset label stands for, the wider one where labels are loose; None if unknown."""
    match = _CHARSET.match(charset.strip(" \t\"'"))
    label = match.group().lower() if match else ""
    try:
        name = codecs.lookup(_NICKNAMES.get(label, label)).name
    except (LookupError, UnicodeError, ValueError):
        return None
    return _WIDER.get(name, name) if name in _ALLOWED else None


def text_of(data: bytes, charset: str = "") -> str:
    """`data` as text. A label that the bytes contradict is not believed; what cannot be read becomes U+FFFD."""
    if data.isascii() and (not charset or codec_of(charset) in (None, "ascii", "utf-8", "cp1252", "iso8859-2")):
        return data.decode("ascii")
    codec = codec_of(charset)
    if codec is None or codec == "ascii":
        return guess(data)
    if codec in _WESTERN and (plain := _strict(data, "utf-8")) is not None:
        return plain
    if codec in _WESTERN and _HUNGARIAN.search(data):
        return guess(data)
    text = _strict(data, codec)
    if text is None and codec.startswith("iso2022_jp"):
        text = _strict(data.replace(b"\x1b$B", b"\x1b$(Q"), "iso2022_jp_2004")
    if text is not None:
        return text.removeprefix("\ufeff")
    text = data.decode(codec, "replace")
    return text.removeprefix("\ufeff") if text.count("\ufffd") * 20 < len(text) + 20 else guess(data)


def guess(data: bytes) -> str:
    """Unlabelled bytes as text: UTF-8 if they are, else what their statistics say, else Windows-1252."""
    text = _strict(data, "utf-8")
    if text is not None:
        return text.removeprefix("\ufeff")
    codec = codec_of(detect_encoding(data[:16384], max_len=16384) or "") or "cp1252"
    text = _strict(data, codec if codec not in ("utf-8", "ascii") else "cp1252")
    return text if text is not None else data.decode("utf-8" if codec == "utf-8" else "cp1252", "replace")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


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
    running = ""
    for gap, charset, data in _words(value):
        if run and (gap.strip() or charset != running):
            pieces.append(text_of(b"".join(run), running))
            run = []
        if gap.strip() or not (pieces or run):
            pieces.append(gap)
        if charset:
            run.append(data)
        running = charset
    if run:
        pieces.append(text_of(b"".join(run), running))
    return "".join(pieces)


def _words(value: str) -> Iterator[tuple[str, str, bytes]]:
    """Each encoded word as (text before it, charset, bytes); the text after the last one comes with no charset."""
    done = position = 0
    while (start := value.find("=?", position)) >= 0:
        head = _WORD.match(value, start)
        if head is None:
            position = start + 2
            continue
        end = value.find("?=", head.end())
        if end < 0:
            break
        charset, how = head.groups()
        yield value[done:start], charset.lower(), _word_bytes(value[head.end() : end], how)
        done = position = end + 2
    yield value[done:], "", b""


def _word_bytes(text: str, how: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    return base64_bytes(data) if how in "bB" else binascii.a2b_qp(data, header=True)


def base64_bytes(data: bytes) -> bytes:
    """What base64 text holds; strange characters are skipped, padding in the middle starts anew."""
    kept = data.translate(None, _NOT_BASE64)
    if b"=" in kept.rstrip(b"="):
        return b"".join(_base64(piece) for piece in kept.split(b"="))
    return _base64(kept.rstrip(b"="))


def _base64(data: bytes) -> bytes:
    usable = data[:-1] if len(data) % 4 == 1 else data
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))


def body_bytes(data: bytes, encoding: str) -> bytes:
    """A body without its transfer encoding (RFC 2045 6); an unknown encoding leaves it as it is."""
    match encoding:
        case "base64":
            return base64_bytes(data)
        case "quoted-printable":
            return binascii.a2b_qp(data)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return uu_bytes(data.split(b"\n"))
        case _:
            return data


def uu_bytes(lines: list[bytes]) -> bytes:
    """What uuencoded lines hold, with or without their begin and end lines; broken lines are skipped."""
    return b"".join(_uu_line(line) for line in lines if line.strip() and not line.startswith((b"begin ", b"end")))


def _uu_line(line: bytes) -> bytes:
    line = line.rstrip(b"\r\n")
    try:
        return binascii.a2b_uu(line)
    except (binascii.Error, ValueError):
        length = ((line[0] - 32) & 63) * 4 // 3 + 3 if line else 0
        try:
            return binascii.a2b_uu(line[:length])
        except (binascii.Error, ValueError):
            return b""


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured value's first word in lower case and its parameters, continued and encoded ones joined."""
    head, separator, rest = value.partition(";")
    head, _, glued = head.strip().partition(" ")
    if "=" in glued:
        separator, rest = ";", f"{glued};{rest}"
    simple: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    matches = _PARAMETER.finditer(separator + rest) if separator else ()
    for _, match in zip(range(_PARAMETERS), matches, strict=False):
        name, content = match.group(1).lower(), _unquoted(match.group(2).strip())
        section = _SECTION.match(name)
        if section is None or not (section.group(2) or section.group(3)):
            simple.setdefault(name, content)
        else:
            number = int(section.group(2) or 0)
            pieces.setdefault(section.group(1), []).append((number, bool(section.group(3)), content))
    decoded = {name: words_decoded(content) for name, content in simple.items()}
    return head.strip().lower(), decoded | {name: _joined(parts) for name, parts in pieces.items()}


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        return _ESCAPED.sub(r"\1", text[1:].removesuffix('"'))
    return text


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """RFC 2231 3 and 4: the first encoded section names charset and language before two apostrophes."""
    charset, data = "", b""
    for index, (_, encoded, content) in enumerate(sorted(parts)):
        text = content
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        data += binascii.a2b_qp(raw.replace(b"=", b"=3D").replace(b"%", b"="), header=False) if encoded else raw
    return words_decoded(text_of(data, charset))
