"""Headers as broken mailers write them: encoded words, folding, junk, line ends, and who it is from."""

from typing import Any

from tests.ingest.cases.parse.case import Case, head

END = b"\r\nhello"


def subject(value: str) -> bytes:
    """A mail with that raw subject."""
    return head(Subject=value) + END


def sender(value: str) -> bytes:
    """A mail with that raw From."""
    return head(From=value) + END


SUBJECTS = {
    "q word": ("=?utf-8?Q?M=C5=B1k=C3=B6d=C3=A9s?=", "Működés"),
    "b word": ("=?UTF-8?B?TcWxa8O2ZMOpcw==?=", "Működés"),
    "lower case b": ("=?utf-8?b?TcWxa8O2ZMOpcw==?=", "Működés"),
    "two words": ("=?utf-8?Q?M=C5=B1?=\r\n =?utf-8?Q?k=C3=B6d=C3=A9s?=", "Működés"),
    "two words that touch": ("=?utf-8?Q?M=C5=B1?==?utf-8?Q?k=C3=B6d=C3=A9s?=", "Működés"),
    "a letter cut between two words": ("=?utf-8?B?TcU=?= =?utf-8?B?sWvDtmTDqXM=?=", "Működés"),
    "two charsets": ("=?iso-8859-2?Q?M=FBk?= =?koi8-r?B?0NLJzsk=?=", "Műkприни"),
    "glued to a word": ("Re:=?utf-8?Q?_=C3=A1r?=", "Re: ár"),
    "spaces inside": ("=?utf-8?Q?M=C5=B1k=C3=B6d=C3=A9s megint?=", "Működés megint"),
    "base64 without padding": ("=?utf-8?B?TcWxa8O2ZMOpcw?=", "Működés"),
    "base64 with spaces": ("=?utf-8?B?TcWx a8O2 ZMOpcw==?=", "Működés"),
    "no charset": ("=??Q?M=C5=B1k=C3=B6d=C3=A9s?=", "Működés"),
    "unknown charset": ("=?x-unknown?Q?M=FBk=F6d=E9si_hiba_a_nyomtat=F3n=E1l?=", "Működési hiba a nyomtatónál"),
    "lying charset": ("=?iso-8859-1?Q?M=C5=B1k=C3=B6d=C3=A9s?=", "Működés"),
    "latin-1 label on latin-2": (
        "=?iso-8859-1?Q?M=FBk=F6d=E9si_hiba,_sz=FBr=F5_=E9s_t=F5ke?=",
        "Működési hiba, szűrő és tőke",
    ),
    "utf-8 label on latin-2": (
        "=?utf-8?Q?M=FBk=F6d=E9si_hiba,_sz=FBr=F5_=E9s_t=F5ke?=",
        "Működési hiba, szűrő és tőke",
    ),
    "language in the word": ("=?utf-8*hu?Q?=C3=A1r?=", "ár"),
    "space before the encoding": ("=?utf-8 ?Q?=C3=A1r?=", "ár"),
    "question mark at the end lost its sign": ("=?utf-8?Q?=C3=A1r?", "ár"),
    "question mark raw inside": ("=?utf-8?Q?mi=C3=A9rt?=21?=", "miért?!"),
    "raw letters inside": ("=?utf-8?Q?Működés?=", "Működés"),
    "half a word": ("=?utf-8?Q", "=?utf-8?Q"),
    "not a word": ("a =?= b", "a =?= b"),
    "unknown encoding": ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    "broken escapes": ("=?utf-8?Q?100=_=ZZ_ok?=", "100= =ZZ ok"),
    "iso-2022-jp": ("=?ISO-2022-JP?B?GyRCJTclOSVGJWAbKEI=?=", "システム"),
    "iso-2022-jp in two": ("=?ISO-2022-JP?B?GyRCJTclORsoQg==?= =?ISO-2022-JP?B?GyRCJUYlYBsoQg==?=", "システム"),
    "gb2312": ("=?GB2312?B?tPLTobv6?=", "打印机"),
    "big5": ("=?big5?B?pkyq7b73?=", "印表機"),
    "euc-kr": ("=?ks_c_5601-1987?B?x8G4sMXN?=", "프린터"),
    "koi8-r": ("=?KOI8-R?B?8NLJztTF0g==?=", "Принтер"),
    "utf-7": ("=?utf-7?Q?M+AXE-k+APY-d+AOk-s?=", "Működés"),
    "utf-16": ("=?utf-16be?B?AE0BcQBrAPYAZADpAHM=?=", "Működés"),
    "emoji cut in two": ("=?utf-8?B?8J+S?= =?utf-8?B?oQ==?= idea", "💡 idea"),
    "line feed hidden": ("=?utf-8?Q?hi=0D=0ABcc:_x@example.net?=", "hi Bcc: x@example.net"),
    "null hidden": ("=?utf-8?Q?h=00i?=", "h i"),
    "direction hidden": ("=?utf-8?Q?=E2=80=AEgpj?=", "gpj"),
    "tabs and spaces": ("a \t  b", "a b"),
    "empty": (" ", ""),
}
SUBJECT_CASES = tuple(
    Case(name=f"subject: {name}", mail=subject(value), subject=expected) for name, (value, expected) in SUBJECTS.items()
)

