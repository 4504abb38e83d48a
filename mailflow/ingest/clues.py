"""The answers that a reply gives to the numbered questions of our letter: below each, by number, or after its words.

Only what certainly answers a question is its answer; the rest stays a part of the mail. Start at `clues_in`.
Linear: each text is passed over once for each way of answering and each question.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailflow.desk.clue import Clue
from mailflow.ingest.words import kinds_of, only_thanks
from mailflow.mail import Reply

_MOST = 2_000
"""Characters of an answer that are kept."""
_LOOKED_AT = 32 * 1024
_ROW_AFTER = 8
"""Characters before a row of which the last must be a colon or a line's end."""

_WORD = re.compile(r"[^\W_]+")
_LEAST_WORDS = 3
"""Words of a question that must be quoted for it to be meant, unless they are its last."""

_ASIDE = (
    r"emelet|em\b|szint|kerület|osztály|stock|etage|og\b|eg\b|obergeschoss|klasse"
    r"|jan|feb|már|mär|ápr|apr|máj|mai\b|jún|jun|júl|jul|aug|szep|sep|okt|nov|dec|dez|\d{1,2}\."
)
"""What makes a number with a point an ordinal, a storey or a date."""

_PLAIN = (
    r"\(?(?P<plain>[1-9])(?:\.\)|[.):\]/](?!\d)|,(?=[ \t])|(?=[ \t]*[-–—=][ \t]))"
    rf"(?![ \t]*(?:{_ASIDE}))[ \t]*[-–—=:]?"
)
"""1. 1) 1: (1) 1.) 1, 1 -"""

_NOUN = r"(?:ad|zu|re|to|q|a|k|v|f|nr|no|point|punkt|pont|question|answer|frage|antwort|kérdés|válasz)"
_NAMED = (
    rf"(?:#|{_NOUN}(?:\b[.]?[ \t]*#?|(?=[1-9])))(?:[ \t]+{_NOUN}\b[.]?)?[ \t]*(?P<named>[1-9])(?!\d)[ \t]*[.):\-–—]*"
)
"""#1, Q1: question 1: zu Frage 1) ad 1."""

_AFTER = (
    r"(?:az?[ \t]+)?(?P<after>[1-9])(?:\.?[ \t]*(?:kérdés|válasz|pont|frage|antwort)\w*[ \t]*[:.)\-–—,]?"
    r"|-?(?:[eoöa]s)?(?:r[ea])?[ \t]*:(?!\d))"
)
"""1. kérdés: az 1. kérdésre: 1-es: 2-re:"""

_ORDINALS: Mapping[str, int] = {
    word: number
    for words in (
        "first second third fourth",
        "firstly secondly thirdly fourthly",
        "erstens zweitens drittens viertens",
        "először másodszor harmadszor negyedszer",
        "első második harmadik negyedik",
        "elsőre másodikra harmadikra negyedikre",
    )
    for number, word in enumerate(words.split(), start=1)
}
_SPOKEN = rf"(?:az?[ \t]+)?(?P<spoken>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})[ \t]*[:,.)\-–—]"
_LETTER = r"\(?(?P<letter>[a-i])\)"
_MARK = rf"(?:{_AFTER}|{_NAMED}|{_PLAIN}|{_SPOKEN}|{_LETTER})[ \t]*"
_AT_LINE = re.compile(rf"^[ \t>*•·-]*{_MARK}", re.MULTILINE | re.IGNORECASE)
_ANYWHERE = re.compile(
    rf"(?:^|(?<=[\s,;.:]))\(?(?P<plain>[1-9])(?:\.\)|[.):](?!\d))(?![ \t]*(?:{_ASIDE}))[ \t]*",
    re.MULTILINE | re.IGNORECASE,
)
_BEGINS_A_ROW = re.compile(r"(?:\A|[\n:])[ \t]*\Z")

