"""Is this mail a person's, and may an automatic letter answer it? The first rule that applies gives the reason word.

The rules are those of RFC 3834, 2919 and 5230 and what the peers learned (PEERS.md 5). A person behind a mailing list
or a form stays `accept`, only unanswered by machines; nothing is ever dropped here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailflow.ingest.machines.bounce import find_bounce
from mailflow.ingest.machines.bounce_prose import is_reporting
from mailflow.ingest.machines.systems import (
    calendar_method,
    is_challenge,
    is_marked_as_spam,
    is_monitors,
    is_newsletter,
    is_receipt,
    is_robots,
    is_ticket_systems,
)
from mailflow.ingest.machines.vacation import mentions_absence, reason_of
from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.address import folded
from mailflow.ingest.parsing.parse import Parsed
from mailflow.mail import Mail, Proof, Verdict, VerdictWord

LOOP_HEADER = "x-mailflow-loop"
_BULK = frozenset({"bulk", "junk", "auto_reply", "auto-reply"})
_SUPPRESSED = frozenset({"all", "autoreply", "oof"})
_LIST_HEADERS = frozenset(
    {
        "list-id",
        "list-post",
        "list-unsubscribe",
        "list-help",
        "list-subscribe",
        "list-owner",
        "list-archive",
        "mailing-list",
    }
)
_GENERAL = frozenset({"auto-submitted", "null-path", "response-suppress", "auto-header", "precedence", "no-reply"})
_INVITATIONS = frozenset({"REQUEST", "PUBLISH", "ADD", "CANCEL"})
_FORWARD_HEADERS = frozenset({"x-loop", "x-ms-exchange-inbox-rules-loop"})
_REPORTS = {
    "message/disposition-notification": "mdn",
    "message/global-disposition-notification": "mdn",
    "message/delivery-status": "dsn",
    "message/global-delivery-status": "dsn",
    "message/feedback-report": "complaint",
}
_NO_REPLY = re.compile(
    r"(?:(?:do|please)[-_.]?)*no[-_.]?t?[-_.]?(?:reply|replies|response|answer)|.*[-_.+](?:no|donot"
    r"|do-not)[-_.]?reply|no[-_.]?reply.*|(?:do[-_.]?)?not[-_.]?reply.*"
    r"|mailer[-_.]?daemon|mail[-_.]?daemon|post[-_]?master|bounces?(?:[-_.+=].*)?|.*[-_.]bounces?(?:[-+=].*)?"
    r"|auto-?(?:reply|responder|response|mailer|notify)|listserv|majordomo|mailman|owner-.*|.*-(?:request|owner)"
    r"|(?:bitte[-_.]?)?(?:nicht|keine)[-_.]?antwort(?:en)?|(?:ne|nem)[-_.]?valaszol(?:j|jon|hato)?"
    r"|ne[-_.]?pas[-_.]?repondre|no[-_.]?(?:responder|contestar)|non?[-_.]?rispondere|n[aã]o[-_.]?respond(?:a|er)"
    r"|niet[-_.]?(?:be)?antwoorden|nie[-_.]?odpowiadaj|neodpovida(?:t|jte)|nu[-_.]?raspunde(?:ti)?|svara[-_.]?(?:inte|ej)"
    r"|(?:be)?svar[-_.]?ikke|ikke[-_.]?(?:be)?svar|ala[-_.]?vastaa|ei[-_.]?vastausta|ne[-_.]?otvecha(?:t|yte)"
    r"|(?:yanitla|cevapla)(?:ma|mayin|mayiniz)",
    re.IGNORECASE,
)
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rules look at: the mail, its headers by name (the first wins), who we are, what the server proved."""

    parsed: Parsed
    headers: dict[str, str]
    ours: frozenset[str]
    loop_id: str
    proof: Proof
    oversized: bool

    @property
    def mail(self) -> Mail:
        """The mail itself."""
        return self.parsed.mail


def judge(known: Known) -> Verdict:
    """The verdict, in the order of trust: limits, loops, bounces, forgeries, machines, people."""
    held = _held(known.mail)
    if held is not None:
        return held
    if known.loop_id and known.headers.get(LOOP_HEADER, "").strip() == known.loop_id:
        return _silent(VerdictWord.LOOP, "own-letter")
    bounce = find_bounce(known.parsed)
    if bounce is not None:
        return Verdict(word=VerdictWord.BOUNCE, reason="dsn", may_answer=False, bounce=bounce)
    if known.proof is Proof.FAIL:
        return _silent(VerdictWord.QUARANTINE, "dmarc-fail")
    reason = next((word for rule in MACHINES if (word := rule(known))), "")
    if reason:
        return _silent(VerdictWord.AUTOMATIC, _closer(known, reason))
    if known.mail.identity is None:
        return _silent(VerdictWord.QUARANTINE, "no-identity" if known.mail.sender else "no-sender")
    if is_marked_as_spam(known.headers) and not (known.mail.in_reply_to or known.mail.references):
        return _silent(VerdictWord.QUARANTINE, "spam")
    reason = next((word for rule in SILENT_PEOPLE if (word := rule(known))), "")
    if reason:
        return _silent(VerdictWord.ACCEPT, reason)
    invited = calendar_method(known.parsed.root) in _INVITATIONS
    reason = "oversized" if known.oversized else "calendar-request" if invited else "new"
    return Verdict(word=VerdictWord.ACCEPT, reason=reason, may_answer=True)


