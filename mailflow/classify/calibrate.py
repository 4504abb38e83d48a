"""From scores out of fold to probabilities that can be believed, and to the line from which an answer is sure.

Rule for "sure": the lowest probability from which on the answers out of fold were right so often that the lower bound
of that share (Clopper-Pearson, one-sided 80 %) is at least 95 %. Without such a line a head is never sure.

Rule for a rare "true": the highest probability from which on 95 % of them are found, if no more than one in twenty of
the others is called; else the one with the best F2, since one overlooked costs more than a look in vain.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, log_softmax, softmax

from mailflow.classify.model import Head

RIGHT = 0.95
RIGHT_AT_LEAST = 0.925
ONE_SIDED = 0.8
NEVER = 2.0
RARE = 0.2
FOUND = 0.95
CALLED = 0.05
RECALL_WEIGHS = 2.0
Array = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`softmax(scores @ turn + shift)`; `chances` are the training mails', each by a fit that had not seen it."""

    method: str
    turn: Array
    shift: Array
    chances: Array


def choose(scores: Array, truth: Whole, fold: Whole) -> Calibration:
    """The method with the least loss out of fold: temperature, or for two labels sigmoid (Platt), for more a matrix."""
    other = ("sigmoid", _sigmoid) if scores.shape[1] == 2 else ("matrix", _matrix)
    tried = [_cross_fit(name, fit, scores, truth, fold) for name, fit in (("temperature", _temperature), other)]
    return min(tried, key=lambda each: _loss(np.log(np.maximum(each.chances, 1e-12)), truth))


def decide(name: str, labels: tuple[str, ...], chosen: Calibration, truth: NDArray[np.str_], start: int) -> Head:
    """The head with its lines: from where on it is sure, and for a rare "true" from where on it must be looked at."""
    cut = _cut(labels, chosen.chances, truth)
    plain = Head(name=name, labels=labels, sure_from=(NEVER,) * len(labels), start=start, cut=cut)
    best = np.array([plain.choose(row)[0] for row in chosen.chances.astype(np.float32)])
    top = chosen.chances[np.arange(len(best)), best]
    right = np.array(labels)[best] == truth
    if cut is None:
        lines = (_sure_from(top, right),) * len(labels)
    else:
        lines = (_sure_from(top[best == 0], right[best == 0]), _sure_from(top[best == 1], right[best == 1]))
    return Head(name=name, labels=labels, sure_from=lines, start=start, cut=cut)


def _cross_fit(
    name: str, fit: Callable[[Array, Whole], tuple[Array, Array]], scores: Array, truth: Whole, fold: Whole
) -> Calibration:
    chances = np.zeros_like(scores)
    for each in np.unique(fold):
        turn, shift = fit(scores[fold != each], truth[fold != each])
        chances[fold == each] = softmax(scores[fold == each] @ turn + shift, axis=1)
    turn, shift = fit(scores, truth)
    return Calibration(method=name, turn=turn, shift=shift, chances=chances)


def _temperature(scores: Array, truth: Whole) -> tuple[Array, Array]:
    found = minimize(
        lambda p: _loss(log_softmax(scores * np.exp(p[0]), axis=1), truth), [0.0], method="L-BFGS-B", bounds=[(-4, 4)]
    )
    return float(np.exp(found.x[0])) * np.eye(scores.shape[1]), np.zeros(scores.shape[1])


def _sigmoid(scores: Array, truth: Whole) -> tuple[Array, Array]:
    def loss(p: Array) -> float:
        return _loss(log_softmax(scores * np.exp(p[0]) + np.array([0.0, p[1]]), axis=1), truth)

    found = minimize(loss, [0.0, 0.0], method="L-BFGS-B", bounds=[(-4, 4), (-20, 20)])
    return float(np.exp(found.x[0])) * np.eye(2), np.array([0.0, float(found.x[1])])


def _matrix(scores: Array, truth: Whole) -> tuple[Array, Array]:
    """Every score speaks for or against every label (matrix scaling, Guo et al. 2017), held near one temperature."""
    size = scores.shape[1]
    base, _ = _temperature(scores, truth)
    true = np.eye(size)[truth]

    def loss(p: Array) -> tuple[float, Array]:
        moved = p.reshape(size + 1, size)
        logs = log_softmax(scores @ (base + moved[:-1]) + moved[-1], axis=1)
        wrong = np.exp(logs) - true
        slope = np.vstack([scores.T @ wrong + moved[:-1], wrong.sum(axis=0)])
        return -float((logs * true).sum()) + float((moved[:-1] ** 2).sum()) / 2, slope.ravel()

    found = minimize(loss, np.zeros((size + 1) * size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    moved = found.x.reshape(size + 1, size)
    return base + moved[:-1], moved[-1]


def _loss(logs: Array, truth: Whole) -> float:
    return float(-logs[np.arange(len(truth)), truth].mean())


def _cut(labels: tuple[str, ...], chances: Array, truth: NDArray[np.str_]) -> float | None:
    """For a rare "true" the probability from which on it stands; else None."""
    true = truth == "true"
    if labels != ("false", "true") or true.mean() > RARE:
        return None
    lines = np.unique(chances[:, 1])
    given = chances[:, 1][None, :] >= lines[:, None]
    hits = (given & true).sum(axis=1)
    found, called = hits / true.sum(), (given & ~true).sum(axis=1) / max(1, (~true).sum())
    if (good := np.flatnonzero((found >= FOUND) & (called <= CALLED))).size:
        return _line(lines[good.max()])
    weigh = RECALL_WEIGHS**2
    gain = (1 + weigh) * hits / (weigh * true.sum() + given.sum(axis=1))
    return _line(lines[gain.argmax()])


def _sure_from(chance: Array, right: NDArray[np.bool_]) -> float:
    order = np.argsort(-chance, kind="stable")
    answered = np.arange(1, len(order) + 1)
    hits = np.cumsum(right[order])
    bound = betaincinv(np.maximum(hits, 1), answered - hits + 1, 1 - ONE_SIDED)
    fits = np.flatnonzero(bound >= RIGHT)
    return _line(chance[order][fits.max()]) if len(fits) else NEVER


def _line(chance: float) -> float:
    """Four digits, rounded down, so that the mail on the line stays on its side."""
    return math.floor(float(chance) * 1e4) / 1e4
