"""Multiparts and mails in mails: nested, truncated, without a boundary or with one that lies; signed and sealed."""

import base64

from tests.ingest.cases.parse.case import WORDS, Case, file, head, parted

PLAIN = b"Content-Type: text/plain\r\n\r\nhello"
RICH = b"Content-Type: text/html\r\n\r\n<p>rich</p>"
INNER = b"From: Bela <bela@example.net>\r\nSubject: inner\r\n\r\nthe inner words"


def within(*parts: bytes, kind: str, boundary: str) -> bytes:
    """A multipart part."""
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + body


def raw(body: bytes, kind: str = 'multipart/mixed; boundary="b1"', **fields: str) -> bytes:
    """A mail with that body and type as they are."""
    return head(MIME_Version="1.0", Content_Type=kind, **fields) + b"\r\n" + body


def der(tag: int, *contents: bytes) -> bytes:
    """An element of DER."""
    content = b"".join(contents)
    width = (len(content).bit_length() + 7) // 8
    length = bytes([len(content)]) if len(content) < 128 else bytes([128 + width]) + len(content).to_bytes(width, "big")
    return bytes([tag]) + length + content


DATA, SIGNED, ENVELOPED = (der(6, bytes.fromhex(f"2a864886f70d01070{number}")) for number in (1, 2, 3))
VERSION, DIGESTS = der(2, b"\1"), der(0x31)


def opaque(octets: bytes) -> bytes:
    """SignedData of RFC 5652 around these octets, without any certificate."""
    content = der(0x30, DATA, der(0xA0, octets))
    return der(0x30, SIGNED, der(0xA0, der(0x30, VERSION, DIGESTS, content, der(0x31))))


def streamed(*pieces: bytes) -> bytes:
    """The same with lengths that are not told beforehand, as openssl streams it."""
    octets = b"\x24\x80" + b"".join(der(4, piece) for piece in pieces) + b"\0\0"
    content = b"\x30\x80" + DATA + b"\xa0\x80" + octets + b"\0\0\0\0"
    return b"\x30\x80" + SIGNED + b"\xa0\x80\x30\x80" + VERSION + DIGESTS + content + b"\0\0" * 3


def smime(content: bytes, kind: str) -> bytes:
    """A mail that is one S/MIME object."""
    fields = {"Content_Transfer_Encoding": "base64", "Content_Disposition": "attachment; filename=smime.p7m"}
    return raw(base64.encodebytes(content), kind, **fields)


SIGNATURE = b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n"
ARMOURED = (
    b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nhello\r\n- -- \r\nAna\r\n"
    b"-----BEGIN PGP SIGNATURE-----\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n"
)
SEALED = b"-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----\r\n"

