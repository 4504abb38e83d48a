"""Absence notices and other automatic replies by their words, where no header says so. The words stand in `absence`.

Only what is sure counts: a person who mentions a holiday, or who asks for help with an automatic reply, stays a person.
"""

import re
from functools import cache

from mailflow.ingest.machines.absence.further import FURTHER, OTHER_STEMS, OTHERS
from mailflow.ingest.machines.absence.germanic import GERMANIC
from mailflow.ingest.machines.absence.matter import MATTER
from mailflow.ingest.machines.absence.romance import ROMANCE
from mailflow.ingest.machines.absence.slavic import SLAVIC
from mailflow.ingest.machines.absence.tongue import Tongue
from mailflow.mail import Mail

_HEAD = 2000
_OPENING_LINES = 3
_PREFIX = re.compile(
    r"(?:\[[^\]]{1,60}\]\s*"
    r"|((?:re|aw|antw|vá|válasz|sv|vs|odp|odpověď|r|rif|ynt|回复|答复|回覆)\s?[:：]\s*)){0,6}",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"(?:fwd?|wg|tr|rv|továbbítás|i|enc|vl|pd|doorst|转发|轉寄)\s?[:：]", re.IGNORECASE)
_SEPARATOR = r"\s*(?:[:：()\[\]\"“„>]|$|[-–]\s|\bre\s?:)"
_ENDING = r"\s*(?:[.!:：)\n]|$|[-–]\s)"
_AWAY_ENDS = r"(?![a-zà-žа-яєії])[^?]{0,60}$"
_TITLED = r"[^:?]{0,30}[:：]"
"""The subject of our letter behind that of the absence."""
_WHO = re.compile(
    r"(?:auto:\s)?(?:[^:?]{1,60}\s(?:is|am|ist|bin|est|suis|está|estoy|è|sono|estou|ben|jest|jestem|je|jsem|sunt|är"
    r"|er|olen)"
    r"|i['’]m)\s",
    re.IGNORECASE,
)
"""Who is away, where the subject begins with it (Domino)."""
_QUOTED = re.compile(
    r"\s*(?:>|-{2,}\s?\w[^\n]{0,80}-{2,}|_{10,}|(?:from|von|feladó|de|da|van|od|från|fra|от|від|gönderen|发件人|寄件者"
    r"|差出人|보낸 사람)\s?[:：]\s)",
    re.IGNORECASE,
)
_CITED = re.compile('["\u201c\u201e\u00ab][^"\u201c\u201d\u00bb\n]{1,200}["\u201c\u201d\u00bb]')
"""The subject of our letter, as a notice repeats it."""
_ATTRIBUTION = re.compile(
    r"wrote|schrieb|írta|escribió|écrit|scritto|escreveu|schreef|napisał|napsal|scris|skrev|kirjoitti|писал|написа"
    r"|пише"
    r"|yazdı|写道|寫道|作成|작성",
    re.IGNORECASE,
)
_USUAL = ("back", "whom", "thanks", "unread")
_MOST, _CURT = 3, 10
"""So many of the usual are enough where no subject tells of an absence; so few words below one that does are one."""
_SHORT = 80
"""Words of a text that may say at its end only that it is automatic."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+|[。！]|\n")
_LENGTH = 1500
"""Notices are short: a longer text is taken for one only by its subject."""
_NAMED = ("auto-submitted", "x-vacation", "x-autoreply", "x-autorespond")
"""Headers that may call an absence notice so."""
_COLONS = (":", "：")
_QUESTION = re.compile(r"[?？](?![\w/&=.%-])")


def reason_of(mail: Mail) -> str:
    """Either "out-of-office" or "auto-reply"; "" if subject and first words together leave a doubt."""
    if _PASSED_ON.match(mail.subject):
        return ""
    prefix = _PREFIX.match(mail.subject)
    subject = mail.subject[prefix.end() if prefix else 0 :]
    spoken = _spoken(mail.subject)
    tagged = mail.subject.lstrip("[(*<- ")
    named = any(_begins(spoken, "automatic", each, _SEPARATOR) for each in (subject, tagged))
    head = _own_words(mail.text)
    if not named and len(head) > _LENGTH:
        return ""
    tongues = _spoken(f"{subject}\n{head}")
    if not tongues or _QUESTION.search(subject):
        return ""
    if named:
        return _by_subject(tongues, subject, head, answered=bool(prefix and prefix.group(1)))
    return _by_text(tongues, subject, head)


def _by_subject(tongues: tuple[Tongue, ...], subject: str, head: str, *, answered: bool) -> str:
    """An automatic reply by its subject: unless a person answers it, or speaks of one that gives trouble."""
    sure = _found(tongues, "absent", head) or _opens(tongues, head)
    if not sure:
        sure = not (answered or _QUESTION.search(head) or _found(tongues, "trouble", f"{subject}\n{head}"))
    return "out-of-office" if sure and not _found(_EVERY, "request", head) else ""


def _by_text(tongues: tuple[Tongue, ...], subject: str, head: str) -> str:
    opens = _opens(tongues, head) or _closes(tongues, head)
    who = _WHO.match(subject)
    away = _begins(tongues, "away", subject[who.end() if who else 0 :], _AWAY_ENDS)
    titled = bool(who) or _begins(tongues, "away", subject, _TITLED)
    polite = away or opens or any(_found(tongues, each, head) for each in ("thanks", "says", "unread"))
    absent = (
        polite and _found(tongues, "absent", head) and _is_notice(tongues, head, away=away, titled=titled, says=opens)
    )
    if not (absent or opens) or _QUESTION.search(head) or _found(tongues, "request", head):
        return ""
    return "out-of-office" if absent else "auto-reply"


def _opens(tongues: tuple[Tongue, ...], head: str) -> bool:
    """True if the text begins by saying that it is automatic."""
    opening = "\n".join([line for line in head.split("\n") if line.strip()][:_OPENING_LINES]).lstrip(" *-#<(")
    return _begins(tongues, "says", opening, "") or _begins(tongues, "automatic", opening, _ENDING)


def _closes(tongues: tuple[Tongue, ...], head: str) -> bool:
    """True if a short text ends by saying that it is automatic, perhaps with a word more ("do not reply")."""
    if len(head.split()) > _SHORT:
        return False
    said = [each.strip(" *-#<(") for each in _SENTENCES.split(_CITED.sub("", head)) if each.strip()]
    return any(_begins(tongues, "says", each, "") for each in said[-2:])


def mentions_absence(mail: Mail) -> bool:
    """True if a mail that a machine is known to have sent is an absence notice."""
    tongues = _spoken(f"{mail.subject}\n{mail.text[:_HEAD]}")
    prefix = _PREFIX.match(mail.subject)
    subject = mail.subject[prefix.end() if prefix else 0 :]
    return any(
        (
            any("vacation" in f"{name} {value}".lower() for name, value in mail.headers if name.startswith(_NAMED)),
            _begins(tongues, "automatic", subject, _SEPARATOR),
            _begins(tongues, "away", subject, _AWAY_ENDS),
            _found(tongues, "absent", mail.text[:_HEAD]),
        )
    )


def _is_notice(tongues: tuple[Tongue, ...], head: str, *, away: bool, titled: bool, says: bool) -> bool:
    """Whether a text that tells of an absence is there to tell it: by its subject, or by all that is usual."""
    if says or _found(tongues, "says", head):
        return True
    usual = sum(_found(tongues, each, head) for each in _USUAL)
    if not away or _pattern(MATTER, "").search(_CITED.sub("", head)):
        return usual >= _MOST
    return usual >= (1 if titled or len(head.split()) <= _CURT else 2)


def _spoken(text: str) -> tuple[Tongue, ...]:
    """The languages that have a stem in this text."""
    spoken = text.lower()
    rows = _ASCII if spoken.isascii() else _ALL
    return tuple(tongue for stems, tongue in rows if any(stem in spoken for stem in stems))


def _own_words(text: str) -> str:
    """The first words, up to the first quote."""
    kept = []
    for line in text[:_HEAD].split("\n"):
        if _QUOTED.match(line) or (line.rstrip().endswith(_COLONS) and _ATTRIBUTION.search(line)):
            break
        kept.append(line)
    return "\n".join(kept)


def _found(tongues: tuple[Tongue, ...], field: str, text: str) -> bool:
    return any(_pattern(getattr(tongue, field), "").search(text) for tongue in tongues)


def _begins(tongues: tuple[Tongue, ...], field: str, text: str, rest: str) -> bool:
    return any(_pattern(getattr(tongue, field), rest).match(text) for tongue in tongues)


@cache
def _pattern(words: str, rest: str) -> re.Pattern[str]:
    return re.compile(f"(?:{words}){rest}", re.IGNORECASE)


_REST = Tongue(stems=OTHER_STEMS, automatic=OTHERS)
_TONGUES = GERMANIC | ROMANCE | SLAVIC | FURTHER
_EVERY = tuple(_TONGUES.values())
_ALL = tuple((tongue.stems, tongue) for tongue in (*_TONGUES.values(), _REST))
_ASCII = tuple((ascii_stems, tongue) for stems, tongue in _ALL if (ascii_stems := tuple(filter(str.isascii, stems))))
