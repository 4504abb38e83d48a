"""Text to plain tokens: lower case, no accents, digits alike; hurried Hungarian and German read like careful ones."""

import re
import unicodedata

SUBJECT_LIMIT = 300
BODY_LIMIT = 4000

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?!€$£%@#]")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_UMLAUT = re.compile(r"([aou])e")
_DIGITS = re.compile(r"\d")
_TRANSLATION = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "’": "'", "´": "'", "`": "'"}
)
_TOKEN_LIMIT = 24


def fold(text: str) -> str:
    """The text in lower case without accents; ä and ae, ö and oe, ü and ue become one letter; every digit is 0."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower().translate(_TRANSLATION)))
    return _DIGITS.sub("0", _UMLAUT.sub(r"\1", plain))


def tokens(text: str) -> list[str]:
    """The folded words and telling signs of a text, in order; very long words are cut."""
    return [token[:_TOKEN_LIMIT] for token in _TOKEN.findall(fold(text))]


def lines(subject: str, body: str) -> list[list[str]]:
    """The tokens of a mail, the subject first, then the body; only as much of it as a reader needs."""
    return [tokens(subject[:SUBJECT_LIMIT]), tokens(body[:BODY_LIMIT])]
