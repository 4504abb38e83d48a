"""Delivery reports in prose: Is this one? Whom does it name? For now or for good? (qmail, Exim, Exchange, many others.)

The words stand in `bounce_words`. Read line by line, up to where the copy of the original begins; lines are cut, so
that every rule is linear. An ordinary mail costs two looks, at its sender and at its subject.
"""

import re
from collections.abc import Callable
from enum import IntEnum

from mailflow.ingest.machines import bounce_words as words
from mailflow.mail import Mail

_EAST = r"\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"
"""What stands beside an address without a space in Chinese, Japanese and Korean."""
_ADDRESS = (
    rf"(?<![a-zA-Z0-9_.+-])[^\s<>@()\[\]\",;:'*=|/{_EAST}]{{1,64}}@[^\W_{_EAST}](?:[^\W{_EAST}]|[.-]){{0,200}}"
    rf"(?<![.-])"
)
_ANY = re.compile(_ADDRESS)
_OPENING = re.compile(
    rf"[\s>*|\-\"'<\[(\u2022]{{0,20}}(?:(?:SMTP|rfc822|mailto|(?:failed |intended |final |original )?recipients?"
    rf"(?: address)?|for|addressed to):\s{{0,8}})?[<\[\"'(]{{0,3}}(?:SMTP:)?({_ADDRESS})",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"[^<@\n]{{0,80}}[<(\[](?:SMTP:)?({_ADDRESS})[>)\]]\s*(?:[:(]|$)", re.IGNORECASE)
_EXPANDED = re.compile(rf"\((?:expanded|generated|forwarded)[^@\n]{{0,20}}from:?\s{{0,4}}<?({_ADDRESS})", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:{words.RECIPIENT_WORDS})[^@\n]{{0,40}}?({_ADDRESS})", re.IGNORECASE)
_FROM_LINE = re.compile(
    r"\W{0,8}(?:(?:original )?(?:sender|from|mail from|reply-to|return-path|message-id|von|feladó|de"
    r"|expéditeur|remitente|mittente|remetente|afzender|van|nadawca|od|från|fra|lähettäjä|от|gönderen"
    r"|发件人|寄件者|差出人|送信者"
    r"|보낸 사람)"
    r"\s{0,3}[:：]|reporting-mta)",
    re.IGNORECASE,
)
_X400 = re.compile(rf"(?:dda[:=])?smtp=({_ADDRESS})", re.IGNORECASE)
_JSON = re.compile(
    rf'\\?"(?:bouncedRecipients|delayedRecipients)\\?".{{0,40}}?\\?"emailAddress\\?":\s?\\?"({_ADDRESS})'
)
_BARE = re.compile(r"\s{1,12}([a-z][\w.+-]{1,63})", re.IGNORECASE)
_COPY = words.compiled(words.ORIGINALS)
_DAEMON = words.compiled(words.DAEMONS)
_ROBOT = words.compiled(words.ROBOTS)
_SUBJECT = re.compile(rf"(?:\[[^\]]{{1,40}}\]\s*)?\W{{0,4}}(?:{'|'.join(words.SUBJECTS.values())})", re.IGNORECASE)
_FAILED = words.compiled(*words.FAILURES.values())
_SUCCEEDED = words.compiled(words.SUCCESSES)
_STILL = words.compiled(words.STILL_TRYING)
_FOR_NOW = words.compiled(words.FOR_NOW)
_FOR_GOOD = words.compiled(words.FOR_GOOD)
_PERSONAL = words.compiled(words.GREETINGS, words.ASKING)
_FIRST_PERSON = words.compiled(words.FIRST_PERSON)
_MACHINE = words.compiled(words.MACHINE_MARKS)
_CODE = re.compile(r"(?<!\d)[45]\d\d[ -](?:[45]\.\d|[^\d\s])|(?<![\d.])[45]\.\d\.\d(?![\d.])")
_ANSWER = re.compile(
    r"(?:re|aw|antw?|vá|válasz|sv|odp|fw|fwd|wg|tr|rv|továbbítás|automatic reply)\s{0,2}[:：]", re.IGNORECASE
)
_ABSENCE = re.compile(
    r"vacation|out of (?:the )?office|auto(?:matic|matikus|matische)? ?(?:reply|válasz|antwort)", re.IGNORECASE
)
_HEAD = 4000
_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers"})
_SHORT = 600
_DECORATION = " \t>*=_-|#~:\r"
_LINES = 200
_WIDTH = 300
_WORDS = 300
_STAFF = frozenset({"postmaster", "mailer-daemon", "mailerdaemon", "abuse", "support", "helpdesk"})


Form = Callable[[list[str], Mail], list[str]]


class Robot(IntEnum):
    """How sure it is by its sender that a mail system wrote a mail."""

    NO = 0
    MAYBE = 1
    SURE = 2


def told(text: str) -> str:
    """The report's own words: the first lines, up to where the copy of the original mail begins."""
    kept: list[str] = []
    named = False
    for line in text[: _LINES * _WIDTH].split("\n")[:_LINES]:
        line = line[:_WIDTH]
        if named and _COPY.match(line.strip(_DECORATION)):
            break
        named = named or ("@" in line and bool(_ANY.search(line)))
        kept.append(line)
    return "\n".join(kept)


