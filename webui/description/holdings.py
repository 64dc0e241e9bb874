"""Schemas of what is answered of the archive as a whole: its coverage, and what is new."""

from __future__ import annotations

from archive.store.batches import BatchKind, BatchState
from index.coverage.coverage import COVERED
from index.mapping.mapped import Why
from webui.description.articles import INSTANT, OF_BOTH, VERSION
from webui.description.searches import UNDERSTOOD
from webui.description.shapes import (
    COUNT,
    NUMBER,
    TEXT,
    YES_OR_NO,
    Schema,
    each_of,
    many,
    maybe,
    one,
    thing,
    word,
    word_of,
)

_DAY: Schema = {"type": "string", "format": "date"}

_COVERAGE = thing("What is held of each source and time, and what is not.", {
    **VERSION,
    "by": (word_of(COVERED), "what the rows are: the name of a facet"),
    "columns": (many(thing("A time.", {
        "key": (TEXT, "how it begins: 2017-11-03, 2017-11, 2017, 201 for the 2010s"),
        "first": (_DAY, "its first day"),
        "last": (_DAY, "its last day"),
    })), "times"),
    "rows": (many(one("Row")), "values, those with the most articles first"),
    "all": (one("Row"), "all articles"),
    "more": (YES_OR_NO, "whether there are values that have no row"),
    "without_text": (COUNT, "articles without a text"),
    "kept_back": (each_of(COUNT), "how many articles readers may not see, by why"),
    "gap": (TEXT, "what counts as a gap"),
    "gaps": (many(one("Gap")), "the longest gaps"),
    "gaps_of": (COUNT, "how many gaps there are"),
    "unjudged": (COUNT, "rows of which gaps are not told"),
    "batches": (many(one("Batch")), "what came in together, the last first"),
    **UNDERSTOOD,
})  # fmt: skip

_ROW = thing("A row of counts.", {
    "value": (maybe(TEXT), "the value, folded; null for all articles, empty for those without"),
    "label": (TEXT, "as first written"),
    "total": (COUNT, "its articles"),
    "undated": (COUNT, "those without a date"),
    "first": (maybe(_DAY), "the first day"),
    "last": (maybe(_DAY), "the last day"),
    "counts": (many(COUNT), "a number for each of the columns"),
})  # fmt: skip

_MAP = thing("The places that articles were filed from.", {
    **VERSION,
    "query": (TEXT, "as typed"),
    "articles": (COUNT, "all that was found"),
    "places": (many(thing("A place.", {
        "place": (TEXT, "as datelines have it"),
        "name": (TEXT, "its first name in GeoNames"),
        "country": (TEXT, "ISO 3166, two letters"),
        "where": (TEXT, "its state, if any, and country"),
        "latitude": (NUMBER, "degrees north"),
        "longitude": (NUMBER, "degrees east"),
        "articles": (COUNT, "how many were filed from it"),
        "beside": (maybe(TEXT), "what a search for the place needs besides, to find these alone"),
    })), "those with the most articles first"),
    "unplaced": (many(thing("A name that is not on the map.", {
        "place": (TEXT, "as datelines have it"),
        "articles": (COUNT, "of how many articles"),
        "why": (word(Why), "why it is not"),
        "meanings": (many(TEXT), "what it may mean"),
    })), "those with the most articles first"),
    "without_place": (COUNT, "articles whose dateline names no place"),
    "source": (TEXT, "whose places these are, and by which licence"),
    **UNDERSTOOD,
})  # fmt: skip

_GAP = thing("A time of which nothing is held.", {
    "value": (maybe(TEXT), "of which value; null for all articles"),
    "label": (TEXT, "as first written"),
    "first": (_DAY, "its first day"),
    "last": (_DAY, "its last day"),
    "days": (COUNT, "how long it is"),
    "others": (COUNT, "articles that others have of that time"),
})  # fmt: skip

_BATCH = thing("What came in together.", {
    "number": (COUNT, "which"),
    "kind": (word(BatchKind), "by which command; before: before there were such records"),
    "began": (INSTANT, "when it began"),
    "last": (INSTANT, "when something was last kept"),
    "state": (maybe(word(BatchState)), "null while it is under way, or where it was killed"),
    "from": (many(TEXT), "names of folders, hosts of addresses"),
    "places": (COUNT, "how many there were"),
    "files": (COUNT, "files that were read"),
    "added": (COUNT, "new articles"),
    "revised": (COUNT, "changed ones"),
    "unchanged": (COUNT, "those that were the same"),
    "left_out": (COUNT, "those that had been removed, and stay so"),
    "skipped": (COUNT, "what was not taken"),
    "reasons": (each_of(COUNT), "how much of that, by why"),
    "named": (many(thing("An item that was not taken.", {
        "where": (TEXT, "its place in the pile"), "reason": (TEXT, "why"),
    })), "the first of them"),
})  # fmt: skip

_NEWS = thing("What has come to a search since a place.", {
    **VERSION,
    "place": (TEXT, "from which to ask the next time"),
    "new": (maybe(COUNT), "articles that came in; null where that cannot be told"),
    "changed": (maybe(COUNT), "articles that have a new revision; null likewise"),
    "articles": (many(thing("A new article.", {
        **{name: OF_BOTH[name] for name in ("id", "title", "date", "agency", "publisher")},
        "url": (TEXT, "where it is, from the root of this host"),
    })), "the first of the new"),
})  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Coverage": _COVERAGE, "Row": _ROW, "Gap": _GAP, "Batch": _BATCH, "News": _NEWS, "Map": _MAP,
}  # fmt: skip
