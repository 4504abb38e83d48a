"""What a customer says in a short mail: where is it, yes it is solved, withdraw, a number; and thanks without news.

Only mails whose every word is known are understood (`phrases`): "yes it is solved, but ..." brings news, and then
nothing is understood. Accents do not count. When unsure a mail brings news.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from mailflow.desk.terms import CustomerWord
from mailflow.ingest.phrases import EVERYWHERE, PHRASES
from mailflow.mail import Attachment

NOTHING: frozenset[str] = frozenset()
THANKS = "thanks"
_WORDS, _LENGTH, _LONGEST = 60, 300, 24
"""The most words and characters of a mail, and words of a phrase, that are looked at."""
_NAMES = {"greeting": 3, "closing": 4, THANKS: 1}
"""How many words of a name may follow."""

_TOKEN = re.compile(r"[\u3041-\u30fa\u30fc\u3400-\u9fff々〇]|[^\W_\u3041-\u30fa\u30fc\u3400-\u9fff]+")
"""A word; in Chinese and Japanese, which put no spaces, a character."""

_SENTENCE_END = re.compile(r"[.!…;:。！；：]|\n\s*(?:\n|(?=[^\W\d_]))")
_WRAPPED = re.compile(
    r"(?<=[^\n]{50})[ \t]*\n[ \t]*(?=[^\W\d_])|(?<=[^.!?…\s])[ \t]*\n\s*(?=[A-ZÀ-ÖØ-ÞŁŐŘŚŠŰŽČА-ЯЁІЇЄ]\w*\s*\Z)"
)
"""A line break inside a sentence: after a long line, or before a name that stands alone in the last line."""

_APOSTROPHE = re.compile(r"['’ʼ`]")
_QUESTION = re.compile(r"[?？]")
_SMILE = re.compile(r"(?:[:;=8]-?[)D\]*PpЗ3]+|\(:|<3|\^_?\^|[xX]D+)(?![^\W_])|\)+(?=\s|$)")
_FROWN = re.compile(r"[:;=]['’]?-?[(\[/\\|<]")
_GOOD_SIGNS = frozenset(
    "👍👌🙏🙌👏💪🤝❤♥♡💙💚💛💜🧡💖💕🥰😍😊☺🙂😀😃😄😁😉😇🤗🤩🥳🎉🎊✅✔☑✓💯🌟⭐★✨🌹🌷🌸🌺💐🍀🔝🏆😎🫶"
)
_CARRIED = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
    | {"application/pgp-keys", "text/vcard", "text/x-vcard", "text/directory"}
)
"""Parts that go along with every mail of their sender."""

_LETTERS = str.maketrans("łøđıæœ", "lodiao")
_NUMBER = re.compile(
    r"\s*(?:(?:the|option|number|no\.|die|der|das|nummer|nr\.|variante|az?|opció)\s+)?([1-5])(?:\s?/\s?5|-?[aeoö]s\b)?"
    r"(?:\s*[.,!*:;–-]+\s*|\s+|$)(.{0,40})$",
    re.IGNORECASE,
)
_POLITE = frozenset({"", "please", "bitte", "kérem", "légyszi", "passt", "jó", "jó lesz", "is fine", "works for me"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    plain: str
    is_name: bool
    """May be somebody's name: it begins with a capital."""
    is_own: bool
    """Is a name of the sender, or the beginning of one: Kata is Katalin."""


def kinds_of(text: str, names: frozenset[str] = NOTHING) -> frozenset[str]:
    """What kinds of phrases the text is made of, in one language; empty if any word or sign is not understood.

    `names` are the sender's own, in lower case. Where it means two things in two languages, only thanks are believed.
    """
    said = _SMILE.sub(" ", text[: _LENGTH + 1])
    if len(text) > _LENGTH or _FROWN.search(said):
        return NOTHING
    if any(each.plain not in _vocabulary() and not (each.is_name or each.is_own) for each in _words(said, names)):
        return NOTHING
    signs = frozenset(each for each in said if unicodedata.category(each) == "So")
    sentences = [list(_words(part, names)) for part in _SENTENCE_END.split(_WRAPPED.sub(" ", said))]
    if signs - _GOOD_SIGNS or not 0 < sum(map(len, sentences)) + len(signs) <= _WORDS:
        return NOTHING
    smiles: frozenset[str] = frozenset({THANKS}) if signs else NOTHING
    if not any(sentences):
        return smiles
    found = {kinds | smiles for phrases in _tables().values() if (kinds := _understood(sentences, phrases))}
    return _agreed(found, asks=bool(_QUESTION.search(text)))


