"""Whether a mail is signed or encrypted: S/MIME (RFC 8551), PGP/MIME (RFC 3156), PGP in the text (RFC 9580 6, 7).

Nothing is verified: signed words are read like others. What is encrypted cannot be read, and the desk says so.
"""

from mailflow.ingest.parsing.mime import CMS, Entity, file_name
from mailflow.mail import Protection

_SIGNED, _SIGNATURE, _END = (
    f"-----{words}-----" for words in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)
_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_PLAIN_CMS = frozenset({"signed-data", "certs-only"})
_DEPTH = 10


def protection_of(root: Entity, plain: str) -> Protection | None:
    """Told from the first part of each level: what is only attached seals nothing. `plain` is the text as sent."""
    found: Protection | None = None
    entity = root
    for _ in range(_DEPTH):
        seal = _seal(entity)
        if seal is Protection.ENCRYPTED:
            return seal
        found = found or seal
        if not entity.parts or entity.type.startswith("message/"):
            break
        entity = entity.parts[0]
    return _armour(plain) or found


def _seal(entity: Entity) -> Protection | None:
    if entity.type == "multipart/encrypted":
        return Protection.ENCRYPTED
    if entity.type == "multipart/signed":
        return Protection.SIGNED
    if entity.type in CMS or file_name(entity).endswith(".p7m"):
        signed = bool(entity.parts) or entity.parameters.get("smime-type", "").lower() in _PLAIN_CMS
        return Protection.SIGNED if signed else Protection.ENCRYPTED
    return None


def _armour(plain: str) -> Protection | None:
    head = plain.lstrip()[: len(_SIGNED)]
    if head.startswith(_MESSAGE):
        return Protection.ENCRYPTED
    return Protection.SIGNED if head == _SIGNED else None


def without_armour(text: str) -> str:
    """The words of a clear-signed text, without the lines around them and the dashes before dashes (RFC 9580 7)."""
    begin = text.find(_SIGNED)
    if begin < 0 or text[:begin].strip():
        return text
    start = text.find("\n\n", begin)
    signature = text.find("\n" + _SIGNATURE, begin)
    if not 0 <= start < signature:
        return text
    end = text.find(_END, signature)
    words = text[start + 2 : signature].split("\n")
    return "\n".join(line.removeprefix("- ") for line in words) + (text[end + len(_END) :] if end >= 0 else "")
