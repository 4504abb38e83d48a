"""A reply compared with the letter that it answers."""

from email.message import Message
from typing import Any

from tests.flow.branch import ANA, BO, Branch, text_of, the

QUESTION = "#ask\nWhich floor is it on, please?\nSince when does it not print?\nDoes it happen to your colleagues too?"


def test_answers_inside_our_letter_reach_the_agent_each_below_what_it_answers(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    question = the(branch.work(branch.answer(notice, QUESTION)), ANA)
    lines = []
    for line in text_of(question).splitlines():
        lines.append(f"> {line}")
        if "Which floor" in line:
            lines.append("The second one.")
        if "Since when" in line:
            lines.append("Since Monday morning.")
    mail = branch.mail(ANA, "See below.\n\nOn Monday, Support wrote:\n" + "\n".join(lines), **_thread(question.message))
    told = text_of(the(branch.work(mail), BO))
    shown = [line.lstrip("> ").strip() for line in told.splitlines()]
    assert shown.index("The second one.") == shown.index("Which floor is it on, please?") + 1
    assert shown.index("Since Monday morning.") == shown.index("Since when does it not print?") + 1
    assert "Does it happen to your colleagues too?" not in shown


def test_our_letter_repeated_without_quote_marks_is_not_news(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    question = the(branch.work(branch.answer(notice, QUESTION)), ANA)
    mail = branch.mail(ANA, "It is on the third floor.\n\n" + text_of(question), **_thread(question.message))
    told = text_of(the(branch.work(mail), BO))
    assert "It is on the third floor." in told
    assert "Since when does it not print?" not in told


def test_nothing_of_an_agents_letter_goes_out_with_an_answer_written_inside_it(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    lines = text_of(notice).splitlines()
    middle = next(index for index, line in enumerate(lines) if "first answer is due" in line)
    body = "\n".join(
        [*(f"> {line}" for line in lines[: middle + 1]), "We are on it.", *(f"> {x}" for x in lines[middle + 1 :])]
    )
    mail = branch.mail(BO, f"Hello Ana,\n\n{body}", **_thread(notice.message))
    reply = text_of(the(branch.work(mail), ANA))
    assert "We are on it." in reply
    assert "first answer is due" not in reply


def _thread(message: Message) -> dict[str, Any]:
    return {
        "to": str(message["Reply-To"]),
        "subject": f"Re: {message['Subject']}",
        "in_reply_to": str(message["Message-ID"]),
    }


def test_answers_inside_somebody_elses_mail_reach_the_agent_with_what_they_answer(branch: Branch) -> None:
    body = "Carl wrote:\n> Which floor is it on?\nThe second one.\n> Since when?\nSince Monday.\n> Carl\n"
    told = text_of(the(branch.work(branch.mail(ANA, body)), BO)).splitlines()
    shown = [line.strip("> ") for line in told]
    assert shown.index("The second one.") == shown.index("Which floor is it on?") + 1
    assert shown.index("Since Monday.") == shown.index("Since when?") + 1
