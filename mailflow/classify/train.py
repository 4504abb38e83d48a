"""From labelled mails to a candidate: heads on one shared vocabulary, calibrated and judged on answers out of fold.

Every figure in the manifest comes from mails that the judged part had not seen; near-copies never stand on both sides.
The same examples give the same file, byte for byte.
"""

import platform
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
import skops
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from mailflow.classify import alike, calibrate, examples, grams, scores, vocabulary, writing
from mailflow.classify.calibrate import Calibration
from mailflow.classify.examples import Example
from mailflow.classify.grams import Grams
from mailflow.classify.judge import mark
from mailflow.classify.model import Head, reader_fingerprint
from mailflow.classify.vocabulary import Vocabulary

FOLDS = 5
STRENGTH = 3.0
LEAST_MAILS = 2
LEAST_OF_A_LABEL = 5
LEAST_SITUATIONS = 20
Progress = Callable[[int, int], None]


class TrainingError(Exception):
    """The examples are too few or too uniform to learn from; the sentence says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lesson:
    """The examples as numbers: grams, the group that must not be split, and the weight (near-copies count once)."""

    examples: Sequence[Example]
    counted: Grams
    group: NDArray[np.int64]
    weight: NDArray[np.float64]

    def rows_of(self, head: str) -> NDArray[np.int64]:
        return np.array([row for row, each in enumerate(self.examples) if head in each.labels], dtype=np.int64)

    def truth(self, head: str, rows: NDArray[np.int64]) -> NDArray[np.str_]:
        return np.array([self.examples[row].labels[head] for row in rows], dtype=np.str_)


def train(lessons: Sequence[Example], *, out: Path, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Learns a model and writes it with its manifest to the folder `out`, which must not exist; returns the manifest.

    Raises TrainingError where mails are too few or too alike, or no head has two labels of five mails each, and
    FileExistsError where `out` is taken.
    """
    if out.exists():
        raise FileExistsError(f"{out} is there already; choose another name")
    if len(lessons) < LEAST_SITUATIONS:
        raise TrainingError(f"{len(lessons)} mails are too few; {LEAST_SITUATIONS} different ones are the least")
    with threadpool_limits(limits=1):  # sums must not depend on the machine's cores, and small ones are faster alone
        return _train(lessons, out, progress)


def _train(lessons: Sequence[Example], out: Path, progress: Progress) -> dict[str, Any]:
    lesson = _prepare(lessons)
    if len(set(lesson.group.tolist())) < LEAST_SITUATIONS:
        raise TrainingError(f"fewer than {LEAST_SITUATIONS} different mails: near-copies count once")
    names = [name for name in _heads_of(lessons) if _is_learnable(lesson, name)]
    if not names:
        raise TrainingError(f"no head has two labels with at least {LEAST_OF_A_LABEL} mails each")
    total = FOLDS + len(names) + 1
    unseen = _out_of_fold(lesson, names, lambda done: progress(done, total))
    known = vocabulary.learn(lesson.counted, least=LEAST_MAILS)
    matrix = _matrix(known, lesson.counted)
    pieces: list[_Piece] = []
    for step, name in enumerate(names, start=1):
        pieces.append(_learn_head(lesson, name, matrix, unseen[name], sum(len(each.head.labels) for each in pieces)))
        progress(FOLDS + step, total)
    manifest = _write(out, lesson, known, pieces)
    progress(total, total)
    return manifest


def _prepare(lessons: Sequence[Example]) -> _Lesson:
    counted = grams.count([example.text for example in lessons])
    copies = alike.groups(counted)
    group = alike.join_families(copies, [example.family for example in lessons])
    return _Lesson(examples=lessons, counted=counted, group=group, weight=1 / np.bincount(copies)[copies])


def _heads_of(lessons: Sequence[Example]) -> list[str]:
    named = dict.fromkeys(head for example in lessons for head in example.labels)
    usual = [head for head in examples.HEADS if head in named]
    return [*usual, *(head for head in named if head not in usual)]


def _is_learnable(lesson: _Lesson, head: str) -> bool:
    counts = np.unique(lesson.truth(head, lesson.rows_of(head)), return_counts=True)[1]
    return len(counts) > 1 and int(np.sort(counts)[-2]) >= LEAST_OF_A_LABEL


def _out_of_fold(lesson: _Lesson, names: Sequence[str], progress: Callable[[int], None]) -> dict[str, "_Unseen"]:
    """For each head the scores of every mail by a model that saw neither it nor a near-copy of it."""
    splits = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    finest = max(names, key=lambda name: len(set(lesson.truth(name, lesson.rows_of(name)))))
    strata = _strata(lesson, finest)
    unseen = {name: _Unseen.empty(lesson, name) for name in names}
    for fold, (seen, held) in enumerate(splits.split(strata, strata, lesson.group)):
        known = vocabulary.learn(_only(lesson.counted, seen), least=LEAST_MAILS)
        matrix = _matrix(known, lesson.counted)
        for name in names:
            unseen[name].fill(lesson, name, matrix, np.asarray(seen), np.asarray(held), fold)
        progress(fold + 1)
    return unseen


