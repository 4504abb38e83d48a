"""The keys by which a mail may find its conversation, in TRUST.md's order. Nothing is looked up or believed here."""

import re
from collections.abc import Iterable

from mailflow import tokens
from mailflow.mail import Keys, Mail

_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
_BODY = 64 * 1024
_BODY_TOKENS = 20


def keys_of(mail: Mail, prefix: str, bounced: tuple[str, ...] = ()) -> Keys:
    """All that this mail offers; `bounced` are the ids in a delivery report, which are nearest of all."""
    recipients = [address.address for address in (*mail.to, *mail.cc)]
    recipients += [value for name, value in mail.headers if name in _RECIPIENTS]
    ids = tuple(dict.fromkeys((*bounced, *mail.in_reply_to, *reversed(mail.references))))
    return Keys(
        address_tokens=_tokens(recipients),
        header_tokens=_tokens(ids),
        body_tokens=_tokens([mail.text[:_BODY]])[:_BODY_TOKENS],
        message_ids=ids,
        numbers=_numbers(mail.subject, prefix),
    )


def _tokens(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(token) for text in texts for token in tokens.find(text)))


def _numbers(subject: str, prefix: str) -> tuple[int, ...]:
    """The numbers of our tags, once each; a tag of another desk does not count."""
    if not prefix:
        return ()
    found = re.findall(rf"\[{re.escape(prefix)}-(\d{{1,12}})\]", subject, re.IGNORECASE | re.ASCII)
    return tuple(dict.fromkeys(int(number) for number in found))