PEOPLE = {
    "bare": ("ana@example.org", "", "ana@example.org"),
    "name": ("Ana Kovács <ana@example.org>", "Ana Kovács", "ana@example.org"),
    "quoted comma": ('"Kovács, Ana" <ana@example.org>', "Kovács, Ana", "ana@example.org"),
    "bare comma": ("Kovacs, Ana <ana@example.org>", "Kovacs, Ana", "ana@example.org"),
    "encoded, and a bare comma": (
        "=?utf-8?Q?Kov=C3=A1cs?=, Ana <ana@example.org>",
        "Kovács, Ana",
        "ana@example.org",
    ),
    "encoded": ("=?utf-8?Q?Kov=C3=A1cs_Ana?= <ana@example.org>", "Kovács Ana", "ana@example.org"),
    "encoded in quotes": ('"=?utf-8?Q?Kov=C3=A1cs_Ana?=" <ana@example.org>', "Kovács Ana", "ana@example.org"),
    "encoded comma": ("=?utf-8?Q?Kov=C3=A1cs=2C_Ana?= <ana@example.org>", "Kovács, Ana", "ana@example.org"),
    "encoded with a bare comma": ("=?utf-8?Q?Kov=C3=A1cs,_Ana?= <ana@example.org>", "Kovács, Ana", "ana@example.org"),
    "two encoded with a bare comma": (
        "=?utf-8?Q?Kov=C3=A1cs,?= =?utf-8?Q?_Ana?= <ana@example.org>",
        "Kovács, Ana",
        "ana@example.org",
    ),
    "encoded whole": ("=?utf-8?Q?Ana_=3Cana=40example.org=3E?=", "Ana", "ana@example.org"),
    "encoded without a space": ("=?utf-8?Q?Kov=C3=A1cs?=<ana@example.org>", "Kovács", "ana@example.org"),
    "no space": ("Ana<ana@example.org>", "Ana", "ana@example.org"),
    "comment": ("ana@example.org (Ana Kovacs)", "Ana Kovacs", "ana@example.org"),
    "escaped quote": ('"Ana \\"A\\" Kovacs" <ana@example.org>', 'Ana "A" Kovacs', "ana@example.org"),
    "quote never closed": ('"Ana Kovacs <ana@example.org>', "Ana Kovacs", "ana@example.org"),
    "bracket never closed": ("Ana <ana@example.org", "Ana", "ana@example.org"),
    "bracket never opened": ("Ana ana@example.org>", "Ana", "ana@example.org"),
    "two brackets": ("<<ana@example.org>>", "", "ana@example.org"),
    "apostrophes": ("'ana@example.org' <ana@example.org>", "ana@example.org", "ana@example.org"),
    "mailto": ("<mailto:ana@example.org>", "", "ana@example.org"),
    "spaces in brackets": ("Ana < ana@example.org >", "Ana", "ana@example.org"),
    "capital domain": ("Ana <Ana@EXAMPLE.ORG>", "Ana", "Ana@example.org"),
    "plus": ("Ana <ana+desk@example.org>", "Ana", "ana+desk@example.org"),
    "quoted local part": ('<"ana.k"@example.org>', "", '"ana.k"@example.org'),
    "international": ("Ana <анна@пример.example>", "Ana", "анна@пример.example"),
    "name is the address": ('"ana@example.org" <ana@example.org>', "ana@example.org", "ana@example.org"),
    "route": ("<@relay.example.net:ana@example.org>", "", "ana@example.org"),
    "group": ("Team: ana@example.org, b@example.org;", "", "ana@example.org"),
    "semicolon list": ("ana@example.org; b@example.org", "", "ana@example.org"),
    "dots in the name": ("Dr. A. Kovacs <ana@example.org>", "Dr. A. Kovacs", "ana@example.org"),
    "at in the name": ("Ana @ Home <ana@example.org>", "Ana @ Home", "ana@example.org"),
    "brackets in the name": ("Ana [HQ] <ana@example.org>", "Ana [HQ]", "ana@example.org"),
    "parenthesis in the name": ("Ana (HQ) <ana@example.org>", "Ana", "ana@example.org"),
    "folded": ("Ana\r\n\tKovacs\r\n <ana@example.org>", "Ana Kovacs", "ana@example.org"),
    "trailing comma": ("Ana <ana@example.org>,", "Ana", "ana@example.org"),
    "leading comma": (", Ana <ana@example.org>", "Ana", "ana@example.org"),
    "trailing dot": ("ana@example.org.", "", "ana@example.org"),
    "no address": ("Ana", "", ""),
    "undisclosed": ("undisclosed-senders:;", "", ""),
    "iso-2022-jp": ("=?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <ana@example.org>", "山田", "ana@example.org"),
    "koi8-r": ("=?koi8-r?B?4c7OwQ==?= <ana@example.org>", "Анна", "ana@example.org"),
}
SENDER_CASES = tuple(
    Case(name=f"from: {name}", mail=sender(value), shown=shown, sender=address)
    for name, (value, shown, address) in PEOPLE.items()
)

