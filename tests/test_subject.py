"""The subject without what mail programs put before it."""

import pytest

from mailflow.subject import FORWARD, REPLY, base_subject, is_forward, without_prefixes


@pytest.mark.parametrize("prefix", sorted({word for words in REPLY.values() for word in words}))
@pytest.mark.parametrize("form", ["{}: ", "{} : ", "{}[2]: ", "{}(3): ", "{}：", "Re: {}: "])
def test_the_words_for_an_answer_are_taken_off_in_every_language(prefix: str, form: str) -> None:
    for word in (prefix, prefix.upper(), prefix.capitalize()):
        assert without_prefixes(form.format(word) + "Printer") == "Printer"
        assert base_subject(form.format(word) + "PRINTER") == "printer"


@pytest.mark.parametrize("prefix", sorted({word for words in FORWARD.values() for word in words}))
def test_the_words_for_a_forwarded_mail_are_taken_off_and_told(prefix: str) -> None:
    for form in ("{}: Printer", "{} : Printer", "{}：Printer", "[EXTERNAL] {}: Printer"):
        assert is_forward(form.format(prefix.upper()))
        assert base_subject(form.format(prefix.upper())) == "printer"


@pytest.mark.parametrize(
    ("subject", "shown", "base"),
    [
        ("RE: [MF-12] AW: Printer", "Printer", "printer"),
        ("[MF-12] Re: [MF-12] Vá: Printer", "Printer", "printer"),
        ("Re:Re:Re: Printer", "Printer", "printer"),
        ("Fwd: [list] Re: Printer (fwd)", "[list] Re: Printer (fwd)", "printer"),
        ("[Fwd: Re: Printer]", "[Fwd: Re: Printer]", "printer"),
        ("[EXTERNAL] **SPAM** Printer", "[EXTERNAL] **SPAM** Printer", "printer"),
        ("[only a tag]", "[only a tag]", "[only a tag]"),
        ("回复：转发：打印机", "打印机", "打印机"),
        ("Response: none", "Response: none", "response: none"),
        ("Reset: my password", "Reset: my password", "reset: my password"),
        ("Result of Re: Printer", "Result of Re: Printer", "result of re: printer"),
        ("Re:", "", ""),
        ("", "", ""),
        ("[OTHER-3] Printer", "[OTHER-3] Printer", "printer"),
    ],
)
def test_only_what_programs_add_is_taken_off(subject: str, shown: str, base: str) -> None:
    assert without_prefixes(subject, "MF") == shown
    assert base_subject(subject) == base


@pytest.mark.parametrize(
    "subject", ["Printer", "Re: Printer", "Transfer: money", "Forwarding a call", "[list] Printer"]
)
def test_other_mails_are_no_forwards(subject: str) -> None:
    assert not is_forward(subject)


@pytest.mark.parametrize("subject", ["Re:" * 100_000, "[" * 100_000, "[a]" * 100_000, " " * 200_000, "[fwd:" * 50_000])
def test_a_long_subject_takes_no_time(subject: str) -> None:
    """A quadratic rule would make this test hang."""
    assert len(base_subject(subject)) <= 1000
    assert subject.endswith(without_prefixes(subject, "MF"))
    assert is_forward(subject) is subject.startswith("[fwd:")
