"""The text model in service: loaded beside the work, changed while running, and never in the way.

Without a model that can be loaded, every mail is read by the rules, so that a person labels it.
"""

import threading
import time
from collections.abc import Sequence

import structlog

from mailflow.classify.model import Classifier
from mailflow.classify.modelfile import ModelError
from mailflow.classify.shelf import Shelf
from mailflow.desk.reading import Reading, fallback

log = structlog.get_logger()
LOOK_SECONDS = 2.0


class Reader:
    """Reads (subject, body) pairs with the shelf's serving model. Safe to call from several threads."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._classifier: Classifier | None = None
        self._stamp: object = None
        self._looked = float("-inf")

    def __call__(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        if not texts:
            return []
        classifier = self._current()
        if classifier is None:
            return [fallback()] * len(texts)
        try:
            return classifier.read(texts)
        except Exception as error:  # whatever a model does wrong, the mail goes on, to a person
            log.error("model_failed", name=classifier.name, exc_info=error)
            return [fallback()] * len(texts)

    @property
    def name(self) -> str:
        """The serving model's name, or "" if the rules read."""
        classifier = self._current()
        return classifier.name if classifier else ""

    def _current(self) -> Classifier | None:
        """The model that serves now; looks for another one every few seconds."""
        if self._shelf is None:
            return None
        with self._lock:
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                self._looked = time.monotonic()
                self._look(self._shelf)
            return self._classifier

    def _look(self, shelf: Shelf) -> None:
        stamp = shelf.stamp()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._classifier = shelf.serving()
            log.info("model", name=self._classifier.name)
        except ModelError as error:
            log.error("model_unusable", why=str(error))
