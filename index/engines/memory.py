"""The engine that does everything the plain way: the oracle that the others are tested against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from index.document import Document, Stream
from index.engines.common.interface import IndexStamp, fingerprint
from index.engines.common.ranking import best, bm25f, by_date, facet_values
from index.engines.common.request import Found, Request
from index.query.days import calendar_keys
from index.query.filters import Filter, by_facet
from index.query.patience import go_on
from index.query.tree import (
    All,
    And,
    AtLeast,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Terms,
    Undated,
    Variants,
    Word,
)

if TYPE_CHECKING:
    from index.engines.common.counting import Counting, Counts, Texts

T = TypeVar("T")


class MemoryEngine:
    """Holds documents in a dictionary and looks at every one of them. Nothing is kept on disk."""

    name = "memory"
    reads_texts = True  # which it has in memory
    files_by_first_day = False

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._stamp: IndexStamp | None = None
        self._commits = 0

    def stamp(self) -> IndexStamp | None:
        """What it holds now."""
        return self._stamp

    def generation(self) -> int:
        """How often it has been written to."""
        return self._commits

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in."""
        changed = {document.id: document for document in documents}
        for article_id in removed:
            self._documents.pop(article_id, None)
        self._documents.update(changed)
        self._commits += 1
        self._stamp = IndexStamp(change, token, fingerprint(), len(self._documents))

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Replaces all it holds."""
        documents = {document.id: document for batch in batches for document in batch}
        self._documents = documents
        self._commits += 1
        self._stamp = IndexStamp(change, token, fingerprint(), len(documents))

    def search(self, request: Request) -> Found:
        """Answers a request by looking at every document."""
        matching = [doc for doc in self._documents.values() if _fits(request.query, doc)]
        found = [doc for doc in matching if _passes(doc, request, None)]
        facets, missing = {}, {}
        for name in request.facets:
            counted = [doc for doc in matching if _passes(doc, request, name)]
            chosen = by_facet(request.filters).get(name, Filter())
            counts = _counts(((doc, key) for doc in counted for key in doc.keys[name]), request)
            facets[name] = facet_values(counts, request.facet_limit, (*chosen.all, *chosen.any))
            lacking = ((doc, "") for doc in counted if not doc.keys[name])
            missing[name] = _counts(lacking, request)[""]
        dated = [doc for doc in matching if request.dates and _passes(doc, request, "date")]
        dates = _counts(((doc, key) for doc in dated for key in calendar_keys(doc.day)), request)
        days = Counter(doc.day for doc in found) if request.timeline else {}
        page = slice(request.offset, request.offset + request.limit)
        groups: dict[str, list[tuple[str, float]]] = {}
        for doc, score in self._ranked(found, request):
            groups.setdefault(_counts_as(doc, request), []).append((doc.id, score))
        shown = list(groups.values())[page]
        hits = tuple(lead for lead, *_ in shown)
        folded = {lead[0]: tuple(other for other, _ in rest) for lead, *rest in shown if rest}
        return Found(len(groups), hits, facets, days, len(found), folded, missing, dates)

    def _ranked(self, found: list[Document], request: Request) -> list[tuple[Document, float]]:
        """All that was found with its score, in the order asked."""
        if request.sort == "relevance":
            scores = self._scores(request, found)
            order = best(
                dict(enumerate(scores)),
                len(found),
                lambda at: by_date(found[at].moment, found[at].id, newest=True),
            )
            return [(found[at], scores[at]) for at in order]
        newest = request.sort == "newest"
        by_day = sorted(found, key=lambda doc: by_date(doc.moment, doc.id, newest))
        return [(doc, 0.0) for doc in by_day]

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field, sorted."""
        return sorted({key for doc in self._documents.values() for key in _keys(field, doc)})

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The first words of a stream that begin so."""
        found = {word for doc in self._documents.values() for word in doc.streams[stream].words}
        return sorted(word for word in found if word is not None and word.startswith(start))[:most]

    def like(self, stream: str, word: str, edits: int) -> None:
        """All words have to be looked at."""

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream."""
        streams = (doc.streams[stream] for doc in self._documents.values())
        held = [{stem for form in one.forms if form for stem in form.stems} for one in streams]
        return {stem: sum(stem in each for each in held) for stem in stems}

    def count(self, counting: Counting, texts: Texts) -> Counts:
        """Counts words, and what stands around some, in the documents that it holds."""
        from index.engines.common.plain import count_plainly

        def ids(query: Query) -> list[str]:
            return [doc.id for doc in self._documents.values() if matches(query, doc)]

        def held(wanted: Sequence[str]) -> list[Document]:
            return [self._documents[each] for each in wanted]

        return count_plainly(counting, ids, held)

    def ids(self) -> set[str]:
        """The ids of all documents."""
        return set(self._documents)

    def verify(self) -> None:
        """Nothing can rot."""

    def size(self) -> int:
        """Nothing is on disk."""
        return 0

    def close(self) -> None:
        """Nothing to give back."""

    def _scores(self, request: Request, found: list[Document]) -> list[float]:
        everything = list(self._documents.values())
        sums = dict.fromkeys((doc.id for doc in found), 0.0)
        for leaf, weight in _scoring(request.query):
            go_on()
            frequencies = {
                name: {at: n for at, doc in enumerate(everything) if (n := _count(leaf, name, doc))}
                for name in leaf.streams
            }
            average = {
                name: sum(doc.streams[name].length for doc in everything) / max(len(everything), 1)
                for name in leaf.streams
            }

            def length(name: str, at: int, average: dict[str, float] = average) -> float:
                return everything[at].streams[name].length / (average[name] or 1.0)

            for at, score in bm25f(
                frequencies, len(everything), range(len(everything)), length, request.b
            ).items():
                if everything[at].id in sums:
                    sums[everything[at].id] += weight * score
        return [sums[doc.id] for doc in found]


