"""Schemas of what searches answer: results, lines, values, suggestions; and of errors."""

from __future__ import annotations

from index.answers.results import Counted, OfferKind, SeriesKind
from index.answers.suggest import MOST, Kind
from index.fields import FACETS
from index.query.filters import FILTERS
from index.query.language import Relation
from index.query.match import Match
from webui.description.articles import INSTANT, OF_BOTH, VERSION
from webui.description.shapes import (
    ANYTHING,
    COUNT,
    NUMBER,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Keys,
    Schema,
    each_of,
    either,
    many,
    maybe,
    one,
    thing,
    word,
    word_of,
)

_DAY: Schema = {"type": "string", "format": "date"}
_NAMES = tuple(facet.name for facet in FACETS)
_ABOUT = "whether stories were so many that total and counts of them are estimates"
UNDERSTOOD: Keys = {
    "notices": (many(TEXT), "how the query was understood, where that is not plain"),
    "expansions": (many(one("Expansion")), "names that were searched in other spellings too"),
}

_RESULTS = thing("What a search finds.", {
    **VERSION,
    "query": (TEXT, "as it was typed"),
    "total": (COUNT, "what was found, not only what is shown; see counted"),
    "about": (YES_OR_NO, _ABOUT),
    "counted": (word(Counted), "what total and facets count: stories when folded"),
    "articles": (COUNT, "articles found, folded or not; what the timeline counts"),
    "took_ms": (NUMBER, "how long it took, in milliseconds"),
    "hits": (many(one("Hit")), "the articles of this page"),
    "facets": (each_of(many(one("Value")), _NAMES), "the most frequent values of each facet"),
    "timeline": (many(one("Period")), "the articles by time"),
    "mentions": (maybe(one("Mentions")), "first, last and peak day, if any article is dated"),
    "missing": (each_of(COUNT, _NAMES), "how many have no value of each facet"),
    "dates": (many(one("Branch")), "years, newest first; the undated last"),
    "series": (many(one("Series")), "what the parts of each period are"),
    "advice": (many(one("Offer")), "what else to ask, where little or nothing was found"),
    **UNDERSTOOD,
})  # fmt: skip

_HIT = thing("An article found.", {
    **OF_BOTH,
    "places": (many(TEXT), "where a dispatch was filed from"),
    "score": (NUMBER, "its relevance; comparable within one answer only"),
    "snippets": (many(one("Snippet")), "pieces of its text with what matched"),
    "story": (one("Id"), "the id of its story: that of one of the story's articles"),
    "more": (COUNT, "how many more articles of its story are folded under it"),
    "others": (many(one("Copy")), "the first of these"),
})  # fmt: skip

