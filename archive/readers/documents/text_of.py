"""What a document's text is: a download of a news database, or one text with a title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec

from archive.article import RawArticle, Skipped
from archive.dates.found_date import LIKELIEST
from archive.dates.parse import parse_date
from archive.errors import UnreadableError
from archive.readers.common.bylines import is_release_mark, read_byline
from archive.readers.databases import factiva, nexis, proquest
from archive.readers.sources.source import Source
from archive.text.plain import one_line

MOST_TEXT = 20_000_000  # characters of one document
_DATABASES = (proquest, nexis, factiva)
_LONGEST_TITLE = 200


def need(library: str, kind: str) -> None:
    """UnreadableError, with what to install, where the library for a kind of file is missing."""
    if find_spec(library) is None:
        raise UnreadableError(
            f"{kind}: to read it, install the extra: pip install 'news-archive[documents]'"
        )


def read_paragraphs(
    paragraphs: list[str],
    source: Source,
    media_type: str,
    data: bytes,
    title: str | None = None,
    author: str | None = None,
) -> Iterator[RawArticle | Skipped]:
    """The articles of a download, where the text is one; else one article.

    `title` and `author` are what the document states of itself.
    """
    text = "\n\n".join(paragraphs)
    database = next((one for one in _DATABASES if one.looks_like(text)), None)
    if database is not None:
        for item in database.read_text(text, source, media_type, data):
            if isinstance(item, RawArticle):
                found = {**item.found, "format": database.NAME}
                item = replace(item, found=found)
            yield item
        return
    if not text.strip():
        yield Skipped(source.origin(), "a document without a text")
        return
    yield _one(paragraphs, source, media_type, data, title, author)


def _one(
    paragraphs: list[str],
    source: Source,
    media_type: str,
    data: bytes,
    title: str | None,
    author: str | None,
) -> RawArticle:
    """One article: its first short line is the title, and the lines of who and when below it."""
    lines = [line for line in paragraphs if line.strip()]
    date = credit = None
    while len(lines) > 1 and is_release_mark(lines[0]):
        lines = lines[1:]
    if len(lines) > 1 and parse_date(lines[0], LIKELIEST) and len(lines[0]) < 40:
        date, lines = lines[0], lines[1:]
    first = one_line(lines[0]) or ""
    is_title = len(lines) > 1 and len(first) <= _LONGEST_TITLE and not first.endswith((".", ","))
    if is_title:
        title, lines = first, lines[1:]
    while len(lines) > 1 and (byline := read_byline(lines[0])) and not byline.rest:
        if (byline.date and date) or (byline.credit and credit):
            break
        date, credit = date or byline.date, credit or byline.credit
        lines = lines[1:]
    return RawArticle(
        origin=source.origin(),
        original=data,
        media_type=media_type,
        title=title,
        date=date,
        credit=credit or author,
        body="\n\n".join(lines),
        found={"title": "the first line" if is_title else "the document's properties"},
    )
