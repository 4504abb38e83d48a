"""How much CPU time the worst mails take that we can think of: `python -m tests.fuzz.hazards [--parse] [WORD ...]`.

Some hundred mails of 1.6 MB, each one thing over and over; prints the slowest. A WORD picks those whose name has it.
"""

import argparse
import base64
import time
from collections.abc import Iterator

from mailflow.ingest.parsing.parse import parse
from mailflow.ingest.read import read
from tests.fuzz.reading import HOUSE
from tests.ingest.cases.parse.bodies import properties, tnef
from tests.ingest.cases.parse.structure import der, opaque
from tests.ingest.letters import letter

SIZE = 1_600_000
TEXTS = [
    "x",
    " ",
    "\t",
    "\n",
    "x\n",
    "a \n",
    "> x\n",
    ">",
    "> ",
    "-",
    "-----\n",
    "_",
    "*",
    "#",
    "(",
    "[",
    ":",
    "=",
    "&",
    "<",
]
TEXTS += [
    "1",
    "é",
    "打",
    "\u2028",
    "\x0c",
    "\0",
    "\x1b[",
    "a@b.c ",
    "http://x ",
    "On ",
    "On 1/1/2026 x wrote:\n",
    "— \n",
]
TEXTS += [
    "From: a@b\n",
    "From: a@b\nSent: x\nTo: c\nSubject: y\n\n",
    "Thanks,\nBob\n",
    "-- \n",
    "Am 1. schrieb\n",
    "írta:\n",
]
TEXTS += [
    "begin 644 a\n",
    "begin 644 a\n`\nend\n",
    "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "lorem ipsum ",
    "x" * 900 + "\n",
]
MARKUP = [
    "<b>",
    "<div>",
    "<p>",
    "<p>x</p>",
    "<blockquote>",
    "<table><tr><td>",
    "<!--",
    "<script>",
    "<br>",
    "&amp;",
    "&#7;",
    "<ul><li>",
]
MARKUP += [
    "<div style='border-top:solid #e1e1e1'>",
    "<blockquote type=cite>x</blockquote>",
    "<div id=divRplyFwdMsg>",
    "<select>",
    "<svg>",
]
ENRICHED = ["<param>", "<bold>", "<<", "<", "<nl>", "<comment>"]
RICH = ["{", "}", "\\", "\\'41", "\\u1?", "{\\*", "\\par ", "\\bin1 x", "\\f1 ", "{\\fonttbl", "a"]
EVENTS = [";", "SUMMARY;", "\n ", "a:\n", 'A;"', 'SUMMARY;A="x";:\n', "SUMMARY:\\\\\n"]
KINDS = {
    "text/plain; format=flowed": TEXTS,
    "text/html": TEXTS + MARKUP,
    "text/enriched": ENRICHED,
    "text/richtext": ENRICHED,
}
KINDS |= {"text/rtf": RICH, "text/calendar": EVENTS, "text/plain": TEXTS}
CHARSETS = (
    "utf-7 utf-16 utf-32 hz iso-2022-jp iso-2022-kr big5 gb18030 cp932 euc-kr johab koi8-r iso-8859-2 iso-8859-1"
    " x-foo utf-8"
)
BYTES = [b"\xe1", b"a\xf5b ", b"+", b"+AA", b"\x1b$B", b"~{", bytes(range(256)), b"\0a", b"\xff", b"\x81", b"\x0e\x0f"]
PARTS = [
    "--b\n\n",
    "--b\nContent-Type: text/html\n\n<p>x\n",
    "--bx\n",
    "--b--\n",
    "--b\nContent-Type: message/rfc822\n\n",
    "--b\nA: b\n",
]
PARTS += [
    "--b\nContent-Type: multipart/mixed; boundary=b\n\n",
    "--b\njunk\nFrom: x\n",
    "--b\nContent-Type: application/ms-tnef\n\n",
]
FIELDS = [
    "Subject",
    "From",
    "To",
    "References",
    "Message-ID",
    "Date",
    "Content-Type",
    "Content-Disposition",
    "Authentication-Results",
]
VALUES = [
    "a",
    "a ",
    "<",
    "(",
    '"',
    '"\\',
    "=?",
    "=?utf-8?q?a?= ",
    "=?utf-8?q?a ",
    "=?a?b?",
    ",",
    ";",
    "a@b,",
    "<a@b> ",
    "; a=b",
    '; a="',
]
VALUES += ["; a*0=b", "a@", "@", "''", "; filename*=utf-8''%41", "é", "\n ", "=?utf-8?q?=?=20"]
HEADS = [
    b"A: b\n",
    b"junk\n",
    b"junk\nSubject: x\n",
    b"a=b\n",
    b":\n",
    b" x\n",
    b"Subject: \xe9\n",
    b"To: a@b, c@d\n",
    b"\r",
    b"\r\r\n",
]
ENCODED = ["=", "A", "=\n", "=3D", "= \n", "M\n", "`\n", "=A", " \n"]


