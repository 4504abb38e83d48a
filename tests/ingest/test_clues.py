"""Answers to the first letter's questions, as people write them; and what looks like an answer and is none."""

import time
import tomllib
from pathlib import Path

import pytest

from mailflow.desk.clue import Clue, gather
from mailflow.ingest.clues import clues_in
from mailflow.mail import InlineAnswer, Reply
from tests.ingest.letters import arrive

_FOLDER = Path(__file__).parents[2] / "templates"
ASKED = {
    language: tomllib.loads((_FOLDER / language / "questions.toml").read_text(encoding="utf-8"))["hardware"]["incident"]
    for language in ("hu", "en", "de")
}
WROTE = {
    "hu": "Example Support <support@example.com> ezt írta (időpont: 2026. márc. 2., H, 10:12):",
    "en": "On Mon, Mar 2, 2026 at 10:12 AM Example Support <support@example.com> wrote:",
    "de": "Am Mo., 2. März 2026 um 10:12 Uhr schrieb Example Support <support@example.com>:",
}
HEAD = {
    "hu": "Köszönjük, hogy írt nekünk.\n\nAmi segítene az induláshoz",
    "en": "Thank you for writing to us.\n\nWhat would help us get started",
    "de": "vielen Dank für Ihre Nachricht.\n\nWas uns beim Start hilft",
}


def quoted(language: str, *answers: str, width: int = 72, mark: str = "> ") -> str:
    """A reply that quotes our letter and puts these answers below its questions ("" for none)."""
    lines = [WROTE[language], *(f"{mark}{line}".rstrip() for line in HEAD[language].split("\n")), mark.rstrip()]
    for number, (question, answer) in enumerate(zip(ASKED[language], answers, strict=True), start=1):
        rest, first = f"{number}. {question}", True
        while rest:
            cut = rest if len(rest) <= width else rest[: rest.rindex(" ", 0, width)]
            lines.append(mark + ("  " if first else "     ") + cut)
            rest, first = rest[len(cut) :].strip(), False
        if answer:
            lines += ["", answer, ""]
    lines += [f"{mark}-- ", f"{mark}Example Support"]
    return "\n".join(lines)


DEVICE, LAMP, PLACE = "HP LaserJet 4050", "The red lamp blinks.", "Second floor, yes."
NONE: dict[int, str] = {}
ALL = {1: DEVICE, 2: LAMP, 3: PLACE}

