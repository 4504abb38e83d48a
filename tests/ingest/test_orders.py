"""Orders stand at the very top of the first plain text, and nowhere else (S11)."""

import pytest

from mailflow.mail import OrderLine
from tests.ingest.letters import arrive, multipart


def verbs(body: str, **fields: str) -> list[str | None]:
    return [order.verb for order in arrive(body, **fields).reply.orders]


def test_orders_and_the_text_below_them_are_told_apart() -> None:
    reply = arrive("\n#take\n\n#priority P2\n#resolve restarted the spooler\nDear Ana,\nit prints again.\n").reply
    assert reply.orders == (
        OrderLine(verb="take", argument="", line="#take"),
        OrderLine(verb="priority", argument="P2", line="#priority P2"),
        OrderLine(verb="resolve", argument="restarted the spooler", line="#resolve restarted the spooler"),
    )
    assert reply.body == "Dear Ana,\nit prints again."


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("#megoldva", "resolve"),
        ("#Lezár", "close"),
        ("#lezar", "close"),
        ("#átvesz", "take"),
        ("#atvesz", "take"),
        ("#HOZZÁRENDEL bo@example.org", "assign"),
        ("#eszkalal l2", "escalate"),
        ("#visszaad l1", "return"),
        ("#kérdés Melyik gép?", "ask"),
        ("#ok elromlott a tápegység", "finding"),
        ("#jegyzet", "note"),
        ("#súgó", "help"),
        ("#miért", "why"),
        ("#állapot", "status"),
        ("#gelöst", "resolve"),
        ("#geloest", "resolve"),
        ("#gelost", "resolve"),
        ("#übernehmen", "take"),
        ("#zuweisen bo", "assign"),
        ("#zurück l1", "return"),
        ("#schließen", "close"),
        ("#hilfe", "help"),
        ("#fulfill", "fulfil"),
        ("#resolve: done", "resolve"),
        ("#frobnicate", None),
    ],
)
def test_verbs_are_understood_in_three_languages(line: str, verb: str | None) -> None:
    assert verbs(f"{line}\n") == [verb]


@pytest.mark.parametrize(
    "body",
    [
        "Hi\n#close\n",
        "Dear Ana,\n\n#close",
        "> #close\n",
        "On Mon, 2 Mar 2026 at 10:00, Desk <s@example.com> wrote:\n\n> #close\n",
        "text\n-- \n#close\n",
        "#12 is the ticket\n#close",
        "# close\n",
        "see #close",
    ],
)
def test_nothing_below_prose_in_a_quote_or_a_signature_is_an_order(body: str) -> None:
    assert verbs(body) == []


def test_html_alone_holds_no_orders_and_neither_does_a_second_part() -> None:
    assert verbs("<p>#close</p>", kind="text/html") == []
    body, kind = multipart("Content-Type: text/plain\n\nhello", "Content-Type: text/plain\n\n#close")
    assert verbs(body, kind=kind) == []
    body, kind = multipart(
        "Content-Type: text/html\n\n<p>#close</p>", "Content-Type: text/plain\n\nhello", kind="alternative"
    )
    assert verbs(body, kind=kind) == []


def test_orders_alone_leave_no_text() -> None:
    body = "#take\n\nOn Mon, 2 Mar 2026 at 10:00, Desk <s@example.com> wrote:\n\n> #close\n> old\n"
    reply = arrive(body).reply
    assert ([order.verb for order in reply.orders], reply.body) == (["take"], "")
