#!/usr/bin/env bash
# edtf reads "no later than 1932" as from 1932 on, and "not before 1932" as until 1932.
#
# One would guess: the words in which catalogues date undated cuttings and photographs are understood, or give None,
#   as text that the library does not know does.
# What happens: "later" and "before" are looked for anywhere in the text, and a "no" or "not" in front of them is not.
#   So each of these phrases becomes the interval on the other side of its year, the same as without the "no".
#   "By 1932" and "until 1932" lose their word, and become the year.
# Why it matters to an archive: "no later than" is how a picture is dated by what it shows or by its donor's death. A
#   search within years leaves it out of those in which it may have been taken, and finds it in later ones; the EDTF
#   string is valid, and nothing shows what it came from.
# Seen with: edtf 5.0.2 (PyPI)
# Source: the package's README (`text_to_edtf`, 'later than 1928'), and AFTER_CHECK in edtf/natlang/en.py
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
"$folder/venv/bin/python" - <<'PYTHON'
from edtf import text_to_edtf

SAID = {
    "later than 1932": "1932/",
    "no later than 1932": "1932/",
    "not after May 1932": "1932-05/",
    "before 1932": "/1932",
    "not before 1932": "/1932",
    "no earlier than 1932": "/1932",
    "by 1932": "1932",
    "until 1932": "1932",
    "at the time of the flood": None,
}
for text, edtf in SAID.items():
    found = text_to_edtf(text)
    print(f"{text}: {found}")
    assert found == edtf
print("As described.")
PYTHON
