"""What a writer wrote new, in 21 languages and the forms of all mail programs: the tables in cases/reply."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailflow.ingest.parsing.parse import parse
from mailflow.ingest.quoting.reply import reply_of
from tests.ingest.letters import arrive, letter, multipart

CASES = Path(__file__).parent / "cases" / "reply"
TABLES: dict[str, dict[str, Any]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(CASES.glob("*.toml"))
}
CLIENTS: list[dict[str, Any]] = TABLES.pop("clients")["case"]
KINDS = ["attributions", "marked", "blocks", "footers", "closings", "legal", "forwards", "kept"]


def new(body: str, subject: str = "Re: [MF-1] Printer") -> str:
    return arrive(body, Subject=subject).reply.text


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def readings(kind: str, item: str, own: str, old: str) -> Iterator[tuple[str, str]]:
    """What is read of the mails that such an item stands in, and what is right."""
    match kind:
        case "attributions":
            yield new(f"{own}\n\n{item}\n\n{quoted(old)}\n"), own
            yield new(f"{own}\n\n{item}\n\n{old}\n"), own
            yield new(f"{item}\n{quoted(old)}\n\n{own}\n"), own
        case "marked":
            yield new(f"{own}\n\n{item}\n{quoted(old)}\n"), own
        case "blocks":
            yield new(f"{own}\n\n{item}\n\n{old}\n"), own
        case "footers" | "closings":
            yield new(f"{own}\n\n{item}\n"), own
        case "legal":
            yield new(f"{own}\n\nBest regards\nAna\n\n{item}\n"), own
        case "forwards":
            shown = new(f"{own}\n\n{item}\n\n{old}\n", "Printer")
            yield shown.partition("\n\n")[0], own
            yield shown[-len(old) :], old
        case "kept":
            yield new(f"{item}\n"), item


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", TABLES)
def test_what_mail_programs_write_goes_and_the_writers_words_stay(language: str, kind: str) -> None:
    table = TABLES[language]
    wrong = [
        (item, read)
        for item in table[kind]
        for read, right in readings(kind, item, table["own"], table["old"])
        if read != right
    ]
    assert not wrong


def mail_of(case: dict[str, Any]) -> bytes:
    text, html = case.get("text"), case.get("html")
    kind = "text/plain; charset=utf-8" if html is None else "text/html; charset=utf-8"
    body = html or text or ""
    if text and html:
        body, kind = multipart(
            f"Content-Type: text/plain; charset=utf-8\n\n{text}",
            f"Content-Type: text/html; charset=utf-8\n\n{html}",
            kind="alternative",
        )
    return letter(body, kind=kind, Subject=case.get("subject", "Re: [MF-1] Printer"))


@pytest.mark.parametrize("case", CLIENTS, ids=lambda case: str(case["name"]))
def test_a_mail_programs_whole_mail(case: dict[str, Any]) -> None:
    read = reply_of(parse(mail_of(case)).mail).text
    if "reply" in case:
        assert read == case["reply"]
    assert all(part in read for part in case.get("contains", []))
    assert not any(part in read for part in case.get("lacks", []))
