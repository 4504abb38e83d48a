"""Signatures below somebody's own words: RFC 3676's delimiter, phone footers, closings with a name, disclaimers.

A closing without a name stays, since "thanks" may be all that was written; what reads like a sentence stays too.
`endings` is the table of words, `footer` reads one line.
"""

import re

from mailflow.ingest.quoting.footer import is_closing, is_legal, is_sent_from, speaks_legally

_DELIMITER = re.compile(r"(?:--|—|–)\s{0,4}$")
_RULE = re.compile(r"\s{0,4}([-_=*~])\1{4,}\s{0,4}$")
_NAME = re.compile(
    r"[-/]?\s?(?:(?:i\.\s?[AV]|ppa|dr|prof|mr|mrs|ms|ing|dipl|ifj|id"
    r"|özv)\.?[\s-]{1,3})*[^\W\d_a-z][^\W\d_]*\.?(?:[\s'-]{1,3}(?:and |und |és |& |von |van |de "
    r"|dr\.? )?[^\W\d_a-z][^\W\d_]*\.?){0,4}(?:\s?\([^()]{1,30}\))?[,.]?$"
)
_PARTED = re.compile(r"\s[|\u2022\u00b7]\s")
"""Between a name and what its owner is: "Ana Kovács | Buyer"."""
_DASHED = re.compile(r"[-/–]\s?[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)?$")
_CONTACT = re.compile(
    r"\+?\(?\d[\d\s()./-]{5,20}\d|\b[\w.+-]{1,64}@[\w-]{1,60}\.|\bwww\.|https?://|\b(?:tel|phone|mobile?|cell|fax"
    r"|e-?mail|telefon|telefono|teléfono|mobil|handy|skype|тел|t|m|f|x)\b\s{0,2}[.:#-]|(?:电话|電話|전화|手机)\s?[:：]"
    r"|\b(?:ltd|inc|llc|gmbh|ag|kft|zrt|nyrt|bt|corp|s\.?r\.?l|s\.?a|sp\. z o\.o|s\.r\.o|oy|ab|aps|bv)\b\.?"
    r"|\bx[-.]?\d{4,5}\b|#\s?\d{3}",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:manager|director|president|engineer|administrator|assistant|consultant|officer|analyst|specialist"
    r"|leader?|head of|support|department|leiter(?:in)?|geschäftsführer(?:in)?|abteilung|igazgató|vezető|munkatárs"
    r"|mérnök|ügyintéző|osztály|titkár(?:ság)?)\b",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(
    r"(?:p\.?\s?s|p\.?\s?d|u\.?\s?i|n\.?\s?b|utóirat|з\.?ы|ps)\b\s?[.:,;–-]?|(?:not|nachtrag|obs)\s?:\s"
    r"|(?:附|另|又及|附言|另外|追伸|追記|추신|덧붙임)\s?[:：]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:contract|customer|client|account|invoice|order|policy|serial|asset|case|ticket|vertrag|kunden|rechnung|auftrag"
    r"|konto|bestell|inventar|szerződés|ügyfél|számla|rendelés|leltár|azonosító|contrat|commande|facture|contrato|pedido"
    r"|factura|contratto|ordine|fattura|umowa|zamówieni|smlouva|objednávk)\w*\b[^\n]{0,20}\d",
    re.IGNORECASE,
)
"""A number that the desk may need."""

_UNSPACED_SENTENCE = re.compile(r"[^\n]{0,60}[\u3040-\u30ff\u3400-\u9fff][^\n]{8,}[。！？]$")
"""A sentence in a script that puts no spaces."""

_CODE = re.compile(r"[{};=`]|###|</|(?<!:)//\s|\w\(\w*\)|\[[ xX]\]")
_WORDS = """
    thanks thank please urgent help ok okay yes no bye hello hi hey fyi asap regards köszönöm köszi köszönjük
    igen nem kérem kérlek sürgős segítség szia üdv danke ja nein bitte dringend hilfe hallo done resolved solved
    megoldva gelöst windows outlook office excel word chrome firefox linux android microsoft teams adobe reader
    sap citrix vpn printer nyomtató drucker server szerver laptop monitor outlook onedrive sharepoint
    canon brother epson lexmark kyocera ricoh xerox lenovo dell asus acer apple samsung iphone ipad google zoom slack
    none nothing never always today tomorrow monday tuesday wednesday thursday friday oui non sí si sim não nee tak nie
    ano ne da nu nej nei kyllä ei да нет так ні evet hayır merci gracias grazie obrigado obrigada bedankt dziękuję tack
    tak takk kiitos спасибо дякую
"""
_NO_NAMES = frozenset(_WORDS.split())
_LAYERS = 5
"""A disclaimer below a footer below a name, and so on."""
_BLOCK = 15
_WIDTH = 80
_SENTENCE, _NAME_WORDS = 6, 3
_ENOUGH = 10
"""So many words before it make a strange name likely to be the writer's; fewer may be an answer to a question."""


def without_signature(lines: list[str], names: frozenset[str] = frozenset(), *, marked: bool = False) -> list[str]:
    """The lines before the signature; `names` are the sender's, in lower case, which are sure to be one.

    With `marked`, the mail program has marked its signature, as HTML mails do: a closing with only a name stays.
    """
    lines = _trimmed(lines)
    after = _postscript(lines)
    if after is not None:
        above = without_signature(lines[:after], names, marked=marked)
        return [*above, "", *without_signature(lines[after:], names, marked=marked)]
    delimited = False
    for _ in range(_LAYERS):
        cut = None if delimited else _delimiter(lines)
        delimited |= cut is not None
        cut = _cut(lines, names, marked=marked) if cut is None else cut
        if cut is None:
            break
        lines = _trimmed(lines[:cut])
    return lines


def _postscript(lines: list[str]) -> int | None:
    """Where words begin that were written below the signature."""
    for index in range(max(len(lines) - 2 * _BLOCK, 2), len(lines)):
        if not lines[index - 1].strip() and _POSTSCRIPT.match(lines[index][:_WIDTH].strip()):
            return index
    return None


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


_BELOW = 8 * _BLOCK
"""No signature has more lines, blank ones among them."""


def _cut(lines: list[str], names: frozenset[str], *, marked: bool) -> int | None:
    """Where a signature without a delimiter begins, or None. It is never the whole text unless a rule says so."""
    for index in range(max(len(lines) - 30, 0), len(lines)):
        if lines[index].strip() and _begins(lines, index, marked=marked):
            return index
    return None if marked else _name_alone(lines, names)


def _delimiter(lines: list[str]) -> int | None:
    """Where the signature's delimiter stands; a second one above it is a line between paragraphs."""
    for index, line in enumerate(lines):
        if line[:1] in "-—–" and _DELIMITER.match(line) and _is_delimited(lines, index):
            return index
    return None


def _is_delimited(lines: list[str], index: int) -> bool:
    """All that follows "-- " is a signature (RFC 3676 4.3), unless a paragraph below it reads like a letter.

    Where the space is lost, most of it may not.
    """
    below = lines[index + 1 : index + 2 + _BELOW]
    if len(below) > _BELOW:
        return False
    line, rest = lines[index], [each.strip() for each in below if each.strip()]
    if line == "-- ":
        return len(rest) <= 2 * _BLOCK and not (rest and rest[0].startswith("--")) and not _goes_on_below(below)
    if len(rest) > _BLOCK or any(_POSTSCRIPT.match(each) or _DELIMITER.match(each) for each in rest):
        return False
    if any(map(_DELIMITER.match, lines[:index])):
        return False  # a line between paragraphs
    return not rest or sum(map(_is_sentence, rest)) < len(rest) / 2


def _goes_on_below(below: list[str]) -> bool:
    """True if somebody wrote on below the signature that a mail program had put there."""
    blank = next((index for index, line in enumerate(below) if index and not line.strip()), len(below))
    legal = next((index for index, line in enumerate(below) if is_legal(line)), len(below))
    return any(_is_sentence(line.strip()) for line in below[blank:legal])


def _begins(lines: list[str], index: int, *, marked: bool) -> bool:
    """True if this line begins a signature: a rule, a phone's footer, a closing, a disclaimer."""
    line = lines[index].strip()
    rest = [each.strip() for each in lines[index + 1 :] if each.strip()]
    if _RULE.match(line):
        return not _underlines(lines, index) and _is_block(rest)
    if all(map(_may_follow_footer, rest)) and not _goes_on(lines, index) and is_sent_from(line):
        return len(rest) <= 1
    if (
        index
        and rest
        and not _is_thanks_apart(lines, index, rest)
        and _is_signed(rest)
        and (is_closing(line) or _is_closed_and_signed(line, rest))
    ):
        return not marked or any(map(_tells, rest))
    return bool(index and not lines[index - 1].strip() and is_legal(line)) and _ends_so(lines, index)


def _may_follow_footer(line: str) -> bool:
    """True for what programs and people put below a phone's footer: one more, a link, a name, how to reach them."""
    return _tells(line) or is_sent_from(line) or _NAME.match(line) is not None


def _ends_so(lines: list[str], index: int) -> bool:
    """True unless a line shows the disclaimer, or somebody has written on below it."""
    above = next((line.rstrip() for line in reversed(lines[:index]) if line.strip()), "")
    blank = next((at for at in range(index, len(lines)) if not lines[at].strip()), len(lines))
    below = lines[blank:]
    if above.endswith(":") or below.count("") > 2:
        return False
    return all(speaks_legally(line) for line in below if _is_sentence(line.strip()) and not _tells(line))


def _underlines(lines: list[str], index: int) -> bool:
    """True if the rule makes the line above a heading."""
    return index > 0 and bool(lines[index - 1].strip()) and lines[index].lstrip()[0] in "-=~"


def _goes_on(lines: list[str], index: int) -> bool:
    """True if the line continues a sentence of the line above."""
    above = lines[index - 1].rstrip() if index else ""
    return len(above.split()) > _NAME_WORDS and above[-1] not in ".!?:)" and lines[index].lstrip()[:1].islower()


def _is_thanks_apart(lines: list[str], index: int, rest: list[str]) -> bool:
    """A paragraph that thanks, above the closing itself: it was meant."""
    return not lines[index + 1].strip() and is_closing(rest[0])


def _is_closed_and_signed(line: str, rest: list[str]) -> bool:
    """ "Thanks, Ana Kovács" above how to reach her."""
    closing, _, name = line[:_WIDTH].partition(",")
    return _tells(rest[0]) and bool(_NAME.match(name.strip())) and is_closing(closing)


def _is_signed(rest: list[str]) -> bool:
    """A name, a closing or how to be reached, and then only short lines; no sentence but a disclaimer below that."""
    first = rest[0]
    if len(rest) > _BLOCK or not all(map(_is_short, rest)) or any(map(_POSTSCRIPT.match, rest)):
        return False
    if not (
        _NAME.match(_PARTED.split(first)[0])
        or _tells(first)
        or is_closing(first)
        or first.endswith((" 드림", " 올림", "敬上"))
    ):
        return False
    told = False
    for line in rest:
        if _CODE.search(line) or _REFERENCE.search(line) or (_is_sentence(line) and not (told and is_legal(line))):
            return False
        told = told or bool(_CONTACT.search(line))
    return True


def _is_block(rest: list[str]) -> bool:
    if not rest:
        return True
    telling = sum(map(_tells, rest))
    named = len(rest) <= 6 or telling >= 3 or bool(_NAME.match(rest[0]) or _tells(rest[0]))
    wordy = sum(len(line.split()) >= _SENTENCE for line in rest)
    return named and len(rest) <= _BLOCK and all(map(_is_short, rest)) and telling > 0 and wordy <= 3


def _is_short(line: str) -> bool:
    return len(line) <= _WIDTH and "?" not in line.split("//")[0]


def _is_sentence(line: str) -> bool:
    """Several words up to a full stop, and nothing of how to reach somebody."""
    if _UNSPACED_SENTENCE.match(line):
        return True
    return (len(line.split()) >= _SENTENCE and line.endswith((".", "!", "?")) and not _tells(line)) or len(
        line
    ) > _WIDTH


def _tells(line: str) -> bool:
    return bool(_CONTACT.search(line) or _ROLE.search(line))


def _name_alone(lines: list[str], names: frozenset[str]) -> int | None:
    """Where a name without a closing ends the text, perhaps with how to reach its owner."""
    for start in range(max(len(lines) - 8, 1), len(lines)):
        block = [line.strip() for line in lines[start:] if line.strip()]
        if not lines[start].strip() or not all(map(_is_short, block)) or any(map(_REFERENCE.search, block)):
            continue
        head = _CONTACT.sub("", block[0]).strip(" -–|,.")
        if _is_name(head, names) and _is_own_block(lines, start, block, names):
            return start
    return None


def _is_own_block(lines: list[str], start: int, block: list[str], names: frozenset[str]) -> bool:
    before = next((line.strip() for line in reversed(lines[:start]) if line.strip()), "")
    if not before or before.endswith((":", ",")):
        return False
    rest = block[1:]
    if not all(_tells(line) or _NAME.match(line) for line in rest):
        return False
    if any(map(_tells, block)):
        return not lines[start - 1].strip() or before.endswith((".", "!", "?")) or len(before.split()) > 3
    if not names.isdisjoint(block[0].lower().replace(",", " ").split()):
        return True
    tight = block[0].startswith("-") and not block[0].startswith("- ")
    if not tight and sum(len(line.split()) for line in lines[:start]) < _ENOUGH:
        return False
    if _DASHED.match(block[0]):
        return not rest and not before.startswith(("-", "/", "–", "*"))
    return len(rest) <= 1 and before.endswith((".", "!", "?"))


def _is_name(text: str, names: frozenset[str]) -> bool:
    words = text.lower().replace(",", " ").strip("- .").split()
    if not words or len(words) > 5 or any(word.strip(".!") in _NO_NAMES for word in words):
        return False
    return bool(names.intersection(words)) or (bool(_NAME.match(text)) and len(words) <= 4)
