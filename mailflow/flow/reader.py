"""The text models in service: loaded beside the work, changed while running, and never in the way.

Without a model that can be loaded, every mail is read by the rules, so that a person labels it.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from mailflow.classify.because import words
from mailflow.classify.encode import Encoder, Vectors
from mailflow.classify.model import Classifier
from mailflow.classify.modelfile import ModelError
from mailflow.classify.shelf import Shelf
from mailflow.classify.vectors import encode, pack
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
        classifier = self.serving()
        if classifier is None:
            return [fallback()] * len(texts)
        try:
            return classifier.read(texts)
        except Exception as error:  # whatever a model does wrong, the mail goes on, to a person
            log.error("model_failed", name=classifier.name, exc_info=error)
            return [fallback()] * len(texts)

    def words(self, text: tuple[str, str], given: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
        """By head the words that speak for the label given; none without a model."""
        classifier = self.serving()
        return words(classifier, text, given) if classifier else {}

    @property
    def name(self) -> str:
        """The serving model's name, or "" if the rules read."""
        classifier = self.serving()
        return classifier.name if classifier else ""

    def serving(self) -> Classifier | None:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """What the second reading found: the vector as it is kept, and no reading where the model has no second one.

    `shadow` is what the model says that reads along without acting, if there is one, and `along` its name.
    """

    encoder: str
    vector: bytes
    reading: Reading | None
    along: str = ""
    shadow: Reading | None = None


class SecondReader:
    """Reads (subject, body) pairs by words and by sentence vectors, a tenth of a second each."""

    def __init__(self, shelf: Shelf | None, encoder: Encoder) -> None:
        self._serving = Reader(shelf)
        self._along = _Along(shelf)
        self._encoder = encoder

    def __call__(self, texts: Sequence[tuple[str, str]]) -> list[Second]:
        vectors = encode(texts, self._encoder)
        serving, along = self._serving.serving(), self._along()
        nothing: list[Reading | None] = [None] * len(texts)
        readings = [*self._reread(serving, texts, vectors)] or nothing
        shadows = [*self._reread(along, texts, vectors)] or ([*along.read(texts)] if along else nothing)
        return [
            Second(
                encoder=self._encoder.name,
                vector=blob,
                reading=reading,
                along=along.name if along else "",
                shadow=shadow,
            )
            for blob, reading, shadow in zip(pack(vectors), readings, shadows, strict=True)
        ]

    def _reread(
        self, classifier: Classifier | None, texts: Sequence[tuple[str, str]], vectors: Vectors
    ) -> list[Reading]:
        """The second reading of a model that has one for this encoder; else none."""
        able = classifier is not None and classifier.encoder == self._encoder.name
        return classifier.reread(texts, vectors) if classifier and able else []


class _Along:
    """The model that reads along, as the shelf has it now."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        self._stamp: object = None
        self._classifier: Classifier | None = None

    def __call__(self) -> Classifier | None:
        if self._shelf is not None and (stamp := self._shelf.stamp()) != self._stamp:
            self._stamp, self._classifier = stamp, None
            try:
                self._classifier = self._shelf.shadow()
            except ModelError as error:
                log.error("shadow_unusable", why=str(error))
        return self._classifier
