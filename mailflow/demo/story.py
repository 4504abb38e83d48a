"""The demo: a short day at a support desk, told while it happens. Start at `STORY`; each chapter is a script."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from mailflow.demo import cast
from mailflow.demo.backstage import Backstage
from mailflow.demo.chapters import evening, forgery, monitor, odd, outage, printer, privacy, vpn
from mailflow.demo.stage import Stage
from mailflow.demo.telling import Teller


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the story that can be told by itself."""

    title: str
    about: str
    play: Callable[[Stage], None]


STORY: tuple[Chapter, ...] = (
    Chapter(
        title="The printer on payday",
        about="Kovács Anna, a bookkeeper, writes Hungarian in Gmail. Bo, of the first line, answers in her language.",
        play=printer.play,
    ),
    Chapter(
        title="A tunnel that falls in",
        about="Lena Hartmann, of a haulier, writes German in Outlook.",
        play=vpn.play,
    ),
    Chapter(
        title="Something wanted",
        about="Tom Price, of a bakery, writes English in Thunderbird, below the quote.",
        play=monitor.play,
    ),
    Chapter(title="What else a mailbox brings", about="Old programs, riddles, dead addresses.", play=odd.play),
    Chapter(title="Somebody who is not Bo", about="Who acts must prove it, without any password.", play=forgery.play),
    Chapter(title="The portal is down", about="The same trouble from three places at once.", play=outage.play),
    Chapter(title="What must not be told", about="Fehér Judit has made a mistake, and says so.", play=privacy.play),
    Chapter(title="The evening", about="The desk's books are looked through.", play=evening.play),
)


def tell(*, once: bool) -> int:
    """Tell the story; 0 only if every step was seen. Unless `once`, the desk then stays up until Ctrl-C."""
    folder = Path(mkdtemp(prefix="mailflow-demo-"))
    teller = Teller()
    begun = time.monotonic()
    teller.open_story(cast.AGENTS, folder)
    with Backstage(folder) as desk:
        with Stage(desk, teller) as stage:
            for number, chapter in enumerate(STORY, start=1):
                teller.open_chapter(number, chapter.title, chapter.about)
                stage.play(chapter.title, chapter.play)
        teller.sum_up(stage.seen, time.monotonic() - begun, folder)
        if not once:
            _stay(desk, teller)
    return 1 if any(each.missing for each in stage.seen) else 0


def _stay(desk: Backstage, teller: Teller) -> None:
    """Leave the desk up, and say how to write to it."""
    teller.invite(desk.world, cast.DESK, cast.AGENTS, cast.CUSTOMERS)
    try:
        while desk.works:
            desk.wait(1.0)
    except KeyboardInterrupt:
        teller.remark("The desk closes.")
