"""What the receiving server proved of the sender: a tolerant reader of Authentication-Results (RFC 8601).

Only the topmost header of the configured server counts; all others could be the sender's own (TRUST.md S03).
"""

import re
from collections.abc import Iterator
from functools import cache

from publicsuffixlist import PublicSuffixList

from mailflow.mail import Mail, Proof

_COMMENT = re.compile(r"\([^()]*\)")
_NESTING = 5
_RESULT = re.compile(r"\s*([a-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*([a-z0-9]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z-]+)\s*\.\s*([a-z0-9-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)


def prove(mail: Mail, authserv_id: str | None) -> Proof:
    """PASS for dmarc=pass or a passed DKIM signature aligned with the From; FAIL for dmarc=fail.

    UNCONFIGURED where the admin named no server to believe.
    """
    if authserv_id is None:
        return Proof.UNCONFIGURED
    results = list(_results(_topmost(mail, authserv_id)))
    dmarc = [result for method, result, _ in results if method == "dmarc"]
    if "fail" in dmarc:
        return Proof.FAIL
    if mail.identity is None:
        return Proof.NONE
    domain = mail.identity.rpartition("@")[2]
    if "pass" in dmarc:
        return Proof.PASS if _dmarc_is_for(results, domain) else Proof.NONE
    signed = (properties for method, result, properties in results if method == "dkim" and result == "pass")
    return Proof.PASS if any(_aligned(_signer(properties), domain) for properties in signed) else Proof.NONE


def _topmost(mail: Mail, authserv_id: str) -> str:
    """The first header of that server, comments removed, without the server's name; "" if there is none."""
    for name, value in mail.headers:
        if name != "authentication-results":
            continue
        for _ in range(_NESTING):
            value = _COMMENT.sub(" ", value)
        server, _, rest = value.partition(";")
        words = server.split()
        if words and words[0].lower() == authserv_id.lower():
            return rest
    return ""


def _results(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each method, its result and its properties, all in lower case; what cannot be read is passed over."""
    for part in text.split(";"):
        match = _RESULT.match(part)
        if match:
            found = {
                f"{kind}.{name}".lower(): value.strip('"').lower() for kind, name, value in _PROPERTY.findall(part)
            }
            yield match.group(1).lower(), match.group(2).lower(), found


def _dmarc_is_for(results: list[tuple[str, str, dict[str, str]]], domain: str) -> bool:
    """A pass for another From than ours proves nothing; one that names no domain is for the only From there is."""
    named = {
        properties["header.from"]
        for method, _, properties in results
        if method == "dmarc" and "header.from" in properties
    }
    return not named or any(_aligned(each.rpartition("@")[2], domain) for each in named)


def _signer(properties: dict[str, str]) -> str:
    return properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]


def _aligned(signer: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1): the same organisational domain."""
    if not signer:
        return False
    return signer == domain or (_organisation(signer) == _organisation(domain) != "")


def _organisation(domain: str) -> str:
    return _suffixes().privatesuffix(domain.strip(".")) or ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
