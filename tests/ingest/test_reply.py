"""What a writer wrote new, in the forms of all mail programs, in Hungarian, English and German."""

import pytest

from tests.ingest.letters import arrive

QUOTE = "> Kedves Ana!\n>\n> Melyik gép?\n"
OLD = "Kedves Ana!\n\nMelyik gép?\n"


def new(body: str, **fields: str) -> str:
    return arrive(body, **({"Subject": "Re: [MF-1] Printer"} | fields)).reply.text


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Mar 2, 2026 at 10:12 AM Desk <support@example.com> wrote:",
        "On Mon, Mar 2, 2026 at 10:12 AM Desk With A Long Name\n<support@example.com> wrote:",
        "On 02/03/2026 10:12, Desk wrote:",
        "Desk <support@example.com> ezt írta (időpont: 2026. márc. 2., H, 10:12):",
        "Desk Csapat <support@example.com> ezt írta (időpont: 2026.\nmárc. 2., H, 10:12):",
        "2026. 03. 02. 10:12 keltezéssel, Desk írta:",
        "2026. márc. 2. dátummal, 10:12 időpontban Desk <support@example.com> írta:",
        "2026. március 2. 10:12 Desk írta, <support@example.com>:",
        "Am Mo., 2. März 2026 um 10:12 Uhr schrieb Desk <support@example.com>:",
        "Am 02.03.26 um 10:12 schrieb Desk:",
        "Desk <support@example.com> schrieb am Mo., 2. März 2026, 10:12:",
        "Le lun. 2 mars 2026 à 10:12, Desk <support@example.com> a écrit :",
        "---- Desk wrote ----",
    ],
)
def test_an_attribution_and_its_quote_go(attribution: str) -> None:
    assert new(f"Már jól megy.\n\n{attribution}\n\n{QUOTE}") == "Már jól megy."


@pytest.mark.parametrize(
    "above",
    [
        "Am 02.03.2026 um 10:12 schrieb Desk <support@example.com>:",
        "2026. márc. 2. dátummal, 10:12 időpontban Desk <support@example.com> írta:",
        "-----Original Message-----",
        "-----Eredeti üzenet-----\nFeladó: Desk\nElküldve: 2026. március 2.\nCímzett: Ana\nTárgy: x",
        "-----Ursprüngliche Nachricht-----\nVon: Desk",
        "________________________________\nFeladó: Desk <support@example.com>\nElküldve: 2026. március "
        "2., hétfő 10:12\nCímzett: Ana\nTárgy: x",
        "Von: Desk <support@example.com>\nGesendet: Montag, 2. März 2026 10:12\nAn: Ana\nBetreff: x",
        "From: Desk <support@example.com>\nDate: Monday, March 2, 2026 at 10:12 AM\nTo: Ana "
        "<ana@example.org>\nSubject: x",
        "*From:* Desk [mailto:support@example.com]\n*Sent:* Monday, March 2, 2026 10:12 AM\n*To:* Ana\n*Subject:* x",
    ],
)
def test_an_old_mail_that_is_not_marked_line_by_line_goes_too(above: str) -> None:
    assert new(f"Már jól megy.\n\n{above}\n\n{OLD}") == "Már jól megy."


def test_answers_inside_the_quote_stay() -> None:
    body = "Am 02.03.26 um 10:12 schrieb Desk:\n> Welches Gerät?\nHP 4000.\n> Seit wann?\n\nSeit gestern.\n\n> Danke\n"
    assert new(body) == "HP 4000.\n\nSeit gestern."


def test_a_broken_quoted_line_is_still_quoted() -> None:
    long = "> " + "word " * 14 + "and then it was\nbroken by the program\n> and goes on\n"
    assert new(f"Fine.\n\nOn 02/03/2026 10:12, Desk wrote:\n{long}") == "Fine."


@pytest.mark.parametrize(
    "body",
    [
        "I get this:\n\n>>> import x\nTraceback (most recent call last):\n>>> print(1)\n\nWhat now?",
        "My colleague wrote:\nthe server is down\nCan you check it?",
        "On Monday 3 people wrote to you about this:\nAna, Bela, Cili. Please answer.",
        "Error log:\n\nFrom: 10.0.0.1\nTo: 10.0.0.2\nPacket lost\n\nCan you check?",
        "Name: Ana\nProblem: printer\nDate: 2 March\n\nplease help",
        "these do not work:\n- Printer\n- Scanner",
        "One -- two -- three.\n\n-----\n\nMore text after a rule, and it goes on and on.",
        "Sent from my desk, this is easier than from my phone.",
    ],
)
def test_what_only_looks_like_a_quote_or_signature_stays(body: str) -> None:
    assert new(body) == body


