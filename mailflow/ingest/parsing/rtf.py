"""Rich Text to text, and the compressed form that Outlook puts into winmail.dat (MS-OXRTFCP). Bounded, never raises."""

import re

from mailflow.ingest.parsing.charset import codec_of

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.DOTALL
)
_TOKENS = 60_000
_DEPTH = 500
_SIGNS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n\n",
    "page": "\n\n",
    "row": "\n",
    "tab": "\t",
    "cell": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}
_ESCAPES = {b"~": "\u00a0", b"-": "", b"_": "\u2011", b"\n": "\n", b"\r": "\n"}
_UNSPOKEN = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr", "footerl"}
    | {
        "footerr",
        "headerf",
        "footerf",
        "listtable",
        "listoverridetable",
        "themedata",
        "datastore",
        "fldinst",
        "nonshppict",
    }
    | {"pntext", "bkmkstart", "bkmkend", "xe", "tc"}
)
_FONT_CHARSETS = {
    "77": "mac_roman",
    "128": "cp932",
    "129": "cp949",
    "134": "gb18030",
    "136": "big5",
    "161": "cp1253",
    "162": "cp1254",
    "163": "cp1258",
    "177": "cp1255",
    "178": "cp1256",
    "186": "cp1257",
    "204": "cp1251",
    "222": "cp874",
    "238": "cp1250",
}
_COMPRESSED, _STORED = b"LZFu", b"MELA"
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_INFLATED = 512 * 1024


def text_of_rtf(data: bytes) -> str:
    """What the document says; of HTML in Rich Text (MS-OXRTFEX) the Rich Text side is read."""
    reader = _Reader()
    position = 0
    for _ in range(_TOKENS):
        match = _TOKEN.match(data, position)
        if match is None:
            break
        position = match.end() + reader.take(match)
    return reader.text()


class _Reader:
    """What is known at a place of the document: whether it is spoken, in which codec, what to skip after a `\\u`."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._groups: list[tuple[bool, int, str]] = []
        self._spoken, self._fallback, self._codec = True, 1, "cp1252"
        self._page = "cp1252"
        self._fonts: dict[str, str] = {}
        self._font = ""
        self._skip = 0

    def take(self, match: re.Match[bytes]) -> int:
        """One token; returns how many bytes of binary data follow it."""
        word, number, code, escape, brace, text = match.groups()
        if word is not None:
            return self._word(word.decode("ascii"), (number or b"").decode("ascii"))
        if code is not None:
            self._byte(bytes([int(code, 16)]))
        elif brace is not None:
            self._brace(opens=brace == b"{")
        elif escape is not None:
            self._escape(escape)
        elif text is not None:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            self._byte(text[skipped:])
        return 0

    def text(self) -> str:
        """All that was said."""
        self._flush()
        return "".join(self._pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _byte(self, data: bytes) -> None:
        if self._skip and len(data) == 1:
            self._skip -= 1
        elif self._spoken:
            self._bytes += data

    def _say(self, text: str) -> None:
        self._flush()
        if self._spoken:
            self._pieces.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._pieces.append(bytes(self._bytes).decode(self._codec, "replace"))
            self._bytes.clear()

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self._skip = 0
        if opens:
            if len(self._groups) < _DEPTH:
                self._groups.append((self._spoken, self._fallback, self._codec))
        elif self._groups:
            self._spoken, self._fallback, self._codec = self._groups.pop()

    def _escape(self, sign: bytes) -> None:
        if sign == b"*":
            self._flush()
            self._spoken = False
        elif sign in b"\\{}":
            self._byte(sign)
        else:
            self._say(_ESCAPES.get(sign, ""))

    def _word(self, word: str, number: str) -> int:
        if word in _SIGNS:
            self._say(_SIGNS[word])
        elif word in _UNSPOKEN:
            self._flush()
            self._spoken = False
        elif word == "u" and number:
            self._say(chr(int(number) & 0xFFFF))
            self._skip = self._fallback
        elif word == "uc" and number:
            self._fallback = min(max(int(number), 0), 10)
        elif word == "bin" and number:
            return max(int(number), 0)
        else:
            self._charset(word, number)
        return 0

    def _charset(self, word: str, number: str) -> None:
        if word == "ansicpg":
            self._page = codec_of(f"cp{number}") or "cp1252"
            self._flush()
            self._codec = self._page
        elif word == "fcharset":
            self._fonts[self._font] = _FONT_CHARSETS.get(number, self._page)
        elif word == "f":
            self._flush()
            self._font = number
            self._codec = self._fonts.get(number, self._page)


def decompressed(data: bytes) -> bytes:
    """The Rich Text inside Outlook's compressed form, at most half a megabyte; data of no such form is b""."""
    if data[8:12] == _STORED:
        return data[16 : 16 + _INFLATED]
    if data[8:12] != _COMPRESSED:
        return data if data.startswith(b"{\\rtf") else b""
    return _inflated(data)


def _inflated(data: bytes) -> bytes:
    """LZ77 with a window of 4,096 bytes: an offset is a place in the window, a reference to the write place ends."""
    out = bytearray(_START)
    at = 16
    while at < len(data) and len(out) < _INFLATED:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            if at + 1 >= len(data):
                return bytes(out[len(_START) :])
            reference = data[at] << 8 | data[at + 1]
            at += 2
            back = (len(out) - (reference >> 4)) % _WINDOW
            if back == 0 or back > len(out):
                return bytes(out[len(_START) :])
            length = (reference & 15) + 2
            source = len(out) - back
            piece = out[source : source + length]
            out += (piece * (length // len(piece) + 1))[:length]
    return bytes(out[len(_START) :])