def _over(unit: str, size: int = SIZE) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def hazards() -> Iterator[tuple[str, bytes]]:
    """Each mail with its name."""
    for kind, units in KINDS.items():
        for unit in units:
            start = "BEGIN:VEVENT\n" if units is EVENTS else ""
            yield f"{kind} {unit!r}", letter(start + _over(unit), kind=kind)
    for charset in CHARSETS.split():
        for data in BYTES:
            yield (
                f"{charset} {data[:9]!r}",
                letter("", kind=f"text/plain; charset={charset}") + data * (SIZE // len(data)),
            )
    for kind in ("multipart/mixed; boundary=b", "multipart/alternative; boundary=b", "multipart/mixed"):
        for unit in PARTS:
            yield f"{kind} {unit!r}", letter(_over(unit), kind=kind)
    for field in FIELDS:
        for unit in VALUES:
            yield f"{field} {unit!r}", letter(kind="text/plain", **{field.replace("-", "_"): _over(unit, 60_000)})
    for line in HEADS:
        yield f"headers {line!r}", b"From: a@b.c\nSubject: x;\n" + line * (SIZE // len(line)) + b"\n\nhi"
    for encoding in ("base64", "quoted-printable", "x-uuencode"):
        for unit in ENCODED:
            yield f"{encoding} {unit!r}", letter(_over(unit), Content_Transfer_Encoding=encoding)
    yield from _sealed()


def _sealed() -> Iterator[tuple[str, bytes]]:
    rich = b"\0" * 8 + b"LZFu" + b"\0" * 4
    for name, content in {
        "winmail of objects": tnef() + b"\1\0\0\0\0\0\0\0\0\0\0" * (SIZE // 11),
        "winmail of properties": tnef((0x9003, b"\xff" * 4 + b"\x1e\0\0\x10\1\0\0\0\0\0\0\0" * (SIZE // 12))),
        "winmail of letters": tnef((0x9003, properties((0x102, 0x1009, rich + b"\0abcdefgh" * (SIZE // 9))))),
        "winmail of repeats": tnef((0x9003, properties((0x102, 0x1009, rich + (b"\xff" + b"\0\x1f" * 8) * 90_000)))),
        "winmail of HTML": tnef((0x9003, properties((0x102, 0x1013, b"<p>" * (SIZE // 3))))),
    }.items():
        yield (
            name,
            _encoded("application/ms-tnef", content),
        )
    signed = opaque(der(0x24, der(4, b"") * (SIZE // 2)))
    yield "signed in pieces", _encoded("application/pkcs7-mime", signed)
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(49))
    yield "depth", b"From: a@b.c\n" + deep.encode() + b"\n" + b"x\n" * (SIZE // 2)


def _encoded(kind: str, content: bytes) -> bytes:
    return letter("", kind=kind, Content_Transfer_Encoding="base64") + base64.encodebytes(content)


def main() -> None:
    """Reads each once and prints the slowest."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*")
    options.add_argument("--parse", action="store_true", help="only parse, without the reply, the guard and the rest")
    options.add_argument("--top", type=int, default=20)
    chosen = options.parse_args()
    read(letter(), HOUSE)
    took: list[tuple[float, str]] = []
    for name, content in hazards():
        if chosen.words and not any(word in name for word in chosen.words):
            continue
        began = time.process_time()
        if chosen.parse:
            parse(content)
        else:
            read(content, HOUSE)
        took.append((time.process_time() - began, name))
    over = sum(seconds > 0.2 for seconds, _ in took)
    print(f"{len(took)} mails, {over} over 0.2 s of CPU time; the slowest:")
    for seconds, name in sorted(took, reverse=True)[: chosen.top]:
        print(f"{seconds:7.3f} s  {name}")


if __name__ == "__main__":
    main()