_SNIPPET = thing("A piece of a text.", {
    "field": (TEXT, "the part of the article that it is from"),
    "text": (TEXT, "the piece"),
    "spans": (many({"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}),
              "from where to where something matched, in Unicode code points"),
})  # fmt: skip

_PERIOD = thing("A bar of the timeline.", {
    "key": (maybe(TEXT), "a day, month or year; null for the undated"),
    "from": (maybe(_DAY), "its first day"),
    "to": (maybe(_DAY), "its last day"),
    "count": (COUNT, "articles found"),
    "of": (maybe(COUNT), "all articles of that time, where shares are asked for"),
    "parts": (many(COUNT), "a number for each of the series"),
})  # fmt: skip

_OFFER = thing("Another search, near the one asked.", {
    "kind": (word(OfferKind), "what is other in it"),
    "what": (TEXT, "the word, value or part that it is about"),
    "count": (COUNT, "how much it finds"),
    "about": (YES_OR_NO, _ABOUT),
    "query": (TEXT, "its query"),
    "filters": (each_of(many(TEXT), FILTERS), "its filters, by the names of their parameters"),
    "from": (maybe(TEXT), "its first day"),
    "to": (maybe(TEXT), "its last day"),
    "match": (word(Match), "how many of its words must occur"),
})  # fmt: skip

_LISTING = thing("A page of the values of a facet.", {
    **VERSION,
    "facet": (word_of(_NAMES), "its name"),
    "values": (many(one("Value")), "the most frequent first"),
    "of": (COUNT, "how many values there are on all pages"),
    "letters": (many(thing("A letter.", {
        "letter": (TEXT, "with which values begin"), "values": (COUNT, "how many"),
    })), "those of all values, from A to Z"),
    "missing": (COUNT, "how many have no value"),
    "total": (COUNT, "all that was found"),
    "about": (YES_OR_NO, _ABOUT),
    **UNDERSTOOD,
})  # fmt: skip

_HELP = thing("The query language.", {
    **VERSION,
    "grammar": (TEXT, "of what can be typed, in EBNF"),
    "terminals": (each_of(TEXT), "what the words of the grammar in capitals are"),
    "syntax": (many(thing("Something to type.", {
        "section": (TEXT, "where it belongs"),
        "example": (TEXT, "the query"),
        "meaning": (TEXT, "what it asks for"),
        "finds": (word_of(Relation), "what it finds beside the other"),
        "other": (TEXT, "another query"),
        "noticed": (YES_OR_NO, "whether a notice says how it was understood"),
    })), "by example"),
    "fields": (many(thing("A field.", {
        "name": (maybe(TEXT), "null: no field is named"),
        "aliases": (many(TEXT), "its other names"),
        "example": (TEXT, "a query"),
        "meaning": (TEXT, "what it searches"),
    })), "all fields"),
})  # fmt: skip

_SUGGESTIONS = thing("What somebody who is typing may look for.", {
    **VERSION,
    "query": (TEXT, "as it was typed"),
    "suggestions": ({**many(one("Suggestion")), "maxItems": MOST}, "the best first"),
})  # fmt: skip

_SUGGESTION = thing("One of them.", {
    "kind": (word(Kind), "what it is"),
    "text": (TEXT, "what to show"),
    "count": (maybe(COUNT), "what its address finds; null for a title"),
    "date": (maybe(TEXT), "that of a title"),
    "url": (TEXT, "where it leads, from the root of this host"),
})  # fmt: skip

_OPENSEARCH: Schema = {
    "description": "What was typed, then in lists of equal length what to search for, what to say"
    " of it, and where that is.",
    **many(either(TEXT, many(TEXT))),
    "minItems": 4,
    "maxItems": 4,
}

_MANIFEST = thing("What an export holds; archive verify compares it with the files.", {
    **VERSION,
    "program": (TEXT, "what wrote it"),
    "created": (INSTANT, "when"),
    "query": (TEXT, "the search"),
    "filters": (each_of(ANYTHING), "what narrows it, and how its words are taken"),
    "sort": (TEXT, "the order"),
    "change": (COUNT, "the number of the archive's last change before it"),
    "format": (TEXT, "of the files"),
    "folder": (maybe(TEXT), "where the files of a tree lie"),
    "files": (many(thing("A file.", {
        "name": (TEXT, "its name"),
        "bytes": (COUNT, "its size"),
        "sha256": ({"type": "string", "pattern": "^[0-9a-f]{64}$"}, "its hash"),
    })), "all files"),
    "articles": (COUNT, "how many articles are in them"),
})  # fmt: skip

_ERROR = thing("Why there is no answer.", {
    **VERSION,
    "error": (thing("The error.", {
        "status": (WHOLE, "that of the answer"),
        "message": (TEXT, "what is wrong"),
        "hint": (maybe(TEXT), "what would be right"),
    }, {
        "instead": (many(one("Id")), "articles to read in place of the one asked for"),
    }), "what is wrong"),
})  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Results": _RESULTS,
    "Hit": _HIT,
    "Snippet": _SNIPPET,
    "Value": thing("A value of a facet.", {
        "value": (TEXT, "as first written"), "count": (COUNT, "how many have it"),
    }, {"meaning": (TEXT, "what it means, where it is a code that is known")}),
    "Period": _PERIOD,
    "Mentions": thing("The days of what was found.", {
        "first": (_DAY, "the first"), "last": (_DAY, "the last"),
        "peak": (thing("The day that has most.", {
            "date": (_DAY, "the first of several such"), "count": (COUNT, "its articles"),
        }), "the day that has most"),
    }),
    "Branch": thing("A year, month or day.", {
        "key": (maybe(TEXT), "2017, 2017-11 or 2017-11-03; null for the undated"),
        "count": (COUNT, "what total counts, of that time"),
        "within": (many(one("Branch")), "its months or days, where the range of dates lies in it"),
    }),
    "Series": thing("What one of the parts of each period counts.", {
        "label": (TEXT, "what to call it"),
        "kind": (word(SeriesKind), "what it is"),
    }),
    "Offer": _OFFER,
    "Expansion": thing("A name in its spellings.", {
        "typed": (TEXT, "as it was typed"),
        "names": (many(TEXT), "what was searched too"),
        "only": (TEXT, "the query without these"),
    }),
    "Lines": thing("Every occurrence in its context.", {
        "query": (TEXT, "as it was typed"),
        **VERSION,
        "lines": (many(one("Line")), "those of this page"),
        "more": (YES_OR_NO, "whether there are further lines"),
        **UNDERSTOOD,
    }),
    "Line": thing("An occurrence.", {
        "id": (one("Id"), "of the article"), "title": (maybe(TEXT), "of the article"),
        "date": (maybe(TEXT), "of the article"),
        "agency": (many(TEXT), "who supplied the article"),
        "left": (TEXT, "what stands before it"), "match": (TEXT, "what matched"),
        "right": (TEXT, "what stands behind it"),
    }),
    "Listing": _LISTING,
    "Help": _HELP,
    "Suggestions": _SUGGESTIONS,
    "Suggestion": _SUGGESTION,
    "OpenSearchSuggestions": _OPENSEARCH,
    "Manifest": _MANIFEST,
    "Error": _ERROR,
}  # fmt: skip
