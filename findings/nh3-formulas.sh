#!/usr/bin/env bash
# nh3 keeps the text of elements that it does not know, but not that of formulas and drawings.
#
# One would guess: a cleaner that takes an element away keeps the words in it, except in script and style;
#   so it does with <blink> and with elements of a page's own invention.
# What happens: <math> and <svg> go with all that stands in them, <title>, <text> and the TeX of a formula
#   included. Allowing the inner elements by name does not help; the outer ones have to be allowed too.
# Why it matters to an archive: a sentence reads on without its number ("inflation of per cent"), a map loses
#   the names on it, and neither the output nor a return value says that text was dropped.
# Seen with: nh3 0.3.8 (PyPI), which is the ammonia library.
# Source: ammonia's documentation of Builder::clean_content_tags and of foreign elements
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nh3==0.3.8
"$folder/venv/bin/python" - <<'PYTHON'
import nh3

kept = nh3.clean("<p>A <blink>rate</blink> of <x-number>five</x-number> per cent.</p>")
formula = nh3.clean("<p>A rate of <math><mn>5</mn><annotation>5</annotation></math> per cent.</p>")
inner = nh3.clean("<p>A rate of <math><mn>5</mn></math> per cent.</p>", tags={"p", "mn"})
drawing = nh3.clean("<p>See <svg><title>North Quay</title><text>Quay</text></svg> here.</p>")
for html in (kept, formula, inner, drawing):
    print(html)
assert kept == "<p>A rate of five per cent.</p>"
assert formula == inner == "<p>A rate of  per cent.</p>"
assert drawing == "<p>See  here.</p>"
print("As described.")
PYTHON
