"""A head of categories that are known by their descriptions: usable with no label at all, better with every one.

A description points somewhere among the vectors, and a mail that points there is of its category. Labels move that
direction only as far as they have to (a logistic regression whose prior is the descriptions' directions).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.model_selection import GroupKFold

from mailflow.classify import alike, calibrate, grams, scores
from mailflow.classify.calibrate import NEVER
from mailflow.classify.categories import HEAD, Category
from mailflow.classify.encode import Encoder, Vectors
from mailflow.classify.examples import Example
from mailflow.classify.judge import mark
from mailflow.classify.model import Head

SCALE = 20.0
"""From cosines to scores: with it the chances of mails without labels come true (`bench/own_categories.py`)."""
STRENGTH = 10.0
FOLDS = 5
LEAST_LABELS = 100
"""So many different labelled mails before a line is drawn from which the head is sure."""
Array = NDArray[np.float64]
Matrix = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The head, its coefficients for unit vectors away from the center, and what the manifest tells of it."""

    head: Head
    coefficients: Array
    intercepts: Array
    facts: dict[str, Any]


def directions(categories: Sequence[Category], encoder: Encoder) -> Vectors:
    """Where each description points, away from what all of them share; of unit length."""
    wholes = encoder.encode([each.texts[0] for each in categories])
    middle = wholes.mean(axis=0)
    parts = [_unit(_unit(encoder.encode(each.texts) - middle).mean(axis=0, keepdims=True)) for each in categories]
    return _unit(_unit(wholes - middle) + np.vstack(parts))


def learn(
    categories: Sequence[Category], prior: Vectors, lessons: Sequence[Example], rows: Vectors, start: int
) -> Described:
    """The head of these categories, of the directions of descriptions, and of the labelled among the lessons.

    Its chances are calibrated on answers out of fold as soon as there are enough; until then it is never sure.
    """
    labels = tuple(each.name for each in categories)
    known = np.array([place for place, each in enumerate(lessons) if each.labels.get(HEAD) in labels], dtype=np.int64)
    truth = np.array([lessons[place].labels[HEAD] for place in known], dtype=np.str_)
    base = SCALE * prior.T.astype(np.float64)
    shares = np.array([[float(each == label) for label in labels] for each in truth]).reshape(len(known), len(labels))
    weight = np.array([lessons[place].weight for place in known])
    seen = rows[known].astype(np.float64)
    coefficients, intercepts = fit(seen, shares, weight, base)
    head = Head(name=HEAD, labels=labels, sure_from=(NEVER,) * len(labels), start=start)
    facts = {"labels": list(labels), "descriptions": True, "labelled": len(known), "scores": None}
    spoken = [lessons[place] for place in known]
    group = alike.groups(grams.count([each.text for each in spoken])) if spoken else known
    if len(set(group.tolist())) < LEAST_LABELS:
        return Described(head=head, coefficients=coefficients, intercepts=intercepts, facts=facts)
    fold = _folds(group)
    unseen = np.zeros_like(shares)
    for each in np.unique(fold):
        part = fold != each
        some, offset = fit(seen[part], shares[part], weight[part], base)
        unseen[~part] = seen[~part] @ some + offset
    chosen = calibrate.choose(unseen, shares.argmax(axis=1), fold)
    head = calibrate.decide(HEAD, labels, chosen, truth, start)
    marked = mark(head, chosen.chances.astype(np.float32), truth.tolist())
    facts["scores"] = scores.score(marked, [each.language for each in spoken])
    return Described(
        head=head,
        coefficients=coefficients @ chosen.turn,
        intercepts=intercepts @ chosen.turn + chosen.shift,
        facts=facts,
    )


def fit(rows: Matrix, shares: Array, weight: Array, prior: Array) -> tuple[Array, Array]:
    """Coefficients and intercepts under which the rows get these shares of the labels, near the prior."""
    size, labels = prior.shape

    def loss(step: Array) -> tuple[float, Array]:
        moved = step.reshape(size + 1, labels)
        points = rows @ (prior + moved[:-1]) + moved[-1]
        wrong = (softmax(points, axis=1) - shares) * weight[:, None]
        value = -float((weight[:, None] * shares * log_softmax(points, axis=1)).sum())
        slope = np.vstack([rows.T @ wrong, wrong.sum(axis=0)]) + moved / STRENGTH
        return value + float((moved**2).sum()) / (2 * STRENGTH), slope.ravel()

    found = minimize(loss, np.zeros((size + 1) * labels), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    moved = found.x.reshape(size + 1, labels)
    return prior + moved[:-1], moved[-1]


def _folds(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold in which each is held out; near-copies stay together."""
    fold = np.zeros(len(group), dtype=np.int64)
    for number, (_, held) in enumerate(GroupKFold(FOLDS).split(fold, groups=group)):
        fold[held] = number
    return fold


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)
