"""What people write is data, and what a reader may not know is not said."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.desk import events
from mailflow.desk.terms import LANGUAGES
from mailflow.notify.clean import clean_text
from mailflow.notify.compose import Recipient
from mailflow.notify.letters import LETTERS
from tests.notify.occasions import (
    AGENT_LETTERS,
    BARE,
    BO,
    EVA,
    THREAD,
    TOKEN,
    make_event,
    make_occasion,
    make_ticket,
)
from tests.notify.reading_back import HEADERS, PDF, PRESS, Reader, compose, part, poison, read


class TestHostileWords:
    """S15, S17, S18: what people write is data."""

    @pytest.mark.parametrize("letter", ["received", "new_ticket", "reply", "closed", "hand_over", "why", "held"])
    def test_a_template_in_a_mail_stays_a_text(self, letter: str) -> None:
        attack = "{{7*191}} {% raise %} {0.__class__} %s"
        made = poison(letter, attack)
        for text in (made.text, part(read(made), "text/html"), made.subject):
            assert "1337" not in text
        assert "{{7*191}}" in " ".join(made.text.split())

    @pytest.mark.parametrize("letter", ["received", "new_ticket", "reply", "closed", "hand_over", "why", "held"])
    def test_no_markup_of_a_writer_reaches_the_html(self, letter: str) -> None:
        attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><a href='javascript:x'>"
        reader = Reader()
        reader.feed(part(read(poison(letter, attack)), "text/html"))
        assert "script" not in reader.tags
        assert "img" not in reader.tags
        assert all(link.startswith(("mailto:", "https://", "http://")) for link in reader.links)

    @pytest.mark.parametrize(
        "attack",
        [
            "a\r\nBcc: evil@x",
            "a\nX: y",
            "a\rX: y",
            "a\x85X: y",
            "a\u2028X: y",
            "a\x0bX: y",
            "=?utf-8?q?a=0D=0ABcc:_x?=",
            "\x00",
        ],
    )
    @pytest.mark.parametrize("letter", list(LETTERS))
    def test_no_header_can_be_added(self, letter: str, attack: str) -> None:
        message = read(poison(letter, attack))
        assert set(message.keys()) <= HEADERS | {"Importance", "X-Priority"}
        for name in message.keys():  # noqa: SIM118  a message is no dict
            assert message.get_all(name) is not None
            assert len(message.get_all(name, [])) == 1

    def test_what_cannot_be_seen_is_gone(self) -> None:
        made = poison("new_ticket", "safe\u202etxt.exe\u200b\u2066\x07end")
        assert "safetxt.exeend" in made.text
        for text in (made.text, part(read(made), "text/html"), made.subject):
            assert not [each for each in text if unicodedata.category(each) in {"Cc", "Cf"} and each not in "\n\t"]

    def test_a_subject_is_capped(self) -> None:
        assert len(poison("received", "x" * 5000).subject) <= 255

    def test_a_long_mail_is_quoted_in_part(self) -> None:
        made = poison("new_ticket", "word " * 20000)
        assert len(made.text) < 20000
        assert "[…]" in made.text

    def test_the_address_is_always_shown_beside_the_name(self) -> None:
        text = compose("new_ticket", ticket=make_ticket("en", requester_name="Bo <bo@example.org>")).text
        assert "<anna@example.com>" in text

    def test_only_links_of_the_web_become_links(self) -> None:
        event = events.Answered(by=BO, name="Bo", text="see https://a.example/x?y=1&z=2. or javascript:alert(1)")
        html_text = part(read(compose("reply", event=event)), "text/html")
        assert '<a href="https://a.example/x?y=1&amp;z=2">' in html_text
        assert 'href="javascript' not in html_text

    @settings(max_examples=60, deadline=None)
    @given(st.text(), st.sampled_from(sorted(LETTERS)))
    def test_any_words_at_all_give_a_letter_that_reads_back(self, words: str, letter: str) -> None:
        made = poison(letter, words)
        message = read(made)
        assert message["Subject"] == made.subject
        assert part(message, "text/plain").rstrip() == made.text.rstrip()

    def test_every_character_that_cannot_be_seen_is_known(self) -> None:
        unseen = [
            chr(code)
            for code in range(sys.maxunicode + 1)
            if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs"} and chr(code) not in "\t\n\r\x0b\x0c\x85"
        ]
        assert clean_text("".join(unseen)) == ""


class TestWhatIsNotSaid:
    @pytest.mark.parametrize("letter", sorted(AGENT_LETTERS - BARE))
    def test_agents_read_of_a_confidential_ticket_its_number_alone(self, letter: str) -> None:
        occasion = make_occasion(letter, "en", ticket=make_ticket("en", confidential=True))
        made = PRESS.compose(occasion, TOKEN, THREAD, [PDF])
        assert made.subject == "Re: [MF-12]"
        for secret in ("printer", "Kovács", "anna@", "E5", "Hardware", "pdf", "spare"):
            assert secret.lower() not in made.outgoing.content.decode().lower()
            assert secret.lower() not in made.text.lower()

    def test_somebody_unverified_gets_no_word_of_theirs_back(self) -> None:
        made = compose("received", ticket=make_ticket("en", unverified=True))
        assert made.subject == "Re: [MF-12]"
        for word in ("printer", "Kovács", "E5"):
            assert word.encode() not in made.outgoing.content

    @pytest.mark.parametrize("letter", sorted(set(LETTERS) - AGENT_LETTERS))
    def test_a_customer_never_sees_an_agents_address(self, letter: str) -> None:
        named = events.Answered(by=BO, name=BO, text="Hello") if letter == "reply" else make_event(letter, "en")
        made = compose(letter, event=named, names={})
        for text in (made.text, made.outgoing.content.decode()):
            assert BO not in text
            assert EVA not in text

    def test_customers_never_read_the_journal(self) -> None:
        for letter in ("closed", "status"):
            for language in LANGUAGES:
                text = compose(letter, language).text
                assert "the lease ends" not in text
                assert make_event("escalated", language).reason not in text  # type: ignore[union-attr]

    def test_an_agent_who_asks_for_the_status_reads_the_journal_and_a_customer_the_story(self) -> None:
        agent = Recipient(address=BO, name="Bo", language="en", agent=True)
        assert "the lease ends" in compose("status", recipient=agent).text
