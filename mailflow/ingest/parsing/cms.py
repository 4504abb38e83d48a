"""What an opaque-signed S/MIME mail holds (RFC 8551 3.5.2, RFC 5652 5): a walk along its outer BER structure.

Nothing is verified or decrypted. The walk enters only the few elements on the way to the content, and is bounded.
"""

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SEQUENCE, _SET, _CONTEXT_0, _OCTETS, _MANY_OCTETS = 0x30, 0x31, 0xA0, 0x04, 0x24
_CHUNKS = 60_000


def signed_content(data: bytes) -> bytes | None:
    """The signed mail inside, or None if this is anything else: encrypted, compressed, only certificates, broken."""
    try:
        at = data.index(_SIGNED_DATA, _entered(data, 0, _SEQUENCE), 32) + len(_SIGNED_DATA)
        at = _entered(data, _entered(data, at, _CONTEXT_0), _SEQUENCE)
        at = _passed(data, _passed(data, at))
        at = _passed(data, _entered(data, at, _SEQUENCE))
        return _octets(data, _entered(data, at, _CONTEXT_0))
    except (IndexError, ValueError):
        return None


def _head(data: bytes, at: int) -> tuple[int, int, int | None]:
    """The element at `at`: its tag, where its content starts, and its length, None where it is not told (X.690 8.1)."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length == 0x80:
        return tag, start, None
    if length < 0x80:
        return tag, start, length
    width = length & 0x7F
    if width > 4:
        raise ValueError(width)
    return tag, start + width, int.from_bytes(data[start : start + width], "big")


def _entered(data: bytes, at: int, tag: int) -> int:
    found, start, _ = _head(data, at)
    if found != tag:
        raise ValueError(found)
    return start


def _passed(data: bytes, at: int) -> int:
    _, start, length = _head(data, at)
    if length is None:
        raise ValueError(at)
    return start + length


def _octets(data: bytes, at: int) -> bytes:
    """An octet string in one piece, or the pieces of a constructed one up to the end-of-contents."""
    tag, start, length = _head(data, at)
    if tag == _OCTETS:
        return data[start : _passed(data, at)]
    if tag != _MANY_OCTETS:
        raise ValueError(tag)
    end = len(data) if length is None else start + length
    pieces: list[bytes] = []
    while start < end and len(pieces) < _CHUNKS:
        tag, inside, length = _head(data, start)
        if tag != _OCTETS or length is None:
            break
        start = inside + length
        pieces.append(data[inside:start])
    return b"".join(pieces)