def _strata(lesson: _Lesson, head: str) -> list[str]:
    """The labels by which folds are balanced; those too rare to stand in every fold are thrown together."""
    labels = [example.labels.get(head, "") for example in lesson.examples]
    counts = Counter(labels)
    return [label if counts[label] >= FOLDS else "" for label in labels]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unseen:
    """Out-of-fold scores of one head, by the order of its labelled mails."""

    labels: NDArray[np.str_]
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    fold: NDArray[np.int64]

    @classmethod
    def empty(cls, lesson: _Lesson, name: str) -> "_Unseen":
        rows = lesson.rows_of(name)
        labels = np.unique(lesson.truth(name, rows))
        return cls(
            labels=labels,
            rows=rows,
            scores=np.zeros((len(rows), len(labels))),
            fold=np.zeros(len(rows), dtype=np.int64),
        )

    def fill(
        self, lesson: _Lesson, name: str, matrix: csr_matrix, seen: NDArray[Any], held: NDArray[Any], fold: int
    ) -> None:
        learnt_from = self.rows[np.isin(self.rows, seen)]
        place = np.flatnonzero(np.isin(self.rows, held))
        coefficients, intercepts = _fit(
            matrix[learnt_from], lesson.truth(name, learnt_from), lesson.weight[learnt_from], self.labels
        )
        self.scores[place] = matrix[self.rows[place]] @ coefficients + intercepts
        self.fold[place] = fold


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One head, learnt: what it asks, its columns, and what is told of it in the manifest."""

    head: Head
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    facts: dict[str, Any]


def _learn_head(lesson: _Lesson, name: str, matrix: csr_matrix, unseen: _Unseen, start: int) -> _Piece:
    truth = lesson.truth(name, unseen.rows)
    chosen = calibrate.choose(unseen.scores, np.searchsorted(unseen.labels, truth), unseen.fold)
    head = calibrate.decide(name, tuple(unseen.labels.tolist()), chosen, truth, start)
    coefficients, intercepts = _fit(matrix[unseen.rows], truth, lesson.weight[unseen.rows], unseen.labels)
    marked = mark(head, chosen.chances.astype(np.float32), truth.tolist())
    figures = scores.score(marked, [lesson.examples[row].language for row in unseen.rows])
    return _Piece(
        head=head,
        coefficients=coefficients * chosen.scale,
        intercepts=intercepts * chosen.scale + chosen.shift,
        facts={"labels": list(head.labels), "calibration": _told(chosen, head), "scores": figures},
    )


def _told(chosen: Calibration, head: Head) -> dict[str, Any]:
    return {
        "method": chosen.method,
        "scale": round(chosen.scale, 4),
        "sure_from": list(head.sure_from),
        "cut": head.cut,
    }


def _fit(
    matrix: csr_matrix, truth: NDArray[np.str_], weight: NDArray[np.float64], labels: NDArray[np.str_]
) -> tuple[Any, Any]:
    """Coefficients (one column a label) and intercepts; a label that these mails lack gets a score that never wins."""
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=300).fit(
        matrix, truth, sample_weight=weight
    )
    half = len(model.classes_) == 2
    coefficients = np.vstack([-model.coef_ / 2, model.coef_ / 2]) if half else model.coef_
    intercepts = np.concatenate([-model.intercept_ / 2, model.intercept_ / 2]) if half else model.intercept_
    place = np.searchsorted(labels, model.classes_)
    full, base = np.zeros((matrix.shape[1], len(labels))), np.full(len(labels), -20.0)
    full[:, place], base[place] = coefficients.T, intercepts
    return full, base


def _only(counted: Grams, rows: NDArray[Any]) -> Grams:
    keep = np.isin(counted.rows, rows)
    return Grams(rows=counted.rows[keep], hashes=counted.hashes[keep], size=len(rows))


def _matrix(known: Vocabulary, counted: Grams) -> csr_matrix:
    rows = known.weigh(counted)
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(counted.size, len(known.hashes)))


def _write(out: Path, lesson: _Lesson, known: Vocabulary, pieces: Sequence[_Piece]) -> dict[str, Any]:
    heads = [piece.head for piece in pieces]
    parts = {
        "heads": writing.heads_as_text(heads),
        "hashes": known.hashes,
        "idf": known.idf,
        "coefficients": np.hstack([piece.coefficients for piece in pieces]).astype(np.float32),
        "intercepts": np.concatenate([piece.intercepts for piece in pieces]).astype(np.float32),
    }
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
    return writing.write(out, parts, facts)
