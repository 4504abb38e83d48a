"""Mails of customers, as bytes."""

import itertools

_NUMBERS = itertools.count(1)


def mail(subject: str = "Printer", sender: str = "", body: str = "It does not print.", headers: str = "") -> bytes:
    """A customer's mail to the desk; each is somebody else's unless told."""
    number = next(_NUMBERS)
    sender = sender or f"c{number}@customer.example"
    text = (
        f"From: {sender}\nTo: support@example.com\nSubject: {subject}\nMessage-ID: <n{number}@customer.example>\n"
        f"{headers}\n{body} ({number})\n"
    )
    return text.replace("\n", "\r\n").encode()
