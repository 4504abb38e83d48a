"""Labelling in a terminal: the least sure first, short answers, and an end whenever one likes."""

import json
from pathlib import Path

from mailflow.classify import examples, model
from mailflow.classify.examples import Example
from mailflow.labelling import Question, label, questions, write

GUESSES = {"kind": [("incident", 0.6), ("request", 0.4)], "category": [("access", 0.5), ("availability", 0.5)]}


def question(subject: str, **labels: str) -> Question:
    return Question(mail=Example(subject=subject, body="b", language="en", labels=labels), guesses=GUESSES)


def answer(asked: list[Question], *answers: str) -> tuple[list[Example], list[str]]:
    rest, prompts = list(answers), list[str]()

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return rest.pop(0)

    found = list(label(asked, ask, lambda line: None))
    assert rest == []
    return found, prompts


def test_enter_takes_the_likeliest_and_a_beginning_is_enough() -> None:
    [mail], _ = answer([question("a")], "", "av")
    assert mail.labels == {"kind": "incident", "category": "availability"}


def test_what_fits_several_labels_or_none_is_asked_again() -> None:
    [mail], prompts = answer([question("a")], "x", "REQUEST", "a", "acc")
    assert mail.labels == {"kind": "request", "category": "access"}
    assert len(prompts) == 4


def test_a_mail_can_be_skipped_and_one_can_stop() -> None:
    found, _ = answer([question("a"), question("b"), question("c")], "-", "r", "ac", "q")
    assert [mail.subject for mail in found] == ["b"]


def test_a_label_that_is_there_is_not_asked_for() -> None:
    [mail], prompts = answer([question("a", kind="request")], "ac")
    assert mail.labels == {"kind": "request", "category": "access"}
    assert len(prompts) == 1


def test_the_least_sure_mail_comes_first_and_a_labelled_one_never(small_model: Path, lessons: list[Example]) -> None:
    classifier = model.load(small_model)
    plain = Example(subject="Számla", body="Kérném a márciusi számla másolatát pdf-ben, köszönöm.")
    empty = Example(subject="", body="hm")
    asked = questions(classifier, [plain, lessons[0], empty], None)
    assert {each.mail.subject for each in asked} == {"Számla", ""}
    chances = classifier.chances([each.mail.text for each in asked])
    leads = [min(_lead(row[head.columns()]) for head in classifier.heads) for row in chances]
    assert leads == sorted(leads)
    assert asked[0].guesses["kind"][0][1] >= asked[0].guesses["kind"][1][1]


def _lead(chances: object) -> float:
    ordered = sorted(chances)  # type: ignore[call-overload]
    return float(ordered[-1] - ordered[-2])


def test_what_was_labelled_can_be_learnt_from(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    write(file, [Example(subject="ű", body="b", language="hu", labels={"kind": "request", "breach": "false"})])
    assert json.loads(file.read_text(encoding="utf-8"))["subject"] == "ű"
    [mail] = examples.read(file)
    assert (mail.labels, mail.language) == ({"kind": "request", "breach": "false"}, "hu")
