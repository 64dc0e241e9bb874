#!/usr/bin/env bash
# A German paragraph that begins "3. Oktober 1990" is dated the first of October once it has been through Markdown.
#
# One would guess: a page turned into Markdown and shown again has its words; at worst a list where none was.
# What happens: markdownify escapes asterisks and underscores and leaves "3. " as it is. Markdown takes it for an item,
#   and numbers each list from 1 whatever stands there, so a browser shows "1. Oktober 1990", and the text of the page
#   has no day at all. "1974. So begann" loses its year, and two such paragraphs are the 1st and the 2nd. Markdown's
#   extension sane_lists keeps the number, markdownify's `escape_misc` and html2text the paragraph.
# Why it matters to an archive: German, Danish, Norwegian, Finnish, Czech, Latvian and more write the day this way, and
#   chronicles, obituaries and datelines begin with it. The page shows a date that is false and looks right.
# Seen with: markdownify 1.2.3, Markdown 3.11.3, html2text 2025.4.15 (PyPI)
# Source: the README of markdownify (escape_misc); Python-Markdown's documentation of Sane Lists; the same in another
#   renderer: marked's issue 924
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check markdownify==1.2.3 Markdown==3.11.3 \
    html2text==2025.4.15
"$folder/venv/bin/python" - <<'PYTHON'
from html2text import html2text
from markdown import markdown
from markdownify import markdownify

UNITY = "<p>3. Oktober 1990: Deutschland ist vereint.</p>"
FERRY = "<p>17. Mai 2024: Die Fähre fährt wieder.</p>"


def shown(html, extensions=(), **options):
    return markdown(markdownify(html, **options), extensions=list(extensions)).replace("\n", "")


for html in (UNITY, UNITY + FERRY, "<p>1974. So begann das Jahr.</p>"):
    print(html, "->", shown(html))
assert shown(UNITY) == "<ol><li>Oktober 1990: Deutschland ist vereint.</li></ol>"
both = shown(UNITY + FERRY)
assert both.count("<ol>") == 1 and both.count("<li>") == 2 and "17" not in both and "start" not in both
assert "1974" not in shown("<p>1974. So begann das Jahr.</p>")
assert shown(UNITY, ["sane_lists"]).startswith('<ol start="3">')
assert shown(UNITY, escape_misc=True) == UNITY
assert markdown(html2text(UNITY)) == UNITY
print("As described.")
PYTHON
