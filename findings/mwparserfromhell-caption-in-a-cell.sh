#!/usr/bin/env bash
# mwparserfromhell gives the caption of a table as a cell: with a plus sign before its text, or as one of its attributes.
#
# One would guess: `|+` begins a caption, as `|-` a row, `!` a head and `|` a cell; so the tree has an element for it, as it
#   has tr, th and td, and HTML's own name for it is caption.
# What happens: the tree has a td with the text "+ Seats by party". Where the caption has attributes, the sign is the first of
#   these, an attribute of the name "+", and the text has none. The td stands in the table itself, as do the cells of a first
#   row for which no `|-` was written, so that whoever collects these has a column too many, and each head one place too far.
# Why it matters to an archive: dumps of wikis are news too (seats, medals, casualties in Wikinews), and what a table is of
#   stands in its caption. As the tree has it, columns lie beside their names, and whoever looks for the sign in the text
#   alone finds only captions without a style.
# Seen with: mwparserfromhell 0.7.2 (PyPI)
# Source: MediaWiki's Help:Tables, "Captions"; the library's documentation of Tag and of tables names no caption
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mwparserfromhell==0.7.2
"$folder/venv/bin/python" - <<'PYTHON'
import mwparserfromhell

TABLE = """{{| class="wikitable"
|+{} Seats by party
! Party !! Seats
|-
| Centre || 12
|}}"""

for style in ("", ' style="color:gray" |'):
    table, caption, *heads, row = mwparserfromhell.parse(TABLE.format(style)).filter_tags()[:5]
    names = [str(attribute.name).strip() for attribute in caption.attributes]
    print(f"{table.tag}: {caption.tag} {str(caption.contents).strip()!r}, attributes {names}")
    assert (caption.tag, [head.tag for head in heads], row.tag) == ("td", ["th", "th"], "tr")
    assert str(caption.contents).startswith("+") == (not style)
    assert names == (["+", "style"] if style else [])
print("As described.")
PYTHON
