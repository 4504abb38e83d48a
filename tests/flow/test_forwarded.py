"""What an agent forwards in: a ticket of whoever wrote it first."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from mailflow.desk.events import Noted
from mailflow.desk.terms import Priority
from tests.flow.branch import ANA, AUTHSERV, BO, CARL, LIZ, SUPPORT, Branch, NewBranch, named, subject_of, text_of, the
from tests.servers.sink import Letter

PROVEN = f"{AUTHSERV}; dmarc=pass header.from=agents.example"
GMAIL = (
    "---------- {said} ---------\n{sender}: Ana Kiss <{who}>\n{date}: 2026-06-08\n{subject}: {of}\n{to}: <{bo}>\n{cc}"
)
OUTLOOK = (
    "________________________________\n{sender}: Ana Kiss <{who}>\n{date}: 2026-06-08 09:00\n"
    "{to}: <{bo}>\n{cc}{subject}: {of}\n"
)
WORDS = {
    "en": {"said": "Forwarded message", "sender": "From", "date": "Date", "subject": "Subject", "to": "To", "cc": "Cc"},
    "hu": {"said": "Továbbított üzenet", "sender": "Feladó", "date": "Dátum", "subject": "Tárgy", "to": "Címzett"}
    | {"cc": "Másolatot kap"},
    "de": {"said": "Weitergeleitete Nachricht", "sender": "Von", "date": "Datum", "subject": "Betreff", "to": "An"}
    | {"cc": "Kopie"},
}
TEXTS = {
    "en": "The printer on the second floor does not print. Please help us.",
    "hu": "A második emeleti nyomtató nem nyomtat. Kérem, segítsenek nekünk.",
    "de": "Der Drucker im zweiten Stock druckt nicht. Bitte helfen Sie uns.",
}
OPENED = {"en": "Thank you for writing", "hu": "Köszönjük", "de": "Vielen Dank"}


@pytest.fixture
def desk(make_branch: NewBranch) -> Branch:
    """A desk that believes its mail server."""
    return make_branch(authserv_id=AUTHSERV)


def block(form: str, language: str, text: str, *, who: str = ANA, of: str = "Re: Printer") -> str:
    """A mail as a program repeats it below its own header block, Carl in copy."""
    words = WORDS[language]
    filled = form.format(**words | {"cc": f"{words['cc']}: {CARL}\n", "who": who, "of": of, "bo": BO})
    return f"{filled}\n{text}\n"


def forward(desk: Branch, body: str, sender: str = BO, subject: str = "Fwd: Printer") -> list[Letter]:
    return desk.work(desk.mail(sender, body, subject=subject, authentication_results=PROVEN))


@pytest.mark.parametrize(("language", "form"), [("en", OUTLOOK), ("hu", GMAIL), ("de", OUTLOOK)])
def test_what_an_agent_forwards_is_its_first_writers_ticket(desk: Branch, form: str, language: str) -> None:
    letters = forward(desk, f"She called twice.\n\n{block(form, language, TEXTS[language])}")
    ticket = desk.ticket()
    assert (ticket.requester, ticket.requester_name, ticket.language) == (ANA, "Ana Kiss", language)
    assert ticket.subject == "Printer"
    assert ticket.opened_at == desk.now
    received = text_of(the(letters, ANA))
    assert OPENED[language].lower() in received.lower()
    assert "twice" not in received
    assert named(letters, CARL) == []
    told = next(each for each in named(letters, BO) if "that you forwarded" in text_of(each))
    assert f"is open as MF-1 for Ana Kiss ({ANA})" in " ".join(text_of(told).split())
    assert [each.text for each in desk.journal() if isinstance(each, Noted)] == ["She called twice."]
    new = the(desk.work(desk.answer(told, f"#requester {CARL}", authentication_results=PROVEN)), CARL)
    assert "MF-1" in subject_of(new)
    assert desk.ticket().requester == CARL


def test_orders_above_a_forwarded_mail_act_on_its_ticket(desk: Branch) -> None:
    letters = forward(desk, f"#priority p2\n#add\nMind the tenancy.\n\n{block(GMAIL, 'en', TEXTS['en'])}")
    assert desk.ticket().priority is Priority.P2
    assert "You are now in copy of MF-1" in text_of(the(letters, CARL))
    assert [each.text for each in desk.journal() if isinstance(each, Noted)] == ["Mind the tenancy."]
    assert all("tenancy" not in text_of(each) for each in letters if BO not in each.rcpt)


def test_a_mail_that_one_agent_forwarded_to_the_other_is_still_its_first_writers(desk: Branch) -> None:
    inner = block(GMAIL, "en", TEXTS["en"])
    outer = block(OUTLOOK, "en", f"See below.\n\n{inner}", who=LIZ, of="Fwd: Printer")
    forward(desk, f"Yours?\n\n{outer}")
    assert desk.ticket().requester == ANA
    [note] = [each.text for each in desk.journal() if isinstance(each, Noted)]
    assert (note.startswith("Yours?"), "See below." in note) == (True, True)


def test_whoever_forwards_a_strangers_mail_to_an_agent_is_the_requester(desk: Branch) -> None:
    inner = block(GMAIL, "en", "You have won.", who="eve@evil.example")
    letters = forward(desk, block(OUTLOOK, "en", f"Is this for real?\n\n{inner}", of="Fwd: You have won"))
    assert desk.ticket().requester == ANA
    assert named(letters, "eve@evil.example") == []


def attached(desk: Branch, **headers: str) -> list[Letter]:
    """Bo forwards Ana's mail as an attachment, with its file."""
    inner = EmailMessage()
    usual = {"From": f"Ana Kiss <{ANA}>", "To": f"{BO}, {SUPPORT}", "Cc": CARL, "Subject": "AW: Drucker"}
    for name, value in (usual | headers | {"Message-ID": "<ana1@customer.example>"}).items():
        inner[name] = value
    inner.set_content(TEXTS["de"])
    inner.add_attachment(b"E5", maintype="image", subtype="jpeg", filename="display.jpg")
    outer = EmailMessage()
    for name, value in {
        "From": BO,
        "To": SUPPORT,
        "Subject": "Fwd: Drucker",
        "Message-ID": "<f@agents.example>",
    }.items():
        outer[name] = value
    outer["Date"] = desk.now
    outer["Authentication-Results"] = PROVEN
    outer.set_content("Please take it.")
    outer.add_attachment(inner)
    return desk.work(outer.as_bytes(policy=SMTP))


