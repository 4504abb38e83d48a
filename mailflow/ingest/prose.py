"""Delivery reports in prose: Is this one? Whom does it name? For now or for good? (qmail, Exim, Exchange, many others.)

Read line by line, up to where the copy of the original begins; lines are cut, so that every rule is linear.
"""

import re
from collections.abc import Iterator

from mailflow.mail import Mail

_ADDRESS = r"(?<![\w.+-])[^\s<>@()\[\]\",;:'*=|]{1,64}@[\w.-]{1,200}\w"
_ANY = re.compile(_ADDRESS)
_OPENING = re.compile(
    rf"[\s>*|\-\"'<\[(\u2022]{{0,20}}(?:(?:SMTP|rfc822|mailto|(?:failed "
    rf"|intended )?recipient):\s?)?[<\[\"'(]{{0,3}}(?:SMTP:)?({_ADDRESS})",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"[^<@\n]{{0,80}}[<(\[](?:SMTP:)?({_ADDRESS})[>)\]]\s*(?:[:(]|$)", re.IGNORECASE)
_EXPANDED = re.compile(rf"\((?:expanded|generated|forwarded)[^@\n]{{0,20}}from:?\s{{0,4}}<?({_ADDRESS})", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?:recipient|address(?:ed)?|undeliverable|unknown user|user(?:id)?\s?[:=]|mailbox|account|rcpt|delivery"
    r"|delivered?|deliver(?:ed|y)?\b[^@\n]{0,60}\bto|failed|message to|mail to|smtp=|error-for:|attempts"
    rf"|5\d\d\b|címzett|kézbesít|empfänger|nachricht an|zustell)[^@\n]{{0,40}}?({_ADDRESS})",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"below this line|this is a copy|here is a copy|a copy of the (?:original|message)|original message"
    r"|unsent message|returned (?:mail|message)|message headers?\b|headers? of the|the headers? and"
    r"|start of returned"
    r"|undelivered message|the first \d+ lines|message text follows|message follows|begin message|full message"
    r"|forwarded message|your original|ursprüngliche nachricht|az eredeti üzenet|eredeti üzenet"
    r"|received: |return-path: |included is|attached is a copy|copy of (?:your|the)|old message",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"mailer[-_.]?daemon|mdaemon|^daemon", re.IGNORECASE)
