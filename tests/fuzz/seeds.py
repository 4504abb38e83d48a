"""The mails that `make fuzz` breaks: our whole corpus of broken mails, of replies and of machines' mails."""

from collections.abc import Iterator

from tests.ingest import test_machines_corpus as machines
from tests.ingest import test_reply_cases as replies
from tests.ingest.cases.parse import bodies, charsets, headers, names, structure
from tests.ingest.letters import letter

_MACHINES = ("bounces", "absences", "others", "people")


def seeds() -> list[bytes]:
    """All of them, in an order that does not change."""
    broken = [case.mail for group in (bodies, charsets, headers, names, structure) for case in group.CASES]
    told = [machines.mail_of({"from": "Bela <bela@shop.example>"} | case) for case in _told()]
    return [*broken, *told, *map(replies.mail_of, replies.CLIENTS), *_answers()]


def _told() -> Iterator[dict[str, object]]:
    for name in _MACHINES:
        yield from machines.told_in(name)


def _answers() -> Iterator[bytes]:
    """One mail for each item of the tables by language, the old letter quoted below it."""
    for table in replies.TABLES.values():
        for kind in replies.KINDS:
            for item in table[kind]:
                below = replies.quoted(table["old"])
                yield letter(f"{table['own']}\n\n{item}\n\n{below}\n", Subject="Re: [MF-1] Printer")
