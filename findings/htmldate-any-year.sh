#!/usr/bin/env bash
# htmldate dates a page that states no date by any year, or number like one, in its text.
#
# One would guess: a library that finds the date of a web page says that there is none where the page has no
#   date in its metadata, no <time> and no written day.
# What happens: the length of a race in metres, the year in which a mill was built and that of a copyright
#   line each become the first of January of that year. Nothing tells such a date from one that the page
#   states: both are a plain string. `extensive_search=False` leaves it out.
# Why it matters to an archive: a date that is invented cannot be told from a true one later. The timeline
#   fills with first days of years, and "newest first" opens with a race over 2024 metres.
# Seen with: htmldate 1.11.0 (PyPI), which trafilatura asks for dates.
# Source: the package's documentation of find_date and of extensive_search
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0
"$folder/venv/bin/python" - <<'PYTHON'
from htmldate import find_date

PAGE = "<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{}</p></article></body></html>"
SAID = {
    "The race over 2012 metres was won by the favourite.": "2012-01-01",
    "The mill of 1998 was sold again.": "1998-01-01",
    "The ferry was built in 2011 and sold in 2013.": "2013-01-01",
    "Copyright 2019 River Post. The ferry sails again.": "2019-01-01",
    "The ferry sails again.": None,
}
for text, date in SAID.items():
    found = find_date(PAGE.format(text))
    print(found, "<-", text)
    assert found == date
    assert find_date(PAGE.format(text), extensive_search=False) is None
print("As described.")
PYTHON
