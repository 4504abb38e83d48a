"""A call's life in the pure desk: what may be chosen, which appointment an invitation belongs to, when it ends."""

from datetime import timedelta

from mailflow.desk.commands import AnswerInvitation, Call, CancelCall, Command, Escalate, Resolve, Take
from mailflow.desk.events import CallCancelled, CallFixed, CallOver, CallProposed, CallWished, CustomerWrote, Resolved
from mailflow.desk.terms import State
from tests.desk.build import ANA, BO, LIZ, START, Play, hours, reading


def second_line() -> Play:
    play = Play()
    play.open(reading())
    play.do(Take(by=BO, name="Bo", tier=1))
    play.do(Escalate(by=BO, tier=2, reason="x"))
    return play


def call(*after: float, minutes: int = 30) -> Command:
    return Call(by=LIZ, slots=tuple(START + hours(n) for n in after), minutes=minutes, where="phone")


def test_proposals_come_in_the_order_of_time_and_each_once() -> None:
    [event] = second_line().do(call(5, 3, 5))
    assert isinstance(event, CallProposed)
    assert event.slots == (START + hours(3), START + hours(5))


def test_a_proposal_that_has_passed_cannot_be_chosen_any_more() -> None:
    play = second_line()
    play.do(call(1, 9))
    [late] = play.mail(after=hours(2), rating=1)
    assert isinstance(late, CustomerWrote)
    [fixed] = play.mail(rating=2)
    assert isinstance(fixed, CallFixed)
    assert fixed.at == START + hours(9)


def test_a_number_beyond_the_proposals_is_no_choice() -> None:
    play = second_line()
    play.do(call(1, 9))
    [event] = play.mail(rating=3)
    assert isinstance(event, CustomerWrote)


def test_a_moved_call_is_the_same_appointment_and_the_next_one_another() -> None:
    play = second_line()
    first, second = play.do(call(3)), play.do(call(4))
    gone = play.do(CancelCall(by=LIZ))
    again = play.do(call(5))
    calls = [event for events in (first, second, gone, again) for event in events]
    assert [(each.call, each.sequence) for each in calls if isinstance(each, CallFixed | CallCancelled)] == [
        (1, 1), (1, 2), (1, 3), (2, 4)
    ]  # fmt: skip


def test_a_solution_after_proposals_alone_withdraws_them_first() -> None:
    play = second_line()
    play.do(call(1, 9))
    withdrawn, done = play.do(Resolve(by=LIZ, text="done"))
    assert isinstance(withdrawn, CallCancelled)
    assert (withdrawn.how, withdrawn.at) == ("settled", None)
    assert isinstance(done, Resolved)


def test_a_later_time_that_the_requester_wished_pauses_the_clock_until_then() -> None:
    play = second_line()
    play.do(call(3))
    later = START + hours(30)
    [wished] = play.do(AnswerInvitation(by=ANA, accepted=False, sequence=1, instead=later))
    assert isinstance(wished, CallWished)
    [fixed] = play.do(call(30))
    assert isinstance(fixed, CallFixed)
    assert fixed.pauses
    assert play.it.running_since is None


def test_the_slot_ends_after_its_length() -> None:
    play = second_line()
    play.do(call(3, minutes=45))
    play.now = START + hours(3) + timedelta(minutes=44)
    assert not any(isinstance(each, CallOver) for each in play.tick())
    assert any(isinstance(each, CallOver) for each in play.tick(timedelta(minutes=1)))
    assert play.it.state is State.L2
