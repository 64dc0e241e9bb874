"""What an engine is given of an article: token streams, keys, day and moment."""

from __future__ import annotations

import calendar
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from archive.article import Article
from archive.dates.parse import bounds
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.text.markdown import to_text
from archive.text.plain import fold_line
from index.fields import KINDS

if TYPE_CHECKING:
    from archive.store.edits import Edit
    from index.analysis.lexicon import Form, Lexicon

# Between two parts of a stream, so that nothing near reaches from a caption into a tag.
GAP = 100
NO_FORM = -1  # in place of a form: a gap


@dataclass(frozen=True)
class Stream:
    """Tokens of a field in order, as numbers of their forms in a lexicon; a NO_FORM stands for a
    gap of GAP positions. `length` is in words, what ranking takes for it: that of a body leaves out
    dateline, authors and tags.
    """

    lexicon: Lexicon = field(repr=False)
    numbers: array[int]
    length: int

    @cached_property
    def forms(self) -> tuple[Form | None, ...]:
        """The form of every token; a None stands for a gap."""
        known = self.lexicon.forms
        return tuple(None if number == NO_FORM else known[number] for number in self.numbers)

    @cached_property
    def words(self) -> tuple[str | None, ...]:
        """The folded words; a None stands for a gap."""
        return tuple(form and form.word for form in self.forms)

    def positions(self) -> Iterable[tuple[int, Form]]:
        """(position, form) of every token."""
        position = 0
        for form in self.forms:
            if form is None:
                position += GAP
            else:
                yield position, form
                position += 1


@dataclass(frozen=True, slots=True)
class Document:
    """An article as an engine sees it.

    `day` is 20171103 (the first day of a month or year), `moment` the seconds since 1970 that it
    is sorted by; both None without a date.
    """

    id: str
    streams: Mapping[str, Stream]
    keys: Mapping[str, tuple[str, ...]]
    day: int | None
    moment: int | None


def text_parts(article: Article) -> dict[str, list[str]]:
    """The texts of each stream: what is indexed, and what snippets are cut from.

    What is withdrawn or withheld is found by its facts alone: its words would give its text away.
    """
    body: list[str] = []
    if article.status not in HIDDEN:
        body = [to_text(article.body), article.summary or ""]
        body += [image.caption or "" for image in article.images]
    body += _facts(article)
    return {
        "title": [article.title or ""],
        "body": [part for part in body if part],
        "dateline": [article.dateline or ""],
        "author": list(article.authors),
    }


def _facts(article: Article) -> list[str]:
    """What is in the body's stream without being text."""
    return [article.dateline or "", *article.authors, *article.tags]


def document(article: Article, story: str | None = None, edits: Iterable[Edit] = ()) -> Document:
    """The document of an article of that story, without one a story of its own, in which its source
    has changed so much. An embargo counts if it is still to end.
    """
    from index.analysis.lexicon import shared  # a search makes no documents

    lexicon = shared()
    facts = sum(map(bool, _facts(article)))
    streams = {
        name: _stream(lexicon, parts, article.language, facts if name == "body" else 0)
        for name, parts in text_parts(article).items()
    }
    until = embargoed_until(article, datetime.now(UTC))
    whole = (
        keys(article)
        | edit_keys(edits)
        | {
            "story": (story or article.id,),
            "embargo": (until.astimezone(UTC).isoformat(),) if until else (),
        }
    )
    return Document(article.id, streams, whole, day(article), moment(article))


def keys(article: Article) -> dict[str, tuple[str, ...]]:
    """The folded values of the article's keyword fields and facets."""
    from archive.normalise.filed_from import places_of  # a search makes no documents

    found = {
        "tag": article.tags,
        "agency": article.agency,
        "section": (article.section,),
        "publisher": (article.publisher,),
        "language": (article.language,),
        "author": article.authors,
        "place": places_of(article.dateline),
        "collection": article.collections,
        **{facet: article.tag_kinds.get(kind, ()) for kind, facet in KINDS.items()},
        "status": (article.status,),
        "has": held(article),
    }
    return {
        name: tuple(dict.fromkeys(fold_line(value) for value in values if value))
        for name, values in found.items()
    }


def edit_keys(edits: Iterable[Edit]) -> dict[str, tuple[str, ...]]:
    """The values of the fields that tell of edits: what each changed and how, and its size in words
    ("50") and in words of a hundred ("10%").
    """
    found: dict[str, dict[str, None]] = {"edited": {}, "changed": {}}
    for edit in edits:
        found["edited"] |= dict.fromkeys((*edit.changed, edit.kind))
        found["changed"] |= dict.fromkeys((str(edit.words), f"{edit.share}%"))
    return {name: tuple(values) for name, values in found.items()}


def held(article: Article) -> tuple[str, ...]:
    """What an article has, in the words of the field `has`. Of one that is withdrawn or withheld,
    what its facts have.
    """
    readable = article.status not in HIDDEN
    parts = {
        "image": readable and article.images,
        "caption": readable and any(image.caption for image in article.images),
        "body": readable and article.body.strip(),
        "summary": readable and article.summary,
        "author": article.authors,
        "dateline": article.dateline,
        "note": article.note,
    }
    return tuple(name for name, part in parts.items() if part)


def day(article: Article) -> int | None:
    """The article's day as a number: 20171103."""
    if article.date is None:
        return None
    first, _ = bounds(article.date)
    return first.year * 10_000 + first.month * 100 + first.day


def moment(article: Article) -> int | None:
    """What an article is sorted by, in seconds since 1970: its instant; else its day, and the time
    of it that is known, as if in UTC; else midnight that day.
    """
    when = article.published
    if when is None:
        if article.date is None:
            return None
        first, _ = bounds(article.date)
        clock = time.fromisoformat(article.time) if article.time else time.min
        when = datetime.combine(first, clock, UTC)
    return calendar.timegm(when.astimezone(UTC).timetuple())


def _stream(lexicon: Lexicon, parts: list[str], language: str | None, facts: int) -> Stream:
    """The stream of some parts, of which so many at the end are facts."""
    read = [lexicon.read(part, language) for part in parts]
    numbers: list[int] = []
    for part in read:
        if numbers:
            numbers.append(NO_FORM)
        numbers += part
    told = sum(map(len, read[len(read) - facts :]))
    return Stream(lexicon, array("i", numbers), max(sum(map(len, read)) - told, told))
