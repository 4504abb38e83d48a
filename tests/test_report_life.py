"""The report's light twin of the desk's own fold goes the same way, whatever happens to a ticket."""

from datetime import timedelta

from mailflow.desk.commands import Answer, Command, Escalate
from mailflow.desk.rules import Rules
from mailflow.desk.terms import OPEN, SOLVED, CustomerWord, Kind, Priority, State
from mailflow.report.life import Life, follow
from mailflow.store.codec import event_data
from mailflow.store.figures import TOLD, Line
from tests.desk.build import BO, LIZ, Play, hours, play
from tests.desk.lives import live, lives


def told(game: Play) -> Life:
    """The life that the ticket's journal tells, as the store gives it."""
    lines = [Line(at, type(each).__name__, each.by, event_data(each)) for at, each in game.journal]
    return follow([line for line in lines if line.event in TOLD], game.rules)


@lives
def test_the_report_follows_a_ticket_through_the_states_that_the_desk_gave_it(
    rules: Rules, kind: Kind, priority: Priority, life: list[tuple[timedelta, Command, timedelta]]
) -> None:
    game = live(rules, kind, priority, life, lambda game, before, events: None)
    found, ticket = told(game), game.it
    assert (found.state, found.kind) == (ticket.state, ticket.kind)
    if ticket.state in OPEN:
        assert (found.tier, found.waits) == (ticket.tier, ticket.waiting_since)
    if ticket.state in SOLVED:
        assert found.solved_tier == ticket.solved_tier
    if found.steps:
        assert [each.after for each in found.steps[:-1]] == [each.before for each in found.steps[1:]]
        assert found.steps[-1].after is ticket.state


def test_a_solution_is_the_first_contact_only_if_the_first_line_said_nothing_before_and_it_stood() -> None:
    at_once = play(taken=True)
    at_once.resolve(hours(1))
    assert told(at_once).first_contact
    at_once.mail(hours(1))
    assert at_once.it.state is State.L1
    assert not told(at_once).first_contact

    after_a_word = play(taken=True)
    after_a_word.answer(hours(1))
    after_a_word.resolve(hours(1))
    assert not told(after_a_word).first_contact

    handed_on = play(taken=True)
    handed_on.do(Escalate(by=BO, tier=2, reason="Not mine."))
    handed_on.resolve(hours(1), by=LIZ)
    assert not told(handed_on).first_contact


def test_each_later_answer_is_counted_from_the_mail_that_waited_for_it() -> None:
    game = play(taken=True)
    game.answer(hours(1))
    game.accept("reply")
    game.mail(hours(2))
    wrote = game.now
    game.mail(hours(1))
    game.do(Answer(by=BO, name="Bo", tier=1, text="Try this."), hours(1))
    game.accept("reply")
    assert told(game).responses == [(wrote, wrote + hours(2))]


def test_the_last_rating_counts() -> None:
    game = play(taken=True)
    game.resolve(hours(1))
    game.mail(hours(1), word=CustomerWord.CONFIRM)
    game.mail(hours(1), rating=2)
    game.mail(hours(1), rating=5)
    assert told(game).rating == 5
