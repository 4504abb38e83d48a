"""A delivery status notification as mail servers write it (RFC 3464)."""

from datetime import datetime
from email.generator import BytesGenerator
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from io import BytesIO
from uuid import uuid4


def write_bounce(content: bytes, *, sender: str, recipient: str, host: str, now: datetime) -> bytes:
    """Tell the envelope sender that the recipient does not exist; the letter's headers come back with it."""
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@{host}>"
    report["To"] = sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Date"] = format_datetime(now)
    report["Message-ID"] = f"<{uuid4().hex}@{host}>"
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText(f"This is the mail system at {host}.\n\n<{recipient}>: no such mailbox here\n", "plain"))
    report.attach(_make_status(recipient, host, now))
    report.attach(_make_headers(content))
    return _flatten(report)


def _make_status(recipient: str, host: str, now: datetime) -> Message:
    of_message, of_recipient = Message(), Message()
    of_message["Reporting-MTA"] = f"dns; {host}"
    of_message["Arrival-Date"] = format_datetime(now)
    of_recipient["Final-Recipient"] = f"rfc822; {recipient}"
    of_recipient["Action"] = "failed"
    of_recipient["Status"] = "5.1.1"
    of_recipient["Diagnostic-Code"] = f"smtp; 550 5.1.1 <{recipient}>: no such mailbox here"
    status = MIMENonMultipart("message", "delivery-status")
    status.set_payload([of_message, of_recipient])
    return status


def _make_headers(content: bytes) -> Message:
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    part = MIMENonMultipart("text", "rfc822-headers")
    part.set_payload(head.decode("ascii", "replace") + "\n")
    return part


def _flatten(message: Message) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False).flatten(message, linesep="\r\n")
    return out.getvalue()