def robot(mail: Mail) -> Robot:
    """By the sender's name and address, or by an empty return path."""
    origin = (_header(mail, "from") or _header(mail, "sender"))[:_HEAD]
    if _DAEMON.search(origin):
        return Robot.SURE
    empty = _header(mail, "return-path").upper() in ("<>", "<MAILER-DAEMON>")
    return Robot.MAYBE if empty or mail.sender is None or _ROBOT.search(origin) else Robot.NO


def is_reporting(mail: Mail) -> bool:
    """True if a mail with a delivery status in it is a report, and not a person's who passes one on."""
    return bool(robot(mail)) or not (_ANSWER.match(mail.subject) or _is_personal(mail.text[:_HEAD]))


def tells_of_failure(mail: Mail) -> bool:
    """A robot's failure, or a failure in subject and text without anything that a person would write."""
    sender = robot(mail)
    if _ABSENCE.search(mail.subject):
        return False
    if _ANSWER.match(mail.subject) and sender is not Robot.SURE:
        return _only_reports(mail.text)
    subject = bool(_SUBJECT.match(mail.subject))
    if not (sender or subject):
        return _only_reports(mail.text)
    text = told(mail.text)
    failed = bool(_FAILED.search(text))
    listed = any(map(_OPENING.match, text.split("\n")))
    if _SUCCEEDED.search(mail.subject) and not failed:
        return False
    if sender is Robot.SURE:
        return subject or listed or failed
    if sender is Robot.MAYBE:
        if _PERSONAL.search(text):
            return subject and listed and failed
        return (subject and (failed or listed or len(text) < _SHORT)) or (listed and failed)
    if not (failed and _MACHINE.search(mail.text[:_HEAD])) or _is_personal(text):
        return False
    return bool(_ANY.search(text)) or any(part.type in _RETURNED for part in mail.attachments)


def failed_recipients(mail: Mail) -> list[str]:
    """Addresses by the surest form that finds any; the sender to whom the report goes only where no other is named."""
    lines = [line for line in told(mail.text).split("\n") if not _FROM_LINE.match(line)]
    readers = {address.address.lower() for address in mail.to}
    unlikely: list[str] = []
    for find in FORMS:
        found = [address.rstrip(".") for address in find(lines, mail) if not _reporters(mail, address)]
        others = [address for address in found if address.lower() not in readers]
        if others:
            return others
        unlikely = unlikely or found
    return unlikely


def is_temporary(mail: Mail) -> bool:
    """True if the report says that it is still being tried."""
    text = told(mail.text)
    if _STILL.search(text):
        return True
    return bool(_FOR_NOW.search(f"{mail.subject}\n{text}")) and not _FOR_GOOD.search(text)


def refusal(mail: Mail) -> str:
    """The line with the refusing server's code, or ""."""
    line = next((line for line in told(mail.text).split("\n") if _CODE.search(line)), "")
    return " ".join(line.split())[:_WORDS]


def _is_personal(text: str) -> bool:
    return "?" in text or bool(_PERSONAL.search(text) or _FIRST_PERSON.search(text))


def _only_reports(text: str) -> bool:
    """True for a short text of nothing but failure sentences, addresses and ornaments."""
    if len(text) > _SHORT or "@" not in text:
        return False
    lines = [line for line in text.split("\n") if line.strip(_DECORATION)]
    addresses = [line for line in lines if _ANY.fullmatch(line.strip(f"{_DECORATION}<>"))]
    return bool(addresses) and all(line in addresses or _FAILED.search(line) for line in lines) and lines != addresses


def _header(mail: Mail, name: str) -> str:
    return next((value.strip() for key, value in mail.headers if key == name), "")


def _reporters(mail: Mail, address: str) -> bool:
    local = address.lower().partition("@")[0]
    return local in _STAFF or (mail.sender is not None and address.lower() == mail.sender.address.lower())


def _matched(pattern: re.Pattern[str]) -> Form:
    return lambda lines, _: [match.group(1) for line in lines if (match := pattern.match(line))]


def _searched(pattern: re.Pattern[str]) -> Form:
    return lambda lines, _: [match.group(1) for line in lines if (match := pattern.search(line))]


def _at_beginning(lines: list[str], _: Mail) -> list[str]:
    return [match.group(1) for line in lines if (match := _OPENING.match(line) or _EXPANDED.search(line))]


def _logins(lines: list[str], mail: Mail) -> list[str]:
    """Names without a domain, below a line on recipients that ends in a colon: the reporter's own users."""
    domain = mail.sender.address.rpartition("@")[2] if mail.sender else ""
    return [
        f"{match.group(1)}@{domain}"
        for number, line in enumerate(lines)
        if (match := _BARE.fullmatch(line)) and domain and _ends_in_recipients(lines[max(number - 2, 0) : number])
    ]


def _ends_in_recipients(lines: list[str]) -> bool:
    return bool(lines) and lines[-1].endswith(":") and any("recipient" in line.lower() for line in lines)


def _anywhere(lines: list[str], _: Mail) -> list[str]:
    return [address for line in lines for address in _ANY.findall(line)]


FORMS: tuple[Form, ...] = (
    _searched(_JSON),
    _searched(_X400),
    _at_beginning,
    _matched(_NAMED),
    _searched(_BEHIND),
    _logins,
    _anywhere,
)
"""How a report names whom it did not reach, the surest first: a notice of Amazon SES in JSON; an X.400 address of
Exchange 5; `<address>:` and the like at a line's beginning (qmail, Postfix, Exim, sendmail, Exchange); `Name
<address>:`; behind a word such as "recipient" or "RCPT TO"; a bare login (AOL); any address at all.
"""
