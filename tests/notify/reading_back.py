"""Letters composed and read back with the standard library's parser, as any mail client would."""

import email
import email.policy
import html.parser
import re
from dataclasses import replace
from email.message import EmailMessage, Message
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from mailflow.mail import Attachment
from mailflow.notify.compose import Letter, Press, Thread, Writing
from tests.notify.occasions import (
    ANNA,
    BO,
    OPENED,
    THREAD,
    TOKEN,
    make_occasion,
)

PRESS = Press()
HEADERS = {
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Mailflow-Loop",
    "X-Mailflow-Ticket",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}
PNG = Attachment(name="kép.png", type="image/png", size=4, inline=True, content=b"\x89PNG", content_id="x@y")
PDF = Attachment(name='szerződés "1".pdf', type="application/pdf", size=3, inline=False, content=b"%PDF\r\n\x00")


def compose(letter: str, language: str = "en", thread: Thread = THREAD, **changes: object) -> Letter:
    return PRESS.compose(make_occasion(letter, language, **changes), TOKEN, thread)


def read(letter: Letter) -> EmailMessage:
    message = email.message_from_bytes(letter.outgoing.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: Message, kind: str) -> str:
    found = next(each for each in message.walk() if each.get_content_type() == kind)
    content = found.get_payload(decode=True)
    assert isinstance(content, bytes)
    text = content.decode().replace("\r\n", "\n")
    return text if kind == "text/plain" else re.sub(r"&#(\d+);", lambda code: chr(int(code[1])), text)


class Reader(html.parser.HTMLParser):
    """Tags, links and the words that a person sees; buttons are a convenience and say what the text says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.said: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        known = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(known["href"])
        if tag in {"style", "div"} or known.get("class") in {"button-link", "choice-link"}:
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)


def find_links(text: str) -> list[tuple[str, str]]:
    """The mailto links: to whom, and the body that they write."""
    reader = Reader()
    reader.feed(text)
    parts = [urlsplit(link) for link in reader.links if link.startswith("mailto:")]
    return [(unquote(each.path), parse_qs(each.query).get("body", [""])[0]) for each in parts]


def poison(letter: str, words: str) -> Letter:
    """The letter where every text that somebody else wrote is `words`."""
    occasion = make_occasion(letter, "en")
    event = occasion.event
    if event is not None:
        texts: dict[str, Any] = {
            name: words for name in event.__slots__ if name in {"text", "reason", "question", "name", "why", "detail"}
        }
        event = replace(event, **texts)
    ticket = occasion.ticket and replace(
        occasion.ticket,
        subject=words,
        requester_name=words,
        solution=words,
        finding=words,
        hypothesis=words,
        category=words,
    )
    writing = Writing(
        name=words,
        address=ANNA,
        text=words,
        received_at=OPENED,
        message_id=words,
        subject=words,
        attachments=(words,),
    )
    poisoned = replace(
        occasion,
        event=event,
        ticket=ticket,
        writing=writing,
        recipient=replace(occasion.recipient, name=words),
        names={BO: words},
    )
    return PRESS.compose(poisoned, TOKEN, Thread(in_reply_to=words, references=(words, words)))
