"""Signatures below somebody's own words: RFC 3676's delimiter, phone footers, closings with a name, disclaimers.

A closing without a name stays, since "thanks" may be all that was written.
"""

import re

_DELIMITER = re.compile(r"(?:--|—|–)\s{0,4}$")
_RULE = re.compile(r"\s{0,4}([-_=*~])\1{4,}\s{0,4}$")
_FOOTER = re.compile(
    r"(?:sent (?:from|via|with|using)|gesendet (?:von|mit|über)|von meinem [\w -]{2,30} gesendet"
    r"|diese nachricht wurde von meinem|get outlook|outlook für|holen sie sich outlook"
    r"|(?:az )?[\w -]{2,30}(?:-r[óo]l|-omr[óo]l|-emr[őo]l|-[óo]mr[óo]l|rol|ról|ről) küldve"
    r"|küldve (?:az )?|elküldve|outlook (?:beszerzése|letöltése)|envoyé (?:de|depuis)|verstuurd vanaf"
    r"|verzonden (?:vanaf|met)|sendt fra|skickat från|inviato da|enviado desde|wysłane z"
    r"|via mobile)[^.!?,;]{0,50}$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s?[<(]https?:[^<>()]{1,300}[>)]")
_CLOSING = re.compile(
    r"(?:(?:many |kind(?:est)? |best |warm(?:est)? |with (?:kind |best )?)?(?:regards|wishes)|thank(?:s"
    r"|ing you)(?: (?:and|&|in advance|again|a lot|so much|very much|for your (?:help|time)))*(?: (?:best "
    r"|kind )?regards)?|thank you(?: (?:very much|so much|in advance|again|for your (?:help|time|support"
    r"|assistance)))?|many thanks|thx|cheers"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|yours|br|rgds|all the best|best|take care"
    r"|have a (?:nice|good|great) (?:day|weekend|one)|respectfully"
    r"|(?:mit )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?|schöne[nm]?) (?:gr(?:ü|ue)(?:ß"
    r"|ss)(?:en|e)?|gruß)|(?:mit )?freundlichem gruß|gr(?:ü|ue)(?:ß|ss)e?|gruß|mfg|lg|vg|hochachtungsvoll"
    r"|(?:vielen |herzlichen |besten )?dank(?: (?:im voraus|und (?:viele |beste )?grüße))?|danke(?: (?:im voraus"
    r"|und gruß|schön))?"
    r"|(?:szívélyes |baráti )?üdvözlettel|üdvözlet|üdv|tisztelettel|köszönettel"
    r"|(?:előre is )?(?:nagyon )?(?:köszön(?:öm|jük)|köszi)(?: (?:szépen|előre is|a segítséget|a segítségét"
    r"|és üdv(?:özlettel)?))*|szép napot(?: kívánok)?|további szép napot(?: kívánok)?"
    r"|(?:med )?(?:venlig|vennlig)e? hilsen|(?:de bedste )?hilsner?|mvh|kh|vh|(?:med )?vänliga? häls(?:ning"
    r"|ningar)|hälsningar|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groeten|mvg|z (?:poważaniem"
    r"|powazaniem)|pozdrawiam|pozdrowienia|cordialement|bien à vous|saludos|cordiali saluti|distinti saluti"
    r"|atenciosamente|s pozdravem|s pozdravom)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\s{0,4}\*{0,4}\s?(?:confidentiality notice|disclaimer\b|this (?:e-?mail|message"
    r"|communication)(?: and any \w+| \(including[^)]{0,60}\))?[^.]{0,60}(?:confidential|intended (?:only|solely))"
    r"|diese (?:e-?mail|nachricht)[^.]{0,60}vertraulich"
    r"|(?:ez az? |jelen )(?:e-?mail|üzenet|levél)[^.]{0,80}(?:bizalmas|kizárólag)|please consider the environment"
    r"|bitte denken sie an die umwelt|kérj(?:ük|em),? (?:gondoljon|csak akkor nyomtassa))",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[-/]?\s?(?:(?:dr|prof|mr|mrs|ms|ing|dipl|ifj|id"
    r"|özv)\.?[\s-]{1,3})*[^\W\d_a-z][^\W\d_]*\.?(?:[\s'-]{1,3}(?:and |und |és |& |von |van |de "
    r"|dr\.? )?[^\W\d_a-z][^\W\d_]*\.?){0,4}(?:\s?\([^()]{1,30}\))?[,.]?$"
)
_DASHED = re.compile(r"[-/–]\s?[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)?$")
_CONTACT = re.compile(
    r"\+?\(?\d[\d\s()./-]{5,20}\d|\b[\w.+-]{1,64}@[\w-]{1,60}\.|\bwww\.|https?://|\b(?:tel|phone|mobile?|cell|fax"
    r"|e-?mail|telefon|mobil|handy|skype|t|m|f|x)\b\s{0,2}[.:#-]|\b(?:ltd|inc|llc|gmbh|ag|kft|zrt|nyrt|bt"
    r"|corp)\b\.?|\bx[-.]?\d{4,5}\b|#\s?\d{3}",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:manager|director|president|engineer|administrator|assistant|consultant|officer|analyst|specialist"
    r"|leader?|head of|support|department|leiter(?:in)?|geschäftsführer(?:in)?|abteilung|igazgató|vezető|munkatárs"
    r"|mérnök|ügyintéző|osztály|titkár(?:ság)?)\b",
    re.IGNORECASE,
)
_WORDS = """
    thanks thank please urgent help ok okay yes no bye hello hi hey fyi asap regards köszönöm köszi köszönjük
    igen nem kérem kérlek sürgős segítség szia üdv danke ja nein bitte dringend hilfe hallo done resolved solved
    megoldva gelöst windows outlook office excel word chrome firefox linux android microsoft teams adobe reader
    sap citrix vpn printer nyomtató drucker server szerver laptop monitor outlook onedrive sharepoint
"""
_NO_NAMES = frozenset(_WORDS.split())
_LAYERS = 5
"""A disclaimer below a footer below a name, and so on."""
_BLOCK = 15
_WIDTH = 80


def without_signature(lines: list[str], names: frozenset[str] = frozenset(), *, marked: bool = False) -> list[str]:
    """The lines before the signature; `names` are the sender's, in lower case, which are sure to be one.

    With `marked`, the mail program has marked its signature, as HTML mails do: a closing with only a name stays.
    """
    lines = _trimmed(lines)
    for _ in range(_LAYERS):
        cut = _cut(lines, names, marked=marked)
        if cut is None:
            break
        lines = _trimmed(lines[:cut])
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


def _cut(lines: list[str], names: frozenset[str], *, marked: bool) -> int | None:
    """Where the signature begins, or None. It is never the whole text unless a delimiter or a rule says so."""
    for index, line in enumerate(lines):
        if _DELIMITER.match(line.strip()):
            return index
    for index in range(max(len(lines) - 30, 0), len(lines)):
        if _begins(lines, index, marked=marked):
            return index
    return None if marked else _name_alone(lines, names)


def _begins(lines: list[str], index: int, *, marked: bool) -> bool:
    """True if this line begins a signature: a rule, a phone's footer, a closing, a disclaimer."""
    line = lines[index].strip()
    rest = [each.strip() for each in lines[index + 1 :] if each.strip()]
    if _RULE.match(line):
        return _is_block(rest)
    if _FOOTER.match(_LINK.sub("", line)):
        return len(rest) <= 1
    if index and _is_closing(line):
        return bool(rest) and _is_signed(rest) and (not marked or any(map(_tells, rest)))
    return (
        bool(index and _DISCLAIMER.match(line[:400]) and not lines[index - 1].strip()) and lines[index:].count("") <= 2
    )


def _is_closing(line: str) -> bool:
    match = _CLOSING.match(line[:80])
    return match is not None and not line[match.end() :].strip(" ,.!:;-")


def _is_signed(rest: list[str]) -> bool:
    """A name, and then only short lines."""
    return (
        len(rest) <= _BLOCK
        and bool(_NAME.match(rest[0]) or _CONTACT.search(rest[0]) or _ROLE.search(rest[0]))
        and all(map(_is_short, rest))
    )


def _is_block(rest: list[str]) -> bool:
    if not rest:
        return True
    telling = sum(map(_tells, rest))
    named = len(rest) <= 6 or telling >= 3 or bool(_NAME.match(rest[0]) or _tells(rest[0]))
    return named and len(rest) <= _BLOCK and all(map(_is_short, rest)) and telling > 0


def _is_short(line: str) -> bool:
    return len(line) <= _WIDTH and "?" not in line.split("//")[0]


def _tells(line: str) -> bool:
    return bool(_CONTACT.search(line) or _ROLE.search(line))


def _name_alone(lines: list[str], names: frozenset[str]) -> int | None:
    """Where a name without a closing ends the text, perhaps with how to reach its owner."""
    for start in range(max(len(lines) - 8, 1), len(lines)):
        block = [line.strip() for line in lines[start:] if line.strip()]
        if not lines[start].strip() or not all(map(_is_short, block)):
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
    if _DASHED.match(block[0]):
        return not rest and not before.startswith(("-", "/", "–", "*"))
    sure = not names.isdisjoint(block[0].lower().replace(",", " ").split())
    return sure or (len(rest) <= 1 and before.endswith((".", "!", "?")))


def _is_name(text: str, names: frozenset[str]) -> bool:
    words = text.lower().replace(",", " ").strip("- .").split()
    if not words or len(words) > 5 or any(word.strip(".!") in _NO_NAMES for word in words):
        return False
    return bool(names.intersection(words)) or (bool(_NAME.match(text)) and len(words) <= 4)
