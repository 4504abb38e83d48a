"""kill -9 in the midst of a large drain, three times: nothing is lost, nothing is doubled."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.acceptance.installation import PATIENCE, Installation
from tests.acceptance.mails import mail
from tests.acceptance.oracle import Injected, Oracle

MAILS = 200
KILLS = 3


@pytest.mark.slow
def test_a_drain_that_is_killed_three_times_loses_and_doubles_nothing(
    install: Callable[..., Installation], store_url: str
) -> None:
    desk = install(url=store_url)
    mails = tuple(_injected(number) for number in range(MAILS))
    desk.deliver(*(each.content for each in mails))
    seen = 0
    for _ in range(KILLS):
        daemon = desk.start("run", "--once")
        try:
            desk.sink.wait_for(seen + 20, seconds=PATIENCE)
        except AssertionError as error:
            raise AssertionError((desk.folder / "daemon.log").read_text(errors="replace")[-3000:]) from error
        daemon.kill()
        daemon.wait()
        seen = len(desk.sink.letters)
        assert seen < 2 * MAILS, "it was killed too late"
    desk.say("run", "--once")
    Oracle(mails=mails).check(desk, crashes=KILLS)
    copies = Counter(str(each.message["Message-ID"]) for each in desk.sink.letters)
    assert sum(copies.values()) - len(copies) <= KILLS * 4, "more went out twice than were under way"


def _injected(number: int) -> Injected:
    writer = f"w{number}@customer.example"
    letters = (("received", writer), ("new_ticket", "bo@agents.example"))
    return Injected(
        name=str(number), content=mail(f"Case {number}", sender=writer), outcome="ticket-create", letters=letters
    )
