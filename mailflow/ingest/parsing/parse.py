"""A mail's bytes to a `Mail`: headers, addresses, text, HTML and attachments, decoded and bounded. Never raises.

Start at `parse`. `Parsed.root` keeps the entity tree for the guard's look at delivery reports.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailflow.ingest.parsing import limits
from mailflow.ingest.parsing.address import addresses, identity
from mailflow.ingest.parsing.attach import attachment, declared_name, is_tnef, tnef_file, uuencoded
from mailflow.ingest.parsing.charset import text_of
from mailflow.ingest.parsing.decode import clean, header_text
from mailflow.ingest.parsing.html import text_of_html
from mailflow.ingest.parsing.mime import Budget, Entity, split
from mailflow.ingest.parsing.plaintext import CALENDAR, HTML, PLAIN, RTF, text_of_entity, tidied
from mailflow.ingest.parsing.rtf import decompressed, text_of_rtf
from mailflow.ingest.parsing.sealed import protection_of, without_armour
from mailflow.ingest.parsing.tnef import Envelope, opened
from mailflow.mail import Address, Attachment, Mail

_ID = re.compile(r"<([^<>\x00-\x08\x0e-\x1f\x7f-\x9f]{1,998})>")
_SPACES = re.compile(r"\s+")
_AS_WRITTEN = frozenset(
    {"from", "to", "cc", "bcc", "reply-to", "sender", "return-path", "delivered-to", "authentication-results"}
)
_TEXTS = PLAIN | HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A mail and the tree that it was read from."""

    mail: Mail
    root: Entity = field(repr=False)


@dataclass(slots=True)
class _Quota:
    """How many parts of the dearer kinds are still read as text in this mail."""

    html: int = limits.HTML_PARTS
    rich: int = limits.RICH_PARTS


@dataclass(slots=True)
class _Body:
    """What walking the tree has gathered. With `spoken` a text version stands already, and HTML need not be read."""

    quota: _Quota = field(default_factory=_Quota)
    spoken: bool = False
    texts: list[str] = field(default_factory=list)
    plains: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    rich: list[str] = field(default_factory=list)
    """What invitations and Rich Text say, where nothing else speaks."""
    nested: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def parse(content: bytes, *, headers_only: bool = False) -> Parsed:
    """The mail in `content`; what was over a limit or broken stands in its `defects`."""
    budget = Budget()
    root = split(content, budget)
    body = _Body()
    if not headers_only:
        _read_root(root, body)
    return Parsed(mail=_mail(root, body, budget), root=root)


def _mail(root: Entity, body: _Body, budget: Budget) -> Mail:
    values: dict[str, list[str]] = {}
    for name, value in root.fields:
        values.setdefault(name, []).append(value)
    to, cc, reply_to = (_people(values, name, budget) for name in ("to", "cc", "reply-to"))
    if len(body.attachments) > limits.PARTS:
        budget.note(limits.TOO_MANY_PARTS)
    ids = _ids(values.get("message-id", []))
    plain = body.plains[0] if body.plains else ""
    return Mail(
        message_id=ids[0] if ids else "",
        subject=header_text(values.get("subject", [""])[0]),
        sender=_sender(values, reply_to, budget),
        identity=identity(values.get("from", [])),
        to=to,
        cc=cc,
        reply_to=reply_to,
        date=_date(values.get("date", [""])[0]),
        in_reply_to=_ids(values.get("in-reply-to", []))[: limits.REFERENCES],
        references=_ids(values.get("references", []))[-limits.REFERENCES :],
        headers=tuple((name, _shown(name, value)) for name, value in root.fields),
        text=_whole(body.texts) or _whole(body.rich) or _whole(body.nested),
        plain=without_armour(plain),
        html=body.htmls[0] if body.htmls else "",
        attachments=tuple(body.attachments[: limits.PARTS]),
        defects=tuple(budget.over) + _defects(values, root),
        protection=protection_of(root, plain),
    )


def _defects(values: dict[str, list[str]], root: Entity) -> tuple[str, ...]:
    found = []
    if not root.fields:
        found.append("no-headers")
    if len(values.get("from", ())) > 1:
        found.append("many-from")
    if root.type.startswith("multipart/") and not root.parts:
        found.append("no-parts")
    return tuple(found)


def _shown(name: str, value: str) -> str:
    """Structured headers keep their form, since decoding could forge commas, brackets and semicolons in them."""
    return clean(value) if name in _AS_WRITTEN else header_text(value)


def _people(values: dict[str, list[str]], name: str, budget: Budget) -> tuple[Address, ...]:
    found, more = addresses(values.get(name, []))
    if more:
        budget.note(limits.TOO_MANY_ADDRESSES)
    return found


def _sender(values: dict[str, list[str]], reply_to: tuple[Address, ...], budget: Budget) -> Address | None:
    for name in ("from", "sender"):
        found = _people(values, name, budget)
        if found:
            return found[0]
    return reply_to[0] if reply_to else None


