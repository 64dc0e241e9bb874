"""ENEX, the export of Evernote (evernote-export 3 and 4): notes, many of them clipped pages.

The day of a note is the day of its saving, which is no date of an article: it is kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.article import Origin, RawArticle, Skipped
from archive.readers.common.damaged_xml import read_document
from archive.readers.common.xml import find, root_of, words, words_at
from archive.readers.sources.source import Source

NAME = "enex"
EXAMPLE = "<en-export><note>...: notes and clippings of Evernote"


def looks_like(start: str) -> bool:
    """Whether the root element is that of an export of Evernote."""
    root = root_of(start)
    return root is not None and root.name == "en-export"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every note; of a damaged file those that are whole."""
    data = source.bytes()
    found = read_document(data, None, ("note",))
    notes = found.records or list(found.root.iter("{*}note"))
    if not notes:
        yield Skipped(source.origin(), found.fault or "an export of Evernote without a note")

    def article(note: Any, origin: Origin, original: bytes) -> Iterator[RawArticle | Skipped]:
        yield _article(note, origin, original)

    yield from found.outcomes(notes, source, article, "note", data)


def _article(note: Any, origin: Origin, data: bytes) -> RawArticle:
    from archive.text.html import html_to_markdown

    content = find(note, "content")
    markup = "".join(content.itertext()) if content is not None else ""
    extra = {
        "saved": words_at(note, "created"),
        "changed": words_at(note, "updated"),
        "saved_from": words_at(note, "note-attributes/source"),
    }
    author = words_at(note, "note-attributes/author")
    return RawArticle(
        origin=origin,
        original=data,
        media_type="application/xml",
        title=words_at(note, "title"),
        authors=(author,) if author else (),
        tags=tuple(text for tag in note.iter("{*}tag") if (text := words(tag))),
        url=words_at(note, "note-attributes/source-url"),
        body=html_to_markdown(markup),
        body_format="markdown",
        extra={key: value for key, value in extra.items() if value},
    )
