"""Plain text: a title line, perhaps a byline, then paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from archive.article import RawArticle, Skipped
from archive.readers.common.bylines import Byline, is_release_mark, join, read_byline, split_address
from archive.readers.sources.source import MOST_TEXT, Source
from archive.text.plain import tidy

NAME = "text"
EXAMPLE = "a .txt file: title, byline, paragraphs"
_LONGEST_TITLE = 200


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article. A first line that reads like a sentence of the text is not made a title."""
    data = source.bytes(MOST_TEXT)
    text = source.text()
    lines = tidy(text).strip("\n").split("\n")
    if not any(line.strip() for line in lines):
        yield Skipped(source.origin(), "the file is empty")
        return
    url, lines = split_address(lines)
    whole = lines
    above, lines = _bylines(lines, Byline())
    if not any(line.strip() for line in lines):  # they are all there is, so they are the text
        above, lines = Byline(), whole
    while any(line.strip() for line in lines[1:]) and (
        not lines[0].strip() or is_release_mark(lines[0])
    ):
        lines = lines[1:]
    title, rest = _title(lines)
    byline, rest = _bylines(rest, above)
    yield RawArticle(
        origin=source.origin(),
        original=data,
        media_type="text/plain",
        title=title,
        credit=byline.credit,
        date=byline.date,
        section=byline.section,
        url=url,
        body="\n".join(rest),
    )


def _bylines(lines: list[str], have: Byline) -> tuple[Byline, list[str]]:
    """What the bylines at the top say beside `have`, and the lines from the first other one on.

    A second "who" or "when" belongs to the text, and so does a line that says more than a byline
    has room for.
    """
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        byline = read_byline(line)
        if byline is None or _says_more(byline):
            return have, lines[at:]
        if (byline.credit and have.credit) or (byline.date and have.date):
            return have, lines[at:]
        have = join([have, byline])
    return have, []


def _says_more(byline: Byline) -> bool:
    """Whether words stand beside who and when that are no place ("04.10.2017 Berlin" has one)."""
    words = [word for part in byline.rest for word in part.split()]
    return len(words) > 2 or any(word[0].islower() for word in words)


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
