"""Tokens that prove that a letter of ours came back from the very address it was made for.

`keyid-ticket-purpose-nonce-mac`, where mac is base32 of HMAC-SHA256 over version, ticket, recipient, purpose and nonce,
cut to 80 bits. It stands in the Message-ID, in the plus-address of Reply-To (RFC 5233) and in the envelope sender.
It survives lower-casing, and says nothing of whom it was made for.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VERSION = 1
PATTERN = re.compile(
    r"(?<![a-z0-9-])(\d{1,4})-(\d{1,12})-([a-z])-([a-z2-7]{8})-([a-z2-7]{16})(?![a-z0-9])", re.IGNORECASE
)


class Purpose(StrEnum):
    """What the letter was for: a customer's, an agent's, the challenge that a held mail waits for, an approval, or an

    invitation, under whose token only a calendar's answer counts.
    """

    CUSTOMER = "c"
    AGENT = "a"
    CHALLENGE = "h"
    APPROVAL = "p"
    CALENDAR = "k"


_PURPOSES = frozenset(Purpose)
_MARKS = tuple(f"-{letter}-" for each in Purpose for letter in (each.value, each.value.upper()))
"""One of these stands in every token; to look for them first is quicker than the pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token's claims. `ticket` 0 is the desk itself; of a challenge it is the held mail's inbox id."""

    key: int
    ticket: int
    purpose: Purpose
    nonce: str
    mac: str

    def message_id(self, domain: str) -> str:
        """The Message-ID, without angle brackets, of the letter that carries this token."""
        return f"mf.{self}@{domain}"

    def __str__(self) -> str:
        return f"{self.key}-{self.ticket}-{self.purpose}-{self.nonce}-{self.mac}"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The secret keys by id; the newest makes, all of them verify."""

    keys: Mapping[int, bytes] = field(repr=False)

    def make(self, *, ticket: int, recipient: str, purpose: Purpose) -> Token:
        """A fresh token for this ticket, address and purpose."""
        return self._sign(max(self.keys), ticket, recipient, purpose, secrets.token_bytes(5))

    def standing(self, *, ticket: int, recipient: str, purpose: Purpose) -> Token:
        """The token that stays the same for this ticket, address and purpose, as long as its key is there."""
        key, claims = min(self.keys), f"standing|{ticket}|{recipient.casefold()}|{purpose}".encode()
        return self._sign(key, ticket, recipient, purpose, hmac.digest(self.keys[key], claims, hashlib.sha256)[:5])

    def _sign(self, key: int, ticket: int, recipient: str, purpose: Purpose, seed: bytes) -> Token:
        nonce = base64.b32encode(seed).decode().lower()
        mac = _mac(self.keys[key], ticket, recipient, purpose, nonce)
        return Token(key=key, ticket=ticket, purpose=purpose, nonce=nonce, mac=mac)

    def proves(self, token: Token, recipient: str) -> bool:
        """True if we made this token for this recipient; compared in constant time."""
        secret = self.keys.get(token.key)
        if secret is None:
            return False
        return hmac.compare_digest(_mac(secret, token.ticket, recipient, token.purpose, token.nonce), token.mac)


def new_key() -> bytes:
    """A fresh secret of 256 bits."""
    return secrets.token_bytes(32)


def find(text: str) -> Iterator[Token]:
    """Every text that has a token's form, in order; whether it is genuine only `KeyRing.proves` says."""
    if not any(mark in text for mark in _MARKS):
        return
    for match in PATTERN.finditer(text):
        key, ticket, purpose, nonce, mac = match.groups()
        if purpose.lower() in _PURPOSES:
            yield Token(
                key=int(key), ticket=int(ticket), purpose=Purpose(purpose.lower()), nonce=nonce.lower(), mac=mac.lower()
            )


def _mac(secret: bytes, ticket: int, recipient: str, purpose: Purpose, nonce: str) -> str:
    """Only ASCII letters are the same in either case: to fold others would let one address stand for another (S37)."""
    message = f"{VERSION}|{ticket}|{recipient}|{purpose}|{nonce}".encode().lower()
    return base64.b32encode(hmac.digest(secret, message, hashlib.sha256)[:10]).decode().lower()
