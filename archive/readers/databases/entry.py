"""One article of a database's download, as found there, and how a download is told to be cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.article import RawArticle, Skipped
from archive.dates.parse import find_date, parse_date
from archive.readers.sources.source import Source
from archive.text.plain import one_line

MOST_TEXT = 64 * 1024 * 1024  # bytes of a download as text
_FIELDS_TOLD = 8  # names of unknown fields that are told of one file
_LETTERS = re.compile(r"[^\W_]+")
_COUNT = re.compile(r"\d[\d.,\s]*")
_LEAST_PART = 0.5  # of the words that a length states; fewer, and the end is missing
_LEAST_WORDS = 40  # of a stated length, below which a table or a caption says nothing


@dataclass(slots=True)
class Entry:
    """An article as a download gives it. `unknown` are its fields that are not understood."""

    title: str | None = None
    source: str | None = None
    date: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()  # where a list of names leaves no doubt
    section: str | None = None
    length: str | None = None
    body: str = ""
    language: str | None = None
    dateline: str | None = None
    summary: str | None = None
    url: str | None = None
    identifier: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    complete: bool | None = None  # whether its end, as the form has it, is there; None: unknown
    original: bytes = b""

    @property
    def is_short(self) -> bool:
        """Whether the text has far fewer words than the length that is stated for it."""
        if not self.length or not re.search(r"w[oö]rt|word|mot|palabra|parol|palavra", self.length):
            return False
        count = _COUNT.match(self.length.strip())
        stated = int(re.sub(r"\D", "", count[0])) if count else 0
        return stated >= _LEAST_WORDS and len(_LETTERS.findall(self.body)) < stated * _LEAST_PART


def articles(
    entries: Iterable[Entry], source: Source, media_type: str, data: bytes
) -> Iterator[RawArticle | Skipped]:
    """The entries as articles, then what has to be said of the file: fields that are not known."""
    unknown: Counter[str] = Counter()
    listed = list(entries)
    for number, entry in enumerate(listed, 1):
        unknown.update(entry.unknown.keys())
        where = f"article {number}" if len(listed) > 1 else None
        yield _article(entry, source, where, media_type, data if len(listed) == 1 else b"")
        cut = entry.complete is None and number == len(listed) and entry.is_short
        if entry.complete is False or cut:
            yield Skipped(
                source.origin(f"the end of article {number}"),
                "the file ends inside this article; what there is of it was taken: download it "
                "again",
            )
    if unknown:
        names = ", ".join(list(unknown)[:_FIELDS_TOLD])
        yield Skipped(
            source.origin("fields"),
            f"not understood, and kept in the articles' `extra`: {names}",
        )


def missing(source: Source, found: int, stated: int) -> Iterator[Skipped]:
    """That a file says it has more articles than were found in it."""
    if stated > found:
        yield Skipped(
            source.origin("articles"),
            f"the file speaks of {stated:,} articles and holds {found:,}: if it is not one part "
            "of several, download it again",
        )


def _article(
    entry: Entry, source: Source, where: str | None, media_type: str, data: bytes
) -> RawArticle:
    extra: dict[str, object] = {"length": entry.length} if entry.length else {}
    extra |= {name: value for name, value in entry.extra.items() if value}
    extra |= entry.unknown
    clock = entry.extra.get("time")
    timed = parse_date(f"2000-01-01 {clock}") if clock else None
    if timed and (timed.time or timed.published):
        del extra["time"]  # the article has it
    return RawArticle(
        origin=source.origin(where),
        original=data or entry.original,
        media_type=media_type,
        body=entry.body,
        identifier=entry.identifier,
        title=one_line(entry.title),
        date=day_of(entry.date),
        time=clock,
        credit=one_line(entry.byline),
        authors=entry.authors,
        publisher=one_line(entry.source),
        section=one_line(entry.section),
        tags=entry.tags,
        dateline=one_line(entry.dateline),
        language=one_line(entry.language),
        summary=one_line(entry.summary),
        url=entry.url,
        note=one_line(entry.note),
        extra=extra,
    )


def day_of(text: str | None) -> str | None:
    """The date, and the time beside it, in a line that says more ("November 3, 2017 Friday 2:05 PM
    GMT, Final Edition"), or the line as it is.
    """
    line = one_line(text)
    found = find_date(line) if line else None
    if not line or not found:
        return line
    return line[found.start : found.end] if found.published or found.time else found.date


def terms(text: str | None) -> tuple[str, ...]:
    """A list of terms with how well each fits: "FERRIES (90%); RIVERS (75%)"."""
    if not text:
        return ()
    parts = (re.sub(r"\s*\(\d{1,3}\s?%\)", "", part) for part in re.split(r";|\s\|\s", text))
    return tuple(line for part in parts if (line := one_line(part)))
