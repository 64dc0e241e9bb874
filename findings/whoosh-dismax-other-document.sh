#!/usr/bin/env bash
# Whoosh's DisjunctionMax gives a document the score of another one that comes later in the index.
#
# One would guess: "the best of several fields" scores a document by the best of the parts that match it.
# What happens: the matcher of the two parts is asked for the better score of where each of them stands.
#   When one part has already moved on to its next document, the score of that one is taken for the
#   document before, which does not hold the word in that field at all. So the order is wrong, and it
#   changes with how documents are spread over segments.
# Why it matters to an archive: a search over title and text by this query, meant to put titles first, puts
#   articles first whose neighbours in the index have the word in their titles.
# Seen with: whoosh3 3.54.0, Python 3.11.
# Source: the package's matching/binary.py, DisjunctionMaxMatcher.score
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check whoosh3==3.54.0
"$folder/venv/bin/python" - <<'PYTHON'
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import DisjunctionMax, Term

index = RamStorage().create_index(Schema(id=ID(stored=True), title=TEXT, body=TEXT))
writer = index.writer()
writer.add_document(id="text only", title="harbour", body="the ferry sails with many other ships")
writer.add_document(id="neither", title="market", body="wheat")
writer.add_document(id="title only", title="ferry", body="it sails")
writer.commit()
title, body = Term("title", "ferry"), Term("body", "ferry")
with index.searcher() as searcher:
    def scores(query):
        return {hit["id"]: round(hit.score, 3) for hit in searcher.search(query)}

    best = scores(DisjunctionMax([title, body]))
    print("title alone:   ", scores(title))
    print("text alone:    ", scores(body))
    print("DisjunctionMax:", best)
    assert scores(body)["text only"] < scores(title)["title only"]
    assert best["text only"] == scores(title)["title only"]  # it has no such title
print("As described.")
PYTHON
