#!/usr/bin/env bash
# In Whoosh a word with the weight 0 ends a search with a ZeroDivisionError, where it could skip some.
#
# One would guess: tag^0 in a query means "must match, and counts nothing for the order", as it does in
#   Lucene. Whoosh's own language reads it so too, and over a few articles it works.
# What happens: with more articles than hits wanted, the collector asks each matcher to skip what cannot
#   score high enough. That of a weighted word divides the score wanted by its weight.
# Why it matters to an archive: a filter by tag or agency written as a part of the query passes every test
#   over samples, and fails on the first day with a month of news in it. filter= is the way that works.
# Seen with: whoosh3 3.54.0, Python 3.11.
# Source: the package's matching/wrappers.py, WrappingMatcher.skip_to_quality
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check whoosh3==3.54.0
"$folder/venv/bin/python" - <<'PYTHON'
from whoosh.fields import KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.query import Term


def searched(articles, text, **asks):
    index = RamStorage().create_index(Schema(body=TEXT, tag=KEYWORD))
    writer = index.writer()
    for number in range(articles):
        often = 9 if number < 500 and number % 5 == 0 else 1  # some of the first score higher
        writer.add_document(body="ferry " * often + "sails " * (3 + number * 37 % 57), tag="ports")
    writer.commit()
    with index.searcher() as searcher:
        query = QueryParser("body", index.schema).parse(text)
        try:
            return f"{len(searcher.search(query, limit=10, **asks).top_n)} hits"
        except ZeroDivisionError as error:
            return f"ZeroDivisionError: {error}"


seen = [
    searched(8, "ferry AND tag:ports^0"),
    searched(5000, "ferry AND tag:ports^0"),
    searched(5000, "ferry", filter=Term("tag", "ports")),
]
for name, each in zip(("8 articles:", "5,000 articles:", "5,000, as filter:"), seen):
    print(f"{name:<18}{each}")
assert seen[0] == "8 hits" and seen[2] == "10 hits"
assert seen[1].startswith("ZeroDivisionError")
print("As described.")
PYTHON