CASES: list[tuple[str, str, str, dict[int, str]]] = [
    # By number, each on its line.
    ("points", "en", f"1. {DEVICE}\n2. {LAMP}\n3. {PLACE}", ALL),
    ("brackets", "en", f"1) {DEVICE}\n2) {LAMP}\n3) {PLACE}", ALL),
    ("both brackets", "en", f"(1) {DEVICE}\n(2) {LAMP}\n(3) {PLACE}", ALL),
    ("colons", "en", f"1: {DEVICE}\n2: {LAMP}\n3: {PLACE}", ALL),
    ("hyphens", "en", f"1 - {DEVICE}\n2 - {LAMP}\n3 - {PLACE}", ALL),
    ("points and brackets", "de", f"1.) {DEVICE}\n2.) {LAMP}\n3.) {PLACE}", ALL),
    ("no blanks", "hu", f"1.{DEVICE}\n2.{LAMP}\n3.{PLACE}", ALL),
    ("letters", "en", f"a) {DEVICE}\nb) {LAMP}\nc) {PLACE}", ALL),
    ("a greeting and thanks", "en", f"Hello,\n\n1. {DEVICE}\n2. {LAMP}\n3. {PLACE}\n\nThank you!\nAna", ALL),
    ("thanks below the last", "hu", f"Jó napot!\n\n1. {DEVICE}\n2. {LAMP}\n3. {PLACE}\nKöszönöm!", ALL),
    ("paragraphs", "en", f"1.\n{DEVICE}\n\n2.\n{LAMP}\n\n3.\n\n{PLACE}", ALL),
    ("several lines", "en", f"1. {DEVICE}\nthe grey one\n2. {LAMP}", {1: f"{DEVICE}\nthe grey one", 2: LAMP}),
    ("left out", "en", f"1. {DEVICE}\n3. {PLACE}", {1: DEVICE, 3: PLACE}),
    ("left empty", "en", f"1. {DEVICE}\n2.\n3. {PLACE}", {1: DEVICE, 3: PLACE}),
    ("dashes for nothing", "de", f"1. {DEVICE}\n2. -\n3. {PLACE}", {1: DEVICE, 3: PLACE}),
    ("not known is an answer", "de", f"1. {DEVICE}\n2. weiß ich nicht", {1: DEVICE, 2: "weiß ich nicht"}),
    ("news below an empty line", "en", f"1. {DEVICE}\n2. {LAMP}\n3. {PLACE}\n\nPlease hurry, we are waiting.", ALL),
    ("only the second", "en", f"2) {LAMP}", {2: LAMP}),
    ("in one row", "en", f"1. {DEVICE} 2. {LAMP} 3. {PLACE}", ALL),
    ("in one row with commas", "hu", "1. HP 4050, 2. villog, 3. itt", {1: "HP 4050", 2: "villog", 3: "itt"}),
    ("a row in a sentence", "de", "Hier: 1) HP 4050; 2) blinkt; 3) im Büro", {1: "HP 4050", 2: "blinkt", 3: "im Büro"}),
    ("commas for points", "hu", "Szia!\n\n1, HP 4050\n2, villog", {1: "HP 4050", 2: "villog"}),
    # By name.
    ("question n", "en", f"Question 1: {DEVICE}\nQuestion 3: {PLACE}", {1: DEVICE, 3: PLACE}),
    ("q and a", "en", f"Q1: {DEVICE}\nQ2: {LAMP}", {1: DEVICE, 2: LAMP}),
    ("number sign", "en", f"#1 {DEVICE}\n#2 {LAMP}", {1: DEVICE, 2: LAMP}),
    ("re", "en", f"Re 1: {DEVICE}", {1: DEVICE}),
    ("zu", "de", f"zu 1: {DEVICE}\nzu 2: {LAMP}", {1: DEVICE, 2: LAMP}),
    ("zu frage", "de", f"Zu Frage 2: {LAMP}", {2: LAMP}),
    ("antwort", "de", f"Antwort 1: {DEVICE}\nAntwort 2: {LAMP}", {1: DEVICE, 2: LAMP}),
    ("ad", "hu", f"ad 1. {DEVICE}\nad 3. {PLACE}", {1: DEVICE, 3: PLACE}),
    ("kérdés", "hu", f"1. kérdés: {DEVICE}\n2. kérdés: {LAMP}", {1: DEVICE, 2: LAMP}),
    ("kérdésre", "hu", f"Az 1. kérdésre: {DEVICE}\nA 3. kérdésre: {PLACE}", {1: DEVICE, 3: PLACE}),
    ("1-es", "hu", f"1-es: {DEVICE}\n2-es: {LAMP}", {1: DEVICE, 2: LAMP}),
    ("spoken en", "en", f"First: {DEVICE}\nSecond: {LAMP}\nThird: {PLACE}", ALL),
    ("spoken de", "de", f"Erstens: {DEVICE}\nZweitens: {LAMP}", {1: DEVICE, 2: LAMP}),
    ("spoken hu", "hu", f"Az elsőre: {DEVICE}\nA harmadikra: {PLACE}", {1: DEVICE, 3: PLACE}),
    ("my answers", "de", f"Meine Antworten auf Ihre Fragen:\n1. {DEVICE}\n2. {LAMP}", {1: DEVICE, 2: LAMP}),
    # After the question's words, written again.
    ("repeated", "en", "\n".join(f"{q} {a}" for q, a in zip(ASKED["en"], ALL.values(), strict=True)), ALL),
    ("repeated hu", "hu", "\n\n".join(f"{q}\n{a}" for q, a in zip(ASKED["hu"], ALL.values(), strict=True)), ALL),
    ("repeated one", "de", f"Hallo,\n\n{ASKED['de'][1]}\n{LAMP}\n\nViele Grüße\nAna", {2: LAMP}),
    ("repeated with q", "en", f"Q: {ASKED['en'][0]}\nA: HP\nQ: {ASKED['en'][1]}\nA: {LAMP}", {1: "HP", 2: LAMP}),
    ("repeated by number", "en", f"1. {ASKED['en'][0]}\n{DEVICE}\n2. {ASKED['en'][1]}\n{LAMP}", {1: DEVICE, 2: LAMP}),
    # Below each question of the quoted letter.
    ("inline", "en", quoted("en", DEVICE, LAMP, PLACE), ALL),
    ("inline hu", "hu", quoted("hu", DEVICE, LAMP, PLACE), ALL),
    ("inline de", "de", quoted("de", DEVICE, LAMP, PLACE), ALL),
    ("inline wrapped", "hu", quoted("hu", DEVICE, LAMP, PLACE, width=40), ALL),
    ("inline deep marks", "en", quoted("en", DEVICE, LAMP, PLACE, mark="| "), ALL),
    ("inline two", "en", quoted("en", DEVICE, "", PLACE), {1: DEVICE, 3: PLACE}),
    ("inline below a greeting", "de", "Hallo,\n\nsiehe unten.\n\n" + quoted("de", DEVICE, LAMP, PLACE), ALL),
    ("all below the last by number", "en", quoted("en", "", "", f"1. {DEVICE}\n2. {LAMP}\n3. {PLACE}"), ALL),
    # What answers nothing.
    ("plain news", "en", "It works again, I have no idea why, but please have a look.", NONE),
    ("a storey", "hu", "2. emelet, 214-es szoba", NONE),
    ("a storey de", "de", "Der Drucker steht hier:\n3. Stock, Raum 12", NONE),
    ("a date", "de", "3. 11. 2026 war es noch gut.", NONE),
    ("a version", "en", "1.5 is the version, since\n2.0 does not start", NONE),
    ("a time", "en", "3:15 was when it stopped", NONE),
    ("own steps", "en", "I tried the following:\n1. switched it off\n2. switched it on\n3. called you", NONE),
    ("own steps de", "de", "Das habe ich schon versucht:\n1. neu gestartet\n2. Kabel getauscht", NONE),
    ("own steps hu", "hu", "A következőket próbáltam:\n1. újraindítás\n2. kábelcsere", NONE),
    ("dates in a row", "de", "1. Januar war es noch gut.\n2. Februar nicht mehr.", NONE),
    ("a row in prose", "en", "One more thing. 1. The printer is loud. 2. The scanner too.", NONE),
    ("own needs", "hu", "Ezek kellenek:\n1. toner\n2. papír", NONE),
    ("too many", "en", "1. a\n2. b\n3. c\n4. d", NONE),
    ("all below the last", "en", quoted("en", "", "", f"{DEVICE}\n{LAMP}\n{PLACE}"), NONE),
    ("one point alone", "en", "1. is what I would try first.", NONE),
    ("thanks", "de", "Vielen Dank!", NONE),
]  # fmt: skip


