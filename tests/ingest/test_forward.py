"""A mail that somebody forwarded in: who wrote it first, and what."""

import pytest

from tests.ingest.letters import arrive, letter, multipart

ATTACHED = letter("Nem megy a nyomtató.", From="Carl Nagy <carl@customer.example>", Subject="Nyomtató").decode()

WHO = "Carl Nagy <carl@customer.example>"
BLOCKS = {
    "Gmail": f"---------- Forwarded message ---------\nFrom: {WHO}\nDate: Mon, 2 Mar 2026 at 09:00\nSubject: Printer\n"
    "To: Bo <bo@example.org>\n\n\n{text}",
    "Gmail hu": f"---------- Továbbított üzenet ---------\nFeladó: {WHO}\nDátum: 2026. márc. 2.\nTárgy: Printer\n"
    "Címzett: <bo@example.org>\n\n{text}",
    "Outlook": f"________________________________\nFrom: {WHO}\nSent: Monday, March 2, 2026 9:00 AM\nTo: Bo\n"
    "Subject: Printer\n\n{text}",
    "Outlook 2010": "-----Original Message-----\nFrom: Carl Nagy [mailto:carl@customer.example]\nSent: Monday, "
    "March 2, 2026\nTo: Bo\nSubject: Printer\n\n{text}",
    "Outlook de": f"Von: {WHO}\nGesendet: Montag, 2. März 2026 09:00\nAn: Bo\nBetreff: Printer\n\n{{text}}",
    "Outlook hu": f"Feladó: {WHO}\nElküldve: 2026. március 2., hétfő 9:00\nCímzett: Bo\nTárgy: Printer\n\n{{text}}",
    "Outlook fr": f"De : {WHO}\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Bo\nObjet : Printer\n\n{{text}}",
    "Apple Mail": f"Begin forwarded message:\n\nFrom: {WHO}\nSubject: Printer\nDate: 2 March 2026 at 09:00:00 CET\n"
    "To: bo@example.org\n\n{text}",
    "Thunderbird": "-------- Forwarded Message --------\nSubject: \tPrinter\nDate: \tMon, 2 Mar 2026 09:00:00 +0100\n"
    f"From: \t{WHO}\nTo: \tbo@example.org\n\n{{text}}",
}


@pytest.mark.parametrize("client", BLOCKS)
@pytest.mark.parametrize("note", ["", "He called twice already."])
def test_the_first_writer_is_read_from_the_header_block(client: str, note: str) -> None:
    text = "It prints only blank pages.\nSince Monday.\n\nCarl"
    body = f"{note}\n\n{BLOCKS[client].format(text=text)}".lstrip()
    found = arrive(body, From="Bo <bo@example.org>", Subject="FW: Printer").forwarded
    assert found is not None
    assert (found.sender.name, found.sender.address) == ("Carl Nagy", "carl@customer.example")
    assert (found.subject, found.text) == ("Printer", text)
    assert note in found.note
    assert "pages" not in found.note


def test_an_attached_mail_goes_first() -> None:
    content, kind = multipart(
        "Content-Type: text/plain\n\nPlease see.\n", f"Content-Type: message/rfc822\n\n{ATTACHED}"
    )
    found = arrive(content, kind=kind, Subject="Fwd: something").forwarded
    assert found is not None
    assert (found.sender.name, found.sender.address) == ("Carl Nagy", "carl@customer.example")
    assert (found.subject, found.text, found.note) == ("Nyomtató", "Nem megy a nyomtató.", "Please see.")
    assert (found.language, found.message_id) == ("hu", "1@example.org")


@pytest.mark.parametrize(
    "body",
    [
        "My printer does not print.",
        "New text.\n\n" + BLOCKS["Outlook"].format(text="our own old letter"),
        "From: the beginning it did not work\nTo: be honest, never",
        BLOCKS["Gmail"].replace("carl@customer.example", "").format(text="x"),
    ],
)
def test_an_answer_and_a_forwarded_mail_without_an_address_are_none(body: str) -> None:
    assert arrive(body, Subject="Re: Printer").forwarded is None
