"""What a customer says in one line, and what only looks like it."""

import pytest

from mailflow.desk.terms import CustomerWord
from mailflow.ingest.words import kinds_of, only_thanks
from tests.ingest.letters import arrive, multipart


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("status?", CustomerWord.STATUS),
        ("Hol tart?", CustomerWord.STATUS),
        ("Wie ist der Stand?", CustomerWord.STATUS),
        ("Yes, solved. Thank you!", CustomerWord.CONFIRM),
        ("Hello,\n\nit works now, thanks a lot!", CustomerWord.CONFIRM),
        ("Igen", CustomerWord.CONFIRM),
        ("Igen, működik! Köszönöm szépen a gyors segítséget.", CustomerWord.CONFIRM),
        ("Igen, most már jól működik, köszönöm", CustomerWord.CONFIRM),
        ("Yes, it works, thanks for the quick fix", CustomerWord.CONFIRM),
        ("Yes, that fixed it. Thanks Bo!", CustomerWord.CONFIRM),
        ("Ja, funktioniert wieder, herzlichen Dank für die schnelle Hilfe", CustomerWord.CONFIRM),
        ("Szia! Megoldva, köszönöm szépen!\n\nÜdv,\nAna", CustomerWord.CONFIRM),
        ("most mar mukodik", CustomerWord.CONFIRM),
        ("Ja, gelöst. Vielen Dank!", CustomerWord.CONFIRM),
        ("Visszavonom.", CustomerWord.CANCEL),
        ("Please cancel my ticket", CustomerWord.CANCEL),
        ("Ich ziehe die Anfrage zurück.", CustomerWord.CANCEL),
        ("Yes it is solved, but now the scanner is broken", None),
        ("Igen, de a szkenner nem megy", None),
        ("Nem működik", None),
        ("Not solved", None),
        ("Ja, aber der Scanner geht nicht", None),
        ("Yes\n\nOne more thing: the scanner.", None),
        ("Status of the printer is offline", None),
        ("Cancel my subscription to the newsletter", None),
        ("Thanks", None),
        ("It works now?", None),
        ("Oui, tout fonctionne, merci !", CustomerWord.CONFIRM),
        ("Да, работает, спасибо", CustomerWord.CONFIRM),
    ],
)
def test_a_word_is_understood_only_when_nothing_else_is_said(body: str, word: CustomerWord | None) -> None:
    assert arrive(body, Subject="Re: [MF-1] Printer").reply.word is word


THANKS = {
    "en": ["Thanks!", "Thank you very much.\n\n> old", "Many thanks for your quick help, have a nice weekend!", "Thx",
           "Thank you so much for the really quick fix and for all your patience, that was\nvery kind of you."],
    "hu": ["Köszönöm szépen!", "Szuper, köszi!", "köszi!", "A gyors segítséget köszönöm!", "Koszonom szepen a valaszt.",
           "Szia Bo!\n\nNagyon köszönöm, szép hétvégét kívánok!\n\nÜdvözlettel:\nKovács Ana", "Köszi!\nAna"],
    "de": ["Vielen Dank!\n\nViele Grüße\nAna", "Vielen Dank und schönes Wochenende", "Danke fuer die schnelle Hilfe",
           "Hallo Bo,\n\nherzlichen Dank für Ihre Mühe!\n\nMit freundlichen Grüßen\nMax Mustermann"],
    "fr": ["Merci beaucoup pour votre aide !\n\nCordialement,\nAna", "Bonjour, un grand merci et bonne journée !"],
    "es": ["¡Muchas gracias por la ayuda!", "Hola, mil gracias. Un saludo"],
    "it": ["Grazie mille per l'aiuto!", "Buongiorno, vi ringrazio molto. Cordiali saluti"],
    "pt": ["Muito obrigado pela ajuda!", "Obrigada, bom fim de semana"],
    "nl": ["Hartelijk dank voor de snelle hulp!", "Bedankt, fijn weekend!\n\nMet vriendelijke groet,\nAna"],
    "pl": ["Dziękuję bardzo za szybką pomoc!", "Dzieki wielkie, milego dnia"],
    "cs": ["Děkuji moc za rychlou pomoc.", "Díky, hezký den"],
    "ro": ["Mulțumesc mult pentru ajutor!", "Multumesc, o zi buna"],
    "sv": ["Tack så mycket för hjälpen!", "Tusen tack, trevlig helg"],
    "da": ["Mange tak for hjælpen!", "Tak, god weekend"],
    "no": ["Tusen takk for hjelpen!", "Takk, ha en fin dag"],
    "fi": ["Kiitos paljon avusta!", "Kiitos, hyvää viikonloppua"],
    "ru": ["Большое спасибо за оперативную помощь!", "Добрый день! Спасибо. С уважением, Анна"],
    "uk": ["Щиро дякую за допомогу!", "Дякую, гарного дня"],
    "tr": ["Yardımınız için çok teşekkür ederim!", "Teşekkürler, iyi çalışmalar"],
    "zh": ["谢谢您的帮助！", "非常感謝", "好的，谢谢！"],
    "ja": ["迅速なご対応ありがとうございました。", "承知しました。どうもありがとうございます。"],
    "ko": ["빠른 답변 감사합니다!", "네 알겠습니다. 감사합니다."],
    "signs": ["👍", "🙏🏻❤️", "Thanks 👍 :-)", "Perfect! 🎉"],
}  # fmt: skip
"""What only thanks, by language."""

