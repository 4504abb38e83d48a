"""A page of HTML that needs nothing else: its style, tables and figures. What people wrote stands in it as text alone.

It reads well in light and dark and on a phone; `plot` draws its pictures, in its colours.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5d6b7a; --line: #d5dce3; --fill: #2563a8; --paper: #fff;
  --c0: #2563a8; --c1: #c2571a; --c2: #2e8b57; --c3: #8a4fbe; --c4: #b8860b; --c5: #b03060; --c6: #2a9d9d;
  --c7: #6b7280; --c8: #7a8b1f; --c9: #d0679d; --c10: #4f7fd0; --c11: #a0522d }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --soft: #9aa7b4; --line: #3a4653; --fill: #6aa7e8; --paper: #14191f;
  --c0: #6aa7e8; --c1: #f0925a; --c2: #63c58d; --c3: #bd92ea; --c4: #e2b84a; --c5: #e8769f; --c6: #5cc9c9;
  --c7: #a3adb8; --c8: #b5c653; --c9: #f0a3c6; --c10: #8fb0f0; --c11: #d59068 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 68rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) } h3 { font-size: 1rem }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
.wide { overflow-x: auto } .soft { color: var(--soft) }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; min-width: 8rem; flex: 1 }
.card b { display: block; font-size: 1.4rem; white-space: nowrap } .card span { color: var(--soft); font-size: .85rem }
figure { margin: 0; max-width: 100% } figcaption { color: var(--soft); font-size: .85rem; max-width: 32rem }
svg { max-width: 100%; height: auto }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink) } svg .soft { fill: var(--soft) }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
td, th { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
blockquote { margin: 0; color: var(--soft) }
"""


def sheet(title: str, parts: Iterable[str]) -> str:
    """The whole page; `parts` are HTML already."""
    name = escape(title)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title>'
    body = f"<h1>{name}</h1>{''.join(parts)}"
    return f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, digits: int = 3) -> str:
    """A table whose first column names the row; the others are figures."""
    head = "".join(f"<th{' class=n' if place else ''}>{escape(name)}</th>" for place, name in enumerate(columns))
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if place else ''}>{_cell(cell, digits)}</td>" for place, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<div class=wide><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def figure(picture: str, caption: str) -> str:
    """A picture with what it shows."""
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>"


def row(parts: Iterable[str]) -> str:
    """Things side by side, as far as there is room."""
    return f"<div class=row>{''.join(parts)}</div>"


def card(value: str, name: str) -> str:
    """One figure, large."""
    return f"<div class=card><b>{escape(value)}</b><span>{escape(name)}</span></div>"


def _cell(value: Any, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}" if isinstance(value, float) else escape(str(value))
