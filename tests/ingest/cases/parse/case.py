"""A mail and what is to be found in it; None says that this case does not ask."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Case:
    """`text` is compared without the white space around it, `sender` is the address, `names` the attachments' names."""

    name: str
    mail: bytes
    subject: str | None = None
    sender: str | None = None
    shown: str | None = None
    """The sender's name."""
    text: str | None = None
    names: tuple[str, ...] | None = None
    protection: str | None = None


def head(**fields: str) -> bytes:
    """A header section of Ana's, without the empty line; fields replace or add, "" leaves one out."""
    known = {"From": "Ana <ana@example.org>", "To": "support@example.com", "Subject": "Printer"}
    known |= {name.replace("_", "-"): value for name, value in fields.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in known.items() if value).encode()


def plain(body: bytes, charset: str = "", encoding: str = "8bit", **fields: str) -> bytes:
    """A mail of one text part with that charset label."""
    label = f'; charset="{charset}"' if charset else ""
    return head(Content_Type=f"text/plain{label}", Content_Transfer_Encoding=encoding, **fields) + b"\r\n" + body


def parted(*parts: bytes, kind: str = "mixed", boundary: str = "b1", parameters: str = "", **fields: str) -> bytes:
    """A multipart mail; each part is its header lines, an empty line and its body."""
    value = f'multipart/{kind}; boundary="{boundary}"{parameters}'
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return head(MIME_Version="1.0", Content_Type=value, **fields) + b"\r\n" + body


def file(disposition: str, *, kind: str = "application/octet-stream", content: bytes = b"x") -> bytes:
    """A part that is a file, with the raw value of its Content-Disposition ("" for none)."""
    line = f"Content-Disposition: {disposition}\r\n".encode() if disposition else b""
    return f"Content-Type: {kind}\r\n".encode() + line + b"\r\n" + content


WORDS = b"Content-Type: text/plain\r\n\r\nPlease see."