_ROBOT = re.compile(
    r"daemon|post-?master|mail[-_ ]?delivery|delivery[-_ ]?(?:sub)?system|mail[-_ ]?(?:system|server|service"
    r"|admin)|system[-_ ]?administrator|(?:^|[^a-z])(?:smtp|mta|exchange)\b|e\d+_smtp|microsoft exchange"
    r"|bounces?[-+@=]|undeliver",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*)?\W{0,4}(?:undeliver|mail (?:delivery|could not|not|system|error|fail)|(?:e-?mail "
    r"|message )?deliver(?:y|able)? (?:status|fail|problem|report|notif|delay|error|warn)|failure (?:notice"
    r"|delivery)|failed (?:mail|delivery)"
    r"|fail(?:ed|ure)[:! ]|return(?:ed|ing) (?:mail|to sender|message|e-?mail)|non-?deliver|not delivered"
    r"|message (?:delay|deliver|undeliver|could not|not deliver|status)|(?:warning|permanent)[: ].{0,60}(?:deliver"
    r"|delay|could not|mail|unknown)"
    r"|could ?n[o']t (?:send|deliver)|unable to deliver|e-?mail (?:could not|undeliver)|automatically rejected"
    r"|rejected|delay(?:ed)? mail|unzustellbar|(?:nachricht|mail) (?:un|nicht )zustellbar|zustell(?:ung|fehler)"
    r"|übermittlungsstatus|fehler beim zustellen"
    r"|kézbesíthetetlen|(?:sikertelen|hibás) kézbesítés|nem kézbesíthető|a kézbesítés|kézbesítési (?:állapot|hiba"
    r"|jelentés|értesítés)|недоставл|ваше сообщение не доставлено)",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"could ?n[o']t be (?:delivered|reached|sent)|un(?:able|successful) to deliver|undeliver|(?:was|were"
    r"|is) ?n[o']t (?:been )?(?:able to deliver|delivered|deliverable)|not (?:yet )?been (?:able to )?deliver"
    r"|deliver\w* (?:\w+ )?(?:has |have )?(?:fail|been delayed|been postponed)"
    r"|delivery to the following|attempting to deliver|did not (?:reach|receive)|(?:has been|is) (?:delayed"
    r"|postponed|returned)|permanent (?:fatal )?error|user unknown|unknown user|no such user"
    r"|mailbox (?:is )?(?:unavailable|full)|address(?:\(es\)|es)? (?:failed|rejected)"
    r"|failed address|(?:automatically )?rejected|failed recipient|no valid recipient|recipients? (?:failed"
    r"|rejected|unknown|could)|over ?quota|returned to sender|not (?:exactly )?match|invalid final delivery"
    r"|\b5[0-9][0-9][ -]5?\.?[0-9]|#5\.\d\.\d"
    r"|nicht zugestellt|konnte nicht|unzustellbar|nem (?:sikerült|lehetett) (?:\w+ )?kézbesíteni"
    r"|kézbesíthet(?:etlen|ő)|sikertelen|не может быть доставлено|no matches to nameserver",
    re.IGNORECASE,
)
_FOR_NOW = re.compile(
    r"delayed|postponed|not yet been delivered|will (?:continue|keep|be re)\s?-?(?:trying|to try|tried)"
    r"|will be retried|still (?:trying|awaiting|being)|warning(?: only)?:|temporar(?:y|ily)|advisory-only"
    r"|verzögert|wird weiterhin versucht|késik|késleltet|ideiglenes|további kísérlet",
    re.IGNORECASE,
)
_FOR_GOOD = re.compile(
    r"permanent|giv(?:en|ing) up|not going to try again|could not be delivered|undeliverable|#5\.\d|\b55\d\b"
    r"|unable to deliver|wasn't able|endgültig|végleges",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"^\s*(?:hi|hello|dear|hey|hallo|liebe[rs]?|sehr geehrte|guten (?:tag|morgen)|szia|sziasztok|kedves|tisztelt"
    r"|jó (?:napot|reggelt)|üdv)\b"
    r"|\b(?:please help|can you|could you|can't send|kérem|kérlek|segítség|segíts|bitte helfen|können sie|regards"
    r"|üdvözlettel|grüßen)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MACHINE = re.compile(
    r"\b[45]\d\d[ -]|\b[45]\.\d\.\d|^\W{0,8}(?:-{3,}|\*{3,}|={3,}|_{3,})|original message|message headers|^received:"
    r"|automatically|automatisch|automatikus",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 4000
_ANSWER = ("re:", "aw:", "vá:", "válasz:", "fw:", "fwd:", "wg:", "tr:", "továbbítás:", "automatic reply:")
_DECORATION = " \t>*=_-|#~:\r"
_LINES = 200
_WIDTH = 300
_STAFF = frozenset({"postmaster", "mailer-daemon", "mailerdaemon", "abuse", "support", "helpdesk"})


def told(text: str) -> str:
    """The report's own words: the first lines, up to where the copy of the original mail begins."""
    kept: list[str] = []
    for line in text[: _LINES * _WIDTH].split("\n")[:_LINES]:
        line = line[:_WIDTH]
        if kept and _COPY.match(line.strip(_DECORATION)) and _ANY.search("\n".join(kept)):
            break
        kept.append(line)
    return "\n".join(kept)


def is_robot(mail: Mail) -> bool:
    """True if a mail system wrote it by its sender's name or its empty return path."""
    return bool(_ROBOT.search(_origin(mail))) or _header(mail, "return-path") in ("<>", "<MAILER-DAEMON>")


def tells_of_failure(mail: Mail, text: str) -> bool:
    """A robot's failure, or a failure in subject and text without anything that a person would write."""
    if mail.subject.lower().startswith(_ANSWER) or "vacation" in mail.subject.lower():
        return False
    subject = bool(_SUBJECT.match(mail.subject))
    if is_robot(mail) or mail.sender is None:
        listed = bool(_DAEMON.search(_origin(mail))) and any(map(_OPENING.match, text.split("\n")))
        return subject or listed or bool(_FAILED.search(text))
    if not (subject and _FAILED.search(text) and _MACHINE.search(mail.text[:_HEAD])):
        return False
    return not _PERSONAL.search(text) and "?" not in text


def failed_recipients(mail: Mail, text: str) -> list[str]:
    """Addresses at the beginning of lines; else behind words like "recipient"; else any but the reporter's own."""
    lines = text.split("\n")
    for find in (_at_beginning, _named, _behind, _anywhere):
        found = [address for line in lines for address in find(line) if not _reporters(mail, address)]
        if found:
            return found
    return []


def is_temporary(mail: Mail, text: str) -> bool:
    """True if the report says that it is still being tried."""
    if _FOR_NOW.search(mail.subject):
        return True
    return bool(_FOR_NOW.search(text)) and not _FOR_GOOD.search(text)


def _origin(mail: Mail) -> str:
    return f"{_header(mail, 'from')} {_header(mail, 'sender')}"


def _header(mail: Mail, name: str) -> str:
    return next((value.strip() for key, value in mail.headers if key == name), "")


def _reporters(mail: Mail, address: str) -> bool:
    local = address.lower().partition("@")[0]
    return local in _STAFF or (mail.sender is not None and address.lower() == mail.sender.address.lower())


def _at_beginning(line: str) -> Iterator[str]:
    match = _OPENING.match(line) or _EXPANDED.search(line)
    if match:
        yield match.group(1)


def _named(line: str) -> Iterator[str]:
    match = _NAMED.match(line)
    if match:
        yield match.group(1)


def _behind(line: str) -> Iterator[str]:
    match = _BEHIND.search(line)
    if match:
        yield match.group(1)


def _anywhere(line: str) -> Iterator[str]:
    yield from _ANY.findall(line)
