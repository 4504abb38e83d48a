"""Letters as they leave: headers that thread, marks for machines, and a form that every client reads."""

import re
from dataclasses import replace
from email.utils import getaddresses, parseaddr

import pytest

from mailflow import tokens
from mailflow.desk.terms import LANGUAGES
from mailflow.mail import Address, Attachment
from mailflow.notify.compose import Thread
from mailflow.notify.envelope import find_fault
from mailflow.notify.letters import LETTERS
from tests.notify.occasions import (
    ANNA,
    DESK,
    THREAD,
    TOKEN,
    make_occasion,
    make_ticket,
)
from tests.notify.reading_back import HEADERS, PDF, PNG, PRESS, Reader, compose, find_links, part, read


class TestThreading:
    def test_a_letter_names_the_mail_that_it_answers_and_all_before(self) -> None:
        message = read(compose("received", thread=Thread(in_reply_to="b@x", references=("a@x",))))
        assert message["In-Reply-To"] == "<b@x>"
        assert message["References"].split() == ["<a@x>", "<b@x>"]

    def test_of_a_long_thread_the_first_and_the_last_nine_are_named(self) -> None:
        ids = tuple(f"{n}@x" for n in range(30))
        named = read(compose("received", thread=Thread(in_reply_to="29@x", references=ids)))["References"].split()
        assert named == ["<0@x>", *(f"<{n}@x>" for n in range(21, 30))]

    def test_an_id_that_could_break_the_header_is_left_out(self) -> None:
        bad = ("a b@x", "a>\r\nBcc: evil@x", "<a@x>", "ő@x", "")
        message = read(compose("received", thread=Thread(in_reply_to=bad[1], references=bad)))
        assert message["In-Reply-To"] is None
        assert message["References"] is None

    def test_one_subject_a_ticket_with_its_tag_once(self) -> None:
        ticket = make_ticket("en", subject="Re: AW: [MF-12] Printer")
        subjects = {compose(letter, ticket=ticket).subject for letter in ("received", "reply", "closed", "new_ticket")}
        assert subjects == {"Re: [MF-12] Printer"}

    def test_a_letter_that_answers_no_mail_has_no_reply_mark(self) -> None:
        assert compose("new_ticket", thread=Thread()).subject.startswith("[MF-12] ")

    def test_the_token_stands_in_id_reply_to_envelope_and_body(self) -> None:
        letter = compose("received")
        message = read(letter)
        assert message["Message-ID"] == f"<mf.{TOKEN}@example.org>"
        assert letter.outgoing.message_id == f"mf.{TOKEN}@example.org"
        assert parseaddr(message["Reply-To"])[1] == letter.outgoing.envelope_from == f"support+{TOKEN}@example.org"
        for carrier in (message["Message-ID"], message["Reply-To"], letter.text, part(message, "text/html")):
            assert TOKEN in tokens.find(carrier)

    def test_without_plus_addresses_the_desks_own_address_stands_everywhere(self) -> None:
        letter = compose("new_ticket", desk=replace(DESK, subaddress=False))
        message = read(letter)
        assert letter.outgoing.envelope_from == "support@example.org"
        assert message["Reply-To"] is None
        links = find_links(part(message, "text/html"))
        assert all(f"Ref: {TOKEN}" in body for to, body in links if to == "support@example.org" and body)

    def test_the_envelope_is_one_that_the_courier_takes(self) -> None:
        assert find_fault(compose("received").outgoing) is None


class TestWhoSpeaks:
    def test_the_desks_address_is_always_the_sender_and_the_agents_name_may_stand_before_it(self) -> None:
        message = read(compose("reply"))
        assert parseaddr(message["From"]) == ("Bo, Example Support", "support@example.org")
        assert "bo@example.org" not in compose("reply").outgoing.content.decode()
        assert parseaddr(read(compose("received"))["From"]) == ("Example Support", "support@example.org")

    def test_the_letter_goes_to_one_recipient_and_shows_whom_the_caller_names(self) -> None:
        shown = Thread(to=(Address(name="Kovács Anna", address=ANNA),), cc=(Address(address="c@example.com"),))
        letter = compose("reply", thread=shown)
        message = read(letter)
        assert letter.outgoing.recipient == ANNA
        assert getaddresses([message["To"]]) == [("Kovács Anna", ANNA)]
        assert message["Cc"] == "c@example.com"


