"""Delivery reports: those of RFC 3464 by their fields, and by `bounce_prose` the older ones that only say it in words.

Start at `find_bounce`. Whether it is believed is not decided here: only our own tokens in it count (TRUST.md S28).
"""

import re
from collections.abc import Iterable, Iterator

from mailflow.ingest.machines.bounce_prose import (
    Robot,
    failed_recipients,
    is_reporting,
    is_temporary,
    refusal,
    robot,
    tells_of_failure,
)
from mailflow.ingest.parsing.mime import Entity
from mailflow.ingest.parsing.parse import Parsed
from mailflow.ingest.parsing.plaintext import tidied
from mailflow.mail import Bounce, Mail

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,128}@[^\s<>()\[\]\",;:]{1,255}")
_COMMENT = re.compile(r"\([^()]*\)")
_ID = re.compile(r"^[> \t]{0,8}Message-ID:\s{0,8}<([^<>\s]{1,998})>", re.IGNORECASE | re.MULTILINE)
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset({"message/rfc822", "message/global"})
_HEADERS = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
_NAMES = frozenset({"final-recipient", "original-recipient", "x-actual-recipient"})
_ID_FIELDS = ("original-message-id", "x-original-message-id")
_SUCCESS = ("deliver", "relay", "expand")
_RECIPIENTS = 200
_LENGTH = 100_000
_WORDS = 300


def find_bounce(parsed: Parsed) -> Bounce | None:
    """What the delivery report says, or None if the mail is none, or tells only of success."""
    mail = parsed.mail
    blocks = [
        block for entity in _entities(parsed.root, _STATUS, deep=_is_deep(mail)) for block in _blocks(entity.content)
    ]
    if blocks and not is_reporting(mail):
        return None
    actions = [block for block in blocks if "action" in block]
    delayed = [block for block in actions if block["action"].lower().startswith("delay")]
    failed = [block for block in actions if not block["action"].lower().startswith(("delay", *_SUCCESS))]
    if actions and not (failed or delayed):
        return None
    report = failed or delayed or [block for block in blocks if not _NAMES.isdisjoint(block)]
    recipients = _unique(address for block in report if (address := _recipient(block)))
    if not recipients:
        return _in_prose(parsed, blocks)
    permanent = bool(failed) or not (delayed or report[0].get("status", "5").startswith("4"))
    ids = _message_ids(parsed, blocks)
    return Bounce(recipients=recipients, permanent=permanent, message_ids=ids, why=_diagnostic(report))


def _is_deep(mail: Mail) -> bool:
    return robot(mail) is not Robot.NO


def _in_prose(parsed: Parsed, blocks: list[dict[str, str]]) -> Bounce | None:
    mail = parsed.mail
    named = _unique(
        address for key, value in mail.headers if key == "x-failed-recipients" for address in _ADDRESS.findall(value)
    )
    if not (named or blocks or tells_of_failure(mail)):
        return None
    return Bounce(
        recipients=named or _unique(failed_recipients(mail)) or _addressed(parsed),
        permanent=not is_temporary(mail),
        message_ids=_message_ids(parsed, blocks),
        why=refusal(mail),
    )


def _addressed(parsed: Parsed) -> tuple[str, ...]:
    """The one to whom the returned letter was written, where the report names nobody."""
    values = [part.get("to") for entity in _entities(parsed.root, _RETURNED) for part in entity.parts]
    found = _unique(_ADDRESS.findall(" ".join(values)))
    return found if len(found) == 1 else ()


def _entities(entity: Entity, kinds: Iterable[str], *, deep: bool = False) -> Iterator[Entity]:
    """The parts of these types, or the whole; nested mails are looked into only with `deep`."""
    if entity.type in kinds:
        yield entity
    elif deep or not entity.type.startswith("message/"):
        for part in entity.parts:
            yield from _entities(part, kinds, deep=deep)


def _blocks(content: bytes) -> list[dict[str, str]]:
    """The groups of fields of a delivery status (RFC 3464 2.1), names in lower case."""
    blocks: list[dict[str, str]] = [{}]
    last = ""
    for line in _text(content).split("\n"):
        name, colon, value = line.partition(":")
        if not line.strip():
            blocks.append({})
        elif line[0] in " \t" and last in blocks[-1]:
            blocks[-1][last] += f" {line.strip()}"
        elif colon:
            last = name.strip().lower()
            blocks[-1].setdefault(last, value.strip())
    return [block for block in blocks if block]


def _text(content: bytes) -> str:
    """The beginning of a report's part, without control characters."""
    return tidied(content[:_LENGTH].decode("latin-1"))


def _recipient(block: dict[str, str]) -> str:
    """The address that we wrote to: the original one where the report knows it (RFC 3464 2.3.1)."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        match = _ADDRESS.search(_COMMENT.sub("", block.get(name, "").rpartition(";")[2]))
        if match:
            return match.group().strip("'. ")
    return ""


def _diagnostic(report: Iterable[dict[str, str]]) -> str:
    """What the refusing server said (RFC 3464 2.3.6), else its status code."""
    for block in report:
        code = block.get("diagnostic-code", "")
        if words := code.partition(";")[2].strip() or code or block.get("status", ""):
            return " ".join(words.split())[:_WORDS]
    return ""


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for address in found:
        kept.setdefault(address.lower(), address)
    return tuple(kept.values())[:_RECIPIENTS]


def _message_ids(parsed: Parsed, blocks: Iterable[dict[str, str]]) -> tuple[str, ...]:
    """The ids of the letter that came back: of the mail or headers in the report, else of a copy in its text."""
    ids = [part.get("message-id") for entity in _entities(parsed.root, _RETURNED) for part in entity.parts]
    for entity in _entities(parsed.root, _HEADERS):
        ids += _ID.findall(_text(entity.content))
    ids += [block[name] for block in blocks for name in _ID_FIELDS if name in block]
    bare = (tidied(each).strip("<> \n") for each in ids)
    return tuple(dict.fromkeys(each for each in bare if each)) or _copied_ids(parsed)


def _copied_ids(parsed: Parsed) -> tuple[str, ...]:
    """The ids in the report's own text, or in a text that is attached to it."""
    texts = [parsed.mail.text, *(_text(entity.content) for entity in _entities(parsed.root, {"text/plain"}))]
    return tuple(dict.fromkeys(each for text in texts for each in _ID.findall(text[:_LENGTH])))
