"""How fast mails are read: mails/s of `read()` on answers of 9 KB, beside Python's own parser in the same run; floods.

    .venv/bin/python -m bench.reading

One core, CPU time, the best of some rounds; the ratio says more than the figures, which depend on the machine.
"""

import email
import time
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial

from mailflow.ingest.parsing.parse import parse
from mailflow.ingest.quoting.reply import new_text
from mailflow.ingest.read import House, read

ROUNDS, MAILS, SIZE = 7, 40, 9 * 1024
LONG = 256 * 1024
HOUSE = House(addresses=frozenset({"support@example.com"}), prefix="MF", authserv_id="mx.example.com", loop_id="bench")
OWN = "The printer in room 214 does not print since this morning.\nI restarted it twice; it shows error 49.\n"
OLD = [f"Line {number} of the old mail says something about the printer and the scanner." for number in range(400)]
WROTE = "On Mon, Mar 2, 2026 at 10:12 AM Desk <support@example.com> wrote:"
HEADERS = "From: Desk <support@example.com>\nSent: Monday, March 2, 2026 10:12 AM\nTo: Ana\nSubject: RE: Printer"
FLOODS = {
    "spaces": " " * LONG,
    "greater-than signs": ">\n" * (LONG // 2),
    "attributions": f"{WROTE}\n" * (LONG // len(WROTE)),
    "ends of attributions": "abc 12:12 wrote x:\n" * (LONG // 19),
    "headers": "From: a@example.org\n" * (LONG // 20),
    "rules": "-----\n" * (LONG // 6),
    "closings": "Best regards\nAna\n" * (LONG // 17),
    "nested quantifier bait": "a.a.a.a.a.a.a.a.a.a.! " * (LONG // 22),
    "unclosed tags": "<div>" * (LONG // 5),
    "blockquotes": "<blockquote type=cite>x" * (LONG // 23),
    "borders": '<div style="border-top:solid #E1E1E1 1.0pt">x</div>' * (LONG // 50),
}


def main() -> None:
    """Print one line a kind of mail, and one a flood."""
    for kind, content in mails().items():
        ours = rate(partial(read, content, HOUSE))
        theirs = rate(partial(walked, content))
        print(f"{kind}: {len(content)} bytes, {ours:.0f} mails/s, {ours / theirs:.2f} of compat32's {theirs:.0f}")
    for kind, text in FLOODS.items():
        mail = parse(message(text, html=text.startswith("<"))).mail
        began = time.process_time()
        new_text(mail)
        print(f"flood of {kind}: {time.process_time() - began:.3f} s")


def mails() -> dict[str, bytes]:
    """Answers of 9 KB as mail programs write them."""
    quote = "\n".join(f"> {line}" for line in OLD)
    rows = "".join(f"<div>{line}</div>" for line in OLD)
    html = f'<div>{OWN}</div><div class="gmail_quote"><div class="gmail_attr">{WROTE}</div><blockquote>{rows}'
    return {
        "quoted line by line": message(f"{OWN}\n{WROTE}\n\n{quote}"[:SIZE]),
        "old mail below headers": message(f"{OWN}\n{HEADERS}\n\n{' '.join(OLD)}"[:SIZE]),
        "HTML alone": message(html[:SIZE], html=True),
        "text and HTML": message(f"{OWN}\n{WROTE}\n\n{quote}"[: SIZE // 2], beside=html[: SIZE // 2]),
    }


def message(text: str, *, html: bool = False, beside: str = "") -> bytes:
    """A whole mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ana <ana@example.org>", "support@example.com", "Re: [MF-1] Printer"
    mail["Message-ID"], mail["Date"] = "<1@example.org>", "Mon, 02 Mar 2026 10:00:00 +0100"
    mail.set_content(text, subtype="html" if html else "plain", cte="8bit")
    if beside:
        mail.add_alternative(beside, subtype="html", cte="8bit")
    return mail.as_bytes()


def walked(content: bytes) -> list[object]:
    """What Python's parser does at the least: parse, and decode each part."""
    return [part.get_payload(decode=True) for part in email.message_from_bytes(content).walk()]


def rate(work: Callable[[], object]) -> float:
    """Runs a second of CPU time, the best of the rounds."""
    work()
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(MAILS):
            work()
        best = max(best, MAILS / (time.process_time() - began))
    return best


if __name__ == "__main__":
    main()