OK: dict[str, Any] = {"subject": "Printer", "sender": "ana@example.org", "text": "hello"}
PLAIN = head()
FORM_CASES = (
    Case(
        name="spaces before the colons",
        mail=b"From : Ana <ana@example.org>\r\nSubject : Printer\r\n\r\nhello",
        subject="Printer",
        sender="ana@example.org",
        text="hello",
    ),
    Case(name="line feeds", mail=(PLAIN + END).replace(b"\r\n", b"\n"), **OK),
    Case(name="carriage returns", mail=(PLAIN + END).replace(b"\r\n", b"\r"), **OK),
    Case(name="two carriage returns", mail=(PLAIN + END).replace(b"\r\n", b"\r\r\n"), **OK),
    Case(name="returns in the headers, feeds in the body", mail=PLAIN.replace(b"\r\n", b"\r") + b"\rhello\n", **OK),
    Case(name="feeds in the headers, both in the body", mail=PLAIN.replace(b"\r\n", b"\n") + END, **OK),
    Case(name="empty lines first", mail=b"\r\n\r\n" + PLAIN + END, **OK),
    Case(name="spaces first", mail=b"  \r\n " + PLAIN + END, **OK),
    Case(name="byte order mark", mail=b"\xef\xbb\xbf" + PLAIN + END, **OK),
    Case(name="utf-16 file", mail=(PLAIN + END).decode().encode("utf-16"), **OK),
    Case(name="mbox line", mail=b"From ana@example.org Mon Mar  2 10:00:00 2026\r\n" + PLAIN + END, **OK),
    Case(name="quoted mbox line", mail=b">From ana@example.org Mon Mar  2 10:00:00 2026\n" + PLAIN + END, **OK),
    Case(name="mbox line between", mail=b"X-A: b\r\n>From ana Mon Mar  2\r\n" + PLAIN + END, **OK),
    Case(name="answer of a server first", mail=b"+OK 1234 octets follow\r\n" + PLAIN + END, **OK),
    Case(name="junk and an empty line first", mail=b"Scanned by the gateway\r\n\r\n" + PLAIN + END, **OK),
    Case(name="junk between", mail=PLAIN.replace(b"Subject:", b"*** no header ***\r\nSubject:") + END, **OK),
    Case(name="empty line between", mail=PLAIN + b"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n" + END, **OK),
    Case(name="no empty line", mail=PLAIN + b"hello", **OK),
    Case(name="no body", mail=PLAIN, subject="Printer", text=""),
    Case(name="no line end at all", mail=PLAIN.rstrip(), subject="Printer", text=""),
    Case(name="space before the colon", mail=PLAIN.replace(b"Subject:", b"Subject :") + END, **OK),
    Case(name="no space after the colon", mail=PLAIN.replace(b": ", b":") + END, **OK),
    Case(name="capital names", mail=PLAIN.replace(b"Subject", b"SUBJECT").replace(b"From", b"FROM") + END, **OK),
    Case(
        name="subject lost its indent",
        mail=head(Subject="Printer on\r\nthe third floor", Date="today") + END,
        subject="Printer on the third floor",
        text="hello",
    ),
    Case(
        name="encoded subject lost its indent",
        mail=head(Subject="=?utf-8?Q?M=C5=B1?=\r\n=?utf-8?Q?k=C3=B6d=C3=A9s?=") + END,
        subject="Működés",
    ),
    Case(
        name="boundary lost its indent",
        mail=head(Content_Type='multipart/mixed;\r\nboundary="b:1"') + b"\r\n--b:1\r\n\r\nhello\r\n--b:1--\r\n",
        **OK,
    ),
    Case(
        name="folded by tabs",
        mail=head(Subject="Printer\r\n\ton the\r\n\tthird floor") + END,
        subject="Printer on the third floor",
    ),
    Case(name="folded after the colon", mail=head(Subject="\r\n Printer") + END, subject="Printer"),
    Case(
        name="folded by an empty continuation",
        mail=head(Subject="Printer\r\n \r\n again") + END,
        subject="Printer again",
        text="hello",
    ),
    Case(name="two subjects", mail=PLAIN + b"Subject: other\r\n" + END, **OK),
    Case(name="no subject", mail=head(Subject="") + END, subject="", text="hello"),
    Case(name="no from", mail=head(From="") + END, sender="", text="hello"),
    Case(name="no from but a sender", mail=head(From="", Sender="b@example.org") + END, sender="b@example.org"),
    Case(name="nulls in the headers", mail=PLAIN.replace(b"Printer", b"Pri\0nter") + END, subject="Pri nter"),
    Case(name="nulls in the text", mail=PLAIN + b"\r\nhe\0llo", text="hello"),
    Case(name="colours of a terminal", mail=PLAIN + b"\r\n\x1b[31mhe\x1b[0mllo\x07", text="hello"),
    Case(
        name="raw utf-8",
        mail="Subject: Működés\r\nFrom: Kovács <ana@example.org>\r\n\r\nhello".encode(),
        subject="Működés",
        shown="Kovács",
    ),
    Case(
        name="only text",
        mail=b"hello, this is no mail at all",
        subject="",
        sender="",
        text="hello, this is no mail at all",
    ),
    Case(name="nothing", mail=b"", subject="", sender="", text=""),
    Case(name="only line ends", mail=b"\r\n" * 9, subject="", text=""),
)
CASES = (*SUBJECT_CASES, *SENDER_CASES, *FORM_CASES)