def _closer(known: Known, reason: str) -> str:
    """A closer word than a header's, for a mail that says itself that a machine sent it."""
    if reason not in _GENERAL:
        return reason
    closer = next((word for rule in CLOSER if (word := rule(known))), "")
    if not closer and reason != "no-reply" and mentions_absence(known.mail):
        return "out-of-office"
    return closer or reason


def _silent(word: VerdictWord, reason: str) -> Verdict:
    return Verdict(word=word, reason=reason, may_answer=False)


def _held(mail: Mail) -> Verdict | None:
    over = next((word for word in mail.defects if word in limits.OVER), "")
    if over:
        return _silent(VerdictWord.QUARANTINE, over)
    if not mail.headers:
        return _silent(VerdictWord.UNREADABLE, "no-headers" if mail.text.strip() else "empty")
    return None


def _report(known: Known) -> str:
    root = known.parsed.root
    kinds = {part.type for part in (root, *root.parts)} & _REPORTS.keys()
    if kinds and is_reporting(known.mail):
        return _REPORTS[min(kinds)]
    return "report" if root.type == "multipart/report" else ""


def _auto_submitted(known: Known) -> str:
    words = re.split(r"[\s;(]", known.headers.get("auto-submitted", "").strip().lower(), maxsplit=1)
    return "auto-submitted" if words[0] not in ("", "no") else ""


def _null_path(known: Known) -> str:
    return (
        "null-path"
        if re.fullmatch(r"<\s*>|<?mailer-daemon>?", known.headers.get("return-path", "-").strip(), re.IGNORECASE)
        else ""
    )


def _suppressed(known: Known) -> str:
    words = re.split(r"[\s,;]+", known.headers.get("x-auto-response-suppress", "").lower())
    return "response-suppress" if _SUPPRESSED.intersection(words) else ""


def _robot_header(known: Known) -> str:
    return "auto-header" if is_robots(known.headers) else ""


def _vacation(known: Known) -> str:
    return reason_of(known.mail)


def _challenge(known: Known) -> str:
    return "challenge" if is_challenge(known.mail) else ""


def _receipt(known: Known) -> str:
    return "mdn" if is_receipt(known.mail) else ""


def _monitoring(known: Known) -> str:
    return "monitoring" if is_monitors(known.mail, known.headers) else ""


def _calendar_answer(known: Known) -> str:
    return "calendar-answer" if calendar_method(known.parsed.root) == "REPLY" else ""


def _no_reply(known: Known) -> str:
    local = known.mail.sender.address.rpartition("@")[0] if known.mail.sender else known.headers.get("from", "").strip()
    return "no-reply" if is_no_reply(f"{local}@") else ""


def is_no_reply(address: str) -> bool:
    """True for an address that says itself that nobody reads what it gets."""
    return _NO_REPLY.fullmatch(address.rpartition("@")[0].strip('"<> ')) is not None


def _own_address(known: Known) -> str:
    return "own-address" if known.mail.sender and folded(known.mail.sender.address) in known.ours else ""


def _precedence(known: Known) -> str:
    words = {known.headers.get(name, "").strip().lower() for name in ("precedence", "x-precedence")}
    return "precedence" if words & _BULK and not _list(known) else ""


def _list(known: Known) -> str:
    precedence = known.headers.get("precedence", "").strip().lower()
    return "list" if precedence == "list" or not _LIST_HEADERS.isdisjoint(known.headers) else ""


def _newsletter(known: Known) -> str:
    return "newsletter" if is_newsletter(known.headers) else ""


def _ticket_system(known: Known) -> str:
    return "ticket-system" if is_ticket_systems(known.headers) else ""


def _counter_proposal(known: Known) -> str:
    return "calendar-counter" if calendar_method(known.parsed.root) == "COUNTER" else ""


def _spam(known: Known) -> str:
    return "spam" if is_marked_as_spam(known.headers) else ""


def _forwarded(known: Known) -> str:
    return "x-loop" if not _FORWARD_HEADERS.isdisjoint(known.headers) else ""


def _not_addressed(known: Known) -> str:
    if not known.ours:
        return ""
    mail = known.mail
    named = {folded(address.address) for address in (*mail.to, *mail.cc)}
    named |= {folded(value.strip("<> ")) for name, value in mail.headers if name in _DELIVERED}
    return "" if named & known.ours else "not-addressed"


Rule = Callable[[Known], str]
MACHINES: tuple[Rule, ...] = (
    _report,
    _auto_submitted,
    _null_path,
    _suppressed,
    _robot_header,
    _vacation,
    _receipt,
    _calendar_answer,
    _challenge,
    _monitoring,
    _no_reply,
    _own_address,
    _precedence,
)
"""Rules that say that no person wrote this, in order."""
CLOSER: tuple[Rule, ...] = (_challenge, _monitoring, _ticket_system, _newsletter)
"""Rules that say which machine it was."""
SILENT_PEOPLE: tuple[Rule, ...] = (
    _newsletter,
    _list,
    _ticket_system,
    _forwarded,
    _counter_proposal,
    _spam,
    _not_addressed,
)
"""Rules that say that a person wrote this, and that no machine should answer."""