class TestMachines:
    @pytest.mark.parametrize("letter", list(LETTERS))
    def test_every_letter_bears_our_mark_and_only_automatic_ones_say_so(self, letter: str) -> None:
        message = read(compose(letter))
        assert message["X-Mailflow-Loop"] == DESK.loop_id
        assert (message["Auto-Submitted"] is not None) == LETTERS[letter].automatic
        assert (message["X-Auto-Response-Suppress"] == "All") == LETTERS[letter].automatic
        assert message["Precedence"] is None

    def test_an_answer_to_the_recipients_own_mail_is_auto_replied_and_the_rest_generated(self) -> None:
        assert read(compose("received"))["Auto-Submitted"] == "auto-replied"
        assert read(compose("new_ticket"))["Auto-Submitted"] == "auto-generated"
        assert read(compose("reminder", writing=None))["Auto-Submitted"] == "auto-generated"


class TestForm:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("letter", list(LETTERS))
    def test_text_and_html_are_alternatives_in_seven_bit_lines(self, letter: str, language: str) -> None:
        made = compose(letter, language)
        content = made.outgoing.content
        assert content.isascii()
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\r" not in content.replace(b"\r\n", b"")
        assert max(len(line) for line in content.split(b"\r\n")) <= 998
        message = read(made)
        versions = next(each for each in message.walk() if each.get_content_type() == "multipart/alternative")
        kinds = [each.get_content_type() for each in versions.iter_parts()]
        assert kinds == ["text/plain", "text/html", *(["text/calendar"] if versions is not message else [])]
        assert part(message, "text/plain").rstrip() == made.text.rstrip()
        assert message["Content-Language"] == language
        assert set(message.keys()) <= HEADERS | {"Importance", "X-Priority"}

    def test_files_follow_and_images_stand_in_the_letter(self) -> None:
        made = PRESS.compose(make_occasion("reply", "hu"), TOKEN, THREAD, [PNG, PDF])
        message = read(made)
        kinds = [each.get_content_type() for each in message.walk()]
        assert kinds == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "image/png",
            "application/pdf",
        ]
        image, pdf = list(message.walk())[-2:]
        assert f"cid:{image['Content-ID'][1:-1]}" in part(message, "text/html")
        assert image.get_payload(decode=True) == PNG.content
        assert pdf.get_payload(decode=True) == PDF.content
        assert (image.get_filename(), pdf.get_filename()) == ("kép.png", PDF.name)
        assert "[kép.png]" in made.text

    def test_a_message_that_is_attached_stays_as_it_is(self) -> None:
        attached = Attachment(name="a.eml", type="message/rfc822", size=9, inline=False, content=b"From: a\n\nb")
        message = read(PRESS.compose(make_occasion("reply", "en"), TOKEN, THREAD, [attached]))
        found = next(iter(message.iter_attachments()))
        assert found.get_payload(decode=True) == attached.content

    def test_attachments_named_to_break_out_do_not(self) -> None:
        names = ["../../etc/passwd", "a\r\nBcc: x", 'q";x="', "\u202egpj.exe", "", "ő" * 300]
        files = [replace(PDF, name=name, type="te xt/\r\nplain") for name in names]
        message = read(PRESS.compose(make_occasion("reply", "en"), TOKEN, THREAD, files))
        found = [each.get_filename() for each in message.iter_attachments()]
        assert found[:5] == [".._.._etc_passwd", "a Bcc: x", 'q";x="', "gpj.exe", "file"]
        assert message["Bcc"] is None

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("letter", list(LETTERS))
    def test_the_text_says_all_that_the_html_says(self, letter: str, language: str) -> None:
        made = compose(letter, language)
        said = set(re.findall(r"\w+", made.text))
        reader = Reader()
        reader.feed(part(read(made), "text/html"))
        assert set(re.findall(r"\w+", " ".join(reader.said))) - said == set()

    def test_lines_of_text_fit_a_screen(self) -> None:
        for letter in LETTERS:
            for line in compose(letter, "hu").text.split("\n"):
                assert len(line) <= 80 or " " not in line.strip()