def _fits(query: Query, doc: Document) -> bool:
    go_on()
    return matches(query, doc)


def matches(query: Query, doc: Document) -> bool:
    """Whether a query matches a document: what every engine must agree with."""
    match query:
        case All():
            return True
        case And(items):
            return all(matches(item, doc) for item in items)
        case Or(items):
            return any(matches(item, doc) for item in items)
        case AtLeast(least, items):
            return sum(matches(item, doc) for item in items) >= least
        case Not(item):
            return not matches(item, doc)
        case Prefer(inner, _) | Boost(inner, _):
            return matches(inner, doc)
        case Key(field, key):
            return key in _keys(field, doc)
        case KeyPrefix(field, start):
            return any(key.startswith(start) for key in _keys(field, doc))
        case Keys(field, keys):
            return not set(keys).isdisjoint(_keys(field, doc))
        case Days(first, last):
            return doc.day is not None and (first or 0) <= doc.day <= (last or 99_999_999)
        case Undated():
            return doc.day is None
        case _:
            return any(_count(query, name, doc) for name in query.streams)


def _keys(field: str, doc: Document) -> tuple[str, ...]:
    """The values of a keyword field; an article is its own id."""
    return (doc.id,) if field == "id" else doc.keys[field]


def _count(leaf: Terms, stream: str, doc: Document) -> int:
    """How often a leaf stands in a stream of a document."""
    if stream not in leaf.streams:
        return 0
    held = doc.streams[stream]
    match leaf:
        case Word(_, _, stems):
            return max(sum(stem in form.stems for form in held.forms if form) for stem in stems)
        case Prefix(_, start):
            return sum(word.startswith(start) for form in held.forms if form for word in form.words)
        case Phrase(_, words):
            starts = range(len(held.forms) - len(words) + 1)
            return sum(
                all(_stands(held, at + n, word) for n, word in enumerate(words)) for at in starts
            )
        case Near(_, words, apart):
            return _windows(held, words, len(words) + apart)
        case Variants(leaves):
            return sum(_count(each, stream, doc) for each in leaves)


def _stands(stream: Stream, place: int, word: str) -> bool:
    form = stream.forms[place]
    return form is not None and word in form.words


def _windows(stream: Stream, words: tuple[str, ...], width: int) -> int:
    """From how many places of a wanted word the next `width` hold all of them."""
    found = [
        (position, wanted)
        for position, form in stream.positions()
        for wanted in dict.fromkeys(words)
        if wanted in form.words
    ]
    return sum(
        not Counter(words) - Counter(word for at, word in found if first <= at < first + width)
        for first, _ in found
    )


def _scoring(query: Query) -> Iterable[tuple[Terms, float]]:
    """The leaves that add to a score, with their weights."""
    match query:
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from _scoring(item)
        case Prefer(inner, better):
            yield from _scoring(inner)
            for item, weight in better:
                yield from ((leaf, weight * inner_weight) for leaf, inner_weight in _scoring(item))
        case Boost(inner, weight):
            yield from ((leaf, weight * inner_weight) for leaf, inner_weight in _scoring(inner))
        case Word() | Phrase() | Near() | Prefix() | Variants():
            yield query, 1.0


def _counts_as(doc: Document, request: Request) -> str:
    """What documents that are to be counted once have in common: their story, if it is folded."""
    return doc.keys["story"][0] if request.fold else doc.id


def _counts(pairs: Iterable[tuple[Document, T]], request: Request) -> Counter[T]:
    """How many of what is counted each key stands with."""
    return Counter(key for key, _ in {(key, _counts_as(doc, request)) for doc, key in pairs})


def _passes(doc: Document, request: Request, but: str | None) -> bool:
    """Whether a document passes dates and filters, leaving out the alternatives of `but`."""
    first, last = request.days
    if but != "date" and (first or last) and not matches(Days(first, last), doc):
        return False
    return all(
        chosen.passes(frozenset(doc.keys[name]), alternatives=name != but)
        for name, chosen in by_facet(request.filters).items()
    )
