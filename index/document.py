"""What an engine is given of an article: token streams, keys, day and moment."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from archive.article import Article
from archive.dates.parse import bounds
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN
from archive.text.markdown import to_text
from archive.text.plain import fold_line
from index.fields import KINDS, STREAMS

if TYPE_CHECKING:
    from archive.store.edits import Edit
    from index.analysis.lexicon import Form, Lexicon

# Between two parts of a stream, so that nothing near reaches from a caption into a tag.
GAP = 100
NO_FORM = -1  # in place of a form: a gap
UNKNOWN = -1  # in place of the day of a state that cannot be read, or was not asked for


@dataclass(frozen=True)
class Stream:
    """Tokens of a field in order, as numbers of their forms in a lexicon; a NO_FORM stands for a
    gap of GAP positions. `length` is in words, what ranking takes for it: that of a body leaves out
    dateline, authors and tags.
    """

    lexicon: Lexicon = field(repr=False)
    numbers: memoryview[int]  # 32 bits each
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
    is sorted by; both None without a date. `first_day` is the day of the state in which the article
    came first, which stays the same (or UNKNOWN); `is_revised` says that this is another one.
    `serial` is by what an engine that keeps its words elsewhere knows it there.
    """

    id: str
    streams: Mapping[str, Stream]
    keys: Mapping[str, tuple[str, ...]]
    day: int | None
    moment: int | None
    first_day: int | None
    is_revised: bool
    serial: int | None = None


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
    stories = {} if story is None else {article.id: story}
    (made,) = documents([article], stories, {article.id: edits})
    return made


def documents(
    articles: Iterable[Article],
    stories: Mapping[str, str],
    edits: Mapping[str, Iterable[Edit]],
    first_days: Mapping[str, int | None] = MappingProxyType({}),
) -> list[Document]:
    """The documents of articles, as `document` makes them; by their ids stories, edits, and of
    which day the first state of one that was revised is. Many are made at once, for a text costs
    little beside what reading some costs.
    """
    wanted = list(articles)
    by_language: dict[str | None, list[int]] = {}
    for at, article in enumerate(wanted):
        by_language.setdefault(article.language, []).append(at)
    streams: dict[int, dict[str, Stream]] = {}
    for language, places in by_language.items():
        made = _streams([wanted[at] for at in places], language)
        streams |= zip(places, made, strict=True)
    now = datetime.now(UTC)
    found = []
    for at, article in enumerate(wanted):
        until = embargoed_until(article, now)
        whole = (
            keys(article)
            | edit_keys(edits.get(article.id, ()))
            | {
                "story": (stories.get(article.id) or article.id,),
                "embargo": (until.astimezone(UTC).isoformat(),) if until else (),
            }
        )
        today = day(article)
        is_revised = article.revision > 1
        first = first_days.get(article.id, UNKNOWN) if is_revised else today
        found.append(
            Document(
                article.id, streams[at], whole, today, moment(article), first, is_revised,
            )
        )  # fmt: skip
    return found


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
    return {name: _folded(values) for name, values in found.items()}


@lru_cache(maxsize=10_000)  # the same few for most articles
def _folded(values: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold_line(value) for value in values if value))


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


def _streams(articles: Sequence[Article], language: str | None) -> list[dict[str, Stream]]:
    """The streams of some articles in a language."""
    import numpy as np  # a search makes no documents

    from index.analysis.lexicon import shared
    from index.analysis.reading import read

    names: list[str] = []
    texts: list[str] = []
    ends: list[int] = []  # of the parts of each stream
    facts: list[int] = []  # how many of its parts are some
    for article in articles:
        for name, parts in text_parts(article).items():
            names.append(name)
            texts += parts
            ends.append(len(texts))
            facts.append(sum(map(bool, _facts(article))) if name == "body" else 0)
    lexicon = shared()
    numbers, many = read(lexicon, texts, language)
    first, last = np.array([0, *ends[:-1]]), np.array(ends)
    before = np.concatenate(([0], np.cumsum(many)))
    tokens = before[last] - before[first]
    told = before[last] - before[last - facts]
    lengths = np.maximum(tokens - told, told).tolist()
    # A gap stands before every part of a stream but its first one with a token.
    is_apart = before[:-1] > np.repeat(before[first], last - first)
    numbers = np.insert(numbers, before[:-1][is_apart], NO_FORM)
    gaps = np.concatenate(([0], np.cumsum(is_apart)))
    borders = [0, *np.cumsum(tokens + gaps[last] - gaps[first]).tolist()]
    view: memoryview[int] = numbers.data
    made = (
        (name, Stream(lexicon, view[start:end], length))
        for name, (start, end), length in zip(names, pairwise(borders), lengths, strict=True)
    )
    return [dict(islice(made, len(STREAMS))) for _ in articles]