def test_what_is_forwarded_is_what_the_writer_shows() -> None:
    shown = "---------- Továbbított üzenet ---------\nFeladó: Béla <bela@example.org>\nTárgy: hiba\n\nNem megy a gép."
    assert new(f"Kérem nézzék meg.\n\n{shown}\n", Subject="Fwd: hiba").endswith("Nem megy a gép.")
    bare = (
        "FYI\n\nFrom: Béla <bela@example.org>\nSent: Monday, March 2, 2026\nTo: Ana\nSubject: hiba\n\nNem megy a gép.\n"
    )
    assert new(bare, Subject="FW: hiba").endswith("Nem megy a gép.")
    assert new(bare, Subject="RE: FW: hiba") == "FYI"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Kovács\nExample Kft.",
        "Best regards,\nAna Kovács\nFinance",
        "Üdvözlettel,\n\nKovács Ana",
        "Előre is köszönöm!\nAna",
        "Mit freundlichen Grüßen\n\nAna Kovács\nMusterfirma GmbH\nTel. +49 30 123456\nwww.example.org",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Az iPhone-omról küldve",
        "Samsung Galaxy okostelefonomról küldve",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Ana",
        "Ana Kovács\n+36 1 234 5678",
        "Thanks,\nAna\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.",
    ],
)
def test_a_signature_goes(signature: str) -> None:
    assert new(f"The printer is broken.\n\n{signature}\n") == "The printer is broken."


@pytest.mark.parametrize("closing", ["Thanks", "Köszönöm!", "Danke"])
def test_thanks_without_a_name_stay(closing: str) -> None:
    assert new(f"The printer is broken.\n\n{closing}\n").endswith(closing)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<div>Fine.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at '
            '10:12 AM Desk &lt;s@example.com&gt; wrote:<br></div><blockquote class="gmail_quote">'
            "<div>old</div></blockquote></div>",
            "Fine.",
        ),
        (
            '<p>Fine.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> '
            "Desk</p></div></div><p>old</p>",
            "Fine.",
        ),
        (
            '<div>Fine.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> '
            "Desk</div><div>old</div>",
            "Fine.",
        ),
        ('<p>Fine.</p><blockquote type="cite"><p>old</p></blockquote>', "Fine."),
        (
            '<div class="moz-cite-prefix">On 02/03/2026 10:12, Desk wrote:</div><blockquote type="cite">'
            '<p>Which?</p></blockquote><p>The HP.</p><blockquote type="cite"><p>When?</p></blockquote>'
            "<p>Today.</p>",
            "The HP.\n\nToday.",
        ),
        ("<p>I quote the manual:</p><blockquote>Turn it off</blockquote>", "I quote the manual:\n\nTurn it off"),
        ('<p>Fine.</p><div class="gmail_signature">Ana<br>Finance</div>', "Fine."),
    ],
)
def test_html_quotes_go_and_answers_between_them_stay(html: str, text: str) -> None:
    assert new(html, kind="text/html; charset=utf-8") == text


def test_an_answer_inside_the_quote_knows_what_it_answers() -> None:
    body = (
        "See below.\n\nOn Mon, Mar 2, 2026 at 10:12 AM Bo <bo@example.org> wrote:\n> Hello Ana,\n>\n"
        "> could you tell me on which floor the printer of the finance\n> department stands now?\nThe second.\n"
        "> Since when?\n\nSince Monday.\n\n> Bo\n"
    )
    answers = arrive(body).reply.answers
    assert [each.said for each in answers] == ["The second.", "Since Monday."]
    assert answers[0].asked == "could you tell me on which floor the printer of the finance department stands now?"
    assert answers[1].asked == "Since when?"


@pytest.mark.parametrize("body", [f"Yes.\n\nDesk wrote:\n{QUOTE}", f"Desk wrote:\n{QUOTE}\n\nYes.\n", "Yes.\n"])
def test_an_answer_above_or_below_the_whole_quote_answers_no_single_line(body: str) -> None:
    reply = arrive(body, Subject="Re: Printer").reply
    assert (reply.text, reply.answers) == ("Yes.", ())


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("It is broken.\n\n-- \nAna Kovács\nBuyer, Example Ltd\n+36 1 234 5678\n", "It is broken."),
        (
            "It is broken.\n\n-- \nAna\n\nThis e-mail is confidential and only meant for its addressee.\n",
            "It is broken.",
        ),
        ("-- \nAna\n\nThe printer on the second floor is broken again.\n", None),
        ("Hello,\n\n-- \nAna\n\nthe printer on the second floor is broken again, please come.\n", None),
    ],
)
def test_words_below_a_signature_that_the_program_had_put_there_stay(body: str, kept: str | None) -> None:
    assert new(body) == (kept or body.strip())


