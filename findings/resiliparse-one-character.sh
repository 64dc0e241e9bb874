#!/usr/bin/env bash
# Resiliparse leaves a Chinese character out of an article where it stands in bold, in a link or between two of these.
#
# One would guess: what is left out of the main content are parts of a page, as menus are; of a paragraph that is kept,
#   all words are kept.
# What happens: a single character in a piece of its own is taken for the picture of an icon font if it has three bytes
#   in UTF-8. Meant are those for private use, U+E000 to U+F8FF. But the bytes are compared as one number whose last
#   byte counts most, and so nearly every character of three bytes is among them: all of Chinese, Japanese, Thai and
#   Hindi, the €, the dash and the marks of quotation. Letters of one or two bytes (B, É, Я) stay, so do two
#   characters together, and without `main_content=True` all does.
# Why it matters to an archive: "Sino-American relations" (中美关系) with a link on America are "relations", €5 million
#   are 5 million, and 1987–1991 is one number. In papers for children and learners, which set the reading above every
#   word, most words of one character are gone and their readings are there. The rest reads on, and nothing tells.
# Seen with: resiliparse 2.0.1 (PyPI)
# Source: `is_unprintable_pua` in the library's html2text.rs, and in html2text.pyx before the rewrite in Rust
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check resiliparse==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
from resiliparse.extract.html2text import extract_plain_text

PAGE = "<html><body><main><article><h1>Headline</h1><p>{}</p></article></main></body></html>"
LOST = {  # what stands in the page: what is left of it
    "中<a href='/us'>美</a>关系": "关系",
    "<ruby>川<rt>かわ</rt></ruby>で<ruby>水<rt>みず</rt></ruby>があふれた": "かわみずがあふれた",
    "भारत <b>व</b> चीन": "भारत चीन",
    "It cost <b>€</b>5 million": "It cost 5 million",
    "in 1987<span>–</span>1991": "in 19871991",
}
KEPT = {
    "plan <b>B</b>, <i>É</i>tats, <b>Я</b>": "plan B, États, Я",
    "中国<b>和美</b>国的关系": "中国和美国的关系",
}


def text(markup, **options):
    return extract_plain_text(PAGE.format(markup), **options).removeprefix("Headline").strip()


for markup, left in (LOST | KEPT).items():
    found = text(markup, main_content=True)
    print(f"{text(markup)}: {found}")
    assert found == left
    assert (text(markup) == left) == (markup in KEPT)
print("As described.")
PYTHON
