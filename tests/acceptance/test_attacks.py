"""Attacks on a desk as it runs: a real mailbox, a real mail server, the real commands."""

from collections.abc import Callable

from sqlalchemy import select

from mailflow.store import schema
from tests.acceptance.installation import PATIENCE, Installation
from tests.acceptance.mails import mail
from tests.acceptance.test_run import running
from tests.flow.branch import text_of

ANA, BO = "ana@customer.example", "bo@agents.example"
AUTHSERV = "mx.example.com"
FORGED = 1000


def judged(result: str, content: bytes, domain: str = "customer.example") -> bytes:
    """The mail with what the receiving server says of it."""
    return f"Authentication-Results: {AUTHSERV}; dmarc={result} header.from={domain}\r\n".encode() + content


def test_s01_s13_over_imap_no_forged_order_acts_and_a_thousand_forged_mails_draw_one_letter(
    install: Callable[..., Installation],
) -> None:
    desk = install(sections={"desk": {"authserv_id": AUTHSERV}})
    desk.deliver(judged("pass", mail("Printer", "carl@customer.example")))
    desk.say("run", "--once")
    order = mail("Re: [MF-1] Printer", f"Bo <{BO}>", "#resolve Nothing to do.")
    lower = judged("none", judged("pass", order, "agents.example"), "agents.example")
    desk.deliver(order, lower, *(judged(word, order + word.encode(), "agents.example") for word in ("none", "fail")))
    desk.deliver(*(judged("none", mail(f"BUYNOW {n}", f"BUYNOW <{ANA}>", "BUYNOW")) for n in range(FORGED)))
    desk.say("run", "--once")
    [state] = desk.rows(select(schema.ticket.c.state).where(schema.ticket.c.number == 1))
    assert state[0] == "NEW"
    to_ana = [each for each in desk.sink.letters if ANA in each.rcpt]
    assert len(to_ana) <= 1
    assert all(b"BUYNOW" not in each.content and "BUYNOW" not in text_of(each) for each in to_ana)
    assert len(desk.rows(select(schema.raw_mail.c.id))) == FORGED + 5


def test_s09_a_running_desk_takes_up_a_new_key_and_older_letters_still_prove(desk: Installation) -> None:
    """`mailflow keys rotate` while the daemon runs; nothing that is printed or logged holds a secret."""
    with running(desk):
        desk.deliver(mail("Printer", ANA))
        [first] = desk.sink.wait_for(1, to=ANA, seconds=PATIENCE)
        said = desk.say("keys", "rotate") + desk.say("keys", "list") + desk.say("keys", "list", "--json")
        assert [row["use"] for row in desk.records("keys", "list")] == ["makes tokens", "verifies"]
        desk.sink.wait_for(1, to=BO, seconds=PATIENCE)
        answer = mail("Re: Printer", ANA, "It smokes.", f"In-Reply-To: {first.message['Message-ID']}\n")
        desk.deliver(answer)
        [_, news] = desk.sink.wait_for(2, to=BO, seconds=PATIENCE)
    assert str(first.message["Message-ID"]).startswith("<mf.1-1-c-")
    assert str(news.message["Message-ID"]).startswith("<mf.2-1-a-")
    assert "It smokes." in text_of(news)
    log = (desk.folder / "daemon.log").read_text()
    for [secret] in desk.rows(select(schema.token_key.c.secret)):
        shown = secret.hex() if isinstance(secret, bytes) else str(secret)
        assert shown not in said + log
