"""ENEX, the export of Evernote (evernote-export 3 and 4): notes, many of them clipped pages.

The day of a note is the day of its saving, which is no date of an article: it is kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.xml import find, original, root_of, salvage, words, words_at
from archive.readers.sources.source import Source

NAME = "enex"
EXAMPLE = "<en-export><note>...: notes and clippings of Evernote"


def looks_like(start: str) -> bool:
    """Whether the root element is that of an export of Evernote."""
    root = root_of(start)
    return root is not None and root.name == "en-export"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every note; of a damaged file those before the damage."""
    data = source.bytes()
    root, fault = salvage(data)
    notes = list(root.iter("{*}note"))
    for number, note in enumerate(notes, 1):
        where = f"note {number}" if len(notes) > 1 else None
        yield _article(note, source, where, data if len(notes) == 1 else original(note))
    if not notes:
        yield Skipped(source.origin(), "an export of Evernote without a note")
    if fault:
        yield Skipped(source.origin(f"after note {len(notes)}"), fault)


def _article(note: Any, source: Source, where: str | None, data: bytes) -> RawArticle:
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
        origin=source.origin(where),
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
