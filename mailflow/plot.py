"""Small SVG pictures: bars, lines, stacked columns, a grid of counts. They take their colours from the `sheet`."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP = 460, 200, 44, 10
COLOURS = 12
LEGEND = 18
CLOSE, SEVERAL = 26.0, 48.0
FEW = 4
Points = Sequence[float | None]


def svg(width: float, height: float, inner: str) -> str:
    """The picture of this size."""
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{inner}</svg>'


def bars(values: Mapping[str, float], *, most: float = 0, digits: int = 0, left: int = 90) -> str:
    """A bar for each name; `most` is the value of the longest that could be (0: the longest that is)."""
    height, width = 24, 160
    top = most or max(values.values(), default=0) or 1
    rows = [
        f'<text x="{left - 6}" y="{row * height + 18}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{left}" y="{row * height + 6}" width="{value / top * width:.1f}" height="16" fill="var(--fill)"/>'
        f'<text x="{left + 6 + value / top * width:.1f}" y="{row * height + 18}">{value:.{digits}f}</text>'
        for row, (name, value) in enumerate(values.items())
    ]
    return svg(left + width + 60, height * len(values) + 10, "".join(rows))


def grid(rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int], *, left: int = 80) -> str:
    """A square of counts, shaded by the share of its row."""
    size, top = (CLOSE if len(columns) > FEW else SEVERAL), 20 + 6 * max(map(len, columns), default=0)
    cells: list[str] = []
    for place, row in enumerate(rows):
        y = top + place * size
        cells.append(f'<text x="{left - 6}" y="{y + size / 2 + 4}" text-anchor="end">{escape(row)}</text>')
        total = max(1, sum(counts.get((row, column), 0) for column in columns))
        for across, column in enumerate(columns):
            count = counts.get((row, column), 0)
            x = left + across * size
            cells.append(_box(x, y, size, count / total) + (_count(x, y, size, count, count / total) if count else ""))
    for across, column in enumerate(columns):
        x = left + across * size + size / 2 + 4
        cells.append(f'<text transform="translate({x},{top - 6}) rotate(-60)">{escape(column)}</text>')
    return svg(left + len(columns) * size + top / 2, top + len(rows) * size + 4, "".join(cells))


def _box(x: float, y: float, size: float, share: float) -> str:
    fill = f'fill="var(--fill)" fill-opacity="{share:.2f}" stroke="var(--line)"'
    return f'<rect x="{x}" y="{y}" width="{size}" height="{size}" {fill}/>'


def _count(x: float, y: float, size: float, count: int, share: float) -> str:
    ink = ' style="fill: var(--paper)"' if share > 0.6 else ""
    return f'<text{ink} x="{x + size / 2}" y="{y + size / 2 + 4}" text-anchor="middle">{count}</text>'


def lines(names: Sequence[str], values: Mapping[str, Points], *, unit: str = "", most: float = 0) -> str:
    """A line for each series over the same names (weeks); None leaves a gap."""
    top = most or _round_up(max((each for some in values.values() for each in some if each is not None), default=0))
    drawn = [_line(points, top, place) for place, points in enumerate(values.values())]
    return _chart(names, list(values), top, unit, "".join(drawn))


def columns(names: Sequence[str], values: Mapping[str, Sequence[int]]) -> str:
    """Columns over the names (weeks), each made of the series one upon the other."""
    totals = [sum(some) for some in zip(*values.values(), strict=True)]
    top = _round_up(max(totals, default=0))
    width = WIDTH / max(1, len(names))
    drawn: list[str] = []
    below = [0] * len(names)
    for place, counts in enumerate(values.values()):
        for week, count in enumerate(counts):
            if count:
                y = _height(below[week] + count, top)
                size = f'width="{max(1.0, width - 2):.1f}" height="{_height(below[week], top) - y:.1f}"'
                drawn.append(f'<rect x="{LEFT + week * width + 1:.1f}" y="{y:.1f}" {size} fill="{_colour(place)}"/>')
                below[week] += count
    return _chart(names, list(values), top, "", "".join(drawn))


def _chart(names: Sequence[str], series: Sequence[str], top: float, unit: str, inner: str) -> str:
    frame = f'<rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="var(--line)"/>'
    heights = "".join(_level(top * part / 4, top, unit) for part in range(5))
    legend, rows = _legend(series)
    below = TOP + HEIGHT + 34
    inner = frame + heights + _dates(names) + inner + f'<g transform="translate(0,{below})">{legend}</g>'
    return svg(LEFT + WIDTH + 16, below + rows * LEGEND, inner)


def _line(points: Points, top: float, place: int) -> str:
    """The points of a series and what joins them; a point alone is a dot."""
    width = WIDTH / max(1, len(points))
    found = [
        None if each is None else (LEFT + (week + 0.5) * width, _height(each, top)) for week, each in enumerate(points)
    ]
    runs: list[list[tuple[float, float]]] = [[]]
    for each in found:
        runs = [*runs, []] if each is None else [*runs[:-1], [*runs[-1], each]]
    joined = [" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in runs if len(run) > 1]
    colour = _colour(place)
    drawn = [f'<polyline points="{each}" fill="none" stroke="{colour}" stroke-width="2"/>' for each in joined]
    dots = [f'<circle cx="{each[0]:.1f}" cy="{each[1]:.1f}" r="2.5" fill="{colour}"/>' for each in found if each]
    return "".join([*drawn, *dots])


def _level(value: float, top: float, unit: str) -> str:
    y = _height(value, top)
    told = f"{value:.0f}" if top >= FEW else f"{value:.2f}".rstrip("0").rstrip(".")
    line = f'<line x1="{LEFT}" y1="{y:.1f}" x2="{LEFT + WIDTH}" y2="{y:.1f}" stroke="var(--line)"/>'
    return f'{line}<text class="soft" x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{told}{escape(unit)}</text>'


def _dates(names: Sequence[str]) -> str:
    """Some of the names below, as many as there is room for."""
    width, step = WIDTH / max(1, len(names)), max(1, -(-len(names) // 6))
    return "".join(
        f'<text class="soft" x="{LEFT + (place + 0.5) * width:.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">'
        f"{escape(name)}</text>"
        for place, name in enumerate(names)
        if place % step == 0
    )


def _legend(series: Sequence[str]) -> tuple[str, int]:
    """The series by colour, and how many lines that takes."""
    drawn, x, line = [], float(LEFT), 0
    for place, name in enumerate(series):
        width = 24 + 6.5 * len(name)
        if x + width > LEFT + WIDTH and x > LEFT:
            x, line = float(LEFT), line + 1
        y = line * LEGEND
        drawn.append(f'<rect x="{x:.1f}" y="{y}" width="10" height="10" fill="{_colour(place)}"/>')
        drawn.append(f'<text x="{x + 14:.1f}" y="{y + 9}">{escape(name)}</text>')
        x += width
    return "".join(drawn), line + 1


def _height(value: float, top: float) -> float:
    return TOP + HEIGHT * (1 - min(value, top) / (top or 1))


def _round_up(value: float) -> float:
    """The next value that looks well at the top of a picture."""
    scale = 1.0
    while value > 10 * scale:
        scale *= 10
    while 0 < value <= scale:
        scale /= 10
    return next(step * scale for step in (1, 2, 4, 6, 8, 10) if value <= step * scale)


def _colour(place: int) -> str:
    return f"var(--c{place % COLOURS})"