def test_a_mail_that_is_attached_goes_first_with_its_files(desk: Branch) -> None:
    letters = attached(desk)
    ticket = desk.ticket()
    assert (ticket.requester, ticket.language, ticket.subject) == (ANA, "de", "Drucker")
    assert "display.jpg" in text_of(the(letters, ANA))
    notice = next(each for each in named(letters, BO) if "#add" in text_of(each))
    assert f"In copy: {CARL}." in " ".join(text_of(notice).split())
    later = desk.mail(ANA, "Es druckt noch immer nicht.", subject="Re: x", in_reply_to="<ana1@customer.example>")
    desk.work(later)
    assert len(desk.tickets()) == 2  # she has no proof, and her mail bears none of our tokens


@pytest.mark.parametrize(
    "headers",
    [{"From": "noreply@shop.example"}, {"List-Id": "<news.shop.example>"}, {"Auto-Submitted": "auto-generated"}],
)
def test_a_machine_whose_mail_is_forwarded_gets_no_letter(desk: Branch, headers: dict[str, str]) -> None:
    letters = attached(desk, **headers)
    assert {each for letter in letters for each in letter.rcpt} == {BO}
    assert len(desk.tickets()) == 1


def test_an_agent_without_proof_is_held(desk: Branch) -> None:
    letters = desk.work(desk.mail(BO, block(GMAIL, "en", TEXTS["en"]), subject="Fwd: Printer"))
    assert desk.tickets() == []
    assert named(letters, ANA) == []
