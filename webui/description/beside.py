"""Schemas of what is answered of texts beside each other: edits, and passages."""

from __future__ import annotations

from archive.status import EDITED, MARKED, SILENT
from archive.text.diff import Kind as Change
from webui.description.articles import INSTANT, OF_BOTH, REVISION, VERSION
from webui.description.shapes import (
    COUNT,
    TEXT,
    YES_OR_NO,
    Schema,
    many,
    maybe,
    one,
    thing,
    word,
    word_of,
)

_EDIT = thing("The source sent an article again with another text.", {
    "id": (one("Id"), "of the article"),
    "at": (INSTANT, "when it was first seen"),
    "before": (REVISION, "the revision that was changed"),
    "after": (REVISION, "the one that changed it"),
    "kind": (word_of((SILENT, MARKED)), "marked: a status or note says that it was changed"),
    "changed": (many(word_of(EDITED)), "what differs"),
    "words": (COUNT, "how many words of title, text, summary and captions"),
    "share": (COUNT, "the same in words of a hundred, rounded up"),
    "title": (thing("Both titles.", {
        "before": (maybe(TEXT), "the old one"), "after": (maybe(TEXT), "the new one"),
    }), "of the two revisions"),
    **{name: OF_BOTH[name] for name in ("agency", "publisher", "date", "status")},
    "note": (maybe(TEXT), "the editor's note of the new state"),
    "pieces": (many(thing("A run of text.", {
        "kind": (word(Change), "in which of the two it stands"),
        "text": (TEXT, "it, with … for long stretches that both have"),
    })), "what differs in the text; empty if nothing does"),
})  # fmt: skip

_SPAN: Schema = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}

_HOLDER = thing("An article that holds passages of another one.", {
    **{name: OF_BOTH[name] for name in ("id", "title", "date", "published", "agency", "publisher")},
    "came": (maybe(word_of(("earlier", "later"))), "than that one; null where it is not known"),
    "words": (COUNT, "how many words of the passages are the same"),
    "share": (COUNT, "how many in a hundred that is of its own text"),
    "of_other": (COUNT, "and of that one's"),
    "copies": (COUNT, "how many more articles of its story hold some of them"),
    "passages": (many(thing("A passage.", {
        "words": (COUNT, "how many words are the same"),
        "span": (_SPAN, "where it stands in that one's plain text, in Unicode code points"),
        "text": (TEXT, "it, as it stands there"),
        "other_span": (_SPAN, "where it stands in the text of this one"),
        "other_text": (TEXT, "it, as it stands here"),
    })), "in the order of that one's text"),
})  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Edits": thing("Edits, the last first.", {
        **VERSION,
        "edits": (many(one("Edit")), "those of this page"),
        "more": (YES_OR_NO, "whether there are earlier ones"),
        "notices": (many(TEXT), "how the query was understood, where that is not plain"),
    }),
    "Edit": _EDIT,
    "Passages": thing("The articles that hold passages of one, those that hold most first.", {
        **VERSION,
        "id": (one("Id"), "of that one"),
        "first": (maybe(one("Id")), "who was the first of all, where that is known"),
        "copies": (COUNT, "how many other articles carry nearly all of its text"),
        "formulas": (COUNT, "passages left out because too many articles have them"),
        "holders": (many(one("Holder")), "the articles"),
    }),
    "SharedPassages": thing("The passages that two articles share.", {
        **VERSION,
        "id": (one("Id"), "of the first"),
        "holder": (one("Holder"), "the second"),
    }),
    "Holder": _HOLDER,
}  # fmt: skip
