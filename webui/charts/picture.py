"""An SVG as PNG, by resvg. Its letters are drawn with the fonts of the machine."""

from __future__ import annotations

from functools import cache

from archive.errors import OutputError

ZOOM = 2.0  # pixels of a picture for each of its own
# What a chart is written in, the first that there is. resvg takes a generic family for a font of
# that name which many machines lack (sans-serif for Arial), so fonts are named. A name with a
# number in it has quotation marks, or nothing of the list counts (CSS Fonts 4, 3.1).
FONTS = (
    "Gill Sans, 'Source Sans 3', Helvetica Neue, Noto Sans, Liberation Sans, DejaVu Sans, Arial,"
    " Helvetica, Segoe UI, Roboto, Cantarell, FreeSans, sans-serif"
)
_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    f'<text y="16" font-family="{FONTS}">%s</text></svg>'
)


def png_of(svg: str) -> bytes:
    """The picture as PNG on white. OutputError where none of the FONTS is installed: resvg leaves
    out what it has no letters for, and a chart without its words says nothing.
    """
    if not _has_letters():
        raise OutputError(
            "Pictures cannot be drawn: this machine has none of the fonts for them",
            "install one, as with apt install fonts-dejavu-core, or take the SVG",
        )
    return _drawn(svg, ZOOM)


@cache
def _has_letters() -> bool:
    return _drawn(_LETTER % "A", 1.0) != _drawn(_LETTER % "", 1.0)


def _drawn(svg: str, zoom: float) -> bytes:
    import resvg_py  # few pictures are asked for

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, background="#ffffff"))
