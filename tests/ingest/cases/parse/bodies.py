"""Kinds of text and their encodings: flowed, enriched, HTML, Rich Text, invitations, uuencode, broken base64."""

import base64

from tests.ingest.cases.parse.case import WORDS, Case, file, head, parted


def body(text: bytes, kind: str = "text/plain", encoding: str = "") -> bytes:
    """A mail that is this text."""
    return head(Content_Type=kind, Content_Transfer_Encoding=encoding) + b"\r\n" + text


HELLO = base64.b64encode("Működik, vagy nem működik?".encode())
SAID = "Működik, vagy nem működik?"
ENCODINGS = (
    Case(name="base64", mail=body(HELLO, "text/plain; charset=utf-8", "base64"), text=SAID),
    Case(name="base64 in capitals", mail=body(HELLO, "text/plain; charset=utf-8", "BASE64"), text=SAID),
    Case(name="base64 in quotes", mail=body(HELLO, "text/plain; charset=utf-8", '"base64"'), text=SAID),
    Case(name="base64 with a semicolon", mail=body(HELLO, "text/plain; charset=utf-8", "base64;"), text=SAID),
    Case(name="base64 with a comment", mail=body(HELLO, "text/plain; charset=utf-8", "base64 (ok)"), text=SAID),
    Case(
        name="base64 without padding", mail=body(HELLO.rstrip(b"="), "text/plain; charset=utf-8", "base64"), text=SAID
    ),
    Case(
        name="base64 in short lines",
        mail=body(
            b"\r\n".join(HELLO[at : at + 3] for at in range(0, len(HELLO), 3)), "text/plain; charset=utf-8", "base64"
        ),
        text=SAID,
    ),
    Case(
        name="base64 with junk between",
        mail=body(HELLO[:9] + b"!\x80 *" + HELLO[9:], "text/plain; charset=utf-8", "base64"),
        text=SAID,
    ),
    Case(name="base64 and a footer", mail=body(HELLO + b"\r\n\r\n", "text/plain; charset=utf-8", "base64"), text=SAID),
    Case(
        name="two base64 blocks",
        mail=body(base64.b64encode(b"one ") + b"\r\n" + base64.b64encode(b"two"), "text/plain", "base64"),
        text="one two",
    ),
    Case(
        name="base64 that is none",
        mail=body(b"This was never encoded, whatever it says.", "text/plain", "base64"),
        text="This was never encoded, whatever it says.",
    ),
    Case(
        name="printable",
        mail=body(b"M=C5=B1k=\r\n=C3=B6dik", "text/plain; charset=utf-8", "quoted-printable"),
        text="Működik",
    ),
    Case(
        name="printable in small letters",
        mail=body(b"M=c5=b1k=c3=b6dik", "text/plain; charset=utf-8", "Quoted-Printable"),
        text="Működik",
    ),
    Case(
        name="printable with spaces at line ends",
        mail=body(b"one=  \r\ntwo", "text/plain", "quoted-printable"),
        text="onetwo",
    ),
    Case(
        name="printable and broken",
        mail=body(b"100= sure =ZZ =", "text/plain", "quoted-printable"),
        text="100= sure =ZZ",
    ),
    Case(
        name="printable that is raw",
        mail=body("Működik = jó".encode(), "text/plain; charset=utf-8", "quoted-printable"),
        text="Működik = jó",
    ),
    Case(
        name="printable called qp", mail=body(b"M=C5=B1k", "text/plain; charset=utf-8", "quoted printable"), text="Műk"
    ),
    Case(name="unknown encoding", mail=body(b"hello =C3", "text/plain", "x-strange"), text="hello =C3"),
    Case(name="7bit that is 8bit", mail=body("Működik".encode(), "text/plain; charset=utf-8", "7bit"), text="Működik"),
    Case(
        name="uuencoded part",
        mail=body(b"begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n", "text/plain", "x-uuencode"),
        text="hello",
    ),
    Case(name="utf-7 by its label", mail=body(b"M+AXE-k+APY-d+AOk-s", "text/plain; charset=utf-7"), text="Működés"),
    Case(name="half a letter in utf-7", mail=body(b"a+2AA-b", "text/plain; charset=utf-7"), text="a\ufffdb"),
)
FLOWED = "text/plain; format=flowed"
KINDS = (
    Case(name="flowed", mail=body(b"one \r\ntwo\r\nthree", FLOWED), text="one two\nthree"),
    Case(name="flowed in capitals", mail=body(b"one \r\ntwo", 'text/plain; FORMAT="Flowed"'), text="one two"),
    Case(
        name="flowed, spaces deleted", mail=body(b"one \r\ntwo  \r\nthree", f"{FLOWED}; delsp=yes"), text="onetwo three"
    ),
    Case(
        name="flowed, stuffed",
        mail=body(b" From here\r\n  indented\r\n >no quote", FLOWED),
        text="From here\n indented\n>no quote",
    ),
    Case(
        name="flowed quotes",
        mail=body(b"> one \r\n> two\r\n>> deep \r\n> three", FLOWED),
        text="> one two\n>> deep \n> three",
    ),
    Case(name="flowed signature", mail=body(b"one \r\n-- \r\nAna", FLOWED), text="one \n-- \nAna"),
    Case(name="flowed in printable", mail=body(b"one =\r\n\r\ntwo", FLOWED, "quoted-printable"), text="one two"),
    Case(name="not flowed", mail=body(b"one \r\ntwo"), text="one \ntwo"),
    Case(
        name="enriched",
        mail=body(b"<bold>Now</bold> is\r\nthe <italic>time</italic>\r\n\r\nfor 1 << 2", "text/enriched"),
        text="Now is the time\nfor 1 < 2",
    ),
    Case(
        name="enriched with colours",
        mail=body(
            b"<color><param>red</param>Blood</color> <fontfamily><param>Times</param>x</fontfamily>", "text/enriched"
        ),
        text="Blood x",
    ),
    Case(name="enriched without filling", mail=body(b"<nofill>one\r\ntwo</nofill>", "text/enriched"), text="one\ntwo"),
    Case(
        name="richtext",
        mail=body(b"<bold>Now</bold> is\r\nthe time<nl>for 1 <lt> 2<comment>no</comment>", "text/richtext"),
        text="Now is the time\nfor 1 < 2",
    ),
    Case(name="markdown", mail=body(b"# Hello\r\n\r\n*there*", "text/markdown"), text="# Hello\n\n*there*"),
    Case(name="html", mail=body("<p>Működik &amp; jó</p>".encode(), "text/html; charset=utf-8"), text="Működik & jó"),
    Case(name="xhtml", mail=body(b"<html><body><p>hello</p></body></html>", "application/xhtml+xml"), text="hello"),
    Case(
        name="html that names its charset itself",
        mail=body(
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Да</p>'.encode("cp1251"),
            "text/html",
        ),
        text="Да",
    ),
    Case(
        name="html in capitals, no charset",
        mail=body("<P>Nem működik a nyomtató, kérem a hibát elhárítani.</P>".encode("cp1250"), "TEXT/HTML"),
        text="Nem működik a nyomtató, kérem a hibát elhárítani.",
    ),
    Case(name="html with nulls", mail=body(b"<p>he\0llo</p>", "text/html"), text="hello"),
    Case(name="html with control references", mail=body(b"<p>a&#7;b&#27;c&#x85;</p>", "text/html"), text="abc…"),
    Case(
        name="rich text",
        mail=body(
            rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fcharset238 Arial;}}\f0 M\'fbk\'f6dik, \u337?r\par {\b yes}}",
            "text/rtf",
        ),
        text="Működik, őr\nyes",
    ),
    Case(
        name="rich text, Cyrillic",
        mail=body(rb"{\rtf1\ansi{\fonttbl{\f1\fcharset204 A;}}\f1 \'c4\'e0}", "application/rtf"),
        text="Да",
    ),
    Case(name="rich text, no words", mail=body(rb"{\rtf1{\pict\bin9 ab}cd\}{x}{\*\x no}}", "application/rtf"), text=""),
    Case(
        name="rich text in alternative",
        mail=parted(WORDS, b"Content-Type: text/rtf\r\n\r\n{\\rtf1 rich}", kind="alternative"),
        text="Please see.",
    ),
    Case(name="rich text, astral", mail=body(rb"{\rtf1\uc1\u-10179?\u-9054?}", "text/rtf"), text="💢"),
)
EVENT = r"""BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:19700101T000000
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY;LANGUAGE=hu:Megbeszélés\, nyomtató
DTSTART;TZID="Europe/Budapest":20260302T100000
DTEND;TZID=Europe/Budapest:20260302T113000
LOCATION:3. emelet
ORGANIZER;CN="Kovács: Ana":mailto:ana@example.org
DESCRIPTION:Első sor\nmásodik
  sor
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
TOLD = """Megbeszélés, nyomtató
2026-03-02 10:00 (Europe/Budapest) – 2026-03-02 11:30 (Europe/Budapest)
3. emelet
Kovács: Ana <ana@example.org>

