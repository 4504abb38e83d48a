"""A reply compared with the letter of ours that it answers: our words vanish, what was said inside them is shown."""

from dataclasses import replace

from mailflow.flow.found import Match
from mailflow.flow.letters import Desk
from mailflow.ingest.quoting.pasted import answers_inside, without_our_words
from mailflow.mail import Arrival, InlineAnswer
from mailflow.store.tickets import letter_text


def compare(desk: Desk, arrival: Arrival, match: Match, *, is_agent: bool) -> Arrival:
    """The mail with a reply that has none of our words, but a customer's answers inside a quote below what they answer.

    An agent's reply may go out, so that nothing of what it quotes may come along.
    """
    reply = arrival.reply
    letter = _letter(desk, match)
    inside = answers_inside(arrival.mail.text, letter) if letter else ()
    answers = () if is_agent else inside or reply.answers
    text, body = (without_our_words(each, letter) if letter else each for each in (reply.text, reply.body))
    return replace(arrival, reply=replace(reply, text=_show(text, answers), body=body, answers=answers))


def _letter(desk: Desk, match: Match) -> str:
    """The text of our letter that is answered, or ""."""
    if match.token is None:
        return ""
    return letter_text(desk.ledger.connection, match.token.message_id(desk.office.card.message_domain))


def _show(text: str, answers: tuple[InlineAnswer, ...]) -> str:
    """The text with the line that each answer answers above it, as a quote."""
    shown, missing, rest = "", "", text
    for answer in answers:
        before, said, after = rest.partition(answer.said)
        quoted = f"> {answer.asked}\n{answer.said}"
        if said:
            shown, rest = f"{shown}{before}{quoted}", after
        else:
            missing += f"\n\n{quoted}"
    return f"{shown}{rest}{missing}".strip()
