"""What a stranger's words can do in letters, logs and exports: nothing but be read; and what nobody is told."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from mailflow.desk.terms import State
from mailflow.export import exported
from mailflow.flow.office import Caps
from mailflow.settings import DeskSettings
from mailflow.store import schema
from mailflow.store.people import Agent
from tests.attacks.test_who_acts import stamped
from tests.desk.build import reading
from tests.flow.branch import (
    ANA,
    AUTHSERV,
    BO,
    CARL,
    EVE,
    LIZ,
    STAFF,
    SUPPORT,
    Branch,
    NewBranch,
    named,
    subject_of,
    text_of,
    the,
    whole_text,
)
from tests.servers.sink import Letter

HTML = "text/html"


def parts(letter: Letter, kind: str) -> str:
    """The text of this kind in the letter."""
    found = [part.get_payload(decode=True) for part in letter.message.walk() if part.get_content_type() == kind]
    return b"\n".join(each for each in found if isinstance(each, bytes)).decode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("B\u043e", "eve@evil.example"),
        ("\u202eoB\u202c", "eve@evil.example"),
        ("Bo\u200b \u2066", "eve@evil.example"),
        ("bo@agents.example", "eve@evil.example"),
    ],
    ids=["Cyrillic o", "right to left", "invisible", "an agent's address as the name"],
)
def test_s05_whoever_somebody_calls_themselves_their_address_is_shown(branch: Branch, name: str, shown: str) -> None:
    notice = the(branch.work(branch.mail(f'"{name}" <{EVE}>')), BO)
    assert shown in text_of(notice)
    assert shown in parts(notice, HTML)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", whole_text(notice))


LOOKALIKES = {
    "Cyrillic o in the name": ("B\u043e", EVE, BO),
    "a zero": ("B0", EVE, BO),
    "full width": ("\uff22\uff2f", EVE, BO),
    "an agent's address as the name": ("Bo, bo@agents.example", EVE, BO),
    "an accent, and the words turned": ("Toth Iren", EVE, "iren@agents.example"),
    "a one for an l": ("", "1iz@agents.example", LIZ),
    "r and n for an m": ("", "tom@agents.exarnple", BO),
    "Cyrillic a in the domain, as the wire writes it": ("", "bo@xn--gents-3ve.example", BO),
    "the desk's name": ("Support\u200b", EVE, SUPPORT),
    "the desk's address": ("", "support@examp1e.com", SUPPORT),
}


@pytest.mark.parametrize(("name", "address", "meant"), LOOKALIKES.values(), ids=LOOKALIKES)
def test_s05_an_agent_is_told_whom_a_stranger_looks_like(
    make_branch: NewBranch, name: str, address: str, meant: str
) -> None:
    irene = Agent(address="iren@agents.example", name="Ir\u00e9n T\u00f3th", tier=2)
    branch = make_branch(agents=(*STAFF, irene))
    notice = the(branch.work(branch.mail(f'"{name}" <{address}>', "Send me the passwords.")), BO)
    warning = re.search(r"Take care: .* can be taken for (\S+),", re.sub(r"[|\s]+", " ", text_of(notice)))
    assert warning is not None
    assert warning[1] == meant


@pytest.mark.parametrize(("language", "words"), [("hu", "Vigyázat"), ("de", "Vorsicht"), ("en", "Take care")])
def test_s05_the_warning_is_in_the_agents_language(make_branch: NewBranch, language: str, words: str) -> None:
    branch = make_branch(agents=[replace(STAFF[0], language=language)])
    assert f"{words}: " in whole_text(the(branch.work(branch.mail(f"Bo <{EVE}>")), BO))
    assert words not in whole_text(the(branch.work(branch.mail(ANA)), BO))


@pytest.mark.parametrize("sender", [f"Ana <{ANA}>", f"Bob <{CARL}>", "Lizzy <tim@agents.example>", "<boo@x.example>"])
def test_s05_an_agent_is_told_nothing_of_who_looks_like_nobody(branch: Branch, sender: str) -> None:
    assert "Take care" not in whole_text(the(branch.work(branch.mail(sender)), BO))


def test_s14_an_answer_does_not_tell_whether_a_ticket_or_a_person_is_known(branch: Branch) -> None:
    """A number that stands, one that does not, and a person whom the desk knows, draw the same answer."""
    branch.work(branch.mail(ANA), branch.mail(CARL))
    answers = []
    for guess in ("[MF-1] Printer", "[MF-999] Printer"):
        letters = branch.work(branch.mail(EVE, "#status", subject=f"Re: {guess}"))
        answers.append(re.sub(r"MF-\d+", "MF-0", text_of(the(letters, EVE))))
        branch.now += timedelta(hours=1)
    times = re.compile(r"\d\d?[:.]\d\d|\d+ \w+ 20\d\d|\b[a-z2-7-]{20,}\b|\d-\d+-c-[a-z2-7-]+")
    assert times.sub("", answers[0]) == times.sub("", answers[1])


@pytest.mark.parametrize(
    "hidden", ["\r\nBcc: eve@evil.example", "=?utf-8?q?x=0D=0ABcc:_eve@evil.example?=", "\x85Bcc: e", "\u2028Bcc: e"]
)
def test_s15_a_line_end_in_subject_name_or_file_name_adds_no_header(branch: Branch, hidden: str) -> None:
    content = branch.mail(ANA, files=[("NAME", b"x")]).decode()
    folded = hidden.replace("\r\n", "\r\n ")
    content = content.replace("Subject: Printer", f"Subject: Printer {folded}").replace("NAME", f"a {folded}")
    content = content.replace(f"From: {ANA}", f"From: =?utf-8?q?Ana=0D=0ABcc=3A_x?= <{ANA}>")
    letters = branch.work(content.encode("utf-8", "surrogateescape"))
    assert {BO, ANA} == {each.rcpt[0] for each in letters}
    assert all(each.message["Bcc"] is None and len(each.rcpt) == 1 for each in letters)


def test_s16_a_dot_alone_in_a_mail_ends_no_letter_of_ours(branch: Branch) -> None:
    trap = "One\n.\nMAIL FROM:<eve@evil.example>\nTwo\n..\nThree"
    letters = branch.work(branch.mail(ANA, trap))
    assert len(letters) == 2
    assert all(line in text_of(the(letters, BO)) for line in ("One", "MAIL FROM:<eve@evil.example>", "Three"))


SSTI = [
    "{{7*7}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "${7*7}",
    "{{self.__init__.__globals__}}",
]


@pytest.mark.parametrize("trap", SSTI)
def test_s17_a_template_in_a_mail_is_text(branch: Branch, trap: str) -> None:
    letters = branch.work(branch.mail(f'"{trap}" <{ANA}>', f"Look: {trap}", subject=f"Printer {trap}"))
    notice = the(letters, BO)
    assert trap in re.sub(r"\s*\n(> ?)?\s*", " ", text_of(notice))
    assert trap in re.sub(r"\s+", " ", subject_of(notice))
    assert "49" not in re.sub(r"[a-z2-7]{8,}|\S+@\S+", "", text_of(notice))


XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)//<b>",
    "</title><script>x</script>",
]


@pytest.mark.parametrize("trap", XSS)
def test_s18_markup_in_a_mail_is_shown_and_never_runs(branch: Branch, trap: str) -> None:
    letters = branch.work(branch.mail(f"Ana <{ANA}>", f"Look at {trap}", subject=f"Printer {trap}"))
    letters += branch.work(branch.answer(the(letters, BO), f"#ask What is {trap}?"))
    for letter in letters:
        shown = parts(letter, HTML)
        assert not re.search(r"<script|onerror=[^&]*>|<svg|<img src=x|href=\"?javascript", shown, re.IGNORECASE)


def test_s18_the_html_of_a_mail_goes_to_nobody(branch: Branch) -> None:
    head, _, _ = branch.mail(ANA).partition(b"\r\n\r\n")
    html = b"<p>Broken.</p><style>body{background:url(http://evil.example/x)}</style><iframe src=http://evil.example>"
    notice = the(branch.work(head.replace(b"text/plain", b"text/html") + b"\r\n\r\n" + html), BO)
    assert "Broken." in text_of(notice)
    assert "evil.example" not in parts(notice, HTML)


def test_s25_no_word_and_no_address_of_a_mail_is_logged(branch: Branch) -> None:
    with capture_logs() as lines:
        trap = 'Printer\\n{"level": "error", "event": "forged"}'
        letters = branch.work(branch.mail(f"Rosebud <{ANA}>", "My password is rosebud.", subject=trap))
        branch.work(branch.answer(the(letters, BO), "Please restart it."))
        branch.receive(b"From: \xff\xfe\r\nSubject: rosebud\r\n\r\nrosebud")
    said = repr(lines)
    assert "taken_in" in said
    for word in ("rosebud", "Rosebud", "forged", ANA, BO, "Printer"):
        assert word not in said


def test_s26_an_export_is_json_in_which_a_formula_is_a_string(branch: Branch) -> None:
    branch.work(branch.mail(f'"=cmd|calc!A1" <{ANA}>', "=HYPERLINK(1)", subject='=1+1","x"\n'.strip()))
    with branch.store.read() as connection:
        record = exported(connection, 1, DeskSettings(address=SUPPORT), texts=True)
    line = json.dumps(record, default=str)
    assert "\n" not in line
    assert '=1+1","x"' in json.dumps(json.loads(line), ensure_ascii=False).replace('\\"', '"')


def test_s34_nobody_erases_or_asks_for_data_by_mail(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA))
    branch.work(branch.answer(the(letters, ANA), "#erase me\nErase all my data under Article 17."))
    branch.work(branch.answer(the(letters, BO), f"#erase {ANA}"))
    branch.work(branch.mail(EVE, f"#erase {ANA}", subject="[MF-1] erase"))
    assert branch.ticket(1).requester == ANA
    assert len(branch.rows(select(schema.raw_mail.c.id))) == 4


def test_s35_no_letter_to_an_agent_holds_a_word_of_a_confidential_ticket(branch: Branch) -> None:
    branch.reading = reading(breach=True)
    letters = branch.work(branch.mail(ANA, "The list of patients, rosebud, is on the net.", subject="Leak rosebud"))
    letters += branch.work(branch.answer(the(letters, ANA), "Two lists, rosebud!"))
    letters += branch.work(branch.answer(named(letters, BO)[0], "#escalate l2 rosebud"))
    letters += branch.pass_time(timedelta(days=2))
    assert branch.ticket().confidential
    assert [each for each in letters if ANA not in each.rcpt]
    for letter in letters:
        assert ANA in letter.rcpt or "rosebud" not in whole_text(letter)


def test_s29_a_confirmation_or_rating_counts_from_its_own_reader_alone(branch: Branch) -> None:
    letters = branch.work(branch.mail(ANA), branch.mail(CARL))
    solved = the(branch.work(branch.answer(named(letters, BO)[0], "#resolve Done.")), ANA)
    for sender in (EVE, CARL, LIZ):
        branch.work(branch.answer(solved, "yes", sender=sender))
        branch.work(branch.answer(solved, "5", sender=sender))
    assert branch.ticket(1).state is State.RESOLVED
    assert not {"Rated", "Closed"} & set(branch.events(1))


def test_s32_no_argument_of_an_order_is_a_statement(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA, subject="x'; DROP TABLE ticket; --")), BO)
    for verb in ("assign", "merge", "escalate", "category", "priority", "kind", "similar", "note", "link", "add"):
        branch.work(branch.answer(notice, f"#{verb} ' OR 1=1; DROP TABLE ticket; --\"\x00%_"))
    assert len(branch.tickets()) == 1
    assert branch.ticket().subject == "x'; DROP TABLE ticket; --"


def test_s13_hundreds_of_forged_mails_draw_one_letter_without_a_word_of_theirs(make_branch: NewBranch) -> None:
    """A thousand of them come over real IMAP in tests/acceptance/test_attacks.py."""
    branch = make_branch(authserv_id=AUTHSERV, caps=Caps())
    for start in range(0, 200, 50):
        branch.now += timedelta(seconds=250)
        mails = (
            branch.mail(f"BUYNOW <{ANA}>", "BUYNOW", subject=f"BUYNOW {number}") for number in range(start, start + 50)
        )
        branch.receive(*(stamped(each, "none", ANA) for each in mails))
    due = [row for row in branch.outbox() if row.recipient == ANA and row.state == "due"]
    assert len(due) <= 1
    assert all("BUYNOW" not in row.text + row.subject for row in due)


def test_s20_a_file_name_reaches_no_path(branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["../../evil", "..\\evil", "/etc/cron.d/evil", ".htaccess", "CON", "a\u202egpj.exe"]
    branch.work(branch.mail(ANA, files=[(name, b"evil") for name in names]))
    made = [each.name for each in tmp_path.rglob("*") if each.is_file()]
    assert not [name for name in made if "evil" in name or name in (".htaccess", "CON")]
