"""What the writer of a mail wrote new, and what it says by itself: an agent's orders, a customer's word.

The text version is read where there is one; of an HTML mail its text with the quotes marked. The result may be "":
a mail that only quotes has said nothing new, and the whole stays in `Mail.text`.
"""

import re
from dataclasses import dataclass

from mailflow.ingest.orders import split_orders
from mailflow.ingest.parsing.html import marked_text, marks_quotes, text_of_html
from mailflow.ingest.quoting.quote import Segment, own_segments
from mailflow.ingest.quoting.signature import without_signature
from mailflow.ingest.words import NOTHING, brings_files, kinds_of, only_thanks, rating_of, word_of
from mailflow.mail import InlineAnswer, Mail, Reply
from mailflow.subject import is_forward, without_prefixes

_VS = re.compile(r"\s*vs\s?:", re.IGNORECASE)
_PASSED_ON = re.compile(r"^\W{0,8}fra\s?:|videresen|vidaresen", re.IGNORECASE | re.MULTILINE)
"""Danes and Norwegians forward with "VS:", Finns answer with it."""

_LETTERS = re.compile(r"[^\W\d_]{3,}")
_BLANKS = re.compile(r"\n{4,}")
_SEE_HTML = re.compile(r"\bhtml\b", re.IGNORECASE)
_STUB, _MUCH_MORE = 250, 4
"""A text version of fewer characters, and an HTML version so many times longer, do not say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """Own words, whether they are all that the mail says (no quote was found), and those written inside a quote."""

    text: str
    whole: bool
    answers: tuple[InlineAnswer, ...] = ()


def reply_of(mail: Mail) -> Reply:
    """The new text, its orders and words."""
    own = _best(mail)
    text = own.text
    kinds = NOTHING if brings_files(mail.attachments) else kinds_of(text, _names(mail))
    orders, below = split_orders(mail.plain)
    return Reply(
        text=text,
        orders=orders,
        body=new_text(mail, below) if orders else text,
        word=word_of(kinds),
        thanks=only_thanks(kinds),
        rating=rating_of(text),
        answers=own.answers,
    )


def new_text(mail: Mail, source: str | None = None) -> str:
    """The writer's own words of `source`, by default of the mail's best version, and what is forwarded with them."""
    return (_best(mail) if source is None else _own(source, mail)).text


def _best(mail: Mail) -> _Own:
    if mail.html and not mail.plain.strip():
        return _own(marked_text(mail.html), mail, marked=True)
    own = _own(mail.text, mail)
    if mail.html and _html_knows_better(mail, own):
        better = _own(marked_text(mail.html), mail, marked=True)
        return better if better.text else own
    return own


def _own(source: str, mail: Mail, *, marked: bool = False) -> _Own:
    segments, forwarded = own_segments(source, forwards=_forwards(mail.subject, source), answers=_answers_one(mail))
    names = _names(mail)
    own = [_tidied("\n".join(without_signature(segment.lines, names, marked=marked))) for segment in segments]
    parts = [part for part in (*own, "\n".join(forwarded)) if part.strip()]
    whole = not forwarded and len(segments) == 1 and "\n".join(segments[0].lines).strip() == source.strip()
    return _Own(text=_tidied("\n\n".join(parts)), whole=whole, answers=_answers(segments, own))


def _tidied(text: str) -> str:
    return _BLANKS.sub("\n\n\n", text).strip()


def _answers(segments: list[Segment], own: list[str]) -> tuple[InlineAnswer, ...]:
    """The own words between two quotes, and those below the last quote if there were any such before."""
    answers: list[InlineAnswer] = []
    for segment, said in zip(segments, own, strict=True):
        if segment.asked and said and (segment.followed or answers):
            answers.append(InlineAnswer(asked=segment.asked, said=said))
    return tuple(answers)


def _answers_one(mail: Mail) -> bool:
    """True if the mail says that it answers, or forwards, another."""
    return bool(mail.in_reply_to or mail.references) or without_prefixes(mail.subject) != mail.subject.strip()


def _forwards(subject: str, source: str) -> bool:
    return is_forward(subject) and not (_VS.match(subject) and not _PASSED_ON.search(source))


def _html_knows_better(mail: Mail, own: _Own) -> bool:
    """The text version does not mark the old mail and HTML does; or it only says that one should read HTML."""
    if own.whole and marks_quotes(mail.html):
        return True
    if len(mail.text) > _STUB:
        return False
    return bool(_SEE_HTML.search(mail.text)) or len(text_of_html(mail.html)) > _MUCH_MORE * len(mail.text)


def _names(mail: Mail) -> frozenset[str]:
    if mail.sender is None:
        return frozenset()
    return frozenset(
        word.lower() for word in _LETTERS.findall(mail.sender.name or mail.sender.address.partition("@")[0])
    )
