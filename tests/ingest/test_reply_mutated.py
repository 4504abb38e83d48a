"""The tables of cases/reply as other mail programs hand them on: wrapped again, spaced oddly, marked differently.

A quote that was known stays known, and nothing of the writer's goes with it.
"""

import textwrap
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.letters import arrive
from tests.ingest.test_reply_cases import TABLES

ROWS = [table for _, table in sorted(TABLES.items())]
SIGNS = [">", "> ", ">> ", "> > ", " > ", ">\t"]
Change = Callable[[str], str]
SPACED: list[Change] = [
    lambda text: text,
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("\n", " \n"),
    lambda text: text.replace("\n", "\t\n"),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n\n", "\n \n"),
]
WIDTH = 60
"""Programs break an attribution no sooner."""


def solid(text: str) -> str:
    return "".join(text.split())


def marked(text: str, sign: str) -> str:
    return "\n".join(f"{sign}{line}" for line in text.split("\n"))


@st.composite
def quoting(draw: st.DrawFn) -> tuple[str, str]:
    """What somebody wrote, and the whole mail: it above, below or inside the quote of an older one."""
    row = draw(st.sampled_from(ROWS))
    item = draw(st.sampled_from([*row["attributions"], *row["marked"]]))
    if "\n" not in item:
        item = "\n".join(textwrap.wrap(item, draw(st.integers(WIDTH, 100)), break_on_hyphens=False))
    own, old = row["own"], marked(row["old"], draw(st.sampled_from(SIGNS)))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    place = draw(st.sampled_from(["above", "below", "inside"]))
    whole = {
        "above": f"{own}\n\n{item}{gap}{old}\n",
        "below": f"{item}{gap}{old}\n\n{own}\n",
        "inside": f"{item}{gap}{old}\n\n{own}\n\n{old}\n",
    }[place]
    return own, draw(st.sampled_from([*SPACED, lambda text: text.replace("\n\n", "\n\n\n")]))(whole)


@st.composite
def unmarked(draw: st.DrawFn) -> tuple[str, str]:
    """What somebody wrote, and the whole mail: an older one stands below its headers."""
    row = draw(st.sampled_from(ROWS))
    block = draw(st.sampled_from(row["blocks"]))
    change = draw(st.sampled_from([*SPACED, bold, lambda text: text.replace(": ", ":  ")]))
    return row["own"], f"{row['own']}\n\n{change(block)}\n\n{row['old']}\n"


def bold(block: str) -> str:
    """Labels between asterisks, as programs write bold ones in plain text."""
    lines = [line.partition(":") for line in block.split("\n")]
    return "\n".join(
        f"*{label}:*{value}" if colon and label.isalpha() else f"{label}{colon}{value}" for label, colon, value in lines
    )


@settings(max_examples=300, deadline=None)
@given(st.one_of(quoting(), unmarked()))
def test_a_quote_is_known_however_it_was_wrapped_and_marked(case: tuple[str, str]) -> None:
    own, whole = case
    assert solid(arrive(whole, Subject="Re: [MF-1] Printer").reply.text) == solid(own)
