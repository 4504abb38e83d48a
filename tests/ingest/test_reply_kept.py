"""The first rule of reading answers: whatever a mail program does to a mail, the writer's words are never lost."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.ingest.parsing.html import marked_text
from mailflow.ingest.quoting.reply import new_text
from tests.ingest.letters import arrive
from tests.ingest.test_reply_cases import TABLES

MARK = "zebra7unicorn asks whether the blue scanner may stay until Friday."
ROWS = sorted(TABLES.values(), key=lambda table: str(table["own"]))
ATTRIBUTIONS = [item for row in ROWS for item in (*row["attributions"], *row["marked"])]
BLOCKS = [item for row in ROWS for item in row["blocks"]]
ENDINGS = [item for row in ROWS for item in (*row["footers"], *row["closings"], *row["legal"])]
OLD = [row["old"] for row in ROWS]
TEXTS = [row["own"] for row in ROWS]
WORDS = [
    "sent",
    "from",
    "on",
    "am",
    "wrote",
    "schrieb",
    "regards",
    "thanks",
    "*",
    "#1",
    "2026",
    "10:12",
    "Ana",
    "Monday,",
]


def prefixed(text: str, sign: str) -> str:
    return "\n".join(f"{sign}{line}" for line in text.split("\n"))


@st.composite
def answers(draw: st.DrawFn) -> str:
    """A mail with the marked sentence in it, as some mail program may have made it."""
    own = draw(st.sampled_from(TEXTS))
    paragraph = draw(st.sampled_from([MARK, f"{own}\n\n{MARK}", f"{MARK}\n\n{own}", f"{own}\n{MARK}"]))
    paragraph = "\n".join(textwrap.fill(line, draw(st.integers(30, 90))) for line in paragraph.split("\n"))
    ending = draw(st.sampled_from(["", *ENDINGS]))
    sign = draw(st.sampled_from([">", "> ", ">> ", "> > ", " > "]))
    quote = prefixed(draw(st.sampled_from(OLD)), sign)
    attribution = draw(st.sampled_from(ATTRIBUTIONS))
    place = draw(st.sampled_from(["above", "below", "between", "block", "alone"]))
    match place:
        case "above":
            text = f"{paragraph}\n\n{ending}\n\n{attribution}\n{quote}\n"
        case "below":
            text = f"{attribution}\n{quote}\n\n{paragraph}\n\n{ending}\n"
        case "between":
            text = f"{attribution}\n{quote}\n\n{paragraph}\n\n{quote}\n"
        case "block":
            text = f"{paragraph}\n\n{ending}\n\n{draw(st.sampled_from(BLOCKS))}\n\n{draw(st.sampled_from(OLD))}\n"
        case _:
            text = f"{paragraph}\n\n{ending}\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "  \n", "\n ", "\t\n"])))


def solid(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=250, deadline=None)
@given(answers())
def test_a_marked_sentence_is_never_lost(text: str) -> None:
    assert solid(MARK) in solid(arrive(text).reply.text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=8), st.integers(0, 8))
def test_words_that_programs_use_hide_nothing_by_themselves(above: list[str], place: int) -> None:
    lines = list(above)
    lines.insert(min(place, len(lines)), f"\n{MARK}\n")
    assert solid(MARK) in solid(arrive("\n".join(lines)).reply.text)


LONG = 256 * 1024
FLOODS = {
    "spaces": " " * LONG,
    "spaces before a letter": " " * LONG + "x",
    "greater-than signs": ">" * LONG,
    "quoted lines": ">\n" * (LONG // 2),
    "attributions": "On Mon, Mar 2, 2026 at 10:12 AM Ana <a@example.org> wrote:\n" * (LONG // 60),
    "half attributions": "On Mon, Mar 2, 2026 Ana wrote\n" * (LONG // 30),
    "openers": "On 2 " * (LONG // 5),
    "verbs": "wrote " * (LONG // 6),
    "ends without verbs": "abc def 12:12:\n" * (LONG // 15),
    "broken tails": "> wrote:\n" * (LONG // 9),
    "rules": "-----\n" * (LONG // 6),
    "dashes": "-" * LONG,
    "headers": "From: a@example.org\n" * (LONG // 20),
    "labels on one line": "From: Sent: To: " * (LONG // 16),
    "closings": "Best regards\nAna\n" * (LONG // 17),
    "footers": "Sent from my iPhone\n" * (LONG // 20),
    "names": "Ana Kov " * (LONG // 8),
    "numbers": "+36 1 " * (LONG // 6),
    "addresses": "a@" * (LONG // 2),
    "nested quantifier bait": "a.a.a.a.a.a.a.a.a.a.! " * (LONG // 24),
    "disclaimers": "\nThis e-mail is " * (LONG // 16),
}
TAGS = {
    "divisions": "<div>" * (LONG // 5),
    "blockquotes": "<blockquote type=cite>x" * (LONG // 23),
    "attributions": '<div class="gmail_attr">On wrote:</div>' * (LONG // 39),
    "borders": '<div style="border-top:solid #E1E1E1 1.0pt">x</div>' * (LONG // 50),
    "hidden": '<p style="display:none">x</p>' * (LONG // 29),
    "angles": "<" * LONG,
}


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_are_read(flood: str) -> None:
    mail = arrive("x").mail
    assert len(new_text(mail, FLOODS[flood])) <= len(FLOODS[flood])


@pytest.mark.parametrize("flood", TAGS)
def test_floods_of_tags_are_read(flood: str) -> None:
    assert len(marked_text(TAGS[flood])) <= 2 * LONG
