"""What agents and customers read, and the templates that say it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2.exceptions import SecurityError

from mailflow.desk import events
from mailflow.desk.moves import possible
from mailflow.desk.terms import LANGUAGES, Head, Kind, Priority, State
from mailflow.notify.compose import Occasion, Press, Recipient, Step, Thread
from mailflow.notify.letters import LETTERS, LIKELY
from mailflow.resources import shipped
from tests.notify.occasions import (
    AGENT_LETTERS,
    ANNA,
    BO,
    DESK,
    OPENED,
    THREAD,
    TOKEN,
    make_occasion,
    make_ticket,
    refuse,
)
from tests.notify.reading_back import PRESS, compose, find_links, part, read


class TestWhatAgentsRead:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "Your reply goes to Kovács Anna"),
            ("hu", "Válaszát Kovács Anna"),
            ("de", "Ihre Antwort geht an Kovács Anna"),
        ],
    )
    def test_only_where_the_letter_says_so_at_its_top_a_reply_goes_out(self, language: str, words: str) -> None:
        for letter in AGENT_LETTERS:
            top = compose(letter, language).text.split("\n\n")[1]
            assert (words in top) == LETTERS[letter].reply_goes_out

    def test_orders_stand_as_text_and_as_links_that_write_them(self) -> None:
        made = compose("new_ticket")
        links = find_links(part(read(made), "text/html"))
        for verb in LIKELY[Kind.INCIDENT]:
            if verb != "reopen":
                assert f"\n#{verb}" in made.text
                assert any(to == f"support+{TOKEN}@example.org" and body.startswith(f"#{verb}") for to, body in links)

    @pytest.mark.parametrize("kind", Kind)
    def test_a_letter_lists_no_more_than_eight_orders_and_help_the_rest(self, kind: Kind) -> None:
        for state in State:
            ticket = make_ticket("en", kind=kind, state=state)
            listed = re.findall(r"^#(\w+)", compose("customer_wrote", ticket=ticket).text, re.MULTILINE)
            assert len(listed) <= 8
            assert listed[-1] == "help"
            everything = re.findall(r"^#(\w+)", compose("help", ticket=ticket).text, re.MULTILINE)
            assert sorted(everything) == sorted(possible(ticket))
            assert set(listed) <= set(everything)

    def test_a_ticket_that_waits_for_its_customer_does_not_wait_for_the_agents_reply(self) -> None:
        waiting = make_ticket("en", state=State.WAIT_CUSTOMER)
        assert "Waiting for the requester" in compose("silence_task", ticket=waiting).text
        assert "Waiting for your reply" in compose("status", ticket=waiting).text

    def test_a_doubt_is_one_question_that_one_word_answers(self) -> None:
        made = compose("new_ticket")
        assert "hardware or software?" in " ".join(made.text.split())
        bodies = [body.strip() for _, body in find_links(part(read(made), "text/html"))]
        assert "#category hardware" in bodies
        assert "#category software" in bodies

    def test_a_doubt_stands_in_the_letter_even_where_only_the_reading_is_known(self) -> None:
        assert "hardware or software?" in " ".join(compose("new_ticket", story=()).text.split())

    def test_a_doubt_with_one_likely_answer_is_asked_openly(self) -> None:
        asked = Step(at=OPENED, event=events.LabelAsked(by="desk", head=Head.CATEGORY, first="hardware", second=""))
        text = " ".join(compose("new_ticket", story=(asked,)).text.replace("| ", "").split())
        assert "is “hardware” the right category?" in text

    def test_the_digest_offers_what_can_be_done_with_each_mail(self) -> None:
        made = compose("quarantine_digest")
        bodies = {body for _, body in find_links(part(read(made), "text/html"))}
        assert {"#release 4", "#reject 4"} <= bodies
        assert "forged" in made.text

    def test_a_doubt_that_was_settled_is_not_asked_again(self) -> None:
        assert "One question" not in compose("new_ticket", ticket=make_ticket("en")).text

    def test_refusals_of_one_mail_stand_in_one_letter(self) -> None:
        text = compose("orders_result", outcomes=(refuse("#reopen"), refuse("#merge 3"))).text
        assert text.startswith("MF-12, not done: #reopen, #merge 3")

    def test_a_refusal_that_nobody_foresaw_is_still_said(self) -> None:
        event = events.Refused(by=BO, order="#fly", reason="gravity", state=State.L1, possible=(), detail="sorry")
        assert "#fly: gravity sorry" in compose("orders_result", event=event, outcomes=()).text


class TestWhatCustomersRead:
    def test_the_closing_letter_has_five_ratings_and_the_story(self) -> None:
        made = compose("closed")
        bodies = {body.strip() for _, body in find_links(part(read(made), "text/html"))}
        assert {"1", "2", "3", "4", "5"} <= bodies
        assert "Bo started working on it." in made.text

    @pytest.mark.parametrize(
        ("language", "when"),
        [
            ("hu", "2026. március 2., hétfő 11:00-ig"),
            ("en", "by Monday, 2 March 2026, 11:00"),
            ("de", "bis Montag, 2. März 2026, 11:00 Uhr"),
        ],
    )
    def test_times_are_said_in_the_language_and_on_the_desks_clock(self, language: str, when: str) -> None:
        assert when in " ".join(compose("received", language).text.split())

    @pytest.mark.parametrize(("language", "cause"), [("hu", "hiba oká"), ("en", "cause"), ("de", "Ursache")])
    def test_nobody_looks_for_the_cause_of_a_request(self, language: str, cause: str) -> None:
        assert cause in compose("in_diagnosis", language).text
        request = make_ticket(language, kind=Kind.REQUEST, state=State.FULFIL)
        for letter in ("in_diagnosis", "escalated", "reopened", "late", "reminder", "unanswered"):
            assert cause not in compose(letter, language, ticket=request).text

    @pytest.mark.parametrize(
        ("language", "where", "when"),
        [
            ("hu", "legtapasztaltabb, harmadik szintű", "2026. március 2., hétfő 11:00-ig jelentkezünk"),
            ("en", "most experienced colleagues (third line)", "hear from them by Monday, 2 March 2026, 11:00"),
            ("de", "erfahrensten Fachleute (Third Level)", "bis Montag, 2. März 2026, 11:00 Uhr von uns"),
        ],
    )
    def test_a_critical_ticket_is_said_to_be_with_the_third_line_and_when_it_answers(
        self, language: str, where: str, when: str
    ) -> None:
        critical = make_ticket(language, priority=Priority.P1, state=State.L3, tier=3)
        text = " ".join(compose("received", language, ticket=critical).text.split())
        assert where in text
        assert when in text
        assert where not in " ".join(compose("received", language).text.split())

    def test_nobody_is_promised_a_moment_that_has_passed(self) -> None:
        assert "by Monday" not in " ".join(compose("in_diagnosis", due=OPENED).text.split())

    def test_only_a_ticket_that_silence_may_close_says_so(self) -> None:
        last = events.Reminded(by="desk", count=2)
        said = "we will take it as settled"
        assert said in " ".join(compose("reminder", event=last).text.split())
        critical = make_ticket("en", priority=Priority.P1)
        assert said not in " ".join(compose("reminder", event=last, ticket=critical).text.split())

    def test_an_unknown_language_is_answered_in_the_desks_own(self) -> None:
        anna = Recipient(address=ANNA, name="", language="fr", agent=False)
        desk = replace(DESK, language="de")
        assert "Guten Tag!" in compose("received", recipient=anna, desk=desk).text

    def test_an_admins_category_is_named_as_the_admin_names_it(self) -> None:
        assert "Category     forklifts" in compose("received", ticket=make_ticket("en", category="forklifts")).text


class TestTemplates:
    def test_all_languages_have_the_same_letters_blocks_and_words(self) -> None:
        press = Press()
        names = {
            language: {path.name for path in (shipped("templates") / language).iterdir()} for language in LANGUAGES
        }
        assert names["hu"] == names["en"] == names["de"]
        for name in sorted(name for name in names["en"] if name.endswith(".j2")):
            blocks = [
                re.findall(r"block (\w+)", (shipped("templates") / lang / name).read_text()) for lang in LANGUAGES
            ]
            assert blocks[0] == blocks[1] == blocks[2], name
        voices = [press._find_voice(make_occasion("received", language)) for language in LANGUAGES]
        for table in ("words", "questions"):
            shapes = [{key: set(section) for key, section in getattr(voice, table).items()} for voice in voices]
            assert shapes[0] == shapes[1] == shapes[2]

    def test_every_order_that_can_be_possible_is_explained(self) -> None:
        verbs = {
            verb for state in State for kind in Kind for verb in possible(make_ticket("en", state=state, kind=kind))
        }
        for language in LANGUAGES:
            assert verbs <= set(PRESS._find_voice(make_occasion("help", language)).words["order"])

    def test_every_category_and_kind_is_asked_two_or_three_questions(self) -> None:
        for language in LANGUAGES:
            voice = PRESS._find_voice(make_occasion("received", language))
            for category in voice.words["category"]:
                for kind in voice.words["kind"]:
                    assert len(voice.find_questions(category, kind)) in {2, 3}

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("letter", sorted(set(LETTERS) - {"held"}))
    def test_a_letter_stands_with_the_least_that_there_can_be(self, letter: str, language: str) -> None:
        bare = make_ticket(language, assignee=None, requester_name="", subject="", solved_at=None, reopened=0)
        occasion = make_occasion(letter, language)
        least = Occasion(
            letter=letter,
            now=occasion.now,
            desk=DESK,
            recipient=replace(occasion.recipient, name=""),
            ticket=occasion.ticket and bare,
            event=occasion.event,
        )
        assert PRESS.compose(least, TOKEN, Thread()).text

    @pytest.mark.parametrize(
        "escape", ["desk.__class__", 'desk["__class__"]', '"{0.__class__}".format(desk)', "desk|attr('__class__')"]
    )
    def test_a_template_reaches_nothing_beyond_what_it_is_given(self, tmp_path: Path, escape: str) -> None:
        folder = tmp_path / "en"
        folder.mkdir()
        (folder / "merged.j2").write_text("{{ " + escape + " }}")
        with pytest.raises(SecurityError):
            Press(tmp_path).compose(make_occasion("merged", "en"), TOKEN, THREAD)

    def test_an_admins_folder_goes_before_the_shipped_one(self, tmp_path: Path) -> None:
        folder = tmp_path / "en"
        folder.mkdir()
        (folder / "words.toml").write_text('[category]\nhardware = "Machines"\n')
        (folder / "merged.j2").write_text(
            '{% extends "customer.j2" %}{% block title %}Hi{% endblock %}{% block news %}!{% endblock %}'
        )
        press = Press(tmp_path)
        assert "Machines" in press.compose(make_occasion("received", "en"), TOKEN, THREAD).text
        assert press.compose(make_occasion("merged", "en"), TOKEN, THREAD).text.startswith("Hi\n")
