"""How articles are ordered: BM25F, what is preferred, and the one order for ties and by date.

BM25F is the simple form of Robertson, Zaragoza and Taylor (2004), "Simple BM25 extension to
multiple weighted fields": frequencies are weighted and normalised by length in each field, then
added, and saturate once, to idf * tf * (K1 + 1) / (K1 + tf). Titles are not normalised: all of them
are short. The inverse document frequency is ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import log
from typing import TypeGuard

from index.fields import ANY, STREAMS
from index.query.tree import And, AtLeast, Boost, Phrase, Prefer, Query, Terms, Variants, Word

# So small that how many of the words stand in a text says more than how often one does.
K1 = 0.9
B = 0.75
# Where so many words must all occur, a long text may hold each by chance, so its length counts in
# full. Where few are asked for, or some will do, a long text that has them may be about them.
_MANY = 4
_B_OF_MANY = 1.0
NOT_NORMALISED = ("title",)
# Where a library scores streams one by one: of a word in several the best counts, and this much of
# the others. In the title it scores half as much again as in the body, in both 1.7 times as much,
# which is what BM25F makes of a title's weight of 3.
OTHER_STREAMS = 0.2
_HEAVIER = 1.5
# What a word in the form that was typed adds to its stem.
_AS_TYPED = 0.5
# What words side by side add, in the title and anywhere, to words apart.
_SIDE_BY_SIDE = (("title",), 1.0), (("title", "body"), 0.6)

# stream -> document -> frequency of a term there; the term may be several stems, or a phrase.
Frequencies = Mapping[str, Mapping[int, float]]
# (stream, document) -> length of the stream there divided by the average length of the stream.
RelativeLength = Callable[[str, int], float]


def stream_weight(stream: str) -> float:
    """How much a score in a stream counts that is scored by itself."""
    return _HEAVIER if STREAMS[stream] > 1 else 1.0


def inverse_frequency(total: int, matching: int) -> float:
    """The weight of a term that `matching` of `total` documents hold; never below 0."""
    return log(1 + (total - matching + 0.5) / (matching + 0.5))


def normalisation(query: Query) -> float:
    """How much the length of a text counts in ranking what a query finds: b of BM25F, 0 to 1."""
    words = [item for item in _parts(query) if isinstance(item, Terms | Boost)]
    return _B_OF_MANY if isinstance(query, And) and len(words) >= _MANY else B


def bm25f(
    frequencies: Frequencies,
    total: int,
    documents: Iterable[int],
    length: RelativeLength,
    b: float = B,
) -> dict[int, float]:
    """The score of one term (see above), above 0, for each of `documents` that holds it."""
    weighted = [
        (name, STREAMS[name] or 1.0, 0.0 if name in NOT_NORMALISED else b, found)
        for name, found in frequencies.items()
        if found
    ]
    matching: set[int] = set()
    for *_, found in weighted:
        matching.update(found)
    idf = inverse_frequency(total, len(matching))
    scores: dict[int, float] = {}
    for doc in documents:
        if doc not in matching:
            continue
        tf = 0.0
        for name, weight, by_length, found in weighted:
            frequency = found.get(doc)
            if frequency:
                relative = length(name, doc) if by_length else 1.0
                tf += weight * frequency / (1 - by_length + by_length * relative)
        scores[doc] = idf * tf * (K1 + 1) / (K1 + tf)
    return scores


def best(
    scores: Mapping[int, float], count: int, order: Callable[[int], tuple[object, ...]]
) -> list[int]:
    """The `count` best documents; equal scores in the order of `order` (newest first, then id)."""
    if 0 < count < len(scores):
        floor = round(heapq.nlargest(count, scores.values())[-1], 9)
        scores = {doc: score for doc, score in scores.items() if round(score, 9) >= floor}
    return sorted(scores, key=lambda doc: (-round(scores[doc], 9), *order(doc)))[:count]


def facet_values(
    counts: Mapping[str, int], limit: int, chosen: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """The values of a facet by count, then folded value: at most `limit`, and those chosen."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    listed = dict(ranked[:limit])
    rare = {key: counts[key] for key in chosen if key in counts and key not in listed}
    return (*listed.items(), *rare.items())


def by_date(moment: int | None, article_id: str, newest: bool) -> tuple[bool, int, str]:
    """The sort key of an article by date: the undated last either way, ties by id."""
    at = moment or 0
    return moment is None, -at if newest else at, article_id


def with_preferences(query: Query) -> Query:
    """The same query, ranking articles higher that have its words as typed, and side by side.

    Words match by their stem; the form that was typed is the better evidence. What its parts
    prefer, the whole prefers: so a score is the sum of its parts and of what is preferred.
    """
    query, better = _parted(query)
    items = _parts(query)
    typed = [item for item in items if isinstance(item, Word)]
    better += [(Phrase(item.streams, (item.word,)), _AS_TYPED) for item in typed]
    better += [
        (item.leaves[0], _AS_TYPED) for item in items if isinstance(item, Variants) and item.typed
    ]
    plain = tuple(
        item.word if isinstance(item, Word) else item.words[0]
        for item in items
        if (isinstance(item, Word) or _is_acronym(item)) and item.streams == ANY.streams
    )
    if len(plain) > 1:
        better += [(Phrase(streams, plain), weight) for streams, weight in _SIDE_BY_SIDE]
    return Prefer(query, tuple(better)) if better else query


def _parted(query: Query) -> tuple[Query, list[tuple[Query, float]]]:
    """A query without what its parts side by side prefer, and that."""
    match query:
        case Prefer(inner, better):
            plain, more = _parted(inner)
            return plain, [*better, *more]
        case And(items) | AtLeast(_, items):
            parted = [_parted(item) for item in items]
            plain_items = tuple(plain for plain, _ in parted)
            return replace(query, items=plain_items), [one for _, more in parted for one in more]
        case _:
            return query, []


def _is_acronym(item: Query) -> TypeGuard[Phrase]:
    return isinstance(item, Phrase) and len(item.words) == 1 and item.words[0].isupper()


def _parts(query: Query) -> tuple[Query, ...]:
    """What a query asks for side by side."""
    match query:
        case And(items):
            return tuple(part for item in items for part in _parts(item))
        case AtLeast(_, items):
            return tuple(part for item in items for part in _parts(item))
        case _:
            return (query,)
