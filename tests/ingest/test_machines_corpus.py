"""What machines write, and what people write about machines: our own corpus, a table of it (cases/machines)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mailflow.ingest.read import read
from mailflow.mail import Bounce, Verdict, VerdictWord
from tests.ingest.letters import HOUSE, letter, multipart

CASES = Path(__file__).parent / "cases" / "machines"


def told_in(name: str) -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["mail"]
    return mails


def verdict_of(case: dict[str, Any]) -> Verdict:
    return read(mail_of(case), HOUSE).verdict


def mail_of(case: dict[str, Any]) -> bytes:
    fields = {name.replace("-", "_"): value for name, value in case.get("headers", {}).items()}
    body, kind = _body(case)
    return letter(body, kind=kind, From=case["from"], Subject=case["subject"], **fields)


def _body(case: dict[str, Any]) -> tuple[str, str]:
    if "html" in case:
        return case["html"], "text/html; charset=utf-8"
    attached = {
        "status": "message/delivery-status",
        "returned": "message/rfc822",
        "headers_only": "text/rfc822-headers",
        "calendar": "text/calendar; charset=utf-8",
        "receipt": "message/disposition-notification",
        "feedback": "message/feedback-report",
    }
    parts = [f"Content-Type: {kind}\n\n{case[name].strip()}" for name, kind in attached.items() if name in case]
    if not parts:
        return case["text"].lstrip("\n"), "text/plain; charset=utf-8"
    return multipart(
        f"Content-Type: text/plain; charset=utf-8\n\n{case['text'].strip()}", *parts, kind=case.get("kind", "mixed")
    )


@pytest.mark.parametrize("case", told_in("bounces"), ids=lambda case: case["system"])
def test_f32_a_delivery_report_names_whom_it_did_not_reach_for_now_or_for_good(case: dict[str, Any]) -> None:
    verdict = verdict_of(case)
    assert verdict.word is VerdictWord.BOUNCE
    assert verdict.bounce == Bounce(
        recipients=tuple(case["to"]),
        permanent=not case.get("later", False),
        message_ids=(case["id"],) if "id" in case else (),
        why=verdict.bounce.why if verdict.bounce else "",
    )


@pytest.mark.parametrize("case", told_in("absences"), ids=lambda case: case["system"])
def test_f77_an_absence_is_recognised_in_every_language_by_its_words_alone(case: dict[str, Any]) -> None:
    verdict = verdict_of({"from": "Bela <bela@shop.example>"} | case)
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.AUTOMATIC, "out-of-office", False)


@pytest.mark.parametrize("case", told_in("people"), ids=lambda case: case["subject"])
def test_a_person_whose_mail_looks_like_a_machines_is_answered(case: dict[str, Any]) -> None:
    verdict = verdict_of({"from": "Ana <ana@example.org>"} | case)
    assert (verdict.word, verdict.may_answer) == (VerdictWord.ACCEPT, True)


@pytest.mark.parametrize("case", told_in("others"), ids=lambda case: case["system"])
def test_each_machine_has_its_reason_word_and_is_never_answered(case: dict[str, Any]) -> None:
    verdict = verdict_of({"from": "Bela <bela@shop.example>"} | case)
    word = (
        VerdictWord.ACCEPT
        if "accepted" in case
        else VerdictWord.QUARANTINE
        if "held" in case
        else VerdictWord.AUTOMATIC
    )
    assert (verdict.word, verdict.reason, verdict.may_answer) == (word, case["reason"], False)
