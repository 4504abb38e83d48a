"""An agent's answer as a mail program writes it, with pictures and files: what reaches the customer, and what not."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from tests.flow.branch import ANA, BO, Branch, named, text_of, the, whole_text
from tests.servers.sink import Letter

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PDF = b"%PDF-1.7\r\n.\r\n" + bytes(range(256))
FILES = {"útmutató 1.pdf": PDF, "Größe.txt": "ä\r\n.\r\nvége\r\n".encode()}
NAME, PLACE = "Bo Nagy | +36 1 555 0100", "Room 214, extension 77"


@pytest.fixture
def store_kind() -> str:
    """The same on every store."""
    return "sqlite"


def answer(branch: Branch, letter: Letter, words: str) -> bytes:
    """Words, a picture in the text, files, the agent's signature, the letter that is answered."""
    quoted = "".join(f"> {line}\n" for line in text_of(letter).splitlines())
    message = EmailMessage(policy=SMTP)
    for name, value in {
        "From": f"Bo <{BO}>",
        "To": str(letter.message["Reply-To"]),
        "Subject": "Re: Printer",
        "Message-ID": "<bo1@agents.example>",
        "In-Reply-To": str(letter.message["Message-ID"]),
    }.items():
        message[name] = value
    message.set_content(f"{words}\n\n-- \n{NAME}\n{PLACE}\n\nOn Monday, Support wrote:\n{quoted}")
    message.add_alternative(f"<p>{words}</p><img src='cid:shot'><p>{NAME}</p>", subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(PICTURE, "image", "png", cid="<shot>", filename="shot.png")  # type: ignore[union-attr]
    for name, content in FILES.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def parts_of(letter: Letter) -> list[bytes]:
    found = [part.get_payload(decode=True) for part in letter.message.walk() if not part.is_multipart()]
    return [part for part in found if isinstance(part, bytes)]


def names_of(letter: Letter) -> set[str]:
    parts = message_from_bytes(letter.content, policy=default).walk()
    return {str(name) for part in parts if (name := part.get_filename())}


def test_files_and_pictures_of_an_answer_reach_the_customer_byte_for_byte(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    reply = the(branch.work(answer(branch, notice, "Press the third button, as in the picture.")), ANA)
    parts = parts_of(reply)
    assert PICTURE in parts
    assert all(content in parts for content in FILES.values())
    assert set(FILES) <= names_of(reply)
    assert "Press the third button" in text_of(reply)


def test_neither_the_agents_signature_nor_the_notice_that_they_answered_goes_out(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA, "It smells of rosebud.")), BO)
    reply = the(branch.work(answer(branch, notice, "Press the third button.")), ANA)
    for inside in (NAME, PLACE, "Your reply goes to", "Why P3", "#escalate", "Orders", BO):
        assert inside not in whole_text(reply), inside


def test_a_note_with_files_and_pictures_reaches_no_customer(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    letters = branch.work(answer(branch, notice, "#note She shouts, as in the picture."))
    assert named(letters, ANA) == []
    later = the(branch.work(branch.answer(notice, "Press the third button.")), ANA)
    assert not {PICTURE, *FILES.values()} & set(parts_of(later))


def test_an_answer_that_is_only_a_file_reaches_the_customer(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    reply = the(branch.work(branch.answer(notice, "", files=[("guide.pdf", PDF)])), ANA)
    assert PDF in parts_of(reply)
    assert "Please see the attachment." in text_of(reply)
    assert branch.ticket().responded_at is not None
