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

SCHEMAS: dict[str, Schema] = {
    "Edits": thing("Edits, the last first.", {
        **VERSION,
        "edits": (many(one("Edit")), "those of this page"),
        "more": (YES_OR_NO, "whether there are earlier ones"),
        "notices": (many(TEXT), "how the query was understood, where that is not plain"),
    }),
    "Edit": _EDIT,
}  # fmt: skip