@pytest.mark.parametrize(
    "body",
    [
        "The console shows this and hangs:\n\n> show version\n7.4.2\n> reload now\nerror 51\n\nWhat does that mean?",
        "A konzol ezt írja ki:\n\n> show version\nerror 51\n\nMit jelent ez?",
        "Your mail has these headers:\n\nFrom: Desk <support@example.com>\nTo: ana@example.org\nSubject: Order\n"
        "Date: Mon, 2 Mar 2026 10:00:00 +0100\n\nThe body is empty. Could you send it again?",
    ],
)
def test_a_first_mail_shows_what_it_quotes(body: str) -> None:
    assert new(body, Subject="Printer") == body


@pytest.mark.parametrize("body", ["It does not print.\n\n> old\n", "> old\n\nIt does not print."])
def test_a_quote_above_or_below_all_own_words_goes_from_a_first_mail_too(body: str) -> None:
    assert new(body, Subject="Printer") == "It does not print."


def test_headers_that_are_shown_hide_nothing_in_an_answer_either() -> None:
    shown = "From: Desk\nTo: ana@example.org\nSubject: Order\nX-Score: 7"
    body = f"Your mails have these headers:\n\n{shown}\n\nWhy is that so?"
    assert new(body) == body


def test_a_finn_answers_with_what_a_dane_forwards_with() -> None:
    old = "On Mon, Mar 2, 2026 at 10:12 AM Desk <support@example.com> wrote:\n> Onko se päällä?\n"
    assert new(f"On.\n\n{old}", Subject="VS: Tulostin") == "On."
    danish = "Fra: Bo <bo@example.org>\nSendt: 2. marts 2026\nEmne: Fejl\n\nDen er i stykker."
    assert new(f"Se herunder.\n\n{danish}", Subject="VS: Fejl").endswith("Den er i stykker.")


@pytest.mark.parametrize(
    ("own", "signature", "after"),
    [
        ("Der Link geht nicht.", "Mit freundlichen Grüßen\nAnna Schmidt\nBeispiel GmbH | +49 30 123456",
         "PS: Am Freitag bin ich weg."),
        ("Link nie działa.", "Pozdrawiam,\nAnna Kowalska\nPrzykład sp. z o.o.\n+48 22 123 45 67",
         "PS. W piątek mnie nie ma."),
        ("链接打不开。", "此致\n敬礼\n王安娜", "另外：周四10点以后可以打电话给我。"),
        ("링크가 안 열립니다.", "감사합니다.\n김안나\n02-123-4567", "추신: 목요일 10시 이후에 통화할 수 있습니다."),
    ],
)  # fmt: skip
def test_a_postscript_stays_and_the_signature_above_it_goes(own: str, signature: str, after: str) -> None:
    assert new(f"{own}\n\n{signature}\n\n{after}\n") == f"{own}\n\n{after}"


def test_dashes_between_paragraphs_are_no_signature() -> None:
    body = "Two things:\n--\nThe lamp is broken.\n--\nThe invoice is wrong."
    assert new(body) == body


@pytest.mark.parametrize(
    "body",
    [
        "Please remove this footer:\n\nThis e-mail is confidential and intended only for the recipient.",
        "Below our mails there stands now\n\nThis e-mail is confidential and intended only for the recipient.\n\n"
        "It appears twice on all of them since Monday.",
        "Each mail ends with\nSent from my iPhone\nhow can I remove that?",
    ],
)
def test_endings_that_are_shown_and_what_follows_them_stay(body: str) -> None:
    assert new(body) == body


def test_a_line_between_paragraphs_above_a_signature_is_none() -> None:
    body = "Please call me.\n\n--\nThe printer shows an error since then\n\n-- \nAna"
    assert new(body) == body.removesuffix("\n\n-- \nAna")


def test_a_disclaimer_of_several_sentences_goes() -> None:
    legal = (
        "This e-mail is confidential and intended only for the recipient.\n\n"
        "If you are not that person, delete it and tell the sender; copying is not allowed. We scan for viruses."
    )
    assert new(f"It does not print.\n\nBest regards\nAna Kovács\n\n{legal}\n") == "It does not print."
