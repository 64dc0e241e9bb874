#!/usr/bin/env bash
# trafilatura gives the menu of the site as text of a brief item, though the item is marked up.
#
# One would guess: where a page has <nav>, <article> and <footer>, the text is that of the article, however
#   short it is.
# What happens: with less than some 90 characters of text, what was found is thrown away, and the fallback takes the
#   page as it is: the labels of the menu come first, then the headline, then the sentence. The same item
#   with a second sentence is right. `favor_precision=True` keeps the menu out of this page.
# Why it matters to an archive: alerts and one-sentence items are much of what agencies send, and each is
#   then found by "Sport" and "World news"; a length below which the answer is not to be used has to be known.
# Seen with: trafilatura 2.3.1 (PyPI), default settings.
# Source: the package's settings.cfg (MIN_EXTRACTED_SIZE, MIN_OUTPUT_SIZE)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
"$folder/venv/bin/python" - <<'PYTHON'
from trafilatura import extract

PAGE = """<html><head><title>Ferry returns</title></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World news</a></li>
<li><a href="/s">Sport and leisure</a></li></ul></nav></header>
<article><h1>Ferry returns</h1><p>{}</p></article><footer><p>Contact</p></footer></body></html>"""
BRIEF = "It sails again from Friday."
LONG = BRIEF + " " + "The company said that both boats had been repaired and that no ticket would cost more. " * 4

brief, long = extract(PAGE.format(BRIEF)), extract(PAGE.format(LONG))
precise = extract(PAGE.format(BRIEF), favor_precision=True)
for text in (brief, long, precise):
    print(repr(text))
assert brief.startswith("Home\nWorld news\nSport and leisure")
assert "World news" not in long and "World news" not in precise
print("As described.")
PYTHON
