"""Out-of-office answers by their words, in Hungarian, English and German, where no header says so.

Only what is sure counts: a person who mentions a holiday, or who asks for help with an automatic reply, stays a person.
"""

import re

from mailflow.mail import Mail

_HEAD = 2000
_STEMS = (
    "auto",
    "office",
    "vacation",
    "holiday",
    "leave",
    "away",
    "out of",
    "travel",
    "unavailable",
    "abwesen",
    "urlaub",
    "büro",
    "haus",
    "elternzeit",
    "erreich",
    "szabads",
    "kívül",
    "irod",
    "távol",
    "külföld",
)
_PREFIX = re.compile(r"(?:(?:re|aw|vá|fw|fwd|wg)\s*:\s*|\[[^\]]{1,60}\]\s*){0,6}", re.IGNORECASE)
_AUTOMATIC = (
    r"automatic (?:reply|response|answer)|auto(?:mated)?[- ]?(?:reply|response|responder)|autoreply"
    r"|out[- ]of[- ](?:the[- ])?office (?:auto-?reply|reply|response|notification|message)"
    r"|automatische (?:antwort|rückantwort|rückmeldung)|abwesenheits(?:notiz|nachricht|mitteilung|meldung|agent)"
    r"|autom(?:atische)?\. antwort"
    r"|automatikus (?:válasz|üzenet|értesítés|válaszüzenet)|távolléti (?:értesítés|üzenet|értesítő)"
    r"|házon kívül (?:üzenet|értesítés)"
)
_ABSENT = (
    r"out[- ]of[- ](?:the[- ])?office|on (?:vacation|holiday|leave)|away from (?:my |the )?(?:office|desk|mail"
    r"|e-?mail)|abwesend|abwesenheit|nicht im (?:büro|haus)|au(?:ß|ss)er haus|im urlaub|urlaub"
    r"|házon kívül|irodán kívül|szabadság|távollét|nem vagyok (?:az? )?irod"
)
_SUBJECT_SURE = re.compile(rf"(?:{_AUTOMATIC})\s*(?::|\(|\[|$|[-–]\s)", re.IGNORECASE)
_SUBJECT_MAYBE = re.compile(rf"(?:{_ABSENT})\b[^?]{{0,60}}$", re.IGNORECASE)
_SAYS_AUTOMATIC = re.compile(
    r"this is an auto(?:matic|mated|matically)|automatically generated|(?:dies"
    r"|das) ist eine (?:automatische|automatisch)|automatisch (?:erstellt|generiert|erzeugt)"
    r"|diese (?:e-?mail|nachricht|antwort) wurde automatisch|ez (?:egy )?automatikus(?:an)?\b"
    r"|automatikusan (?:generált|küldött)",
    re.IGNORECASE,
)
_SAYS_ABSENT = re.compile(
    r"\bi(?:'m| am| will be|'ll be)? (?:am |be )?(?:currently |presently |now )?(?:out of (?:the )?office"
    r"|out of (?:the )?(?:country|town)|away|on (?:annual |parental |maternity |sick |medical )?(?:leave|vacation"
    r"|holidays?)|traveling|unavailable)"
    r"|(?:ich bin|bin ich|ich befinde mich|befinde ich mich)[^!?\n]{0,60}(?:nicht im (?:büro|haus|hause)|abwesend"
    r"|im urlaub|au(?:ß|ss)er haus|in elternzeit|nicht erreichbar)|während meiner abwesenheit"
    r"|(?:erreichen sie mich|bin ich) (?:zurzeit|derzeit|momentan) nicht"
    r"|(?:szabadságon|házon kívül|irodán kívül|távol|külföldön) (?:vagyok|leszek|tartózkodom)|(?:nem vagyok"
    r"|nem leszek)[^.!?\n]{0,20}(?:irod|elérhető)|távollétem(?:ben| alatt| idej)|nem tartózkodom az irod",
    re.IGNORECASE,
)
_SAYS_BACK = re.compile(
    r"\b(?:return(?:ing)?|be back|am back|back (?:in the office |on |at )|until|through)\b|\b(?:bis (?:zum"
    r"|einschlie|einschl|\d)|wieder (?:erreichbar|im büro|für sie|da|zurück|ab)|zurück)"
    r"|(?:visszatér|újra (?:elérhető|az irod)|legközelebb|\d-?[aáeé]?ig\b|-tól|-től|munkába áll|elérhető(?:k"
    r"| leszek| vagyok))",
    re.IGNORECASE,
)
_SAYS_WHOM = re.compile(
    r"(?:in (?:urgent|case of|an emergency)|(?:if|for) (?:this is |it is |your (?:request|matter) is |anything "
    r"|any )?urgent|please contact|contact my colleague|immediate assistance)"
    r"|(?:in dringenden|bei dringenden|wenden sie sich|wird nicht weitergeleitet|werden nicht weitergeleitet"
    r"|meine vertretung|vertretung)"
    r"|(?:sürgős (?:eset|ügy|kérdés)|halaszthatatlan|kérem,? forduljon|kérjük,? forduljon|forduljanak|kolléga?(?:m"
    r"|ná)|helyettes)",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"thank(?:s| you) for your (?:e-?mail|message|mail|inquiry)|(?:vielen )?dank für (?:ihre|deine) (?:e-?mail"
    r"|nachricht|mail|anfrage)|köszönöm,? (?:az? )?(?:levelét|üzenetét|e-?mail|megkeres)",
    re.IGNORECASE,
)


_REQUEST = re.compile(
    r"\b(?:i need|we need|could you|can you|please (?!contact|call|write|feel|note|be|direct|send"
    r"|e-?mail|mail|turn|reach)"
    r"|brauche|benötige|bitte (?!wenden|kontaktieren|beachten|schreiben|melden|rufen|haben|senden)"
    r"|kér(?:em|jük)(?! ?,? ?(?:forduljon|forduljanak|keress|írj|vegye|vegyék|hívj|türelm|szíves|sürgős))"
    r"|kérném|szeretném)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:not|n't|doesn|don|fail\w*|errors?|broken|how|help|fix|nem|hiba\w*|rossz|segít\w*|nicht|kein\w*|fehler\w*|hilfe)\b",
    re.IGNORECASE,
)


def is_vacation(mail: Mail) -> bool:
    """True if the subject and the first words together leave no doubt."""
    head = mail.text[:_HEAD]
    spoken = f"{mail.subject} {head}".lower()
    if not any(stem in spoken for stem in _STEMS):
        return False
    subject = _PREFIX.sub("", mail.subject, count=1)
    if "?" in head.partition("\n>")[0] or "?" in subject:
        return False
    absent, automatic = bool(_SAYS_ABSENT.search(head)), bool(_SAYS_AUTOMATIC.search(head))
    if _SUBJECT_SURE.match(subject):
        return absent or automatic or not _TROUBLE.search(f"{subject}\n{head}")
    if _REQUEST.search(head):
        return False
    if automatic:
        return absent
    needed = 1 if _SUBJECT_MAYBE.match(subject) else 3
    return absent and sum(bool(pattern.search(head)) for pattern in (_SAYS_BACK, _SAYS_WHOM, _THANKS)) >= needed


def mentions_absence(mail: Mail) -> bool:
    """True if a mail that a machine is known to have sent is an out-of-office answer."""
    return bool(
        _SUBJECT_SURE.search(mail.subject)
        or _SUBJECT_MAYBE.search(mail.subject)
        or _SAYS_ABSENT.search(mail.text[:_HEAD])
    )
