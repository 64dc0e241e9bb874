"""Charts as SVG: bars of ratios and lines of growth, both on scales by powers of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#1f5fa8", "#c2571a", "#3a7d44", "#7b4a9e", "#8a6d1a", "#555555")
FONT = 'font-family="sans-serif" font-size="12"'
WIDTH, LEFT, RIGHT, BAR, GAP = 820, 150, 90, 13, 16


def bars(
    title: str,
    groups: Mapping[str, Mapping[str, float]],
    marks: Mapping[str, Mapping[str, float]],
) -> str:
    """For each group a bar a series; a black line across the bar is the figure that is wanted."""
    series = list(dict.fromkeys(name for group in groups.values() for name in group))
    values = [
        value
        for each in (*groups.values(), *marks.values())
        for value in each.values()
        if value > 0
    ]
    low, high = _decades(values)
    parts = [_legend(series)]
    top = 60.0
    for group, members in groups.items():
        height = BAR * len(members)
        parts.append(_text(LEFT - 8, top + height / 2 + 4, group, "end"))
        for name, value in members.items():
            end = _along(value, low, high)
            colour = COLOURS[series.index(name) % len(COLOURS)]
            parts.append(
                f'<rect x="{LEFT}" y="{top:.1f}" width="{max(end - LEFT, 1):.1f}"'
                f' height="{BAR - 2}" fill="{colour}"/>'
            )
            parts.append(_text(end + 4, top + BAR - 3, f"{value:.2g}", "start"))
            if mark := marks.get(group, {}).get(name):
                at = _along(mark, low, high)
                parts.append(
                    f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top - 1:.1f}" y2="{top + BAR - 1:.1f}"'
                    ' stroke="#000" stroke-width="2"/>'
                )
            top += BAR
        top += GAP
    grid = [_grid(10.0**power, low, high, top) for power in range(low, high + 1)]
    return _picture(title, top + 24, [*grid, *parts])


def lines(title: str, across: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Points of each series joined; both scales are by powers of ten."""
    left, right = _decades([x for points in series.values() for x, _ in points])
    low, high = _decades([y for points in series.values() for _, y in points])
    height, top = 320.0, 60.0

    def down(value: float) -> float:
        return top + height * (high - math.log10(value)) / (high - low)

    parts = [_legend(list(series))]
    for power in range(low, high + 1):
        y = down(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        )
        parts.append(_text(LEFT - 8, y + 4, f"{10.0**power:g} ms", "end"))
    parts += [_grid(10.0**power, left, right, top + height) for power in range(left, right + 1)]
    for at, points in enumerate(series.values()):
        colour = COLOURS[at % len(COLOURS)]
        places = [(_along(x, left, right), down(y)) for x, y in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, top + height + 36, across, "middle"))
    return _picture(title, top + height + 50, parts)


def _decades(values: list[float]) -> tuple[int, int]:
    """The powers of ten around some values."""
    some = [value for value in values if value > 0] or [1.0]
    low, high = math.floor(math.log10(min(some))), math.ceil(math.log10(max(some)))
    return low, max(high, low + 1)


def _along(value: float, low: int, high: int) -> float:
    share = (math.log10(max(value, 10.0**low)) - low) / (high - low)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _grid(value: float, low: int, high: int, bottom: float) -> str:
    at = _along(value, low, high)
    line = f'<line x1="{at:.1f}" x2="{at:.1f}" y1="52" y2="{bottom:.1f}" stroke="#ddd"/>'
    return line + _text(at, bottom + 16, f"{value:,g}", "middle")


def _legend(series: list[str]) -> str:
    parts, left = [], float(LEFT)
    for at, name in enumerate(series):
        parts.append(
            f'<rect x="{left:.0f}" y="34" width="10" height="10"'
            f' fill="{COLOURS[at % len(COLOURS)]}"/>'
        )
        parts.append(_text(left + 14, 43, name, "start"))
        left += 30 + 7 * len(name)
    return "".join(parts)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {FONT}>{escape(text)}</text>'


def _picture(title: str, height: float, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}"'
        f' viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title, quote=True)}">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="10" y="20" {FONT} font-weight="bold">{escape(title)}</text>'
        + "\n".join(parts)
        + "</svg>\n"
    )
