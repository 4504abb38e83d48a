"""A trained model at work: mails in, calibrated answers out, in batches. It can say that it is not sure."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import concepts, fold, grams, modelfile, vocabulary
from mailflow.classify.modelfile import ModelError, ModelFile
from mailflow.classify.stack import Stack
from mailflow.classify.vectors import Encoded
from mailflow.classify.vocabulary import Vocabulary
from mailflow.desk.reading import Guess, Reading, fallback

BATCH = 200
LEAST_WORDS = 3
READER_VERSION = 1
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One question: its labels, the probability from which an answer is sure, by label, and where its columns begin.

    `cut` is for a rare second label that must not be overlooked: it stands from this probability on.
    """

    name: str
    labels: tuple[str, ...]
    sure_from: tuple[float, ...]
    start: int
    cut: float | None = None

    def columns(self) -> slice:
        """The head's columns in the stacked coefficients."""
        return slice(self.start, self.start + len(self.labels))

    def choose(self, chances: Floats) -> tuple[int, int]:
        """The index of the label that stands, and of the runner-up."""
        if self.cut is not None:
            return (1, 0) if chances[1] >= self.cut else (0, 1)
        best, second = np.argsort(-chances, kind="stable")[:2]
        return int(best), int(second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A guess, and the label that came second."""

    guess: Guess
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """A model in memory. `name` is its folder's; safe to use from several threads, since nothing in it changes.

    A mail in which it knows fewer than three words, or that is none of the desk's, is never answered with sureness.
    """

    name: str
    heads: tuple[Head, ...]
    vocabulary: Vocabulary
    coefficients: Floats
    intercepts: Floats
    manifest: Mapping[str, Any]
    stack: Stack | None = None
    second_heads: tuple[Head, ...] = ()

    @property
    def encoder(self) -> str:
        """The encoder whose vectors the second reading takes; "" where this model has none."""
        return self.stack.encoder if self.stack else ""

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Reading]:
        """One Reading for each (subject, body); a head that the model lacks is answered as without a model."""
        return [_reading(answers) for answers in self.answer(texts)]

    def best(self, texts: Sequence[tuple[str, str]], encoded: Encoded | None) -> tuple[tuple[Head, ...], Floats]:
        """The heads and chances of the best reading that can be had: the second, where the vectors are of its kind."""
        if encoded is not None and encoded.encoder == self.encoder:
            return self.second_heads, self.chances(texts, encoded.vectors)
        return self.heads, self.chances(texts)

    def reread(self, texts: Sequence[tuple[str, str]], vectors: Floats) -> list[Reading]:
        """The second reading: one for each (subject, body) with its vector by this model's encoder."""
        answers = self.answer(texts, vectors)
        return [_reading(each, fits=fits) for each, fits in zip(answers, self._fits(len(texts), vectors), strict=True)]

    def answer(self, texts: Sequence[tuple[str, str]], vectors: Floats | None = None) -> list[dict[str, Answer]]:
        """The model's own heads only, by name, for each (subject, body); with vectors, by the second reading."""
        chances, known = self._chances(texts, vectors)
        heads = self.heads if vectors is None else self.second_heads
        clear = (known >= LEAST_WORDS) & self._fits(len(texts), vectors)
        return [
            {head.name: _answer(head, row[head.columns()], may_be_sure=bool(sure)) for head in heads}
            for row, sure in zip(chances, clear, strict=True)
        ]

    def _fits(self, count: int, vectors: Floats | None) -> NDArray[np.bool_]:
        """Whether each mail is of the desk's kind; only vectors can tell."""
        return np.ones(count, dtype=np.bool_) if vectors is None or self.stack is None else self.stack.fits(vectors)

    def chances(self, texts: Sequence[tuple[str, str]], vectors: Floats | None = None) -> Floats:
        """The calibrated probabilities of all heads side by side, one row a text; with vectors, the second's."""
        return self._chances(texts, vectors)[0]

    def _chances(self, texts: Sequence[tuple[str, str]], vectors: Floats | None) -> tuple[Floats, NDArray[np.int64]]:
        """The probabilities, and how many words the model knows of each text."""
        if vectors is None:
            parts = [self._first(batch) for batch in _batches(texts)]
        elif self.stack is None:
            raise ValueError(f"{self.name} has no second reading")
        else:
            apart = (vectors[first : first + BATCH] for first in range(0, len(texts), BATCH))
            parts = [self._second(self.stack, *each) for each in zip(_batches(texts), apart, strict=True)]
        width = len(self.intercepts) if vectors is None or self.stack is None else len(self.stack.intercepts)
        chances = np.concatenate([np.zeros((0, width), dtype=np.float32), *(part[0] for part in parts)])
        return chances, np.concatenate([np.zeros(0, dtype=np.int64), *(part[1] for part in parts)])

    def _first(self, texts: Sequence[tuple[str, str]]) -> tuple[Floats, NDArray[np.int64]]:
        rows = self.vocabulary.weigh(grams.count(texts))
        scores = rows.times(self.coefficients) + self.intercepts
        return _shares(scores, self.heads), self.vocabulary.words_known(rows)

    def _second(
        self, stack: Stack, texts: Sequence[tuple[str, str]], vectors: Floats
    ) -> tuple[Floats, NDArray[np.int64]]:
        rows = self.vocabulary.weigh(grams.count(texts))
        return _shares(stack.scores(rows, vectors), self.second_heads), self.vocabulary.words_known(rows)


def load(folder: Path) -> Classifier:
    """The model of a folder, checked; raises ModelError with a sentence for people."""
    return build(modelfile.read(folder))


def build(file: ModelFile) -> Classifier:
    """A Classifier of a checked file; raises ModelError where its parts do not fit, or another reader made them."""
    if file.manifest.get("reader") != reader_fingerprint():
        raise ModelError(f"{file.folder}: was trained with another reader of texts; train it again")
    try:
        return _assemble(file)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ModelError(f"{file.folder}: its parts do not fit together ({error!r})") from error


def reader_fingerprint() -> str:
    """What a model's grams depend on: it changes when texts would be cut into grams differently."""
    weights = vocabulary.BLOCK_WEIGHTS.tolist()
    limits = [fold.SUBJECT_LIMIT, fold.BODY_LIMIT]
    facts = [READER_VERSION, limits, grams.LETTER_SIZES, weights, concepts.TABLE]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _assemble(file: ModelFile) -> Classifier:
    parts = file.parts
    heads = tuple(_head(each) for each in json.loads(str(parts["heads"])))
    hashes, idf = np.asarray(parts["hashes"], dtype=np.uint64), np.asarray(parts["idf"], dtype=np.float32)
    coefficients = np.asarray(parts["coefficients"], dtype=np.float32)
    intercepts = np.asarray(parts["intercepts"], dtype=np.float32)
    width = _width(heads)
    if (
        not len(hashes)
        or coefficients.shape != (len(hashes), width)
        or intercepts.shape != (width,)
        or idf.shape != hashes.shape
    ):
        raise ValueError("shapes differ")
    if not (np.isfinite(coefficients).all() and np.isfinite(intercepts).all() and np.isfinite(idf).all()):
        raise ValueError("numbers are missing")
    known = Vocabulary(hashes=hashes, idf=idf)
    second, second_heads = _second(file, len(hashes))
    return Classifier(
        name=file.folder.name,
        heads=heads,
        vocabulary=known,
        coefficients=coefficients,
        intercepts=intercepts,
        manifest=file.manifest,
        stack=second,
        second_heads=second_heads,
    )


def _second(file: ModelFile, grams_known: int) -> tuple[Stack | None, tuple[Head, ...]]:
    """The second reading, if the model has one."""
    if "second_heads" not in file.parts:
        return None, ()
    heads = tuple(_head(each) for each in json.loads(str(file.parts["second_heads"])))
    part = {
        name: np.asarray(file.parts[f"second_{name}"], dtype=np.float32)
        for name in ("center", "axes", "words", "mails", "shares", "coefficients", "intercepts", "ours", "line")
    }
    width, dimension = _width(heads), len(part["center"])
    shapes = {
        "axes": (len(part["axes"]), dimension),
        "words": (grams_known, width),
        "mails": (len(part["mails"]), dimension),
        "shares": (len(part["mails"]), width),
        "coefficients": (dimension, width),
        "intercepts": (width,),
        "ours": (len(part["mails"]),),
        "line": (1,),
    }
    if any(part[name].shape != shape for name, shape in shapes.items()):
        raise ValueError("shapes of the second reading differ")
    if not all(np.isfinite(each).all() for each in part.values()):
        raise ValueError("numbers of the second reading are missing")
    ours, line = part.pop("ours") > 0, float(part.pop("line")[0])
    return Stack(encoder=str(file.parts["second_encoder"]), **part, ours=ours, fits_from=line), heads


def _width(heads: Sequence[Head]) -> int:
    return sum(len(head.labels) for head in heads)


def _shares(scores: Floats, heads: Sequence[Head]) -> Floats:
    """Each head's scores as probabilities, in place."""
    for head in heads:
        part = scores[:, head.columns()]
        part = np.exp(part - part.max(axis=1, keepdims=True))
        scores[:, head.columns()] = part / part.sum(axis=1, keepdims=True)
    return scores


def _batches(texts: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    return (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))


def _head(facts: Mapping[str, Any]) -> Head:
    labels, sure_from = tuple(facts["labels"]), tuple(float(each) for each in facts["sure_from"])
    if len(labels) < 2 or len(labels) != len(sure_from):
        raise ValueError(f"head {facts['name']} is incomplete")
    return Head(name=facts["name"], labels=labels, sure_from=sure_from, start=int(facts["start"]), cut=facts["cut"])


def _answer(head: Head, chances: Floats, *, may_be_sure: bool) -> Answer:
    best, second = head.choose(chances)
    shown = 1 if head.cut is not None else best
    sure = may_be_sure and bool(chances[best] >= head.sure_from[best])
    guess = Guess(label=head.labels[best], p=round(float(chances[shown]), 4), sure=sure)
    return Answer(guess=guess, second=head.labels[second])


def _reading(answers: Mapping[str, Answer], *, fits: bool = True) -> Reading:
    rules = fallback()
    return Reading(
        kind=_guess(answers, "kind", rules.kind),
        category=_guess(answers, "category", rules.category),
        impact=_guess(answers, "impact", rules.impact),
        urgency=_guess(answers, "urgency", rules.urgency),
        breach=_guess(answers, "breach", rules.breach),
        second={name: answer.second for name, answer in answers.items()},
        fits=bool(fits),
    )


def _guess(answers: Mapping[str, Answer], head: str, otherwise: Guess) -> Guess:
    return answers[head].guess if head in answers else otherwise
