"""Breaks sound mails: it knows lines, headers, parts, encoded words and labels. The random is the caller's."""

import base64
import random
from collections.abc import Callable

_TOKENS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"\0",
    b"\x1b$B",
    b"\x1b[31m",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x85",
    b"\xe2\x80\xae",
    b'"',
    b"\\",
    b"<",
    b">",
    b"(",
    b"=",
    b"=?",
    b"?=",
    b"=?utf-8?q?",
    b"=?utf-8?b?w6E=?=",
    b"=?iso-2022-jp?B?GyRC?=",
    b"=\r\n",
    b"--",
    b"--b1",
    b"--b1--",
    b"-----BEGIN PGP SIGNED MESSAGE-----\r\n",
    b"-----BEGIN PGP SIGNATURE-----\r\n",
    b"-- \r\n",
    b"From: evil@example.net\r\n",
    b"Subject: ",
    b"Content-Type: multipart/mixed; boundary=b1\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Type: text/rtf\r\n",
    b"Content-Type: text/calendar\r\n",
    b"Content-Type: text/enriched\r\n",
    b"Content-Type: application/ms-tnef\r\n",
    b"Content-Type: application/pkcs7-mime\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"begin 644 a\r\n",
    b"\r\nend\r\n",
    b"; filename*0*=utf-8''%00",
    b"; name*=x'y'%E2%80%8B",
    b"; charset=utf-7",
    b"; format=flowed",
    b"{\\rtf1",
    b"\\u-10179?",
    b"\\bin9999 ",
    b"BEGIN:VEVENT\r\n",
    b'DTSTART;TZID="a:b":2026',
    b"> ",
    b"On Mon, Ana wrote:\r\n",
    b"<blockquote>",
    b"<!--",
    b"&#0;",
    b"&#xD800;",
    b"+2AA-",
    b"\xed\xa0\x80",
    b"\xf0\x9f",
    b"\x81",
    b"7fffffff",
    b"99999999999999999999",
)
_CHARSETS = (
    b"utf-8 utf-7 utf-16 utf-32 us-ascii iso-8859-1 iso-8859-2 windows-1250 koi8-r gb18030 hz big5 iso-2022-jp"
    b" iso-2022-kr shift_jis euc-kr johab cp037 x-unknown idna punycode undefined"
).split()
_LONGEST = 400_000

Change = Callable[[bytes, random.Random], bytes]


def mutated(seeds: list[bytes], chance: random.Random) -> bytes:
    """One of the seeds after one to eight changes."""
    mail = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        if chance.random() < 0.05:
            mail = spliced(mail, chance.choice(seeds), chance)
        mail = chance.choice(_CHANGES)(mail, chance)[:_LONGEST]
    return mail


def spliced(mail: bytes, other: bytes, chance: random.Random) -> bytes:
    """The start of one and the end of another."""
    return mail[: _place(mail, chance)] + other[_place(other, chance) :]


def _place(mail: bytes, chance: random.Random) -> int:
    """A place, rather at the start of a line."""
    at = chance.randrange(len(mail) + 1)
    return mail.find(b"\n", at) + 1 if chance.random() < 0.6 else at


def _piece(mail: bytes, chance: random.Random) -> tuple[int, int]:
    start = _place(mail, chance)
    return start, min(len(mail), start + chance.choice((1, 1, 2, 8, 40, 200, 2000)))


def _put(mail: bytes, chance: random.Random) -> bytes:
    at = _place(mail, chance)
    return mail[:at] + chance.choice(_TOKENS) * chance.choice((1, 1, 1, 2, 60)) + mail[at:]


def _cut(mail: bytes, chance: random.Random) -> bytes:
    start, end = _piece(mail, chance)
    return mail[:start] + mail[end:]


def _truncated(mail: bytes, chance: random.Random) -> bytes:
    return mail[: chance.randrange(len(mail) + 1)]


def _repeated(mail: bytes, chance: random.Random) -> bytes:
    start, end = _piece(mail, chance)
    return mail[:end] + mail[start:end] * chance.choice((1, 2, 20, 600, 5000)) + mail[end:]


def _noise(mail: bytes, chance: random.Random) -> bytes:
    start, end = _piece(mail, chance)
    return mail[:start] + chance.randbytes(end - start) + mail[end:]


def _flipped(mail: bytes, chance: random.Random) -> bytes:
    found = bytearray(mail)
    for _ in range(chance.choice((1, 3, 20))):
        if found:
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _moved(mail: bytes, chance: random.Random) -> bytes:
    lines = mail.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _relabelled(mail: bytes, chance: random.Random) -> bytes:
    at = mail.lower().find(b"charset=", _place(mail, chance))
    return mail if at < 0 else mail[: at + 8] + chance.choice(_CHARSETS) + b"\r\n" + mail[at + 8 :].partition(b"\n")[2]


def _line_ends(mail: bytes, chance: random.Random) -> bytes:
    return mail.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r", b"\x85")), chance.choice((1, 5, -1)))


def _wrapped(mail: bytes, chance: random.Random) -> bytes:
    """The mail within another, a few times over."""
    for _ in range(chance.choice((1, 2, 60))):
        if chance.random() < 0.5:
            mail = b"Content-Type: message/rfc822\r\n\r\n" + mail
        else:
            mail = b"Content-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n" + mail + b"\r\n--w--\r\n"
    return b"From: ana@example.org\r\n" + mail


def _encoded(mail: bytes, chance: random.Random) -> bytes:
    head, _, body = mail.partition(b"\r\n\r\n")
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(body)


_CHANGES: list[Change] = [
    *(_put, _put, _put, _cut, _cut, _truncated, _repeated, _noise, _flipped, _moved),
    *(_relabelled, _line_ends, _wrapped, _encoded),
]