@pytest.mark.parametrize(("language", "body", "answers"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_answers_are_found_by_question_and_nothing_else_is(language: str, body: str, answers: dict[int, str]) -> None:
    reply = arrive(body, Subject="Re: [MF-1] Printer").reply
    asked = ASKED[language]
    assert clues_in(reply, asked) == tuple(
        Clue(question=asked[number - 1], answer=answer) for number, answer in answers.items()
    )


def test_there_are_enough_replies() -> None:
    assert len(CASES) >= 40
    assert {each[1] for each in CASES} == {"hu", "en", "de"}


def test_an_answer_below_the_end_of_a_wrapped_question_is_found_and_one_below_other_words_is_not() -> None:
    asked = ASKED["en"]
    reply = Reply(
        text="HP\nred",
        answers=(
            InlineAnswer(asked=" ".join(asked[0].split()[-4:]), said="HP"),
            InlineAnswer(asked="Thank you for writing to us.", said="red"),
        ),
    )
    assert clues_in(reply, asked) == (Clue(question=asked[0], answer="HP"),)


def test_without_questions_nothing_is_an_answer() -> None:
    assert clues_in(arrive("1. HP\n2. red").reply, []) == ()


def test_a_later_answer_stands_in_the_place_of_the_earlier() -> None:
    first, second = Clue(question="Which?", answer="HP"), Clue(question="Where?", answer="here")
    assert gather([first, second, Clue(question="Which?", answer="Canon")]) == (
        Clue(question="Which?", answer="Canon"),
        second,
    )


@pytest.mark.parametrize("text", ["1." * 50_000, " " * 100_000, "1. " + "\n" * 90_000, "> " * 50_000, "(" * 99_999])
def test_hostile_text_costs_no_time(text: str) -> None:
    began = time.process_time()
    clues_in(Reply(text=text), ASKED["en"])
    assert time.process_time() - began < 2
