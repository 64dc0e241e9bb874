"""Schemas of what is answered of articles: an article, its history, comparisons, citations."""

from __future__ import annotations

from archive.article import ID_LENGTH, JSON_VERSION, TAG_KINDS, Precision
from archive.citing.styles import STYLES
from archive.status import STATUSES
from archive.text.diff import Kind as Change
from index.answers.explain import How
from webui.description.shapes import (
    ANYTHING,
    COUNT,
    NUMBER,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Keys,
    Schema,
    always,
    each_of,
    either,
    many,
    maybe,
    one,
    thing,
    word,
    word_of,
)

ID: Schema = {"type": "string", "pattern": f"^[a-z2-7]{{{ID_LENGTH}}}$"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
REVISION: Schema = {"type": "integer", "minimum": 1}
VERSION: Keys = {
    "version": (always(JSON_VERSION), "grows only when a key changes its meaning or goes")
}

# What an article and a hit have in common.
OF_BOTH: Keys = {
    "id": (one("Id"), "the same on any machine"),
    "title": (maybe(TEXT), "on one line"),
    "date": (maybe(TEXT), "the calendar date in the source's own zone, at its precision"),
    "precision": (maybe(word(Precision)), "of the date"),
    "time": (maybe(TEXT), "the time of that day, where the source gives one without a zone"),
    "published": (maybe(INSTANT), "the instant in UTC, where it is known"),
    "agency": (many(TEXT), "who supplied the text, by canonical names"),
    "credit": (maybe(TEXT), "the credit line as it came"),
    "authors": (many(TEXT), "persons"),
    "publisher": (maybe(TEXT), "the site or paper that carried it"),
    "section": (maybe(TEXT), "the part of the site or paper"),
    "tags": (many(TEXT), "topics, each once"),
    "people_tags": (many(TEXT), "those of the tags that people of this archive have given it"),
    "language": (maybe(TEXT), "a code of two letters"),
    "url": (maybe(TEXT), "the address that it was published at"),
    "collections": (many(TEXT), "the piles that it came in with, as they were named"),
    "status": (maybe(TEXT), f"what became of it: {', '.join(STATUSES)}, or a word of its source"),
}
_ORIGIN = thing("Where an article came from.", {
    "file": (TEXT, "the file or address"),
    "member": (maybe(TEXT), "the member inside it"),
    "record": (maybe(TEXT), "the record there"),
})  # fmt: skip

_ARTICLE = thing("An article. What its source lacks is null or empty.", {
    **OF_BOTH,
    "identifier": (TEXT, "the identity in full, of which the id is made"),
    "tag_kinds": (each_of(many(TEXT), TAG_KINDS), "those of the tags whose kind is known"),
    "supplied": (maybe(one("Supplied")), "the tags as its source sent them, where people have"
                 " changed them"),
    "dateline": (maybe(TEXT), "where a dispatch is filed from"),
    "summary": (maybe(TEXT), "the standfirst or abstract"),
    "body": (TEXT, "the text in Markdown"),
    "images": (many(one("Image")), "pictures that go with it"),
    "note": (maybe(TEXT), "the editor's note: why it was corrected or withdrawn"),
    "revision": (REVISION, "1 for the first state, and so on"),
    "origin": (one("Origin"), "where it came from"),
    "extra": (each_of(ANYTHING), "what the source has and an article has no place for"),
})  # fmt: skip

_SUPPLIED = thing("The tags of an article as its source sent them.", {
    "tags": (many(TEXT), "topics, each once"),
    "tag_kinds": (each_of(many(TEXT), TAG_KINDS), "those whose kind its source tells"),
})  # fmt: skip

_ANSWER = thing("An article, its copies, and what is like it.", {
    **VERSION,
    "article": (one("Article"), "it"),
    "story": (one("Id"), "the id of its story: that of one of the story's articles"),
    "more": (COUNT, "how many more articles carry nearly the same text"),
    "others": (many(one("Copy")), "the first of these"),
    "similar": (many(one("Copy")), "articles that share its most telling words"),
    "explanation": (maybe(one("Explanation")), "why the search finds it, where that is asked for"),
})  # fmt: skip

_COPY = thing("What tells an article from others of its story.", {
    name: OF_BOTH[name] for name in ("id", "title", "date", "agency", "publisher")
})  # fmt: skip

_EXPLANATION = thing("Why a search finds an article, or does not.", {
    **VERSION,
    "id": (one("Id"), "of the article"),
    "query": (TEXT, "as it was typed"),
    "found": (YES_OR_NO, "whether the search finds the article"),
    "score": (NUMBER, "the sum of those of all parts"),
    "parts": (many(one("Part")), "all that has to hold"),
    "better": (many(one("Part")), "what ranks it higher where it holds"),
    "notices": (many(TEXT), "how the query was understood, where that is not plain"),
    "expansions": (many(one("Expansion")), "names that were searched in other spellings too"),
})  # fmt: skip

_PART = thing("A part of a query, as it could be typed.", {
    "asked": (TEXT, "the part"),
    "holds": (YES_OR_NO, "whether it holds for this article"),
    "score": (NUMBER, "what it adds to the score"),
    "articles": (maybe(COUNT), "how many have it; null for what is no word"),
    "places": (many(one("Place")), "where its words stand"),
    "has": (maybe(TEXT), "what the article has instead"),
    "parts": (many(one("Part")), "those of a group"),
})  # fmt: skip

_PLACE = thing("Where words of a part stand in the article.", {
    "part": (TEXT, "title, body, caption ..."),
    "text": (TEXT, "the words as they stand there"),
    "count": (COUNT, "how often"),
    "how": (word(How), "how they are what was asked for"),
    "language": (maybe(TEXT), "by whose stems they are another form, in English"),
})  # fmt: skip

_HISTORY = thing("What became of an article, in the order of time.", {
    **VERSION,
    "id": (one("Id"), "of the article"),
    "current": (REVISION, "the number of the current revision"),
    "removed": (YES_OR_NO, "whether it has been taken out of the archive"),
    "replaced_by": (maybe(many(one("Id"))), "what took its place, where it is replaced"),
    "formerly": (many(one("Id")), "articles whose place it has taken"),
    "events": (many(either(*map(one, (
        "Revision", "DamagedRevision", "Removal", "Replacement",
    )))), "what happened"),
})  # fmt: skip

_REVISION = thing("A state of an article, and what it changed in the one before.", {
    "event": (always("revision"), "what happened"),
    "revision": (REVISION, "its number"),
    "at": (INSTANT, "when it was first seen"),
    "changed": (many(TEXT), "the keys of the article that it changed"),
    "since": (maybe(REVISION), "what it is compared with, where the one before is damaged"),
    "words_removed": (COUNT, "how many words of the text went"),
    "words_added": (COUNT, "how many came"),
    "status": (maybe(TEXT), "as of the article"),
    "note": (maybe(TEXT), "as of the article"),
    "media_type": (TEXT, "of its original"),
    "origin": (one("Origin"), "where it came from"),
    "read_again_by_rules": (maybe(WHOLE), "the number of the rules, where they made it"),
})  # fmt: skip

_DAMAGED = thing("A revision that cannot be read any more.", {
    "event": (always("damaged"), "what happened"),
    "revision": (REVISION, "its number"),
    "at": (INSTANT, "when it was first seen"),
    "media_type": (TEXT, "of its original"),
    "reason": (TEXT, "what is wrong with it"),
})  # fmt: skip

_REMOVAL = thing("An article was removed, or brought back.", {
    "event": (word_of(("removed", "restored")), "what happened"),
    "at": (INSTANT, "when"),
    "note": (maybe(TEXT), "always null here"),
})  # fmt: skip

_REPLACEMENT = thing("An original no longer gave this article.", {
    "event": (always("replaced"), "what happened"),
    "at": (INSTANT, "when"),
})  # fmt: skip

_STATE = thing("A revision of an article.", {
    "id": (one("Id"), "of the article"), "revision": (REVISION, "its number"),
})  # fmt: skip

_COMPARISON = thing("How two revisions, or two articles, differ.", {
    **VERSION,
    "before": (one("State"), "the first"),
    "after": (one("State"), "the second"),
    "changed": (many(TEXT), "the keys that differ"),
    "fields": (many(thing("A key that differs.", {
        "name": (TEXT, "the key"),
        "before": (ANYTHING, "its value in the first"),
        "after": (ANYTHING, "its value in the second"),
    })), "all but the text"),
    "body": (thing("The text, compared word by word.", {
        "words_removed": (COUNT, "words of the first that are not in the second"),
        "words_added": (COUNT, "words of the second that are not in the first"),
        "pieces": (many(thing("A run of text.", {
            "kind": (word(Change), "in which of the two it stands"),
            "text": (TEXT, "it"),
        })), "all but the added make the first text, all but the removed the second"),
    }), "the text in plain words"),
})  # fmt: skip

_NAME: Schema = each_of(TEXT, ("family", "given", "suffix", "literal"))
_PARTS: Schema = {"type": "array", "items": many(WHOLE)}
_CSL_DATE = thing("A date of CSL.", {"date-parts": (_PARTS, "year, month and day")})

_CSL = thing("A citation as CSL-JSON 1.0.2 has it; what is not known is left out.", {
    "id": (TEXT, "of the citation"),
    "type": (always("article-newspaper"), "of what is cited"),
    "title": (TEXT, "of the article"),
}, {
    "container-title": (TEXT, "the paper or site"), "author": (many(_NAME), "persons"),
    "issued": (_CSL_DATE, "the date"), "accessed": (_CSL_DATE, "the day of this answer"),
    "URL": (TEXT, "the address"), "language": (TEXT, "a code"), "section": (TEXT, "of the paper"),
    "abstract": (TEXT, "the summary"), "keyword": (TEXT, "the tags"),
    "source": (TEXT, "the name of this archive"), "version": (TEXT, "the revision"),
    "note": (TEXT, "agency, first address, editor's note"),
})  # fmt: skip

_CITATIONS = thing("An article cited in every style.", {
    **VERSION,
    "id": (one("Id"), "of the article"),
    "revision": (REVISION, "the one that is cited"),
    "address": (maybe(TEXT), "its permalink, where this archive has a public address"),
    "original": (maybe(TEXT), "where it was first published"),
    "accessed": (maybe({"type": "string", "format": "date"}), "the day of this answer"),
    "citations": (thing("By the name of the style.", {
        name: (one("Citation"), style.label) if name == "csl-json" else (TEXT, style.label)
        for name, style in STYLES.items()
    }), "the citations"),
})  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "Id": {**ID, "description": "The id of an article."},
    "ArticleAnswer": _ANSWER,
    "Article": _ARTICLE,
    "Copy": _COPY,
    "Image": thing("A picture; either may be missing, never both.", {
        "url": (maybe(TEXT), "its address"), "caption": (maybe(TEXT), "its caption"),
    }),
    "Origin": _ORIGIN,
    "Supplied": _SUPPLIED,
    "Explanation": _EXPLANATION,
    "Part": _PART,
    "Place": _PLACE,
    "History": _HISTORY,
    "Revision": _REVISION,
    "DamagedRevision": _DAMAGED,
    "Removal": _REMOVAL,
    "Replacement": _REPLACEMENT,
    "State": _STATE,
    "Comparison": _COMPARISON,
    "Citations": _CITATIONS,
    "Citation": _CSL,
}  # fmt: skip
