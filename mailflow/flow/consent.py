"""The approver's answer: one word, yes or no, under the token of the very letter that asked (TRUST.md S29).

A token of an earlier question, or of one that is answered already, decides nothing; what was written is kept.
"""

from mailflow.desk.commands import Approve, Command, Disapprove
from mailflow.desk.terms import State
from mailflow.desk.ticket import Ticket
from mailflow.desk.verbs import bare
from mailflow.flow.carry_out import carry_out
from mailflow.flow.incoming import Incoming, cause_of, post, settle
from mailflow.flow.letters import Desk, approver_recipient, write_letter
from mailflow.store import outbox
from mailflow.tokens import Token

_YES = (
    *("approve", "approved", "i approve", "yes", "ok", "okay", "agreed", "granted", "yes approved", "yes i approve"),
    *("jóváhagyom", "jóváhagyva", "jóváhagyás", "igen", "igen jóváhagyom", "rendben", "engedélyezem", "hozzájárulok"),
    *("genehmigt", "genehmige", "ich genehmige", "ja", "ja genehmigt", "einverstanden", "freigegeben", "zugestimmt"),
)
_NO = (
    *("refuse", "refused", "i refuse", "reject", "rejected", "decline", "declined", "denied", "not approved", "no"),
    *("elutasítom", "elutasítva", "nem hagyom jóvá", "nem engedélyezem", "nem"),
    *("abgelehnt", "ablehnen", "ich lehne ab", "nicht genehmigt", "nicht einverstanden", "nein"),
)


def _plain(words: str) -> tuple[str, ...]:
    return tuple(filter(None, map(bare, words.split())))


_APPROVES = frozenset(map(_plain, _YES))
_REFUSES = sorted(map(_plain, _NO), key=len, reverse=True)


def answer_approval(desk: Desk, mail: Incoming, token: Token) -> None:
    """Take the approver's word where their token is the open question's; else the mail is only kept."""
    ticket = desk.ledger.ticket(mail.match.ticket or 0)
    if ticket is None or not _is_open(desk, ticket, token, mail.arrival.mail.identity):
        settle(desk, mail, "done", "article-append", reason="approval is not asked any more")
        return
    post(desk, mail, ticket.number)
    cause = cause_of(desk, mail)
    if (command := word_of_approver(mail.text, ticket.approver)) is not None:
        carry_out(desk, ticket, command, cause)
    else:
        write_letter(desk, "approval_unclear", approver_recipient(desk, ticket), cause, ticket=ticket)
    settle(desk, mail, "done", "article-append", ticket=ticket.number)


def word_of_approver(text: str, by: str) -> Command | None:
    """Yes where the first line is a word for it and no more; no where it begins with one: the rest is the reason."""
    first, _, rest = text.strip().partition("\n")
    words = _plain(first)
    if words in _APPROVES:
        return Approve(by=by)
    refusal = next((each for each in _REFUSES if words[: len(each)] == each), None)
    if refusal is None:
        return None
    reason = " ".join(first.split()[len(refusal) :]).lstrip(" ,;:.–-")
    return Disapprove(by=by, reason="\n".join(filter(None, (reason, rest.strip()))))


def _is_open(desk: Desk, ticket: Ticket, token: Token, writer: str | None) -> bool:
    """True if this very round's letter comes back from the one who is asked now, and nobody has answered it."""
    if ticket.state is not State.WAIT_APPROVAL or ticket.approval_at is None or writer != ticket.approver:
        return False
    message_id = token.message_id(desk.office.card.message_domain)
    letter = outbox.by_message_id(desk.ledger.connection, [message_id])
    return letter is not None and letter.ticket == ticket.number and bool(letter.created_at >= ticket.approval_at)