_OWN_LIST = re.compile(
    r"\b(?:tried|steps?|did|done|need|want|problems?|issues?|errors?|would like|versucht|probiert|schritte?|gemacht"
    r"|brauchen?|möchten?|probleme?|fehler|próbál\w*|lépés\w*|csinál\w*|tettem|kell\w*|szeretn\w*|hib[aá]\w*"
    r"|probl[eé]m\w*)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"answer|question|válasz|kérdés|antwort|frage", re.IGNORECASE)
_LABEL = re.compile(r"\A(?:[-–—:=>*•·\s]|(?:answer|válasz|antwort|[avf])\s*[:)])*", re.IGNORECASE)
_BARE_MARK = re.compile(r"[>*•·-]*\s*(?:\(?[1-9][.):]+|[qkf][1-9]?[:.)]|question:?|kérdés:?|frage:?)?", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A number in the text that points to a question: where it stands, and what comes after it."""

    start: int
    end: int
    number: int
    sure: bool
    """It can hardly be anything else, even alone."""


def clues_in(reply: Reply, questions: Sequence[str]) -> tuple[Clue, ...]:
    """The answers to these questions, in their order; none where it is not certain that they are answers."""
    text = reply.text[:_LOOKED_AT]
    said = _inside(reply, questions) or _repeated(text, questions) or _numbered(text, len(questions))
    answers = ((number, _tidied(answer)) for number, answer in sorted(said.items()))
    return tuple(Clue(question=questions[number - 1], answer=answer) for number, answer in answers if answer)


def _inside(reply: Reply, questions: Sequence[str]) -> dict[int, str]:
    """What stands below each quoted question."""
    found: dict[int, str] = {}
    for answer in reply.answers:
        asked = [number for number, each in enumerate(questions, start=1) if _is_of(answer.asked, each)]
        if numbered := _numbered(answer.said, len(questions)):
            found |= {number: said for number, said in numbered.items() if len(numbered) > 1}
        elif len(asked) == 1:
            found[asked[0]] = f"{found[asked[0]]}\n{answer.said}" if asked[0] in found else answer.said
    return {} if _below_them_all(found, len(questions)) else found


def _below_them_all(found: Mapping[int, str], count: int) -> bool:
    """Several lines below the last question alone may answer any of them."""
    return count > 1 and set(found) == {count} and "\n" in found[count].strip()


def _is_of(quoted: str, question: str) -> bool:
    """True if the quoted line is the question, wrapped or with its number perhaps."""
    words, asked = _words(quoted), _words(question)
    while words and words[0].isdigit():
        words = words[1:]
    if len(words) < min(_LEAST_WORDS, len(asked)):
        return bool(words) and asked[-len(words) :] == words
    return _holds(asked, words) or _holds(words, asked)


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(whole[at : at + len(part)]) == list(part) for at in range(len(whole) - len(part) + 1))


def _words(text: str) -> list[str]:
    return [each.casefold() for each in _WORD.findall(text)]


def _numbered(text: str, count: int) -> dict[int, str]:
    """What stands behind each question's number, at the beginnings of lines, or in one row that counts from 1."""
    marks = [_mark(each) for each in _AT_LINE.finditer(text)]
    rising = _rising(marks)
    if len(rising) < 2 and not any(each.sure for each in rising):
        rising = _row(text)
    if not rising or max(each.number for each in (*marks, *rising)) > count or _is_own_list(text, rising[0].start):
        return {}
    ends = [*(each.start for each in rising[1:]), _end(text, rising[-1].end)]
    return {each.number: text[each.end : end] for each, end in zip(rising, ends, strict=True)}


def _mark(match: re.Match[str]) -> _Mark:
    found = match.groupdict()
    spoken, letter = found["spoken"], found["letter"]
    if spoken or letter:
        number = _ORDINALS[spoken.lower()] if spoken else ord(letter.lower()) - ord("a") + 1
        return _Mark(start=match.start(), end=match.end(), number=number, sure=False)
    digit = found["named"] or found["after"] or found["plain"]
    sure = not found["plain"] or ")" in match.group()
    return _Mark(start=match.start(), end=match.end(), number=int(digit), sure=sure)


def _rising(marks: Sequence[_Mark]) -> list[_Mark]:
    """The marks whose numbers rise; one that falls back belongs to the text of an answer."""
    rising: list[_Mark] = []
    for mark in marks:
        if not rising or mark.number > rising[-1].number:
            rising.append(mark)
    return rising


def _row(text: str) -> list[_Mark]:
    """Marks 1, 2, 3 and so on from a line's beginning or a colon on; none unless there are two at least."""
    row: list[_Mark] = []
    for match in _ANYWHERE.finditer(text):
        if int(match["plain"]) == len(row) + 1:
            row.append(_Mark(start=match.start(), end=match.end(), number=len(row) + 1, sure=False))
    return row if len(row) > 1 and _BEGINS_A_ROW.search(text[: row[0].start][-_ROW_AFTER:]) else []


def _is_own_list(text: str, start: int) -> bool:
    """True if the line above a list says that it is one of the writer's own: steps, wishes, troubles."""
    above = text[:start].rstrip().rpartition("\n")[2]
    return bool(_OWN_LIST.search(above)) and not _ANSWERS.search(above)


def _end(text: str, start: int) -> int:
    """Where the last answer ends: at an empty line, since below it something else may be said."""
    blank = _BLANK.search(text, len(text) - len(text[start:].lstrip()))
    return blank.start() if blank else len(text)


def _repeated(text: str, questions: Sequence[str]) -> dict[int, str]:
    """What stands behind each question where its words were written again."""
    words = list(_WORD.finditer(text))
    keys = [each.group().casefold() for each in words]
    places = []
    for number, question in enumerate(questions, start=1):
        asked = _words(question)
        at = next((at for at in range(len(keys) - len(asked) + 1) if keys[at : at + len(asked)] == asked), None)
        if at is not None and asked:
            places.append((words[at].start(), _past(text, words[at + len(asked) - 1].end()), number))
    places.sort()
    if not places:
        return {}
    ends = [*(start for start, _, _ in places[1:]), _end(text, places[-1][1])]
    return {number: text[begin:end] for (_, begin, number), end in zip(places, ends, strict=True)}


def _past(text: str, end: int) -> int:
    """Behind the signs that end a question."""
    while end < len(text) and text[end] in "?!.:)\"'”“»* \t":
        end += 1
    return end


def _tidied(answer: str) -> str:
    """The answer without marks before and behind it and thanks below it; "" if it says nothing."""
    lines = [each.strip() for each in _LABEL.sub("", answer, count=1)[:_MOST].strip().split("\n")]
    while lines and (_BARE_MARK.fullmatch(lines[-1]) or only_thanks(kinds_of(lines[-1]))):
        lines.pop()
    said = "\n".join(lines).strip(" ,;*")
    return said if any(map(str.isalnum, said)) else ""
