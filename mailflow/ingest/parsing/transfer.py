"""Transfer encodings undone (RFC 2045 6): base64, quoted-printable, uuencode. Nothing raises."""

import binascii
import re

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_BASE64_AND_BREAKS = bytes(set(range(256)) - set(_NOT_BASE64)) + b"\r\n-_"
_SOFT_BREAK = re.compile(rb"=[ \t]{1,100}\r?\n")
_LINES = 4
_BROKEN = 1000
_COMMENT = re.compile(r"[;(].*", re.DOTALL)
_NAMES = {
    "base64": "base64",
    "base-64": "base64",
    "b64": "base64",
    "b": "base64",
    "quoted-printable": "quoted-printable",
    "quotedprintable": "quoted-printable",
    "quoted-printible": "quoted-printable",
    "q": "quoted-printable",
    "qp": "quoted-printable",
    "x-uuencode": "uuencode",
    "uuencode": "uuencode",
    "x-uue": "uuencode",
    "uue": "uuencode",
}


def body_bytes(data: bytes, encoding: str) -> bytes:
    """A body without its transfer encoding; an unknown encoding leaves it as it is."""
    match _NAMES.get(_COMMENT.sub("", encoding).strip(" \t\"'.,").lower().replace(" ", "-")):
        case "base64":
            return base64_bytes(data) if _is_base64(data) else data
        case "quoted-printable":
            return binascii.a2b_qp(_SOFT_BREAK.sub(rb"=\n", data))
        case "uuencode":
            return uu_bytes(data.split(b"\n"))
        case _:
            return data


def _is_base64(data: bytes) -> bool:
    """Plain words under a label of base64 have a space in most lines, and many signs; base64 hardly any."""
    sample = data[:4096]
    if len(sample.translate(None, _BASE64_AND_BREAKS)) * 8 > len(sample):
        return False
    lines = [line for each in sample.split(b"\n") if (line := each.strip())]
    return len(lines) < _LINES or 2 * sum(b" " in line for line in lines) <= len(lines)


def base64_bytes(data: bytes) -> bytes:
    """What base64 text holds; strange characters are skipped, padding in the middle starts anew."""
    if b"+" not in data and b"/" not in data:
        data = data.translate(_URL_SAFE)
    kept = data.translate(None, _NOT_BASE64)
    if b"=" in kept.rstrip(b"=") and kept.count(b"=") < _BROKEN:
        return b"".join(_base64(piece) for piece in kept.split(b"="))
    return _base64(kept.replace(b"=", b""))


def _base64(data: bytes) -> bytes:
    usable = data[:-1] if len(data) % 4 == 1 else data
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))


def uu_bytes(lines: list[bytes]) -> bytes:
    """What uuencoded lines hold, with or without their begin and end lines; broken lines are skipped."""
    pieces: list[bytes] = []
    broken = 0
    for line in lines:
        if not line.strip() or line.startswith((b"begin ", b"end")):
            continue
        pieces.append(_uu_line(line))
        broken += not pieces[-1]
        if broken > _BROKEN:
            break
    return b"".join(pieces)


def _uu_line(line: bytes) -> bytes:
    """What one line holds. Gateways cut spaces at its end; a line that is mostly missing is broken."""
    line = line.rstrip(b"\r\n")
    length = (line[0] - 32) & 63
    if len(line) * 3 < length:
        return b""
    try:
        return binascii.a2b_uu(line)
    except (binascii.Error, ValueError):
        try:
            return binascii.a2b_uu(line[: length * 4 // 3 + 3])
        except (binascii.Error, ValueError):
            return b""
