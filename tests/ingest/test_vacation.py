"""Out-of-office answers, and people who only speak of them."""

import pytest

from mailflow.mail import VerdictWord
from tests.ingest.letters import arrive


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: [MF-12] Printer", "I am on annual leave."),
        ("Out of office", "I am out of the office until Monday."),
        (
            "Re: [MF-12] Printer",
            "Thank you for your email. I am out of the office and will be back on Monday. For urgent "
            "matters please contact Bob.",
        ),
        ("Automatikus válasz: [MF-12] Nyomtató", "Köszönöm levelét! Szabadságon vagyok március 10-ig."),
        (
            "Re: Nyomtató",
            "Köszönöm levelét! Jelenleg szabadságon vagyok, március 10-én térek vissza, újra elérhető "
            "leszek. Sürgős esetben forduljon kollégámhoz.",
        ),
        ("Házon kívül vagyok", "Köszönöm üzenetét! Házon kívül vagyok, hétfőtől újra elérhető leszek."),
        ("Abwesenheitsnotiz", "Ich bin bis zum 10.3. im Urlaub."),
        ("Automatische Antwort: Drucker", "Ich bin derzeit nicht im Büro."),
        (
            "AW: [MF-12] Drucker",
            "Vielen Dank für Ihre Nachricht. Ich bin bis einschließlich 10. März nicht im Büro. In "
            "dringenden Fällen wenden Sie sich an meine Vertretung.",
        ),
    ],
)
def test_an_absence_is_recognised_without_any_header(subject: str, body: str) -> None:
    verdict = arrive(body, Subject=subject).verdict
    assert (verdict.word, verdict.reason, verdict.may_answer) == (VerdictWord.AUTOMATIC, "out-of-office", False)


def test_a_machines_header_with_the_words_of_absence_is_an_absence() -> None:
    assert arrive("Szabadságon vagyok.", Auto_Submitted="auto-replied").verdict.reason == "out-of-office"
    assert arrive("Your order was shipped.", Auto_Submitted="auto-generated").verdict.reason == "auto-submitted"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Out of office not working", "Hi, my out of office message is not sent. Please fix."),
        ("Automatic reply in Outlook", "How can I set an automatic reply?"),
        ("Automatic reply: does not go out", "I set it but it is not sent to anybody."),
        ("Re: Printer", "I'm out of the office until Monday, please call me then."),
        ("Automatikus válasz beállítása", "Szeretném beállítani az automatikus választ, mert szabadságon leszek."),
        ("Szabadság", "Szabadságon vagyok jövő héten, addig kérem a jelszót megváltoztatni."),
        ("Urlaub", "Ich bin ab Montag im Urlaub und brauche vorher VPN."),
        ("Abwesenheitsnotiz einrichten", "Bitte richten Sie mir eine Abwesenheitsnotiz ein."),
    ],
)
def test_a_person_who_speaks_of_absence_stays_a_person(subject: str, body: str) -> None:
    assert arrive(body, Subject=subject).verdict.reason == "new"


@pytest.mark.parametrize(
    "body",
    [
        "We have your order. This is an automatically generated message, please do not reply.",
        "Megkaptuk a levelét, egy munkanapon belül válaszolunk.\nEz egy automatikus üzenet, kérjük, ne válaszoljon rá.",
        "Ihre Anfrage ist bei uns angekommen. Dies ist eine automatische Nachricht.",
        "Zgłoszenie przyjęte. Wiadomość wygenerowana automatycznie, prosimy na nią nie odpowiadać.",
        "ご連絡を受け付けました。このメールは自動送信されています。",
    ],
)
def test_a_short_mail_that_ends_by_saying_that_it_is_automatic_is_so(body: str) -> None:
    assert arrive(body, Subject="Re: Printer").verdict.reason == "auto-reply"


@pytest.mark.parametrize(
    "body",
    [
        "Your mail says: This is an automatically generated message. Whom can I ask?",
        "The footer reads “This is an automatic message.” and I want to change that.",
        "Egy ilyet kaptam: Ez egy automatikus üzenet. Mit tegyek vele?",
        "Ich kann auf Ihre Mails nicht antworten, da steht „Dies ist eine automatische Nachricht“. Bitte rufen Sie an.",
    ],
)
def test_a_person_who_quotes_such_a_sentence_stays_a_person(body: str) -> None:
    assert arrive(body, Subject="Re: Printer").verdict.reason == "new"
