"""What is proven of a mail's sender: by the receiving server (RFC 8601), or by a DKIM check of our own.

Only the topmost header of the configured server counts; all others could be the sender's own (TRUST.md S03).
"""

import re
from collections.abc import Callable
from functools import cache

from publicsuffixlist import PublicSuffixList

from mailflow.ingest.proof.authres import AuthenticationResults, Result, topmost
from mailflow.mail import Mail, Proof

SignatureHolds = Callable[[bytes, Callable[[str], bool]], bool]
"""Whether the mail bears a good DKIM signature of a domain for which the second argument is true."""

_DMARC_FAIL = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


def prove(mail: Mail, authserv_id: str | None) -> Proof:
    """PASS for dmarc=pass or a passed DKIM signature aligned with the From; FAIL for dmarc=fail.

    UNCONFIGURED where the admin named no server to believe.
    """
    if authserv_id is None:
        return Proof.UNCONFIGURED
    header = topmost(mail.headers, authserv_id)
    if header is None:
        return Proof.NONE
    if _fails(header):
        return Proof.FAIL
    if mail.identity is None or not header.whole:
        return Proof.NONE
    domain = _domain(mail.identity)
    dmarc = [each for each in header.results if each.method == "dmarc" and each.result == "pass"]
    if dmarc:
        return Proof.PASS if all(_is_for(each, domain) for each in dmarc) else Proof.NONE
    signed = (each for each in header.results if each.method == "dkim" and each.result == "pass")
    return Proof.PASS if any(aligned(_signer(each), domain) for each in signed) else Proof.NONE


def check_signature(content: bytes, mail: Mail, proof: Proof, signature_holds: SignatureHolds) -> Proof:
    """PASS where the server proved nothing, but a DKIM signature of the From's domain holds; else what it proved."""
    if mail.identity is None or proof in (Proof.PASS, Proof.FAIL):
        return proof
    domain = _domain(mail.identity)
    return Proof.PASS if signature_holds(content, lambda signer: aligned(signer, domain)) else proof


def aligned(signer: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1): the same organisational domain by the public suffix list."""
    signer = _ascii(signer)
    if not signer:
        return False
    return signer == domain or (_organisation(signer) == _organisation(domain) != "")


def _fails(header: AuthenticationResults) -> bool:
    """A header that somebody broke open fails if any of it says so: what it hides must not turn a fail into nothing."""
    if not header.whole and _DMARC_FAIL.search(header.text):
        return True
    return any(each.method == "dmarc" and each.result == "fail" for each in header.results)


def _is_for(result: Result, domain: str) -> bool:
    """A pass for another From than ours proves nothing; one that names no domain is for the only From there is."""
    named = result.properties.get("header.from")
    return named is None or aligned(named.rpartition("@")[2], domain)


def _signer(result: Result) -> str:
    return result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]


def _domain(identity: str) -> str:
    return _ascii(identity.rpartition("@")[2])


def _ascii(domain: str) -> str:
    """The domain as it is looked up: lower case, in Punycode (RFC 5890); as it is where that cannot be."""
    domain = domain.strip(".").lower()
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _organisation(domain: str) -> str:
    return _suffixes().privatesuffix(domain) or ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
