"""A DKIM check of our own (RFC 6376), stricter than the standard, since orders hang on it.

Off unless an admin wants it; then reading is given it as `House.signature_holds`, for its libraries are slow to import.

Only RSA of 1024 bits or more with SHA-256, or Ed25519 (RFC 8463); From, Date, Message-ID and Subject must be signed;
a signature over a part of the body (`l=`) counts for nothing. That the Date is no older than
a week, `flow.trust` sees.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

import dns.exception
import dns.resolver
import structlog
from dkim import DKIM
from dkim.util import InvalidTagValueList, parse_tag_value

log = structlog.get_logger()
Lookup = Callable[[str], bytes | None]
"""The TXT record of a name, or None where there is none or nobody answers in time."""

_ALGORITHMS = frozenset({b"rsa-sha256", b"ed25519-sha256"})
_SIGNED = frozenset({b"from", b"date", b"message-id", b"subject"})
_SINGLE = (
    *(b"from", b"date", b"message-id", b"subject", b"to", b"cc", b"reply-to", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type", b"content-transfer-encoding"),
)
"""A second one of these could be shown to us while the first is what was signed (RFC 6376 8.15)."""

_SHORTEST_KEY = 1024
_TRIED = 2
"""So many signatures of one mail are looked up."""
_LOOKED_AT = 20
_SECONDS = 3.0
_LARGEST = 5_000_000
_LONGEST = 5000
_COSTLY = re.compile(rb"[ \t]{200}")
"""White space that the relaxed form would take quadratic time for."""


@cache
def _resolver() -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver()
    resolver.cache = dns.resolver.LRUCache()
    return resolver


def look_up(name: str) -> bytes | None:
    """The TXT record from the machine's own resolver, which keeps what it was told for as long as it may."""
    try:
        answer = _resolver().resolve(name, "TXT", lifetime=_SECONDS)
    except dns.exception.DNSException as error:
        log.info("no_dkim_key", why=type(error).__name__)
        return None
    return next((b"".join(record.strings) for record in answer), None)


def holds(content: bytes, is_aligned: Callable[[str], bool], lookup: Lookup = look_up) -> bool:
    """True if one of the mail's signatures is of an aligned domain, covers what it must, and verifies."""
    if len(content) > _LARGEST or _COSTLY.search(content):
        return False
    try:
        mail = DKIM(content, minkey=_SHORTEST_KEY)
        worth_it = islice(_worth_it(mail, is_aligned), _TRIED)
        return any(mail.verify(index, dnsfunc=_asking(lookup)) for index in worth_it)
    except Exception as error:  # a stranger's mail or key may trip the library anywhere; it then proves nothing
        log.info("dkim_refused", why=type(error).__name__)
        return False


def _asking(lookup: Lookup) -> Callable[..., bytes | None]:
    return lambda name, timeout: lookup(name.decode("ascii"))


def _worth_it(mail: DKIM, is_aligned: Callable[[str], bool]) -> Iterator[int]:
    """The places of the signatures that would prove something if they hold."""
    names = Counter(name.lower() for name, _ in mail.headers)
    if any(names[name] > 1 for name in _SINGLE):
        return
    signatures = [value for name, value in mail.headers if name.lower() == b"dkim-signature"]
    for index, value in enumerate(signatures[:_LOOKED_AT]):
        tags = _tags(value)
        signed = {each.strip().lower() for each in tags.get(b"h", b"").split(b":")}
        domain = tags.get(b"d", b"").decode("ascii", "replace")
        if tags.get(b"a") in _ALGORITHMS and b"l" not in tags and signed >= _SIGNED and is_aligned(domain):
            yield index


def _tags(value: bytes) -> dict[bytes, bytes]:
    """The signature's tags; none where it is too long or cannot be read, which then is none of ours."""
    try:
        return dict(parse_tag_value(value)) if len(value) <= _LONGEST else {}
    except InvalidTagValueList:
        return {}