def _ids(values: list[str]) -> tuple[str, ...]:
    """Message-IDs in order, once each; a single bare word counts where nobody wrote the brackets."""
    found: dict[str, None] = {}
    for value in values:
        matches = [_SPACES.sub("", each) for each in _ID.findall(value)] or [
            word for word in clean(value).split()[:200] if "@" in word and len(word) < 999
        ]
        found.update(dict.fromkeys(each for each in matches if each))
    return tuple(found)


def _date(value: str) -> datetime | None:
    """The Date header in UTC; None if there is none that can be read."""
    try:
        date = parsedate_to_datetime(value[:100])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _whole(texts: list[str]) -> str:
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())[: limits.TEXT]


def _read_root(root: Entity, body: _Body) -> None:
    """A mail that is one text calling itself an attachment is still somebody's words, as is a text of unknown kind."""
    _walk(root, body)
    if body.texts or body.rich:
        return
    first = root
    while first.type.startswith("multipart/") and first.parts:
        first = first.parts[0]
    if first.type.startswith("text/") and (first is root or first.disposition == "inline"):
        _read_text(first, body)


def _walk(entity: Entity, body: _Body) -> None:
    if entity.type == "multipart/alternative" and entity.parts:
        _alternative(entity, body)
    elif entity.parts and not entity.type.startswith("message/"):
        for part in entity.parts:
            _walk(part, body)
    elif _is_text(entity, body):
        _read_text(entity, body)
    else:
        _attach(entity, body)


def _alternative(entity: Entity, body: _Body) -> None:
    """RFC 2046 5.1.4, but the plain version is the text if it says anything; files inside are kept as well."""
    branches: list[_Body] = []
    for part in entity.parts:
        branches.append(
            _gathered(part, body.quota, spoken=any(text.strip() for each in branches for text in each.plains))
        )
    for branch in branches:
        body.plains += branch.plains
        body.htmls += branch.htmls
        body.attachments += branch.attachments
        body.rich += branch.rich
        body.nested += branch.nested
    spoken = [branch for branch in branches if any(text.strip() for text in branch.texts)]
    with_plain = [branch for branch in spoken if any(text.strip() for text in branch.plains)]
    for branch in (with_plain or spoken)[:1]:
        body.texts += branch.texts


def _gathered(entity: Entity, quota: _Quota, *, spoken: bool = False) -> _Body:
    body = _Body(quota=quota, spoken=spoken)
    _walk(entity, body)
    return body


def _is_text(entity: Entity, body: _Body) -> bool:
    """Whether a leaf is read as text: not what calls itself an attachment, nor a named file behind the first text."""
    if entity.disposition == "attachment" or entity.type not in _TEXTS:
        return entity.type.startswith("multipart/")
    if entity.type in HTML and body.quota.html <= 0:
        return False
    return not (declared_name(entity) and (body.texts or entity.disposition))


def _read_text(entity: Entity, body: _Body) -> None:
    text = text_of_entity(entity)
    if entity.type in HTML:
        body.quota.html -= 1
        body.htmls.append(text)
        if not body.spoken:
            body.texts.append(tidied(text_of_html(text)))
        return
    text, files = uuencoded(text)
    body.attachments += files
    body.plains.append(text[: limits.TEXT])
    body.texts.append(without_armour(text[: limits.TEXT]))


def _attach(entity: Entity, body: _Body) -> None:
    part = attachment(entity, len(body.attachments) + 1)
    envelope = opened(part.content) if is_tnef(part) else None
    if envelope is not None and _take_out(envelope, body):
        return
    body.attachments.append(part)
    if _is_rich(entity, body):
        body.quota.rich -= 1
        body.rich.append(text_of_entity(entity))
    for nested in entity.parts if entity.type.startswith("message/") else ():
        inner = _gathered(nested, body.quota)
        body.attachments += inner.attachments
        body.nested += inner.texts or inner.rich or inner.nested


def _is_rich(entity: Entity, body: _Body) -> bool:
    """Whether a part that is no text may still have to speak: an invitation, or Rich Text that nobody calls a file."""
    if entity.disposition == "attachment" or body.quota.rich <= 0:
        return False
    return entity.type in CALENDAR or (entity.type in RTF and not declared_name(entity))


def _take_out(envelope: Envelope, body: _Body) -> bool:
    """Puts what a winmail.dat holds where it would stand in any other mail; False if it holds nothing."""
    body.attachments += [tnef_file(file, number) for number, file in enumerate(envelope.files, 1)]
    html = tidied(text_of(envelope.html[: limits.MARKUP])) if envelope.html else ""
    if html and not body.htmls:
        body.htmls.append(html)
    if any(text.strip() for text in body.texts):
        return bool(envelope.files or html)
    text = tidied(envelope.text) or tidied(text_of_html(html)) or tidied(text_of_rtf(decompressed(envelope.rtf)))
    if text.strip():
        body.plains.append(text)
        body.texts.append(text)
    return bool(envelope.files or text.strip() or html)
