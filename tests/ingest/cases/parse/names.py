"""Names of files: encoded in every way, broken, and dangerous (TRUST.md S20)."""

from tests.ingest.cases.parse.case import WORDS, Case, file, parted

DISPOSITIONS = {
    "plain": ("attachment; filename=a.txt", "a.txt"),
    "quoted": ('attachment; filename="a b.txt"', "a b.txt"),
    "unquoted with spaces": ("attachment; filename=a b.txt", "a b.txt"),
    "single quotes": ("attachment; filename='a b.txt'", "'a b.txt'"),
    "quote never closed": ('attachment; filename="a b.txt', "a b.txt"),
    "semicolon inside": ('attachment; filename="a;b.txt"', "a;b.txt"),
    "equals inside": ('attachment; filename="a=b.txt"', "a=b.txt"),
    "escaped quotes": (r'attachment; filename="a \"b\".txt"', 'a "b".txt'),
    "capitals": ("ATTACHMENT; FILENAME=a.txt", "a.txt"),
    "no semicolon between": ('attachment; size="3" filename="a.txt"', "a.txt"),
    "space before the equals": ('attachment; filename = "a.txt"', "a.txt"),
    "folded": ('attachment;\r\n\tfilename="a.txt"', "a.txt"),
    "folded inside": ('attachment; filename="a\r\n b.txt"', "a b.txt"),
    "raw utf-8": ('attachment; filename="árlista.txt"', "árlista.txt"),
    "encoded word": ('attachment; filename="=?utf-8?Q?=C3=A1rlista.txt?="', "árlista.txt"),
    "encoded word without quotes": ("attachment; filename==?utf-8?Q?=C3=A1rlista.txt?=", "árlista.txt"),
    "two encoded words": ('attachment; filename="=?utf-8?B?w6FybA==?=\r\n =?utf-8?B?aXN0YS50eHQ=?="', "árlista.txt"),
    "encoded word in pieces": ('attachment; filename*0="=?utf-8?Q?=C3=A1r"; filename*1="lista.txt?="', "árlista.txt"),
    "encoded word, koi8-r": ('attachment; filename="=?koi8-r?B?88nT1MXNwS50eHQ=?="', "Система.txt"),
    "iso-2022-jp": ('attachment; filename="=?ISO-2022-JP?B?GyRCJTclOSVGJWAbKEIudHh0?="', "システム.txt"),
    "rfc 2231": ("attachment; filename*=utf-8''%C3%A1rlista.txt", "árlista.txt"),
    "rfc 2231, language": ("attachment; filename*=UTF-8'hu'%C3%A1rlista.txt", "árlista.txt"),
    "rfc 2231, latin-2": ("attachment; filename*=iso-8859-2''%E1rlist%E1.txt", "árlistá.txt"),
    "rfc 2231, no charset": ("attachment; filename*=''%C3%A1rlista.txt", "árlista.txt"),
    "rfc 2231, no apostrophes": ("attachment; filename*=%C3%A1rlista.txt", "árlista.txt"),
    "rfc 2231, quoted": ("attachment; filename*=\"utf-8''%C3%A1rlista.txt\"", "árlista.txt"),
    "rfc 2231, quoted behind": ("attachment; filename*=utf-8''\"a b.txt\"", "a b.txt"),
    "rfc 2231 without its star": ("attachment; filename=\"utf-8''%C3%A1rlista.txt\"", "árlista.txt"),
    "rfc 2231 in pieces": ("attachment; filename*0*=utf-8''%C3%A1r; filename*1*=lista.txt", "árlista.txt"),
    "rfc 2231 in mixed pieces": ("attachment; filename*0*=utf-8''%C3%A1r; filename*1=\"lista.txt\"", "árlista.txt"),
    "rfc 2231 in plain pieces": ('attachment; filename*0="ar"; filename*1="lista.txt"', "arlista.txt"),
    "rfc 2231, pieces in disorder": ('attachment; filename*1="lista.txt"; filename*0="ar"', "arlista.txt"),
    "rfc 2231, the first piece is missing": ('attachment; filename*1="lista.txt"', "lista.txt"),
    "rfc 2231, a letter cut between": ("attachment; filename*0*=utf-8''%C3; filename*1*=%A1r.txt", "ár.txt"),
    "rfc 2231 beside a plain name": (
        "attachment; filename=\"arlista.txt\"; filename*=utf-8''%C3%A1rlista.txt",
        "árlista.txt",
    ),
    "rfc 2231, broken escapes": ("attachment; filename*=utf-8''100%_%zz.txt", "100%_%zz.txt"),
    "wholly encoded": ("=?utf-8?Q?attachment;_filename=3D=22=C3=A1r.txt=22?=", "ár.txt"),
    "percent in a plain name": ('attachment; filename="100%20.txt"', "100%20.txt"),
    "climbing": ('attachment; filename="../../etc/passwd"', "passwd"),
    "climbing, backslashes": (r'attachment; filename="..\..\evil.exe"', "evil.exe"),
    "climbing, encoded": ("attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
    "a Windows path": (r'attachment; filename="C:\Users\ana\new.txt"', "new.txt"),
    "absolute": ('attachment; filename="/etc/passwd"', "passwd"),
    "only dots": ('attachment; filename=".."', "part-1.bin"),
    "only a slash": ('attachment; filename="/"', "part-1.bin"),
    "empty": ('attachment; filename=""', "part-1.bin"),
    "device": ('attachment; filename="CON"', "_CON"),
    "device with an extension": ('attachment; filename="nul.txt"', "_nul.txt"),
    "trailing dots": ('attachment; filename="a.txt. . ."', "a.txt"),
    "null": ('attachment; filename="a.txt\0.exe"', "a.txt .exe"),
    "null, encoded": ("attachment; filename*=utf-8''a.txt%00.exe", "a.txt .exe"),
    "line feed": ("attachment; filename*=utf-8''a%0D%0ABcc.txt", "a_Bcc.txt"),
    "right to left": ("attachment; filename*=utf-8''%E2%80%AEgpj.exe", "gpj.exe"),
    "invisible": ("attachment; filename*=utf-8''%E2%80%8B.htaccess", ".htaccess"),
    "bell": ('attachment; filename="a\x07b.txt"', "a b.txt"),
    "too long": (f'attachment; filename="{"a" * 400}.txt"', "a" * 251 + ".txt"),
    "many slashes": ('attachment; filename="' + "../" * 500 + 'x"', "x"),
}
NAMES = tuple(
    Case(name=f"file: {name}", mail=parted(WORDS, file(value)), names=(expected,), text="Please see.")
    for name, (value, expected) in DISPOSITIONS.items()
)


def named(kind: str, disposition: str = "", *lines: bytes) -> bytes:
    """A mail with one file whose name stands elsewhere."""
    return parted(WORDS, b"".join(line + b"\r\n" for line in lines) + file(disposition, kind=kind))


OTHERS = (
    Case(name="name in the type", mail=named('application/pdf; name="a.pdf"'), names=("a.pdf",)),
    Case(
        name="name in the type, encoded",
        mail=named('application/pdf; name="=?utf-8?Q?=C3=A1r.pdf?="', "attachment"),
        names=("ár.pdf",),
    ),
    Case(
        name="name in the type in pieces",
        mail=named("application/pdf; name*0*=utf-8''%C3%A1r; name*1=.pdf"),
        names=("ár.pdf",),
    ),
    Case(name="two names", mail=named("application/pdf; name=b.pdf", "attachment; filename=a.pdf"), names=("a.pdf",)),
    Case(name="name of the wrong parameter", mail=named("application/pdf", "attachment; name=a.pdf"), names=("a.pdf",)),
    Case(name="no name", mail=named("application/pdf", "attachment"), names=("part-1.pdf",)),
    Case(name="no name, unknown type", mail=named("x/y", "attachment"), names=("part-1",)),
    Case(
        name="name by the location",
        mail=named("image/png", "inline", b"Content-Location: http://example.org/a/logo.png"),
        names=("logo.png",),
    ),
    Case(
        name="inline picture",
        mail=named("image/png", 'inline; filename="logo.png"', b"Content-ID: <logo@x>"),
        names=("logo.png",),
    ),
    Case(
        name="text that is a file",
        mail=named("text/plain; name=a.txt", "attachment; filename=a.txt"),
        names=("a.txt",),
        text="Please see.",
    ),
    Case(
        name="html that is a file",
        mail=named("text/html", "attachment; filename=a.html"),
        names=("a.html",),
        text="Please see.",
    ),
    Case(
        name="raw name in the mail's charset",
        mail=parted(
            b"Content-Type: text/plain; charset=windows-1250\r\n\r\n" + "Kérem.".encode("cp1250"),
            file("attachment; filename=").replace(b"filename=", b'filename="' + "tűz.txt".encode("cp1250") + b'"'),
        ),
        names=("tűz.txt",),
    ),
)
CASES = (*NAMES, *OTHERS)
