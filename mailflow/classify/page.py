"""A judgement as one HTML page that needs nothing else: confusion, reliability, coverage, languages, hardest mails."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from mailflow.classify import draw, scores
from mailflow.classify.examples import Example
from mailflow.classify.scores import Marked

HARDEST = 12
SHOWN = 400
STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5d6b7a; --line: #d5dce3; --fill: #2563a8; --paper: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --soft: #9aa7b4; --line: #3a4653; --fill: #6aa7e8; --paper: #14191f } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 68rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) } h3 { font-size: 1rem }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
figure { margin: 0; max-width: 24rem } figcaption { color: var(--soft); font-size: .85rem }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink) } svg .soft { fill: var(--soft) }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
td, th { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
blockquote { margin: 0; color: var(--soft) }
"""


Judged = tuple[Marked, Sequence[Example]]
"""A head's answers beside the truth, and the mails."""


def page(title: str, heads: Mapping[str, Judged]) -> str:
    """The page as text, a section for each head."""
    sections = [_section(head, *judged) for head, judged in heads.items()]
    parts = [f"<h1>{escape(title)}</h1>", _summary(heads), *sections]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"


def _summary(heads: Mapping[str, Judged]) -> str:
    figures = {head: scores.score(marked, [mail.language for mail in mails]) for head, (marked, mails) in heads.items()}
    rows = [
        [head, told["n"], told["accuracy"], told["macro_f1"], told["ece"], told["sure"]["share"], told["sure"]["right"]]
        for head, told in figures.items()
    ]
    return _table(("head", "mails", "accuracy", "macro F1", "ECE", "sure", "right when sure"), rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    head = "".join(f"<th{' class=n' if place else ''}>{escape(name)}</th>" for place, name in enumerate(columns))
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if place else ''}>{_cell(cell)}</td>" for place, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else escape(str(value))


def _section(head: str, marked: Marked, mails: Sequence[Example]) -> str:
    by_language = scores.score(marked, [mail.language for mail in mails])["by_language"]
    bars = {language: told["macro_f1"] for language, told in by_language.items()}
    pictures = [
        (draw.confusion(marked.truth, marked.given), "Rows: what it is. Columns: what was answered."),
        (draw.reliability(marked.claim, marked.hit), "What was claimed against what came true; dots grow with mails."),
        (
            draw.coverage(marked.claim, marked.hit),
            "How many are answered, the surest first, and how many of them right.",
        ),
        (draw.bars(bars), "Macro F1 by language."),
    ]
    drawn = "".join(f"<figure>{svg}<figcaption>{escape(what)}</figcaption></figure>" for svg, what in pictures)
    return f"<h2>{escape(head)}</h2><div class=row>{drawn}</div>{_hardest(marked, mails)}"


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
    return f"<h3>The hardest mails</h3><table>{head}<tbody>{rows}</tbody></table>" if rows else ""