def word_of(kinds: frozenset[str]) -> CustomerWord | None:
    """The one thing that the customer says, if every word of the mail is understood."""
    said = kinds & frozenset(CustomerWord)
    return CustomerWord(next(iter(said))) if len(said) == 1 else None


def only_thanks(kinds: frozenset[str]) -> bool:
    """True if the mail thanks, perhaps greets, and says nothing else at all."""
    return THANKS in kinds and kinds <= {THANKS, "greeting", "closing", "polite", "small"}


def brings_files(attachments: Iterable[Attachment]) -> bool:
    """True if something is attached that is no picture in the text, no signature and no visiting card: that is news."""
    return any(not each.inline and not each.content_id and each.type not in _CARRIED for each in attachments)


def rating_of(text: str) -> int | None:
    """1 to 5 where the first line is that digit, also as "4/5" or "option 2, please"; a comment may follow below."""
    match = _NUMBER.match(text.lstrip().partition("\n")[0][:60])
    if match is None:
        return None
    rest = match.group(2).strip(" .!")
    return int(match.group(1)) if rest.lower() in _POLITE or only_thanks(kinds_of(rest)) else None


def _agreed(found: set[frozenset[str]], *, asks: bool) -> frozenset[str]:
    """What all readings say. A question confirms nothing and thanks for nothing: it only may ask for the status."""
    if asks:
        found = {kinds for kinds in found if word_of(kinds) is CustomerWord.STATUS}
    words = {word_of(kinds) for kinds in found}
    if len(words) > 1:
        found = {kinds for kinds in found if only_thanks(kinds)}
    return min(found, key=sorted, default=NOTHING)


def _understood(sentences: Sequence[Sequence[_Word]], phrases: Mapping[tuple[str, ...], str]) -> frozenset[str]:
    """The kinds of phrases that these sentences are made of; empty if one of them says something else."""
    kinds: set[str] = set()
    closed = False
    for words in sentences:
        signed = all(each.is_own or (closed and each.is_name) for each in words)
        if signed and kinds and len(words) <= _NAMES["closing"]:
            continue
        said = _sentence(words, phrases)
        if words and not said - {"small"}:
            return NOTHING
        kinds |= said
        closed = "closing" in said if words else closed
    return frozenset(kinds)


def _sentence(words: Sequence[_Word], phrases: Mapping[tuple[str, ...], str]) -> frozenset[str]:
    """The kinds of this sentence's phrases, longest first; empty if any word is not understood."""
    kinds: set[str] = set()
    at, names = 0, 0
    while at < len(words):
        ahead = tuple(each.plain for each in words[at : at + _LONGEST])
        length = next((n for n in range(len(ahead), 0, -1) if ahead[:n] in phrases), 0)
        if length:
            kind = phrases[ahead[:length]]
            kinds.add(kind)
            names = _NAMES.get(kind, 0)
        elif kinds and (words[at].is_own or (words[at].is_name and names)):
            names -= 1
        else:
            return NOTHING
        at += length or 1
    return frozenset(kinds)


def _words(text: str, names: frozenset[str]) -> Iterator[_Word]:
    for token in _TOKEN.findall(_APOSTROPHE.sub("", text)):
        lowered, title = token.lower(), token.istitle()
        own = lowered in names or (title and any(each.startswith(lowered[:3]) for each in names))
        yield _Word(plain=_plain(token), is_name=title, is_own=own)


def _plain(text: str) -> str:
    """Lower case letters without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in folded if not unicodedata.combining(each)).translate(_LETTERS)


def _table(language: str) -> dict[tuple[str, ...], str]:
    """The language's phrases as plain words; German umlauts are also written with an e."""
    table: dict[tuple[str, ...], str] = {}
    for phrases in (PHRASES[language], EVERYWHERE):
        for kind, lines in phrases.items():
            spelled = lines.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue") if language == "de" else ""
            for phrase in re.split(r"[;\n]", _plain(_APOSTROPHE.sub("", f"{lines};{spelled}"))):
                table.setdefault(tuple(_TOKEN.findall(phrase)), kind)
    table.pop((), None)
    return table


@cache
def _tables() -> dict[str, dict[tuple[str, ...], str]]:
    """Made at the first use, since it takes longer than a mail."""
    return {language: _table(language) for language in PHRASES}


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of every phrase: most mails have another one soon, and need no closer look."""
    return frozenset(word for table in _tables().values() for phrase in table for word in phrase)
