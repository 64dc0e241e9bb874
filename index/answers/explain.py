"""Why an article is found by a search, or why it is not: every part of what was asked, by itself.

The plain reading of `index/engines/memory.py` decides whether a part holds; the engine in use says
what it adds to the score: it is asked for that part alone, among the articles of one story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Literal

from archive.article import Article
from archive.normalise.embargo import embargoed_until
from archive.store.labels import facet_values
from index.analysis.stems import language_of
from index.analysis.tokens import words
from index.answers.asked import Asked, request_of
from index.answers.highlight import named_parts
from index.answers.marks import Marker
from index.answers.search import Search
from index.answers.visibility import Visibility
from index.document import Document, document, held
from index.engines.common.ranking import normalisation, with_preferences
from index.engines.common.request import Request
from index.engines.memory import matches
from index.query.filters import by_facet, facet_of, folded
from index.query.tree import (
    All,
    And,
    AtLeast,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Keys,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    SingleTerms,
    Terms,
    Undated,
    Variants,
    Word,
    wanted_leaves,
)
from index.query.values import facet_key
from index.query.variants import Expansion
from index.query.written import written

How = Literal["as typed", "another form", "another spelling", "pattern", "near"]


@dataclass(frozen=True, slots=True)
class Place:
    """`text` stands `count` times in a part of the article (title, body, caption ...), and is
    there what was asked for, or what stands for it: another form, by the stems of a `language` (its
    English name).
    """

    part: str
    text: str
    count: int
    how: How
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was asked, as it could be typed. A NOT holds where its words do not occur.

    `articles` have it, those hidden from readers left out (None for what is no word). `has` is
    what the article has instead where a part does not hold. A group has `parts` of its own.
    """

    asked: str
    holds: bool
    score: float = 0.0
    articles: int | None = None
    places: tuple[Place, ...] = ()
    has: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that has to hold (`parts`), and what ranks the article higher where it does (`better`).

    `score` is the engine's own; the scores of the parts and of `better` add up to it.
    """

    article: Article
    query: str
    score: float
    parts: tuple[Part, ...]
    better: tuple[Part, ...]
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]

    @property
    def found(self) -> bool:
        """Whether the search finds the article."""
        return all(part.holds for part in self.parts)


def explain(search: Search, article: Article, asked: Asked) -> Explanation:
    """Why a search finds an article or does not. RequestError as for the search itself."""
    parsed = search.understood(asked)
    request = request_of(asked, search.today())
    visible = Visibility.of(parsed.query, search.now())
    query = parsed.query
    one = _Explainer(search, article, visible, normalisation(query))
    parts = [one.part(item) for item in (query.items if isinstance(query, And) else (query,))]
    parts += _filters(asked, one.document, article)
    if any(request.days):
        parts.append(one.part(Days(*request.days)))
    ranked = with_preferences(query)
    better = [one.part(*each) for each in ranked.better] if isinstance(ranked, Prefer) else []
    raising = tuple(part for part in better if part.score)
    parts += _hidden(search, article, visible)
    score = one.score(ranked)
    if score is None and all(part.holds for part in parts):
        parts.append(Part("in the index", False, has="it is not indexed yet"))
    return Explanation(
        article,
        asked.text,
        score or 0.0,
        tuple(parts),
        raising,
        parsed.notices,
        parsed.expansions,
    )


class _Explainer:
    """Explains one article to one search."""

    def __init__(self, search: Search, article: Article, visible: Visibility, b: float) -> None:
        self.engine = search.engine
        self.b = b
        self.article = article
        self.visible = visible
        self.embargoes = search.engine.values("embargo")
        self.story = Key("story", search.store.stories([article.id]).get(article.id, article.id))
        self.most = search.store.count()
        edits = search.store.edits([article]).get(article.id, ())
        self.document = document(article, self.story.key, edits)
        self.texts = list(named_parts(article))

    def part(self, query: Query, weight: float = 1.0) -> Part:
        """A part of the query whose words weigh so much."""
        holds = matches(query, self.document)
        match query:
            case Not(item):
                occurring = () if holds else self._places_of_all(item)
                return Part(written(query), holds, places=occurring)
            case And(items) | Or(items) | AtLeast(_, items):
                if not holds and not self.score(Prefer(All(), ((query, 1.0),))):
                    weight = 0.0  # to some engines, half a group adds nothing
                parts = tuple(self.part(item, weight) for item in items)
                return Part(written(query), holds, sum(part.score for part in parts), parts=parts)
            case Boost(item, more):
                return replace(self.part(item, weight * more), asked=written(query))
            case Prefer(item, _):
                return self.part(item, weight)
            case Key() | KeyPrefix() | Keys() | Days() | Undated():
                has = "" if holds else _has(query, self.article)
                return Part(written(query), holds, has=has)
            case Word() | Phrase() | Near() | Prefix() | Variants():
                score = weight * (self.score(query) or 0.0) if holds else 0.0
                found = tuple(self._places(query))
                return Part(written(query), holds, score, self._articles(query), found)
            case _:
                return Part(written(query), holds)

    def score(self, query: Query) -> float | None:
        """What the engine scores the article for a query; None if it does not find it."""
        found = self.engine.search(Request(And((query, self.story)), limit=self.most, b=self.b))
        return dict(found.hits).get(self.article.id)

    def _articles(self, leaf: Terms) -> int:
        query = self.visible.narrowed(leaf, self.embargoes)
        return self.engine.search(Request(query, limit=0)).total

    def _places_of_all(self, query: Query) -> tuple[Place, ...]:
        leaves = (leaf for leaf in wanted_leaves(query) if isinstance(leaf, Terms))
        return tuple(place for leaf in leaves for place in self._places(leaf))

    def _places(self, leaf: Terms) -> Iterator[Place]:
        """Where a leaf stands: each text once for every part of the article, in order."""
        counts: Counter[tuple[str, str, How]] = Counter()
        for name, streams, text in self.texts:
            taken: set[tuple[int, int]] = set()
            for single, other in _singles(leaf):
                marks = Marker(single).spans(streams, text, self.article.language)
                fresh = set(marks) - taken
                taken |= fresh
                counts.update(
                    (name, shown, other or _how(single, shown))
                    for start, end in sorted(fresh)
                    for shown in (" ".join(text[start:end].split()),)
                )
        for (name, shown, how), count in counts.items():
            language = language_of(self.article.language) if how == "another form" else ""
            yield Place(name, shown, count, how, language)


def _singles(leaf: Terms) -> Iterator[tuple[SingleTerms, How | None]]:
    """The leaves in a leaf, with how they stand for what was typed, where that is plain."""
    if not isinstance(leaf, Variants):
        yield leaf, None
        return
    for at, single in enumerate(leaf.leaves):
        if leaf.typed:
            yield single, "another spelling" if at else None
        else:
            yield single, "pattern"


def _how(leaf: SingleTerms, text: str) -> How:
    match leaf:
        case Word(_, word, _):
            return "as typed" if words(text) == [word] else "another form"
        case Prefix():
            return "pattern"
        case Near():
            return "near"
        case _:
            return "as typed"


def _filters(asked: Asked, kept: Document, article: Article) -> Iterator[Part]:
    """A part for everything that the filters want of each facet, the values as they were typed."""
    typed = {
        Key(facet_of(name), facet_key(facet_of(name), value)): value
        for name, values in asked.filters.items()
        for value in values
    }
    for facet, chosen in by_facet(folded(asked.filters)).items():
        for wanted in chosen.conditions(facet):
            holds = matches(wanted, kept)
            has = "" if holds else _values(facet, article)
            yield Part(f"{facet}: {_choice(wanted, typed)}", holds, has=has)


def _choice(wanted: Query, typed: Mapping[Key, str]) -> str:
    match wanted:
        case Or(items):
            return " or ".join(_choice(item, typed) for item in items)
        case Not(KeyPrefix()):
            return "none given"
        case Not(item):
            return f"not {_choice(item, typed)}"
        case Key():
            return typed[wanted]
        case _:
            return "any"


def _hidden(search: Search, article: Article, visible: Visibility) -> Iterator[Part]:
    """A part that does not hold for each reason why no reader is to come upon the article."""
    if search.store.is_removed(article.id):
        yield Part("in the archive", False, has="it has been removed from search")
    if until := embargoed_until(article, visible.now):
        when = f"{until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        yield Part("public", False, has=f"it is under an embargo until {when}")
    if article.status in visible.hidden:
        yield Part("public", False, has=f"it is {article.status}: is:{article.status} finds it")


def _has(leaf: Leaf, article: Article) -> str:
    if isinstance(leaf, Days | Undated):
        return f"it is dated {article.date}" if article.date else "it has no date"
    assert isinstance(leaf, Key | KeyPrefix | Keys)
    return _values(leaf.field, article)


def _values(name: str, article: Article) -> str:
    """What an article has of a keyword, as it was written."""
    values = [value for facet, value in facet_values(article) if facet == name]
    values += [
        value
        for field, value in (("language", article.language), ("status", article.status))
        if value and field == name
    ]
    if name == "id":
        return f"its id is {article.id}"
    if name == "story":
        return "it is of another story"
    if name == "has":
        values += held(article) or ("nothing of the kind",)
    return f"it has {'; '.join(values)}" if values else f"it has no {name}"
