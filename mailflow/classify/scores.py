"""How good answers are: accuracy, macro F1, calibration, and how many could be given at 95 % right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 10
GOAL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Answers beside the truth, one entry a mail: labels, the claimed chance, whether it came true, and sureness."""

    truth: NDArray[np.str_]
    given: NDArray[np.str_]
    claim: NDArray[np.float64]
    hit: NDArray[np.bool_]
    sure: NDArray[np.bool_]

    def only(self, keep: NDArray[np.bool_]) -> "Marked":
        """The entries to keep."""
        return Marked(
            truth=self.truth[keep],
            given=self.given[keep],
            claim=self.claim[keep],
            hit=self.hit[keep],
            sure=self.sure[keep],
        )


def score(marked: Marked, languages: Sequence[str]) -> dict[str, Any]:
    """The figures of one head, as `model judge` prints them."""
    spoken = np.array(languages)
    by_language = {each: _figures(marked.only(spoken == each)) for each in sorted(set(languages)) if each}
    labels = sorted({*marked.truth.tolist(), *marked.given.tolist()})
    by_class = {label: _class_figures(marked, label) for label in labels}
    return {**_figures(marked), "by_language": by_language, "by_class": by_class}


def f1_by_class(truth: NDArray[np.str_], given: NDArray[np.str_]) -> dict[str, float]:
    """F1 of every label that stands in the truth."""
    return {str(label): _f1(truth == label, given == label) for label in np.unique(truth)}


def _figures(marked: Marked) -> dict[str, Any]:
    right = marked.truth == marked.given
    per_class = f1_by_class(marked.truth, marked.given).values()
    return {
        "n": len(right),
        "accuracy": _round(right.mean()),
        "macro_f1": _round(np.mean(list(per_class))),
        "ece": _round(expected_error(marked.claim, marked.hit)),
        "coverage_at_95": _round(coverage(marked.claim, marked.hit)),
        "sure": {
            "share": _round(marked.sure.mean()),
            "right": _round(right[marked.sure].mean()) if marked.sure.any() else None,
        },
    }


def _class_figures(marked: Marked, label: str) -> dict[str, Any]:
    true, given = marked.truth == label, marked.given == label
    both = int((true & given).sum())
    return {
        "n": int(true.sum()),
        "precision": _round(both / max(1, int(given.sum()))),
        "recall": _round(both / max(1, int(true.sum()))),
        "f1": _round(_f1(true, given)),
    }


def expected_error(claim: NDArray[np.float64], hit: NDArray[np.bool_]) -> float:
    """The expected calibration error over ten equal bins (Guo et al. 2017): what is claimed against what comes true."""
    bins = np.minimum((claim * BINS).astype(np.int64), BINS - 1)
    claimed = np.bincount(bins, claim, minlength=BINS)
    came_true = np.bincount(bins, hit, minlength=BINS)
    return float(np.abs(claimed - came_true).sum() / max(1, len(claim)))


def coverage(claim: NDArray[np.float64], hit: NDArray[np.bool_]) -> float:
    """The greatest share of mails, the most certain first, that can be answered with 95 % right."""
    order = np.argsort(-claim, kind="stable")
    good = np.cumsum(hit[order]) >= GOAL * np.arange(1, len(order) + 1)
    return float((np.flatnonzero(good).max() + 1) / len(order)) if good.any() else 0.0


def _f1(true: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    return 2 * int((true & given).sum()) / max(1, int(true.sum()) + int(given.sum()))


def _round(value: Any) -> float:
    return round(float(value), 4)
