"""The worker of the second reading: the newest tickets first, a few at a time, and never while mail is piling up."""

import threading
from collections.abc import Callable, Sequence

import structlog

from mailflow.classify.words import Words
from mailflow.flow.office import Office
from mailflow.flow.reader import Second, SecondReader
from mailflow.flow.reconsider import Waiting, waiting
from mailflow.flow.understand import CannotReadNowError, Text
from mailflow.room import ReadingError, SecondRoom
from mailflow.store.db import StoreError
from mailflow.wake import Bell

log = structlog.get_logger()
AT_ONCE = 4
LOOK_SECONDS = 30.0
BEHIND_SECONDS = 0.5
Found = Sequence[tuple[int, Second | None]]


class WordRoom:
    """Stands for the second reader where there is no encoder: word vectors, at once and in this process."""

    def __init__(self) -> None:
        self._reader = SecondReader(None, Words())

    def understand(self, texts: Sequence[Text]) -> list[Second]:
        """The vectors of these texts; no second reading."""
        return self._reader(texts)

    def close(self) -> None:
        """Nothing is open."""


class SecondLook(threading.Thread):
    """Its bell is rung when tickets may have come. `hand_over` gives the desk what was found, and waits for that."""

    def __init__(
        self,
        office: Office,
        room: SecondRoom | WordRoom,
        hand_over: Callable[[Found], None],
        behind: Callable[[], bool],
        bell: Bell,
    ) -> None:
        super().__init__(name="second reading", daemon=True)
        self._office = office
        self._room = room
        self._hand_over = hand_over
        self._behind = behind
        self._bell = bell
        self._warm = False

    def run(self) -> None:
        while not self._bell.stopping:
            try:
                more = self._turn()
            except (StoreError, CannotReadNowError) as error:
                log.error("second_reading", why=str(error))
                more = False
            if not more:
                self._bell.wait(LOOK_SECONDS)
        self._room.close()

    def _turn(self) -> bool:
        """Read some once more; False if there is nothing to read. Before the first, what is known of all tickets."""
        if not self._warm:
            with self._office.store.read() as connection:
                self._office.memory.warm(connection)
            self._warm = True
        if self._behind():
            self._bell.wait(BEHIND_SECONDS)
            return True
        if found := waiting(self._office, AT_ONCE):
            self._tell(self._read(found))
        return bool(found)

    def _tell(self, found: Found) -> None:
        """Hand over; what the desk cannot use is given up, so that it is not tried for ever."""
        try:
            self._hand_over(found)
        except StoreError:
            raise
        except Exception as error:  # the first reading stands, and the desk goes on
            log.error("second_reading_unused", tickets=[number for number, _ in found], exc_info=error)
            self._hand_over([(number, None) for number, _ in found])

    def _read(self, found: Sequence[Waiting]) -> Found:
        """What each mail says; if they cannot be read together each is tried alone, and one that fails is given up."""
        try:
            seconds = self._room.understand([each.text for each in found])
            return [(each.ticket, second) for each, second in zip(found, seconds, strict=True)]
        except ReadingError as error:
            log.warning("second_reading_failed", tickets=[each.ticket for each in found], why=str(error))
            if len(found) == 1:
                return [(found[0].ticket, None)]
            return [self._read([each])[0] for each in found]
