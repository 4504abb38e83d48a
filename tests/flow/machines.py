"""What machines write: a bounce of a letter of ours, an absence notice that answers one."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from tests.flow.branch import SUPPORT, Branch
from tests.servers.sink import Letter

DAEMON = "mailer-daemon@mx.customer.example"


def bounce_of(letter: Letter, *, status: str = "5.1.1", action: str = "failed", own: bool = True) -> bytes:
    """The report of RFC 3464 that this letter was not delivered; not `own`: one that holds no token of ours."""
    reader = letter.rcpt[0]
    returned = letter.content.decode("latin-1") if own else f"To: {reader}\r\nSubject: Printer\r\n\r\nText\r\n"
    lines = f"""From: Mail Delivery System <{DAEMON}>
To: {letter.mail_from if own else SUPPORT}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{hashlib.sha256(letter.content + status.encode()).hexdigest()[:20]}@mx.customer.example>
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"

--=_report
Content-Type: text/plain

I could not deliver your mail to {reader}: no such user.
--=_report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; {reader}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--=_report
Content-Type: message/rfc822

"""
    return (lines.replace("\n", "\r\n") + returned + "\r\n--=_report--\r\n").encode("latin-1")


def absence_of(branch: Branch, letter: Letter, **headers: Any) -> bytes:
    """The out-of-office notice that answers this letter."""
    usual = {"auto_submitted": "auto-replied", "subject": "Automatic reply: out of office", "return_path": "<>"}
    return branch.answer(letter, "I am out of office until Monday. #resolve #close", **(usual | headers))


def without_sender(text: str = "garbage") -> bytes:
    """A mail that nobody has signed: no From at all."""
    message = EmailMessage()
    message["To"] = "support@example.com"
    message["Subject"] = text
    message["Message-ID"] = f"<{text}@nowhere.example>"
    message.set_content(text)
    return message.as_bytes(policy=SMTP)
