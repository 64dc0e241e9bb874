"""An SVG as PNG, by resvg. Its letters are drawn with the fonts of the machine."""

from __future__ import annotations

from functools import cache

from archive.errors import OutputError

ZOOM = 2.0  # pixels of a picture for each of its own
_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16">%s</text></svg>'
)


def png_of(svg: str) -> bytes:
    """The picture as PNG on white. OutputError where no font is installed: resvg leaves out
    what it has no letters for, and a chart without its words says nothing.
    """
    if not _has_letters():
        raise OutputError(
            "Pictures cannot be drawn: this machine has no fonts",
            "install some, as with apt install fonts-dejavu-core, or take the SVG",
        )
    return _drawn(svg, ZOOM)


@cache
def _has_letters() -> bool:
    return _drawn(_LETTER % "A", 1.0) != _drawn(_LETTER % "", 1.0)


def _drawn(svg: str, zoom: float) -> bytes:
    import resvg_py  # few pictures are asked for

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, background="#ffffff"))
