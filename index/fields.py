"""The one table of fields: parser, engines, facets, help page and documents all read it."""

from __future__ import annotations

from typing import Literal

from archive.frozen import frozen
from archive.status import EDITED, MARKED, SILENT, STATUSES
from archive.text.wording import plural

Kind = Literal["text", "keyword", "size", "date", "saved"]


@frozen
class Field:
    """A field that a query can name.

    `kind`: text is searched word by word, keyword as a whole value, size and date as a
    range; saved names a saved search, and no engine knows of it.
    `streams`: the token streams of a text field that an engine keeps (see `STREAMS`).
    `facet`: its values are counted. `many`: an article can have several, and filters on it must
    all hold; of the other facets any chosen value will do. `values`: those that it can have, where
    they are few and known. `beside`: the facet stands beside every search; others have their page
    alone. `labelled`: the field by whose labels its values are shown, where it is not its own.
    `inverted`: engines keep a list of articles for each of its values; they find ids anyway.
    """

    name: str
    kind: Kind
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    facet: bool = False
    many: bool = False
    label: str = ""
    values: tuple[str, ...] = ()
    beside: bool = True
    labelled: str = ""
    inverted: bool = True


# The token streams that an engine indexes, and how much a word in each counts in ranking.
# `body` holds the text with summary, captions, dateline, authors and tags.
STREAMS: dict[str, float] = {"title": 3.0, "body": 1.0, "dateline": 0.0, "author": 0.0}

# What an article may have or not, and no other field tells (`document.held`).
PARTS = ("image", "caption", "body", "summary", "author", "dateline", "note")

ANY = Field("", "text", "words anywhere in an article", "oilfield", streams=("title", "body"))

FIELDS: tuple[Field, ...] = (
    Field("title", "text", "words of the title", "title:retaken", ("headline",), ("title",)),
    Field(
        "body", "text", "words of the text, its captions, dateline, authors and tags",
        'body:"last town"', ("text",), ("body",),
    ),
    Field("dateline", "text", "words of where and when a dispatch was filed", "dateline:Syria", (),
          ("dateline",)),
    Field("author", "text", "who wrote it", "author:roe", ("authors", "by"), ("author",),
          facet=True, label="Author"),
    Field("tag", "keyword", "a topic, whole", 'tag:"Deir Ezzor"', ("tags", "topic"), facet=True,
          many=True, label="Tag"),
    Field("agency", "keyword", "who supplied the text", "agency:AFP", ("source",), facet=True,
          label="Agency"),
    Field("section", "keyword", "the part of the paper or site", "section:World", facet=True,
          label="Section"),
    Field("publisher", "keyword", "the site or paper that carried it", 'publisher:"Harbour Ledger"',
          ("site",), facet=True, label="Publisher"),
    Field("language", "keyword", "the language, as a code of two letters", "lang:fr", ("lang",),
          facet=True, label="Language"),
    Field("place", "keyword", "the place that it was filed from, whole", "place:Baghdad",
          ("filed",), facet=True, label="Place filed from"),
    Field("collection", "keyword",
          "the pile or feed that it came in with, or a collection of people",
          "collection:Samples", ("collections",), facet=True, label="Collection"),
    Field("subject", "keyword", "a tag that its source calls a topic", "subject:rubber",
          ("subjects",), facet=True, many=True, label="Topic", beside=False, labelled="tag"),
    Field("location", "keyword", "a tag that its source calls a place: one that it is about",
          "location:japan", ("mentioned",), facet=True, many=True, label="Place mentioned",
          beside=False, labelled="tag"),
    Field("person", "keyword", "a tag that its source calls a person", "person:volcker",
          ("people",), facet=True, many=True, label="Person", beside=False, labelled="tag"),
    Field("organisation", "keyword", "a tag that its source calls an organisation",
          "organisation:inro", ("org", "organization"), facet=True, many=True,
          label="Organisation", beside=False, labelled="tag"),
    Field("status", "keyword", "corrected, updated, repeated, withheld or withdrawn; or edited, as"
          " edited:* says", "is:corrected", ("is",), values=(*STATUSES, "edited")),
    Field("edited", "keyword", "what its source changed when it was out: title, body, summary,"
          " caption, author, dateline or date; silent, or marked as changed", "edited:body", (),
          values=(*EDITED, SILENT, MARKED)),
    Field("changed", "size", "by how much an edit of its source changed the text: in words, or"
          " in words of a hundred", "changed:10.."),
    Field("has", "keyword", "an image, caption, body, summary, author, dateline or note",
          "has:image", values=PARTS),
    Field("story", "keyword", "an article's id: it, and all that carry nearly its text",
          "story:ha6wjx3tggbkjuq7"),
    Field("id", "keyword", "an article by its id, as results show it; several with OR",
          "id:nn3mrikuyz4gadnf", inverted=False),
    Field("date", "date", "a day, month, year or a range of them", "date:2017-10..2018", ("on",)),
    Field("after", "date", "later than a day, month or year", "after:2017-11", ("since",)),
    Field("before", "date", "earlier than a day, month or year", "before:2018", ("until",)),
    Field("query", "saved", "a saved search, by its name", "query:Euphrates", ("saved",)),
)  # fmt: skip

_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
FACETS: tuple[Field, ...] = tuple(
    field
    for name in (
        "tag", "agency", "section", "publisher", "language", "author", "place", "collection",
        "subject", "location", "person", "organisation",
    )
    for field in FIELDS
    if field.name == name
)  # fmt: skip
# Those that stand beside every search.
BESIDE: tuple[str, ...] = tuple(field.name for field in FACETS if field.beside)
# The kind of a tag, as an article tells it -> the facet of the tags of that kind.
KINDS: dict[str, str] = {
    "topic": "subject", "place": "location", "person": "person", "organisation": "organisation",
}  # fmt: skip
LABELS: dict[str, str] = {facet.name: facet.label for facet in FACETS}
# The same for several values: the first word of a label is its noun ("Places filed from").
LABELS_OF_MANY: dict[str, str] = {
    name: " ".join([plural(2, noun), *rest])
    for name, (noun, *rest) in ((name, label.split()) for name, label in LABELS.items())
}
# Facets of which an article can have several values, and must have all that are chosen.
ALL_OF: frozenset[str] = frozenset(field.name for field in FACETS if field.many)
# Keywords that no query can name: the instant at which a pending embargo ends.
UNNAMED_KEYS: tuple[str, ...] = ("embargo",)
KEYS: tuple[str, ...] = (
    *(f.name for f in FIELDS if (f.kind in ("keyword", "size") or f.facet) and f.inverted),
    *UNNAMED_KEYS,
)


def find_field(name: str) -> Field | None:
    """The field of that name or alias, in any case."""
    return _BY_NAME.get(name.lower())


def label_field(name: str) -> str:
    """The field by whose labels the values of a facet are shown."""
    field = _BY_NAME.get(name)
    return (field.labelled if field else "") or name


def signature() -> str:
    """What an index depends on: changes when fields or streams do."""
    indexed = [field for field in FIELDS if field.kind != "saved" and field.inverted]
    return repr([(field.name, field.kind, field.streams, field.facet) for field in indexed]) + repr(
        (sorted(STREAMS), UNNAMED_KEYS)
    )
