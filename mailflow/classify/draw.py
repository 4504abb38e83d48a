"""Small SVG pictures of a judgement; they take their colours from the page."""

from collections.abc import Mapping
from html import escape

import numpy as np
from numpy.typing import NDArray

SIDE = 220
PAD = 34
BINS = 10
Array = NDArray[np.float64]


def confusion(truth: NDArray[np.str_], given: NDArray[np.str_]) -> str:
    """A square of counts, shaded by the share of its row."""
    labels = sorted({*truth.tolist(), *given.tolist()})
    size, left, top = (26.0 if len(labels) > 4 else 48.0), 80, 74
    cells: list[str] = []
    for row, true in enumerate(labels):
        among = truth == true
        y = top + row * size
        cells.append(f'<text x="{left - 6}" y="{y + size / 2 + 4}" text-anchor="end">{escape(true)}</text>')
        for column, answer in enumerate(labels):
            count = int((among & (given == answer)).sum())
            share = count / max(1, int(among.sum()))
            x = left + column * size
            cells.append(_box(x, y, size, share) + (_count(x, y, size, count, share) if count else ""))
    for column, answer in enumerate(labels):
        x = left + column * size + size / 2 + 4
        cells.append(f'<text transform="translate({x},{top - 6}) rotate(-60)">{escape(answer)}</text>')
    side = len(labels) * size
    return _svg(left + side + 40, top + side + 4, "".join(cells))


def _box(x: float, y: float, size: float, share: float) -> str:
    fill = f'fill="var(--fill)" fill-opacity="{share:.2f}" stroke="var(--line)"'
    return f'<rect x="{x}" y="{y}" width="{size}" height="{size}" {fill}/>'


def _count(x: float, y: float, size: float, count: int, share: float) -> str:
    ink = ' style="fill: var(--paper)"' if share > 0.6 else ""
    return f'<text{ink} x="{x + size / 2}" y="{y + size / 2 + 4}" text-anchor="middle">{count}</text>'


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


def bars(values: Mapping[str, float]) -> str:
    """A bar for each name, of a value between 0 and 1."""
    height, width = 24, 160
    rows = [
        f'<text x="24" y="{row * height + 18}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="30" y="{row * height + 6}" width="{value * width:.1f}" height="16" fill="var(--fill)"/>'
        f'<text x="{36 + value * width:.1f}" y="{row * height + 18}">{value:.3f}</text>'
        for row, (name, value) in enumerate(values.items())
    ]
    return _svg(width + 90, height * len(values) + 10, "".join(rows))


def _place(x: float, y: float) -> tuple[float, float]:
    return PAD + x * SIDE, 8 + (1 - y) * SIDE


def _frame(across: str, upward: str, inner: str) -> str:
    ticks = "".join(_tick(value) for value in (0.0, 0.5, 1.0))
    names = (
        f'<text class="soft" x="{PAD + SIDE / 2}" y="{SIDE + 36}" text-anchor="middle">{across}</text>'
        f'<text class="soft" transform="translate(10,{8 + SIDE / 2}) rotate(-90)" text-anchor="middle">{upward}</text>'
    )
    box = f'<rect x="{PAD}" y="8" width="{SIDE}" height="{SIDE}" fill="none" stroke="var(--line)"/>'
    return _svg(SIDE + PAD + 14, SIDE + 42, box + ticks + names + inner)


def _tick(value: float) -> str:
    x, y = _place(value, value)
    across = f'<text class="soft" x="{x}" y="{SIDE + 21}" text-anchor="middle">{value:.1f}</text>'
    return across + f'<text class="soft" x="{PAD - 4}" y="{y + 4}" text-anchor="end">{value:.1f}</text>'


def _svg(width: float, height: float, inner: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{inner}</svg>'
