"""Makes mails for the tests of reading: plain bytes, as a server would hand them over."""

from collections.abc import Mapping

from mailflow.ingest.read import House, read
from mailflow.mail import Arrival

HOUSE = House(addresses=frozenset({"support@example.com"}), prefix="MF", authserv_id="mx.example.com", loop_id="desk-1")


def letter(
    body: str = "My printer does not print.", *, kind: str = "text/plain; charset=utf-8", **fields: str
) -> bytes:
    """A mail from Ana to the desk; fields replace or add headers (`reply_to` is Reply-To), "" leaves one out."""
    headers: dict[str, str] = {
        "From": "Ana Kovács <ana@example.org>",
        "To": "support@example.com",
        "Subject": "Printer",
        "Message-ID": "<1@example.org>",
        "Date": "Mon, 02 Mar 2026 10:00:00 +0100",
        "Content-Type": kind,
    }
    known: Mapping[str, str] = {name.lower(): name for name in headers}
    for key, value in fields.items():
        name = key.replace("_", "-")
        headers[known.get(name.lower(), name)] = value
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return f"{head}\r\n{body}".replace("\r\n", "\n").replace("\n", "\r\n").encode()


def arrive(
    body: str = "My printer does not print.", *, kind: str = "text/plain; charset=utf-8", **fields: str
) -> Arrival:
    """What reading finds in such a mail."""
    return read(letter(body, kind=kind, **fields), HOUSE)


def multipart(*parts: str, kind: str = "mixed") -> tuple[str, str]:
    """A body of these parts (headers and all) and its type."""
    body = "".join(f"--frontier\n{part}\n" for part in parts) + "--frontier--\n"
    return body, f'multipart/{kind}; boundary="frontier"'
