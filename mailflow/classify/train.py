"""From labelled mails to a candidate: heads on one shared vocabulary, calibrated and judged on answers out of fold.

With sentence vectors a second reading is learnt on top: from the first's answers out of fold, and the vectors.
Every figure in the manifest comes from mails that the judged part had not seen; near-copies never stand on both sides.
The same examples give the same file, byte for byte.
"""

import platform
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
import skops
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from mailflow.classify import alike, examples, grams, stack, vocabulary, writing
from mailflow.classify.examples import Example
from mailflow.classify.grams import Grams
from mailflow.classify.learn import Fold, Lesson, Piece, Unseen, learn
from mailflow.classify.model import reader_fingerprint
from mailflow.classify.vectors import Encoded
from mailflow.classify.vocabulary import Vocabulary

FOLDS = 5
STRENGTH = 3.0
LEAST_MAILS = 2
LEAST_OF_A_LABEL = 5
LEAST_SITUATIONS = 20
STACK_STRENGTH = 0.3
VECTOR_WEIGHT = 3.0
LOG_WEIGHT = 1.0
Progress = Callable[[int, int], None]


class TrainingError(Exception):
    """The examples are too few or too uniform to learn from; the sentence says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Second:
    """The second reading, learnt."""

    encoder: str
    center: NDArray[np.float32]
    pieces: Sequence[Piece]


def train(
    lessons: Sequence[Example],
    *,
    out: Path,
    encoded: Encoded | None = None,
    progress: Progress = lambda done, total: None,
) -> dict[str, Any]:
    """Learns a model and writes it with its manifest to the folder `out`, which must not exist; returns the manifest.

    `encoded` are the mails' vectors in their order; without them the model reads once only.
    Raises TrainingError where mails are too few or too alike, or no head has two labels of five mails each, and
    FileExistsError where `out` is taken.
    """
    if out.exists():
        raise FileExistsError(f"{out} is there already; choose another name")
    if len(lessons) < LEAST_SITUATIONS:
        raise TrainingError(f"{len(lessons)} mails are too few; {LEAST_SITUATIONS} different ones are the least")
    with threadpool_limits(limits=1):  # sums must not depend on the machine's cores, and small ones are faster alone
        return _train(lessons, out, encoded, progress)


def _train(lessons: Sequence[Example], out: Path, encoded: Encoded | None, progress: Progress) -> dict[str, Any]:
    lesson = _prepare(lessons)
    if len(set(lesson.group.tolist())) < LEAST_SITUATIONS:
        raise TrainingError(f"fewer than {LEAST_SITUATIONS} different mails: near-copies count once")
    names = [name for name in _heads_of(lessons) if _is_learnable(lesson, name)]
    if not names:
        raise TrainingError(f"no head has two labels with at least {LEAST_OF_A_LABEL} mails each")
    count = _Count(progress, FOLDS + len(names) * (2 if encoded else 1) + 1)
    folds = _split(lesson, names)
    unseen = _out_of_fold(lesson, names, folds, count.step)
    known = vocabulary.learn(lesson.counted, least=LEAST_MAILS)
    pieces = learn(lesson, unseen, _matrix(known, lesson.counted), count.step, STRENGTH)
    second = _second_reading(lesson, folds, unseen, pieces, encoded, count.step) if encoded else None
    manifest = _write(out, lesson, known, pieces, second)
    count.step()
    return manifest


class _Count:
    """Tells the progress, one step after the other."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


def _prepare(lessons: Sequence[Example]) -> Lesson:
    counted = grams.count([example.text for example in lessons])
    copies = alike.groups(counted)
    group = alike.join_families(copies, [example.family for example in lessons])
    return Lesson(examples=lessons, counted=counted, group=group, weight=_weigh(lessons, copies))


