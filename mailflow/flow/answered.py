"""A reply compared with the letter of ours that it answers: our words vanish, what was said inside them is shown."""

from dataclasses import replace

from mailflow.flow.found import Match
from mailflow.flow.letters import Desk
from mailflow.ingest.quoting.pasted import Answer, answers_inside, without_our_words
from mailflow.mail import Arrival
from mailflow.store.tickets import letter_text


def compare(desk: Desk, arrival: Arrival, match: Match, *, is_agent: bool) -> Arrival:
    """The mail with a reply that has none of our words, but a customer's answers inside them below what they answer.

    An agent's reply may go out, so that nothing of the letter to the agent may come along.
    """
    if match.token is None:
        return arrival
    letter = letter_text(desk.ledger.connection, match.token.message_id(desk.office.card.message_domain))
    if not letter:
        return arrival
    reply, answers = arrival.reply, () if is_agent else answers_inside(arrival.mail.text, letter)
    text = _show(without_our_words(reply.text, letter), answers)
    return replace(arrival, reply=replace(reply, text=text, body=without_our_words(reply.body, letter)))


def _show(text: str, answers: tuple[Answer, ...]) -> str:
    """The text with the line that each answer answers above it, as a quote."""
    for answer in answers:
        shown = f"> {answer.asked}\n{answer.said}"
        text = text.replace(answer.said, shown, 1) if answer.said in text else f"{text}\n\n{shown}".strip()
    return text
