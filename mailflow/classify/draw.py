"""Small SVG pictures of a judgement; they take their colours from the page."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from mailflow.plot import grid, svg

SIDE = 220
PAD = 34
BINS = 10
Array = NDArray[np.float64]


def confusion(truth: NDArray[np.str_], given: NDArray[np.str_]) -> str:
    """A square of counts, shaded by the share of its row."""
    labels = sorted({*truth.tolist(), *given.tolist()})
    return grid(labels, labels, Counter(zip(truth.tolist(), given.tolist(), strict=True)))


def reliability(claim: Array, hit: NDArray[np.bool_]) -> str:
    """Dots of ten bins about the diagonal."""
    bins = np.minimum((claim * BINS).astype(np.int64), BINS - 1)
    dots: list[str] = []
    for each in np.unique(bins):
        among = bins == each
        x, y = _place(float(claim[among].mean()), float(hit[among].mean()))
        radius = 2 + 8 * float(np.sqrt(among.mean()))
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="var(--fill)" fill-opacity=".7"/>')
    (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
    diagonal = f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="var(--soft)" stroke-dasharray="4"/>'
    return _frame("claimed", "came true", diagonal + "".join(dots))


def coverage(claim: Array, hit: NDArray[np.bool_]) -> str:
    """The share of right answers among the surest, by how many are answered."""
    order = np.argsort(-claim, kind="stable")
    right = np.cumsum(hit[order]) / np.arange(1, len(order) + 1)
    places = np.unique(np.linspace(0, len(order) - 1, 200).astype(np.int64))
    points = [_place((place + 1) / len(order), float(right[place])) for place in places]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    (x0, goal), (x1, _) = _place(0, 0.95), _place(1, 0.95)
    wanted = f'<line x1="{x0}" y1="{goal:.1f}" x2="{x1}" y2="{goal:.1f}" stroke="var(--soft)" stroke-dasharray="4"/>'
    return _frame(
        "answered", "right", f'{wanted}<polyline points="{line}" fill="none" stroke="var(--fill)" stroke-width="2"/>'
    )


def _place(x: float, y: float) -> tuple[float, float]:
    return PAD + x * SIDE, 8 + (1 - y) * SIDE


def _frame(across: str, upward: str, inner: str) -> str:
    ticks = "".join(_tick(value) for value in (0.0, 0.5, 1.0))
    names = (
        f'<text class="soft" x="{PAD + SIDE / 2}" y="{SIDE + 36}" text-anchor="middle">{across}</text>'
        f'<text class="soft" transform="translate(10,{8 + SIDE / 2}) rotate(-90)" text-anchor="middle">{upward}</text>'
    )
    box = f'<rect x="{PAD}" y="8" width="{SIDE}" height="{SIDE}" fill="none" stroke="var(--line)"/>'
    return svg(SIDE + PAD + 14, SIDE + 42, box + ticks + names + inner)


def _tick(value: float) -> str:
    x, y = _place(value, value)
    across = f'<text class="soft" x="{x}" y="{SIDE + 21}" text-anchor="middle">{value:.1f}</text>'
    return across + f'<text class="soft" x="{PAD - 4}" y="{y + 4}" text-anchor="end">{value:.1f}</text>'
