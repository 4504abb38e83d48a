"""`#undo`: an agent's letters are taken back while they wait, and with them what their orders did."""

from collections.abc import Iterator, Mapping

from mailflow.desk.appointment import CALLS
from mailflow.desk.commands import CancelCall, Command, Undo
from mailflow.desk.events import CauseFound
from mailflow.flow.errand import Errand, Run
from mailflow.store import outbox, tickets


def undo(errand: Errand) -> Iterator[Command]:
    """Take back the letters that wait; nothing where some of a mail's have gone out."""
    desk, number = errand.desk, errand.ticket.number
    desk.ledger.flush()
    letters = tickets.own_letters(desk.ledger.connection, number, errand.by)
    waiting = [each for each in letters if each.state == "due" and each.attempts == 0]
    mails = {each.inbox for each in waiting}
    if not waiting or any(each.inbox in mails and each not in waiting for each in letters):
        yield errand.refuse("late")
        return
    outbox.undo(desk.ledger.connection, number, errand.by)
    taken_back = len({each.inbox for each in waiting if each.letter == "cause_found"})
    history = tickets.history(desk.ledger.connection, number)
    causes = [line.event.text for line in history if isinstance(line.event, CauseFound)]
    earlier = causes[: len(causes) - taken_back]
    names = tuple(dict.fromkeys(each.letter for each in waiting))
    if CALLS.intersection(names) and any(each.letter in CALLS for each in letters if each not in waiting):
        yield CancelCall(by=errand.by)  # an earlier word on the call is known, and would go on standing
    yield Undo(by=errand.by, letters=names, finding=earlier[-1] if earlier else "")


ERRANDS: Mapping[str, Run] = {"undo": undo}
