"""Plain text: a title line, perhaps a byline, then paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from archive.article import RawArticle, Skipped
from archive.readers.bylines import read_byline
from archive.readers.source import Source, decode
from archive.text import tidy

NAME = "text"
EXAMPLE = "a .txt file: title, byline, paragraphs"
_LONGEST_TITLE = 200


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article. A first line that reads like a sentence of the text is not made a title."""
    data = source.bytes()
    lines = tidy(decode(data)).strip("\n").split("\n")
    if not any(line.strip() for line in lines):
        yield Skipped(source.origin(), "the file is empty")
        return
    title, rest = _title(lines)
    credit = date = section = None
    while rest:
        line = rest[0].strip()
        byline = read_byline(line) if line else None
        if line and byline is None:
            break
        if byline:
            if (byline.credit and credit) or (byline.date and date):
                break
            credit = credit or byline.credit
            date = date or byline.date
            section = section or byline.section
        rest = rest[1:]
    yield RawArticle(
        origin=source.origin(),
        original=data,
        media_type="text/plain",
        title=title,
        credit=credit,
        date=date,
        section=section,
        body="\n".join(rest),
    )


def _title(lines: list[str]) -> tuple[str | None, list[str]]:
    """The title and the lines after it: the first paragraph, if it is short and no sentence."""
    end = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    first = " ".join(line.strip() for line in lines[:1])
    alone = end == 1 or (end > 1 and read_byline(lines[1]) is not None)
    short = len(first) <= _LONGEST_TITLE
    if short and (len(lines) == 1 or (alone and not first.endswith((".", ",")))):
        return first, lines[1:]
    if end == 2 and all(len(line) < 90 for line in lines[:2]) and not lines[1].endswith("."):
        return " ".join(line.strip() for line in lines[:2]), lines[2:]
    return None, lines
