"""The keys by which a mail may find its conversation, in TRUST.md's order. Nothing is looked up or believed here."""

import base64
import binascii
import re
from collections.abc import Iterable

from mailflow import tokens
from mailflow.mail import Keys, Mail

_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
_FORMER_IDS = (
    "x-microsoft-original-message-id",
    "x-google-original-message-id",
    "x-original-message-id",
    "original-message-id",
)
"""Where Outlook.com, Gmail and list servers keep the Message-ID that they replaced with their own."""

_FURTHER_REFERENCES = ("x-original-in-reply-to", "x-original-references", "x-forwarded-message-id")
_ID = re.compile(r"<([^<>\s]{3,998})>")
_IDS = 50
_CONVERSATION_BYTES = 22
"""MS-OXOMSG 2.2.1.3: a reserved byte, five of a time, a GUID; answers add five bytes each."""

_BODY = 64 * 1024
_BODY_TOKENS = 20


def keys_of(mail: Mail, prefix: str, bounced: tuple[str, ...] = (), appointment: str = "") -> Keys:
    """All that this mail offers; `bounced` are the ids in a delivery report, which are nearest of all, and

    `appointment` the UID of the one that it answers.
    """
    recipients = [address.address for address in (*mail.to, *mail.cc)]
    recipients += [value for name, value in mail.headers if name in _RECIPIENTS]
    own = tuple(dict.fromkeys(filter(None, (mail.message_id, *_ids(mail, _FORMER_IDS)))))
    further = reversed(_ids(mail, _FURTHER_REFERENCES))
    ids = tuple(dict.fromkeys((*bounced, *mail.in_reply_to, *reversed(mail.references), *further)))
    return Keys(
        address_tokens=_tokens(recipients),
        header_tokens=_tokens(ids),
        body_tokens=_tokens([appointment, mail.text[:_BODY]])[:_BODY_TOKENS],
        message_ids=tuple(each for each in ids if each not in own),
        numbers=_numbers(mail.subject, prefix),
        own_ids=own,
        conversation=_conversation(mail),
    )


def _tokens(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(token) for text in texts for token in tokens.find(text)))


def _ids(mail: Mail, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for name, value in mail.headers if name in names for each in _ID.findall(value)[:_IDS])


def _conversation(mail: Mail) -> str:
    """The part of Thread-Index that all mails of one conversation share; "" where there is none."""
    value = next((value for name, value in mail.headers if name == "thread-index"), "")
    try:
        index = base64.b64decode("".join(value.split())[:200], validate=True)
    except (binascii.Error, ValueError):
        return ""
    return index[:_CONVERSATION_BYTES].hex() if len(index) >= _CONVERSATION_BYTES else ""


def _numbers(subject: str, prefix: str) -> tuple[int, ...]:
    """The numbers of our tags, once each; a tag of another desk does not count."""
    if not prefix:
        return ()
    found = re.findall(rf"\[{re.escape(prefix)}-(\d{{1,12}})\]", subject, re.IGNORECASE | re.ASCII)
    return tuple(dict.fromkeys(int(number) for number in found))
