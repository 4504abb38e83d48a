"""What more labels would bring: models of an eighth, a quarter, a half and all of the mails, on mails that none saw."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailflow.classify import alike, grams, judge, model, train
from mailflow.classify.examples import Example
from mailflow.classify.vectors import Encoded

SHARES = (0.125, 0.25, 0.5, 1.0)
HELD = 5
"""One mail in so many is held out; near-copies and families stay together."""


def curve(
    mails: Sequence[Example], encoded: Encoded | None, progress: Callable[[int, int], None] = lambda done, total: None
) -> list[dict[str, Any]]:
    """By share of the mails: their number, and by head and class the F1 on those held out. Raises TrainingError."""
    order, held = _deal(mails)
    rows = [order[: int(len(order) * share)] for share in SHARES]
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, seen in enumerate(rows):
            out = Path(scratch) / str(number)
            train.train([mails[row] for row in seen], out=out, encoded=_only(encoded, seen))
            told = judge.judge(model.load(out), [mails[row] for row in held], _only(encoded, held))["heads"]
            found.append(
                {"share": SHARES[number], "mails": len(seen), "heads": {n: _f1(each) for n, each in told.items()}}
            )
            progress(number + 1, len(rows))
    return found


def gains(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the last doubling of the mails brought each class, the most first: there more labels help most."""
    half, whole = points[-2]["heads"], points[-1]["heads"]
    found = [
        {"head": head, "label": label, "f1": f1, "gain": round(f1 - half[head]["classes"].get(label, 0.0), 3)}
        for head, told in whole.items()
        if head in half
        for label, f1 in told["classes"].items()
    ]
    return sorted(found, key=lambda each: -float(each["gain"]))


def _f1(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "macro_f1": told["macro_f1"],
        "classes": {label: each["f1"] for label, each in told["by_class"].items() if each["n"]},
    }


def _deal(mails: Sequence[Example]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows to learn from in the order in which they are taken, and those held out."""
    copies = alike.groups(grams.count([each.text for each in mails]))
    group = alike.join_families(copies, [each.family for each in mails])
    place = np.random.default_rng(0).permutation(int(group.max()) + 1)[group]
    order = np.argsort(place, kind="stable")
    return order[place[order] % HELD > 0], order[place[order] % HELD == 0]


def _only(encoded: Encoded | None, rows: NDArray[np.int64]) -> Encoded | None:
    return Encoded(encoder=encoded.encoder, vectors=encoded.vectors[rows]) if encoded else None
