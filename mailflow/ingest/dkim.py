"""A DKIM check of our own (RFC 6376), stricter than the standard, since orders hang on it. Off unless an admin wants it.

Only RSA of 1024 bits or more with SHA-256, or Ed25519 (RFC 8463); From, Date, Message-ID and Subject must be signed;
a signature over a part of the body (`l=`) counts for nothing. That the Date is no older than a week, `flow.trust` sees.
"""

import re
from collections.abc import Callable, Iterator

import dns.exception
import dns.resolver
import structlog
from dkim import DKIM, DKIMException
from dkim.util import InvalidTagValueList, parse_tag_value

log = structlog.get_logger()
Lookup = Callable[[str], bytes | None]
"""The TXT record of a name, or None where there is none or nobody answers in time."""

_ALGORITHMS = frozenset({b"rsa-sha256", b"ed25519-sha256"})
_SIGNED = frozenset({b"from", b"date", b"message-id", b"subject"})
_SHORTEST_KEY = 1024
_TRIED = 2
"""So many signatures of one mail are looked up."""
_LOOKED_AT = 20
_SECONDS = 3.0


def look_up(name: str) -> bytes | None:
    """The TXT record from the machine's own resolver, which keeps what it was told for as long as it may."""
    try:
        answer = _resolver().resolve(name, "TXT", lifetime=_SECONDS)
    except dns.exception.DNSException as error:
        log.info("no_dkim_key", why=type(error).__name__)
        return None
    return next((b"".join(record.strings) for record in answer), None)


def holds(content: bytes, is_aligned: Callable[[str], bool], lookup: Lookup) -> bool:
    """True if one of the mail's signatures is of an aligned domain, covers what it must, and verifies."""
    try:
        mail = DKIM(content, minkey=_SHORTEST_KEY)
        tried = [index for index in _worth_it(mail, is_aligned)][:_TRIED]
    except DKIMException as error:
        log.info("dkim_unreadable", why=type(error).__name__)
        return False
    return any(_verifies(mail, index, lookup) for index in tried)


def _worth_it(mail: DKIM, is_aligned: Callable[[str], bool]) -> Iterator[int]:
    signatures = [value for name, value in mail.headers if name.lower() == b"dkim-signature"]
    for index, value in enumerate(signatures[:_LOOKED_AT]):
        try:
            tags = parse_tag_value(value)
        except InvalidTagValueList:
            continue
        signed = {each.strip().lower() for each in tags.get(b"h", b"").split(b":")}
        domain = tags.get(b"d", b"").decode("ascii", "replace").lower()
        if tags.get(b"a") in _ALGORITHMS and b"l" not in tags and signed >= _SIGNED and is_aligned(domain):
            yield index


def _verifies(mail: DKIM, index: int, lookup: Lookup) -> bool:
    def key(name: bytes, timeout: float = _SECONDS) -> bytes | None:
        return lookup(name.decode("ascii", "replace"))

    try:
        return bool(mail.verify(index, dnsfunc=key))
    except (DKIMException, ValueError) as error:  # what a stranger's key or signature brings is no fault of ours
        log.info("dkim_refused", why=type(error).__name__)
        return False