MULTIPARTS = (
    Case(name="alternative", mail=parted(PLAIN, RICH, kind="alternative"), text="hello", names=()),
    Case(name="alternative the other way round", mail=parted(RICH, PLAIN, kind="alternative"), text="hello", names=()),
    Case(
        name="alternative with an empty text",
        mail=parted(b"Content-Type: text/plain\r\n\r\n \r\n", RICH, kind="alternative"),
        text="rich",
    ),
    Case(
        name="related in alternative",
        mail=parted(
            PLAIN,
            within(RICH, file("inline; filename=a.png", kind="image/png"), kind="related", boundary="b2"),
            kind="alternative",
        ),
        text="hello",
        names=("a.png",),
    ),
    Case(
        name="alternative in mixed",
        mail=parted(within(PLAIN, RICH, kind="alternative", boundary="b2"), file("attachment; filename=a.pdf")),
        text="hello",
        names=("a.pdf",),
    ),
    Case(
        name="boundaries that begin alike",
        mail=parted(within(PLAIN, RICH, kind="alternative", boundary="b12"), file("attachment; filename=a.pdf")),
        text="hello",
        names=("a.pdf",),
    ),
    Case(
        name="inner boundary begins the outer",
        mail=parted(
            within(PLAIN, RICH, kind="alternative", boundary="b1"), file("attachment; filename=a.pdf"), boundary="b1x"
        ),
        text="hello",
        names=("a.pdf",),
    ),
    Case(
        name="the same boundary twice",
        mail=parted(within(PLAIN, RICH, kind="alternative", boundary="b1"), file("attachment; filename=a.pdf")),
        names=("a.pdf",),
    ),
    Case(name="two texts", mail=parted(PLAIN, b"Content-Type: text/plain\r\n\r\nagain"), text="hello\n\nagain"),
    Case(
        name="text, picture, text",
        mail=parted(PLAIN, file("inline; filename=a.png", kind="image/png"), b"Content-Type: text/plain\r\n\r\nagain"),
        text="hello\n\nagain",
        names=("a.png",),
    ),
    Case(
        name="preamble and epilogue",
        mail=raw(b"This is MIME.\r\n--b1\r\n" + PLAIN + b"\r\n--b1--\r\nepilogue"),
        text="hello",
    ),
    Case(name="no last boundary", mail=raw(b"--b1\r\n" + PLAIN + b"\r\n"), text="hello"),
    Case(
        name="cut in the last part",
        mail=raw(
            b"--b1\r\n"
            + PLAIN
            + b"\r\n--b1\r\nContent-Type: application/pdf; name=a.pdf\r\n"
            + b"Content-Transfer-Encoding: base64\r\n\r\naGVsbG8"
        ),
        text="hello",
        names=("a.pdf",),
    ),
    Case(name="cut in a part's headers", mail=raw(b"--b1\r\n" + PLAIN + b"\r\n--b1\r\nContent-Type: te"), text="hello"),
    Case(name="only the last boundary", mail=raw(b"--b1--\r\n"), text="--b1--"),
    Case(name="spaces behind the boundary", mail=raw(b"--b1  \r\n" + PLAIN + b"\r\n--b1-- \r\n"), text="hello"),
    Case(
        name="no boundary named",
        mail=raw(b"--------------0102\r\n" + PLAIN + b"\r\n--------------0102--\r\n", "multipart/mixed"),
        text="hello",
        names=(),
    ),
    Case(
        name="another boundary than named",
        mail=raw(b"--b2\r\n" + PLAIN + b"\r\n--b2\r\n" + file("attachment; filename=a.pdf") + b"\r\n--b2--\r\n"),
        text="hello",
        names=("a.pdf",),
    ),
    Case(
        name="boundary without quotes",
        mail=raw(b"--=_x/y\r\n" + PLAIN + b"\r\n--=_x/y--\r\n", "multipart/mixed; boundary==_x/y"),
        text="hello",
    ),
    Case(
        name="boundary with a space",
        mail=raw(b"--b 1\r\n" + PLAIN + b"\r\n--b 1--\r\n", 'multipart/mixed; boundary="b 1"'),
        text="hello",
    ),
    Case(
        name="boundary in capitals' parameter",
        mail=raw(b"--b1\r\n" + PLAIN + b"\r\n--b1--\r\n", "Multipart/Mixed; BOUNDARY=b1"),
        text="hello",
    ),
    Case(
        name="boundary in pieces",
        mail=raw(b"--b1b2\r\n" + PLAIN + b"\r\n--b1b2--\r\n", "multipart/mixed; boundary*0=b1; boundary*1=b2"),
        text="hello",
    ),
    Case(
        name="boundary behind a comment",
        mail=raw(b"--b1\r\n" + PLAIN + b"\r\n--b1--\r\n", "multipart/mixed (x); boundary=b1"),
        text="hello",
    ),
    Case(name="boundary of another line end", mail=raw(b"--b1\n" + PLAIN + b"\n--b1--\n"), text="hello"),
    Case(
        name="no semicolon before the boundary",
        mail=raw(b"--b1\r\n" + PLAIN + b"\r\n--b1--\r\n", "multipart/mixed boundary=b1"),
        text="hello",
    ),
    Case(
        name="parts without headers",
        mail=raw(b"--b1\r\n\r\nhello\r\n--b1\r\n\r\nagain\r\n--b1--\r\n"),
        text="hello\n\nagain",
    ),
    Case(name="parts without an empty line", mail=raw(b"--b1\r\nhello\r\n--b1--\r\n"), text="hello"),
    Case(
        name="unknown multipart",
        mail=parted(PLAIN, file("attachment; filename=a.pdf"), kind="x-strange"),
        text="hello",
        names=("a.pdf",),
    ),
    Case(name="multipart that is no multipart", mail=raw(b"hello\r\n"), text="hello"),
    Case(
        name="encoded multipart",
        mail=raw(b"--b1\r\n" + PLAIN + b"\r\n--b1--\r\n", Content_Transfer_Encoding="quoted-printable"),
        text="hello",
    ),
    Case(name="empty parts", mail=parted(b"", b"", PLAIN), text="hello"),
    Case(name="type without a subtype", mail=raw(b"hello", "text"), text="hello"),
    Case(name="type that is none", mail=raw(b"hello", "/"), text="hello"),
    Case(name="type in capitals", mail=raw(b"hello", 'TEXT/PLAIN; CHARSET="UTF-8"'), text="hello"),
    Case(name="type of its own", mail=raw(b"hello", "text/x-strange"), text="hello"),
    Case(
        name="charset without a semicolon",
        mail=raw("Működés".encode("cp1250"), "text/plain charset=windows-1250"),
        text="Működés",
    ),
    Case(
        name="charset with a comment",
        mail=raw("Működés".encode("cp1250"), "text/plain; charset=windows-1250 (Hungarian)"),
        text="Működés",
    ),
    Case(
        name="charset twice",
        mail=raw("Működés".encode("cp1250"), "text/plain; charset=windows-1250; charset=utf-8"),
        text="Működés",
    ),
    Case(
        name="the text is an attachment",
        mail=raw(b"hello", "text/plain", Content_Disposition="attachment; filename=a.txt"),
        text="hello",
    ),
)
MAILS = (
    Case(
        name="attached mail",
        mail=parted(WORDS, b"Content-Type: message/rfc822\r\n\r\n" + INNER),
        text="Please see.",
        names=("inner.eml",),
        subject="Printer",
        sender="ana@example.org",
    ),
    Case(
        name="attached mail in base64",
        mail=parted(
            WORDS,
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(INNER),
        ),
        text="Please see.",
        names=("inner.eml",),
    ),
    Case(
        name="attached mail with a name",
        mail=parted(WORDS, b'Content-Type: message/rfc822; name="old mail.eml"\r\n\r\n' + INNER),
        names=("old mail.eml",),
    ),
    Case(
        name="attached mail with an mbox line",
        mail=parted(WORDS, b"Content-Type: message/rfc822\r\n\r\nFrom bela Mon\r\n" + INNER),
        names=("inner.eml",),
    ),
    Case(name="nothing but a mail", mail=raw(INNER, "message/rfc822"), subject="Printer", text="the inner words"),
    Case(
        name="mail in a mail in a mail",
        mail=raw(b"Content-Type: message/rfc822\r\nSubject: middle\r\n\r\n" + INNER, "message/rfc822"),
        text="the inner words",
        names=("middle.eml", "inner.eml"),
    ),
    Case(
        name="digest",
        mail=raw(b"--b1\r\n\r\n" + INNER + b"\r\n--b1--\r\n", "multipart/digest; boundary=b1"),
        text="the inner words",
        names=("inner.eml",),
    ),
    Case(
        name="files of an attached mail",
        mail=parted(
            WORDS,
            b"Content-Type: message/rfc822\r\n\r\n" + parted(PLAIN, file("attachment; filename=a.pdf"), boundary="b2"),
        ),
        names=("Printer.eml", "a.pdf"),
    ),
)
SEALS = (
    Case(name="unsealed", mail=raw(b"hello", "text/plain"), text="hello", protection=""),
    Case(
        name="pgp/mime signed",
        mail=parted(PLAIN, SIGNATURE, kind="signed", parameters="; protocol=application/pgp-signature"),
        text="hello",
        protection="signed",
        names=("signature.asc",),
    ),
    Case(
        name="s/mime signed",
        mail=parted(PLAIN, file("attachment; filename=smime.p7s", kind="application/pkcs7-signature"), kind="signed"),
        text="hello",
        protection="signed",
        names=("smime.p7s",),
    ),
    Case(
        name="signed within a list's mail",
        mail=parted(
            within(PLAIN, SIGNATURE, kind="signed", boundary="b2"), b"Content-Type: text/plain\r\n\r\n-- footer"
        ),
        text="hello\n\n-- footer",
        protection="signed",
    ),
    Case(
        name="a signed mail attached",
        mail=parted(
            WORDS, b"Content-Type: message/rfc822\r\n\r\n" + parted(PLAIN, SIGNATURE, kind="signed", boundary="b2")
        ),
        protection="",
    ),
    Case(name="pgp in the text, signed", mail=raw(ARMOURED, "text/plain"), text="hello\n-- \nAna", protection="signed"),
    Case(name="pgp in the text, signature cut", mail=raw(ARMOURED[:80], "text/plain"), protection="signed"),
    Case(name="pgp in the text, quoted", mail=raw(b"hello\r\n> " + ARMOURED, "text/plain"), protection=""),
    Case(
        name="pgp in the text, encrypted",
        mail=raw(SEALED, "text/plain"),
        text=SEALED.decode().replace("\r", "").strip(),
        protection="encrypted",
    ),
    Case(
        name="pgp/mime encrypted",
        mail=parted(
            b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
            file("inline; filename=encrypted.asc", content=SEALED),
            kind="encrypted",
        ),
        text="",
        protection="encrypted",
    ),
    Case(
        name="s/mime opaque",
        mail=smime(opaque(der(4, PLAIN)), "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"),
        text="hello",
        protection="signed",
        names=(),
    ),
    Case(
        name="s/mime opaque, old type",
        mail=smime(opaque(der(4, PLAIN)), "application/x-pkcs7-mime; name=smime.p7m"),
        text="hello",
        protection="signed",
    ),
    Case(
        name="s/mime opaque, by its name",
        mail=smime(opaque(der(4, PLAIN)), "application/octet-stream"),
        text="hello",
        protection="signed",
    ),
    Case(
        name="s/mime opaque, in pieces",
        mail=smime(opaque(der(0x24, der(4, PLAIN[:20]), der(4, PLAIN[20:]))), "application/pkcs7-mime"),
        text="hello",
        protection="signed",
    ),
    Case(
        name="s/mime opaque, streamed",
        mail=smime(streamed(PLAIN[:9], PLAIN[9:]), "application/pkcs7-mime"),
        text="hello",
        protection="signed",
    ),
    Case(
        name="s/mime opaque, a multipart in it",
        mail=smime(
            opaque(der(4, within(PLAIN, file("attachment; filename=a.pdf"), kind="mixed", boundary="b2"))),
            "application/pkcs7-mime",
        ),
        text="hello",
        names=("a.pdf",),
        protection="signed",
    ),
    Case(
        name="s/mime encrypted",
        mail=smime(
            der(0x30, ENVELOPED, der(0xA0, der(0x30, VERSION))), "application/pkcs7-mime; smime-type=enveloped-data"
        ),
        text="",
        names=("smime.p7m",),
        protection="encrypted",
    ),
    Case(
        name="s/mime broken",
        mail=smime(b"\x30\x84", "application/pkcs7-mime"),
        text="",
        names=("smime.p7m",),
        protection="encrypted",
    ),
    Case(
        name="s/mime that lies of its length",
        mail=smime(opaque(der(4, PLAIN))[:60], "application/pkcs7-mime; smime-type=signed-data"),
        protection="signed",
    ),
)
CASES = (*MULTIPARTS, *MAILS, *SEALS)