NEWS = [
    "Thanks, but it is still broken", "Thanks. It is broken again.", "Please help. Thanks!", "Help! Thanks", "Ok", "",
    "Thanks, does it work for you?", "Thanks?", "Danke 😡", "Thanks :(", "👎", "No thanks", "Thanks for nothing",
    "Not yet, thanks", "Thanks\n\nOne more thing: the scanner.", "Please fix it again, thank you very much",
    "Köszönöm, de még nem jó", "Köszi, de", "Köszönöm, nem", "Segítséget kérek, köszönöm", "Köszi. Megint rossz.",
    "Danke, solved", "Danke. Problem", "Danke!\nDrucker", "Bitte um Hilfe, danke", "Danke, geht leider nicht",
    "Merci, mais ça ne marche pas", "Gracias, pero no funciona", "Grazie, ma non funziona", "Obrigado, mas não deu",
    "Bedankt, maar het werkt niet", "Dziękuję, ale nie działa", "Děkuji, ale nefunguje", "Mulțumesc, dar nu merge",
    "Tack, men det fungerar inte", "Tak, men det virker ikke", "Takk, men det virker ikke", "Kiitos, mutta ei toimi",
    "Спасибо, но не работает", "Дякую, але не працює", "Teşekkürler ama çalışmıyor", "谢谢，但是还不行",
    "谢谢，请再看一下", "ありがとうございます。まだ動きません。", "감사합니다만 아직 안 됩니다",
]  # fmt: skip
"""What says more, asks, or may."""


@pytest.mark.parametrize("body", [each for bodies in THANKS.values() for each in bodies])
def test_thanks_alone_brings_no_news(body: str) -> None:
    reply = arrive(body, Subject="Re: Printer").reply
    assert (reply.thanks, reply.word) == (True, None)


@pytest.mark.parametrize("body", NEWS)
def test_thanks_with_more_are_not_thanks_alone(body: str) -> None:
    assert not arrive(body).reply.thanks


@pytest.mark.parametrize("language", sorted(set(THANKS) - {"signs"}))
@pytest.mark.parametrize("news", ["xyzzy 17", "ERR_42", "192.0.2.1", "C:\\temp"])
def test_one_word_more_is_news_in_every_language(language: str, news: str) -> None:
    for body in THANKS[language]:
        reply = arrive(f"{body.partition(chr(10))[0]} {news}").reply
        assert (reply.thanks, reply.word) == (False, None)


def test_what_means_two_things_in_two_languages_closes_nothing() -> None:
    """Polish for yes, and Danish for thanks."""
    reply = arrive("Tak").reply
    assert (reply.thanks, reply.word) == (True, None)


@pytest.mark.parametrize(
    ("part", "thanks"),
    [
        ('Content-Type: image/png; name="shot.png"\nContent-Disposition: attachment; filename=shot.png\n\nx', False),
        ('Content-Type: text/plain; name="log.txt"\nContent-Disposition: attachment; filename=log.txt\n\nx', False),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment\n\nx", True),
        ("Content-Type: text/x-vcard; name=ana.vcf\nContent-Disposition: attachment; filename=ana.vcf\n\nx", True),
        ("Content-Type: image/png; name=logo.png\nContent-ID: <logo>\nContent-Disposition: inline\n\nx", True),
    ],
)
def test_thanks_with_a_file_bring_news_but_not_with_what_goes_along_with_every_mail(part: str, thanks: bool) -> None:
    for body, word in (("Thanks!", None), ("It works again", CustomerWord.CONFIRM)):
        content, kind = multipart(f"Content-Type: text/plain\n\n{body}\n", part)
        reply = arrive(content, kind=kind).reply
        assert (reply.thanks, reply.word) == (thanks and word is None, word if thanks else None)


def test_a_nickname_of_the_sender_may_stand_below_and_no_other_word() -> None:
    names = frozenset({"nagy", "katalin"})
    assert only_thanks(kinds_of("Köszi!\n\nKata", names))
    assert not only_thanks(kinds_of("Köszi!\n\nBillentyűzet", names))


@pytest.mark.parametrize(
    ("body", "rating"),
    [("5", 5), ("4/5\nGood work", 4), ("1.", 1), ("6", None), ("5 printers are broken", None), ("12", None)],
)
def test_a_digit_alone_in_the_first_line_is_a_rating(body: str, rating: int | None) -> None:
    assert arrive(body).reply.rating == rating


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3, köszönöm", 3),
        ("a 2-es jó lesz", 2),
        ("Die 2 bitte", 2),
        ("Option 2 please", 2),
        ("4/5 - thanks!", 4),
        ("3 printers are broken", None),
        ("2. floor", None),
        ("3 Uhr", None),
        ("5 - it still does not work", None),
        ("6", None),
    ],
)
def test_a_number_may_be_said_politely_but_never_in_a_sentence(text: str, number: int | None) -> None:
    assert arrive(text).reply.rating == number
