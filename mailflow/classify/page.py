"""A judgement as one HTML page that needs nothing else: confusion, reliability, coverage, languages, hardest mails."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from mailflow.classify import draw, scores
from mailflow.classify.examples import Example
from mailflow.classify.scores import Marked
from mailflow.plot import bars
from mailflow.sheet import figure, row, sheet, table

HARDEST = 12
SHOWN = 400


Judged = tuple[Marked, Sequence[Example]]
"""A head's answers beside the truth, and the mails."""


def page(title: str, heads: Mapping[str, Judged]) -> str:
    """The page as text, a section for each head."""
    sections = [_section(head, *judged) for head, judged in heads.items()]
    return sheet(title, [_summary(heads), *sections])


def _summary(heads: Mapping[str, Judged]) -> str:
    figures = {head: scores.score(marked, [mail.language for mail in mails]) for head, (marked, mails) in heads.items()}
    rows = [
        [head, told["n"], told["accuracy"], told["macro_f1"], told["ece"], told["sure"]["share"], told["sure"]["right"]]
        for head, told in figures.items()
    ]
    return table(("head", "mails", "accuracy", "macro F1", "ECE", "sure", "right when sure"), rows)


def _section(head: str, marked: Marked, mails: Sequence[Example]) -> str:
    told = scores.score(marked, [mail.language for mail in mails])["by_language"]
    by_language = {language: figures["macro_f1"] for language, figures in told.items()}
    pictures = [
        (draw.confusion(marked.truth, marked.given), "Rows: what it is. Columns: what was answered."),
        (draw.reliability(marked.claim, marked.hit), "What was claimed against what came true; dots grow with mails."),
        (
            draw.coverage(marked.claim, marked.hit),
            "How many are answered, the surest first, and how many of them right.",
        ),
        (bars(by_language, most=1, digits=3), "Macro F1 by language."),
    ]
    drawn = row(figure(picture, what) for picture, what in pictures)
    return f"<h2>{escape(head)}</h2>{drawn}{_hardest(marked, mails)}"


def _hardest(marked: Marked, mails: Sequence[Example]) -> str:
    """The mails that were answered wrongly with the greatest confidence."""
    wrong = np.flatnonzero(marked.truth != marked.given)
    worst = wrong[np.argsort(-np.abs(marked.claim[wrong] - 0.5), kind="stable")][:HARDEST]
    rows = "".join(
        f"<tr><td>{escape(str(marked.truth[place]))}</td><td>{escape(str(marked.given[place]))} "
        f"({marked.claim[place]:.2f})</td><td><b>{escape(mails[place].subject)}</b>"
        f"<blockquote>{escape(mails[place].body[:SHOWN])}</blockquote></td></tr>"
        for place in worst
    )
    head = "<thead><tr><th>it is</th><th>answered</th><th>mail</th></tr></thead>"
    whole = f"<table>{head}<tbody>{rows}</tbody></table>"
    return f"<h3>The hardest mails</h3><div class=wide>{whole}</div>" if rows else ""
