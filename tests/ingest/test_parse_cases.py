"""The corpus of broken mails: each is read as a person would read it."""

import pytest

from mailflow.ingest.parsing.parse import parse
from tests.ingest.cases.parse import bodies, charsets, headers, names, structure
from tests.ingest.cases.parse.case import Case

CASES = {case.name: case for case in (*charsets.CASES, *headers.CASES, *structure.CASES, *bodies.CASES, *names.CASES)}


@pytest.mark.parametrize("name", CASES)
def test_the_mail_is_read(name: str) -> None:
    case: Case = CASES[name]
    mail = parse(case.mail).mail
    found = {
        "subject": mail.subject,
        "sender": mail.sender.address if mail.sender else "",
        "shown": mail.sender.name if mail.sender else "",
        "text": mail.text.strip(),
        "names": tuple(part.name for part in mail.attachments),
        "protection": mail.protection.value if mail.protection else "",
    }
    asked = {key: value for key in found if (value := getattr(case, key)) is not None}
    assert {key: found[key] for key in asked} == asked
