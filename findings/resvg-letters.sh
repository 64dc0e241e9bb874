#!/usr/bin/env bash
# resvg draws a chart without its words where it has no font for them, and says nothing.
#
# One would guess: a library that turns SVG into PNG reports that there is no font, or draws a box for each letter,
#   as browsers do.
# What happens: with no font loaded, text is left out. Nothing is raised and nothing returned but the picture, which is
#   the same to the byte as that of the drawing without its text.
# Why it matters to an archive: on a server without fonts, as containers are, charts go out as bars without a title,
#   dates or numbers. Drawing one letter and nothing, and comparing the two, is a test that takes a millisecond.
# Seen with: resvg-py 0.5.0 (PyPI). Source: resvg-py's documentation of svg_to_bytes (skip_system_fonts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check resvg-py==0.5.0
"$folder/venv/bin/python" - <<'PYTHON'
import resvg_py

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">'
    '<rect x="10" y="20" width="40" height="40"/>%s</svg>'
)
with_words = resvg_py.svg_to_bytes(
    svg_string=DRAWING % '<text x="60" y="40">Articles over time</text>', skip_system_fonts=True
)
without = resvg_py.svg_to_bytes(svg_string=DRAWING % "", skip_system_fonts=True)
print(f"with words: {len(bytes(with_words))} bytes; without: {len(bytes(without))} bytes")
assert bytes(with_words) == bytes(without)
print("As described.")
PYTHON
