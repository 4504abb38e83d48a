"""Our own words in an answer that has lost its quote marks: they go, and what the writer changed or added stays."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.ingest.quoting.pasted import answers_inside, without_our_words
from mailflow.mail import InlineAnswer

LETTER = """Dear Ana,

we have restarted the printer in room 214. Does it print now? Please tell us whether the display still shows an error.

Which model is it?

To withdraw your request, see https://desk.example.com/x or answer with "cancel".

Kind regards
Your support desk"""
OURS = [
    LETTER,
    LETTER.replace('"cancel"', "“cancel”").replace("\n", "\r\n").replace("\r\n", "\n"),
    textwrap.fill(LETTER, 50),
    "\n".join(f"| {line}" for line in LETTER.split("\n")),
    "\n".join(f"    {line}" for line in LETTER.split("\n")),
    LETTER.replace("https://desk.example.com/x", "<https://click.example.net/?u=https%3A%2F%2Fdesk.example.com>"),
    LETTER.upper(),
    LETTER.replace(" ", "\u00a0"),
    LETTER.replace("printer", "prin\u00adter"),
]


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize("place", ["above", "below"])
def test_our_letter_goes_however_it_was_mangled(ours: str, place: str) -> None:
    own = "It prints again, but only in blue."
    text = f"{own}\n\n{ours}" if place == "above" else f"{ours}\n\n{own}"
    assert without_our_words(text, LETTER) == own


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        (LETTER.replace("Which model is it?", "Which model is it? HP 4000."), "HP 4000."),
        (LETTER.replace("Which model is it?", "Which model is it?\nHP 4000, of 2019."), "HP 4000, of 2019."),
        (LETTER.replace("now? Please", "now? Yes, it does.\nPlease"), "Yes, it does."),
        (LETTER.replace("in room 214", "in room 215"), "we have restarted the printer in room 215."),
    ],
)
def test_what_was_changed_or_added_inside_our_words_stays(changed: str, left: str) -> None:
    assert left in without_our_words(changed, LETTER)


@pytest.mark.parametrize(
    "own",
    [
        "You told me that\nwe have restarted the printer in room 214. And then nothing.",
        'You wrote "please tell us whether the display still shows an error" but I see none.',
        "Which model is it?",
        "Does it print now? No.",
        "Kind regards\nAna",
        "Please tell us whether the display still shows an error.",
        "プリンターは動きません。",
        "",
    ],
)
def test_a_phrase_of_ours_in_the_writers_own_words_stays(own: str) -> None:
    assert without_our_words(own, LETTER) == own


@pytest.mark.parametrize("sign", ["", "> ", "| "])
def test_answers_between_our_sentences_are_found_with_what_they_answer(sign: str) -> None:
    answered = LETTER.replace("now? Please", "now?\n\nYes, it does.\n\nPlease").replace("is it?", "is it?\n\nHP 4000.")
    marked = "\n".join(line if line in ("Yes, it does.", "HP 4000.") else sign + line for line in answered.split("\n"))
    whole = f"See below.\n\nFrom: Desk\nSent: Monday, March 2, 2026 10:12 AM\nTo: Ana\nSubject: RE: Printer\n\n{marked}"
    assert answers_inside(whole, LETTER) == (
        InlineAnswer(asked="Does it print now?", said="Yes, it does."),
        InlineAnswer(asked="Which model is it?", said="HP 4000."),
    )


@pytest.mark.parametrize(
    "whole", ["It works.", f"It works.\n\n{LETTER}", f"{LETTER}\n\nIt works.", "Which model is it? HP."]
)
def test_what_stands_above_or_below_our_letter_answers_no_sentence_of_it(whole: str) -> None:
    assert answers_inside(whole, LETTER) == ()


def test_a_letter_in_a_script_without_spaces_goes_too() -> None:
    letter = "Ana様\n\n二一四号室のプリンターを再起動しました。今は印刷できますか。\n\nヘルプデスク"
    assert without_our_words(f"はい、印刷できます。\n\n{letter}", letter) == "はい、印刷できます。"


SENTENCES = [f"Sentence {name} of the letter tells a little about {name}." for name in ("one", "two", "three", "four")]
MARK = "zebra7unicorn asks whether the blue scanner may stay until Friday."


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*SENTENCES, "Which one is it?", "Yes."]), max_size=12),
    st.lists(st.sampled_from([*SENTENCES, "Which one is it?", "No."]), max_size=12),
    st.integers(0, 12),
    st.integers(20, 90),
)
def test_a_sentence_that_is_not_ours_is_never_lost(text: list[str], letter: list[str], place: int, width: int) -> None:
    text.insert(min(place, len(text)), MARK)
    left = without_our_words(textwrap.fill(" ".join(text), width), " ".join(letter))
    assert "".join(MARK.split()) in "".join(left.split())


@pytest.mark.parametrize(
    ("text", "letter"),
    [("a " * 100_000, "a " * 100_000), ("a b " * 60_000, "b a " * 60_000), (LETTER * 400, LETTER * 400)],
)
def test_long_repetitions_are_compared(text: str, letter: str) -> None:
    assert len(without_our_words(text, letter)) <= len(text)
