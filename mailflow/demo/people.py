"""What people's mail programs write: new mails, replies with the original quoted, and their absence notes.

Gmail writes above the quote in text and HTML, Outlook above a block of headers, Thunderbird below the quote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.charset import QP, Charset
from email.header import Header
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr, parseaddr
from enum import StrEnum
from html import escape
from uuid import uuid4

from babel.dates import format_datetime as show_time


class Client(StrEnum):
    """A mail program, by how it quotes."""

    GMAIL = "Gmail"
    OUTLOOK = "Outlook"
    THUNDERBIRD = "Thunderbird"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a mailbox of their own. `short` is how the story calls them."""

    name: str
    short: str
    address: str
    language: str = "en"
    client: Client = Client.GMAIL

    @property
    def password(self) -> str:
        """It opens nothing but a mailbox on loopback."""
        return self.address.partition("@")[0]


_WROTE = {
    (Client.GMAIL, "en"): ("EEE, MMM d, y 'at' h:mm a", "On {when} {who} wrote:"),
    (Client.GMAIL, "hu"): ("y. MMM d., EEE, H:mm", "{who} ezt írta (időpont: {when}):"),
    (Client.GMAIL, "de"): ("EEE, d. MMM y 'um' HH:mm", "Am {when} Uhr schrieb {who}:"),
    (Client.THUNDERBIRD, "en"): ("dd/MM/y HH:mm", "On {when}, {who} wrote:"),
    (Client.THUNDERBIRD, "hu"): ("y. MM. dd. H:mm", "{when} keltezéssel, {who} írta:"),
    (Client.THUNDERBIRD, "de"): ("dd.MM.yy 'um' HH:mm", "Am {when} schrieb {who}:"),
}
_BLOCK = {
    "en": ("EEEE, MMMM d, y h:mm a", ("From", "Sent", "To", "Subject")),
    "hu": ("y. MMMM d., EEEE H:mm", ("Feladó", "Elküldve", "Címzett", "Tárgy")),
    "de": ("EEEE, d. MMMM y HH:mm", ("Von", "Gesendet", "An", "Betreff")),
}


def write_mail(writer: Person, to: str, subject: str, text: str, now: datetime, charset: str = "utf-8") -> bytes:
    """A new mail in plain text; in another charset its headers are written in that too (RFC 2047)."""
    return _write(_text(text, charset=charset), writer, to, subject, now, charset).as_bytes()


def write_reply(writer: Person, letter: bytes, text: str, now: datetime) -> bytes:
    """An answer to this letter: to its Reply-To, in its thread, the letter quoted as the writer's program does it."""
    original = read_letter(letter)
    subject = str(original["Subject"])
    message = _write(
        _quote(writer, original, text, now),
        writer,
        str(original["Reply-To"] or original["From"]),
        subject if subject.startswith("Re: ") else f"Re: {subject}",
        now,
    )
    return _follow(message, original).as_bytes()


def write_absence(writer: Person, letter: bytes, subject: str, text: str, now: datetime) -> bytes:
    """What the writer's server answers while they are away (RFC 3834): to the letter's envelope sender."""
    original = read_letter(letter)
    to = str(original["Return-Path"]).strip("<>")
    message = _write(_text(text), writer, to, f"{subject}: {original['Subject']}", now)
    message["Auto-Submitted"] = "auto-replied"
    return _follow(message, original).as_bytes()


def read_letter(content: bytes) -> EmailMessage:
    """The bytes as a message."""
    return message_from_bytes(content, policy=policy.default)


def all_text_of(message: EmailMessage) -> str:
    """Every header, and every text part in every form: all that its reader could find."""
    headers = [f"{name}: {value}" for name, value in message.items()]
    parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*headers, *parts])


def text_of(message: EmailMessage) -> str:
    """The message's plain text."""
    part = message.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n").strip() if part else ""


def _write(message: MIMEBase, writer: Person, to: str, subject: str, now: datetime, charset: str = "utf-8") -> MIMEBase:
    message["From"] = formataddr((writer.name, writer.address), charset)
    message["To"] = to
    message["Subject"] = Header(subject, "us-ascii" if subject.isascii() else charset, header_name="Subject").encode()
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{uuid4().hex}@{writer.address.rpartition('@')[2]}>"
    return message


def _follow(message: MIMEBase, original: EmailMessage) -> MIMEBase:
    """RFC 5322 3.6.4."""
    parent = str(original["Message-ID"])
    message["In-Reply-To"] = parent
    message["References"] = "\n ".join([*str(original["References"] or "").split(), parent])
    return message


def _quote(writer: Person, original: EmailMessage, text: str, now: datetime) -> MIMEBase:
    quoted = text_of(original)
    match writer.client:
        case Client.THUNDERBIRD:
            return _text(f"{_attribution(writer, original, now)}\n{_marked(quoted)}\n\n{text}\n")
        case Client.GMAIL:
            above = _attribution(writer, original, now)
            plain = f"{text}\n\n{above}\n\n{_marked(quoted)}\n"
            return _both(plain, _gmail_html(text, above, quoted))
        case Client.OUTLOOK:
            block = _block(writer, original, now)
            plain = f"{text}\n\n{'_' * 32}\n{block}\n\n{quoted}\n"
            return _both(plain, _outlook_html(text, block, quoted))


def _text(text: str, subtype: str = "plain", charset: str = "utf-8") -> MIMEBase:
    """Quoted-printable, so that the file can be read by eye."""
    readable = Charset(charset)
    readable.body_encoding = QP
    part = MIMENonMultipart("text", subtype)
    part.set_payload(f"{text.rstrip()}\n", readable)
    return part


def _both(plain: str, html: str) -> MIMEBase:
    return MIMEMultipart("alternative", _subparts=[_text(plain), _text(html, "html")])


def _attribution(writer: Person, original: EmailMessage, now: datetime) -> str:
    pattern, line = _WROTE[writer.client, writer.language]
    name, address = parseaddr(str(original["From"]))
    who = name if writer.client is Client.THUNDERBIRD else f"{name} <{address}>"
    return line.format(when=show_time(now, pattern, locale=writer.language), who=who)


def _block(writer: Person, original: EmailMessage, now: datetime) -> str:
    pattern, labels = _BLOCK[writer.language]
    when = show_time(now, pattern, locale=writer.language)
    values = (original["From"], when, original["To"], original["Subject"])
    return "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))


def _marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _gmail_html(text: str, above: str, quoted: str) -> str:
    return (
        f'<div dir="ltr">{_lines(text)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{escape(above)}<br></div><blockquote class="gmail_quote" '
        f'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{_lines(quoted)}'
        "</blockquote></div>\n"
    )


def _outlook_html(text: str, block: str, quoted: str) -> str:
    return (
        f'<html><body dir="ltr"><div class="elementToProof">{_lines(text)}</div><div id="appendonsend"></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">{_lines(block)}'
        f"</div><div>{_lines(quoted)}</div></body></html>\n"
    )


def _lines(text: str) -> str:
    return "".join(_each_line(text))


def _each_line(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"<div>{escape(line) or '<br>'}</div>"
