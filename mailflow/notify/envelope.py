"""What may stand in an SMTP envelope, and a letter's bytes as they go over the wire (RFC 5321 4.1.2, 4.5.2).

Stricter than the RFC where leniency has been abused: no control characters, no leading "-", no bare CR or LF.
"""

import re
import unicodedata

from mailflow.mail import Outgoing

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_QUOTED = r'"[A-Za-z0-9!#$%&\'*+/=?^_`{|}~.@ -]+"'
_LABEL = r"(?!-)[A-Za-z0-9\x80-\U0010ffff-]{1,63}(?<!-)"
_LITERAL = r"\[(?:IPv6:)?[0-9A-Fa-f.:]{2,45}\]"
_ADDRESS = re.compile(rf"(?!-)(?P<local>{_ATOM}(?:\.{_ATOM})*|{_QUOTED})@(?:{_LABEL}(?:\.{_LABEL})*|{_LITERAL})")


def find_fault(letter: Outgoing) -> str | None:
    """Why this letter's envelope may never go on a wire, or None. An empty sender is the null path (RFC 5321 4.5.5)."""
    if not is_address(letter.recipient):
        return f"the recipient {letter.recipient!a} is not an address that can be mailed"
    if letter.envelope_from and not is_address(letter.envelope_from):
        return f"the envelope sender {letter.envelope_from!a} is not an address that can be mailed"
    return None


def is_address(address: str) -> bool:
    """True for a mailbox that is safe in a MAIL or RCPT command: at most 254 octets, its local part at most 64."""
    match = _ADDRESS.fullmatch(address)
    if match is None or not all(map(_is_visible, address)):
        return False
    return len(address.encode()) <= 254 and len(match["local"].encode()) <= 64


def is_plain(letter: Outgoing) -> bool:
    """True if both addresses are ASCII, so that the letter needs no SMTPUTF8 (RFC 6531)."""
    return letter.recipient.isascii() and letter.envelope_from.isascii()


def end_lines(content: bytes) -> bytes:
    """The content with every bare CR or LF made CRLF and one at its end, so that it holds no end of data (S16)."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def stuff_dots(lines: bytes) -> bytes:
    """The lines with a dot more before each leading dot (RFC 5321 4.5.2)."""
    stuffed = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _is_visible(character: str) -> bool:
    return character.isascii() or unicodedata.category(character)[0] not in "CZ"
