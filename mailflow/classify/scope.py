"""Whether a mail is of the desk's kind at all: how near it lies to what the model learnt, beside what is none of ours.

Such mails (advertising, applications, private letters) have no label; `starter/elsewhere.jsonl` holds some.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
OURS = 20
OTHERS = 3
"""So many of the nearest are looked at on either side."""
MISJUDGED = 0.03
"""The share of our own mails that may be taken for none of ours."""
ALL_FIT = -2.0


def lead(directions: Floats, mails: Floats, ours: Flags) -> Floats:
    """How much nearer each is to our mails than to the others; without bounds where there are too few of either."""
    if int(ours.sum()) < OURS or int((~ours).sum()) < OTHERS:
        return np.full(len(directions), np.inf, dtype=np.float32)
    return _nearest(directions @ mails[ours].T, OURS) - _nearest(directions @ mails[~ours].T, OTHERS)


def line(directions: Floats, ours: Flags, folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> float:
    """The lead from which a mail is ours, as most of our mails have it in folds that did not see them."""
    leads = [
        lead(
            directions[held[ours[held]]],
            np.vstack([directions[seen[ours[seen]]], directions[~ours]]),
            _flags(ours, seen),
        )
        for seen, held in folds
    ]
    found = np.concatenate(leads)
    return float(np.quantile(found, MISJUDGED)) if np.isfinite(found).all() else ALL_FIT


def _flags(ours: Flags, seen: NDArray[np.int64]) -> Flags:
    return np.repeat([True, False], [int(ours[seen].sum()), int((~ours).sum())])


def _nearest(cosines: Floats, count: int) -> Floats:
    return np.asarray(np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1), dtype=np.float32)