def _weigh(lessons: Sequence[Example], copies: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each mail counts: its own weight, divided among its near-copies."""
    return np.array([example.weight for example in lessons]) / np.bincount(copies)[copies]


def _heads_of(lessons: Sequence[Example]) -> list[str]:
    named = dict.fromkeys(head for example in lessons for head in example.labels)
    usual = [head for head in examples.HEADS if head in named]
    return [*usual, *(head for head in named if head not in usual)]


def _is_learnable(lesson: Lesson, head: str) -> bool:
    counts = np.unique(lesson.truth(head, lesson.rows_of(head)), return_counts=True)[1]
    return len(counts) > 1 and int(np.sort(counts)[-2]) >= LEAST_OF_A_LABEL


def _split(lesson: Lesson, names: Sequence[str]) -> list[Fold]:
    splits = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    finest = max(names, key=lambda name: len(set(lesson.truth(name, lesson.rows_of(name)))))
    strata = _strata(lesson, finest)
    return [(np.asarray(seen), np.asarray(held)) for seen, held in splits.split(strata, strata, lesson.group)]


def _out_of_fold(
    lesson: Lesson, names: Sequence[str], folds: Sequence[Fold], step: Callable[[], None]
) -> dict[str, Unseen]:
    """For each head the scores of every mail by a model that saw neither it nor a near-copy of it."""
    unseen = {name: Unseen.empty(lesson, name) for name in names}
    for number, (seen, held) in enumerate(folds):
        known = vocabulary.learn(_only(lesson.counted, seen), least=LEAST_MAILS)
        matrix = _matrix(known, lesson.counted)
        for name in names:
            unseen[name].fill(lesson, matrix, STRENGTH, seen, held, number)
        step()
    return unseen


def _strata(lesson: Lesson, head: str) -> list[str]:
    """The labels by which folds are balanced; those too rare to stand in every fold are thrown together."""
    labels = [example.labels.get(head, "") for example in lesson.examples]
    counts = Counter(labels)
    return [label if counts[label] >= FOLDS else "" for label in labels]


def _second_reading(
    lesson: Lesson,
    folds: Sequence[Fold],
    first: Mapping[str, Unseen],
    pieces: Sequence[Piece],
    encoded: Encoded,
    step: Callable[[], None],
) -> _Second:
    """Judged on the same folds: a mail's features come from a first reading that had not seen it."""
    center = encoded.vectors.mean(axis=0)
    chances = np.hstack([piece.chances for piece in pieces]).astype(np.float32)
    weights = np.repeat([VECTOR_WEIGHT, LOG_WEIGHT], [len(center), chances.shape[1]]).astype(np.float32)
    matrix = stack.features(chances, encoded.vectors, center) * weights
    unseen = {name: Unseen.empty(lesson, name) for name in first}
    for number, (seen, held) in enumerate(folds):
        for each in unseen.values():
            each.fill(lesson, matrix, STACK_STRENGTH, seen, held, number)
    learnt = learn(lesson, unseen, matrix, step, STACK_STRENGTH)
    pieces = [replace(each, coefficients=each.coefficients * weights[:, None]) for each in learnt]
    return _Second(encoder=encoded.encoder, center=center, pieces=pieces)


def _only(counted: Grams, rows: NDArray[Any]) -> Grams:
    keep = np.isin(counted.rows, rows)
    return Grams(rows=counted.rows[keep], hashes=counted.hashes[keep], size=len(rows))


def _matrix(known: Vocabulary, counted: Grams) -> csr_matrix:
    rows = known.weigh(counted)
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(counted.size, len(known.hashes)))


def _write(
    out: Path, lesson: Lesson, known: Vocabulary, pieces: Sequence[Piece], second: _Second | None
) -> dict[str, Any]:
    parts = {"hashes": known.hashes, "idf": known.idf, **_parts("", pieces)}
    if second is not None:
        parts |= {"second_encoder": second.encoder, "second_center": second.center, **_parts("second_", second.pieces)}
    languages = [example.language for example in lesson.examples]
    facts = {
        "reader": reader_fingerprint(),
        "data": {
            "fingerprint": examples.fingerprint(lesson.examples),
            "mails": len(lesson.examples),
            "situations": len(set(lesson.group.tolist())),
            "by_language": {each: languages.count(each) for each in sorted(set(languages))},
        },
        "libraries": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
            "skops": skops.__version__,
        },
        "judged": f"{FOLDS} folds; near-copies (cosine {alike.NEAR} or more) and families never split; seed 0",
        "heads": {piece.head.name: piece.facts for piece in pieces},
    }
    if second is not None:
        heads = {piece.head.name: piece.facts for piece in second.pieces}
        facts["second"] = {"encoder": second.encoder, "heads": heads}
    return writing.write(out, parts, facts)


def _parts(prefix: str, pieces: Sequence[Piece]) -> dict[str, Any]:
    return {
        f"{prefix}heads": writing.heads_as_text([piece.head for piece in pieces]),
        f"{prefix}coefficients": np.hstack([piece.coefficients for piece in pieces]).astype(np.float32),
        f"{prefix}intercepts": np.concatenate([piece.intercepts for piece in pieces]).astype(np.float32),
    }
