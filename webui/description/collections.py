"""Schemas of what is answered of the collections that people make."""

from __future__ import annotations

from webui.description.articles import INSTANT, OF_BOTH, REVISION, VERSION
from webui.description.shapes import COUNT, TEXT, YES_OR_NO, Schema, many, maybe, one, thing

_NOTE = (maybe(TEXT), "the note on it")
_ITSELF = {
    "name": (TEXT, "as it was first written, or renamed"),
    "note": (maybe(TEXT), "the note on the whole"),
    "made": (INSTANT, "when it was made"),
    "changed": (INSTANT, "when it was last changed"),
}

_COLLECTIONS = thing("The collections of the archive, by name.", {
    **VERSION,
    "collections": (many(thing("A collection.", {
        **_ITSELF, "articles": (COUNT, "how many articles are in it"),
    })), "all of them"),
})  # fmt: skip

_ANSWER = thing("A page of a collection.", {
    **VERSION,
    **_ITSELF,
    "total": (COUNT, "how many articles are in it"),
    "articles": (many(one("CollectedArticle")), "those of this page, in their order"),
})  # fmt: skip

_ARTICLE = thing("An article of a collection; of one that may not be read nothing is told.", {
    "number": (COUNT, "its place in the collection, from 1"),
    "readable": (YES_OR_NO, "whether it may be read now"),
    **{name: OF_BOTH[name] for name in ("id", "title", "date", "agency", "publisher")},
    "added": (maybe(INSTANT), "when it was put in; null where it came in under the name"),
    "note": _NOTE,
    "passages": (many(thing("A passage of it.", {
        "quote": (TEXT, "the words, as they stood in the article"),
        "note": _NOTE,
        "revision": (REVISION, "the revision in which they stood"),
        "stands": (YES_OR_NO, "whether they stand in it now"),
    })), "in the order in which they were noted"),
})  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Collections": _COLLECTIONS, "CollectionAnswer": _ANSWER, "CollectedArticle": _ARTICLE,
}  # fmt: skip