Első sor
második sor"""
CALENDARS = (
    Case(
        name="an invitation alone",
        mail=body(EVENT.encode(), "text/calendar; charset=utf-8; method=REQUEST"),
        text=TOLD,
        names=("part-1.ics",),
    ),
    Case(
        name="an invitation beside its text",
        mail=parted(WORDS, b"Content-Type: text/calendar; charset=utf-8\r\n\r\n" + EVENT.encode(), kind="alternative"),
        text="Please see.",
        names=("part-1.ics",),
    ),
    Case(
        name="an invitation attached",
        mail=parted(WORDS, file("attachment; filename=invite.ics", kind="text/calendar", content=EVENT.encode())),
        text="Please see.",
        names=("invite.ics",),
    ),
    Case(
        name="an invitation for a day, cancelled",
        mail=body(
            b"BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:Day off\nDTSTART;VALUE=DATE:20260302\nEND:VEVENT\n",
            "text/calendar",
        ),
        text="CANCEL: Day off\n2026-03-02",
    ),
    Case(
        name="an invitation in UTC",
        mail=body(
            b"BEGIN:VEVENT\nSUMMARY:Call\nDTSTART:20260302T100000Z\nORGANIZER:MAILTO:ana@example.org\nEND:VEVENT",
            "text/calendar",
        ),
        text="Call\n2026-03-02 10:00 (UTC)\nana@example.org",
    ),
    Case(name="an invitation to nothing", mail=body(b"BEGIN:VCALENDAR\nEND:VCALENDAR", "text/calendar"), text=""),
)
UU = b"begin 644 hi.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n"
UUENCODED = (
    Case(
        name="uuencode in the text",
        mail=body(b"Here.\r\n\r\n" + UU + b"\r\nBye."),
        text="Here.\n\n\n\nBye.",
        names=("hi.txt",),
    ),
    Case(name="uuencode twice", mail=body(UU + b"and\r\n" + UU), text="and", names=("hi.txt", "hi.txt")),
    Case(
        name="uuencode with a name of many words",
        mail=body(UU.replace(b"hi.txt", b"my file.txt")),
        text="",
        names=("my file.txt",),
    ),
    Case(
        name="uuencode with a path", mail=body(UU.replace(b"hi.txt", b"../../etc/passwd")), text="", names=("passwd",)
    ),
    Case(name="uuencode without an end", mail=body(UU.replace(b"end", b"")), names=()),
    Case(
        name="begin in a sentence",
        mail=body(b"begin 644 things\r\nand so on and on and on, in a long sentence that is no file\r\nend"),
        names=(),
    ),
)


def tnef(*objects: tuple[int, bytes]) -> bytes:
    """A winmail.dat of these attributes."""
    parts = (
        b"\x01" + number.to_bytes(2, "little") + b"\x06\0" + len(data).to_bytes(4, "little") + data + b"\0\0"
        for number, data in objects
    )
    return (0x223E9F78).to_bytes(4, "little") + b"\x01\0" + b"".join(parts)


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """MAPI properties (type, number, one value) as they stand there."""
    found = len(values).to_bytes(4, "little")
    for kind, number, data in values:
        padded = data + b"\0" * (-len(data) % 4)
        found += (
            kind.to_bytes(2, "little")
            + number.to_bytes(2, "little")
            + (1).to_bytes(4, "little")
            + len(data).to_bytes(4, "little")
            + padded
        )
    return found


def winmail(content: bytes, *, words: bytes = b"") -> bytes:
    """A mail with that winmail.dat."""
    encoded = (
        b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content)
    )
    return parted(b"Content-Type: text/plain\r\n\r\n" + words, encoded)


FILES = (
    (0x9002, b"\0" * 14),
    (0x8010, b"a.txt\0"),
    (0x800F, b"hello"),
    (0x9002, b"\0" * 14),
    (0x8010, b"LONGNA~1.TXT\0"),
    (0x800F, b"x"),
    (0x9005, properties((0x1F, 0x3707, "hosszú név.txt\0".encode("utf-16-le")))),
)
LZFU = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277 05b06c647d0a800fa0"
)
TNEF = (
    Case(
        name="winmail with files",
        mail=winmail(tnef(*FILES), words=b"Please see."),
        text="Please see.",
        names=("a.txt", "hosszú név.txt"),
    ),
    Case(
        name="winmail with a text",
        mail=winmail(tnef((0x9007, (1250).to_bytes(4, "little")), (0x800C, "Működik".encode("cp1250") + b"\0"))),
        text="Működik",
        names=(),
    ),
    Case(
        name="winmail with a text of Unicode",
        mail=winmail(tnef((0x9003, properties((0x1F, 0x1000, "Működik\0".encode("utf-16-le")))))),
        text="Működik",
        names=(),
    ),
    Case(
        name="winmail with HTML",
        mail=winmail(tnef((0x9003, properties((0x102, 0x1013, b"<p>rich</p>"))))),
        text="rich",
        names=(),
    ),
    Case(
        name="winmail with Rich Text",
        mail=winmail(tnef((0x9003, properties((0x102, 0x1009, LZFU))))),
        text="hello world",
        names=(),
    ),
    Case(
        name="winmail with a mail",
        mail=winmail(
            tnef(
                (0x9002, b""),
                (
                    0x9005,
                    properties(
                        (0x0D, 0x3701, bytes.fromhex("0703020000000000c000000000000046") + tnef(*FILES)),
                        (0x1E, 0x3001, b"old\0"),
                    ),
                ),
            )
        ),
        names=("a.txt", "hosszú név.txt", "old"),
    ),
    Case(name="winmail that is cut", mail=winmail(tnef(*FILES)[:70]), names=("a.txt",)),
    Case(name="winmail that is none", mail=winmail(b"none"), names=("winmail.dat",)),
    Case(name="winmail that is empty", mail=winmail(tnef()), names=("winmail.dat",)),
)
CASES = (*ENCODINGS, *KINDS, *CALENDARS, *UUENCODED, *TNEF)
