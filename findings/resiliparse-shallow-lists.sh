#!/usr/bin/env bash
# Resiliparse takes a bulleted list in an article for the menu of the site when the page is nested little.
#
# One would guess: what is main content is told by what elements are and say. A list in the midst of an <article>,
#   between two paragraphs, is text of it.
# What happens: with `main_content=True` every <ul> that has fewer than three elements between it and <body> is left
#   out, whatever stands in it and around it. The same article one <div> deeper keeps its list; an <ol> stays always.
# Why it matters to an archive: results, key points and votes are set as such lists. They are missing from the plain
#   pages of agencies and from print and reader's views, which are nested least and look easiest, and are there in the
#   site's full pages, so one story in two copies is two texts.
# Seen with: resiliparse 2.0.1 (PyPI)
# Source: "Global navigation" in html2text.pyx, as it was before the rewrite in Rust; the documentation of
#   extract_plain_text speaks of simple heuristics
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check resiliparse==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
from resiliparse.extract.html2text import extract_plain_text

BEFORE = "<p>Two matches of the regional cup were played on Sunday, both of them in the rain.</p>"
AFTER = "<p>The next round is to be drawn on Tuesday, the organisers said after the matches.</p>"


def kept(kind, depth, main_content=True):
    """Whether the list is in the text of a page that has so many elements <div> around the article."""
    article = f"<article>{BEFORE}<{kind}><li>Harbour 2, Valley 1</li></{kind}>{AFTER}</article>"
    page = f"<html><body>{'<div>' * depth}{article}{'</div>' * depth}</body></html>"
    text = extract_plain_text(page, main_content=main_content)
    assert "in the rain" in text and "next round" in text
    return "Harbour 2, Valley 1" in text


for kind in ("ul", "ol"):
    found = [kept(kind, depth) for depth in range(5)]
    print(f"<{kind}> in an article within 0 to 4 <div>:", *("kept" if each else "left out" for each in found))
    assert found == ([False, False, True, True, True] if kind == "ul" else [True] * 5)
assert kept("ul", 0, main_content=False)
print("As described.")
PYTHON
