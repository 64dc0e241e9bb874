"""Makes static/world.svg, the outline of the world that maps are drawn on.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m webui.charts.make_world package/land-110m.json

Source: Natural Earth (https://www.naturalearthdata.com), public domain, at 1:110 million, as
packaged by world-atlas (ISC licence, static/world.LICENSE). A unit is a degree; x is the longitude
+ 180, y is 85 - the latitude. What lies south of SOUTH is left out: nobody files from there.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

NORTH, SOUTH = 85, -60
TARGET = Path(__file__).parent.parent / "static" / "world.svg"
_HEAD = (
    "<!-- Made by charts/make_world.py from Natural Earth (public domain), packaged by world-atlas"
    " (ISC, world.LICENSE). -->\n"
)

Point = tuple[float, float]


def main(file: str) -> None:
    """Writes the outline."""
    topology = json.loads(Path(file).read_text("utf-8"))
    arcs = [_arc(each, topology["transform"]) for each in topology["arcs"]]
    (land,) = topology["objects"]["land"]["geometries"]
    rings = [_ring(ring, arcs) for polygon in land["arcs"] for ring in polygon]
    drawn = "".join(_path(ring) for ring in rings if max(y for _, y in ring) > SOUTH)
    TARGET.write_text(
        f'{_HEAD}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 {NORTH - SOUTH}">'
        f'<path id="land" d="{drawn}"/></svg>\n',
        "utf-8",
    )


def _arc(steps: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    """An arc of TopoJSON in degrees: it is kept as differences of whole numbers."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points: list[Point] = []
    for right, up in steps:
        x, y = x + right, y + up
        points.append((x * scale_x + left, y * scale_y + bottom))
    return points


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring of arcs; one that is numbered ~n is walked backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _path(ring: list[Point]) -> str:
    """A ring as it is drawn; what reaches beyond an edge of the map comes in at the other."""
    points = _unbroken(ring)
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    moves = [0, *([360] if left < -180 else []), *([-360] if right > 180 else [])]
    return "".join(_drawn([(x + by, y) for x, y in points]) for by in moves)


def _unbroken(ring: list[Point]) -> list[Point]:
    """The same ring, going on beyond 180 degrees where it would jump to the other side."""
    points, moved = [ring[0]], 0
    for (before, _), (x, y) in pairwise(ring):
        moved += 360 if before - x > 180 else -360 if x - before > 180 else 0
        points.append((x + moved, y))
    return points


def _drawn(ring: list[Point]) -> str:
    shown = [f"{x + 180:.1f} {NORTH - max(y, SOUTH):.1f}" for x, y in ring]
    kept = [each for at, each in enumerate(shown) if not at or each != shown[at - 1]]
    return f"M{'L'.join(kept)}Z"


if __name__ == "__main__":
    main(sys.argv[1])
