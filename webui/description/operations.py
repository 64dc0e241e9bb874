"""What programs may ask, as a table: for each endpoint what it answers and takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archive.exports.formats import EXPORTS
from index.answers.similar import MOST_SIMILAR
from index.coverage.coverage import COVERED
from webui.description.articles import REVISION
from webui.description.company import EITHER, OWN
from webui.description.parameters import FOUND_BY, SEARCH, Own
from webui.description.shapes import TEXT, WHOLE, Schema, either, many, one, word_of
from webui.machines.opensearch import SUGGESTIONS

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked at an address. `answers` are schemas by media type, `takes` the names of what
    it has of a search, `own` what it alone has, `errors` the statuses that it may end with besides
    503. Errors are `told_in` a media type.
    """

    tag: str
    summary: str
    answers: Mapping[str, Schema]
    takes: tuple[str, ...] = ()
    own: Mapping[str, Own] = field(default_factory=dict)
    errors: tuple[int, ...] = ()
    told_in: str = JSON


TAGS: dict[str, str] = {
    "searches": "What is found, and how to ask.",
    "articles": "An article by its id, and what belongs to it.",
    "collections": "What people have put together.",
    "typing": "What to propose to somebody who is typing.",
    "description": "This description.",
}
_REVISION = {"revision": Own(REVISION, "the revision, if not the current one")}
_TYPED = {"q": Own(TEXT, "what has been typed so far")}
_OF_ARTICLE = (403, 404, 410)
_TAKEN = (*FOUND_BY, "fold", "sort")
_FILES = {export.name: export for export in EXPORTS.values() if not export.tree and export.ready()}


def _json(name: str) -> dict[str, Schema]:
    return {JSON: one(name)}


def _files() -> dict[str, Schema]:
    """The media types of exports, of a manifest, and of the page that offers all formats."""
    found: dict[str, Schema] = {export.media_type: dict(TEXT) for export in _FILES.values()}
    found[_FILES["csl-json"].media_type] = many(one("Citation"))
    return {**found, JSON: one("Manifest"), "text/html": dict(TEXT)}


_SEARCH = Operation(
    "searches", "What a search finds: hits, facets, timeline; with view=kwic, lines",
    {JSON: either(one("Results"), one("Lines"))}, SEARCH, errors=(400,),
)  # fmt: skip

OPERATIONS: dict[str, Operation] = {
    "search_json": _SEARCH,
    "search_json_alias": replace(
        _SEARCH, summary="The same: the address of the front page with .json behind it"
    ),
    "context_jsonl": Operation(
        "searches", "Every occurrence of the words in its context: a Line of JSON each",
        {_FILES["jsonl"].media_type: dict(TEXT)}, (*FOUND_BY, "sort", "lines"),
        {"limit": Own({"type": "integer", "minimum": 0}, "the first so many; without it, all")},
        (400,),
    ),
    "facet_json": Operation(
        "searches", "All values of a facet among what a search finds", _json("Listing"),
        (*FOUND_BY, "fold", "page"), {
            "find": Own(TEXT, "letters that stand somewhere in the value"),
            "order": Own(word_of(("count", "az")), "count: the most frequent first; az: A to Z"),
            "letter": Own(TEXT, "the letter that the value begins with"),
        }, (400, 404),
    ),
    "export": Operation(
        "searches", "All that a search finds, or the articles of some ids, as a file", _files(),
        _TAKEN, {
            "format": Own(word_of(_FILES), "; ".join((
                *(f"{name}: {export.meaning}" for name, export in _FILES.items()),
                "without it, the page that offers them",
            ))),
            "id": Own(many(TEXT), "ids of articles: these alone, whatever the search finds"),
            "pack": Own(word_of(("1",)), "1: in a zip, with the manifest beside it"),
            "manifest": Own(word_of(("1",)), "1: the manifest alone, with the file's hash"),
        }, (400,), "text/html",
    ),
    "new_json": Operation(
        "searches", "What has come to a search since a place", _json("News"), FOUND_BY,
        {"since": Own(TEXT, "the place that an earlier answer gave")}, (400,),
    ),
    "coverage_json": Operation(
        "searches", "What the archive holds of each source and time, and what it does not",
        _json("Coverage"), FOUND_BY, {
            "by": Own(word_of(COVERED), "what the rows are"),
            "year": Own({"type": "string", "pattern": "^[0-9]{4}$"}, "the year in place of dates"),
            "before": Own(WHOLE, "the number of a batch: those before it"),
        }, (400,),
    ),
    "map_json": Operation(
        "searches", "The places that what is found was filed from, with coordinates",
        _json("Map"), FOUND_BY, errors=(400,),
    ),
    "words_json": Operation(
        "searches", "What stands around the words of a search, or what is typical of two searches",
        {JSON: either(*EITHER)}, FOUND_BY, OWN, (400,),
    ),
    "edits_json": Operation(
        "searches", "What sources changed in what a search finds, the last edit first",
        _json("Edits"), (*FOUND_BY, "page"), errors=(400,),
    ),
    "collections_json": Operation(
        "collections", "The collections that people have made", _json("Collections")
    ),
    "collection_json": Operation(
        "collections", "A collection in its order, with its notes; a hundred articles a page",
        _json("CollectionAnswer"), ("page",), errors=(400, 404),
    ),
    "help_json": Operation("searches", "The query language", _json("Help")),
    "article_json": Operation(
        "articles", "An article, its copies, and what is like it", _json("ArticleAnswer"),
        FOUND_BY,
        {
            **_REVISION,
            "why": Own(word_of(("1",)), "1: say why the search finds the article"),
            "similar": Own(
                {"type": "integer", "minimum": 1, "maximum": MOST_SIMILAR},
                "how many similar articles, 5 where it is not said",
            ),
        },
        (400, *_OF_ARTICLE),
    ),
    "history_json": Operation(
        "articles", "What became of an article", _json("History"), errors=_OF_ARTICLE
    ),
    "diff_json": Operation(
        "articles", "Two revisions of an article compared, the last two unless others are named",
        _json("Comparison"), errors=_OF_ARTICLE,
    ),
    "passages_json": Operation(
        "articles", "The articles that hold passages of one", _json("Passages"), errors=_OF_ARTICLE
    ),
    "passages_beside_json": Operation(
        "articles", "The passages that two articles share", _json("SharedPassages"),
        errors=_OF_ARTICLE,
    ),
    "compare_json": Operation(
        "articles", "Two articles compared", _json("Comparison"), errors=_OF_ARTICLE
    ),
    "cite_json": Operation(
        "articles", "An article cited in every style", _json("Citations"), own=_REVISION,
        errors=_OF_ARTICLE,
    ),
    "cite_csl-json": Operation(
        "articles", "An article cited for citeproc and reference managers",
        {_FILES["csl-json"].media_type: many(one("Citation"))}, own=_REVISION, errors=_OF_ARTICLE,
    ),
    "suggest": Operation("typing", "At most ten suggestions", _json("Suggestions"), own=_TYPED),
    "suggest_opensearch": Operation(
        "typing", "The same as the box of a browser wants it",
        {SUGGESTIONS: one("OpenSearchSuggestions")}, own=_TYPED,
    ),
    "openapi": Operation("description", "This document, as OpenAPI 3.1", {JSON: {
        "type": "object", "required": ["openapi", "info", "paths"],
    }}),
}  # fmt: skip
