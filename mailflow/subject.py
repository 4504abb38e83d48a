"""A subject without what mail programs put before it: their words for "answer" and "forwarded", list tags, counters.

The table is by language; RFC 5256 2.1 says how a base subject is made. A subject alone never joins a mail to a ticket.
"""

import re
from collections.abc import Mapping

REPLY: Mapping[str, tuple[str, ...]] = {
    "en": ("re", "reply"),
    "hu": ("vá", "vál", "válasz", "re"),
    "de": ("aw", "antw", "antwort"),
    "fr": ("re", "ré", "rép", "réf", "réponse"),
    "es": ("re", "resp", "rta", "respuesta"),
    "it": ("r", "rif", "ris", "risposta"),
    "pt": ("res", "resposta"),
    "nl": ("antw", "betr"),
    "pl": ("odp", "odpowiedź"),
    "cs": ("odp", "odpověď"),
    "ro": ("răsp", "rasp", "răspuns"),
    "sv": ("sv", "svar"),
    "da": ("sv", "svar"),
    "no": ("sv", "svar"),
    "fi": ("vs", "vast"),
    "ru": ("на", "отв", "ответ"),
    "uk": ("відп", "відповідь", "на"),
    "tr": ("ynt", "yan", "cevap", "yanıt"),
    "zh": ("回复", "回覆", "答复", "答覆", "回信"),
    "ja": ("返信",),
    "ko": ("회신", "답장", "답변"),
    "el": ("απ", "σχετ"),
    "he": ("השב", "תגובה"),
    "ar": ("رد", "رد على"),
}
"""Language -> what stands before the subject of an answer."""

FORWARD: Mapping[str, tuple[str, ...]] = {
    "en": ("fw", "fwd", "forward", "forwarded"),
    "hu": ("továbbítás", "továbbítva", "továbbított", "tov", "továbbküldve"),
    "de": ("wg", "weitergeleitet", "weiterleitung", "wtr"),
    "fr": ("tr", "transf", "transféré", "réexp"),
    "es": ("rv", "reenv", "reenviado"),
    "it": ("i", "inoltra", "inoltrato"),
    "pt": ("enc", "encam", "encaminhada", "encaminhado"),
    "nl": ("doorst", "doorgestuurd", "dv"),
    "pl": ("pd", "podaj dalej", "przekazano", "przek"),
    "cs": ("předat", "přeposláno", "př"),
    "ro": ("redir", "redirecționat", "redirectionat"),
    "sv": ("vb", "vidarebefordrat"),
    "da": ("vs", "videresendt"),
    "no": ("vs", "videresendt"),
    "fi": ("vl", "välitetty"),
    "ru": ("пересл", "пересылка", "пер"),
    "uk": ("пересл", "переслано"),
    "tr": ("ilt", "i̇lt", "iletildi"),
    "zh": ("转发", "轉發", "轉寄", "转寄"),
    "ja": ("転送",),
    "ko": ("전달",),
    "el": ("πρθ",),
    "he": ("הועבר",),
    "ar": ("إعادة توجيه",),
}
"""Language -> what stands before the subject of a forwarded mail."""


def _any_of(tables: tuple[Mapping[str, tuple[str, ...]], ...]) -> str:
    words = {word for table in tables for words in table.values() for word in words}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COUNT = r"\s?(?:[\[(^]?\d{1,3}[\])]?)?\s?[:：﹕]"
_PREFIX = re.compile(rf"\s*(?:{_any_of((REPLY, FORWARD))}){_COUNT}\s*", re.IGNORECASE)
_FORWARDED = re.compile(rf"\s*(?:\[fwd:|(?:{_any_of((FORWARD,))}){_COUNT})", re.IGNORECASE)
_BLOB = re.compile(r"\s*(?:\[[^\[\]]{0,80}\]|\{[^{}]{0,40}\}|\*{2,5}[^*]{1,40}\*{2,5})\s*")
_WRAPPED = re.compile(r"\s*\[fwd?:(.*)\]\s*", re.IGNORECASE | re.DOTALL)
_TRAILER = re.compile(r"\s*\(fwd?\)\s*$", re.IGNORECASE)
_ROUNDS = 20


def is_forward(subject: str) -> bool:
    """True if the subject begins as that of a forwarded mail, after the tags before it."""
    while match := _BLOB.match(subject):
        if _FORWARDED.match(subject):
            return True
        subject = subject[match.end() :]
    return bool(_FORWARDED.match(subject))


def without_prefixes(subject: str, tag: str = "") -> str:
    """The subject as its writer meant it: without answer and forward prefixes, and without tags `[TAG-N]` of ours."""
    text = re.sub(rf"\[{re.escape(tag)}-\d{{1,12}}\]\s*", "", subject, flags=re.IGNORECASE) if tag else subject
    for _ in range(_ROUNDS):
        match = _PREFIX.match(text)
        if match is None:
            break
        text = text[match.end() :]
    return text.strip()


def base_subject(subject: str) -> str:
    """What two subjects of one conversation have in common (RFC 5256 2.1), in one case and with single spaces."""
    text = " ".join(subject.split())[:1000]
    for _ in range(_ROUNDS):
        before = text
        text = without_prefixes(_TRAILER.sub("", text))
        if wrapped := _WRAPPED.fullmatch(text):
            text = wrapped.group(1)
        elif (blob := _BLOB.match(text)) and text[blob.end() :].strip():
            text = text[blob.end() :]
        if text == before:
            break
    return text.strip().casefold()
